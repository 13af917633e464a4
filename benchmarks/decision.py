"""How long a decision takes, and how that compares with the bare C engine and with other rule engines.

    python benchmarks/decision.py [--region ID ...] [--calls N] [--rounds N] [--json]

Every contestant judges the same calls by the same rules in a process of its own, in blocks that alternate;
what they answer is checked first. See README.md for what the columns mean.
"""

from __future__ import annotations

import argparse
import json
import sys
from contextlib import ExitStack
from pathlib import Path
from statistics import median
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.figures import machine, percentile, ratio, table
from benchmarks.workers import CONTESTANTS, Spent, Worker, WorkerError

ROOT = Path(__file__).resolve().parents[1]
BLOCK = 200
OWN = CONTESTANTS[0].name
OF_OURS = {
    "decide": "mka-assist: decide, the whole",
    "first": "  the same, nothing remembered",
    "definition": "  of which definition",
    "engine": "  of which engine",
    "ask_next": "  of which what to ask next",
    "rest": "  the rest: reasons, cards",
}
_Times = dict[tuple[str, str], list[list[Spent]]]
"""By contestant and job: what each call of each block took."""
RIVALS = ("durable_rules Host", "cedarpy")


def main() -> None:
    """Measure each rulebook in turn and print the figures."""
    parser = argparse.ArgumentParser(description="Measure one decision beside other engines.")
    parser.add_argument("--rules", type=Path, default=ROOT / "rules", help="folder with rule files")
    parser.add_argument("--region", action="append", help='region id, "" is national (default: all of them)')
    parser.add_argument("--calls", type=int, default=2000, help="calls in the sample (default: 2000)")
    parser.add_argument("--rounds", type=int, default=5, help="how often each call is decided (default: 5)")
    parser.add_argument("--json", action="store_true", help="print JSON instead of tables")
    options = parser.parse_args()
    regions = options.region or ["", *sorted(path.stem for path in (options.rules / "regio").glob("*.y*ml"))]
    found: dict[str, Any] = {
        "machine": machine(),
        "calls": options.calls,
        "rounds": options.rounds,
        "books": [],
    }
    if not options.json:
        print("{date}, {cpu}, Python {python}, load {load}".format(**found["machine"]))
    for region in regions:
        measured = measure(options.rules, region, options.calls, options.rounds)
        found["books"].append(measured)
        if not options.json:
            print(f"\nRules: {region or 'national'}; {options.calls} calls, {options.rounds} rounds")
            print(as_text(measured))
    found["load at the end"] = machine()["load"]
    print(json.dumps(found, indent=1) if options.json else f"\nLoad at the end: {found['load at the end']}")


def measure(rules: Path, region: str, calls: int, rounds: int) -> dict[str, Any]:
    """All figures for one rulebook."""
    workers: list[Worker] = []
    absent: dict[str, str] = {}
    with ExitStack() as stack:
        for contestant in CONTESTANTS:
            try:
                workers.append(Worker(contestant, rules, region, calls))
                stack.callback(workers[-1].stop)
            except WorkerError as problem:
                absent[contestant.name] = str(problem)
        if OWN in absent:
            sys.exit(f"{OWN}: {absent[OWN]}")
        times: _Times = {(w.contestant.name, job): [] for w in workers for job in w.contestant.jobs}
        for number in range(rounds):
            for start in range(0, calls, BLOCK):
                turn = number + start // BLOCK
                for w in [*workers[turn % len(workers) :], *workers[: turn % len(workers)]]:
                    name = w.contestant.name
                    try:
                        for job in w.contestant.jobs:
                            times[name, job].append(w.run(job, start, min(start + BLOCK, calls)))
                    except WorkerError as problem:
                        absent[name] = str(problem)
                workers = [w for w in workers if w.contestant.name not in absent]
        grown = {w.contestant.name: w.growth() for w in workers}
    if OWN in absent:
        sys.exit(f"{OWN}: {absent[OWN]}")
    parts = [times[OWN, job] for job in ("definition", "engine", "ask_next")]
    times[OWN, "rest"] = [
        [(whole - sum(wall for wall, _ in others), 0) for (whole, _), *others in zip(*blocks, strict=True)]
        for blocks in zip(times[OWN, "decide"], *parts, strict=True)
    ]
    rows = [
        {
            "contestant": w.contestant.name,
            "version": w.ready.version,
            "job": job,
            "wrong": w.ready.wrong,
            "lost": w.ready.lost,
            "load_ms": w.ready.loaded_ms,
            "memory_mb": w.ready.memory,
            "growth_mb": grown[w.contestant.name],
            **figures(times[w.contestant.name, job], times),
        }
        for w in workers
        for job in (*w.contestant.jobs, *(("rest",) if w.contestant.name == OWN else ()))
    ]
    return {"region": region, "rows": rows, "absent": absent, "goals": goals(rows)}


