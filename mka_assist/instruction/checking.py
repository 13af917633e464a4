"""`rules check` on the caller instruction: every finding in the folders that a path holds or lies in."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from mka_assist.instruction.loading import FOLDER, files_in, folders_in, read_folder
from mka_assist.rulebook.diagnostics import Diagnostics, Finding, InputError, Place, errors_in
from mka_assist.rulebook.source import load_bytes


def check_instructions(paths: Iterable[Path]) -> tuple[tuple[Finding, ...], tuple[str, ...]]:
    """The findings, and the files that were looked at. A path may be a file of the caller instruction
    (looked at within its folder), that folder, or a folder around it; anything else is left alone."""
    findings: dict[Finding, None] = {}
    files: dict[str, None] = {}
    for path in paths:
        try:
            for folder, only in _within(path):
                known = files_in(folder)
                if only and only not in known:
                    raise _no_part(only)
                found = [f for f in _check(folder) if only in (None, Path(f.place.file)) or errors_in((f,))]
                findings.update(dict.fromkeys(found))
                files.update(dict.fromkeys(map(str, (only,) if only else known)))
        except InputError as problem:
            findings.update(dict.fromkeys(problem.findings))
    return tuple(sorted(findings, key=lambda f: (f.place, f.code))), tuple(files)


def _within(path: Path) -> tuple[tuple[Path, Path | None], ...]:
    """The folders to check for a path, each with the one file to speak of, or None for all."""
    try:
        if path.is_dir():
            return tuple((folder, None) for folder in folders_in(path))
        inside = path.parent.resolve().name == FOLDER
    except (OSError, ValueError):  # no name for a file: the check of the rules says so
        return ()
    return ((path.parent, path),) if inside else ()


def _no_part(path: Path) -> InputError:
    """What to say of a path in the folder that is not read with it. Raises when it cannot be read at all."""
    load_bytes(path)
    message = "dit bestand hoort niet bij de meldersinstructie"
    return InputError(Finding("I001", Place(str(path)), message, "Laat de naam eindigen op .yaml."))


def _check(folder: Path) -> tuple[Finding, ...]:
    report = Diagnostics.empty()
    read_folder(folder, report)
    return report.sorted()
