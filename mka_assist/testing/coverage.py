"""What the tests reach: per rule which verdicts, per single condition yes and no, and how often it decides.

A test reaches a rule when its outcome rests on it: for a partner's status every criterion of that partner,
for a verdict or a card that rule, and in both cases the derivations behind it. (Every rule is read in every
decision; counting that would say nothing.)
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from mka_assist.replay.checks import moment_of as moment_in
from mka_assist.replay.fixture import ExpectAmbulance, ExpectCard, ExpectStatus
from mka_assist.rulebook.analysis.space import Space
from mka_assist.rulebook.analysis.statements import Statements
from mka_assist.rulebook.condition import Test as Condition
from mka_assist.rulebook.condition import each_test
from mka_assist.rulebook.diagnostics import Place
from mka_assist.rulebook.examples import facts_of, moment_of
from mka_assist.rulebook.facts import WEEK_MINUTE, Facts
from mka_assist.rulebook.meaning import Verdict, effects, has_agreement, holds, judge, status, test_holds
from mka_assist.rulebook.model import Kind, Partner, Rule, RuleBook
from mka_assist.rulebook.vocabulary import CRITERIA
from mka_assist.rulebook.week import local
from mka_assist.testing.running import Runner
from mka_assist.testing.suite import CallTest, ExampleTest, Key, Suite
from mka_assist.testing.wording import rule_name, test_text

WORDS: Mapping[Verdict, str] = {True: "ja", False: "nee", None: "onbekend"}
Goal = tuple[Condition | None, Verdict]
"""What a test can reach: a verdict of a rule, or of one single condition in it."""


@dataclass(frozen=True, slots=True)
class Row:
    """One rule: how many tests reached yes, no and unknown, in how many it decided about a partner (None
    where it never could), and which of all goals none reached."""

    rule: Rule
    verdicts: tuple[int, int, int]
    decided: int | None
    goals: int
    missed: tuple[str, ...]

    @property
    def name(self) -> str:
        return rule_name(self.rule)


@dataclass(frozen=True, slots=True)
class Coverage:
    """The rules under test, in the order of their files."""

    rows: tuple[Row, ...]

    @property
    def goals(self) -> int:
        return sum(row.goals for row in self.rows)

    @property
    def reached(self) -> int:
        return self.goals - sum(len(row.missed) for row in self.rows)

    @property
    def percent(self) -> int:
        """Rounded down: 100 means all. Without anything to reach nothing is covered."""
        return self.reached * 100 // self.goals if self.goals else 0


@dataclass(slots=True)
class _Tally:
    verdicts: Counter[Verdict] = field(default_factory=Counter)
    decided: int = 0
    conditions: set[Goal] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class _Seen:
    """What the outcome of one test rests on, on the rules in force that day."""

    book: RuleBook
    facts: Facts
    on: dt.date
    partner: Partner | None = None
    rules: tuple[Rule, ...] = ()


def coverage(suite: Suite, runner: Runner, rules: Sequence[tuple[Key, Rule]] | None = None) -> Coverage:
    """What all tests together reach of the rules under test, or of some of these."""
    tallies: dict[Place, _Tally] = {}
    for test in suite.tests:
        seen = _of_call(test, suite, runner) if isinstance(test, CallTest) else _of_example(test, suite)
        if seen:
            _count(seen, tallies)
    reachable = _Reachable(suite)
    return Coverage(
        tuple(
            _row(rule, suite.books[key], tallies.get(rule.place, _Tally()), reachable)
            for key, rule in (suite.rules if rules is None else rules)
        )
    )


def _of_example(test: ExampleTest, suite: Suite) -> _Seen | None:
    whole = suite.books[test.book]
    on = moment_of(whole, test.example).date()
    book = whole.in_force(on)
    facts, _ = judge(book, facts_of(whole, test.rule, test.example))
    if test.rule.kind in CRITERIA:
        partner = book.partners.get(test.example.partner)
        return _Seen(book, facts, on, partner) if partner else None
    return _Seen(book, facts, on, rules=_known(book, test.rule.id))


def _of_call(test: CallTest, suite: Suite, runner: Runner) -> _Seen | None:
    expectation = test.expectation
    if not isinstance(expectation, ExpectStatus | ExpectAmbulance | ExpectCard):
        return None
    moment = moment_in(expectation, runner.moments(test))
    on = local(test.fixture.begin + dt.timedelta(seconds=moment.seconds)).date()
    book, facts = suite.books[test.book].in_force(on), moment.decision.facts
    match expectation:
        case ExpectStatus(partner=partner):
            return _Seen(book, facts, on, book.partners[partner])
        case ExpectCard(rule=rule):
            return _Seen(book, facts, on, rules=_known(book, rule))
        case _:
            rules = tuple(rule for rule in book.criteria if rule.kind is Kind.AMBULANCE)
            return _Seen(book, facts, on, rules=rules)


def _known(book: RuleBook, id: str) -> tuple[Rule, ...]:
    return (book.rules[id],) if id in book.rules else ()


def _count(seen: _Seen, tallies: dict[Place, _Tally]) -> None:
    book, partner = seen.book, seen.partner
    rules = seen.rules
    if partner:
        if not has_agreement(partner, seen.on):
            return  # no rule is looked at then
        rules = tuple(book.rules[id] for id in partner.criteria)
        done = effects(book, {rule.id: holds(rule.condition, seen.facts) for rule in book.criteria})
        found = status(partner, seen.facts, done, seen.on)
        for rule in rules:
            tallies.setdefault(rule.place, _Tally()).decided += done[rule.id] is found
    for rule in (*rules, *_derivations(book, rules)):
        tally = tallies.setdefault(rule.place, _Tally())
        tally.verdicts[holds(rule.condition, seen.facts)] += 1
        for test in each_test(rule.condition):
            tally.conditions.add((test, test_holds(test, seen.facts.get(test.fact))))


def _derivations(book: RuleBook, rules: Iterable[Rule]) -> Iterator[Rule]:
    """The derivations of what these rules look at, and of what those look at."""
    needed = {fact for rule in rules for fact in rule.facts}
    for stratum in reversed(book.strata):
        mine = [rule for rule in stratum if rule.derives and rule.derives[0] in needed]
        needed.update(fact for rule in mine for fact in rule.facts)
        yield from mine


class _Reachable:
    """Says, exactly, what any call at all could reach of a rule."""

    def __init__(self, suite: Suite) -> None:
        self._statements = [Statements(book, Space.of(book)) for book in suite.books.values()]

    def goals(self, rule: Rule) -> Iterator[Goal]:
        """The verdicts of the rule; of each of several conditions yes and no. (The clock has many: the
        opening hours count as one.)"""
        tests = dict.fromkeys(each_test(rule.condition))
        parts = [test for test in tests if test.fact != WEEK_MINUTE.name] if len(tests) > 1 else []
        goals: list[Goal] = [(None, verdict) for verdict in WORDS]
        goals += [(part, verdict) for part in parts for verdict in (True, False)]
        for goal in goals:
            if any(self._can(statements, rule, goal) for statements in self._statements):
                yield goal

    def _can(self, statements: Statements, rule: Rule, goal: Goal) -> bool:
        own = statements.rulebook.rules.get(rule.id)
        if own is None or own.place != rule.place:
            return False
        condition, verdict = goal
        if verdict is None:
            return bool(statements.unknown_boxes(condition or rule.condition))
        return bool(statements.where(condition or rule.condition, verdict))


def _row(rule: Rule, book: RuleBook, tally: _Tally, reachable: _Reachable) -> Row:
    goals = [*reachable.goals(rule)]
    missed = [goal for goal in goals if not _reached(goal, tally)]
    decides = tally.decided if rule.kind in CRITERIA else None
    verdicts = tally.verdicts[True], tally.verdicts[False], tally.verdicts[None]
    return Row(rule, verdicts, decides, len(goals), tuple(_told(goal, book) for goal in missed))


def _reached(goal: Goal, tally: _Tally) -> bool:
    condition, verdict = goal
    return (condition, verdict) in tally.conditions if condition else tally.verdicts[verdict] > 0


def _told(goal: Goal, book: RuleBook) -> str:
    condition, verdict = goal
    return f'{WORDS[verdict]} op "{test_text(condition, book.facts)}"' if condition else WORDS[verdict]
