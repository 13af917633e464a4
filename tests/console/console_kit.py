"""For tests of the console: a desk on the rules beside this file, with a clock that stands still."""

from __future__ import annotations

import datetime as dt
from collections.abc import Awaitable, Callable
from functools import lru_cache
from pathlib import Path
from typing import Any

from mka_assist.call.clock import ReplayClock
from mka_assist.call.log import JournalError
from mka_assist.console.app import ConsoleApp
from mka_assist.console.desk import Desk
from mka_assist.console.lines import Lines, Role, plain
from mka_assist.console.ui import Sight
from mka_assist.console.views.page import call_blocks, layout
from mka_assist.decision.decide import Decider
from mka_assist.engine.errors import EngineError
from mka_assist.instruction.loading import load_instruction
from mka_assist.instruction.model import CallerInstruction
from mka_assist.journal.store import Journal
from mka_assist.paths import rules_dir
from mka_assist.rulebook.loading import load_rulebook
from mka_assist.rulebook.model import RuleBook

RULES = Path(__file__).parent / "rules"
REGION = "voorbeeld-proef"
START = dt.datetime(2026, 11, 21, 13, 32, 1, tzinfo=dt.UTC)
SIZES = ((80, 24), (120, 40))
ARREST = ("n", "n", "n")
"""From the first screen to a suspicion: pick up, does not react, does not breathe normally."""
ALARMED = (*ARREST, "f2", "f2")


class Clock(ReplayClock):
    """Moves on one second at every key, and otherwise when a test says so."""


class ShakyJournal:
    """A journal that can be made to fail."""

    def __init__(self, journal: Journal) -> None:
        self.journal = journal
        self.trouble = False

    def __getattr__(self, name: str) -> Any:
        if self.trouble and name in ("append", "read", "calls"):
            raise JournalError("De schijf is vol.", "Maak ruimte.")
        return getattr(self.journal, name)


@lru_cache
def rulebook(region: str = REGION, rules: Path = RULES) -> RuleBook:
    return load_rulebook(rules, region)


@lru_cache
def caller_instruction() -> CallerInstruction:
    """What callers are told, as it is shipped."""
    return load_instruction(rules_dir())


def broken_engine(book: RuleBook) -> Any:
    raise EngineError("proefstoring")


class Kit:
    """A desk, its clock and its journal."""

    def __init__(
        self, folder: Path, book: RuleBook | None = None, *, fallback: bool = False, told: bool = False
    ) -> None:
        self.path = folder / "journaal.sqlite3"
        self.clock = ReplayClock(START)
        self.journal = ShakyJournal(Journal.open(self.path))
        book = book or rulebook()
        self.decider = Decider(book, broken_engine) if fallback else Decider(book)
        journal: Any = self.journal  # passes all else on
        self.desk = Desk(
            journal, self.clock, self.decider, caller_instruction=caller_instruction() if told else None
        )

    def press(self, *keys: str) -> Kit:
        """Keys on the desk, a second apart; "+20" lets 20 seconds pass, "=text" types a line, and "?text"
        is the key of the option in the open menu that has this text."""
        for key in keys:
            if key.startswith("+"):
                self.clock.advance(float(key[1:]))
            elif key.startswith("="):
                self.desk.submit(key[1:])
            elif key.startswith("?"):
                self.clock.advance(1)
                self.desk.press(option(self.desk, key[1:]))
            else:
                self.clock.advance(1)
                self.desk.press(key)
        return self

    @property
    def sight(self) -> Sight:
        assert self.desk.sight is not None
        return self.desk.sight

    def block(self, id: str, size: tuple[int, int] = (80, 24)) -> Lines:
        """One block of the screen of a call."""
        return call_blocks(self.sight, layout(*size))[id]()

    def text(self, id: str, size: tuple[int, int] = (80, 24)) -> str:
        return plain(self.block(id, size))

    def app(self) -> ConsoleApp:
        return ConsoleApp(self.desk, self.kept)

    def kept(self, error: Exception) -> None:
        raise AssertionError("the console broke") from error

    def close(self) -> None:
        self.decider.close()
        self.journal.journal.close()


def option(desk: Desk, text: str) -> str:
    """The key of an option in the open menu."""
    assert desk.ui.opened is not None, "no menu is open"
    (key,) = (key for key, each in desk.ui.opened.menu.keyed if text in each.text)
    return key


def typed(kit: Kit, *keys: str) -> Callable[[Any], Awaitable[None]]:
    """Keys on a running console, a second apart."""

    async def run(pilot: Any) -> None:
        await press(pilot, kit, *keys)

    return run


async def settled(pilot: Any) -> None:
    """The second press of a key was done, if there was one."""
    while pilot.app._settling.waiting:
        await pilot.pause(0.01)


async def press(pilot: Any, kit: Kit, *keys: str) -> None:
    for key in keys:
        if key.startswith("+"):
            kit.clock.advance(float(key[1:]))
        else:
            kit.clock.advance(1)
            if key.startswith("?"):
                key = option(kit.desk, key[1:])
            await pilot.press(key)
            await settled(pilot)
    kit.desk.tick()
    pilot.app.show()
    await pilot.pause()


def screen(app: ConsoleApp) -> list[str]:
    """What stands on the screen, line by line, as bare text."""
    strips = app.screen._compositor.render_strips()
    return ["".join(segment.text for segment in strip).rstrip() for strip in strips]


def roles(lines: Lines) -> set[Role]:
    return {role for row in lines for _, role in row}
