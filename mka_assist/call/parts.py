"""What a call consists of while it goes on: units, partners, reports. Part of the fold over its events."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from mka_assist.call.events import Level, Origin


@dataclass(frozen=True, slots=True)
class UnitState:
    """An ambulance for this call. `level` is None for a unit that was coupled before and only upgraded."""

    level: Level | None
    urgency: str
    dispatched_at: datetime
    on_scene_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class PartnerState:
    """A partner since its last alarm. It stands alarmed until it is withdrawn or turns out to have failed."""

    alarmed_at: datetime
    override_reason: str = ""
    withdrawn_at: datetime | None = None
    warned_at: datetime | None = None
    arrived_at: datetime | None = None
    feedback_sent_at: datetime | None = None
    feedback_dismissed_at: datetime | None = None
    failed_at: datetime | None = None
    message: str = ""
    """The message as it went out; so are the next two."""
    warning: str = ""
    stand_down: str = ""
    called: int | None = None
    accepted: int | None = None
    on_scene: int | None = None
    aeds: int | None = None

    @property
    def standing(self) -> bool:
        return self.withdrawn_at is None and self.failed_at is None


@dataclass(frozen=True, slots=True)
class CrowdReport:
    """How many first responders were on scene, and whether they were counted or estimated."""

    at: datetime
    number: int
    counted: bool
    origin: Origin


@dataclass(frozen=True, slots=True)
class UnitRequest:
    """A unit that was asked for because none was free, until one is dispatched."""

    at: datetime
    urgency: str


@dataclass(frozen=True, slots=True)
class SeenAlarm:
    """When an alarm of the screen was acknowledged last, and why it was put aside, if it was."""

    at: datetime
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Joined:
    """A second caller for the same incident."""

    at: datetime
    number: str
    instructed: bool
