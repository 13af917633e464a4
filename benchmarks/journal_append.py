"""What an append to the journal costs, against a bare SQLite commit with the same durability.

    python benchmarks/journal_append.py [FOLDER]

All run in WAL with synchronous=FULL, in turns of 60 commits, after the WAL has reached its size. "Bare" is a
table of one text column, "same row" the journal's own columns and index without chain and triggers.
"""

from __future__ import annotations

import datetime as dt
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from mka_assist.call.events import CallOpened, FactRecorded
from mka_assist.journal.store import Journal

MOMENT = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
EVENT = FactRecorded(at=MOMENT, fact="bewustzijn", value="nee")
PAYLOAD = EVENT.model_dump_json()
ROW = ("1", MOMENT.isoformat(), EVENT.type, PAYLOAD, "a" * 64, "b" * 64)
COLUMNS = (
    "seq INTEGER PRIMARY KEY, call TEXT, at TEXT, type TEXT, payload TEXT, prev TEXT, hash TEXT, call_seq INT"
)
ROUNDS, TURN, WARM = 40, 60, 1200


def commits(file: Path, table: str, insert: str, row: tuple[str, ...]) -> Callable[[], object]:
    connection = sqlite3.connect(file, isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute(table)

    def commit() -> None:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute(insert, row)
        connection.execute("COMMIT")

    return commit


def appends(file: Path) -> Callable[[], object]:
    journal = Journal.open(file)
    journal.append("1", [CallOpened(at=MOMENT, number="1", rulebook_version="1", rulebook_sha256="a" * 64)])
    return lambda: journal.append("1", [EVENT])


def turn(commit: Callable[[], object]) -> float:
    """The median of one turn in microseconds."""
    took = []
    for _ in range(TURN):
        start = time.perf_counter()
        commit()
        took.append(time.perf_counter() - start)
    return statistics.median(took) * 1e6


def main(folder: str | None = None) -> None:
    with tempfile.TemporaryDirectory(dir=folder) as made:
        here = Path(made)
        sides = {
            "bare": commits(here / "a", "CREATE TABLE e (t TEXT)", "INSERT INTO e VALUES (?)", (PAYLOAD,)),
            "same row": commits(
                here / "b",
                f"CREATE TABLE e ({COLUMNS}, UNIQUE (call, call_seq))",
                "INSERT INTO e (call, at, type, payload, prev, hash, call_seq) "
                "SELECT ?, ?, ?, ?, ?, ?, coalesce(max(seq), 0) + 1 FROM e",
                ROW,
            ),
            "journal": appends(here / "c"),
        }
        for _ in range(WARM):
            for commit in sides.values():
                commit()
        rounds = [{name: turn(commit) for name, commit in sides.items()} for _ in range(ROUNDS)]
    for name in sides:
        median = statistics.median(took[name] for took in rounds)
        ratio = {
            to: statistics.median(took[name] / took[to] for took in rounds) for to in ("bare", "same row")
        }
        print(f"{name:9} {median:7.1f} us   {ratio['bare']:.2f} x bare   {ratio['same row']:.2f} x same row")


main(*sys.argv[1:])
