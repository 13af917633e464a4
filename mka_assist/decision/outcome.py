"""What a decision is: a status with reasons per partner, the ambulance advice, what to ask, and a receipt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from mka_assist.rulebook.facts import Facts
from mka_assist.rulebook.model import READY, Status


class Indicator(StrEnum):
    """How urgent a card is (the three levels of CDS Hooks)."""

    INFO = "info"
    WARNING = "warning"
    CRITICAL = "critical"


class AmbulanceStatus(StrEnum):
    """What the ambulance advice is: dispatch, already dispatched, on scene, or the ordinary route."""

    INZETTEN = "inzetten"
    INGEZET = "ingezet"
    TER_PLAATSE = "ter_plaatse"
    GEWONE_UITVRAAG = "gewone_uitvraag"


@dataclass(frozen=True, slots=True)
class Reason:
    """One rule's part in a status: its verdict ("ja", "nee", "onbekend"), its text and its source."""

    rule: str
    kind: str
    verdict: str
    text: str
    source: str
    decides: bool
    """True for the reasons that bring about the status; these come first."""


@dataclass(frozen=True, slots=True)
class PartnerDecision:
    """May this partner be alarmed now, why, and which facts that bear on it are unknown."""

    status: Status
    reasons: tuple[Reason, ...]
    unknown: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AmbulanceDecision:
    """The ambulance advice. `units` counts high-complexity units; `extra` names a near unit as extra."""

    status: AmbulanceStatus
    urgency: str
    units: int
    text: str
    source: str
    extra: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """One piece of advice: what (under 140 characters), how urgent, where it comes from, what more."""

    summary: str
    indicator: Indicator
    source: str
    detail: str = ""
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Stamp:
    """Which rulebook decided."""

    version: str
    sha256: str
    files: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Channels:
    """Do the engine and the definition agree? `cause` says in Dutch what went wrong when they do not."""

    agree: bool
    cause: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """The result of one decision. When `channels.agree` is false this is the safe default (*terugval*)."""

    partners: Mapping[str, PartnerDecision]
    ambulance: AmbulanceDecision
    ask_next: tuple[str, ...]
    cards: tuple[Card, ...]
    rulebook: Stamp
    channels: Channels
    facts: Facts
    """Every fact, given and derived."""

    @property
    def fallback(self) -> bool:
        return not self.channels.agree

    def alarmable(self) -> tuple[str, ...]:
        """The partners that may be alarmed together with, or right after, an ambulance."""
        return tuple(id for id, partner in self.partners.items() if partner.status in READY)

    def as_json(self) -> dict[str, Any]:
        """The contract of `mka-assist decide --format json`."""
        whole = asdict(self)
        del whole["facts"]
        return whole
