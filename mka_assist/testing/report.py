"""What came out of a round of testing, told to a person and to a program."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from mka_assist.rulebook.diagnostics import Finding
from mka_assist.testing.coverage import Coverage, Row
from mka_assist.testing.mutants import Hunt, Missed
from mka_assist.testing.running import Result
from mka_assist.testing.session import Report

OK, WRONG = "✓", "✗"
_HEADS = ("ja", "nee", "onbekend", "beslist")


def text_lines(report: Report) -> Iterator[str]:
    """The folders with their number of tests, what failed and why, and a closing line; then coverage and
    mutants where asked for."""
    for finding in report.broken:
        yield f"{WRONG} {finding}"
    yield from _folders(report.results)
    yield closing_line(report)
    if report.coverage:
        yield from ("", *_coverage_lines(report.coverage, report.request.minimum))
    if report.request.mutants:
        yield from ("", *_hunt_lines(report.hunt))


def short_lines(report: Report) -> Iterator[str]:
    """What failed and the closing line: enough for somebody who is editing."""
    for finding in report.broken:
        yield f"{WRONG} {finding}"
    for result in report.failures:
        yield from _failure_lines(result)
    yield closing_line(report)


def closing_line(report: Report) -> str:
    """ "✓ 330 tests geslaagd", "✗ 2 van 330 tests mislukt"."""
    number = len(report.results)
    parts = []
    if report.failures:
        parts.append(f"{len(report.failures)} van {_count(number, 'test', 'tests')} mislukt")
    elif report.passed or number:
        parts.append(f"{_count(number, 'test', 'tests')} geslaagd")
    if report.broken:
        parts.append(_count(len(report.broken), "fout", "fouten"))
    return f"{OK if report.passed else WRONG} {', '.join(parts)}"


def as_json(report: Report) -> dict[str, Any]:
    """The contract of `rules test --format json`."""
    found: dict[str, Any] = {
        "ok": report.ok,
        "passed": len(report.results) - len(report.failures),
        "failed": len(report.failures),
        "broken": [_finding(finding) for finding in report.broken],
        "tests": [_test(result) for result in report.results],
    }
    if report.coverage:
        found["coverage"] = _coverage(report.coverage, report.request.minimum)
    if report.request.mutants:
        found["mutants"] = _hunt(report.hunt) if report.hunt else None
    return found


def _folders(results: Sequence[Result]) -> Iterator[str]:
    folders: dict[Path, list[Result]] = {}
    for result in results:
        folders.setdefault(Path(result.test.place.file).parent, []).append(result)
    for folder, mine in folders.items():
        wrong = [result for result in mine if result.failure]
        files = len({result.test.place.file for result in mine})
        told = f"{_count(len(mine), 'test', 'tests')} in {_count(files, 'bestand', 'bestanden')}"
        yield f"{WRONG if wrong else OK} {folder}: {told}{f', {len(wrong)} mislukt' if wrong else ''}"
        for result in wrong:
            yield from _failure_lines(result)


def _failure_lines(result: Result) -> Iterator[str]:
    yield f"  {WRONG} {result.test.name}"
    yield f"    {result.failure}"


def _coverage_lines(coverage: Coverage, minimum: int) -> Iterator[str]:
    """A table with a row per rule; below it what no test reached."""
    width = max((len(row.name) for row in coverage.rows), default=0)
    yield " ".join(("Dekking".ljust(width), *(head.rjust(8) for head in _HEADS)))
    for row in coverage.rows:
        cells = "".join(f" {number:>8}" for number in (*map(str, row.verdicts), _decided(row)))
        yield f"{row.name.ljust(width)}{cells}"
        if row.missed:
            yield f"  nooit {'; '.join(row.missed)}"
    yield f"{coverage.percent}% bereikt: {coverage.reached} van {coverage.goals} uitkomsten"
    if coverage.percent < minimum:
        yield f"{WRONG} de dekking is lager dan {minimum}%"


def _decided(row: Row) -> str:
    return "-" if row.decided is None else str(row.decided)


def _hunt_lines(hunt: Hunt | None) -> Iterator[str]:
    if hunt is None:
        yield f"{WRONG} Mutanten: niet geprobeerd, want eerst moeten alle tests slagen"
        return
    told = f"{len(hunt.noticed)} opgemerkt, {len(hunt.same)} zonder verschil, {hunt.unnoticed} niet opgemerkt"
    tried = _count(hunt.total, "verandering", "veranderingen")
    yield f"{OK if hunt.ok else WRONG} Mutanten: {tried} geprobeerd, {told}"
    for mutant in hunt.same:
        yield f"  = {mutant.name} (geen voorbeeld kan het merken)"
    for missed in hunt.missed:
        yield from (f"  {WRONG} {mutant.name}" for mutant in missed.mutants)
        yield f"    {_where(missed)}"
        yield f"    {missed.telling.text}"


def _where(missed: Missed) -> str:
    rule = missed.telling.rule
    if rule is None:
        return "voeg een melding toe waarin dit uitkomt (de regio heeft hiervoor geen eigen regel):"
    return f"voeg dit voorbeeld toe bij {rule.id} ({rule.place.file}:{rule.place.line}):"


def _test(result: Result) -> dict[str, Any]:
    place = result.test.place
    told = {
        "name": result.test.name,
        "file": place.file,
        "line": place.line,
        "column": place.column,
        "ok": result.failure is None,
    }
    return told | ({"failure": _finding(result.failure)} if result.failure else {})


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "code": finding.code,
        "file": finding.place.file,
        "line": finding.place.line,
        "column": finding.place.column,
        "message": finding.message,
        "help": finding.help,
    }


def _coverage(coverage: Coverage, minimum: int) -> dict[str, Any]:
    return {
        "percent": coverage.percent,
        "minimum": minimum,
        "reached": coverage.reached,
        "goals": coverage.goals,
        "rules": [_row(row) for row in coverage.rows],
    }


def _row(row: Row) -> dict[str, Any]:
    numbers = dict(zip(_HEADS, (*row.verdicts, row.decided), strict=True))
    return {"rule": row.name, **numbers, "missed": list(row.missed)}


def _hunt(hunt: Hunt) -> dict[str, Any]:
    return {
        "noticed": [mutant.name for mutant in hunt.noticed],
        "same": [mutant.name for mutant in hunt.same],
        "missed": [_missed(missed) for missed in hunt.missed],
    }


def _missed(missed: Missed) -> dict[str, Any]:
    rule = missed.telling.rule
    return {
        "mutants": [mutant.name for mutant in missed.mutants],
        "example": missed.telling.text,
        "rule": rule.id if rule else "",
        "file": rule.place.file if rule else "",
        "line": rule.place.line if rule else 0,
    }


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"
