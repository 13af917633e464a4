"""Verdicts into advice: a partner's status with its reasons, the ambulance advice, and cards."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace

from mka_assist.decision.outcome import (
    AmbulanceDecision,
    AmbulanceStatus,
    Card,
    Indicator,
    PartnerDecision,
    Reason,
)
from mka_assist.rulebook.facts import Facts
from mka_assist.rulebook.meaning import Verdict, effect, status
from mka_assist.rulebook.model import Kind, Partner, Rule, RuleBook, Status

PAPER_CARD = "Handel volgens de papieren kaart: ambulance eerst, partners alleen na eigen afweging."
WORDS: Mapping[Verdict, str] = {True: "ja", False: "nee", None: "onbekend"}
_FRAMEWORK = "Kwaliteitskader first responders reanimatiezorg, par. 5.1"


@dataclass(frozen=True, slots=True)
class Opinion:
    """What a criterion has to say with one verdict: its effect, and its reason should it decide or not."""

    effect: Status | None
    deciding: Reason
    other: Reason
    rank: int
    """Where `other` stands among the reasons: 0 in the way, 1 unknown, 2 met, 3 nowhere."""


def opinions(book: RuleBook) -> dict[str, dict[Verdict, Opinion]]:
    """Of every criterion with every verdict: worked out once, since the same few make up every decision."""
    return {rule.id: {verdict: _opinion(rule, verdict) for verdict in WORDS} for rule in book.criteria}


def _opinion(rule: Rule, verdict: Verdict) -> Opinion:
    found = effect(rule, verdict)
    rank = 0 if found else 1 if verdict is None else 2 if rule.kind is not Kind.UITSLUITING else 3
    deciding = Reason(rule.id, rule.kind.value, WORDS[verdict], rule.text, rule.citation, decides=True)
    return Opinion(found, deciding, replace(deciding, decides=False), rank)


def partner_decision(
    partner: Partner,
    facts: Facts,
    verdicts: Mapping[str, Verdict],
    said: Mapping[str, Opinion],
    questions: Mapping[str, tuple[str, ...]],
    on: dt.date,
) -> PartnerDecision:
    """A partner's status, with every criterion that speaks: the deciding ones first, then what is
    unknown, then what is met. An exclusion that does not apply stays silent. `questions` names, per rule,
    the facts a centralist can be asked that bear on it."""
    mine = {id: said[id] for id in partner.criteria}
    found = status(partner, facts, {id: opinion.effect for id, opinion in mine.items()}, on)
    deciding: list[Reason] = []
    others: tuple[list[Reason], ...] = ([], [], [], [])
    unknown: dict[str, None] = {}
    for id, opinion in mine.items():
        if verdicts[id] is None:
            for name in questions[id]:
                if facts.get(name) is None:
                    unknown[name] = None
        if opinion.effect is found:
            deciding.append(opinion.deciding)
        else:
            others[opinion.rank].append(opinion.other)
    blocking, open_, met, _ = others
    return PartnerDecision(found, (*deciding, *blocking, *open_, *met), tuple(unknown))


def without_agreement(partner: Partner, on: dt.date) -> PartnerDecision:
    """The decision on a partner that has no agreement in force on this day, whatever the call."""
    return PartnerDecision(Status.GEEN_AFSPRAAK, (agreement_reason(partner, on),), ())


def agreement_reason(partner: Partner, on: dt.date) -> Reason:
    """Why a partner without an agreement in force is not alarmed."""
    agreement = partner.agreement
    if agreement is None:
        text = f"Geen afspraak met {partner.name} vastgelegd."
    elif on < agreement.date:
        text = f"De afspraak met {partner.name} gaat pas in op {agreement.date:%d-%m-%Y}."
    else:
        text = f"De afspraak met {partner.name} is verlopen op {agreement.valid_until:%d-%m-%Y}."
    source = agreement.document if agreement else _FRAMEWORK
    return Reason(f"{partner.id}/afspraak", "afspraak", "nee", text, source, decides=True)


def ambulance_decision(
    book: RuleBook, facts: Facts, verdicts: Mapping[str, Verdict], fallback: bool = False
) -> AmbulanceDecision:
    """The ambulance advice: that of the first ambulance rule that holds. In a fallback an unknown is
    enough, for the ambulance comes first."""
    for rule in book.criteria:
        advice = rule.ambulance
        if advice is None or verdicts[rule.id] is False or (verdicts[rule.id] is None and not fallback):
            continue
        extra = "midden- of laagcomplexe eenheid als die dichtbij is" if advice.near_unit_as_extra else ""
        return AmbulanceDecision(
            _progress(facts), advice.urgency, advice.high_complexity, rule.text, rule.citation, extra
        )
    text = "Nog geen vermoeden van een reanimatie: bepaal de urgentie met de gewone uitvraag."
    return AmbulanceDecision(AmbulanceStatus.GEWONE_UITVRAAG, "", 0, text, _FRAMEWORK)


def _progress(facts: Facts) -> AmbulanceStatus:
    if facts.get("ambulance_ter_plaatse"):
        return AmbulanceStatus.TER_PLAATSE
    return AmbulanceStatus.INGEZET if facts.get("ambulance_ingezet") else AmbulanceStatus.INZETTEN


def cards(
    book: RuleBook,
    partners: Mapping[str, PartnerDecision],
    ambulance: AmbulanceDecision,
    verdicts: Mapping[str, Verdict],
    attention: tuple[Card, ...],
    alarmed: Collection[str],
    cause: str,
) -> tuple[Card, ...]:
    """What the centralist should see now, most urgent first."""
    found = [*_fallback_card(cause), *_ambulance_card(ambulance)]
    for id in alarmed:
        if id in partners:
            found.extend(_late_cards(book, id, partners[id]))
    return (*found, *(card for card in attention if verdicts[card.rule]))


def attention_cards(book: RuleBook) -> tuple[Card, ...]:
    """The cards of the rules that ask for attention; each counts while its rule holds."""
    return tuple(
        Card(rule.text, Indicator.WARNING, rule.citation, rule=rule.id)
        for rule in book.criteria
        if rule.kind is Kind.AANDACHT
    )


def _fallback_card(cause: str) -> Iterator[Card]:
    if cause:
        yield Card(PAPER_CARD, Indicator.CRITICAL, "veilige terugval", cause, "terugval")


def _ambulance_card(advice: AmbulanceDecision) -> Iterator[Card]:
    if advice.status is AmbulanceStatus.INZETTEN:
        count = f"{advice.units} hoogcomplexe eenheden" if advice.units > 1 else "1 hoogcomplexe eenheid"
        yield Card(f"Zet nu {count} in met {advice.urgency}.", Indicator.CRITICAL, advice.source, advice.text)


def _late_cards(book: RuleBook, id: str, decided: PartnerDecision) -> Iterator[Card]:
    """A partner is under way and should not be, on what is known now: warn first, or propose to withdraw."""
    name = book.partners[id].name
    reason = next((r for r in decided.reasons if r.decides and r.rule in book.rules), None)
    if decided.status is Status.UITGESLOTEN and reason:
        unsafe = [r for r in decided.reasons if r.decides and book.rules[r.rule].safety]
        if unsafe:
            yield Card(
                f"Waarschuw {name} nu en trek het alarm in: onveilig.",
                Indicator.CRITICAL, unsafe[0].source, unsafe[0].text, unsafe[0].rule,
            )  # fmt: skip
        else:
            yield Card(
                f"{name} is al gealarmeerd: trek het alarm in of laat het staan.",
                Indicator.WARNING, reason.source, reason.text, reason.rule,
            )  # fmt: skip
    elif decided.status is Status.WACHT_OP_VERMOEDEN and reason:
        yield Card(
            f"Geen vermoeden meer: trek het alarm van {name} in.",
            Indicator.WARNING, reason.source, reason.text, reason.rule,
        )  # fmt: skip
