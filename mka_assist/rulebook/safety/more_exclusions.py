"""The more exclusions are known to hold, the safer the status: one more never makes a partner go sooner.

Two calls are compared that differ only in the facts behind one exclusion: in the second it holds, in the
first it is not known to, and whatever other exclusion held in the first holds in the second.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product

from mka_assist.rulebook.analysis.boxes import Box, Boxes, covers, meet, meets, outside
from mka_assist.rulebook.analysis.context import Context
from mka_assist.rulebook.analysis.example import flow
from mka_assist.rulebook.analysis.statements import Statements, in_the_way
from mka_assist.rulebook.analysis.weakened import deviated, national_criteria
from mka_assist.rulebook.model import Partner, Rule, Status
from mka_assist.rulebook.safety.claim import Counterexample, Property


def counterexamples(context: Context) -> Iterator[Counterexample]:
    """For each partner the first exclusion that makes its status less safe."""
    for partner in context.rulebook.partners.values():
        for rule, fewer, more in _less_safe(context, partner):
            facts = {
                name: value
                for name, value in context.space.call_of(fewer).items()
                if name in context.rulebook.facts
            }
            text = (
                f'{partner.name}: als ook "{rule.id}" geldt, is de status minder veilig dan bij {flow(facts)}'
            )
            yield Counterexample(text, context.example(more, partner))
            break


@dataclass(frozen=True, slots=True)
class Exclusion:
    """An exclusion of a partner: the calls in which it is known to hold, and all others."""

    rule: Rule
    holds: Boxes
    others: Boxes

    @classmethod
    def of(cls, rule: Rule, statements: Statements) -> Exclusion:
        verdict = in_the_way(rule)
        holds = statements.where(rule.condition, verdict)
        return cls(rule, holds, statements.where(rule.condition, not verdict, or_unknown=True))


def exclusions(context: Context, partner: Partner) -> dict[str, Exclusion]:
    """The exclusions for a partner: those of the nation as the nation judges them, except where a decision
    on file replaces them, and the region's own."""
    found: dict[str, Exclusion] = {}
    replaced = deviated(context.rulebook, partner)
    for rule in national_criteria(context.nation, partner) if context.nation else ():
        if rule.effect is Status.UITGESLOTEN and rule.id not in replaced:
            found[rule.id] = Exclusion.of(rule, context.national_statements)
    for id in partner.criteria:
        rule = context.rulebook.rules[id]
        if rule.effect is Status.UITGESLOTEN and id not in found:
            found[id] = Exclusion.of(rule, context.statements)
    return found


def _less_safe(context: Context, partner: Partner) -> Iterator[tuple[Rule, Box, Box]]:
    """An exclusion, calls in which it does not hold, and calls in which it does with a weaker status."""
    against = exclusions(context, partner)
    ranks = context.statements.status_regions(partner)
    excluded = context.statements.statuses(partner).get(Status.UITGESLOTEN, ())
    for id, one in against.items():
        if covers(excluded, one.holds, context.space.full):
            continue  # excluded is as safe as can be
        pair = Pair.of(context, one.rule)
        given_up = [
            box
            for other in against.values()
            if other.rule.id != id
            for box in meets(pair.first(other.holds), other.others, pair.full)
        ]
        for weaker in range(len(ranks)):
            for stronger in range(weaker):
                starts = _all_three(one.holds, ranks[weaker][1], pair.first(ranks[stronger][1]))
                avoided = [
                    *(box for _, boxes in ranks[:weaker] for box in boxes),
                    *(box for _, boxes in ranks[:stronger] for box in pair.first(boxes)),
                    *pair.first(one.holds),
                    *given_up,
                ]
                box = outside(starts, avoided, pair.full)
                if box is not None:
                    yield one.rule, *pair.split(box)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two calls as one: a space in which the facts that change stand twice, for the second call in their own
    place and for the first at the end."""

    copies: Mapping[int, int]
    full: tuple[int, ...]

    @classmethod
    def of(cls, context: Context, rule: Rule) -> Pair:
        behind = context.national_statements.behind(rule) | context.statements.behind(rule)
        changed = [number for number, field in enumerate(context.space.fields) if field.name in behind]
        full = context.space.full
        copies = {number: len(full) + position for position, number in enumerate(changed)}
        return cls(copies, (*full, *(full[number] for number in changed)))

    def first(self, boxes: Boxes) -> Boxes:
        """Boxes of single calls, said of the first call."""
        return tuple({self.copies.get(number, number): mask for number, mask in box.items()} for box in boxes)

    def split(self, box: Box) -> tuple[Box, Box]:
        """The first and the second call."""
        back = {copy: number for number, copy in self.copies.items()}
        first = {back.get(n, n): mask for n, mask in box.items() if n not in self.copies}
        return first, {n: mask for n, mask in box.items() if n not in back}


def _all_three(ones: Boxes, others: Boxes, thirds: Boxes) -> Iterator[Box]:
    """The calls in a box of each, one box after the other: seldom are they all needed."""
    for one, other in product(ones, others):
        two = meet(one, other)
        three = (meet(two, third) for third in thirds) if two is not None else ()
        yield from (box for box in three if box is not None)


PROPERTY = Property(
    "meer-uitsluitingen-nooit-onveiliger",
    "Meer bekende uitsluitingen maken een status nooit minder veilig.",
    counterexamples,
)
