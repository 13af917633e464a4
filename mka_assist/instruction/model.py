"""The checked caller instruction: frozen data, everything resolved, nothing left to look up in a file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from mka_assist.rulebook.condition import Condition
from mka_assist.rulebook.diagnostics import Place

DUTCH = "nl"


class Certainty(StrEnum):
    """How sure a source is, by the word used in the file; `EIGEN` is nobody's but ours and never a fact."""

    BRONTEKST = "brontekst"
    GELEZEN = "gelezen"
    TWEEDE_HAND = "tweede_hand"
    AFGELEID = "afgeleid"
    EIGEN = "eigen"


@dataclass(frozen=True, slots=True)
class Basis:
    """A source that steps and figures rest on: where it is found, what it says, and how sure that is."""

    id: str
    document: str
    found_at: str
    says: str
    certainty: Certainty
    place: Place


@dataclass(frozen=True, slots=True)
class Status:
    """Whether somebody decided on a text: who and on which day, or nobody yet."""

    decided_by: str = ""
    decided_on: dt.date | None = None

    @property
    def proposal(self) -> bool:
        return self.decided_on is None


@dataclass(frozen=True, slots=True)
class Choice:
    """One way on from a step: a key to press, the answer that is journalled, and the next step."""

    key: str
    answer: str
    label: str
    to: str
    place: Place
    second_person: bool = False
    """Only to be chosen when somebody else is there."""


@dataclass(frozen=True, slots=True)
class Step:
    """One spoken line (in Dutch), what to listen for, and what may follow."""

    id: str
    say: str
    listen: str
    choices: tuple[Choice, ...]
    basis: tuple[Basis, ...]
    place: Place
    compressing: bool = False
    """The caller presses: the metronome sounds."""
    new_round: bool = False
    """A new turn of a rescuer begins here: the time to the next change starts again."""
    sends_away: bool = False
    """Somebody leaves the patient, which the only rescuer never does."""
    seconds: int = 0
    """How long this takes at most; 0 where no time is set."""
    end: bool = False

    @property
    def unsupported(self) -> bool:
        """Does any of this step rest on no source but ourselves?"""
        return any_own(self.basis)


@dataclass(frozen=True, slots=True)
class Flow:
    """The steps for one kind of patient, in the order of the file; the first is where it starts."""

    id: str
    name: str
    status: Status
    steps: Mapping[str, Step]
    always: tuple[Choice, ...]
    """Ways on that every step has, such as the AED that arrives."""
    entry: str
    """The step where somebody goes on who was pressing by another flow."""
    place: Place

    @property
    def first(self) -> Step:
        return next(iter(self.steps.values()))

    def choices(self, step: Step) -> tuple[Choice, ...]:
        """Every way on from a step, its own first. An end has none; no step leads back to itself by
        what is always possible."""
        if step.end:
            return ()
        return (*step.choices, *(choice for choice in self.always if choice.to != step.id))


@dataclass(frozen=True, slots=True)
class Barrier:
    """What keeps a caller from helping (*belemmering*): a key, a reason code, and what to say, in turn."""

    code: str
    key: str
    label: str
    say: tuple[str, ...]
    listen: str
    to: str
    """The step to go on with; empty for the step where it came up."""
    basis: tuple[Basis, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Selector:
    """Which flow fits which facts; without a condition it fits always."""

    flow: str
    condition: Condition | None
    basis: tuple[Basis, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Limit:
    """A number of seconds with what it rests on."""

    seconds: int
    basis: tuple[Basis, ...]


@dataclass(frozen=True, slots=True)
class Goal:
    """A time to stay under, counted from picking up: `aim` is the better goal, `limit` the minimum."""

    id: str
    name: str
    aim: Limit
    limit: Limit
    place: Place


@dataclass(frozen=True, slots=True)
class Tempo:
    """Compressions per minute, and the bounds that the source gives."""

    per_minute: int
    low: int
    high: int
    basis: tuple[Basis, ...]


@dataclass(frozen=True, slots=True)
class Language:
    """The spoken lines in another language; a line that is missing is said in Dutch."""

    code: str
    name: str
    status: Status
    lines: Mapping[tuple[str, str], str]
    """Flow and step to the line."""
    barriers: Mapping[str, tuple[str, ...]]
    place: Place


@dataclass(frozen=True, slots=True)
class CallerInstruction:
    """Everything a caller is told, with the hash of the files it came from (not that of the rules)."""

    id: str
    name: str
    version: str
    status: Status
    tempo: Tempo
    change: Limit
    """How long one rescuer presses before the next takes over."""
    goals: Mapping[str, Goal]
    selectors: tuple[Selector, ...]
    flows: Mapping[str, Flow]
    barriers: Mapping[str, Barrier]
    languages: Mapping[str, Language]
    basis: Mapping[str, Basis]
    sha256: str
    files: tuple[str, ...]


def any_own(basis: tuple[Basis, ...]) -> bool:
    """Is our own opinion part of this? Then it must not be shown as a fact."""
    return any(one.certainty is Certainty.EIGEN for one in basis)
