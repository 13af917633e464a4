"""Running the console: a desk, and one screen after another until the dispatcher leaves."""

from __future__ import annotations

import gc
from datetime import datetime, timedelta

from mka_assist.console.app import ConsoleApp, Keep
from mka_assist.console.config import STANDARD_CONFIG, Config
from mka_assist.console.desk import Desk
from mka_assist.console.opening import opened_desk
from mka_assist.console.widgets import PLAIN_LOOK, Look, look_of
from mka_assist.decision.last_good import Rulebooks

OFTEN, SHORTLY = 5, timedelta(minutes=1)
"""A screen that breaks so often in so short a time is not replaced any more."""


def run_console(
    rulebooks: Rulebooks,
    journal: str,
    keep: Keep,
    config: Config = STANDARD_CONFIG,
    again: bool = False,
    keeper: int = 0,
) -> int:
    """Open a desk and show the console; the exit code. With `again` it stands in for a console that died;
    `keeper` is the process behind it, which may be gone before the screen is there.
    Raises what `opened_desk` raises, before the screen changes.
    """
    with opened_desk(rulebooks, journal, config) as desk:
        desk.take_up(again)
        gc.freeze()  # what is loaded by now stays; to look through it for garbage would only delay a key
        gc.enable()
        return run_desk(desk, keep, look_of(config), config.locked, keeper)


def run_desk(
    desk: Desk,
    keep: Keep,
    look: Look = PLAIN_LOOK,
    locked: frozenset[str] = frozenset(),
    keeper: int = 0,
) -> int:
    """Show a desk until the dispatcher leaves. A screen that breaks is replaced, with the call as it stands;
    one that keeps breaking raises what broke it. So is one of which another look was chosen.
    """
    broken: list[datetime] = []
    while True:
        app = ConsoleApp(desk, keep, look, locked, keeper)
        app.run(mouse=False)
        if app.failure is None:
            if app.next_look is None or app.return_code:
                return app.return_code or 0
            look = app.next_look
            continue
        now = desk.now
        broken = [*(when for when in broken if now - when < SHORTLY), now]
        if len(broken) >= OFTEN:
            raise app.failure
        desk.restarted(type(app.failure).__name__)
