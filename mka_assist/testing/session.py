"""One round of testing: what is asked for, and everything that came out."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from mka_assist.rulebook.diagnostics import Finding, Place
from mka_assist.testing.coverage import Coverage, coverage
from mka_assist.testing.mutants import Hunt, hunt
from mka_assist.testing.running import Result, Runner, run
from mka_assist.testing.suite import collect


@dataclass(frozen=True, slots=True)
class Request:
    """Which tests to run, and what more to find out. `minimum` is a percentage of coverage."""

    paths: tuple[Path, ...]
    calls: tuple[Path, ...] = ()
    region: str = ""
    only: str = ""
    coverage: bool = False
    minimum: int = 0
    mutants: bool = False


@dataclass(frozen=True, slots=True)
class Report:
    """What came out. `broken` is what is wrong without being one test: what cannot be read, and nothing to
    test at all. `hunt` is None when no mutants were asked for, or when some test fails already."""

    request: Request
    results: tuple[Result, ...]
    broken: tuple[Finding, ...]
    coverage: Coverage | None = None
    hunt: Hunt | None = None
    failures: tuple[Result, ...] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "failures", tuple(result for result in self.results if result.failure))

    @property
    def passed(self) -> bool:
        """Did every test pass, and was everything readable?"""
        return not self.failures and not self.broken

    @property
    def ok(self) -> bool:
        """Is everything as asked: tests, coverage and mutants?"""
        enough = self.coverage is None or self.coverage.percent >= self.request.minimum
        return self.passed and enough and (self.hunt is None or self.hunt.ok)


def carry_out(request: Request) -> Report:
    """Find and run the tests. Raises `InputError` when a path cannot be read at all."""
    suite = collect(request.paths, request.calls, request.region)
    chosen = suite.only(request.only)
    broken = suite.broken
    if not chosen.tests and not broken:
        broken = (_nothing(request.paths, request.only),)
    with closing(Runner(suite.books)) as runner:
        results = tuple(run(runner, chosen.tests))
        covered = coverage(suite, runner, chosen.rules) if request.coverage else None
        every = all(runner.failure(test) is None for test in suite.tests) if request.mutants else False
    hunted = hunt(suite, chosen.rules) if every and not broken else None
    return Report(request, results, broken, covered, hunted)


def _nothing(paths: Sequence[Path], only: str) -> Finding:
    """Green because there was nothing to test is not green."""
    place = Place(str(paths[0])) if paths else Place("")
    if only:
        help = "Laat --only weg om de namen van alle tests te zien met --format json."
        return Finding("V011", place, f'geen enkele test heeft "{only}" in de naam', help)
    help = "Zet voorbeelden bij de regels, of noem meldingen met --calls."
    return Finding("V011", place, "hier is geen enkele test gevonden", help)
