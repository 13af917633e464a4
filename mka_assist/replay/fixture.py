"""A recorded or made-up call as data: what was done when, and what must come of it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from mka_assist.call.commands import Command
from mka_assist.rulebook.diagnostics import Place
from mka_assist.rulebook.model import Status

NEVER = "geen"
"""The word for a timing that must not exist, or for no question left to ask."""


@dataclass(frozen=True, slots=True)
class Step:
    """One command, whole seconds after the call was opened. `words` is how the file says it."""

    seconds: int
    command: Command
    words: str


@dataclass(frozen=True, slots=True)
class ExpectStatus:
    """A partner has this status, where named because of this rule."""

    after: int
    partner: str
    status: Status
    because: str
    place: Place


@dataclass(frozen=True, slots=True)
class ExpectQuestion:
    """This fact is the first one to ask; empty means that there is nothing left to ask."""

    after: int
    fact: str
    place: Place


@dataclass(frozen=True, slots=True)
class ExpectAmbulance:
    """The ambulance advice has this status."""

    after: int
    status: str
    place: Place


@dataclass(frozen=True, slots=True)
class ExpectCard:
    """A card from this rule is shown."""

    after: int
    rule: str
    place: Place


@dataclass(frozen=True, slots=True)
class ExpectFeedback:
    """Feedback about crowding is proposed for this partner."""

    after: int
    partner: str
    place: Place


@dataclass(frozen=True, slots=True)
class ExpectRefusal:
    """The gate refuses a step at exactly this time."""

    after: int
    place: Place


@dataclass(frozen=True, slots=True)
class ExpectTiming:
    """At the end this took so many seconds; None means that it never happened."""

    label: str
    seconds: int | None
    place: Place


Expectation = (
    ExpectStatus
    | ExpectQuestion
    | ExpectAmbulance
    | ExpectCard
    | ExpectFeedback
    | ExpectRefusal
    | ExpectTiming
)


@dataclass(frozen=True, slots=True)
class Fixture:
    """A call to replay. `case`, `source` and `filled_in` say where it comes from and what we made up."""

    id: str
    title: str
    case: str
    source: str
    filled_in: str
    region: str
    begin: dt.datetime
    steps: tuple[Step, ...]
    expectations: tuple[Expectation, ...]
