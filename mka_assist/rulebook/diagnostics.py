"""What can be wrong with a text somebody wrote, and where: findings with a place, a sentence and help."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How bad a finding is. A `FOUT` refuses the rulebook, a `WAARSCHUWING` does not."""

    FOUT = "fout"
    WAARSCHUWING = "waarschuwing"


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A spot in a file; line and column count from 1, and 0 means the file as a whole."""

    file: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}" if self.line else self.file


@dataclass(frozen=True, slots=True)
class Finding:
    """One mistake in one place, in one plain Dutch sentence, with help where there is any."""

    code: str
    place: Place
    message: str
    help: str = ""
    severity: Severity = Severity.FOUT
    example: str = ""
    """A call that shows it, as an entry to paste under `voorbeelden:`."""

    def __str__(self) -> str:
        return f"{self.place}: {self.severity} {self.code}: {self.text}"

    @property
    def text(self) -> str:
        """The message and its help as one text."""
        end = "" if self.message.endswith(("?", ".", "!")) else "."
        return f"{self.message}{end} Hulp: {self.help}" if self.help else self.message


class InputError(Exception):
    """Input that cannot be used. Carries at least one finding; shown as lines, never as a traceback."""

    def __init__(self, *findings: Finding) -> None:
        super().__init__("\n".join(str(finding) for finding in findings))
        self.findings = findings


@dataclass(slots=True)
class Diagnostics:
    """Collects findings while a text is read, so that one run reports every mistake once."""

    findings: list[Finding]

    @classmethod
    def empty(cls) -> Diagnostics:
        return cls([])

    def add(
        self, code: str, place: Place, message: str, help: str = "", severity: Severity = Severity.FOUT
    ) -> None:
        self.findings.append(Finding(code, place, message, help, severity))

    def sorted(self) -> tuple[Finding, ...]:
        return tuple(sorted(dict.fromkeys(self.findings), key=lambda f: (f.place, f.code)))

    def raise_errors(self) -> None:
        """Raise `InputError` with every error found so far; warnings alone raise nothing."""
        errors = errors_in(self.sorted())
        if errors:
            raise InputError(*errors)


def errors_in(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    return tuple(f for f in findings if f.severity is Severity.FOUT)
