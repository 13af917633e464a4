"""What the screen remembers beside the call: what is selected, open or just said. Nothing here is kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from mka_assist.call.events import Event
from mka_assist.console.lines import Role
from mka_assist.console.steps import Menu, Prompt, Situation
from mka_assist.rulebook.facts import FactSpec
from mka_assist.rulebook.model import RuleBook


class Panel(StrEnum):
    """What can be laid over the lists."""

    HELP = "help"
    EXPLAIN = "explain"
    LOG = "log"


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
    seen: frozenset[str] = frozenset()
    """The alerts that were seen."""


@dataclass(frozen=True, slots=True)
class Sight:
    """All that a screen of a call shows."""

    at: Situation
    events: tuple[Event, ...]
    notice: str
    """What is not saved, in one line; empty when all is."""
    ui: Ui


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
