"""`rules check`: read files or folders of rules and report everything that is wrong with them."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from mka_assist.rulebook.analysis.registry import findings as analyse
from mka_assist.rulebook.analysis.registry import without_consequences
from mka_assist.rulebook.diagnostics import Diagnostics, Finding, InputError, Place, Severity, errors_in
from mka_assist.rulebook.examples import run_examples
from mka_assist.rulebook.loading import (
    REGION_FOLDER,
    files_under,
    find_rule_files,
    is_instruction,
    read_rulebook,
)
from mka_assist.rulebook.model import Kind, RuleBook

NATION_FOLDER = "landelijk"
Found = tuple[tuple[Finding, ...], tuple[str, ...]]
"""Findings, and the files that were looked at."""


@dataclass(frozen=True, slots=True)
class CheckResult:
    """Every finding once, the files that were looked at, and whether a path could not be read at all."""

    findings: tuple[Finding, ...]
    files: tuple[str, ...]
    unreadable: bool


def check_paths(paths: Sequence[Path], today: dt.date | None = None) -> CheckResult:
    """Check each path: a folder as a whole (nation, then each region on it), a file in its context. The
    caller instruction is passed over: it has a check of its own. Without `today` nothing is said of what
    has expired."""
    findings: dict[Finding, None] = {}
    files: dict[str, None] = {}
    for path in paths:
        if is_instruction(path):
            continue
        try:
            folder = os.path.isdir(path)  # noqa: PTH112  # Path.is_dir raises on a name that is too long
            found, read = _check_folder(path, today) if folder else _check_file(path, today)
        except InputError as problem:
            found, read = problem.findings, ()
        findings.update(dict.fromkeys(found))
        files.update(dict.fromkeys(read))
    unreadable = any(f.code.startswith("B00") for f in findings)
    return CheckResult(tuple(sorted(findings, key=lambda f: (f.place, f.code))), tuple(files), unreadable)


def _check_folder(root: Path, today: dt.date | None) -> Found:
    if region_root(root):
        checked = [_check_file(path, today) for path in files_under(root)]
        return tuple(f for found, _ in checked for f in found), tuple(
            n for _, names in checked for n in names
        )
    files = find_rule_files(root)
    report = Diagnostics.empty()
    nation = _check_book(root, files.national, report, today)
    if nation and not any(rule.kind is Kind.VOLGORDE and rule.unshakable for rule in nation.rules.values()):
        report.add(
            "R060",
            Place(str(root)),
            "de onwrikbare regel dat de ambulance eerst gaat ontbreekt",
            "Voeg een regel toe met volgorde: {ambulance_ingezet: ja} en onwrikbaar: ja.",
            Severity.WAARSCHUWING,
        )
    for editions in files.editions.values():
        _check_book(root, (*files.national, *editions), report, today, nation, files.national)
    names = tuple(str(path) for path in (*files.national, *chain(*files.editions.values())))
    return report.sorted(), names


def _check_file(path: Path, today: dt.date | None) -> Found:
    """One file in its context. Mistakes in the context are told too: they leave the file unchecked."""
    root, context = context_of(path)
    report = Diagnostics.empty()
    below = context if region_root(path.parent) else ()
    nation = read_rulebook(root, below, Diagnostics.empty(), today) if below else None
    _check_book(root, (*context, path), report, today, nation, below)
    return tuple(f for f in report.sorted() if f.place.file == str(path) or errors_in((f,))), (str(path),)


def context_of(path: Path) -> tuple[Path, tuple[Path, ...]]:
    """The folder of rules that a file belongs to, and the files it is read on top of: for a region the
    national files, for a file in the folder of the nation the others there, else none."""
    if root := region_root(path.parent):
        try:
            return root, find_rule_files(root).national
        except InputError:
            return root, ()
    if Path(os.path.abspath(path.parent)).name == NATION_FOLDER:  # noqa: PTH100  # resolve() follows links
        return path.parent, tuple(other for other in files_under(path.parent) if other != path)
    return path.parent, ()


def region_root(folder: Path) -> Path | None:
    """The folder of rules around a folder of regions, or None for any other folder. It is written the way
    `folder` is: from where we are, or from the root of the disk."""
    here = Path(os.path.abspath(folder))  # noqa: PTH100  # resolve() would follow links
    for above in (here, *here.parents):
        if above.name == REGION_FOLDER:
            return above.parent if folder.is_absolute() else Path(os.path.relpath(above.parent))
    return None


def _check_book(
    root: Path,
    paths: Sequence[Path],
    report: Diagnostics,
    today: dt.date | None,
    nation: RuleBook | None = None,
    below: Sequence[Path] = (),
) -> RuleBook | None:
    """Read as one rulebook and, when it is without errors, run its examples and the analysis. Gives the
    rulebook of today; where files follow each other, those of other days are looked at as well. A region
    stands on a `nation`, read from the files `below`."""
    own = Diagnostics.empty()
    rulebook = read_rulebook(root, paths, own, today)
    if rulebook and not errors_in(own.findings):
        own = _look(rulebook, nation, today, own)
        for day in rulebook.turns:
            quiet = Diagnostics.empty()
            other = read_rulebook(root, paths, quiet, day)
            if other and other.sha256 != rulebook.sha256:
                clashes = Diagnostics([f for f in errors_in(quiet.findings) if f not in own.findings])
                then = read_rulebook(root, below, Diagnostics.empty(), day) if nation else None
                own.findings.extend(_look(other, then, None, clashes).findings)
    report.findings.extend(own.findings)
    return rulebook


def _look(
    rulebook: RuleBook, nation: RuleBook | None, today: dt.date | None, report: Diagnostics
) -> Diagnostics:
    """What the examples and the analysis have to say, without what only follows from something else."""
    run_examples(rulebook, report)
    report.findings.extend(analyse(rulebook, nation, today))
    return Diagnostics([*without_consequences(report.findings, rulebook)])
