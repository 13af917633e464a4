"""Alarms: what needs an act by the centralist now. Each says what, what to do, and since when."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from mka_assist.call.parts import SeenAlarm


class Priority(StrEnum):
    """How urgent, first most urgent: coded by word, glyph, colour and place."""

    HIGH = "hoog"
    MEDIUM = "midden"
    LOW = "laag"


@dataclass(frozen=True, slots=True)
class Condition:
    """Something that needs an act, as it stands now. The same matter keeps the same id."""

    id: str
    priority: Priority
    what: str
    do: str = ""
    """What to do about it."""
    key: str = ""
    """The key that does it, as it is shown."""
    detail: str = ""
    since: datetime | None = None
    """When it began, where that is known; otherwise when it was first seen."""


@dataclass(frozen=True, slots=True)
class Alarm:
    """A condition that stands, with since when and whether it was acknowledged."""

    condition: Condition
    since: datetime
    seen: bool
    reason: str = ""
    """Why it was put aside, against the advice; empty when it was not."""


class AlarmBook:
    """Since when each condition stands. A condition that went and comes back is a new alarm."""

    def __init__(self) -> None:
        self._since: dict[str, datetime] = {}

    def look(
        self, conditions: Iterable[Condition], seen: Mapping[str, SeenAlarm], now: datetime
    ) -> tuple[Alarm, ...]:
        """The alarms that stand now: unacknowledged before acknowledged, most urgent first, then the
        oldest."""
        found = {condition.id: condition for condition in conditions}
        self._since = {id: self._since.get(id) or one.since or now for id, one in found.items()}
        return tuple(sorted((self._alarm(one, seen) for one in found.values()), key=_order))

    def _alarm(self, condition: Condition, seen: Mapping[str, SeenAlarm]) -> Alarm:
        since, known = self._since[condition.id], seen.get(condition.id)
        counts = known is not None and known.at >= since
        return Alarm(condition, since, counts, known.reason if known and counts else "")


def _order(alarm: Alarm) -> tuple[int, bool, datetime]:
    return tuple(Priority).index(alarm.condition.priority), alarm.seen, alarm.since


def highest(alarms: Iterable[Alarm]) -> Alarm | None:
    """The alarm that acknowledging acts on: the most urgent one, and of those the oldest."""
    return next((alarm for alarm in alarms if not alarm.seen), None)
