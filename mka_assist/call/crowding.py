"""More first responders on scene than expected, or fewer than needed (*drukte*, Kwaliteitskader 2.3 and 5.2).

This only advises: it withdraws nobody, and no number is known above which the outcome gets worse.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from mka_assist.call.state import CallState
from mka_assist.rulebook.model import RuleBook

NEEDED = 2
"""Two people can give effective basic life support in turns (Kwaliteitskader 5.2)."""
PATIENCE = timedelta(minutes=6)


@dataclass(frozen=True, slots=True)
class Feedback:
    """What to tell a partner organisation, until it was sent or dismissed."""

    partner: str
    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Crowding:
    """How the number on scene compares with what the alarmed partners are expected to bring."""

    expected: int | None
    """None when nobody stands alarmed, or no alarmed partner has a number in the rulebook."""
    without_number: tuple[str, ...]
    """Alarmed partners that have no expected number; `expected` leaves them out."""
    reported: int | None
    """The last number reported since the alarm; None when nothing was reported."""
    feedback: tuple[Feedback, ...]
    shortage: str
    """A Dutch sentence when too few are known to be on scene after six minutes, otherwise empty."""


def crowding(state: CallState, rulebook: RuleBook, now: datetime) -> Crowding:
    """How crowded it is now. Without a standing alarm whoever is there is a bystander and does not count."""
    known = {id: rulebook.partners.get(id) for id in state.alarmed}
    numbers = {id: partner.expected for id, partner in known.items() if partner and partner.expected}
    expected = sum(number.responders for number in numbers.values()) if numbers else None
    reported = _reported(state)
    feedback: list[Feedback] = []
    if expected is not None and reported is not None and reported > expected:
        for id, partner in known.items():
            stands = state.partners[id]
            if partner and not stands.feedback_sent_at and not stands.feedback_dismissed_at:
                own = numbers[id].feedback if id in numbers else ""
                text = own or (
                    f"Meer first responders ter plaatse dan verwacht: {reported} gemeld, {expected} verwacht."
                )
                feedback.append(Feedback(id, partner.name, text))
    without = tuple(id for id in known if id not in numbers)
    return Crowding(expected, without, reported, tuple(feedback), _shortage(state, now, reported))


def _since(state: CallState) -> datetime | None:
    """The first of the alarms that stand."""
    return min((state.partners[id].alarmed_at for id in state.alarmed), default=None)


def _reported(state: CallState) -> int | None:
    since = _since(state)
    reports = [report.number for report in state.crowd if since and report.at >= since]
    return reports[-1] if reports else None


def _shortage(state: CallState, now: datetime, reported: int | None) -> str:
    since = _since(state)
    over = state.closed_at is not None or state.ambulance_on_scene_at is not None
    if since is None or over or now - since < PATIENCE:
        return ""
    if reported is None:
        reported = int(state.first_responder_at is not None and state.first_responder_at >= since)
    if reported >= NEEDED:
        return ""
    return f"Na 6 minuten {reported or 'geen'} first responder{'' if reported else 's'} ter plaatse gemeld."
