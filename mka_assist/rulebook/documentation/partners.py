"""The partners of a rulebook as blocks: agreement, coverage, expected numbers and a decision table."""

from __future__ import annotations

from collections.abc import Iterator

from mka_assist.rulebook.descriptions import LATE
from mka_assist.rulebook.documentation.blocks import Block, Heading, Link, Paragraph, Strong, Table, Text
from mka_assist.rulebook.documentation.rules import period_words, rule_link, status_words
from mka_assist.rulebook.meaning import effect
from mka_assist.rulebook.model import STRENGTH, Partner, Rule, RuleBook, Status
from mka_assist.rulebook.phrases import condition_clause

_NOTHING = "–"


def partner_chapter(rulebook: RuleBook) -> Iterator[Block]:
    """An overview, and each partner with its decision table."""
    yield Heading(2, "Partners")
    yield Table(
        ("Partner", "Groep", "Afspraak", "Verwacht"),
        tuple(_overview(partner) for partner in rulebook.partners.values()),
    )
    for partner in rulebook.partners.values():
        yield from _partner(partner, rulebook)


def _overview(partner: Partner) -> tuple[Text, ...]:
    return (
        (Link(partner.name, _anchor(partner)),),
        partner.group,
        _agreement(partner),
        _expected(partner) or _NOTHING,
    )


def _partner(partner: Partner, rulebook: RuleBook) -> Iterator[Block]:
    yield Heading(3, partner.name, _anchor(partner))
    if partner.needs_agreement and not partner.agreement:
        warning = "Er is geen afspraak: deze partner wordt niet gealarmeerd (Kwaliteitskader, par. 5.1)."
        yield Paragraph(warning, warning=True)
    yield Table((), tuple(_properties(partner, rulebook)))
    yield Table(
        ("Als …", "ja", "nee", "onbekend", "Regel"),
        (*_agreement_row(partner), *_criteria(partner, rulebook), _last_row()),
    )


def _properties(partner: Partner, rulebook: RuleBook) -> Iterator[tuple[Text, ...]]:
    yield "Groep", partner.group
    yield "Afspraak", _agreement(partner)
    for part, title in (("gemeenten", "Gemeenten"), ("tijden", "Tijden")):
        if rule := rulebook.rules.get(f"{partner.id}/{part}"):
            yield title, f"{rule.text} [{rule.citation}]"
    if partner.expected:
        yield "Verwacht", f"{_expected(partner)} [{partner.expected.source}]"
        if partner.expected.feedback:
            yield "Terugkoppeling", partner.expected.feedback
    if partner.message:
        yield "Bericht", partner.message
    if partner.warning:
        yield "Waarschuwing", partner.warning
    if partner.stand_down:
        yield "Intrekbericht", partner.stand_down
    if partner.late_policy is not rulebook.late_policy:
        yield "Late uitsluiting", LATE[partner.late_policy]


def _agreement(partner: Partner) -> str:
    agreement = partner.agreement
    if agreement is None:
        return "geen afspraak" if partner.needs_agreement else "niet nodig"
    period = period_words(agreement.date, agreement.valid_until)
    return f"{agreement.party}; {agreement.document}; {period}"


def _expected(partner: Partner) -> str:
    if not partner.expected:
        return ""
    people = f"{partner.expected.responders} hulpverlener{'' if partner.expected.responders == 1 else 's'}"
    aeds = partner.expected.aeds
    return f"{people} en {aeds} AED{'' if aeds == 1 else chr(39) + 's'}" if aeds else people


def _agreement_row(partner: Partner) -> Iterator[tuple[Text, ...]]:
    if partner.needs_agreement:
        on = (
            f" ({period_words(partner.agreement.date, partner.agreement.valid_until)})"
            if partner.agreement
            else ""
        )
        condition = f"er een geldige afspraak is{on}"
        yield condition, _NOTHING, _status(Status.GEEN_AFSPRAAK), _NOTHING, "vast"


def _criteria(partner: Partner, rulebook: RuleBook) -> Iterator[tuple[Text, ...]]:
    """One row per criterion, strongest effect first: what each answer leads to, by the definition itself."""
    rules = [rulebook.rules[id] for id in partner.criteria]
    for rule in sorted(rules, key=lambda rule: STRENGTH[rule.effect]):
        outcomes = (_status(effect(rule, verdict)) for verdict in (True, False, None))
        yield (_condition(rule, rulebook), *outcomes, (rule_link(rule.id, rulebook),))


def _condition(rule: Rule, rulebook: RuleBook) -> str:
    period = period_words(rule.valid_from, rule.valid_until)
    return condition_clause(rule.condition, rulebook.facts) + (f" ({period})" if period else "")


def _last_row() -> tuple[Text, ...]:
    return (
        "niets hiervan tegenhoudt en de ambulance is ingezet",
        _status(Status.ALARMEREN),
        _NOTHING,
        _NOTHING,
        "vast",
    )


def _status(status: Status | None) -> Text:
    return (Strong(status_words(status)),) if status else _NOTHING


def _anchor(partner: Partner) -> str:
    return f"partner-{partner.id}"
