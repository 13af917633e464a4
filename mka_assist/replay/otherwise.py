"""Which calls of a journal or of fixtures would have been decided otherwise by other rules."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from mka_assist.call.events import Event
from mka_assist.call.log import JournalError
from mka_assist.call.state import CallState, EventOrderError, apply, facts
from mka_assist.decision.decide import Decider
from mka_assist.journal.store import Journal
from mka_assist.replay.fixture import Fixture
from mka_assist.replay.playing import play
from mka_assist.replay.reading import read_fixture
from mka_assist.rulebook.diagnostics import Finding, InputError
from mka_assist.rulebook.difference.outcomes import NONE, Outcome, Subject, decided, renamed_cards
from mka_assist.rulebook.facts import WEEK_MINUTE, Facts, FactSpec
from mka_assist.rulebook.loading import files_under
from mka_assist.rulebook.meaning import Verdict, read_rules
from mka_assist.rulebook.model import Rule, RuleBook
from mka_assist.rulebook.week import week_minute

Books = Callable[[str], Sequence[RuleBook]]
"""The rulebooks with which a call of a region may be read, tried in turn; none when it is not looked at."""


@dataclass(frozen=True, slots=True)
class RecordedCall:
    """A call as it went: how it stood after each event, with the moment."""

    number: str
    region: str
    opened_at: dt.datetime
    moments: tuple[tuple[dt.datetime, CallState], ...]


@dataclass(frozen=True, slots=True)
class Otherwise:
    """One thing in a call that would have gone otherwise, at the first moment at which it would."""

    call: RecordedCall
    seconds: int
    subject: Subject
    was: Outcome
    becomes: Outcome


class _RegionError(Exception):
    """Carries the region of a fixture out of the reader, before anything else of it is read."""


class _Definition:
    """The definition in the place of the engine: to play a call, one channel is enough."""

    def judge(self, rules: tuple[Rule, ...], facts: Facts) -> Mapping[str, Verdict]:
        return read_rules(rules, facts)

    def close(self) -> None:
        """Nothing to let go of."""


def fixture_calls(paths: Iterable[Path], books: Books) -> Iterator[RecordedCall]:
    """The calls in fixtures (files, or folders of them) whose region is looked at. Raises `InputError` with
    every mistake in a fixture."""
    findings: dict[Finding, None] = {}
    for path in paths:
        for file in files_under(path) if os.path.isdir(path) else (path,):  # noqa: PTH112  # never raises
            try:
                if candidates := books(_region(file)):
                    yield _played(_read(file, candidates))
            except InputError as problem:
                findings.update(dict.fromkeys(problem.findings))
    if findings:
        raise InputError(*findings)


def _region(file: Path) -> str:
    def tell(region: str) -> RuleBook:
        raise _RegionError(region)

    try:
        read_fixture(file, tell)
    except _RegionError as region:
        return str(region)
    raise AssertionError("a fixture is read with a rulebook")


def _read(file: Path, candidates: Sequence[RuleBook]) -> tuple[Fixture, RuleBook]:
    """A fixture with the first rulebook that knows everything it names."""
    *others, last = candidates
    for book in others:
        with suppress(InputError):
            return read_fixture(file, partial(_always, book)), book
    return read_fixture(file, partial(_always, last)), last


def _always(book: RuleBook, region: str) -> RuleBook:
    return book


def _played(read: tuple[Fixture, RuleBook]) -> RecordedCall:
    fixture, book = read
    decider = Decider(book, lambda _: _Definition())
    moments = [
        (fixture.begin + dt.timedelta(seconds=moment.seconds), moment.state)
        for moment in play(fixture, decider)
    ]
    return RecordedCall(fixture.id, fixture.region, fixture.begin, tuple(moments))


def journal_calls(url: str) -> Iterator[RecordedCall]:
    """The calls in a journal, first opened first. Raises `JournalError`."""
    with Journal.open(url, writable=False) as journal:
        for stored in journal.calls():
            yield _folded(stored.number, journal.read(stored.number))


def _folded(number: str, events: Sequence[Event]) -> RecordedCall:
    state: CallState | None = None
    moments: list[tuple[dt.datetime, CallState]] = []
    try:
        for event in events:
            state = apply(state, event)
            moments.append((event.at, state))
    except EventOrderError as error:
        raise JournalError(f"Melding {number} is niet te lezen: {error}") from error
    assert state, number
    return RecordedCall(number, state.region, state.opened_at, tuple(moments))


def otherwise(call: RecordedCall, old: RuleBook, new: RuleBook, on: dt.date) -> tuple[Otherwise, ...]:
    """What the new rules of a day would have decided otherwise than the old in a call: each change once, at
    its first moment. The clock is that of the call."""
    before, after = old.in_force(on), new.in_force(on)
    specs: Mapping[str, FactSpec] = {**old.facts, **new.facts}
    renamed = renamed_cards(before, after)
    found: dict[tuple[Subject, Outcome, Outcome], Otherwise] = {}
    for at, state in call.moments:
        known = {**facts(state, specs), WEEK_MINUTE.name: week_minute(at)}
        was = {renamed.get(who, who): what for who, what in decided(before, known, on).items()}
        becomes = decided(after, known, on)
        for subject in dict.fromkeys((*becomes, *was)):
            nothing = NONE[subject.about]
            change = subject, was.get(subject, nothing), becomes.get(subject, nothing)
            if change[1] != change[2]:
                seconds = int((at - call.opened_at).total_seconds())
                found.setdefault(change, Otherwise(call, seconds, *change))
    return (*found.values(),)
