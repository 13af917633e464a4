"""How long the program takes to start, beside a Python that does nothing.

    python benchmarks/start.py [--rounds N] [--json]

Every command is a fresh process; they take turns, and the ratio is taken within a turn. Bytecode is there,
as after an ordinary installation: it is kept in a folder of its own that the first, unmeasured turns fill.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import median
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.figures import machine, percentile, ratio, table

ROOT = Path(__file__).resolve().parents[1]
FACTS = "bewustzijn: nee\nademhaling: geen\nleeftijd: 54 jaar\ngeweld_of_onveilig: onbekend\n"
BARE = "python -c pass"
MOST = 5
"""`--version` may take so many times as long as a bare Python."""
PEAK = """
import os, sys
pid = os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ, file_actions=[(os.POSIX_SPAWN_CLOSE, 1)])
sys.stderr.write(str(os.wait4(pid, 0)[2].ru_maxrss))
"""
"""Runs a command from a process smaller than any it measures: a child's peak includes that of its parent."""


def main() -> None:
    """Measure, and print the figures."""
    parser = argparse.ArgumentParser(description="Measure how quickly mka-assist starts.")
    parser.add_argument("--rounds", type=int, default=31, help="how often each command runs (default: 31)")
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        found = {"machine": machine(), "rounds": options.rounds, **measure(Path(folder), options.rounds)}
    found["load at the end"] = machine()["load"]
    print(json.dumps(found, indent=1) if options.json else as_text(found))


def measure(folder: Path, rounds: int) -> dict[str, Any]:
    """All commands in turn. Ends the program when one of them fails."""
    script = Path(sys.executable).with_name("mka-assist")
    program = [str(script)] if script.exists() else [sys.executable, "-m", "mka_assist"]
    facts = folder / "feiten.yaml"
    facts.write_text(FACTS, encoding="utf-8")
    commands: dict[str, Sequence[str]] = {
        BARE: [sys.executable, "-c", "pass"],
        "mka-assist --version": [*program, "--version"],
        "mka-assist --help": [*program, "--help"],
        "mka-assist decide": [*program, "decide", "--facts", str(facts)],
        "mka-assist decide --format json": [*program, "decide", "--facts", str(facts), "--format", "json"],
    }
    env = _environment(folder)
    for _ in range(2):
        for command in commands.values():
            _run(command, env)
    times: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(rounds):
        for name, command in commands.items():
            times[name].append(_run(command, env))
    new = [_first_time(commands["mka-assist decide"], env) for _ in range(5)]
    turns = {name: [[took] for took in own] for name, own in times.items()}
    rows: list[dict[str, Any]] = [
        {
            "command": name,
            "median_ms": median(own),
            "p90_ms": percentile(own, 0.9),
            "x_bare": ratio(turns[name], turns[BARE]),
            "peak_mb": _peak(commands[name], env),
        }
        for name, own in times.items()
    ]
    version = next(row for row in rows if row["command"] == "mka-assist --version")
    return {
        "program": " ".join(program),
        "rows": rows,
        "first_decide_ms": median(new),
        "goals": {f"--version <= {MOST} x {BARE}": version["x_bare"][0] <= MOST},
    }


def _environment(folder: Path) -> dict[str, str]:
    """This environment, with bytecode written and remembered rulebooks in a folder that goes away."""
    env = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    path = os.pathsep.join(part for part in (str(ROOT), env.get("PYTHONPATH", "")) if part)
    return {
        **env,
        "PYTHONPATH": path,
        "PYTHONPYCACHEPREFIX": str(folder / "bytecode"),
        "XDG_CACHE_HOME": str(folder / "cache"),
    }


def _run(command: Sequence[str], env: Mapping[str, str]) -> float:
    """Milliseconds from start to end."""
    then = time.perf_counter()
    done = subprocess.run(command, env=env, capture_output=True, check=False)
    took = (time.perf_counter() - then) * 1e3
    if done.returncode:
        sys.exit(f"{' '.join(command)} ends with {done.returncode}: {done.stderr.decode().strip()}")
    return took


def _first_time(command: Sequence[str], env: Mapping[str, str]) -> float:
    """The same while nothing is remembered, so that the rulebook is tried first."""
    with tempfile.TemporaryDirectory() as empty:
        return _run(command, {**env, "XDG_CACHE_HOME": empty})


def _peak(command: Sequence[str], env: Mapping[str, str]) -> float:
    """Megabytes in memory at most."""
    measured = [sys.executable, "-I", "-S", "-c", PEAK, *command]
    done = subprocess.run(measured, env=env, capture_output=True, check=True)
    return int(done.stderr.split()[-1]) / 1024


def as_text(found: dict[str, Any]) -> str:
    """The table."""
    rows = [
        (
            row["command"],
            *(f"{row[key]:.1f}" for key in ("median_ms", "p90_ms")),
            "{:.2f} ({:.2f}-{:.2f})".format(*row["x_bare"]),
            f"{row['peak_mb']:.1f}",
        )
        for row in found["rows"]
    ]
    return "\n".join(
        [
            "{date}, {cpu}, Python {python}, load {load}".format(**found["machine"]),
            f"mka-assist is: {found['program']}; {found['rounds']} rounds",
            table(("milliseconds", "median", "p90", "x bare", "peak MB"), rows),
            f"decide on a rulebook that was not tried before: {found['first_decide_ms']:.0f} ms",
            *(f"{'met    ' if met else 'NOT MET'}  {goal}" for goal, met in found["goals"].items()),
            f"Load at the end: {found['load at the end']}",
        ]
    )


if __name__ == "__main__":
    main()
