"""`rules check`: findings as text, JSON and GitHub annotations, and the exit code that goes with them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from mka_assist.rulebook.checking import CheckResult
from mka_assist.rulebook.diagnostics import Finding, Place, Severity
from mka_assist.rulebook.reporting import closing_line, github_lines, json_objects, text_lines

WRONG = Finding("R017", Place("regels, nieuw/a:b.yaml", 12, 7), 'onbekend feit "x" (100%)', "bedoelde u y?")
DOUBTFUL = Finding("R030", Place("b.yaml"), "evaluatie was nodig\nvoor 2024", severity=Severity.WAARSCHUWING)


@pytest.mark.parametrize(
    ("findings", "files", "line"),
    [
        ((), 12, "geen bevindingen in 12 bestanden"),
        ((), 1, "geen bevindingen in 1 bestand"),
        ((), 0, "geen bevindingen in 0 bestanden"),
        ((WRONG,), 1, "1 fout in 1 bestand"),
        ((DOUBTFUL,), 2, "1 waarschuwing in 2 bestanden"),
        ((DOUBTFUL, DOUBTFUL), 2, "2 waarschuwingen in 2 bestanden"),
        ((WRONG, WRONG, WRONG, DOUBTFUL), 12, "3 fouten, 1 waarschuwing in 12 bestanden"),
    ],
)
def test_the_closing_line_counts(findings: tuple[Finding, ...], files: int, line: str) -> None:
    result = CheckResult(findings, tuple(f"{n}.yaml" for n in range(files)), unreadable=False)
    assert closing_line(result) == line
    assert text_lines(result) == (*map(str, findings), line)


def test_json_has_one_object_per_finding() -> None:
    assert json_objects(CheckResult((WRONG, DOUBTFUL), ("a",), unreadable=False)) == [
        {
            "code": "R017",
            "severity": "fout",
            "file": "regels, nieuw/a:b.yaml",
            "line": 12,
            "column": 7,
            "message": 'onbekend feit "x" (100%)',
            "help": "bedoelde u y?",
        },
        {
            "code": "R030",
            "severity": "waarschuwing",
            "file": "b.yaml",
            "line": 0,
            "column": 0,
            "message": "evaluatie was nodig\nvoor 2024",
            "help": "",
        },
    ]


def test_github_annotations_are_escaped() -> None:
    assert github_lines(CheckResult((WRONG, DOUBTFUL), ("a",), unreadable=False)) == (
        "::error file=regels%2C nieuw/a%3Ab.yaml,line=12,col=7,title=R017::"
        'onbekend feit "x" (100%25). Hulp: bedoelde u y?',
        "::warning file=b.yaml,title=R030::evaluatie was nodig%0Avoor 2024",
    )


def test_the_shipped_rules_are_clean(mka) -> None:
    done = mka("rules", "check")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("geen bevindingen in ")


def test_a_finding_gives_exit_code_1(mka, tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("soort: onzin\n")
    done = mka("rules", "check", "a.yaml")
    assert (done.returncode, done.stderr) == (1, "")
    *findings, closing = done.stdout.splitlines()
    assert findings
    assert all(line.startswith("a.yaml:") for line in findings)
    assert closing.endswith(" in 1 bestand")
    as_json = json.loads(mka("rules", "check", "a.yaml", "--format", "json").stdout)
    assert {item["file"] for item in as_json} == {"a.yaml"}
    assert len(as_json) == len(findings)
    github = mka("rules", "check", "a.yaml", "--format", "github")
    assert github.returncode == 1
    assert all(line.startswith("::error file=a.yaml,") for line in github.stdout.splitlines())


def test_nothing_to_read_gives_exit_code_2(mka, tmp_path: Path) -> None:
    (tmp_path / "leeg").mkdir()
    for path in ("weg.yaml", "leeg", "weg/"):
        done = mka("rules", "check", path)
        assert (done.returncode, done.stderr) == (2, ""), path
        assert path.rstrip("/") in done.stdout
        assert mka("rules", "check", path, "--format", "json").returncode == 2


@pytest.mark.parametrize(
    "content",
    [b"", b"\x00", b"\xff\xfe\x00", b"{", b"- [" * 2000, b"a: &a [*a]", b"\t", b"x" * 3_000_000, b"%YAML 9"],
    ids=lambda c: ascii(c[:8]),
)
def test_a_broken_file_is_told_in_lines(mka, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.yaml").write_bytes(content)
    done = mka("rules", "check", "a.yaml")
    assert done.returncode in (1, 2)
    assert "Traceback" not in done.stdout + done.stderr
    assert done.stderr == ""
    assert len(done.stdout.splitlines()) >= 2