def figures(blocks: list[list[Spent]], times: _Times) -> dict[str, Any]:
    """The figures of one job, in microseconds and as ratios."""
    wall = [[spent / 1e3 for spent, _ in block] for block in blocks]
    every = [spent for block in wall for spent in block]
    found: dict[str, Any] = {
        "p50_us": median(every),
        "p99_us": percentile(every, 0.99),
        "p99_processor_us": percentile((spent / 1e3 for block in blocks for _, spent in block), 0.99),
    }
    for base in ("decide", "engine"):
        found[f"x_{base}"] = ratio(wall, [[spent / 1e3 for spent, _ in block] for block in times[OWN, base]])
    return found


def goals(rows: list[dict[str, Any]]) -> dict[str, bool]:
    """What was promised, and whether it came out this time."""
    by = {(row["contestant"], row["job"]): row for row in rows}
    decide = by[OWN, "decide"]
    met = {
        "p50 <= 0.2 ms": decide["p50_us"] <= 200,
        "p99 <= 1 ms": decide["p99_us"] <= 1000,
        "p99 <= 1 ms of processor time (other processes left out)": decide["p99_processor_us"] <= 1000,
    }
    for name in RIVALS:
        if (name, "judge") in by:
            met[f"engine ahead of {name}"] = by[name, "judge"]["x_engine"][0] > 1
            met[f"decision ahead of the same decision with {name}"] = by[name, "decide"]["x_decide"][0] > 1
    return met


def as_text(measured: dict[str, Any]) -> str:
    """The table of one rulebook, who is absent, and the goals."""
    head = ("microseconds", "p50", "p99", "p99 cpu", "x decide", "x engine")
    lines = [table((*head, "wrong", "load ms", "MB", "+MB"), [_line(row) for row in measured["rows"]])]
    lines += [f"{name}: does not take part: {why}" for name, why in measured["absent"].items()]
    for row in measured["rows"]:
        if row["job"] == ("decide" if row["contestant"] == OWN else "judge"):
            if row["wrong"]:
                lines.append(f"{row['contestant']}: WRONG on {row['wrong']} calls, so not a peer")
            if row["lost"]:
                why = "its own threads took the actions"
                lines.append(
                    f"{row['contestant']}: right on {row['lost']} calls only when asked again: {why}"
                )
    lines += [f"{'met    ' if met else 'NOT MET'}  {goal}" for goal, met in measured["goals"].items()]
    return "\n".join(lines)


def _line(row: dict[str, Any]) -> tuple[str, ...]:
    if row["contestant"] == OWN:
        name, first = OF_OURS[row["job"]], row["job"] == "decide"
    else:
        first = row["job"] == "judge"
        name = f"{row['contestant']} {row['version']}" if first else "  a whole decision with it"
    return (
        name,
        *(f"{row[key]:.1f}" if row[key] else "" for key in ("p50_us", "p99_us", "p99_processor_us")),
        *("{:.2f} ({:.2f}-{:.2f})".format(*row[key]) for key in ("x_decide", "x_engine")),
        *(
            (str(row["wrong"]), *(f"{row[key]:.1f}" for key in ("load_ms", "memory_mb", "growth_mb")))
            if first
            else ("", "", "", "")
        ),
    )


if __name__ == "__main__":
    main()
