"""A009: een regio die een landelijk criterium afzwakt zonder afwijking

Wat: er is een melding waarin een landelijk criterium de partner tegenhoudt, en de partner in deze regio toch
gealarmeerd wordt, zonder dat daarvan een afwijking is vastgelegd.

Waarom: een regio mag afwijken, maar dan met een besluit: reden, besluit, vastgesteld_door en datum. Dit gaat
om een weg eromheen: een partner in een andere groep, of een eigen afleiding.

GOED:
    - id: eigen-grens
      vervangt: jonger-dan-1-jaar
      afwijking: {reden: …, besluit: …, vastgesteld_door: …, datum: 2026-01-01}
      uitsluiting: {leeftijd: onder 4 weken}

FOUT:
    partners:
      - partner: hartslagnu
        groep: overig
        afspraak: {…}
"""

from __future__ import annotations

from collections.abc import Iterator

from mka_assist.rulebook.analysis.boxes import Box, outside
from mka_assist.rulebook.analysis.context import CRITERIA, Context
from mka_assist.rulebook.analysis.statements import Statements, in_the_way
from mka_assist.rulebook.diagnostics import Finding, Place
from mka_assist.rulebook.model import Partner, Rule, RuleBook
from mka_assist.rulebook.vocabulary import EVERYBODY

CODE = "A009"


def find(context: Context) -> Iterator[Finding]:
    """Per cause (a regional derivation, or the partner itself) the first criterion it weakens."""
    told: set[Place] = set()
    for partner, rule, box in weakenings(context):
        cause = _cause(context, partner, rule)
        place = cause.place if cause else partner.place
        if place in told:
            continue
        told.add(place)
        by = f'door "{cause.id}"' if cause else "in deze regio"
        message = f'{by} geldt "{rule.id}" niet meer voor {partner.name}, zonder afwijking'
        help = (
            'Leg het besluit vast (vervangt en afwijking), of laat dit weg. Landelijk staat: "'
            + rule.text
            + '"'
        )
        yield Finding(CODE, place, message, help, example=context.example(box, partner))


def weakenings(context: Context) -> Iterator[tuple[Partner, Rule, Box]]:
    """Each partner and national criterium with calls in which the nation is known to stop the partner by
    it and the region alarms; not where the region has a decision on file to replace that criterion."""
    if context.nation is None:
        return
    for partner in context.rulebook.partners.values():
        free = context.statements.in_the_way(partner)
        for rule in national_criteria(context.nation, partner):
            if rule.id in deviated(context.rulebook, partner):
                continue
            stopped = context.national_statements.where(rule.condition, in_the_way(rule))
            box = outside(stopped, free, context.space.full)
            if box is not None:
                yield partner, rule, box


def national_criteria(nation: RuleBook, partner: Partner) -> tuple[Rule, ...]:
    """The criteria the nation has for a partner; for one it does not know, those for its group."""
    known = nation.partners.get(partner.id)
    if known:
        return tuple(nation.rules[id] for id in known.criteria)
    audience = {EVERYBODY, partner.group}
    return tuple(
        r for r in nation.rules.values() if r.kind in CRITERIA and audience.intersection(r.applies_to)
    )


def deviated(rulebook: RuleBook, partner: Partner) -> frozenset[str]:
    """The criteria that a decision on file replaces for a partner."""
    mine = (rulebook.rules[id] for id in partner.criteria)
    return frozenset(rule.replaces for rule in mine if rule.replaces and rule.deviation)


def _cause(context: Context, partner: Partner, rule: Rule) -> Rule | None:
    """The regional derivation without which the nation's criterion would hold, if there is one."""
    assert context.nation
    for own in context.own_rules:
        if own.derives is None:
            continue
        strata = tuple(tuple(r for r in stratum if r.id != own.id) for stratum in context.rulebook.strata)
        without = Statements(context.rulebook.model_copy(update={"strata": strata}), context.space)
        stopped = context.national_statements.where(rule.condition, in_the_way(rule))
        if outside(stopped, without.in_the_way(partner), context.space.full) is None:
            return own
    return None
