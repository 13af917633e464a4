"""How the findings of a check are told: to a person, to a program, and to GitHub."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mka_assist.rulebook.diagnostics import Finding, Severity

if TYPE_CHECKING:
    from mka_assist.rulebook.checking import CheckResult

_GITHUB_LEVEL = {Severity.FOUT: "error", Severity.WAARSCHUWING: "warning"}


def text_lines(result: CheckResult) -> tuple[str, ...]:
    """One line per finding, with under it its example call if it has one; a closing line with the numbers."""
    lines = (line for finding in result.findings for line in _with_example(finding))
    return (*lines, closing_line(result))


def _with_example(finding: Finding) -> tuple[str, ...]:
    return (str(finding), f"    voorbeeld: {finding.example}") if finding.example else (str(finding),)


def closing_line(result: CheckResult) -> str:
    """ "3 fouten, 1 waarschuwing in 12 bestanden"."""
    wrong = [finding.severity for finding in result.findings]
    counts = [
        _count(wrong.count(severity), one, many)
        for severity, one, many in (
            (Severity.FOUT, "fout", "fouten"),
            (Severity.WAARSCHUWING, "waarschuwing", "waarschuwingen"),
        )
        if severity in wrong
    ]
    return f"{', '.join(counts) or 'geen bevindingen'} in {_count(len(result.files), 'bestand', 'bestanden')}"


def json_objects(result: CheckResult) -> list[dict[str, str | int]]:
    """The contract of `rules check --format json`: a list with one object per finding; `example` only where
    there is one."""
    return [
        {
            "code": finding.code,
            "severity": finding.severity.value,
            "file": finding.place.file,
            "line": finding.place.line,
            "column": finding.place.column,
            "message": finding.message,
            "help": finding.help,
            **({"example": finding.example} if finding.example else {}),
        }
        for finding in result.findings
    ]


def github_lines(result: CheckResult) -> tuple[str, ...]:
    """One workflow command per finding, which GitHub shows at the line itself."""
    return tuple(_annotation(finding) for finding in result.findings)


def _annotation(finding: Finding) -> str:
    spot = {"file": finding.place.file}
    if finding.place.line:
        spot |= {"line": str(finding.place.line), "col": str(finding.place.column)}
    properties = ",".join(
        f"{name}={_property(text)}" for name, text in (spot | {"title": finding.code}).items()
    )
    text = f"{finding.text}\nVoorbeeld: {finding.example}" if finding.example else finding.text
    return f"::{_GITHUB_LEVEL[finding.severity]} {properties}::{_data(text)}"


def _data(text: str) -> str:
    """GitHub's escaping for the message of a workflow command."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    """GitHub's escaping for a property, where a colon and a comma mean something too."""
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"
