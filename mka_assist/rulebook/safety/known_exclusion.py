"""No citizen responder is alarmed while a national exclusion is known to hold (Kwaliteitskader 5.1), unless
the region has a decision on file for it."""

from __future__ import annotations

from collections.abc import Iterator

from mka_assist.rulebook.analysis import despite_exclusions, weakened
from mka_assist.rulebook.analysis.context import Context
from mka_assist.rulebook.model import Partner, Status
from mka_assist.rulebook.safety.claim import Counterexample, Property

_CITIZENS = "burgerhulpverleners"


def counterexamples(context: Context) -> Iterator[Counterexample]:
    """The first exclusion that each partner of citizens gets past."""
    told: set[str] = set()
    found = [
        *weakened.weakenings(context),
        *(
            (partner, rule, box)
            for partner in context.rulebook.partners.values()
            for rule, box in despite_exclusions.escapes(context, partner)
        ),
    ]
    for partner, rule, box in found:
        if rule.effect is Status.UITGESLOTEN and _is_citizens(context, partner) and partner.id not in told:
            told.add(partner.id)
            text = f'{partner.name} wordt gealarmeerd terwijl "{rule.id}" geldt, zonder afwijking'
            yield Counterexample(text, context.example(box, partner))


def _is_citizens(context: Context, partner: Partner) -> bool:
    """By what the region says or by what the nation says: changing the group changes nothing."""
    known = context.nation.partners.get(partner.id) if context.nation else None
    return _CITIZENS in (partner.group, known.group if known else "")


PROPERTY = Property(
    "bekende-uitsluiting",
    "Geen burgerhulpverlener wordt gealarmeerd bij een bekende landelijke uitsluiting, tenzij een afwijking "
    "dat toestaat.",
    counterexamples,
)
