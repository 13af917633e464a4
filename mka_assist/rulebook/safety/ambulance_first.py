"""No partner before the ambulance, by the rules alone: the program has a safety net, but it must not be
needed (Kwaliteitskader 2.3 and 5.1)."""

from __future__ import annotations

from collections.abc import Iterator

from mka_assist.rulebook.analysis.boxes import outside
from mka_assist.rulebook.analysis.context import Context
from mka_assist.rulebook.safety.claim import Counterexample, Property


def counterexamples(context: Context) -> Iterator[Counterexample]:
    """Calls without an ambulance in which no rule stops a partner."""
    for partner in context.rulebook.partners.values():
        stops = tuple(box for boxes in context.statements.statuses(partner).values() for box in boxes)
        box = outside(context.statements.not_dispatched, stops, context.space.full)
        if box is not None:
            text = f"geen regel houdt {partner.name} tegen zonder ambulance; alleen het programma doet dat"
            yield Counterexample(text, context.example(box, partner))


PROPERTY = Property(
    "ambulance-eerst",
    "Geen partner gaat vóór de ambulance: zonder ingezette ambulance houdt een regel iedere partner tegen.",
    counterexamples,
)
