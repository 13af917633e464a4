"""The example that tells a changed rule from the rule as it is; none when no example can."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from mka_assist.rulebook.analysis.boxes import Box
from mka_assist.rulebook.analysis.space import Space
from mka_assist.rulebook.condition import Test
from mka_assist.rulebook.diagnostics import Finding
from mka_assist.rulebook.examples import facts_of, failure_of, moment_of, rules_of
from mka_assist.rulebook.facts import WEEK_MINUTE, Value
from mka_assist.rulebook.meaning import Verdict, effects, judge, status
from mka_assist.rulebook.model import Example, Kind, Partner, Rule, RuleBook
from mka_assist.rulebook.vocabulary import CRITERIA
from mka_assist.rulebook.week import DAY, local, week_minute
from mka_assist.testing.differences import Difference, Pair
from mka_assist.testing.mutations import Mutant
from mka_assist.testing.wording import example_text

_ONE_DAY = dt.timedelta(days=1)
_WORDS: Mapping[Verdict, str] = {True: "ja", False: "nee", None: "onbekend"}
Period = tuple[dt.date, dt.date]
"""The first and the last day of a time in which the same rules and agreements are in force."""


@dataclass(frozen=True, slots=True)
class Telling:
    """An example that comes out as it says on the rules as they are, and not on the changed ones.

    `rule` is the one to put it with; None when the region has no rule of its own for this partner.
    """

    rule: Rule | None
    example: Example

    @property
    def text(self) -> str:
        """The example as a line to paste."""
        example = self.example
        known = self.rule is not None and Path(self.rule.place.file).stem == example.partner
        return example_text(
            example.facts,
            example.expected,
            because=example.because,
            at=example.at,
            partner="" if known else example.partner,
        )

    def notices(self, mutant: Mutant, book: RuleBook) -> bool:
        """Does this example notice another mutant too?"""
        changed = mutant.within(book)
        return changed is not None and _failure(changed, self) is not None


def tell_apart(mutant: Mutant, book: RuleBook) -> Telling | None:
    """An example on this rulebook that notices the mutant; None when there is none."""
    changed = mutant.within(book)
    if changed is None:
        return None
    names = dict.fromkeys((mutant.rule.id, mutant.rule.replaces))
    if mutant.rule.kind is Kind.AFLEIDING:  # what it derives may bear on any other rule
        names.update(dict.fromkeys(book.rules))
    for period in _periods(book):
        pair = Pair(book.in_force(period[0]), changed.in_force(period[0]), period[0])
        for difference in pair.differences(names):
            found = _told(difference, pair.space, book, period)
            if found and _failure(changed, found):
                return _shortened(found, book, changed)
    return None


def _periods(book: RuleBook) -> Iterator[Period]:
    starts = {book.valid_from}
    for rule in book.rules.values():
        starts.update(_turns(rule.valid_from, rule.valid_until))
    for partner in book.partners.values():
        if partner.agreement:
            starts.update(_turns(partner.agreement.date, partner.agreement.valid_until))
    ordered = sorted(start for start in starts if start >= book.valid_from)
    for start, following in zip(ordered, (*ordered[1:], dt.date.max), strict=True):
        yield start, following - _ONE_DAY


def _turns(first: dt.date | None, last: dt.date | None) -> Iterator[dt.date]:
    if first:
        yield first
    if last and last < dt.date.max:
        yield last + _ONE_DAY


def _told(difference: Difference, space: Space, book: RuleBook, period: Period) -> Telling | None:
    """The example for a difference, or None when its hour falls on no day of the period."""
    rule, partner, box = difference.rule, difference.partner, difference.box
    space = space if partner else replace(space, plain_case={})
    call: dict[str, Value | None] = space.call_of(box)
    call.pop(WEEK_MINUTE.name, None)
    blank = Example(
        facts=call or _anything(book, rule, partner),
        expected="",
        because=rule.id if partner and difference.decides else "",
        partner=partner.id if partner else "",
        place=rule.place,
    )
    usual = moment_of(book, blank)
    at = _moment(space, box, usual, period)
    if at is None:
        return None
    host = _host(book, rule, partner)
    dated = blank.model_copy(update={"at": None if at == usual else at})
    expected = _outcome(book, host or rule, dated)
    return Telling(host, dated.model_copy(update={"expected": expected}))


def _moment(space: Space, box: Box, usual: dt.datetime, period: Period) -> dt.datetime | None:
    """A moment in the period and in the box: the usual one, else at the usual hour, where that will do."""
    first, last = period
    clock = space.index.get(WEEK_MINUTE.name, -1)
    mask = box.get(clock)

    def fits(at: dt.datetime) -> bool:
        return mask is None or bool(mask & space.fields[clock].cell(week_minute(at)))

    if first <= usual.date() <= last and fits(usual):
        return usual
    week = [first + number * _ONE_DAY for number in range(min((last - first).days, 6) + 1)]
    hours = [usual.time(), *(_hours(space.fields[clock].tests) if mask is not None else ())]
    return next(filter(fits, (_at(day, hour) for hour in hours for day in week)), None)


def _hours(tests: Iterable[Test]) -> Iterator[dt.time]:
    """Every hour at which the verdict of a test on the clock may turn."""
    minutes = {(int(test.values[0]) + step) % DAY for test in tests for step in (-1, 0, 1)}
    for minute in sorted({0, *minutes}):
        yield dt.time(minute // 60, minute % 60)


def _at(day: dt.date, hour: dt.time) -> dt.datetime:
    return local(dt.datetime.combine(day, hour))


def _anything(book: RuleBook, rule: Rule, partner: Partner | None) -> Mapping[str, Value | None]:
    """A fact to name where none matters, since an example must name one."""
    if partner and book.example_facts:
        name = next(iter(book.example_facts))
        return {name: book.example_facts[name]}
    return {min(rule.facts - {WEEK_MINUTE.name}, default="vermoeden_reanimatie"): None}


def _host(book: RuleBook, rule: Rule, partner: Partner | None) -> Rule | None:
    """The rule under which the example can stand: in the file of this rulebook, about this partner."""
    if partner is None:
        return rule
    concerned = (*partner.criteria, *partner.replaced)
    hosts = [own for own in rules_of(book) if "id" in own.places and own.id in concerned]
    return min(hosts, key=lambda own: (own.id != rule.id, own.applies_to != (partner.id,)), default=None)


def _outcome(book: RuleBook, rule: Rule, example: Example) -> str:
    """What comes of an example."""
    on = moment_of(book, example).date()
    book = book.in_force(on)
    facts, verdicts = judge(book, facts_of(book, rule, example))
    if rule.kind not in CRITERIA:
        return _WORDS[verdicts.get(rule.id)]
    return status(book.partners[example.partner], facts, effects(book, verdicts), on).value


def _failure(book: RuleBook, telling: Telling) -> Finding | None:
    """What is wrong with the example on a rulebook. Without a rule of its own any criterion stands for it."""
    example = telling.example
    partner = book.partners.get(example.partner)
    stand_in = next((book.rules[id] for id in partner.criteria), None) if partner else None
    rule = telling.rule or stand_in
    return failure_of(book, rule, example) if rule else None


def _shortened(telling: Telling, book: RuleBook, changed: RuleBook) -> Telling:
    """The same example without the facts it can do without."""
    for name in telling.example.facts:
        facts = {other: value for other, value in telling.example.facts.items() if other != name}
        shorter = replace(telling, example=telling.example.model_copy(update={"facts": facts}))
        if facts and _failure(book, shorter) is None and _failure(changed, shorter):
            telling = shorter
    return telling
