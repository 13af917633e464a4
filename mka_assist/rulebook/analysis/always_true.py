"""A002: een voorwaarde die altijd geldt

Wat: zodra bekend is wat de voorwaarde vraagt, is zij waar; er is geen antwoord waarbij zij niet geldt.

Waarom: een uitsluiting sluit zo altijd uit, een insluiting houdt nooit iemand tegen, een afleiding laat geen
onbekend over en een kaart verschijnt altijd. Een insluiting met bij_onbekend: navragen mag het wel: die zegt
dat een vraag eerst beantwoord moet zijn.

GOED:
    - id: bij-kinderen
      uitsluiting: {leeftijd: onder 18 jaar}

FOUT:
    - id: bij-kinderen
      uitsluiting: {een_van: [{leeftijd: onder 18 jaar}, {leeftijd: vanaf 12 jaar}]}
"""

from __future__ import annotations

from collections.abc import Iterator

from mka_assist.rulebook.analysis.boxes import EVERYWHERE
from mka_assist.rulebook.analysis.context import CRITERIA, Context
from mka_assist.rulebook.analysis.never_true import named
from mka_assist.rulebook.diagnostics import Finding, Severity
from mka_assist.rulebook.model import Kind, OnUnknown, Rule

CODE = "A002"
_SO = {
    Kind.INSLUITING: "dit criterium houdt niemand tegen",
    Kind.VOLGORDE: "deze volgorde houdt niemand tegen",
    Kind.UITSLUITING: "de partner wordt altijd uitgesloten",
    Kind.AFLEIDING: "het feit krijgt altijd deze waarde",
    Kind.AANDACHT: "de kaart verschijnt altijd",
}


def find(context: Context) -> Iterator[Finding]:
    """Rules whose condition is false in no call."""
    always = context.once(rules)
    for rule in context.own_rules:
        if rule.id in always:
            message = f"deze voorwaarde geldt altijd: {_SO[rule.kind]}"
            help = f"Kijk naar de toetsen op {named(rule.condition)}: zij laten geen antwoord over."
            true = context.statements.true_boxes(rule.condition)
            example = context.example((true or EVERYWHERE)[0], rule)
            severity = Severity.FOUT if rule.kind in CRITERIA else Severity.WAARSCHUWING
            yield Finding(CODE, rule.place, message, help, severity, example)


def rules(context: Context) -> frozenset[str]:
    """The rules whose condition is false in no call, and true in some."""
    return frozenset(rule.id for rule in context.rulebook.rules.values() if _always(context, rule))


def _always(context: Context, rule: Rule) -> bool:
    statements = context.statements
    if rule.kind is Kind.AMBULANCE or statements.false_boxes(rule.condition):
        return False
    asks = rule.kind in (Kind.INSLUITING, Kind.VOLGORDE) and rule.on_unknown is not OnUnknown.ALARMEREN
    if asks and statements.unknown_boxes(rule.condition):
        return False
    return bool(statements.true_boxes(rule.condition))
