"""What to ask next: the unanswered question that can change most, and nothing that cannot change anything."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Hashable, Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from math import prod
from operator import itemgetter

from mka_assist.rulebook.cells import Values
from mka_assist.rulebook.cells import cells as possible_values
from mka_assist.rulebook.condition import each_test
from mka_assist.rulebook.facts import Facts, Value
from mka_assist.rulebook.meaning import Verdict, derived, effect, has_agreement, holds, strongest
from mka_assist.rulebook.model import STRENGTH, Kind, Rule, RuleBook, Status

_OUT = Status.UITGESLOTEN
"""Stands for every status in which nobody is alarmed: which of them makes no difference to what one does."""
_LEFT_AS_IT_IS = (Status.NAVRAGEN, Status.WACHT_OP_AMBULANCE, None)
_CLOSED, _FREE = STRENGTH[_OUT], STRENGTH[Status.ALARMEREN]
_MOST_CASES = 20_000
_MOST_REMEMBERED = 4_096

Effect = Status | None


@dataclass(frozen=True, slots=True)
class Stake:
    """What a rule may still come to, and which unknown facts decide about it."""

    settled: bool
    """Only one outcome is left."""
    strongest: int
    """The strongest thing it may come to, as a rank (see `STRENGTH`)."""
    facts: frozenset[str]

    @classmethod
    def of(cls, outcomes: frozenset[Effect], facts: frozenset[str]) -> Stake:
        return cls(len(outcomes) == 1, STRENGTH[strongest(outcomes)], facts)


class Asker:
    """Works out the stakes of open rules; remembers them, since a call changes one fact at a time."""

    def __init__(self, book: RuleBook) -> None:
        self.book = book
        self._order = {name: position for position, name in enumerate(book.facts)}
        self._scopes = {rule.id: _Scope.of(book, rule) for rule in book.criteria}
        self.questions = {id: tuple(scope.cells) for id, scope in self._scopes.items()}
        """Per rule the facts one can be asked that bear on it, through derivations too."""
        self._names = tuple(dict.fromkeys(name for scope in self._scopes.values() for name in scope.given))
        self._ambulance = [rule.id for rule in book.criteria if rule.kind is Kind.AMBULANCE]
        self._stakes: dict[tuple[str, Hashable], Stake] = {}

    def ask_next(self, known: Facts, on: dt.date) -> tuple[str, ...]:
        """The questions worth asking, best first: recognition always first, then what bears on most
        partners; a question that was asked without an answer comes after those not asked yet."""
        counted: dict[str, int] = {}
        for _, names in self._open_stakes(known, on):
            for name in names:
                counted[name] = counted.get(name, 0) + 1
        specs, order = self.book.facts, self._order
        ranked = sorted(
            (not specs[name].recognition, name in known, -count, order[name], name)
            for name, count in counted.items()
        )
        return tuple(name for *_, name in ranked)

    def decides(self, name: str, known: Facts, on: dt.date) -> tuple[str, ...]:
        """Why a question is asked: the partners about which its answer can still change what is advised;
        an empty name stands for the ambulance."""
        return tuple(dict.fromkeys(id for id, names in self._open_stakes(known, on) if name in names))

    def _open_stakes(self, known: Facts, on: dt.date) -> Iterator[tuple[str, frozenset[str]]]:
        """Per partner, and for the ambulance (an empty id): the facts that can still change what is
        advised."""
        values = {name: known.get(name) for name in self._names}
        stakes = {id: self._stake(id, scope, values) for id, scope in self._scopes.items()}
        for partner in self.book.partners.values():
            if not has_agreement(partner, on):
                continue
            floor, open_ = _FREE, list[Stake]()
            for id in partner.criteria:
                stake = stakes[id]
                if not stake.settled:
                    open_.append(stake)
                elif stake.strongest < floor:
                    floor = stake.strongest
            if floor != _CLOSED:
                open_facts = (stake.facts for stake in open_ if stake.strongest < floor)
                yield partner.id, frozenset().union(*open_facts)
        for id in self._ambulance:
            yield "", stakes[id].facts

    def _stake(self, id: str, scope: _Scope, values: Facts) -> Stake:
        """The stake of a rule; `values` has every fact of `scope`."""
        key = id, scope.read(values)
        stake = self._stakes.get(key)
        if stake is None:
            if len(self._stakes) >= _MOST_REMEMBERED:
                self._stakes.clear()
            stake = self._stakes[key] = scope.stake(self.book.rules[id], values)
        return stake


@dataclass(frozen=True, slots=True)
class _Scope:
    """The facts a rule looks at, through derivations, and the values that can make a difference to it."""

    strata: tuple[tuple[Rule, ...], ...]
    given: tuple[str, ...]
    """Every fact the rule or a derivation for it looks at."""
    read: Callable[[Facts], Hashable]
    """The values of `given` out of facts that have them all."""
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
        given = tuple(sorted(needed))
        return cls(tuple(strata), given, itemgetter(*given) if given else lambda facts: (), cells)

    def stake(self, rule: Rule, known: Facts) -> Stake:
        """Try every completion of the unknown facts (all of them count where there are too many)."""
        open_names = [name for name in self.cells if known.get(name) is None]
        if prod(len(self.cells[name]) for name in open_names) > _MOST_CASES:
            return Stake.of(frozenset({_OUT, None}), frozenset(open_names))
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
        return Stake.of(frozenset(outcome.values()), matters)


def _outcome(rule: Rule, verdict: Verdict) -> Effect:
    """What a verdict comes to, as far as it makes a difference to what one does."""
    if rule.kind is Kind.AMBULANCE:
        return _OUT if verdict is True else None
    found = effect(rule, verdict)
    return found if found in _LEFT_AS_IT_IS else _OUT
