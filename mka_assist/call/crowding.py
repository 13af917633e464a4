"""More first responders on scene than expected, or fewer than needed (*drukte*, Kwaliteitskader 2.3 and 5.2).

This only advises: it withdraws nobody, and no number is known above which the outcome gets worse.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from mka_assist.call.state import CallState
from mka_assist.rulebook.model import RuleBook
from mka_assist.rulebook.policy import CrowdLimits


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
    """What the alarmed partners bring: of each the number that accepted, otherwise that of the rulebook. None
    when nobody stands alarmed, or no alarmed partner has either number."""
    without_number: tuple[str, ...]
    """Alarmed partners that have no expected number; `expected` leaves them out."""
    reported: int | None
    """The last number reported since the alarm, otherwise what the partners said themselves; None when
    nothing was reported."""
    feedback: tuple[Feedback, ...]
    shortage: str
    """A Dutch sentence when too few are known to be on scene for too long, otherwise empty."""
    short_since: datetime | None = None
    """When there should have been enough; None without a shortage."""


def crowding(state: CallState, rulebook: RuleBook, now: datetime) -> Crowding:
    """How crowded it is now. Without a standing alarm whoever is there is a bystander and does not count."""
    known = {id: rulebook.partners.get(id) for id in state.alarmed}
    numbers = {id: number for id in known if (number := _expected(state, rulebook, id)) is not None}
    expected = sum(numbers.values()) if numbers else None
    reported = _reported(state)
    without = tuple(id for id in known if id not in numbers)
    shortage = _shortage(state, now, reported, rulebook.crowd_limits)
    found = Crowding(expected, without, reported, (), shortage, _due(state, rulebook) if shortage else None)
    if expected is None or reported is None or reported <= expected:
        return found
    feedback = (
        Feedback(id, partner.name, feedback_text(rulebook, id, found))
        for id, partner in known.items()
        if partner
        and not state.partners[id].feedback_sent_at
        and not state.partners[id].feedback_dismissed_at
    )
    return replace(found, feedback=tuple(feedback))


def feedback_text(rulebook: RuleBook, id: str, found: Crowding) -> str:
    """What a partner organisation is told about crowding: its own text, otherwise the numbers alone."""
    partner = rulebook.partners.get(id)
    if partner and partner.expected and partner.expected.feedback:
        return partner.expected.feedback
    if found.reported is None or found.expected is None:
        return "Meer first responders ter plaatse dan verwacht."
    return (
        f"Meer first responders ter plaatse dan verwacht: {found.reported} gemeld, {found.expected} verwacht."
    )


def _expected(state: CallState, rulebook: RuleBook, id: str) -> int | None:
    accepted, partner = state.partners[id].accepted, rulebook.partners.get(id)
    if accepted is not None:
        return accepted
    return partner.expected.responders if partner and partner.expected else None


def _since(state: CallState) -> datetime | None:
    """The first of the alarms that stand."""
    return min((state.partners[id].alarmed_at for id in state.alarmed), default=None)


def _reported(state: CallState) -> int | None:
    since = _since(state)
    reports = [report.number for report in state.crowd if since and report.at >= since]
    if reports:
        return reports[-1]
    told = [on_scene for id in state.alarmed if (on_scene := state.partners[id].on_scene) is not None]
    return sum(told) if told else None


def _due(state: CallState, rulebook: RuleBook) -> datetime | None:
    """When enough of those alarmed should be there."""
    since = _since(state)
    return since + timedelta(seconds=rulebook.crowd_limits.after) if since else None


def _shortage(state: CallState, now: datetime, reported: int | None, limits: CrowdLimits) -> str:
    since = _since(state)
    over = state.closed_at is not None or state.ambulance_on_scene_at is not None
    if since is None or over or now - since < timedelta(seconds=limits.after):
        return ""
    if reported is None:
        reported = int(state.first_responder_at is not None and state.first_responder_at >= since)
    if reported >= limits.needed:
        return ""
    after = f"{limits.after / 60:g} minuten".replace(".", ",")
    who = "first responder" if reported == 1 else "first responders"
    return f"Na {after} {reported or 'geen'} {who} ter plaatse gemeld."
