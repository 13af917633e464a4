"""A decision as a page of plain Dutch text: state by word and symbol, never by colour."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from mka_assist.cli.folding import words, wrapped
from mka_assist.decision.outcome import Card, Decision, Indicator, PartnerDecision, Reason
from mka_assist.rulebook.model import STRENGTH, RuleBook, Status

SYMBOLS = {
    Status.ALARMEREN: "!",
    Status.WACHT_OP_AMBULANCE: "~",
    Status.WACHT_OP_VERMOEDEN: "~",
    Status.NAVRAGEN: "?",
    Status.UITGESLOTEN: "x",
    Status.GEEN_AFSPRAAK: "-",
    Status.NIET_BESCHIKBAAR: "-",
    Status.NIET_VAN_TOEPASSING: "-",
}
_CARD_SYMBOLS = {Indicator.CRITICAL: "!!", Indicator.WARNING: "! ", Indicator.INFO: "i "}


def page(decision: Decision, rulebook: RuleBook) -> Iterator[str]:
    """The lines of the page: ambulance, partners (who may be alarmed first), questions, advice, rulebook."""
    if decision.fallback:
        yield from wrapped("TERUGVAL: ", decision.channels.cause)
        yield ""
    yield from _ambulance(decision)
    yield ""
    yield "PARTNERS"
    for id, partner in sorted(decision.partners.items(), key=lambda item: -STRENGTH[item[1].status]):
        yield from _partner(rulebook.partners[id].name, partner, rulebook)
    if decision.ask_next:
        yield ""
        yield "VRAAG NU"
        for number, fact in enumerate(decision.ask_next, start=1):
            yield from wrapped(f"  {number}. ", f"{rulebook.facts[fact].question} ({fact})")
    if decision.cards:
        yield ""
        yield "ADVIES"
        for card in decision.cards:
            yield from _card(card)
    yield ""
    yield f"Regels: {rulebook.region_name or 'landelijk'}, versie {decision.rulebook.version}"
    yield f"        sha256 {decision.rulebook.sha256}"


def _ambulance(decision: Decision) -> Iterator[str]:
    advice = decision.ambulance
    parts = [words(advice.status), advice.urgency, f"{advice.units} hoogcomplex" if advice.units else ""]
    yield f"AMBULANCE  {', '.join(part for part in parts if part)}"
    yield from wrapped("  ", _with_source(advice.text, advice.source))
    if advice.extra:
        yield from wrapped("  extra: ", advice.extra)


def _partner(name: str, partner: PartnerDecision, rulebook: RuleBook) -> Iterator[str]:
    yield f"  {SYMBOLS[partner.status]} {name}: {words(partner.status)}"
    for reason in _deciding(partner.reasons):
        yield from wrapped("      ", _with_source(reason.text, reason.source))
    if partner.unknown:
        labels = (rulebook.facts[fact].label for fact in partner.unknown)
        yield from wrapped("      onbekend: ", ", ".join(labels))


def _deciding(reasons: Iterable[Reason]) -> list[Reason]:
    return [reason for reason in reasons if reason.decides]


def _card(card: Card) -> Iterator[str]:
    yield from wrapped(f"  {_CARD_SYMBOLS[card.indicator]} ", _with_source(card.summary, card.source))
    if card.detail:
        yield from wrapped("     ", card.detail)


def _with_source(text: str, source: str) -> str:
    return f"{text} [{source}]" if source else text
