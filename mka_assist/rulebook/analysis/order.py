"""A015: alleen de plaats in het bestand beslist

Wat: twee afleidingen geven hetzelfde feit in dezelfde melding een andere waarde, of twee ambulanceregels
geven een ander advies. Dan telt de eerste in het bestand.

Waarom: wie regels verplaatst, verandert dan ongemerkt de uitkomst. Een uitzondering die helemaal binnen de
algemene regel valt en ervoor staat, mag wel.

GOED:
    - {id: zwembad, afleiding: {te_water: ja}, als: {locatie: zwembad, leeftijd: onder 4 jaar}, …}
    - {id: binnen, afleiding: {te_water: nee}, als: {locatie: zwembad}, …}

FOUT:
    - {id: zwembad, afleiding: {te_water: ja}, als: {locatie: zwembad}, …}
    - {id: kinderen, afleiding: {te_water: nee}, als: {leeftijd: onder 4 jaar}, …}
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from mka_assist.rulebook.analysis import duplicate, faulty
from mka_assist.rulebook.analysis.boxes import common, covers
from mka_assist.rulebook.analysis.context import Context
from mka_assist.rulebook.diagnostics import Finding, Severity
from mka_assist.rulebook.model import Kind, Rule

CODE = "A015"


def find(context: Context) -> Iterator[Finding]:
    """The later of two rules for one outcome that overlap, where neither is an exception to the other."""
    own = {rule.id for rule in context.own_rules}
    skip = context.once(faulty.rules) | context.once(duplicate.rules)
    rivals = [r for r in context.rulebook.rules.values() if r.id not in skip and _outcome(r) is not None]
    true = {rule.id: context.statements.true_boxes(rule.condition) for rule in rivals}
    for one, other in combinations(rivals, 2):
        if _field(one) != _field(other) or _outcome(one) == _outcome(other) or not own & {one.id, other.id}:
            continue
        both = common(true[one.id], true[other.id])
        full = context.space.full
        if (
            both is None
            or covers(true[other.id], true[one.id], full)
            or covers(true[one.id], true[other.id], full)
        ):
            continue
        later = other if other.id in own else one
        first = one if later is other else other
        message = f'deze regel en "{first.id}" gelden soms samen met een andere uitkomst'
        help = f'Nu telt "{one.id}", alleen omdat die eerder staat. Sluit de overlap uit; zie {first.place}.'
        yield Finding(CODE, later.place, message, help, Severity.WAARSCHUWING, context.example(both, later))


def _field(rule: Rule) -> object:
    """What a rule settles: rules for the same are rivals. Overriding ones go before others by themselves."""
    return (rule.derives[0], rule.overrides_input) if rule.derives else rule.kind


def _outcome(rule: Rule) -> object:
    if rule.derives:
        return rule.derives[1]
    return rule.ambulance if rule.kind is Kind.AMBULANCE else None
