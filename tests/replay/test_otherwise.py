"""Which calls would have gone otherwise: fixtures and a journal, held against deciding every moment twice."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import pytest

from mka_assist.call.events import AmbulanceDispatched, CallOpened, FactCorrected, FactRecorded
from mka_assist.journal.store import Journal
from mka_assist.paths import fixtures_dir, rules_dir
from mka_assist.replay.otherwise import fixture_calls, journal_calls, otherwise
from mka_assist.rulebook.diagnostics import InputError
from mka_assist.rulebook.loading import find_rule_files, load_rulebook

CALLS = fixtures_dir() / "meldingen"
DAY = dt.date(2026, 11, 22)
REGIONS = ("", *find_rule_files(rules_dir()).regions)


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory):
    """Per region the shipped rules, and those with a limit of two years."""
    folder = tmp_path_factory.mktemp("nieuw") / "rules"
    shutil.copytree(rules_dir(), folder)
    file = folder / "landelijk" / "hartslagnu.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("leeftijd: onder 1 jaar", "leeftijd: onder 2 jaar"), encoding="utf-8")
    return {region: (load_rulebook(rules_dir(), region), load_rulebook(folder, region)) for region in REGIONS}


def changes(call, books):
    return [
        (one.seconds, one.subject.id, one.was.key, one.becomes.key)
        for one in otherwise(call, *books[call.region], DAY)
    ]


def test_every_fixture_is_gone_through_and_only_the_right_ones_change(books) -> None:
    calls = [*fixture_calls([CALLS], lambda region: books.get(region, ()))]
    assert {call.number for call in calls} == {path.stem for path in CALLS.glob("*.yaml")}
    changed = {call.number: changes(call, books) for call in calls if changes(call, books)}
    assert set(changed) == {"c05-peuter-een-jaar", "k02-eerste-verjaardag"}
    assert changed["c05-peuter-een-jaar"][0] == (40, "hartslagnu", "alarmeren", "uitgesloten")
    same = {region: (old, old) for region, (old, _) in books.items()}
    assert not any(otherwise(call, *same[call.region], DAY) for call in calls)


def test_calls_of_another_region_are_left_out(books) -> None:
    only = [*fixture_calls([CALLS], lambda region: books[region] if region == "voorbeeld-kust" else ())]
    assert only
    assert {call.region for call in only} == {"voorbeeld-kust"}


def test_a_fixture_that_cannot_be_read_is_told(tmp_path: Path, books) -> None:
    (tmp_path / "stuk.yaml").write_text("soort: melding\n")
    with pytest.raises(InputError):
        list(fixture_calls([tmp_path], lambda region: books[region]))


def test_a_journal_is_gone_through_event_by_event(tmp_path: Path, books) -> None:
    at = dt.datetime(2026, 3, 2, 13, 0, tzinfo=dt.UTC)

    def later(seconds: int) -> dt.datetime:
        return at + dt.timedelta(seconds=seconds)

    events = [
        CallOpened(at=at, number="26-1", region="", rulebook_version="x", rulebook_sha256="y"),
        FactRecorded(at=later(5), fact="vermoeden_reanimatie", value="ja"),
        AmbulanceDispatched(at=later(9), unit="20-101"),
        FactRecorded(at=later(20), fact="leeftijd", value="18 maanden"),
        FactCorrected(at=later(30), fact="leeftijd", value="3 jaar", was="18 maanden"),
    ]
    other = [CallOpened(at=at, number="26-2", region="elders", rulebook_version="x", rulebook_sha256="y")]
    with Journal.open(tmp_path / "journaal.db") as journal:
        journal.append("26-1", events)
        journal.append("26-2", other)
    calls = [*journal_calls(str(tmp_path / "journaal.db"))]
    assert [(call.number, call.region, len(call.moments)) for call in calls] == [
        ("26-1", "", 5),
        ("26-2", "elders", 1),
    ]
    assert changes(calls[0], books) == [(20, "hartslagnu", "alarmeren", "uitgesloten")]
