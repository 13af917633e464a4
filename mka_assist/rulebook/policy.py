"""What a rulebook lays down beside its rules: sources, decisions on file, and how a call is handled around
the alarm. Nothing here decides whom to alarm."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

from pydantic import BaseModel, ConfigDict


class Frozen(BaseModel):
    """Data that never changes once it is read."""

    model_config = ConfigDict(frozen=True, arbitrary_types_allowed=True, extra="forbid")


class Source(Frozen):
    """Where a rule comes from."""

    document: str
    paragraph: str = ""

    def __str__(self) -> str:
        return f"{self.document}, par. {self.paragraph}" if self.paragraph else self.document


class Deviation(Frozen):
    """The decision on file by which a region departs from a national criterion (*afwijking*)."""

    reason: str
    decision: str
    decided_by: str
    date: dt.date
    valid_until: dt.date | None = None
    """The last day, where the decision itself has one; a rule has its own."""

    def __str__(self) -> str:
        until = f" tot en met {self.valid_until:%d-%m-%Y}" if self.valid_until else ""
        return f"{self.decision}, {self.decided_by}, {self.date:%d-%m-%Y}{until}: {self.reason}"

    def holds_on(self, day: dt.date) -> bool:
        """Is it in force on a day: from the day of the decision up to and including the last?"""
        return self.date <= day and (self.valid_until is None or day <= self.valid_until)


class LatePolicy(StrEnum):
    """What is proposed for a partner already alarmed when a reason against it is learned that is not about
    safety (Kwaliteitskader 5.1 leaves this open). It is a proposal: nothing is withdrawn by itself."""

    INTREKKEN = "intrekken"
    LATEN_STAAN = "laten_staan"
    KEUZE = "keuze"


class Aftercare(Frozen):
    """Where a group finds help afterwards (*nazorg*, Kwaliteitskader 4.1): short lines, and their source."""

    lines: tuple[str, ...]
    source: Source


class CrowdLimits(Frozen):
    """When few on scene is worth saying: fewer than `needed`, `after` seconds from the alarm."""

    needed: int = 2
    """Two people can give effective basic life support in turns (Kwaliteitskader 5.2)."""
    after: int = 360
    """Seconds since the first alarm that stands."""
    source: Source = Source(
        document="Voorstel naar Kwaliteitskader first responders reanimatiezorg", paragraph="2.2 en 5.2"
    )
    deviation: Deviation | None = None
    """The decision of a region that has other limits."""
