"""What the gate promises, said once more and apart from it: for a search that holds the gate to its word."""

from __future__ import annotations

from mka_assist.call import commands as do
from mka_assist.call.commands import Command, Refusal
from mka_assist.call.events import PartnerAlarmed
from mka_assist.call.state import CallState
from mka_assist.decision.outcome import Decision
from mka_assist.rulebook.model import Status

READY = (Status.ALARMEREN, Status.WACHT_OP_AMBULANCE)
"""The advice with which a partner may go, together with the ambulance or after it."""


class PromiseBrokenError(Exception):
    """What must never happen has happened; the text says what."""


def check_alarm(event: PartnerAlarmed, decision: Decision, coupled: bool, standing: frozenset[str]) -> None:
    """Never before an ambulance, never twice, and against the advice only with a reason. `coupled` says
    whether there is an ambulance, or what the region put in its place."""
    id, advice = event.partner, decision.partners[event.partner].status
    if not coupled:
        raise PromiseBrokenError(f"{id} wordt gealarmeerd vóór de ambulance")
    if id in standing:
        raise PromiseBrokenError(f"{id} wordt twee keer gealarmeerd")
    if not event.override_reason and (decision.fallback or advice not in READY):
        raise PromiseBrokenError(f"{id} wordt zonder reden gealarmeerd bij {advice.value}")


def check_refusal(state: CallState, command: Command, refusal: Refusal) -> None:
    """An ambulance never waits: not for a partner, and not for a rule."""
    if state.closed_at is not None:
        return
    units = command.units if isinstance(command, do.AlarmTogether) else (command,)
    asked = [one for one in units if isinstance(one, do.DispatchAmbulance | do.UpgradeAmbulance)]
    new = [one for one in asked if one.unit not in state.units]
    first = not state.units and state.request is None
    requested = first and any(isinstance(one, do.RequestUnit) for one in units)
    if (new or requested) and not refusal.ambulance:
        raise PromiseBrokenError("de ambulance wacht op een partner")
