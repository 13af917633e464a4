"""The caller instruction beside the rules: two modules that do not know each other, told as one."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from mka_assist.instruction.checking import check_instructions
from mka_assist.rulebook.checking import CheckResult


def with_instruction(result: CheckResult, paths: Sequence[Path]) -> CheckResult:
    """The findings of a check of the rules, with those on the caller instruction in the same paths."""
    findings, files = check_instructions(paths)
    both = dict.fromkeys((*result.findings, *findings))
    return CheckResult(
        findings=tuple(sorted(both, key=lambda f: (f.place, f.code))),
        files=tuple(dict.fromkeys((*result.files, *files))),
        unreadable=result.unreadable or any(f.code.startswith("B00") for f in findings),
    )
