"""A001: een voorwaarde die nooit kan gelden

Wat: in geen enkele melding, met welke antwoorden ook, is deze voorwaarde (of een deel van een_van) waar.

Waarom: de regel doet dan niets, of hij laat nooit iemand door. Meestal spreken twee toetsen elkaar tegen, of
leidt een andere regel het feit altijd anders af.

GOED:
    - id: peuter
      uitsluiting: {leeftijd: van 1 jaar tot 4 jaar}

FOUT:
    - id: peuter
      uitsluiting: {alle: [{leeftijd: onder 1 jaar}, {leeftijd: vanaf 4 jaar}]}
"""

from __future__ import annotations

from collections.abc import Iterator

from mka_assist.rulebook.analysis.boxes import Box, common
from mka_assist.rulebook.analysis.context import Context
from mka_assist.rulebook.condition import All, AnyOf, Condition, Not, Test, facts_in
from mka_assist.rulebook.diagnostics import Finding
from mka_assist.rulebook.model import Kind

CODE = "A001"
_SO = {
    Kind.INSLUITING: "er voldoet nooit een melding aan",
    Kind.VOLGORDE: "er voldoet nooit een melding aan",
    Kind.UITSLUITING: "de uitsluiting werkt nooit",
    Kind.AFLEIDING: "het feit wordt zo nooit afgeleid",
    Kind.AMBULANCE: "het advies komt zo nooit",
    Kind.AANDACHT: "de kaart verschijnt nooit",
}


def find(context: Context) -> Iterator[Finding]:
    """Rules that never hold, and parts of an `een_van` that never hold."""
    never = context.once(rules)
    for rule in context.own_rules:
        if rule.id in never:
            message = f"deze voorwaarde kan nooit gelden: {_SO[rule.kind]}"
            help = f"Kijk naar de toetsen op {named(rule.condition)}: zij kunnen niet samen waar zijn."
            example = context.example(_half_way(context, rule.condition), rule)
            yield Finding(CODE, rule.place, message, help, example=example)
            continue
        for part in _dead_parts(context, rule.condition):
            message = f"een deel van deze voorwaarde kan nooit gelden: dat over {named(part)}"
            help = "Haal dit deel van een_van weg of verbeter het."
            example = context.example(_half_way(context, part), rule)
            yield Finding(CODE, rule.place, message, help, example=example)


def rules(context: Context) -> frozenset[str]:
    """The rules whose condition holds in no call."""
    return frozenset(
        rule.id
        for rule in context.rulebook.rules.values()
        if not context.statements.true_boxes(rule.condition)
    )


def _dead_parts(context: Context, condition: Condition) -> Iterator[Condition]:
    """The parts of an `een_van`, at any depth, that hold in no call."""
    match condition:
        case Test():
            return
        case Not(part):
            yield from _dead_parts(context, part)
        case _:
            for part in condition.parts:
                if isinstance(condition, AnyOf) and not context.statements.true_boxes(part):
                    yield part
                else:
                    yield from _dead_parts(context, part)


def _half_way(context: Context, condition: Condition) -> Box:
    """A call in which as much of a condition holds as can be, to show that it does not hold as a whole."""
    if isinstance(condition, AnyOf) and condition.parts:
        condition = condition.parts[0]
    box: Box = {}
    for part in condition.parts if isinstance(condition, All) else ():
        both = common((box,), context.statements.true_boxes(part))
        box = box if both is None else both
    return box


def named(condition: Condition) -> str:
    """The facts of a condition as words: "leeftijd, locatie en zelfdoding"."""
    *first, last = sorted(facts_in(condition)) or ["niets"]
    return f"{', '.join(first)} en {last}" if first else last
