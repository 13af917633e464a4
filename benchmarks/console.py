"""The screen of the dispatcher beside a bare Textual app: first frame, key to repaint, and cost at rest.

    python benchmarks/console.py [first] [keys] [idle] [--rounds N] [--keys N] [--seconds N] [--json]

Both run as programs on a pseudo terminal; an emulator reads their screens back. They take turns, and a ratio
is taken within a turn. Bytecode is there, as after an ordinary installation.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import random
import re
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from statistics import median
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.bare_app import MARKER
from benchmarks.figures import machine, percentile, ratio, table
from benchmarks.pty_program import Program, Seen
from mka_assist.call.clock import ReplayClock
from mka_assist.console.desk import Desk
from mka_assist.console.instruction_choices import beat_since
from mka_assist.decision.decide import Decider
from mka_assist.instruction.loading import load_instruction
from mka_assist.journal.store import Journal
from mka_assist.rulebook.loading import load_rulebook

ROOT = Path(__file__).resolve().parents[1]
RULES = ROOT / "rules"
REGION = "voorbeeld-stad"
SIZES = SMALL, LARGE = (80, 24), (120, 40)
BARE, FURNISHED, OURS, LOADED = "bare app", "furnished", "console", "console, everything loaded"
FIRST, LATENCY, RATIO, IDLE = 1.6, 50.0, 1.5, 1.0
"""Promised: times the first frame of the bare app; milliseconds, and times the bare app with as much on its
screen, for 95 of 100 keys; percent of a core at rest."""
LOG_LINES = 2000
START_SCREEN, READY, RESUMED = "Nieuwe melding", "bestanden)", "HERSTART"
"""What stands there from the first moment, what says that the rules and the journal were read, and what says
that a call goes on."""
MOVING = re.compile(r"[^A-Za-z?\[\]]+")
"""What may change on the screen without a key: figures, bars and the beat."""
MATTERS = {"choose a question": "1", "answer it": "jn", "open the explanation": "v", "close it": "v"}
"""What is pressed in turn; where two letters stand, one in each turn."""
Rows = list[dict[str, Any]]
Turns = dict[str, list[list[float]]]


def main() -> None:
    """Measure, and print the figures."""
    parser = argparse.ArgumentParser(description="Measure the console beside a bare Textual app.")
    parser.add_argument("what", nargs="*", help="first, keys, idle (default: all three)")
    parser.add_argument("--rounds", type=int, default=15, help="first frames of each (default: 15)")
    parser.add_argument("--keys", type=int, default=240, help="keys in each (default: 240)")
    parser.add_argument("--seconds", type=float, default=20, help="time at rest (default: 20)")
    parser.add_argument("--json", action="store_true", help="print JSON instead of tables")
    options = parser.parse_args()
    what = options.what or ["first", "keys", "idle"]
    found: dict[str, Any] = {"machine": machine(), "rows": [], "goals": {}}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        env = _environment(folder)
        _warm_up(folder, env)
        if "first" in what:
            first_frames(folder, env, options.rounds, found)
        if "keys" in what:
            keys(folder, env, options.keys, found)
        if "idle" in what:
            idle(folder, env, options.seconds, found)
    found["load at the end"] = machine()["load"]
    print(json.dumps(found, indent=1) if options.json else as_text(found))


def _environment(folder: Path) -> dict[str, str]:
    """This environment, with bytecode and with folders that go away."""
    env = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    path = os.pathsep.join(part for part in (str(ROOT), env.get("PYTHONPATH", "")) if part)
    homes = {f"XDG_{name}_HOME": str(folder / name.lower()) for name in ("CACHE", "DATA", "STATE", "CONFIG")}
    return {**env, **homes, "PYTHONPATH": path, "PYTHONPYCACHEPREFIX": str(folder / "bytecode")}


def bare(size: tuple[int, int], env: Mapping[str, str], *options: str) -> Program:
    """The bare app, started."""
    return Program([sys.executable, str(ROOT / "benchmarks" / "bare_app.py"), *options], size, env)


def console(size: tuple[int, int], env: Mapping[str, str], journal: Path) -> Program:
    """The console, started as it is installed."""
    script = Path(sys.executable).with_name("mka-assist")
    program = [str(script)] if script.exists() else [sys.executable, "-m", "mka_assist"]
    rules = ("--rules", str(RULES), "--region", REGION)
    return Program([*program, "console", *rules, "--journal", str(journal)], size, env)


def _warm_up(folder: Path, env: Mapping[str, str]) -> None:
    """Twice each, unmeasured: bytecode is written and the rulebook is tried."""
    for _ in range(2):
        with bare(LARGE, env) as program:
            program.until(MARKER)
        with console(LARGE, env, folder / "leeg.sqlite3") as program:
            program.until(READY)


def first_frames(folder: Path, env: Mapping[str, str], rounds: int, found: dict[str, Any]) -> None:
    """Milliseconds from starting the program until its text stands on the screen."""
    for size in (LARGE, SMALL):
        turns: Turns = {BARE: [], OURS: [], LOADED: []}
        for _ in range(rounds):
            with bare(size, env) as program:
                turns[BARE].append([1000 * (program.until(MARKER) - program.began)])
            with console(size, env, folder / "leeg.sqlite3") as program:
                for side, text in ((OURS, START_SCREEN), (LOADED, READY)):
                    turns[side].append([1000 * (program.until(text) - program.began)])
        name = "first frame, {}x{}".format(*size)
        rows = _rows(name, turns)
        found["rows"] += rows
        for row in rows[1:]:
            found["goals"][f"{name}: {row['side']} <= {FIRST} x bare"] = row["x_bare"][0] <= FIRST


def keys(folder: Path, env: Mapping[str, str], count: int, found: dict[str, Any]) -> None:
    """Milliseconds from a key until what it changes stands on the screen, in a call of two thousand lines
    with clocks and a metronome."""
    turns: dict[str, Turns] = {name: {BARE: [], FURNISHED: [], OURS: []} for name in MATTERS}
    pause = random.Random(4)
    with ExitStack() as stack:
        floor = stack.enter_context(bare(LARGE, env))
        like = stack.enter_context(bare(LARGE, env, "--furnished"))
        for program in (floor, like):
            program.until(MARKER)
        ours = stack.enter_context(in_call(folder, env, LOG_LINES, found))
        programs = floor, like, ours
        for turn in range(count // len(MATTERS)):
            for place, (name, choices) in enumerate(MATTERS.items()):
                shows = f"({turn * len(MATTERS) + place + 1})"
                for side, program in ((BARE, floor), (FURNISHED, like)):
                    _let_pass(pause.uniform(0.1, 0.2), *programs)
                    took = _press(program, "x", lambda rows, own=shows: own in rows[0])
                    turns[name][side].append([took])
                _let_pass(pause.uniform(0.1, 0.2), *programs)
                took = _press(ours, choices[turn % len(choices)], _changed(ours))
                turns[name][OURS].append([took])
    turns["every key"] = {
        side: [block for own in turns.values() for block in own[side]] for side in (BARE, FURNISHED, OURS)
    }
    for name, own in turns.items():
        found["rows"] += _rows(name, own)
    _, like_row, our_row = found["rows"][-3:]
    found["goals"] |= {
        f"95 of 100 keys <= {LATENCY:.0f} ms": our_row["p95"] <= LATENCY,
        f"p95 of a key <= {RATIO} x p95 of the furnished app": our_row["p95"] <= RATIO * like_row["p95"],
        f"a key <= {RATIO} x the furnished app": our_row["median"] <= RATIO * like_row["median"],
        f"a key <= {RATIO} x the bare app": our_row["x_bare"][0] <= RATIO,
    }


def _press(program: Program, key: str, comes: Seen) -> float:
    """Milliseconds from a key until what comes of it."""
    then = time.perf_counter()
    program.press(key)
    return 1000 * (program.until(comes) - then)


def _words(rows: Sequence[str]) -> list[str]:
    return [MOVING.sub(" ", row) for row in rows]


def _changed(program: Program) -> Seen:
    """Has any word on the screen changed? Clocks and the beat do not count."""
    before = _words(program.screen.display)
    return lambda rows: _words(rows) != before


def _let_pass(seconds: float, *programs: Program) -> None:
    """Some time in which both are read, so that no key always comes at the same moment of a frame."""
    for program in programs:
        program.idle(seconds / len(programs))


def in_call(folder: Path, env: Mapping[str, str], lines: int, found: dict[str, Any]) -> Program:
    """The console in a call with so many events in its journal: partners alarmed, the caller presses. The
    call was broken off a moment ago, so that the console takes it up by itself."""
    path = folder / f"melding-{lines}.sqlite3"
    now = dt.datetime.now(dt.UTC)
    took = prepare(folder / f"proef-{lines}.sqlite3", now, lines)
    prepare(path, dt.datetime.now(dt.UTC) - took - dt.timedelta(seconds=10), lines)
    program = console(LARGE, env, path)
    try:
        program.until(RESUMED)
    except RuntimeError:
        program.end()
        raise
    found[f"a call of {lines} events on the screen after (ms)"] = 1000 * (program.last - program.began)
    program.rest()
    return program


def prepare(path: Path, start: dt.datetime, lines: int) -> dt.timedelta:
    """Make the journal of a call; how long the call took."""
    with Journal.open(path) as journal:
        clock = ReplayClock(start)
        decider = Decider(load_rulebook(RULES, REGION))
        desk = Desk(journal, clock, decider, caller_instruction=load_instruction(RULES))

        def press(*keys: str) -> None:
            for key in keys:
                clock.advance(1)
                desk.press(key)

        press("n", "n", "n", "f2", "f2", "f5")
        assert desk.session
        while not _beats(desk) and len(desk.session.events) < 100:
            press("enter")
        assert _beats(desk)
        while len(desk.session.events) < lines:
            press("1", "j", "1", "n")
        decider.close()
    return clock.now() - start


def _beats(desk: Desk) -> bool:
    """Does the caller press, so that the metronome beats?"""
    return desk.situation is not None and beat_since(desk.situation) is not None


def idle(folder: Path, env: Mapping[str, str], seconds: float, found: dict[str, Any]) -> None:
    """Percent of a core while nobody presses a key, everything at once so that the load is the same."""
    with ExitStack() as stack:
        programs = {
            "bare app, nothing ticks": stack.enter_context(bare(LARGE, env)),
            "bare app, one clock": stack.enter_context(bare(LARGE, env, "--clock")),
            "bare app, furnished": stack.enter_context(bare(LARGE, env, "--furnished")),
            "console, first screen": stack.enter_context(console(LARGE, env, folder / "leeg.sqlite3")),
            "console, call with metronome": stack.enter_context(in_call(folder, env, 40, found)),
            f"the same, {LOG_LINES} events": stack.enter_context(in_call(folder, env, LOG_LINES, found)),
        }
        _let_pass(4.0, *programs.values())
        began = {name: (program.processor(), program.written) for name, program in programs.items()}
        then = time.perf_counter()
        while (passed := time.perf_counter() - then) < seconds:
            _let_pass(0.2, *programs.values())
        found["idle"] = [
            {
                "program": name,
                "percent": 100 * (program.processor() - began[name][0]) / passed,
                "bytes_per_second": (program.written - began[name][1]) / passed,
                "memory_mb": program.memory(),
            }
            for name, program in programs.items()
        ]
    for one in found["idle"]:
        if one["program"].startswith(("console", "the same")):
            found["goals"][f"{one['program']}: <= {IDLE:.0f}% of a core"] = one["percent"] <= IDLE


def _rows(name: str, turns: Turns) -> Rows:
    """The figures of both sides."""
    made = []
    for side, own in turns.items():
        values = [value for block in own for value in block]
        made.append(
            {
                "what": name,
                "side": side,
                "count": len(values),
                "median": median(values),
                "best": min(values),
                **{f"p{share}": percentile(values, share / 100) for share in (95, 99)},
                "x_bare": ratio(own, turns[BARE]),
            }
        )
    return made


def as_text(found: dict[str, Any]) -> str:
    """The tables."""
    rows = [
        (
            f"{row['what']}: {row['side']}",
            str(row["count"]),
            *(f"{row[key]:.1f}" for key in ("best", "median", "p95", "p99")),
            "{:.2f} ({:.2f}-{:.2f})".format(*row["x_bare"]),
        )
        for row in found["rows"]
    ]
    still = [
        (
            one["program"],
            f"{one['percent']:.2f}",
            f"{one['bytes_per_second']:.0f}",
            f"{one['memory_mb']:.1f}",
        )
        for one in found.get("idle", [])
    ]
    lines = ["{date}, {cpu}, Python {python}, load {load}".format(**found["machine"])]
    if rows:
        lines += [table(("milliseconds", "times", "best", "median", "p95", "p99", "x bare"), rows), ""]
    if still:
        lines += [table(("nobody presses a key", "% of a core", "bytes/s", "MB"), still), ""]
    lines += [f"{name}: {value:.0f}" for name, value in found.items() if name.endswith("(ms)")]
    lines += [f"{'met    ' if met else 'NOT MET'}  {goal}" for goal, met in found["goals"].items()]
    return "\n".join([*lines, f"Load at the end: {found['load at the end']}"])


if __name__ == "__main__":
    main()
