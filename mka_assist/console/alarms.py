"""Alarms: what needs an act by the centralist now. Each says what, what to do, and since when.

An alarm is unseen until it is acknowledged, seen while it goes on to stand, and gone once its condition is;
the table `LATCH` is all there is to it. What gets worse is a new alarm, what stays the same never is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from hashlib import sha256

from mka_assist.call.parts import SeenAlarm

LONGEST = 100
"""Characters of the name of an alarm in the journal."""


class Priority(StrEnum):
    """How urgent, first most urgent: coded by word, glyph, colour and place."""

    HIGH = "hoog"
    MEDIUM = "midden"
    LOW = "laag"

    @property
    def rank(self) -> int:
        """0 is the most urgent."""
        return tuple(Priority).index(self)


class Standing(StrEnum):
    """How an alarm stands."""

    GONE = "weg"
    UNSEEN = "ongezien"
    SEEN = "gezien"
    ASIDE = "opzij"
    """Put aside against the advice, with a reason."""


class Turn(StrEnum):
    """What can happen to an alarm."""

    STANDS = "staat"
    """Its condition holds, no worse than before."""
    WORSENS = "erger"
    """Its condition holds, and is more or about more than it was."""
    ENDS = "voorbij"
    SEE = "gezien"
    PUT_ASIDE = "opzij"


LATCH: Mapping[Standing, Mapping[Turn, Standing]] = {
    Standing.GONE: {
        Turn.STANDS: Standing.UNSEEN,
        Turn.WORSENS: Standing.UNSEEN,
        Turn.ENDS: Standing.GONE,
        Turn.SEE: Standing.GONE,
        Turn.PUT_ASIDE: Standing.GONE,
    },
    Standing.UNSEEN: {
        Turn.STANDS: Standing.UNSEEN,
        Turn.WORSENS: Standing.UNSEEN,
        Turn.ENDS: Standing.GONE,
        Turn.SEE: Standing.SEEN,
        Turn.PUT_ASIDE: Standing.ASIDE,
    },
    Standing.SEEN: {
        Turn.STANDS: Standing.SEEN,
        Turn.WORSENS: Standing.UNSEEN,
        Turn.ENDS: Standing.GONE,
        Turn.SEE: Standing.SEEN,
        Turn.PUT_ASIDE: Standing.ASIDE,
    },
    Standing.ASIDE: {
        Turn.STANDS: Standing.ASIDE,
        Turn.WORSENS: Standing.UNSEEN,
        Turn.ENDS: Standing.GONE,
        Turn.SEE: Standing.ASIDE,
        Turn.PUT_ASIDE: Standing.ASIDE,
    },
}
"""What an alarm becomes. Only an act of the centralist makes it seen; nothing but its condition ends it."""


@dataclass(frozen=True, slots=True)
class Condition:
    """Something that needs an act, as it stands now. The same matter keeps the same id."""

    id: str
    """One word for the matter."""
    priority: Priority
    what: str
    do: str
    """What to do about it, verb first."""
    key: str = ""
    """The key that does it, as it is shown; empty for an act outside the program."""
    detail: str = ""
    since: datetime | None = None
    """When it began, where that is known; otherwise when it was first seen."""
    parts: tuple[str, ...] = ()
    """What it is about, by name: one more makes it another alarm, one less does not."""
    advice: bool = True
    """May it be put aside with a reason? Not when the ambulance waits for it, and no failure of our own."""

    @property
    def name(self) -> str:
        """How the journal knows what was acknowledged: the matter, how urgent, and about what."""
        start = f"{self.id} {self.priority} "
        parts = ",".join(sorted(self.parts))
        if len(start) + len(parts) > LONGEST:
            parts = f"#{sha256(parts.encode()).hexdigest()[:16]}"
        return start + parts

    def within(self, name: str) -> bool:
        """Was this acknowledged, or more than this, under that name?"""
        id, priority, parts = (*name.split(" ", 2), "", "")[:3]
        if name == self.name:
            return True
        worse = priority in tuple(Priority) and Priority(priority).rank <= self.priority.rank
        return id == self.id and worse and set(self.parts) <= {*parts.split(",")} - {""}


@dataclass(frozen=True, slots=True)
class Alarm:
    """A condition that stands, since when, and what was done with the alarm."""

    condition: Condition
    since: datetime
    standing: Standing = Standing.UNSEEN
    reason: str = ""
    """Why it was put aside, against the advice; empty when it was not."""

    @property
    def seen(self) -> bool:
        return self.standing is not Standing.UNSEEN

    @property
    def aside(self) -> bool:
        """Was it put aside? Then it stands in the explanation and the log, not in the bar."""
        return self.standing is Standing.ASIDE


class AlarmBook:
    """The alarms of one call, from look to look."""

    def __init__(self) -> None:
        self._known: dict[str, Alarm] = {}
        self._less: dict[str, datetime] = {}
        """When each matter was last gone or got less: no acknowledgement before that counts."""

    def look(
        self,
        conditions: Iterable[Condition],
        seen: Mapping[str, SeenAlarm],
        now: datetime,
        last: datetime | None = None,
    ) -> tuple[Alarm, ...]:
        """The alarms that stand now: most urgent first, of those the unseen first, then the oldest. `seen`
        says what was acknowledged when, by the name of an alarm. What is new and names no beginning of its
        own began `last`, when something happened last."""
        found = {condition.id: condition for condition in conditions}
        for id in self._known.keys() - found.keys():
            self._less[id] = now
        self._known = {id: self._alarm(one, seen, now, last or now) for id, one in found.items()}
        return ordered(self._known.values())

    def _alarm(
        self, condition: Condition, seen: Mapping[str, SeenAlarm], now: datetime, last: datetime
    ) -> Alarm:
        known = self._known.get(condition.id)
        same = known is not None and condition.within(known.condition.name)
        if known is not None and not known.condition.within(condition.name):
            self._less[condition.id] = now
        turn = Turn.STANDS if same or known is None else Turn.WORSENS
        if known is not None and same:
            since = known.since
        else:
            began = condition.since or last
            since = max(began, self._less.get(condition.id, began))
        standing = LATCH[known.standing if known else Standing.GONE][turn]
        counts = [each for name, each in seen.items() if each.at >= since and condition.within(name)]
        given = max(counts, key=lambda each: each.at, default=None)
        if given is not None:
            standing = LATCH[standing][Turn.PUT_ASIDE if given.reason else Turn.SEE]
        if standing is not Standing.ASIDE:
            return Alarm(condition, since, standing)
        reason = given.reason if given and given.reason else known.reason if known else ""
        return Alarm(condition, since, standing, reason)


def _order(alarm: Alarm) -> tuple[int, bool, datetime, str]:
    return alarm.condition.priority.rank, alarm.seen, alarm.since, alarm.condition.id


def ordered(alarms: Iterable[Alarm]) -> tuple[Alarm, ...]:
    """Most urgent first, of those the unseen first, then the oldest."""
    return tuple(sorted(alarms, key=_order))


def highest(alarms: Iterable[Alarm]) -> Alarm | None:
    """The alarm that acknowledging acts on: the most urgent one, and of those the oldest."""
    return next((alarm for alarm in alarms if not alarm.seen), None)


def loudest(alarms: Iterable[Alarm]) -> Priority | None:
    """The most urgent priority that nobody has seen."""
    unseen = (alarm.condition.priority for alarm in alarms if not alarm.seen)
    return min(unseen, key=lambda priority: priority.rank, default=None)
