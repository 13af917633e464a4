"""An unknown fact never excludes by itself: a partner that would not be excluded if the fact were known is
not excluded while it is unknown either. A rule may say so itself, by testing `onbekend` or `bekend`."""

from __future__ import annotations

from collections.abc import Iterator

from mka_assist.rulebook.analysis.boxes import Box, Boxes, first_outside, meet, meets, without
from mka_assist.rulebook.analysis.context import Context
from mka_assist.rulebook.condition import Op, Test, each_test
from mka_assist.rulebook.facts import Value, format_value
from mka_assist.rulebook.model import Partner, Rule, Status
from mka_assist.rulebook.safety.claim import Counterexample, Property


def counterexamples(context: Context) -> Iterator[Counterexample]:
    """For each partner the first fact that excludes it by being unknown."""
    for partner in context.rulebook.partners.values():
        for name, value, box in _unknown_excludes(context, partner):
            text = (
                f"{partner.name} is uitgesloten omdat {name} onbekend is; "
                f"met {name}: {format_value(value)} is dat niet zo"
            )
            yield Counterexample(text, context.example(box, partner))
            break


def _unknown_excludes(context: Context, partner: Partner) -> Iterator[tuple[str, Value | None, Box]]:
    """A fact, a value of it that does not exclude, and the calls that are excluded while it is unknown."""
    excluded = context.statements.statuses(partner).get(Status.UITGESLOTEN, ())
    for number, field in enumerate(context.space.fields):
        if not field.unknown or not any(number in box for box in excluded):
            continue
        silent = [without(box, [number]) for box in _excluded_silently(context, partner, number)]
        for position, value in enumerate(field.values):
            if value is None:
                continue
            known = tuple(
                without(box, [number]) for box in excluded if box.get(number, field.full) >> position & 1
            )
            for box in silent:
                found = first_outside(box, known, context.space.full)
                if found is not None:
                    yield field.name, value, {**found, number: field.unknown}


def _excluded_silently(context: Context, partner: Partner, number: int) -> Boxes:
    """Where the partner is excluded with this fact unknown to the end, by rules that do not name that."""
    field = context.space.fields[number]
    unknown = context.statements.where(Test(field.name, Op.UNKNOWN), True)
    found: list[Box] = []
    for id in partner.criteria:
        rule = context.rulebook.rules[id]
        if _says_so(rule, field.name):
            continue
        boxes = dict(context.statements.effects(rule)).get(Status.UITGESLOTEN, ())
        mine = (meet(box, {number: field.unknown}) for box in boxes if number in box)
        found += meets([box for box in mine if box is not None], unknown, context.space.full)
    return tuple(found)


def _says_so(rule: Rule, fact: str) -> bool:
    return any(test.fact == fact and test.op in (Op.KNOWN, Op.UNKNOWN) for test in each_test(rule.condition))


PROPERTY = Property(
    "onbekend-sluit-niet-uit",
    "Een onbekend feit sluit nooit uit, tenzij de regel dat zelf zegt.",
    counterexamples,
)
