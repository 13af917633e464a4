"""What came out, told: golden text, JSON, and JUnit XML read back the way CI systems read it."""

from __future__ import annotations

import json
import re
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from small_rules import CALL, HARTSLAGNU, REGION, write_call, write_rules

from mka_assist.rulebook.diagnostics import Finding, Place
from mka_assist.testing.junit import junit
from mka_assist.testing.report import as_json, closing_line, short_lines, text_lines
from mka_assist.testing.session import Report, Request, carry_out

GOLDEN = Path(__file__).parent / "golden"
WRONG = HARTSLAGNU.replace("12 maanden}, dan: alarmeren", "12 maanden}, dan: navragen")


@pytest.fixture
def request_(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Request:
    """The small rules and call, from the folder in which they stand."""
    monkeypatch.chdir(tmp_path)
    write_rules(Path())
    write_call(Path())
    return Request((Path("regels"),), (Path("meldingen"),))


def told(report: Report) -> str:
    return "\n".join(text_lines(report)) + "\n"


def test_everything_told_in_full(request_: Request) -> None:
    """After a wanted change, write the new text to the golden file and read the difference."""
    report = carry_out(Request(request_.paths, request_.calls, coverage=True, minimum=70, mutants=True))
    assert told(report) == (GOLDEN / "alles.txt").read_text(encoding="utf-8")


def test_failures_told_in_full(request_: Request) -> None:
    write_rules(Path(), hartslagnu=WRONG, dorp=REGION.replace("gevolg:", "gevolgen:"))
    write_call(Path(), CALL.replace("status: uitgesloten, omdat: onveilig", "status: alarmeren"))
    report = carry_out(Request(request_.paths, request_.calls, mutants=True))
    assert told(report) == (GOLDEN / "mislukt.txt").read_text(encoding="utf-8")
    short = [*short_lines(report)]
    assert set(short) < set(told(report).splitlines())
    assert short[-1] == closing_line(report) == "✗ 2 van 11 tests mislukt, 1 fout"


def test_the_manual_shows_what_is_really_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    manual = (Path(__file__).parents[2] / "docs" / "opdrachten.md").read_text(encoding="utf-8")
    shown = re.search(
        r"\$ mka-assist rules test mijn-regels --coverage --mutants\n(.*?)```", manual, re.DOTALL
    )
    monkeypatch.chdir(tmp_path)
    Path("mijn-regels").mkdir()
    own = HARTSLAGNU[: HARTSLAGNU.index("  - id: onveilig")].rstrip().replace("12 maanden", "2 jaar")
    Path("mijn-regels/hartslagnu.yaml").write_text(own + "\n", encoding="utf-8")
    report = carry_out(Request((Path("mijn-regels"),), coverage=True, mutants=True))
    assert shown[1] == told(report)


def test_json_says_the_same(request_: Request) -> None:
    write_rules(Path(), hartslagnu=WRONG)
    report = carry_out(Request(request_.paths, request_.calls, coverage=True, mutants=True))
    found = json.loads(json.dumps(as_json(report)))
    assert (found["ok"], found["passed"], found["failed"]) == (False, 12, 1)
    assert found["mutants"] is None, "not tried while a test fails"
    (wrong,) = [test for test in found["tests"] if not test["ok"]]
    assert wrong["name"] == "hartslagnu/jonger-dan-1-jaar: leeftijd 1 jaar -> navragen"
    assert (wrong["file"], wrong["line"], wrong["column"]) == ("regels/landelijk/hartslagnu.yaml", 16, 9)
    assert wrong["failure"]["code"] == "V003"
    assert wrong["failure"]["help"]
    assert [row["rule"] for row in found["coverage"]["rules"]][:2] == [
        "landelijk/risico-uit-locatie",
        "landelijk/ambulance-eerst",
    ]
    assert found["coverage"]["rules"][1] | {"missed": 0} == {
        "rule": "landelijk/ambulance-eerst",
        "ja": 7,
        "nee": 2,
        "onbekend": 0,
        "beslist": 2,
        "missed": 0,
    }


def test_json_of_mutants_holds_the_examples(request_: Request) -> None:
    found = as_json(carry_out(Request(request_.paths, mutants=True, only="jonger")))["mutants"]
    assert found["missed"] == [
        {
            "mutants": ["hartslagnu/jonger-dan-1-jaar: leeftijd: onder 1 jaar → onder 52 weken"],
            "example": "- {bij: {leeftijd: onder 1 jaar}, dan: uitgesloten, omdat: jonger-dan-1-jaar}",
            "rule": "jonger-dan-1-jaar",
            "file": "regels/landelijk/hartslagnu.yaml",
            "line": 9,
        }
    ]
    assert len(found["noticed"]) == 5


def test_junit_reads_back(request_: Request) -> None:
    write_rules(Path(), hartslagnu=WRONG, dorp=REGION.replace("gevolg:", "gevolgen:"))
    report = carry_out(request_)
    text = junit(report)
    assert text.startswith('<?xml version="1.0" encoding="UTF-8"?>\n')
    root = ET.fromstring(text.encode())
    assert root.tag == "testsuites"
    cases = [(suite, case) for suite in root for case in suite]
    assert {suite.tag for suite, _ in cases} == {"testsuite"}
    assert {case.tag for _, case in cases} == {"testcase"}
    for element in (root, *root):
        inside = [case for _, case in cases if element is root or case in list(element)]
        assert int(element.get("tests")) == len(inside)
        assert int(element.get("failures")) == sum(case.find("failure") is not None for case in inside)
        assert int(element.get("errors")) == sum(case.find("error") is not None for case in inside)
        assert element.get("skipped") == "0"
        assert float(element.get("time")) >= 0
    (wrong,) = [case for _, case in cases if case.find("failure") is not None]
    assert wrong.attrib | {"time": ""} == {
        "classname": "regels.landelijk.hartslagnu",
        "name": "hartslagnu/jonger-dan-1-jaar: leeftijd 1 jaar -> navragen",
        "file": "regels/landelijk/hartslagnu.yaml",
        "line": "16",
        "time": "",
    }
    failure = wrong.find("failure")
    assert failure.get("type") == "V003"
    assert failure.text == str(report.failures[0].failure)
    (broken,) = [case for _, case in cases if case.find("error") is not None]
    assert (broken.get("file"), broken.get("name")) == ("regels/regio/dorp.yaml", "leesbaar")
    assert {case.get("name") for _, case in cases} == {result.test.name for result in report.results} | {
        "leesbaar"
    }


def test_junit_is_never_green_when_nothing_was_tested(request_: Request) -> None:
    root = ET.fromstring(junit(carry_out(Request(request_.paths, only="sneeuw"))))
    assert (root.get("tests"), root.get("errors")) == ("1", "1")


@pytest.mark.parametrize("name", ["a\x1bb", "a\x00b", "a\ud800b", "a\ufffeb", "<&>\"'", "é✓"])
def test_junit_is_xml_whatever_a_name_holds(name: str) -> None:
    broken = (Finding("F001", Place(f"{name}.yaml", 1, 1), f"melding {name}"),)
    root = ET.fromstring(junit(Report(Request(()), (), broken)).encode())
    (case,) = root.iter("testcase")
    assert case.find("error").get("message").startswith("melding ")
    assert len(case.get("file")) == len(f"{name}.yaml")


@pytest.mark.parametrize(
    ("passed", "failed", "broken", "line"),
    [
        (1, 0, 0, "✓ 1 test geslaagd"),
        (3, 0, 0, "✓ 3 tests geslaagd"),
        (2, 1, 0, "✗ 1 van 3 tests mislukt"),
        (0, 1, 2, "✗ 1 van 1 test mislukt, 2 fouten"),
        (3, 0, 1, "✗ 3 tests geslaagd, 1 fout"),
        (0, 0, 1, "✗ 1 fout"),
    ],
)
def test_the_closing_line(request_: Request, passed: int, failed: int, broken: int, line: str) -> None:
    result = carry_out(request_).results[0]
    finding = Finding("V003", Place("a"), "b")
    results = (result,) * passed + (type(result)(result.test, finding),) * failed
    assert closing_line(Report(request_, results, (finding,) * broken)) == line
