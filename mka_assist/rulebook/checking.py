"""`rules check`: read files or folders of rules and report everything that is wrong with them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from mka_assist.rulebook.diagnostics import Diagnostics, Finding, InputError, Place, Severity, errors_in
from mka_assist.rulebook.examples import run_examples
from mka_assist.rulebook.loading import REGION_FOLDER, find_rule_files, read_rulebook
from mka_assist.rulebook.model import Kind, RuleBook


@dataclass(frozen=True, slots=True)
class CheckResult:
    """Every finding once, the files that were looked at, and whether a path could not be read at all."""

    findings: tuple[Finding, ...]
    files: tuple[str, ...]
    unreadable: bool


def check_paths(paths: Sequence[Path]) -> CheckResult:
    """Check each path: a folder as a whole (nation, then each region on it), a file in its context."""
    findings: dict[Finding, None] = {}
    files: dict[str, None] = {}
    for path in paths:
        try:
            found, read = _check_folder(path) if path.is_dir() else _check_file(path)
        except InputError as problem:
            found, read = problem.findings, ()
        findings.update(dict.fromkeys(found))
        files.update(dict.fromkeys(read))
    unreadable = any(f.code.startswith("B00") for f in findings)
    return CheckResult(tuple(sorted(findings, key=lambda f: (f.place, f.code))), tuple(files), unreadable)


def _check_folder(root: Path) -> tuple[tuple[Finding, ...], tuple[str, ...]]:
    files = find_rule_files(root)
    report = Diagnostics.empty()
    nation = _check_book(root, files.national, report)
    if nation and not any(rule.kind is Kind.VOLGORDE and rule.unshakable for rule in nation.rules.values()):
        report.add(
            "R060",
            Place(str(root)),
            "geen onwrikbare volgorde: de regel dat de ambulance eerst gaat ontbreekt",
            "voeg een regel toe met volgorde: {ambulance_ingezet: ja} en onwrikbaar: ja",
            Severity.WAARSCHUWING,
        )
    for region in files.regions.values():
        _check_book(root, (*files.national, region), report)
    names = tuple(str(path) for path in (*files.national, *files.regions.values()))
    return tuple(dict.fromkeys(report.findings)), names


def _check_file(path: Path) -> tuple[tuple[Finding, ...], tuple[str, ...]]:
    """One file; a region's file is read on top of the national files beside it."""
    root = path.parent
    context: tuple[Path, ...] = ()
    if root.name == REGION_FOLDER and path.is_file():
        context, root = find_rule_files(root.parent).national, root.parent
    report = Diagnostics.empty()
    _check_book(root, (*context, path), report)
    return tuple(f for f in dict.fromkeys(report.findings) if f.place.file == str(path)), (str(path),)


def _check_book(root: Path, paths: Sequence[Path], report: Diagnostics) -> RuleBook | None:
    """Read as one rulebook and, when it can be read, run its examples."""
    own = Diagnostics.empty()
    rulebook = read_rulebook(root, paths, own)
    if not errors_in(own.findings):
        run_examples(rulebook, own)
    report.findings.extend(own.findings)
    return rulebook
