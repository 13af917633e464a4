"""What needs an act about partners: a danger to those under way, an alarm that failed or lags. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from functools import partial

from mka_assist.call.events import DecisionTaken
from mka_assist.call.partner_messages import danger_for, danger_words
from mka_assist.call.proposal import advised
from mka_assist.call.state import CallState
from mka_assist.console.alarms import Condition, Priority
from mka_assist.console.lines import clean
from mka_assist.console.partner_choices import late, stays, unsafe, warned
from mka_assist.console.steps import Situation
from mka_assist.decision.outcome import PartnerDecision
from mka_assist.rulebook.model import Status
from mka_assist.rulebook.policy import LatePolicy

LAG = timedelta(seconds=20)
"""A partner that may be alarmed and is not, so long after it could be: it was forgotten."""


def partner_conditions(at: Situation) -> Iterator[Condition]:
    """Every condition about partners that stands."""
    yield from _danger(at)
    yield from _excluded(at)
    yield from _no_suspicion(at)
    yield from _failed(at)
    yield from _forgotten(at)


def _danger(at: Situation) -> Iterator[Condition]:
    """Partners under way to a danger that nobody warned them of: whatever the region says, they are told."""
    known = at.decision.partners
    mine = tuple(id for id in late(at) if unsafe(at, known[id]) and not warned(at, id))
    if mine:
        who = f"{len(mine)} gealarmeerde partners" if len(mine) > 1 else at.name(mine[0])
        danger = danger_for(at.state, at.decision, at.rulebook, mine[0])
        yield Condition(
            "veiligheid",
            Priority.HIGH,
            f"VEILIGHEID: {danger_words(danger)}.",
            clean(f"Waarschuw {who}."),
            "F9",
            detail=clean(f"{at.names(mine)}. {unsafe(at, known[mine[0]])}"),
            parts=(*mine, danger) if danger else mine,
        )


def _excluded(at: Situation) -> Iterator[Condition]:
    """Partners under way that are excluded by now, where the region wants something done about it. One that
    was alarmed against the advice stays out of it: somebody chose that."""
    known, partners = at.decision.partners, at.rulebook.partners
    mine = tuple(
        id
        for id in late(at)
        if known[id].status is Status.UITGESLOTEN
        and partners[id].late_policy is not LatePolicy.LATEN_STAAN
        and not stays(at, id)
        and (warned(at, id) if unsafe(at, known[id]) else not at.state.partners[id].override_reason)
    )
    if mine:
        pull = all(partners[id].late_policy is LatePolicy.INTREKKEN for id in mine)
        yield Condition(
            "uitgesloten",
            Priority.MEDIUM,
            clean(f"Gealarmeerd, maar nu uitgesloten: {_some(at, mine)}."),
            "Trek het alarm in." if pull else "Trek in, of laat staan.",
            "F9",
            detail=clean(" ".join(dict.fromkeys(_why(known[id]) for id in mine))),
            parts=mine,
        )


def _no_suspicion(at: Situation) -> Iterator[Condition]:
    known, standing = at.decision.partners, at.state.partners
    mine = tuple(
        id
        for id in late(at)
        if known[id].status is Status.WACHT_OP_VERMOEDEN and not standing[id].override_reason
    )
    if mine:
        yield Condition(
            "geen-vermoeden",
            Priority.MEDIUM,
            clean(f"Geen vermoeden meer; nog gealarmeerd: {_some(at, mine)}."),
            "Trek het alarm in.",
            "F9",
            parts=mine,
        )


def _failed(at: Situation) -> Iterator[Condition]:
    """Alarms that did not get there, of partners that still may come: worst when nobody else is coming."""
    wanted = tuple(at.state.partners) if at.decision.fallback else advised(at.decision)
    found = {id: at.state.partners[id].failed_at for id in wanted if id in at.state.partners}
    times = {id: when for id, when in found.items() if when}
    if times:
        yield Condition(
            "mislukt",
            Priority.MEDIUM if at.state.alarmed else Priority.HIGH,
            clean(f"Alarm niet aangekomen: {_some(at, times)}."),
            "Alarmeer opnieuw, of bel.",
            "F9",
            since=max(times.values()),
            parts=tuple(times),
        )


def _forgotten(at: Situation) -> Iterator[Condition]:
    """Partners that may be alarmed by now, and never were."""
    state = at.state
    if not state.units:
        return
    since = {
        id: advised_since(state, partial(_to_alarm, id))
        for id in advised(at.decision)
        if id not in state.partners and at.decision.partners[id].status is Status.ALARMEREN
    }
    mine = tuple(id for id, moment in since.items() if at.now - moment >= LAG)
    if mine:
        yield Condition(
            "alarmeren",
            Priority.MEDIUM,
            clean(f"Nog niet gealarmeerd: {_some(at, mine)}."),
            "Alarmeer nu.",
            "F2",
            since=max(since[id] for id in mine) + LAG,
            parts=mine,
        )


def advised_since(state: CallState, advised: Callable[[DecisionTaken], bool]) -> datetime:
    """Since when the advice is such, by the receipts of the decisions."""
    since = state.last_at
    for place, event in reversed(tuple(enumerate(state.history))):
        if isinstance(event, DecisionTaken) and place not in state.undone:
            if not advised(event):
                break
            since = event.at
    return since


def _to_alarm(id: str, taken: DecisionTaken) -> bool:
    return taken.statuses.get(id) == Status.ALARMEREN.value


def _some(at: Situation, ids: Iterable[str]) -> str:
    """One or two by name, more by number."""
    names = [at.name(id) for id in ids]
    return " en ".join(names) if len(names) <= 2 else f"{len(names)} partners"


def _why(decided: PartnerDecision) -> str:
    return next((reason.text for reason in decided.reasons if reason.decides), "")
