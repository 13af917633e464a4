"""A005: twee regels van één partner die elkaar tegenspreken

Wat: zodra van beide criteria bekend is of zij gelden, houdt altijd één van de twee de partner tegen.

Waarom: samen laten zij niemand door. Meestal is bij één van beide een grens, een "niet" of insluiting en
uitsluiting verwisseld.

GOED:
    - {id: vanaf-12, insluiting: {leeftijd: vanaf 12 jaar}, …}
    - {id: tot-80, uitsluiting: {leeftijd: vanaf 80 jaar}, …}

FOUT:
    - {id: vanaf-12, insluiting: {leeftijd: vanaf 12 jaar}, …}
    - {id: vanaf-8, uitsluiting: {leeftijd: vanaf 8 jaar}, …}
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from mka_assist.rulebook.analysis import always_true, never_true
from mka_assist.rulebook.analysis.boxes import common
from mka_assist.rulebook.analysis.context import CRITERIA, Context
from mka_assist.rulebook.diagnostics import Finding
from mka_assist.rulebook.model import Partner, Rule

CODE = "A005"


def find(context: Context) -> Iterator[Finding]:
    """The later of two criteria that together let nobody through; of several pairs the first."""
    own = {rule.id for rule in context.own_rules}
    told: set[str] = set()
    for partner, one, other in pairs(context):
        if other.id in own and other.id not in told:
            told.add(other.id)
            message = f'deze regel en "{one.id}" spreken elkaar tegen: samen laten zij niemand door'
            help = f"Kijk welke van de twee {partner.name} moet tegenhouden; zie {one.place}."
            box = context.passes(other)[0]
            yield Finding(CODE, other.place, message, help, example=context.example(box, partner))


def pairs(context: Context) -> Iterator[tuple[Partner, Rule, Rule]]:
    """Every two criteria of a partner of which each lets some calls through, but never the same."""
    wrong = context.once(never_true.rules) | context.once(always_true.rules)
    criteria = [r for r in context.in_order if r.kind in CRITERIA and r.id not in wrong]
    for partner in context.rulebook.partners.values():
        mine = [rule for rule in criteria if rule.id in partner.criteria]
        for one, other in combinations(mine, 2):
            passes = context.passes(one), context.passes(other)
            if all(passes) and common(*passes) is None:
                yield partner, one, other


def rules(context: Context) -> frozenset[str]:
    """Every rule that takes part in a contradiction."""
    return frozenset(rule.id for _, *two in pairs(context) for rule in two)
