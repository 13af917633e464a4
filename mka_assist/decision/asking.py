"""What to ask next: the unanswered question that can change most, and nothing that cannot change anything."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from math import prod

from mka_assist.rulebook.cells import Values
from mka_assist.rulebook.cells import cells as possible_values
from mka_assist.rulebook.condition import each_test
from mka_assist.rulebook.facts import Facts, Value
from mka_assist.rulebook.meaning import Verdict, derived, effect, has_agreement, holds, strongest
from mka_assist.rulebook.model import Kind, Rule, RuleBook, Status

_OUT = Status.UITGESLOTEN
"""Stands for every status in which nobody is alarmed: which of them makes no difference to what one does."""
_LEFT_AS_IT_IS = (Status.NAVRAGEN, Status.WACHT_OP_AMBULANCE, None)
_MOST_CASES = 20_000
_MOST_REMEMBERED = 4_096

Effect = Status | None


@dataclass(frozen=True, slots=True)
class Stake:
    """What a rule may still come to, and which unknown facts decide about it. With one outcome left the
    rule is settled."""

    outcomes: frozenset[Effect]
    facts: frozenset[str]


class Asker:
    """Works out the stakes of open rules; remembers them, since a call changes one fact at a time."""

    def __init__(self, book: RuleBook) -> None:
        self.book = book
        self._order = {name: position for position, name in enumerate(book.facts)}
        self._scopes = {rule.id: _Scope.of(book, rule) for rule in book.criteria}
        self.questions = {id: tuple(scope.cells) for id, scope in self._scopes.items()}
        """Per rule the facts one can be asked that bear on it, through derivations too."""
        self._stakes: dict[tuple[str, tuple[Value | None, ...]], Stake] = {}

    def ask_next(self, known: Facts, on: dt.date) -> tuple[str, ...]:
        """The questions worth asking, best first: recognition always first, then what bears on most
        partners; a question that was asked without an answer comes after those not asked yet."""
        counted = Counter(name for stakes in self._open_stakes(known, on) for name in stakes)
        specs = self.book.facts
        return tuple(
            sorted(
                counted,
                key=lambda name: (
                    not specs[name].recognition,
                    name in known,
                    -counted[name],
                    self._order[name],
                ),
            )
        )

    def _open_stakes(self, known: Facts, on: dt.date) -> Iterator[frozenset[str]]:
        """Per partner, and once for the ambulance: the facts that can still change what is advised."""
        stakes = {rule.id: self._stake(rule, known) for rule in self.book.criteria}
        for partner in self.book.partners.values():
            if not has_agreement(partner, on):
                continue
            mine = [stakes[id] for id in partner.criteria]
            floor = strongest(next(iter(s.outcomes)) for s in mine if len(s.outcomes) == 1)
            if floor is not _OUT:
                yield frozenset().union(
                    *(s.facts for s in mine if len({strongest((floor, e)) for e in s.outcomes}) > 1)
                )
        for rule in self.book.criteria:
            if rule.kind is Kind.AMBULANCE:
                yield stakes[rule.id].facts

    def _stake(self, rule: Rule, known: Facts) -> Stake:
        scope = self._scopes[rule.id]
        key = rule.id, tuple(known.get(name) for name in scope.given)
        if key not in self._stakes:
            if len(self._stakes) >= _MOST_REMEMBERED:
                self._stakes.clear()
            self._stakes[key] = scope.stake(self.book, rule, known)
        return self._stakes[key]


@dataclass(frozen=True, slots=True)
class _Scope:
    """The facts a rule looks at, through derivations, and the values that can make a difference to it."""

    strata: tuple[tuple[Rule, ...], ...]
    given: tuple[str, ...]
    """Every fact the rule or a derivation for it looks at."""
    cells: Mapping[str, Values]

    @classmethod
    def of(cls, book: RuleBook, rule: Rule) -> _Scope:
        needed, strata = set(rule.facts), list[tuple[Rule, ...]]()
        tests = list(each_test(rule.condition))
        for stratum in reversed(book.strata):
            mine = tuple(r for r in stratum if r.derives and r.derives[0] in needed)
            if mine:
                strata.insert(0, mine)
                needed.update(*(r.facts for r in mine))
                tests.extend(test for r in mine for test in each_test(r.condition))
        cells = {
            name: possible_values(book.facts[name], [t for t in tests if t.fact == name])
            for name in sorted(needed)
            if name in book.facts and book.facts[name].question
        }
        return cls(tuple(strata), tuple(sorted(needed)), cells)

    def stake(self, book: RuleBook, rule: Rule, known: Facts) -> Stake:
        """Try every completion of the unknown facts (all of them count where there are too many)."""
        open_names = [name for name in self.cells if known.get(name) is None]
        if prod(len(self.cells[name]) for name in open_names) > _MOST_CASES:
            return Stake(frozenset({_OUT, None}), frozenset(open_names))
        outcome: dict[tuple[Value | None, ...], Effect] = {}
        for values in product(*(self.cells[name] for name in open_names)):
            facts = {name: known.get(name) for name in self.given} | dict(
                zip(open_names, values, strict=True)
            )
            for stratum in self.strata:
                verdicts = {r.id: holds(r.condition, facts) for r in stratum}
                facts.update(derived(stratum, verdicts, facts))
            outcome[values] = _outcome(rule, holds(rule.condition, facts))
        matters = frozenset(
            name
            for position, name in enumerate(open_names)
            if any(
                outcome[values] is not outcome[(*values[:position], other, *values[position + 1 :])]
                for values in outcome
                for other in self.cells[name]
            )
        )
        return Stake(frozenset(outcome.values()), matters)


def _outcome(rule: Rule, verdict: Verdict) -> Effect:
    """What a verdict comes to, as far as it makes a difference to what one does."""
    if rule.kind is Kind.AMBULANCE:
        return _OUT if verdict is True else None
    found = effect(rule, verdict)
    return found if found in _LEFT_AS_IT_IS else _OUT
