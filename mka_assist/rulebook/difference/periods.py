"""Differences in time: today's, and those that only show once a rule or an agreement begins or ends."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from mka_assist.rulebook.analysis.wording import box_in_words
from mka_assist.rulebook.difference.compare import Difference, Region, compare
from mka_assist.rulebook.model import RuleBook

_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Period:
    """From a day on: the differences that were not there before it, and how many from before are gone."""

    start: dt.date
    difference: Difference
    new: tuple[Region, ...]
    gone: int


def periods(old: RuleBook, new: RuleBook, on: dt.date) -> tuple[Period, ...]:
    """The differences on a day, then for every later day on which they change. Never empty; nothing is said
    of days before."""
    order = {name: position for position, name in enumerate((*old.facts, *new.facts))}
    found: list[Period] = []
    known: set[object] = set()
    for day in (on, *sorted({*_turns(old, on), *_turns(new, on)})):
        difference = compare(old, new, day)
        here = {_key(region, difference, order): region for region in difference.regions}
        fresh = tuple(region for key, region in here.items() if key not in known)
        gone = len(known - here.keys())
        if not found or fresh or gone:
            found.append(Period(day, difference, fresh, gone))
        known = set(here)
    return tuple(found)


def _turns(book: RuleBook, after: dt.date) -> Iterator[dt.date]:
    """The days after a day on which other rules or agreements come into force."""
    spans = [(rule.valid_from, rule.valid_until) for rule in book.rules.values()]
    agreements = (partner.agreement for partner in book.partners.values())
    spans += [(agreement.date, agreement.valid_until) for agreement in agreements if agreement]
    for first, last in spans:
        if first and first > after:
            yield first
        if last and after <= last < dt.date.max:
            yield last + _DAY


def _key(region: Region, difference: Difference, order: dict[str, int]) -> object:
    """What a region says, apart from the cells it is said in."""
    words = box_in_words(difference.space, region.box, order)
    return region.subject, words, region.was, region.becomes
