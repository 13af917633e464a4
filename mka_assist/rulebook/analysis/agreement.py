"""A010: een afspraak die ontbreekt of verlopen is

Wat: de regio zegt iets over een partner (dekking, bericht, regels), maar er is geen geldige afspraak.

Waarom: zonder afspraak is de status geen_afspraak: wat er verder staat, doet dan niets.

GOED:
    - partner: politie
      afspraak: {partij: Politie, document: Afspraak 3, datum: 2026-01-01, geldig_tot: 2027-12-31}
      bericht: "Reanimatie {gemeente}."

FOUT:
    - partner: politie
      bericht: "Reanimatie {gemeente}."

In een voorbeeldregio (voorbeeld: ja) zijn de data verzonnen: daar telt alleen of er een afspraak staat.
"""

from __future__ import annotations

from collections.abc import Iterator

from mka_assist.rulebook.analysis.boxes import EVERYWHERE, outside
from mka_assist.rulebook.analysis.context import Context
from mka_assist.rulebook.diagnostics import Finding, Severity
from mka_assist.rulebook.model import Partner

CODE = "A010"


def find(context: Context) -> Iterator[Finding]:
    """Partners of a region without an agreement, or with one that has run out."""
    if not context.rulebook.region:
        return
    for partner in context.own_partners:
        agreement = partner.agreement
        if agreement is None and partner.needs_agreement:
            message = f"{partner.name} heeft geen afspraak en wordt dus nooit gealarmeerd"
            help = "Voeg toe: afspraak: {partij, document, datum, geldig_tot}."
            yield _finding(context, partner, message, help)
        elif agreement is None or agreement.valid_until is None or context.rulebook.example_region:
            continue
        elif context.today and context.today > agreement.valid_until:
            message = f"de afspraak met {partner.name} is verlopen op {agreement.valid_until}"
            help = "Sluit een nieuwe afspraak en pas datum en geldig_tot aan."
            yield _finding(context, partner, message, help, "afspraak", "geldig_tot")


def _finding(context: Context, partner: Partner, message: str, help: str, *path: str) -> Finding:
    place = partner.place
    if path:
        place = context.texts.place(place, "partners", ("partner", partner.id), *path)
    free = outside(EVERYWHERE, context.statements.in_the_way(partner), context.space.full)
    example = context.example(free or {}, partner)
    return Finding(CODE, place, message, help, Severity.WAARSCHUWING, example)
