"""What needs an act in a call, from how it stands and what is advised. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from mka_assist.call.crowding import crowding
from mka_assist.console.alarms import Condition, Priority
from mka_assist.console.lines import clean
from mka_assist.console.partner_choices import late
from mka_assist.console.steps import Situation
from mka_assist.decision.outcome import AmbulanceStatus, Card, Indicator

_LEVELS: Mapping[Indicator, Priority] = {
    Indicator.CRITICAL: Priority.HIGH,
    Indicator.WARNING: Priority.MEDIUM,
    Indicator.INFO: Priority.LOW,
}


def conditions(at: Situation, notice: str, sound: str = "") -> tuple[Condition, ...]:
    """Every condition that stands. `notice` says what is not saved, `sound` what is wrong with the sound."""
    return (*_trouble(at, notice, sound), *_crowding(at), *_cards(at))


def _trouble(at: Situation, notice: str, sound: str) -> Iterator[Condition]:
    """What is wrong with the program itself comes before everything else."""
    decision = at.decision
    if decision.fallback:
        paper = next((card.summary for card in decision.cards if card.rule == "terugval"), "")
        cause = clean(decision.channels.cause)
        yield Condition("terugval", Priority.HIGH, f"TERUGVAL: {clean(paper)}", detail=cause)
    if notice:
        yield Condition("journaal", Priority.HIGH, f"NIET OPGESLAGEN: {clean(notice)}")
    if sound:
        yield Condition("geluid", Priority.HIGH, clean(sound))


def _crowding(at: Situation) -> Iterator[Condition]:
    if at.state.closed_at is not None:
        return
    found = crowding(at.state, at.rulebook, at.now)
    if found.feedback:
        names = ", ".join(each.name for each in found.feedback)
        text = f"DRUKTE: {found.reported} ter plaatse, verwacht {found.expected}: koppel terug aan {names}."
        detail = " ".join(each.text for each in found.feedback)
        yield Condition(
            f"drukte {found.reported}", Priority.MEDIUM, clean(text), key="F9", detail=clean(detail)
        )
    if found.shortage:
        yield Condition(f"tekort {found.reported}", Priority.MEDIUM, clean(found.shortage), key="F4")


def _cards(at: Situation) -> Iterator[Condition]:
    if at.state.closed_at is not None:
        return
    for card in at.decision.cards:
        if card.rule != "terugval":
            id = f"{card.rule}: {card.summary}"[:100]
            what, detail = clean(card.summary), clean(card.detail)
            yield Condition(id, _LEVELS[card.indicator], what, key=_key(at, card), detail=detail)


def _key(at: Situation, card: Card) -> str:
    """The key that does what a card asks."""
    if not card.rule and at.decision.ambulance.status is AmbulanceStatus.INZETTEN:
        return "F2"
    decided = (at.decision.partners[id] for id in late(at))
    rules = {reason.rule for partner in decided for reason in partner.reasons if reason.decides}
    return "F9" if card.rule in rules else ""
