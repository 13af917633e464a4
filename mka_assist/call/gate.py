"""The gate: which events a command brings about, or why it is refused. Pure.

What holds here holds whatever a rule file says (Kwaliteitskader 2.3 and 5.1): no partner is alarmed before
an ambulance, nobody is alarmed twice, nothing happens after the call is closed.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

from mka_assist.call.commands import Command, Refusal
from mka_assist.call.events import (
    AmbulanceDispatched,
    AmbulanceUpgraded,
    Event,
    PartnerAlarmed,
    UnitRequested,
)
from mka_assist.call.proposal import Proposal, advised, name_of, opening
from mka_assist.call.refused import Events, RefusedError
from mka_assist.call.state import CallState
from mka_assist.decision.outcome import Decision
from mka_assist.rulebook.model import RuleBook, Status
from mka_assist.rulebook.week import local

AMBULANCE_EVENTS = AmbulanceDispatched | AmbulanceUpgraded | UnitRequested


def gate(
    state: CallState | None,
    command: Command,
    decision: Decision | None,
    now: datetime,
    rulebook: RuleBook,
) -> Events | Refusal:
    """The events a command brings about now; none when it changes nothing. `state` is None before opening,
    `decision` the advice that stands. A clock that was set back cannot reorder events.
    """
    try:
        if state is None:
            return opening(command, now, rulebook)
        if state.closed_at is not None:
            raise RefusedError("De melding is afgesloten.", "Open een nieuwe melding.")
        proposed = Proposal(state, max(now.astimezone(UTC), state.last_at), decision, rulebook).of(command)
    except RefusedError as refused:
        return refused.refusal
    refusal = objection(state, proposed, decision, rulebook)
    if refusal is None:
        return proposed
    passed = tuple(event for event in proposed if isinstance(event, AMBULANCE_EVENTS))
    return Refusal(refusal.message, refusal.help, passed)


def objection(
    state: CallState, proposed: Iterable[Event], decision: Decision | None, rulebook: RuleBook
) -> Refusal | None:
    """What stands in the way of alarming the partners in a list of events. No command gets around this.

    A unit that is only requested counts where the region has a decision on file for it (`virtuele_eenheid`).
    """
    on_request = rulebook.virtual_unit_on(local(state.opened_at).date()) is not None
    coupled, alarmed = bool(state.units) or (on_request and state.request is not None), set(state.alarmed)
    for event in proposed:
        if isinstance(event, AMBULANCE_EVENTS):
            coupled = coupled or on_request or not isinstance(event, UnitRequested)
        if not isinstance(event, PartnerAlarmed):
            continue
        if not coupled and state.request is not None:
            return Refusal(
                "Er is alleen een eenheid aangevraagd; dat is in deze regio niet genoeg voor een partner.",
                "Noteer de eenheid (E) zodra er een is ingezet.",
            )
        if not coupled:
            return Refusal(
                "Er is nog geen ambulance ingezet; een partner gaat nooit vóór de ambulance.",
                "Zet eerst een ambulance in, of alarmeer samen met de ambulance.",
            )
        if event.partner in alarmed:
            return Refusal(f"{name_of(rulebook, event.partner)} is al gealarmeerd.")
        alarmed.add(event.partner)
        if event.override_reason or (decision and event.partner in advised(decision)):
            continue
        if decision is None or decision.fallback:
            return Refusal(
                "Er is geen betrouwbaar advies: handel volgens de papieren kaart.",
                "Alarmeer de partner met de hand en geef een korte reden.",
            )
        advice = decision.partners.get(event.partner)
        status = (advice.status if advice else Status.GEEN_AFSPRAAK).replace("_", " ")
        return Refusal(
            f"Het advies voor {name_of(rulebook, event.partner)} is: {status}.",
            "Geef een korte reden om toch te alarmeren.",
        )
    return None
