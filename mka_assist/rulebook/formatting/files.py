"""Formatting rule files on disk: which files, and what formatting would make of each."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from mka_assist.rulebook.diagnostics import Finding, InputError
from mka_assist.rulebook.formatting import format_text
from mka_assist.rulebook.loading import files_under
from mka_assist.rulebook.source import load_bytes, read_bytes


@dataclass(frozen=True, slots=True)
class Formatted:
    """What becomes of a file: a new text where that differs, or the findings for which it is not touched."""

    path: Path
    text: str | None = None
    findings: tuple[Finding, ...] = ()

    @property
    def unreadable(self) -> bool:
        """Can the file not be read at all, or not be formatted faithfully?"""
        return any(finding.code.startswith("B0") for finding in self.findings)


def format_paths(paths: Iterable[Path]) -> tuple[Formatted, ...]:
    """Format each file, and each rule file in each folder; nothing is written."""
    found: list[Formatted] = []
    for path in paths:
        try:
            folder = os.path.isdir(path)  # noqa: PTH112  # Path.is_dir raises on a name that is too long
            files = files_under(path) if folder else (path,)
        except InputError as problem:
            found.append(Formatted(path, findings=problem.findings))
            continue
        found += map(_format_file, files)
    return tuple(found)


def _format_file(path: Path) -> Formatted:
    try:
        old = load_bytes(path)
        read_bytes(old, str(path))
        new = format_text(old.decode(), str(path))
    except InputError as problem:
        return Formatted(path, findings=problem.findings)
    return Formatted(path, new if new.encode() != old else None)
