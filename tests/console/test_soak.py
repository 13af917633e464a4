"""Call after call on one screen leaves nothing behind. `benchmarks/shift.py` has the memory of a shift."""

from __future__ import annotations

import asyncio
import gc
from collections import Counter
from itertools import pairwise

from console_kit import Kit

from mka_assist.console.app import ConsoleApp

WARM_UP, CALLS = 3, 4
CALL = """
    n n n f2 f2 f5 enter enter enter enter c 1 n v pagedown v f1 f1 pageup pageup e =17140 f9 escape 0 escape
    f4 =9 b escape u f6 escape f3 1 escape f7 f7 s s v v f10 f10 v v enter
"""
SECONDS = 3
"""Time passes so long after each key."""


async def one_call(app: ConsoleApp, kit: Kit) -> None:
    for step in CALL.split():
        if step.startswith("="):
            kit.desk.submit(step[1:])
            app.show()
        else:
            app.press(step)
        for _ in range(SECONDS):
            kit.clock.advance(1 / SECONDS)
            app.tick()
            app.flash()
            await asyncio.sleep(0)
    assert kit.desk.session is None, kit.desk.ui.message


def kinds() -> Counter[str]:
    """How many objects there are of each kind that is ours or a widget's."""
    gc.collect()
    found: Counter[str] = Counter()
    for one in gc.get_objects():
        module = str(type(one).__module__)
        if module.startswith(("mka_assist", "textual")):
            found[f"{module}.{type(one).__qualname__}"] += 1
    return found


def test_call_after_call_leaves_no_object_behind(tmp_path) -> None:
    kit = Kit(tmp_path, told=True)
    app = kit.app()

    async def go() -> list[Counter[str]]:
        counted = []
        async with app.run_test(size=(120, 40)):
            for number in range(WARM_UP + CALLS):
                await one_call(app, kit)
                if number >= WARM_UP - 1:
                    counted.append(kinds())
        return counted

    counted = asyncio.run(go())
    calls = kit.journal.calls()
    kit.close()
    assert len(calls) == WARM_UP + CALLS
    assert all(call.closed and call.events > 15 for call in calls)
    first, last = counted[0], counted[-1]
    ours = {kind: number for kind, number in (last - first).items() if kind.startswith("mka_assist")}
    assert ours == {}, "of a call that was closed nothing is left"
    grown = [later - earlier for earlier, later in pairwise(counted)]
    always = {kind for kind in last if all(each[kind] > 20 for each in grown)}
    assert always == set(), "Textual remembers lines and sizes, up to a limit; what leaks grows at every call"
