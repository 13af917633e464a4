"""What the screen remembers beside the call: what is selected, open or just said. Nothing here is kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from mka_assist.call.events import Event
from mka_assist.call.instructing import position
from mka_assist.console.actions import ACTIONS, Actions, shown
from mka_assist.console.alarms import Alarm
from mka_assist.console.lines import Role
from mka_assist.console.steps import Menu, Prompt, Situation
from mka_assist.instruction.flow import Position
from mka_assist.rulebook.facts import FactSpec
from mka_assist.rulebook.model import RuleBook


class Panel(StrEnum):
    """What can be laid over the lists."""

    HELP = "help"
    EXPLAIN = "explain"
    LOG = "log"
    SUMMARY = "summary"
    """What remains of a call that is closed."""


class Focus(StrEnum):
    """What the letters belong to."""

    QUESTION = "question"
    INSTRUCTION = "instruction"


@dataclass(frozen=True, slots=True)
class Opened:
    """A menu that is open: the action that opened it, and when."""

    menu: Menu
    action: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Ui:
    """The state of the screen itself."""

    selected: str = ""
    """A question chosen by hand; empty for the question that is next."""
    opened: Opened | None = None
    prompt: Prompt | None = None
    panel: Panel | None = None
    scroll: int = 0
    message: str = ""
    role: Role = Role.DIM
    focus: Focus = Focus.QUESTION
    taps: tuple[datetime, ...] = ()
    """When the caller said "now" at a breath, while the question about breathing stands."""


@dataclass(frozen=True, slots=True)
class Sight:
    """All that a screen of a call shows."""

    at: Situation
    events: tuple[Event, ...]
    notice: str
    """What is not saved, in one line; empty when all is."""
    ui: Ui
    alarms: tuple[Alarm, ...] = ()
    """What needs an act, most urgent and oldest first."""
    silent_until: datetime | None = None
    """The sound is off until then."""
    watching: bool = False
    """Another screen has this call."""
    actions: Actions = ACTIONS
    """The table of keys as it was set up."""

    def key(self, id: str) -> str:
        """The key of an action, between brackets."""
        return f"[{shown(id, self.actions)}]"


def guided(at: Situation) -> Position | None:
    """Where the caller is in the instruction; None while no flow is followed."""
    return position(at.state, at.instruction) if at.instruction else None


def questions(rulebook: RuleBook) -> tuple[FactSpec, ...]:
    """Every question, in the order that never changes, so that a digit always means the same one."""
    return tuple(spec for spec in rulebook.facts.values() if spec.question)


def current(at: Situation, selected: str) -> FactSpec | None:
    """The question that stands now: chosen by hand, or the next one that was not asked yet.

    A question that was answered with "onbekend" is not put again by itself.
    """
    if at.state.closed_at is not None:
        return None
    facts = at.rulebook.facts
    if selected in facts:
        return facts[selected]
    return next((facts[name] for name in at.decision.ask_next if name not in at.state.answers), None)
