"""A008: een eigen partner zonder de landelijke uitsluitingen van zijn groep

Wat: de regio voegt een partner toe die gealarmeerd kan worden terwijl een landelijke uitsluiting geldt die
alle landelijke partners van dezelfde groep wel tegenhoudt.

Waarom: die uitsluitingen staan bij de landelijke partner en gelden niet vanzelf voor een nieuwe. Zo zouden
bijvoorbeeld andere burgerhulpverleners wel naar een zelfdoding gaan.

GOED:
    landelijk:  - {id: zelfdoding, uitsluiting: {zelfdoding: ja}, geldt_voor: burgerhulpverleners, …}
    regio:      - {partner: buurthulp, naam: Buurthulp, groep: burgerhulpverleners, …}

FOUT:
    landelijk:  - {id: zelfdoding, uitsluiting: {zelfdoding: ja}, geldt_voor: hartslagnu, …}
    regio:      - {partner: buurthulp, naam: Buurthulp, groep: burgerhulpverleners, …}
"""

from __future__ import annotations

from collections.abc import Iterator

from mka_assist.rulebook.analysis import weakened
from mka_assist.rulebook.analysis.boxes import Box, outside
from mka_assist.rulebook.analysis.context import Context
from mka_assist.rulebook.analysis.statements import in_the_way
from mka_assist.rulebook.diagnostics import Finding
from mka_assist.rulebook.model import Partner, Rule, Status

CODE = "A008"


def find(context: Context) -> Iterator[Finding]:
    """Partners only the region knows that are free of what stops every national partner of their group."""
    told = {partner.id for partner, _, _ in weakened.weakenings(context)}
    for partner in context.own_partners:
        past = [] if partner.id in told else [*escapes(context, partner)]
        if past:
            named = ", ".join(f'"{rule.id}"' for rule, _ in past)
            message = f"{partner.name} wordt gealarmeerd, ook als deze landelijke uitsluiting geldt: {named}"
            help = "Neem de uitsluiting over bij deze partner, of laat haar landelijk voor de groep gelden."
            yield Finding(CODE, partner.place, message, help, example=context.example(past[0][1], partner))


def escapes(context: Context, partner: Partner) -> Iterator[tuple[Rule, Box]]:
    """Each exclusion of the group with calls in which it holds and the partner is alarmed all the same."""
    if context.nation is None or partner.id in context.nation.partners:
        return
    peers = [set(p.criteria) for p in context.nation.partners.values() if p.group == partner.group]
    free = context.statements.in_the_way(partner)
    for rule in context.nation.rules.values():
        if rule.effect is Status.UITGESLOTEN and peers and all(rule.id in criteria for criteria in peers):
            stopped = context.national_statements.where(rule.condition, in_the_way(rule))
            box = outside(stopped, free, context.space.full)
            if box is not None:
                yield rule, box
