"""What a key offers before anything happens: a menu, a line to type, a remark, or the commands themselves."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from mka_assist.call.commands import Command
from mka_assist.call.proposal import name_of
from mka_assist.call.state import CallState
from mka_assist.console.actions import MENU_KEYS
from mka_assist.decision.outcome import Decision
from mka_assist.instruction.model import CallerInstruction
from mka_assist.rulebook.model import RuleBook

TWICE = timedelta(seconds=3)
"""Within this time the same key again does what was announced."""
BOUNCE = timedelta(milliseconds=50)
"""A second press sooner than this is a key that bounces, or one that is held down."""
OPEN = timedelta(seconds=10)
"""An untouched menu closes by itself, so that a later digit does not land in it."""

Commands = tuple[Command, ...]


@dataclass(frozen=True, slots=True)
class Note:
    """Nothing to choose: one Dutch line that says why."""

    text: str


@dataclass(frozen=True, slots=True)
class Prompt:
    """A line to type. `read` turns the text into a step; it raises `ValueError` with a Dutch sentence."""

    title: str
    hint: str
    read: Callable[[str], Step]
    start: str = ""
    longest: int = 100
    """How many characters can be typed."""


@dataclass(frozen=True, slots=True)
class Option:
    """One thing to choose; without a key of its own it gets the next digit."""

    text: str
    step: Step
    key: str = ""


@dataclass(frozen=True, slots=True)
class Menu:
    """Options to choose from. With `again` the key that opened it takes the first option."""

    title: str
    options: tuple[Option, ...]
    again: bool = False
    stays: timedelta = OPEN

    @property
    def armed(self) -> bool:
        """Only one thing can happen, by pressing the same key again: shown as a line, not as a menu."""
        return self.again and len(self.options) == 1

    @property
    def keyed(self) -> tuple[tuple[str, Option], ...]:
        """Every option with its key. Keys of their own go first; the others share out what is left."""
        own = {option.key for option in self.options}
        free = (key for key in MENU_KEYS if key not in own)
        return tuple((option.key or next(free, ""), option) for option in self.options)


class Deed(StrEnum):
    """What the desk does besides commands of the call."""

    OPEN = "open"
    """Pick up another call."""
    SWITCH = "switch"
    """Show another open call."""
    MERGE = "merge"
    """This caller belongs to another open call."""
    MERGE_INSTRUCTED = "merge_instructed"
    """The same, and this caller gets the instruction."""
    TAKE_OVER = "take_over"


@dataclass(frozen=True, slots=True)
class Do:
    """A deed of the desk, about a call where that matters."""

    deed: Deed
    number: str = ""


Step = Commands | Menu | Prompt | Note | Do


@dataclass(frozen=True, slots=True)
class OtherCall:
    """Another open call, for the board: its number, since when, and its most urgent matter."""

    number: str
    opened_at: datetime
    matter: str
    here: bool
    """Is it open on this screen?"""
    desk: str = ""
    """The other screen that has it, where it is known."""


@dataclass(frozen=True, slots=True)
class Situation:
    """All that a choice depends on."""

    state: CallState
    decision: Decision
    rulebook: RuleBook
    now: datetime
    instruction: CallerInstruction | None = None
    """What a caller is told; None when its files cannot be used."""
    others: tuple[OtherCall, ...] = ()
    """The other open calls, most recent first."""

    def name(self, partner: str) -> str:
        return name_of(self.rulebook, partner)

    def names(self, partners: tuple[str, ...]) -> str:
        return ", ".join(self.name(id) for id in partners)


def twice(text: str, step: Step) -> Menu:
    """An act that needs the same key twice."""
    return Menu(text, (Option(text, step),), again=True, stays=TWICE)
