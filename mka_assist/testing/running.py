"""Running tests: an example by the definition, a call through the same session and decider as a live one."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass

from mka_assist.decision.decide import BuildChannel, Decider
from mka_assist.replay.checks import Check, check
from mka_assist.replay.playing import Moment, play
from mka_assist.rulebook.diagnostics import Finding
from mka_assist.rulebook.examples import failure_of
from mka_assist.rulebook.facts import Facts
from mka_assist.rulebook.meaning import Verdict, read_rules
from mka_assist.rulebook.model import Rule, RuleBook
from mka_assist.testing.suite import CallTest, ExampleTest, Key, Test


@dataclass(frozen=True, slots=True)
class Result:
    """One test that ran: what is wrong, if anything, and how long it took."""

    test: Test
    failure: Finding | None
    seconds: float = 0.0


class DefinitionOnly:
    """A second channel that is the first: for changed rules, where only the meaning is asked."""

    def __init__(self, rulebook: RuleBook) -> None:
        pass

    def judge(self, rules: tuple[Rule, ...], facts: Facts) -> Mapping[str, Verdict]:
        return read_rules(rules, facts)

    def close(self) -> None:
        pass


class Runner:
    """Runs tests on rulebooks, each call played once. Use in a `with closing(…)`: it may keep engines."""

    def __init__(self, books: Mapping[Key, RuleBook], build: BuildChannel | None = None) -> None:
        self._books = books
        self._build = build
        self._deciders: dict[Key, Decider] = {}
        self._played: dict[int, tuple[Sequence[Moment], Sequence[Check]]] = {}

    def failure(self, test: Test) -> Finding | None:
        """What is wrong with a test, or None when it passes."""
        if isinstance(test, ExampleTest):
            return failure_of(self._books[test.book], test.rule, test.example)
        _, checks = self._play(test)
        number = len(test.fixture.expectations)
        if test.expectation:
            number = test.fixture.expectations.index(test.expectation)
            checks = checks[number : number + 1]
        else:
            checks = checks[number:]
        wrong = [f"{one.expected}; uitkomst: {one.found}" for one in checks if not one.ok]
        return Finding("V010", test.place, f"verwacht: {', en '.join(wrong)}") if wrong else None

    def moments(self, test: CallTest) -> Sequence[Moment]:
        """How the call of a test went."""
        return self._play(test)[0]

    def _play(self, test: CallTest) -> tuple[Sequence[Moment], Sequence[Check]]:
        key = id(test.fixture)
        if key not in self._played:
            moments = tuple(play(test.fixture, self._decider(test.book)))
            self._played[key] = moments, check(test.fixture, moments)
        return self._played[key]

    def _decider(self, key: Key) -> Decider:
        if key not in self._deciders:
            book = self._books[key]
            self._deciders[key] = Decider(book, self._build) if self._build else Decider(book)
        return self._deciders[key]

    def close(self) -> None:
        """Let go of the engines."""
        for decider in self._deciders.values():
            decider.close()


def run(runner: Runner, tests: Iterable[Test]) -> Iterator[Result]:
    """Run each test, in order."""
    for test in tests:
        begin = time.perf_counter()
        failure = runner.failure(test)
        yield Result(test, failure, time.perf_counter() - begin)


def all_pass(books: Mapping[Key, RuleBook], tests: Iterable[Test]) -> bool:
    """Do these tests pass on these rulebooks, by the definition? Stops at the first that does not."""
    with closing(Runner(books, DefinitionOnly)) as runner:
        return all(runner.failure(test) is None for test in tests)
