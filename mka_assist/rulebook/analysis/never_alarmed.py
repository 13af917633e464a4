"""A007: een partner die nooit gealarmeerd kan worden

Wat: er is geen melding waarin deze partner de status alarmeren krijgt, ook niet met een geldige afspraak; of
alleen zolang iets onbekend is.

Waarom: drie of meer criteria laten samen niemand door. (Spreken twee regels elkaar tegen, dan is dat A005.)

GOED:
    - {id: alleen-strand, insluiting: {locatie: strand}, …}
    - {id: niet-te-water, uitsluiting: {te_water: ja}, …}

FOUT:
    - {id: strand-of-te-water, insluiting: {een_van: [{locatie: strand}, {te_water: ja}]}, …}
    - {id: niet-op-strand, uitsluiting: {locatie: strand}, …}
    - {id: niet-te-water, uitsluiting: {te_water: ja}, …}
"""

from __future__ import annotations

from collections.abc import Iterator

from mka_assist.rulebook.analysis import faulty
from mka_assist.rulebook.analysis.boxes import Box, Boxes, first_outside
from mka_assist.rulebook.analysis.context import Context
from mka_assist.rulebook.analysis.statements import in_the_way
from mka_assist.rulebook.diagnostics import Finding
from mka_assist.rulebook.model import Partner, Rule

CODE = "A007"


def find(context: Context) -> Iterator[Finding]:
    """Partners that no call lets through; told once, at the rule that closes the last way."""
    wrong = context.once(faulty.rules)
    own = {rule.id for rule in context.own_rules}
    for partner in context.rulebook.partners.values():
        if wrong.intersection(partner.criteria):
            continue
        last, box = _closed(context, partner)
        if last is None or (context.nation and last.id not in own):
            continue
        never = first_outside({}, context.statements.in_the_way(partner), context.space.full) is None
        when = "kan nooit gealarmeerd worden" if never else "wordt alleen gealarmeerd zolang iets onbekend is"
        message = f"{partner.name} {when}: de criteria laten samen niemand door"
        help = "Zoek de criteria die elkaar uitsluiten; het voorbeeld laat zien wie tegenhoudt."
        yield Finding(CODE, last.place, message, help, example=context.example(box, partner))


def _closed(context: Context, partner: Partner) -> tuple[Rule | None, Box]:
    """The criterion after which no fully known call is left, with a call from just before it; no rule
    when some call gets through them all."""
    mine = [rule for rule in context.in_order if rule.id in partner.criteria]
    stops: list[Box] = [*context.statements.not_dispatched]
    left: Box = {}
    for rule in mine:
        stops += _may_stop(context, rule)
        found = first_outside({}, stops, context.space.full)
        if found is None:
            return rule, left
        left = found
    return None, {}


def _may_stop(context: Context, rule: Rule) -> Boxes:
    """Where a criterion is not known to let a partner through."""
    return context.statements.where(rule.condition, in_the_way(rule), or_unknown=True)
