"""What an append to the journal costs beside a bare SQLite commit with the same durability, and how fast the
chain is checked.

    python benchmarks/journal.py [--folder FOLDER] [--rounds N] [--json]

All sides write to the same file system, in WAL with synchronous=FULL, in turns, after the WAL has reached its
size; the ratio is taken within a turn. The bare commit adds one text (the event), "same columns" a whole row
of the journal to a table with the same uniqueness; both are without chain, triggers and locks.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack, closing
from pathlib import Path
from statistics import median
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.figures import machine, percentile, ratio, table
from mka_assist.call.events import CallOpened, FactRecorded
from mka_assist.journal.store import Journal

MOMENT = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
OPENED = CallOpened(at=MOMENT, number="1", rulebook_version="1", rulebook_sha256="a" * 64)
EVENT = FactRecorded(at=MOMENT, fact="bewustzijn", value="nee")
PAYLOAD = EVENT.model_dump_json()
BARE, SAME, OURS = "bare commit", "same columns", "journal append"
COLUMNS = "seq INTEGER PRIMARY KEY, call, at, type, payload, prev, hash, call_seq, UNIQUE (call, call_seq)"
INSERT = (
    "INSERT INTO e (call, at, type, payload, prev, hash, call_seq) "
    "SELECT ?, ?, ?, ?, ?, ?, coalesce(max(seq), 0) + 1 FROM e"
)
ROW = ("1", MOMENT.isoformat(), EVENT.type, PAYLOAD, "a" * 64, "b" * 64)
TURN, WARM = 60, 1200
CHAIN = 10_000
MOST = 1.2
"""An append may take so many times as long as a bare commit."""


def main() -> None:
    """Measure, and print the figures."""
    parser = argparse.ArgumentParser(description="Measure the journal beside a bare SQLite commit.")
    parser.add_argument(
        "--folder", type=Path, help="where to write (default: the folder for temporary files)"
    )
    parser.add_argument("--rounds", type=int, default=40, help=f"turns of {TURN} commits (default: 40)")
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=options.folder) as folder:
        found = {"machine": machine(), "rounds": options.rounds, **measure(Path(folder), options.rounds)}
    found["load at the end"] = machine()["load"]
    print(json.dumps(found, indent=1) if options.json else as_text(found))


def measure(folder: Path, rounds: int) -> dict[str, Any]:
    """Appends in turn with commits, then the check of a chain."""
    with ExitStack() as stack:
        sides = {
            BARE: _commits(stack, folder / "bare", "t TEXT", "INSERT INTO e VALUES (?)", (PAYLOAD,)),
            SAME: _commits(stack, folder / "same", COLUMNS, INSERT, ROW),
            OURS: _appends(stack, folder / "journal"),
        }
        for _ in range(WARM):
            for commit in sides.values():
                commit()
        turns: dict[str, list[list[float]]] = {name: [] for name in sides}
        for number in range(rounds):
            names = list(sides)
            for name in names[number % 3 :] + names[: number % 3]:
                turns[name].append([_microseconds(sides[name]) for _ in range(TURN)])
    rows: list[dict[str, Any]] = [
        {
            "side": name,
            "p50_us": median(took for turn in own for took in turn),
            "p99_us": percentile((took for turn in own for took in turn), 0.99),
            "x_bare": ratio(own, turns[BARE]),
            "x_same": ratio(own, turns[SAME]),
        }
        for name, own in turns.items()
    ]
    return {
        "rows": rows,
        "verify_ms_per_10000": _verify(folder / "chain"),
        "goals": {
            f"append <= {MOST} x a commit of the same columns": rows[-1]["x_same"][0] <= MOST,
            f"append <= {MOST} x a bare commit": rows[-1]["x_bare"][0] <= MOST,
        },
    }


def _commits(
    stack: ExitStack, file: Path, columns: str, insert: str, row: tuple[str, ...]
) -> Callable[[], object]:
    connection = stack.enter_context(closing(sqlite3.connect(file, isolation_level=None)))
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute(f"CREATE TABLE e ({columns})")

    def commit() -> None:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute(insert, row)
        connection.execute("COMMIT")

    return commit


def _appends(stack: ExitStack, file: Path) -> Callable[[], object]:
    journal = stack.enter_context(Journal.open(file))
    journal.append("1", [OPENED])
    return lambda: journal.append("1", [EVENT])


def _microseconds(work: Callable[[], object]) -> float:
    then = time.perf_counter()
    work()
    return (time.perf_counter() - then) * 1e6


def _verify(file: Path) -> float:
    """Milliseconds to read and check a chain of `CHAIN` events (median of five); raises if it is broken."""
    with Journal.open(file) as journal:
        journal.append("1", [OPENED, *[EVENT] * (CHAIN - 1)])
        took = []
        for _ in range(5):
            then = time.perf_counter()
            checked = journal.verify()
            took.append((time.perf_counter() - then) * 1e3)
            if not checked.intact or checked.events != CHAIN:
                raise RuntimeError(f"the chain is broken: {checked}")
    return median(took)


def as_text(found: dict[str, Any]) -> str:
    """The table."""
    rows = [
        (
            row["side"],
            *(f"{row[key]:.1f}" for key in ("p50_us", "p99_us")),
            *("{:.2f} ({:.2f}-{:.2f})".format(*row[key]) for key in ("x_bare", "x_same")),
        )
        for row in found["rows"]
    ]
    return "\n".join(
        [
            "{date}, {cpu}, Python {python}, load {load}".format(**found["machine"]),
            table(("microseconds", "p50", "p99", "x bare", "x same columns"), rows),
            f"checking the chain: {found['verify_ms_per_10000']:.1f} ms per {CHAIN} events",
            *(f"{'met    ' if met else 'NOT MET'}  {goal}" for goal, met in found["goals"].items()),
            f"Load at the end: {found['load at the end']}",
        ]
    )


if __name__ == "__main__":
    main()
