"""What the journal keeps of a decision."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from mka_assist.call.events import Actor, DecisionTaken, Origin
from mka_assist.call.state import SUSPICION
from mka_assist.decision.outcome import Decision


def receipt(decision: Decision, at: datetime) -> DecisionTaken:
    """The receipt of a decision taken at a moment."""
    return DecisionTaken(
        at=at,
        actor=Actor.SYSTEEM,
        origin=Origin.SYSTEEM,
        statuses={id: str(partner.status) for id, partner in decision.partners.items()},
        ambulance=str(decision.ambulance.status),
        agree=decision.channels.agree,
        cause=decision.channels.cause[:500],
        suspicion=_suspicion(decision),
    )


def _suspicion(decision: Decision) -> Literal["ja", "nee", "onbekend"]:
    match decision.facts.get(SUSPICION):
        case True:
            return "ja"
        case False:
            return "nee"
        case _:
            return "onbekend"
