"""Every call for which someone may go has an ambulance advice, and so has every call with a suspicion;
without a suspicion the ordinary questions settle the urgency (Kwaliteitskader 2.4)."""

from __future__ import annotations

from collections.abc import Iterator

from mka_assist.rulebook.analysis.boxes import Box, first_outside, outside
from mka_assist.rulebook.analysis.context import Context
from mka_assist.rulebook.analysis.space import DISPATCHED
from mka_assist.rulebook.condition import Op, Test
from mka_assist.rulebook.model import Kind, Status
from mka_assist.rulebook.safety.claim import Counterexample, Property

_SUSPECTED = Test("vermoeden_reanimatie", Op.IS, (True,))
_READY = (Status.WACHT_OP_AMBULANCE, Status.ALARMEREN)


def counterexamples(context: Context) -> Iterator[Counterexample]:
    """A call with a suspicion but without advice, and for each partner one in which only it may go."""
    statements, full = context.statements, context.space.full
    rules = [rule for rule in context.rulebook.criteria if rule.kind is Kind.AMBULANCE]
    advised = [box for rule in rules for box in statements.true_boxes(rule.condition)]
    partners = list(context.rulebook.partners.values())
    if _SUSPECTED.fact in context.space.index:
        box = outside(statements.true_boxes(_SUSPECTED), advised, full)
        if box is not None and partners:
            yield Counterexample(
                "er is een vermoeden, maar geen ambulanceadvies", context.example(box, partners[0])
            )
            return
    for partner in partners:
        stops: list[Box] = [
            box
            for status, boxes in statements.statuses(partner).items()
            if status not in _READY
            for box in boxes
        ]
        dispatched = statements.where(DISPATCHED, True)
        found = [first_outside(start, [*stops, *advised], full) for start in (*dispatched, {})]
        box = next((box for box in found if box is not None), None)
        if box is not None:
            text = f"{partner.name} mag gaan, maar er is geen ambulanceadvies"
            yield Counterexample(text, context.example(box, partner))


PROPERTY = Property(
    "altijd-ambulanceadvies",
    "Elke melding met een vermoeden, en elke melding waarin een partner mag gaan, heeft een ambulanceadvies.",
    counterexamples,
)
