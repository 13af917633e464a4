"""Verdicts into advice: a partner's status with its reasons, the ambulance advice, and cards."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Mapping
from functools import lru_cache

from mka_assist.decision.outcome import (
    AmbulanceDecision,
    AmbulanceStatus,
    Card,
    Indicator,
    PartnerDecision,
    Reason,
)
from mka_assist.rulebook.facts import Facts
from mka_assist.rulebook.meaning import Verdict, status
from mka_assist.rulebook.model import Kind, Partner, Rule, RuleBook, Status

PAPER_CARD = "Handel volgens de papieren kaart: ambulance eerst, partners alleen na eigen afweging."
WORDS: Mapping[Verdict, str] = {True: "ja", False: "nee", None: "onbekend"}
_FRAMEWORK = "Kwaliteitskader first responders reanimatiezorg, par. 5.1"


def partner_decision(
    book: RuleBook,
    partner: Partner,
    facts: Facts,
    verdicts: Mapping[str, Verdict],
    effects: Mapping[str, Status | None],
    questions: Mapping[str, tuple[str, ...]],
    on: dt.date,
) -> PartnerDecision:
    """A partner's status, with every criterion that speaks: the deciding ones first, then what is
    unknown, then what is met. An exclusion that does not apply stays silent. `questions` names, per rule,
    the facts a centralist can be asked that bear on it."""
    found = status(partner, facts, effects, on)
    if found is Status.GEEN_AFSPRAAK:
        return PartnerDecision(found, (agreement_reason(partner, on),), ())
    deciding, blocking, open_, met = list[Reason](), list[Reason](), list[Reason](), list[Reason]()
    unknown: dict[str, None] = {}
    for id in partner.criteria:
        rule, verdict = book.rules[id], verdicts[id]
        consequence = effects[id]
        if verdict is None:
            unknown.update((name, None) for name in questions[id] if facts.get(name) is None)
        if consequence is found:
            deciding.append(reason_of(rule, verdict, True))
        elif consequence:
            blocking.append(reason_of(rule, verdict, False))
        elif verdict is None:
            open_.append(reason_of(rule, verdict, False))
        elif rule.kind is not Kind.UITSLUITING:
            met.append(reason_of(rule, verdict, False))
    return PartnerDecision(found, (*deciding, *blocking, *open_, *met), tuple(unknown))


def reason_of(rule: Rule, verdict: Verdict, decides: bool) -> Reason:
    """One rule's part in a status."""
    return _reason(rule.id, rule.kind.value, WORDS[verdict], rule.text, rule.citation, decides)


_reason = lru_cache(maxsize=4096)(Reason)
"""The same few reasons come back in every decision."""


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
    alarmed: Collection[str],
    cause: str,
) -> tuple[Card, ...]:
    """What the centralist should see now, most urgent first."""
    found = [*_fallback_card(cause), *_ambulance_card(ambulance)]
    for id in alarmed:
        if id in partners:
            found.extend(_late_cards(book, id, partners[id]))
    for rule in book.criteria:
        if rule.kind is Kind.AANDACHT and verdicts[rule.id]:
            found.append(Card(rule.text, Indicator.WARNING, rule.citation, rule=rule.id))
    return tuple(found)


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
