"""Which changes to a rule no test notices, and the example that would."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from mka_assist.rulebook.model import Rule, RuleBook
from mka_assist.testing.mutations import Mutant, mutants
from mka_assist.testing.running import all_pass
from mka_assist.testing.suite import CallTest, Key, Suite, Test
from mka_assist.testing.telling import Telling, tell_apart


@dataclass(frozen=True, slots=True)
class Missed:
    """An example to add, and the mutants that it notices and no test does."""

    telling: Telling
    mutants: tuple[Mutant, ...]


@dataclass(frozen=True, slots=True)
class Hunt:
    """What became of every mutant. In `same` are those that no example can tell from the rule itself."""

    noticed: tuple[Mutant, ...]
    same: tuple[Mutant, ...]
    missed: tuple[Missed, ...]

    @property
    def unnoticed(self) -> int:
        return sum(len(missed.mutants) for missed in self.missed)

    @property
    def total(self) -> int:
        return len(self.noticed) + len(self.same) + self.unnoticed

    @property
    def ok(self) -> bool:
        """Was something tried, and did a test notice everything that can be noticed?"""
        return self.total > 0 and not self.missed


def hunt(suite: Suite, rules: Sequence[tuple[Key, Rule]] | None = None) -> Hunt:
    """Try every mutant of the rules under test, or of some of these, on all tests. They must pass already."""
    noticed: list[Mutant] = []
    same: list[Mutant] = []
    missed: dict[int, tuple[Key, Telling, list[Mutant]]] = {}
    for mutant in _mutants(suite, suite.rules if rules is None else rules):
        books = _changed_books(mutant, suite.books)
        if not all_pass(books, _in_order(mutant.rule, suite.tests, books)):
            noticed.append(mutant)
            continue
        known = next((m for m in missed.values() if m[1].notices(mutant, suite.books[m[0]])), None)
        if known:
            known[2].append(mutant)
            continue
        tellings = ((key, tell_apart(mutant, suite.books[key])) for key in books)
        found = next(((key, telling) for key, telling in tellings if telling), None)
        if found:
            missed[len(missed)] = (*found, [mutant])
        else:
            same.append(mutant)
    told = tuple(Missed(telling, tuple(found)) for _, telling, found in missed.values())
    return Hunt(tuple(noticed), tuple(same), told)


def _mutants(suite: Suite, rules: Sequence[tuple[Key, Rule]]) -> Iterator[Mutant]:
    for key, rule in rules:
        yield from mutants(rule, suite.books[key].facts)


def _changed_books(mutant: Mutant, books: Mapping[Key, RuleBook]) -> dict[Key, RuleBook]:
    """The rulebooks in which the rule stands, each with the change."""
    found = {key: mutant.within(book) for key, book in books.items()}
    return {key: book for key, book in found.items() if book}


def _in_order(rule: Rule, tests: tuple[Test, ...], books: Mapping[Key, RuleBook]) -> list[Test]:
    """The tests on these rulebooks, quickest to notice first: the rule's own, other examples, calls."""

    def rank(test: Test) -> int:
        return 2 if isinstance(test, CallTest) else int(test.rule.place != rule.place)

    return sorted((test for test in tests if test.book in books), key=rank)
