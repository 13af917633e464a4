"""Where two rulebooks differ in what an example can see, worked out over all calls at once, exactly.

An example sees what it can name: the verdict of a rule without a status, or a partner's status and one rule
that brings it about.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from mka_assist.rulebook.analysis.boxes import EVERYWHERE, Box, Boxes, outside
from mka_assist.rulebook.analysis.space import Space
from mka_assist.rulebook.analysis.statements import Statements
from mka_assist.rulebook.examples import rules_of
from mka_assist.rulebook.meaning import Verdict, has_agreement
from mka_assist.rulebook.model import STRENGTH, Partner, Rule, RuleBook, Status
from mka_assist.rulebook.vocabulary import CRITERIA

Effects = tuple[tuple[Status, Boxes], ...]
_ANY = len(STRENGTH)


@dataclass(frozen=True, slots=True)
class Difference:
    """Calls in which a rule comes to something else than it did: another verdict, or (with a partner) another
    part in the status. `decides` says whether the rule brought that status about."""

    rule: Rule
    box: Box
    partner: Partner | None = None
    decides: bool = True


class Pair:
    """A rulebook and its changed self in one space of calls, on a day."""

    def __init__(self, before: RuleBook, after: RuleBook, day: dt.date) -> None:
        self.space = Space.of(before, after)
        self._before = Statements(before, self.space)
        self._after = Statements(after, self.space)
        self._day = day

    def differences(self, names: Iterable[str]) -> Iterator[Difference]:
        """Calls in which one of these rules comes to something that an example can see. When there are none
        and nothing else depends on the change, no example tells the rulebooks apart."""
        book, other = self._before.rulebook, self._after.rulebook
        own = {rule.id for rule in rules_of(book)}
        for name in names:
            rule, changed = book.rules.get(name), other.rules.get(name)
            if rule and rule.kind in CRITERIA:
                for partner in book.partners.values():
                    if has_agreement(partner, self._day):
                        yield from self._statuses(rule, changed, partner)
            elif rule and name in own:
                yield from self._verdicts(rule, changed)

    def _verdicts(self, rule: Rule, changed: Rule | None) -> Iterator[Difference]:
        for verdict in (True, False, None):
            after = _verdict(self._after, changed, verdict)
            box = outside(_verdict(self._before, rule, verdict), after, self.space.full)
            if box is not None:
                yield Difference(rule, box)

    def _statuses(self, rule: Rule, changed: Rule | None, partner: Partner) -> Iterator[Difference]:
        """Where the criterion decides and no longer does; then where it comes to decide: rather where
        nothing else stands in the way, else where it goes over what does."""
        mine = _effects(self._before, rule, partner)
        theirs = _effects(self._after, changed, self._after.rulebook.partners[partner.id])
        others = tuple(
            effect
            for id in partner.criteria
            if id != rule.id
            for effect in self._before.effects(self._before.rulebook.rules[id])
        )
        for status, boxes in mine:
            rank = STRENGTH[status]
            box = self._outside(boxes, _leading(theirs, rank), _leading(others, rank - 1))
            if box is not None:
                yield Difference(rule, box, partner)
        for status, boxes in theirs:
            rank = STRENGTH[status]
            waiting = self._before.not_dispatched if status is Status.WACHT_OP_AMBULANCE else ()
            for other_rank in (_ANY, rank):
                taken = _leading(mine, rank), _leading(others, other_rank), waiting
                box = self._outside(boxes, *taken)
                if box is not None:
                    yield Difference(rule, box, partner, decides=False)
                    break

    def _outside(self, boxes: Boxes, *taken: Boxes) -> Box | None:
        return outside(boxes, tuple(box for some in taken for box in some), self.space.full)


def _effects(statements: Statements, rule: Rule | None, partner: Partner) -> Effects:
    """What a criterion does to a partner; nothing where it does not apply."""
    return statements.effects(rule) if rule and rule.id in partner.criteria else ()


def _leading(effects: Effects, rank: int) -> Boxes:
    """Where one of these leads to a status at least as strong as this rank."""
    return tuple(box for status, boxes in effects if STRENGTH[status] <= rank for box in boxes)


def _verdict(statements: Statements, rule: Rule | None, verdict: Verdict) -> Boxes:
    """Where a rule has a verdict; one that is not there is unknown everywhere."""
    if rule is None:
        return EVERYWHERE if verdict is None else ()
    if verdict is None:
        return statements.unknown_boxes(rule.condition)
    return statements.where(rule.condition, verdict)
