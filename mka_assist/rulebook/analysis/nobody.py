"""A016: een regel die voor geen enkele partner geldt

Wat: de groep bij geldt_voor heeft in deze regio geen partner.

Waarom: de regel doet niets. Meestal is de groep verwisseld, of is de partner vergeten.

GOED:
    - {id: alleen-bij-water, insluiting: {te_water: ja}, geldt_voor: nautisch, …}

FOUT:
    - {id: alleen-bij-water, insluiting: {te_water: ja}, geldt_voor: overig, …}
"""

from __future__ import annotations

from collections.abc import Iterator

from mka_assist.rulebook.analysis.context import CRITERIA, Context
from mka_assist.rulebook.diagnostics import Finding, Severity

CODE = "A016"


def find(context: Context) -> Iterator[Finding]:
    """Criteria of a region that no partner must meet. The nation may write for partners to come."""
    if not context.rulebook.region:
        return
    concerned = {id for p in context.rulebook.partners.values() for id in (*p.criteria, *p.replaced)}
    for rule in context.own_rules:
        if rule.kind in CRITERIA and rule.id not in concerned:
            place = rule.places.get(rule.applies_to[0], rule.place) if rule.applies_to else rule.place
            message = (
                f"deze regel geldt voor geen enkele partner: niemand hoort bij {', '.join(rule.applies_to)}"
            )
            help = f"Kies een groep met een partner: {', '.join(_groups(context))}."
            yield Finding(CODE, place, message, help, Severity.WAARSCHUWING)


def _groups(context: Context) -> list[str]:
    return sorted({partner.group for partner in context.rulebook.partners.values()})
