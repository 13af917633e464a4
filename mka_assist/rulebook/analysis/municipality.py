"""A013: een onbekende gemeente

Wat: een gemeente bij de dekking of in een voorwaarde staat niet in de lijst van Nederlandse gemeenten.

Waarom: door een tikfout of een oude naam is de partner daar nooit beschikbaar, zonder dat iemand het merkt.

GOED:
    dekking: {gemeenten: [Assen, Súdwest-Fryslân]}

FOUT:
    dekking: {gemeenten: [Asssen, Sudwest-Fryslan]}

In een voorbeeldregio (voorbeeld: ja) zijn de gemeenten verzonnen: daar wordt er niet naar gekeken.
"""

from __future__ import annotations

from collections.abc import Iterator

from mka_assist.rulebook.analysis.boxes import EVERYWHERE
from mka_assist.rulebook.analysis.context import Context
from mka_assist.rulebook.analysis.coverage import written
from mka_assist.rulebook.condition import each_test
from mka_assist.rulebook.diagnostics import Finding, Place, Severity
from mka_assist.rulebook.model import Rule
from mka_assist.rulebook.reference import STATE, municipalities, nearest_municipality
from mka_assist.rulebook.source import Scalar

CODE = "A013"
_FACT = "gemeente"


def find(context: Context) -> Iterator[Finding]:
    """Each unknown name once, at the first rule that has it."""
    if context.rulebook.example_region:
        return
    known = municipalities()
    told: set[str] = set()
    for rule in context.own_rules:
        tests = (test for test in each_test(rule.condition) if test.fact == _FACT)
        for name in (str(value) for test in tests for value in test.values):
            if name in known or name in told:
                continue
            told.add(name)
            near = nearest_municipality(name)
            help = f'Bedoelde u "{near}"?' if near else f"De lijst is van {STATE}; is de naam nieuwer?"
            shown = near or name
            box = context.space.cells(_FACT, context.space.fields[context.space.index[_FACT]].cell(shown))
            example = context.example(box or EVERYWHERE[0], rule, {_FACT: shown})
            message = f'"{name}" is geen Nederlandse gemeente'
            yield Finding(CODE, _place(context, rule, name), message, help, Severity.WAARSCHUWING, example)


def _place(context: Context, rule: Rule, name: str) -> Place:
    """Where a name stands in a coverage; the rule itself for one in a condition."""
    for partner in context.partners_of(rule):
        for node in written(context, partner, "gemeenten"):
            if isinstance(node, Scalar) and node.text == name:
                return node.place
    return rule.place
