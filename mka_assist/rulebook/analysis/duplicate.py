"""A004: twee regels die hetzelfde zeggen

Wat: in elke melding heeft deze regel voor dezelfde partners precies hetzelfde gevolg als een andere regel,
ook als de voorwaarde anders is opgeschreven.

Waarom: wie later de ene regel verandert, denkt dat het gevolg verandert, maar de andere staat er nog.

GOED:
    - {id: baby, uitsluiting: {leeftijd: onder 1 jaar}, …}

FOUT:
    - {id: baby, uitsluiting: {leeftijd: onder 1 jaar}, …}
    - {id: zuigeling, insluiting: {leeftijd: vanaf 12 maanden}, …}
"""

from __future__ import annotations

from collections.abc import Iterator

from mka_assist.rulebook.analysis import faulty
from mka_assist.rulebook.analysis.boxes import EVERYWHERE, Boxes, covers
from mka_assist.rulebook.analysis.context import CRITERIA, Context
from mka_assist.rulebook.diagnostics import Finding, Severity
from mka_assist.rulebook.model import Rule

CODE = "A004"


def find(context: Context) -> Iterator[Finding]:
    """The later of two rules that do the same in every call."""
    for rule, first in pairs(context):
        message = f'deze regel doet hetzelfde als "{first.id}"'
        help = f"Laat één van beide weg; zie {first.place}."
        regions = [*_regions(context, rule).values(), EVERYWHERE]
        example = context.example(regions[0][0], rule)
        yield Finding(CODE, rule.place, message, help, Severity.WAARSCHUWING, example)


def pairs(context: Context) -> Iterator[tuple[Rule, Rule]]:
    """Each own rule that does what an earlier one does, with the first such."""
    own = {rule.id for rule in context.own_rules}
    wrong = context.once(faulty.rules)
    seen: dict[object, list[Rule]] = {}
    for rule in context.in_order:
        if rule.id in wrong:
            continue
        alike = seen.setdefault(_kind(context, rule), [])
        first = next((other for other in alike if _same(context, rule, other)), None)
        if first is None:
            alike.append(rule)
        elif rule.id in own:
            yield rule, first


def rules(context: Context) -> frozenset[str]:
    """The rules that an earlier rule makes superfluous by doing the same."""
    return frozenset(rule.id for rule, _ in pairs(context))


def _kind(context: Context, rule: Rule) -> object:
    """What two rules must have in common to be able to do the same."""
    if rule.kind in CRITERIA:
        partners = tuple(partner.id for partner in context.partners_of(rule))
        return "criterium", partners or rule.id, rule.safety, *_regions(context, rule)
    text = rule.text if rule.ambulance is None and rule.derives is None else ""
    return rule.kind, rule.derives, rule.overrides_input, rule.ambulance, text


def _regions(context: Context, rule: Rule) -> dict[str, Boxes]:
    """Each thing a rule does, with the calls in which it does it."""
    if rule.kind in CRITERIA:
        return {status.value: boxes for status, boxes in context.statements.effects(rule)}
    return {"ja": context.statements.true_boxes(rule.condition)}


def _same(context: Context, one: Rule, other: Rule) -> bool:
    these, those = _regions(context, one), _regions(context, other)
    full = context.space.full
    return all(
        covers(those[what], boxes, full) and covers(boxes, those[what], full) for what, boxes in these.items()
    )
