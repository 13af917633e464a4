"""A003: een regel die niets toevoegt

Wat: in elke melding waarin deze regel spreekt, hebben andere regels al hetzelfde of een sterker gevolg.
Zonder deze regel komt er in geen enkele melding iets anders uit.

Waarom: de regel lijkt iets te doen. Vaak is een grens verkeerd, of is een regel van eerder blijven staan.

GOED:
    - {id: kind, uitsluiting: {leeftijd: onder 8 jaar}, …}

FOUT:
    - {id: kind, uitsluiting: {leeftijd: onder 8 jaar}, …}
    - {id: baby, uitsluiting: {leeftijd: onder 1 jaar}, …}

Van afleidingen en ambulanceadviezen telt de eerste in het bestand: een latere komt zo nooit aan de beurt.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from mka_assist.rulebook.analysis import duplicate, faulty
from mka_assist.rulebook.analysis.boxes import Box, Boxes, covers, meet, outside
from mka_assist.rulebook.analysis.context import CRITERIA, Context
from mka_assist.rulebook.diagnostics import Finding, Severity
from mka_assist.rulebook.model import STRENGTH, Kind, Partner, Rule, Status

CODE = "A003"


def find(context: Context) -> Iterator[Finding]:
    """Rules without which nothing changes; of rules that make each other superfluous the last."""
    own = {rule.id for rule in context.own_rules}
    skip = context.once(faulty.rules) | context.once(duplicate.rules)
    kept = {rule.id: rule for rule in context.in_order if rule.id not in skip}
    for rule in reversed(context.in_order):
        if rule.id not in own or rule.id not in kept:
            continue
        others = [other for other in kept.values() if other.id != rule.id]
        by = _shadow(context, rule, others)
        if by:
            del kept[rule.id]
            named = " en ".join(f'"{other.id}"' for other in by[:2])
            more = f" en {len(by) - 2} andere" if len(by) > 2 else ""
            verb = "gaat altijd voor" if len(by) == 1 else "gaan samen altijd voor"
            message = f"deze regel verandert nooit iets: {named}{more} {verb}"
            help = f"Laat de regel weg of verander de voorwaarde; zie {by[0].place}."
            example = context.example(_speaks(context, rule)[0], rule, because=by[0].id)
            yield Finding(CODE, rule.place, message, help, Severity.WAARSCHUWING, example)


def _speaks(context: Context, rule: Rule) -> Boxes:
    if rule.kind in CRITERIA:
        return tuple(box for _, boxes in context.statements.effects(rule) for box in boxes)
    return context.statements.true_boxes(rule.condition)


def _shadow(context: Context, rule: Rule, others: Sequence[Rule]) -> list[Rule]:
    """The rules that make a rule superfluous, or none when it matters somewhere."""
    if rule.kind in CRITERIA:
        partners = context.partners_of(rule)
        each = [_shadow_for(context, partner, rule, others) for partner in partners]
        return list({by.id: by for found in each for by in found}.values()) if all(each) else []
    if rule.kind in (Kind.AFLEIDING, Kind.AMBULANCE):
        rivals = [o for o in others if o.kind is rule.kind and _subject(o) == _subject(rule)]
        return _earlier(context, rule, rivals)
    return []


def _shadow_for(context: Context, partner: Partner, rule: Rule, others: Iterable[Rule]) -> list[Rule]:
    effects = context.statements.effects(rule)
    found: list[Rule] = []
    for status, boxes in effects:
        able = [(o, _at_least(context, o, status, rule)) for o in others if o.id in partner.criteria]
        by = _coverers(boxes, [(o, found) for o, found in able if found], context.space.full)
        if not by:
            return []
        found += by
    return found


def _at_least(context: Context, other: Rule, status: Status, rule: Rule) -> Boxes:
    """Where another rule has an effect that leaves nothing to this one: a stronger status, or the same
    without hiding that it is about safety."""
    return tuple(
        box
        for found, boxes in context.statements.effects(other)
        if STRENGTH[found] < STRENGTH[status] or (found is status and (other.safety or not rule.safety))
        for box in boxes
    )


def _coverers(boxes: Boxes, others: Sequence[tuple[Rule, Boxes]], full: Sequence[int]) -> list[Rule]:
    """The rules that together cover these calls: one if one is enough, none if they do not."""
    for other, region in others:
        if covers(region, boxes, full):
            return [other]
    everything = tuple(box for _, region in others for box in region)
    if not boxes or outside(boxes, everything, full) is not None:
        return []
    needed = list(others)
    for pair in others:
        fewer = [other for other in needed if other is not pair]
        if covers(tuple(box for _, region in fewer for box in region), boxes, full):
            needed = fewer
    return [other for other, _ in needed]


def _subject(rule: Rule) -> object:
    """What derivations and ambulance rules are rivals for."""
    return rule.derives[0] if rule.derives else rule.kind


def _earlier(context: Context, rule: Rule, rivals: Sequence[Rule]) -> list[Rule]:
    """The derivations, or ambulance rules, that always come before this one."""
    order = [other.id for other in context.rulebook.rules.values()]
    statements, full = context.statements, context.space.full
    first = [
        (other, statements.true_boxes(other.condition))
        for other in rivals
        if (not other.overrides_input, order.index(other.id))
        < (not rule.overrides_input, order.index(rule.id))
    ]
    boxes = statements.true_boxes(rule.condition)
    if rule.derives and not rule.overrides_input:
        number = context.space.index.get(rule.derives[0])
        if number is not None:
            unknown: Box = {number: context.space.fields[number].unknown}
            boxes = tuple(both for box in boxes if (both := meet(box, unknown)) is not None)
    return _coverers(boxes, first, full)
