"""What can be taken back: acts inside the program. What went out to others can only be withdrawn."""

from __future__ import annotations

from datetime import datetime
from itertools import pairwise
from typing import get_args

from mka_assist.call import events as e
from mka_assist.call.partner_proposal import advised, name_of
from mka_assist.call.refused import Events, RefusedError
from mka_assist.call.state import CallState
from mka_assist.call.words import named, sentence
from mka_assist.decision.outcome import Decision
from mka_assist.rulebook.clauses import listed
from mka_assist.rulebook.model import LATE, READY, RuleBook, Status

INSIDE = (
    e.FactRecorded
    | e.FactCorrected
    | e.AmbulanceOnScene
    | e.PartnerCounted
    | e.InstructionStarted
    | e.InstructionEnded
    | e.InstructionFlow
    | e.InstructionStep
    | e.InstructionLanguage
    | e.CoachingStarted
    | e.CoachingEnded
    | e.BarrierMet
    | e.FirstCompression
    | e.FirstResponderOnScene
    | e.BystanderNoted
    | e.CrowdReported
    | e.FeedbackDismissed
)
"""Events that only say what is known. All others were an act towards somebody else, or are no act."""


def undoable(state: CallState) -> tuple[int, ...]:
    """The places of the last act that can be taken back, empty when there is none. The receipt of the
    decision that followed goes along; what the same act did towards others stays."""
    history, counting = state.history, tuple(reversed(_counting(state)))
    inside = [place for place in counting if isinstance(history[place], INSIDE)]
    if not inside:
        return ()
    last = first = inside[-1]
    for before, place in reversed(tuple(pairwise(inside))):
        if history[before].at != history[place].at or not _follows(history[before], history[place]):
            break
        first = before
    found = [place for place in inside if place >= first]
    for place in counting:
        if place > last:
            if not isinstance(history[place], e.DecisionTaken) or history[place].at != history[last].at:
                break
            found.append(place)
    return tuple(found)


def _follows(before: e.Event, event: e.Event) -> bool:
    """Is this event the consequence of the one before it, in one act? A clock that is set back can give acts
    of their own one moment."""
    match event:
        case e.CoachingStarted():
            return isinstance(before, e.FirstResponderOnScene | e.InstructionEnded)
        case e.InstructionFlow():
            return isinstance(before, e.InstructionStarted)
        case e.FirstCompression():
            return isinstance(before, e.InstructionStep) and before.new_round
        case _:
            return event.actor is e.Actor.SYSTEEM


def passed_over(state: CallState) -> bool:
    """Was something done towards others after the last act that can be taken back? That stays as it is, so
    the act is not the last thing that the dispatcher did."""
    places, history = undoable(state), state.history
    aside = (*get_args(INSIDE), e.DecisionTaken, e.AlarmSeen, e.Undone, e.CallResumed)
    later = (place for place in _counting(state) if places and place > max(places))
    return any(not isinstance(history[place], aside) for place in later)


def undo(state: CallState, at: datetime, rulebook: RuleBook) -> Events:
    """The event that takes back the last act. Raises `RefusedError` when there is nothing to take back."""
    places = undoable(state)
    if not places:
        raise RefusedError("Er is niets om ongedaan te maken.", "Een alarm trekt u in met F9.")
    return (e.Undone(at=at, places=places, what=what(state, places, rulebook)[:500]),)


def what(state: CallState, places: tuple[int, ...], rulebook: RuleBook) -> str:
    """The act in words."""
    events = (state.history[place] for place in places)
    told = (sentence(named(event, rulebook)) for event in events if isinstance(event, INSIDE))
    return "; ".join(told)


def consequences(state: CallState, before: Decision, after: Decision, rulebook: RuleBook) -> tuple[str, ...]:
    """What another advice means for partners, in Dutch: for those not alarmed yet, for those under way, and
    for those whose alarm was withdrawn. Nothing happens to them by itself."""
    if before.fallback or after.fallback:
        return ()
    excluded: list[str] = []
    unsuspected: list[str] = []
    going: list[str] = []
    back: list[str] = []
    for id, partner in state.partners.items():
        name = name_of(rulebook, id)
        was = before.partners[id].status if id in before.partners else None
        now = after.partners[id].status if id in after.partners else None
        if partner.standing and now in LATE and was not in LATE:
            (excluded if now is Status.UITGESLOTEN else unsuspected).append(name)
        elif partner.standing and was in LATE and now not in LATE:
            going.append(name)
        elif partner.withdrawn_at and id in advised(after) and id not in advised(before):
            back.append(name)
    barred, open_again = _others(state, before, after)
    told = (
        ([name_of(rulebook, id) for id in barred], "is", "zijn", "nu uitgesloten"),
        ([name_of(rulebook, id) for id in open_again], "mag", "mogen", "weer"),
        (excluded, "is", "zijn", "al gealarmeerd en nu uitgesloten: F9"),
        (unsuspected, "is", "zijn", "al gealarmeerd en er is nu geen vermoeden: F9"),
        (going, "mag", "mogen", "weer gaan; het alarm staat nog"),
        (back, "is ingetrokken en mag", "zijn ingetrokken en mogen", "weer: F2 alarmeert opnieuw"),
    )
    return tuple(
        f"{listed(names, 'en')} {one if len(names) == 1 else more} {what}"
        for names, one, more, what in told
        if names
    )


def _others(state: CallState, before: Decision, after: Decision) -> tuple[list[str], list[str]]:
    """Partners that were never alarmed: those that might and now may not, and those that may again."""
    mine = [id for id in after.partners if id not in state.partners and id in before.partners]
    moves = {id: (before.partners[id].status, after.partners[id].status) for id in mine}
    barred = [id for id, (was, now) in moves.items() if was in READY and now is Status.UITGESLOTEN]
    again = [id for id, (was, now) in moves.items() if was is Status.UITGESLOTEN and now in READY]
    return barred, again


def _counting(state: CallState) -> tuple[int, ...]:
    """The places of the events that still count, last first."""
    return tuple(place for place in reversed(range(1, len(state.history))) if place not in state.undone)
