"""The more exclusions are known to hold, the safer the status: one more never makes a partner go sooner.

Two calls are compared that differ only in the facts behind one exclusion: in the second it holds, in the
first it is not known to, and whatever other exclusion held in the first holds in the second.
"""

from __future__ import annotations

from collections.abc import Iterator

from mka_assist.rulebook.analysis.boxes import Box, Boxes, common, covers, minus, without
from mka_assist.rulebook.analysis.boxes import meets as both
from mka_assist.rulebook.analysis.context import Context
from mka_assist.rulebook.analysis.example import flow
from mka_assist.rulebook.analysis.regions import regions
from mka_assist.rulebook.analysis.statements import in_the_way
from mka_assist.rulebook.analysis.weakened import deviated, national_criteria
from mka_assist.rulebook.model import STRENGTH, Partner, Rule, Status
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


def exclusions(context: Context, partner: Partner) -> dict[str, tuple[Rule, Boxes]]:
    """The exclusions for a partner with the calls in which they hold: those of the nation as the nation
    judges them, except where a decision on file replaces them, and the region's own."""
    found: dict[str, tuple[Rule, Boxes]] = {}
    replaced = deviated(context.rulebook, partner)
    for rule in national_criteria(context.nation, partner) if context.nation else ():
        if rule.effect is Status.UITGESLOTEN and rule.id not in replaced:
            where = context.national_statements.where(rule.condition, in_the_way(rule))
            found[rule.id] = rule, where
    for id in partner.criteria:
        rule = context.rulebook.rules[id]
        if rule.effect is Status.UITGESLOTEN and id not in found:
            found[id] = rule, context.stops(rule)
    return found


def _less_safe(context: Context, partner: Partner) -> Iterator[tuple[Rule, Box, Box]]:
    """An exclusion, calls in which it does not hold, and calls in which it does with a weaker status."""
    full = context.space.full
    against = exclusions(context, partner)
    excluded = context.statements.statuses(partner).get(Status.UITGESLOTEN, ())
    by_status: list[tuple[Status, Boxes]] = []
    for rule, holds in against.values():
        if covers(excluded, holds, full):
            continue  # excluded is as safe as can be
        escaped = minus(holds, excluded, full)
        by_status = by_status or regions(context.statements.status_regions(partner), full)
        behind = context.national_statements.behind(rule) | context.statements.behind(rule)
        changed = {number for number, field in enumerate(context.space.fields) if field.name in behind}
        for weaker, more in by_status:
            for stronger, fewer in by_status:
                if STRENGTH[stronger] < STRENGTH[weaker]:
                    pairs = _with_others(
                        minus(fewer, holds, full), both(escaped, more, full), rule, against, changed, full
                    )
                    yield from ((rule, one, other) for one, other in pairs)


def _with_others(
    fewer: Boxes,
    more: Boxes,
    rule: Rule,
    against: dict[str, tuple[Rule, Boxes]],
    changed: set[int],
    full: tuple[int, ...],
) -> Iterator[tuple[Box, Box]]:
    """Calls with fewer and with more exclusions that are the same but for the facts that changed, where each
    other exclusion that held still holds."""
    sides = [(fewer, more)]
    for other, holds in against.values():
        if other.id != rule.id and any(changed.intersection(box) for box in holds):
            sides = [
                side
                for one, two in sides
                for side in ((minus(one, holds, full), two), (one, both(two, holds, full)))
                if all(side)
            ]
    for one, two in sides:
        for box in two:
            rest = without(box, changed)
            for start in one:
                shared = common((rest,), [without(start, changed)])
                if shared is not None:
                    inside = {number: mask for number, mask in start.items() if number in changed}
                    reached = {number: mask for number, mask in box.items() if number in changed}
                    yield {**shared, **inside}, {**shared, **reached}
                    return


PROPERTY = Property(
    "meer-uitsluitingen-nooit-onveiliger",
    "Meer bekende uitsluitingen maken een status nooit minder veilig.",
    counterexamples,
)
