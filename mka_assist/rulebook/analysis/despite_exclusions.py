"""A008: een partner die gealarmeerd wordt terwijl alles ertegen is

Wat: er is een melding waarin elke landelijke uitsluiting geldt, voor wie ook bedoeld, en deze partner toch
gealarmeerd wordt, zonder dat daarvoor een afwijking is vastgelegd.

Waarom: dan houdt geen enkele landelijke regel deze partner tegen. Dat kan een bewuste keus zijn, maar dan met
een besluit.

GOED:
    - {id: veilig, uitsluiting: {veilig_bereikbaar: nee}, geldt_voor: alle, …}

FOUT:
    - {id: veilig, uitsluiting: {veilig_bereikbaar: nee}, geldt_voor: burgerhulpverleners, …}
    (en een partner in een andere groep, zonder eigen uitsluitingen)
"""

from __future__ import annotations

from collections.abc import Iterator

from mka_assist.rulebook.analysis import faulty, weakened
from mka_assist.rulebook.analysis.boxes import EVERYWHERE, Boxes, meets, outside
from mka_assist.rulebook.analysis.context import Context
from mka_assist.rulebook.diagnostics import Finding
from mka_assist.rulebook.model import Kind, Partner, Rule, Status

CODE = "A008"


def find(context: Context) -> Iterator[Finding]:
    """Partners that no national exclusion stops, even when all hold at once."""
    national = (context.nation or context.rulebook).rules.values()
    exclusions = [r for r in national if r.kind is Kind.UITSLUITING and r.effect is Status.UITGESLOTEN]
    if not exclusions or context.once(faulty.rules).intersection(rule.id for rule in exclusions):
        return
    everything = _all_hold(context, exclusions)
    told = {partner.id for partner, _, _ in weakened.weakenings(context)}
    for partner in context.rulebook.partners.values():
        if partner.id in told or _is_told_of_the_nation(context, partner, everything):
            continue
        if not _can_have_an_agreement(partner) or weakened.deviated(context.rulebook, partner):
            continue
        box = outside(everything, context.statements.in_the_way(partner), context.space.full)
        if box is not None:
            message = f"{partner.name} wordt gealarmeerd, ook als elke landelijke uitsluiting geldt"
            help = "Laat een uitsluiting ook voor deze partner gelden, of leg een afwijking vast."
            yield Finding(CODE, partner.place, message, help, example=context.example(box, partner))


def _can_have_an_agreement(partner: Partner) -> bool:
    return partner.agreement is not None or not partner.needs_agreement


def _is_told_of_the_nation(context: Context, partner: Partner, everything: Boxes) -> bool:
    """Does the nation itself alarm this partner whatever is against it?"""
    known = context.nation.partners.get(partner.id) if context.nation else None
    if known is None or not _can_have_an_agreement(known):
        return False
    free = context.national_statements.in_the_way(known)
    return outside(everything, free, context.space.full) is not None


def _all_hold(context: Context, exclusions: list[Rule]) -> Boxes:
    """The calls in which every one of these holds."""
    whole = EVERYWHERE
    for rule in exclusions:
        true = context.national_statements.true_boxes(rule.condition)
        whole = meets(whole, true, context.space.full)
    return whole
