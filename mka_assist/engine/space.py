"""The fact sets on which both channels are compared before a rulebook is used.

Every fact's values are cut at the constants in the rules (plus unknown), so that a few values stand for all.
Facts that some rule joins, also through derivations, are tried in every combination where that is possible.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations, islice, product
from random import Random

from mka_assist.engine.encoding import specs_of
from mka_assist.rulebook.cells import Values, distinct, values_around
from mka_assist.rulebook.condition import Test, each_test
from mka_assist.rulebook.facts import Facts
from mka_assist.rulebook.model import Rule, RuleBook

MOST = 5_000
"""Fact sets per rulebook: some seconds of work for the largest."""
JOINT = 1_000
"""Of those, at least so many in which every fact has some value, for rules that only meet in the engine."""


def fact_sets(rulebook: RuleBook, most: int = MOST) -> Iterator[Facts]:
    """At most `most` fact sets, the same ones every time, those that find most first: nothing known, the
    examples, each value alone, joined facts in all combinations (or every pair of values), then at random."""
    values = values_of(rulebook)
    random = Random(0)
    planned = list(islice(_one_by_one(rulebook, values), most - JOINT))
    planned += _joined(rulebook, values, most - JOINT - len(planned), random)
    yield from planned
    for _ in range(most - len(planned)):
        yield {fact: random.choice(choices) for fact, choices in values.items()}


def values_of(rulebook: RuleBook) -> dict[str, Values]:
    """Per fact that a rule tests or derives: unknown, and the values around its constants."""
    specs = specs_of(rulebook)
    tests: dict[str, list[Test]] = {}
    for rule in rulebook.rules.values():
        for test in each_test(rule.condition):
            tests.setdefault(test.fact, []).append(test)
        if rule.derives:
            tests.setdefault(rule.derives[0], [])
    return {
        fact: (None, *values_around(specs[fact], found)) for fact, found in tests.items() if fact in specs
    }


def joined_facts(rulebook: RuleBook, rule: Rule) -> frozenset[str]:
    """The facts on which a rule's verdict rests, those behind its derived facts included."""
    derivations: dict[str, set[str]] = {}
    for derivation in (rule for stratum in rulebook.strata for rule in stratum):
        assert derivation.derives, derivation.id
        derivations.setdefault(derivation.derives[0], set()).update(derivation.facts)
    found: set[str] = set()
    waiting = set(rule.facts)
    while waiting:
        fact = waiting.pop()
        found.add(fact)
        waiting |= derivations.get(fact, set()) - found
    return frozenset(found)


def _one_by_one(rulebook: RuleBook, values: Mapping[str, Values]) -> Iterator[Facts]:
    plain = rulebook.example_facts
    yield {}
    yield plain
    for rule in rulebook.rules.values():
        for example in rule.examples:
            yield {**plain, **example.facts}
            yield example.facts
    for fact, choices in values.items():
        for value in choices:
            yield {fact: value}
            yield {**plain, fact: value}


def _joined(rulebook: RuleBook, values: Mapping[str, Values], room: int, random: Random) -> list[Facts]:
    """Every combination for each group of facts, smallest group first; where there is no room for that,
    every pair of values at least once, as far as the room goes."""
    tests = [test for rule in rulebook.rules.values() for test in each_test(rule.condition)]
    cells = {
        fact: distinct(choices, [test for test in tests if test.fact == fact])
        for fact, choices in values.items()
    }
    groups = _largest({joined_facts(rulebook, rule).intersection(cells) for rule in rulebook.rules.values()})
    size = {group: math.prod(len(cells[fact]) for fact in group) for group in groups}
    found: list[Facts] = []
    waiting = sorted(groups, key=lambda group: (size[group], sorted(group)))
    for position, group in enumerate(waiting):
        share = max(room - len(found), 0) // (len(waiting) - position)
        own = {fact: cells[fact] for fact in sorted(group)}
        rows = _all_combinations(own) if size[group] <= share else islice(_all_pairs(own, random), share)
        found += ({**rulebook.example_facts, **row} for row in rows)
    return found


def _largest(groups: Iterable[frozenset[str]]) -> list[frozenset[str]]:
    groups = set(groups)
    return [group for group in groups if group and not any(group < other for other in groups)]


def _all_combinations(cells: Mapping[str, Values]) -> Iterator[Facts]:
    for row in product(*cells.values()):
        yield dict(zip(cells, row, strict=True))


def _all_pairs(cells: Mapping[str, Values], random: Random) -> Iterator[Facts]:
    """Every pair of values of two facts, the rest at random; in random order, so that a part is fair."""
    pairs = [
        {one: a, other: b}
        for one, other in combinations(cells, 2)
        for a, b in product(cells[one], cells[other])
    ]
    random.shuffle(pairs)
    for pair in pairs:
        yield {fact: pair[fact] if fact in pair else random.choice(cells[fact]) for fact in cells}
