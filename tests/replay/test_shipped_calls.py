"""The calls that come with the program: each goes as it says, and together they cover what they must."""

from __future__ import annotations

import datetime as dt
import re
import shutil
from pathlib import Path

import pytest
import yaml

from mka_assist.paths import fixtures_dir, rules_dir
from mka_assist.replay.checks import check
from mka_assist.replay.entries import keys_of
from mka_assist.replay.playing import play
from mka_assist.replay.reading import read_fixture
from mka_assist.replay.reading_expectations import EXPECTATIONS
from mka_assist.replay.reading_steps import STEPS
from mka_assist.replay.run import Deciders

CALLS = sorted((fixtures_dir() / "meldingen").glob("*.yaml"))
CASES = Path(__file__).parents[1] / "data" / "cases.yaml"


@pytest.fixture(scope="module")
def deciders():
    with Deciders(rules_dir()) as deciders:
        yield deciders


@pytest.mark.parametrize("path", CALLS, ids=lambda path: path.stem)
def test_a_call_goes_as_it_says(deciders, path: Path) -> None:
    fixture = read_fixture(path, deciders.rulebook)
    checks = check(fixture, list(play(fixture, deciders.of(fixture.region))))
    assert [one for one in checks if not one.ok] == []
    assert len(checks) >= 3
    assert path.stem == fixture.id


def test_the_calls_cover_what_matters(deciders) -> None:
    calls = [read_fixture(path, deciders.rulebook) for path in CALLS]
    known = {case["geval"] for case in yaml.safe_load(CASES.read_text(encoding="utf-8"))}
    assert len(calls) >= 18
    assert {call.case for call in calls} <= known
    assert all(call.source and call.filled_in for call in calls)
    regions = {call.region for call in calls}
    assert regions == {"", "voorbeeld-kust", "voorbeeld-stad", "voorbeeld-platteland"}
    kinds = {type(step.command).__name__ for call in calls for step in call.steps}
    assert kinds >= {
        "AlarmPartner", "AlarmTogether", "AmbulanceArrived", "Answer", "Close", "DismissFeedback",
        "DispatchAmbulance", "EndInstruction", "FirstResponderArrived", "ReportCrowd",
        "ReportFirstCompression", "SendFeedback", "StartInstruction", "UpgradeAmbulance", "WarnPartner",
        "WithdrawPartner", "WithdrawSuspicion", "RequestUnit", "NameUnit", "ReportFailedAlarm",
        "CountPartner", "EndCoaching", "NoteBystander", "Undo",
    }  # fmt: skip
    expected = {type(expectation).__name__ for call in calls for expectation in call.expectations}
    assert len(expected) == 7


def test_the_manual_names_everything_a_call_can_hold() -> None:
    manual = (Path(__file__).parents[2] / "docs" / "meldingen.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`([a-z_]+)", manual))
    assert {*keys_of(STEPS), *keys_of(EXPECTATIONS), "t"} <= named


def test_a_call_is_decided_by_the_version_of_its_own_day(tmp_path: Path) -> None:
    rules = tmp_path / "regels"
    shutil.copytree(rules_dir(), rules)
    now = rules / "regio" / "voorbeeld-kust.yaml"
    text = now.read_text(encoding="utf-8")
    now.write_text(text.replace("geldig_tot: 2028-04-30", "geldig_tot: 2026-12-31"), encoding="utf-8")
    later = text.replace('versie: "kust 1"', 'versie: "kust 2"')
    later = later.replace("geldig_vanaf: 2026-01-01", "geldig_vanaf: 2027-01-01", 1)
    (rules / "regio" / "voorbeeld-kust@2.yaml").write_text(later, encoding="utf-8")
    with Deciders(rules) as deciders:
        versions = [deciders.rulebook("voorbeeld-kust", dt.date(year, 6, 1)).version for year in (2026, 2027)]
        assert versions == ["2026.1 + kust 1", "2026.1 + kust 2"]
        assert deciders.of("", dt.date(2026, 6, 1)) is deciders.of("", dt.date(2027, 6, 1))
