"""The rules of a rulebook as blocks: the sentence, where it comes from, and its examples."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

from mka_assist.rulebook.clauses import capital
from mka_assist.rulebook.documentation.blocks import (
    Block,
    Code,
    Heading,
    Link,
    Paragraph,
    Strong,
    Table,
    Text,
)
from mka_assist.rulebook.facts import Facts, format_value
from mka_assist.rulebook.model import Example, Kind, Rule, RuleBook
from mka_assist.rulebook.sentences import rule_sentence
from mka_assist.rulebook.vocabulary import CRITERIA, EVERYBODY

_OTHERS = {
    Kind.AMBULANCE: "advies voor de inzet van de ambulance",
    Kind.AFLEIDING: "afleiding: een feit dat uit andere feiten volgt",
    Kind.AANDACHT: "aandachtspunt: een kaart voor de centralist; verandert geen alarmering",
}


def rule_chapters(rulebook: RuleBook) -> Iterator[Block]:
    """Every rule once: first what decides on partners, then derivations, the ambulance and attention."""
    criteria = [rule for rule in rulebook.rules.values() if rule.kind in CRITERIA]
    if criteria:
        yield Heading(2, "De criteria voor partners")
        yield Paragraph(
            "Elke zin is gemaakt uit de voorwaarde zelf; de toelichting komt uit het regelbestand."
        )
        for rule in criteria:
            yield from rule_blocks(rule, rulebook)
    others = [rule for rule in rulebook.rules.values() if rule.kind in _OTHERS]
    if others:
        yield Heading(2, "De andere regels")
    for kind in _OTHERS:
        for rule in others:
            if rule.kind is kind:
                yield from rule_blocks(rule, rulebook)


def rule_blocks(rule: Rule, rulebook: RuleBook) -> Iterator[Block]:
    """One rule: its sentence, its own text, what it is based on, and its examples."""
    yield Heading(3, rule.id, rule_anchor(rule.id))
    yield Paragraph(rule_sentence(rule, rulebook), rule=True)
    yield Table((), tuple(_properties(rule, rulebook)))
    if rule.examples:
        columns = ("Bij deze melding", "hoort", *(("omdat",) if rule.kind in CRITERIA else ()))
        yield Table(columns, tuple(_example(example, rule, rulebook) for example in rule.examples))


def rule_link(id: str, rulebook: RuleBook) -> Link | Code:
    """A rule by name, leading to where it stands on the page."""
    return Link(id, rule_anchor(id)) if id in rulebook.rules else Code(id)


def rule_anchor(id: str) -> str:
    """The name of the place on the page where a rule stands."""
    return f"regel-{id.replace('/', '-')}"


def status_words(status: str) -> str:
    """A status as words."""
    return status.replace("_", " ")


def date_words(day: dt.date) -> str:
    """A date as people write it."""
    return f"{day:%d-%m-%Y}"


def period_words(start: dt.date | None, end: dt.date | None) -> str:
    """From and up to; both days belong to it."""
    parts = [f"vanaf {date_words(start)}" if start else "", f"tot en met {date_words(end)}" if end else ""]
    return " ".join(filter(None, parts))


def _properties(rule: Rule, rulebook: RuleBook) -> Iterator[tuple[Text, ...]]:
    if rule.kind in _OTHERS:
        yield "Soort", _OTHERS[rule.kind]
    yield "Tekst" if rule.kind is Kind.AANDACHT else "Toelichting", rule.text
    yield "Bron", (f"{rule.citation}; ", Code(_place(rule, rulebook)))
    if rule.kind in CRITERIA:
        effect, unknown = status_words(rule.effect), rule.on_unknown
        yield "Werking", f"voor {_audience(rule, rulebook)}; gevolg: {effect}; bij onbekend: {unknown}"
    if rule.overrides_input:
        yield "Invoer", "gaat voor, ook als de centralist iets anders invoerde"
    if rule.unshakable:
        yield "Onwrikbaar", "ja; geen regio kan hiervan afwijken"
    if rule.safety:
        yield "Veiligheid", "ja; wie al onderweg is, moet worden gewaarschuwd"
    if period := period_words(rule.valid_from, rule.valid_until):
        yield "Geldig", period
    if rule.replaces:
        yield "Vervangt", (rule_link(rule.replaces, rulebook),)
    if rule.deviation:
        deviation = rule.deviation
        yield "Reden van de afwijking", deviation.reason
        decided = f"{deviation.decision}, {deviation.decided_by}, {date_words(deviation.date)}"
        yield "Besluit", decided


def _place(rule: Rule, rulebook: RuleBook) -> str:
    """The file of a rule as the rulebook calls it, and the line."""
    file = Path(rule.place.file).as_posix()
    known = (name for name in rulebook.files if file == name or file.endswith(f"/{name}"))
    return f"{next(known, file)}:{rule.place.line}"


def _audience(rule: Rule, rulebook: RuleBook) -> str:
    if EVERYBODY in rule.applies_to:
        return "alle partners"
    names = (rulebook.partners[n].name if n in rulebook.partners else n for n in rule.applies_to)
    return ", ".join(names)


def _example(example: Example, rule: Rule, rulebook: RuleBook) -> tuple[Text, ...]:
    moment = f" (op {example.at:%d-%m-%Y %H:%M})" if example.at else ""
    outcome: tuple[str | Strong, ...] = (Strong(status_words(example.expected)),)
    if rule.kind not in CRITERIA:
        return facts_words(example.facts, rulebook) + moment, outcome
    partner = rulebook.partners.get(example.partner)
    if partner and rule.applies_to != (partner.id,):
        outcome = (f"{partner.name}: ", *outcome)
    because: Text = (rule_link(example.because, rulebook),) if example.because else ""
    return facts_words(example.facts, rulebook) + moment, outcome, because


def facts_words(facts: Facts, rulebook: RuleBook) -> str:
    """The facts of a call by their labels: "Leeftijd: 11 maanden; Locatie: snelweg"."""
    found = []
    for name, value in facts.items():
        spec = rulebook.facts.get(name)
        words = format_value(value)
        found.append(
            f"{spec.label if spec else name}: {words.replace('_', ' ') if spec and spec.choices else words}"
        )
    return capital("; ".join(found)) or "geen bijzonderheden"
