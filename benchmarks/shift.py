"""What stays in memory after a shift: eight hours with twenty calls, by a clock that is moved on.

    python benchmarks/shift.py [--calls N] [--hours N] [--json]

The console runs in one process, on a screen that nobody sees. Every call goes from recognition through alarm,
instruction with rounds of two minutes, crowd and handover to its end, every panel and menu opened; at the
first screen the time passes as well. The first two calls, which load what is loaded once, do not count.
"""

from __future__ import annotations

import argparse
import asyncio
import datetime as dt
import gc
import json
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.figures import machine, memory, table
from mka_assist.call.clock import ReplayClock
from mka_assist.console.app import ConsoleApp
from mka_assist.console.desk import Desk
from mka_assist.decision.decide import Decider
from mka_assist.instruction.loading import load_instruction
from mka_assist.journal.store import Journal
from mka_assist.rulebook.loading import load_rulebook

RULES = Path(__file__).resolve().parents[1] / "rules"
REGION = "voorbeeld-stad"
SIZE = (120, 40)
WARM_UP = 2
MOST = 20.0
"""Megabytes that may stay behind after a shift."""
CALL = """
    n +3 n +5 n +4 f2 +1 f2 +5 f5 +3 enter +5 enter +4 enter +4 enter +6 c +20 1 +2 n +10 f9 +2 escape v +3
    pagedown +2 v +20 f1 +4 f1 +90 enter +10 b +3 escape +20 pageup +3 pageup +100 enter +30 e +2 =17140 +5
    0 +2 escape +60 f4 +3 =4 +40 f6 +2 f6 +2 escape +30 u +5 f3 +2 1 +60 f4 +2 =12 +10 f6 +2 escape +30 v +2
    v +60 f7 +1 f7 +60 s +5 s +30 f10 +1 f10 +20 pagedown +5 v +3 v +5 enter
"""
"""One call: keys, +seconds that pass, and =text that is typed."""


def main() -> None:
    """Measure, and print the figures."""
    parser = argparse.ArgumentParser(description="Measure what a shift leaves in memory.")
    parser.add_argument("--calls", type=int, default=20, help="calls in the shift (default: 20)")
    parser.add_argument("--hours", type=float, default=8, help="length of the shift (default: 8)")
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    options = parser.parse_args()
    then = time.perf_counter()
    found = {"machine": machine(), **asyncio.run(shift(options.calls, options.hours * 3600))}
    found["took_s"] = time.perf_counter() - then
    found["goals"] = {f"a shift leaves <= {MOST:.0f} MB behind": found["growth_mb"] <= MOST}
    print(json.dumps(found, indent=1) if options.json else as_text(found))


async def shift(calls: int, seconds: float) -> dict[str, Any]:
    """The warm-up and the shift."""
    with tempfile.TemporaryDirectory() as name:
        clock = ReplayClock(dt.datetime(2026, 11, 21, 7, 0, tzinfo=dt.UTC))
        with Journal.open(Path(name) / "j.sqlite3") as journal:
            decider = Decider(load_rulebook(RULES, REGION))
            desk = Desk(journal, clock, decider, caller_instruction=load_instruction(RULES))
            app = ConsoleApp(desk)
            async with app.run_test(size=SIZE):
                began = clock.now()
                memories, kinds = [], []
                for number in range(WARM_UP + calls):
                    if number == WARM_UP:
                        began = clock.now()
                    await one_call(app, clock)
                    until = began + dt.timedelta(seconds=seconds * (number - WARM_UP + 1) / calls)
                    while number >= WARM_UP and clock.now() < until:
                        await passes(app, clock, 2)
                    gc.collect()
                    memories.append(memory())
                    kinds.append(Counter(type(one).__qualname__ for one in gc.get_objects()))
            events = sum(call.events for call in journal.calls())
            closed = sum(call.closed for call in journal.calls())
    warm = memories[WARM_UP - 1 :]
    more = kinds[-1] - kinds[WARM_UP - 1]
    return {
        "calls": closed,
        "events": events,
        "hours": (clock.now() - began).total_seconds() / 3600,
        "start_mb": warm[0],
        "end_mb": warm[-1],
        "peak_mb": max(warm),
        "growth_mb": warm[-1] - warm[0],
        "each_mb": warm,
        "objects": [sum(one.values()) for one in kinds[WARM_UP - 1 :]],
        "most_grown": dict(more.most_common(6)),
    }


def steps() -> Iterator[str]:
    """The words of a call."""
    yield from CALL.split()


async def one_call(app: ConsoleApp, clock: ReplayClock) -> None:
    """One call from pick-up to the first screen again."""
    for step in steps():
        if step.startswith("+"):
            for _ in range(int(step[1:])):
                await passes(app, clock, 1)
        elif step.startswith("="):
            app.desk.submit(step[1:])
            app.show()
        else:
            app.action_press(step)
        await asyncio.sleep(0)
    if app.desk.session is not None:
        raise RuntimeError(f"the call did not end: {app.desk.ui.message}")


async def passes(app: ConsoleApp, clock: ReplayClock, seconds: int) -> None:
    """Time passes, and the screen notices."""
    clock.advance(seconds)
    app.tick()
    app.flash()
    await asyncio.sleep(0)


def as_text(found: dict[str, Any]) -> str:
    """The table."""
    rows = [(name, f"{found[f'{name}_mb']:.1f}") for name in ("start", "end", "peak", "growth")]
    each = " ".join(f"{value:.1f}" for value in found["each_mb"])
    grown = ", ".join(f"{kind} {number:+}" for kind, number in found["most_grown"].items())
    return "\n".join(
        [
            "{date}, {cpu}, Python {python}, load {load}".format(**found["machine"]),
            f"{found['calls']} calls of {found['events']} events in {found['hours']:.1f} hours, "
            f"in {found['took_s']:.0f} s",
            table(("after the warm-up", "MB"), rows),
            f"after each call: {each}",
            f"objects that are counted: {found['objects'][0]} to {found['objects'][-1]}; {grown}",
            *(f"{'met    ' if met else 'NOT MET'}  {goal}" for goal, met in found["goals"].items()),
        ]
    )


if __name__ == "__main__":
    main()
