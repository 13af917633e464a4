"""Finding the tests: examples in rule files and expectations in calls, each with a name and a place."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from mka_assist.replay.checks import wanted
from mka_assist.replay.fixture import Expectation, Fixture
from mka_assist.replay.reading import read_fixture
from mka_assist.rulebook.checking import context_of, region_root
from mka_assist.rulebook.diagnostics import Diagnostics, Finding, InputError, Place, errors_in
from mka_assist.rulebook.examples import rules_of
from mka_assist.rulebook.loading import RuleFiles, files_under, find_rule_files, read_rulebook, region_file
from mka_assist.rulebook.model import Example, Rule, RuleBook
from mka_assist.testing.wording import example_name, numbered, rule_name

Key = tuple[str, str]
"""A rulebook: its folder, and its region ("" for the nation)."""
SMOOTH = "verloopt zonder weigering of terugval"


@dataclass(frozen=True, slots=True)
class ExampleTest:
    """An example in a rule file."""

    name: str
    place: Place
    book: Key
    rule: Rule
    example: Example


@dataclass(frozen=True, slots=True)
class CallTest:
    """One expectation of a call; None is what every call is held to: nothing refused or fallen back on
    that was not expected."""

    name: str
    place: Place
    book: Key
    fixture: Fixture
    expectation: Expectation | None


Test = ExampleTest | CallTest


@dataclass(frozen=True, slots=True)
class Suite:
    """Every test, the rulebooks they run on, and what could not be read and so fails by itself."""

    books: Mapping[Key, RuleBook]
    rules: tuple[tuple[Key, Rule], ...]
    """The rules in the files that are tested, each with the rulebook in which its examples stand."""
    tests: tuple[Test, ...]
    broken: tuple[Finding, ...]

    def only(self, text: str) -> Suite:
        """The tests with this text in their name, and the rules with this text in theirs or with such a test.
        What cannot be read still fails."""
        chosen = text.casefold()
        tests = tuple(test for test in self.tests if chosen in test.name.casefold())
        places = {test.rule.place for test in tests if isinstance(test, ExampleTest)}
        rules = tuple(
            (key, rule)
            for key, rule in self.rules
            if rule.place in places or chosen in rule_name(rule).casefold()
        )
        return replace(self, tests=tests, rules=rules)


def collect(paths: Sequence[Path], calls: Sequence[Path] = (), region: str = "") -> Suite:
    """The tests in rule files or folders, and in calls on those rules. With a region: the nation and that
    region only. Raises `InputError` when a path cannot be read at all, or the region is not there."""
    reading = Reading()
    tests: dict[Place, Test] = {}
    for path in paths:
        tests.update((test.place, test) for test in reading.rules(path, region))
    found: list[Test] = [*tests.values()]
    for file in dict.fromkeys(file for path in calls for file in _call_files(path)):
        found += reading.call(file)
    broken = reading.errors()
    if unreadable := [finding for finding in broken if finding.code.startswith("B00")]:
        raise InputError(*unreadable)
    names = numbered(test.name for test in found)
    named = tuple(replace(test, name=name) for test, name in zip(found, names, strict=True))
    return Suite(reading.books, (*reading.own.values(),), named, broken)


class _OtherRulesError(Exception):
    """A call of a region whose rules are not tested now, or could not be read."""


class Reading:
    """Reads rulebooks once each, and then calls on them."""

    def __init__(self) -> None:
        self.books: dict[Key, RuleBook] = {}
        self.own: dict[Place, tuple[Key, Rule]] = {}
        """The rules in the files that are tested, each with the rulebook in which its examples stand."""
        self._folders: list[RuleFiles] = []
        self._report = Diagnostics.empty()

    def errors(self) -> tuple[Finding, ...]:
        """Everything found wrong so far, each thing once."""
        return errors_in(self._report.sorted())

    def rules(self, path: Path, region: str = "") -> Iterator[Test]:
        """The tests of one path: a folder with all its regions, a file in its context."""
        if not os.path.isdir(path):  # noqa: PTH112  # Path.is_dir raises on a name that is too long
            root, context = context_of(path)
            if region in ("", path.stem) or not region_root(path.parent):
                yield from self._book(root, (*context, path), str(path))
        elif region_root(path):
            for file in files_under(path):
                yield from self.rules(file, region)
        else:
            files = find_rule_files(path)
            self._folders.append(files)
            if files.national:
                yield from self._book(path, files.national)
            for file in region_file(files, region) or files.regions.values():
                yield from self._book(path, (*files.national, file))

    def _book(self, root: Path, files: tuple[Path, ...], own: str = "") -> Iterator[Test]:
        report = Diagnostics.empty()
        book = read_rulebook(root, files, report)
        self._report.findings.extend(report.findings)
        if book is None or errors_in(report.findings):
            return
        key = str(root), book.region
        self.books[key] = book
        for rule in rules_of(book):
            if own in ("", rule.place.file):
                self.own[rule.place] = key, rule
                for example in rule.examples:
                    yield ExampleTest(example_name(rule, example), example.place, key, rule, example)

    def call(self, path: Path) -> Iterator[Test]:
        """The tests of one call; none when it is about rules that are not tested now."""
        try:
            fixture = read_fixture(path, self._rulebook)
        except _OtherRulesError:
            return
        except InputError as problem:
            self._report.findings.extend(problem.findings)
            return
        key = next(key for key in self.books if key[1] == fixture.region)
        for expectation in (*fixture.expectations, None):
            name = f"melding {fixture.id}: {wanted(expectation) if expectation else SMOOTH}"
            place = expectation.place if expectation else Place(str(path))
            yield CallTest(name, place, key, fixture, expectation)

    def _rulebook(self, region: str) -> RuleBook:
        book = next((book for (_, known), book in self.books.items() if known == region), None)
        if book:
            return book
        if region and self._folders and not any(region in files.regions for files in self._folders):
            region_file(self._folders[0], region)  # raises: there is no such region
        raise _OtherRulesError(region)


def _call_files(path: Path) -> tuple[Path, ...]:
    return files_under(path) if os.path.isdir(path) else (path,)  # noqa: PTH112  # see above
