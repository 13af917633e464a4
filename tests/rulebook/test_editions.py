"""Versions of a file side by side: on a day exactly one of each counts; overlap and gaps are told."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mka_assist.rulebook.checking import check_paths
from mka_assist.rulebook.diagnostics import Diagnostics, InputError
from mka_assist.rulebook.loading import find_rule_files, load_rulebook, read_rulebook

DAY = dt.date(2026, 7, 1)
ONE = dt.timedelta(days=1)
FIRST = "soort: regelboek\nregelboek: landelijk\nnaam: L\n"
RULE = (
    "regels:\n  - id: eerst\n    volgorde: {ambulance_ingezet: ja}\n    onwrikbaar: ja\n    uitleg: U\n"
    "    bron: {document: D}\n    voorbeelden:\n"
    "      - {bij: {ambulance_ingezet: nee}, partner: hulp, dan: wacht_op_ambulance}\n"
)  # fmt: skip


def period(start: str, end: str = "") -> str:
    return f"geldig_vanaf: {start}\n" + (f"geldig_tot: {end}\n" if end else "")


def partner(dates: str, name: str = "Hulp") -> str:
    return f"soort: partner\npartner: hulp\nnaam: {name}\ngroep: burgerhulpverleners\n{dates}"


def region(dates: str, version: str) -> str:
    return (
        f'soort: regio\nregio: kust\nnaam: Kust\nversie: "{version}"\n{dates}'
        "partners: [{partner: hulp, bericht: Kom.}]\n"
    )


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    """A nation with two versions of one partner, and a region with two versions."""
    files = {
        "landelijk/a.yaml": FIRST + 'versie: "1"\n' + period("2026-01-01") + RULE,
        "landelijk/hulp.yaml": partner(period("2026-01-01", "2026-06-30"), "Oud"),
        "landelijk/hulp@2.yaml": partner(period("2026-07-01"), "Nieuw"),
        "regio/kust.yaml": region(period("2026-01-01", "2026-03-31"), "k1"),
        "regio/kust@2.yaml": region(period("2026-04-01"), "k2"),
    }
    for name, text in files.items():
        path = tmp_path / "rules" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path / "rules"


def findings(rules: Path, today: dt.date = DAY) -> list[str]:
    found = check_paths((rules,), today).findings
    return [f"{f.code} {Path(f.place.file).name}:{f.place.line} {f.message}" for f in found]


def write(rules: Path, name: str, text: str) -> None:
    (rules / name).write_text(text, encoding="utf-8")


@pytest.mark.parametrize(
    ("on", "name", "version"),
    [
        (dt.date(2025, 1, 1), "Oud", "1 + k1"),
        (dt.date(2026, 3, 31), "Oud", "1 + k1"),
        (dt.date(2026, 4, 1), "Oud", "1 + k2"),
        (dt.date(2026, 6, 30), "Oud", "1 + k2"),
        (dt.date(2026, 7, 1), "Nieuw", "1 + k2"),
        (dt.date(2199, 1, 1), "Nieuw", "1 + k2"),
        (None, "Nieuw", "1 + k2"),
    ],
)
def test_on_a_day_one_version_of_each_counts(rules, on, name, version) -> None:
    book = load_rulebook(rules, "kust", on)
    assert (book.partners["hulp"].name, book.version) == (name, version)
    assert book.turns == tuple(dt.date(2026, month, 1) for month in (1, 4, 7))


def test_the_hash_is_of_the_files_that_count(rules) -> None:
    june, july = load_rulebook(rules, "", DAY - ONE), load_rulebook(rules, "", DAY)
    assert june.files == ("landelijk/a.yaml", "landelijk/hulp.yaml")
    assert july.files == ("landelijk/a.yaml", "landelijk/hulp@2.yaml")
    assert june.sha256 != july.sha256
    (rules / "landelijk" / "hulp@2.yaml").unlink()
    assert load_rulebook(rules, "", DAY).sha256 == june.sha256
    assert load_rulebook(rules, "", DAY).turns == ()


def test_versions_that_follow_each_other_are_no_finding(rules) -> None:
    assert findings(rules) == []
    assert [*find_rule_files(rules).regions] == ["kust"]
    assert len(check_paths((rules,), DAY).files) == 5


def test_an_overlap_is_refused_and_a_gap_is_told_while_the_old_one_goes_on(rules) -> None:
    write(rules, "landelijk/hulp@2.yaml", partner(period("2026-06-30")))
    other = rules / "landelijk/hulp.yaml"
    message = f"over partner hulp geldt op 2026-06-30 ook nog {other} (tot en met 2026-06-30)"
    assert findings(rules) == [f"R062 hulp@2.yaml:5 {message}"]
    with pytest.raises(InputError, match="R062"):
        load_rulebook(rules)
    write(rules, "landelijk/hulp@2.yaml", partner(period("2026-07-02")))
    message = "over partner hulp geldt van 2026-07-01 tot 2026-07-02 geen enkel bestand"
    assert findings(rules) == [f"R063 hulp@2.yaml:5 {message}"]
    assert load_rulebook(rules, "", DAY).partners["hulp"].name == "Oud"
    write(rules, "landelijk/hulp.yaml", partner(period("2026-01-01")))
    write(rules, "landelijk/hulp@2.yaml", partner(period("2026-07-01", "2026-12-31")))
    assert "(zonder einde)" in findings(rules)[0]


def test_versions_of_a_region_may_not_overlap_either(rules) -> None:
    write(rules, "regio/kust@2.yaml", region(period("2026-03-01"), "k2"))
    (found,) = findings(rules)
    assert found.startswith("R062 kust@2.yaml:5 over regio kust geldt op 2026-03-01 ook nog")


def test_a_file_that_no_longer_holds_or_not_yet_is_told_but_goes_on_counting(rules) -> None:
    write(rules, "landelijk/hulp@2.yaml", partner(period("2026-07-01", "2026-08-31"), "Nieuw"))
    after = dt.date(2026, 9, 1)
    message = "dit bestand gold tot en met 2026-08-31 en heeft geen opvolger; het blijft tellen"
    assert findings(rules, after) == [f"R064 hulp@2.yaml:6 {message}"]
    assert findings(rules, after - ONE) == []
    assert load_rulebook(rules, "", after).partners["hulp"].name == "Nieuw"
    message = "dit bestand geldt pas vanaf 2026-01-01, maar telt nu al: er is geen eerdere versie"
    before = findings(rules, dt.date(2025, 12, 31))
    assert before == [f"R064 {name}:5 {message}" for name in ("a.yaml", "hulp.yaml", "kust.yaml")]


def test_every_version_is_checked_not_only_that_of_today(rules) -> None:
    wrong = partner(period("2026-01-01", "2026-06-30")) + (
        "regels:\n  - id: fout\n    uitsluiting: {zelfdoding: ja}\n    bij_onbekend: alarmeren\n"
        "    uitleg: U\n    bron: {document: D}\n"
        "    voorbeelden: [{bij: {zelfdoding: ja}, dan: alarmeren}]\n"
    )
    write(rules, "landelijk/hulp.yaml", wrong)
    for today in (DAY - ONE, DAY):
        assert [found.split(":")[0] for found in findings(rules, today)] == ["V003 hulp.yaml"]


def test_two_files_without_an_end_are_one_too_many_as_before(rules) -> None:
    write(rules, "landelijk/hulp.yaml", partner(period("2026-01-01")))
    assert {found[:4] for found in findings(rules)} == {"R050"}


@given(st.lists(st.integers(1, 40), min_size=1, max_size=5, unique=True), st.integers(0, 60))
def test_with_gaps_or_without_always_the_latest_that_has_begun(tmp_path_factory, starts, day) -> None:
    root = tmp_path_factory.mktemp("regels")
    first, starts = dt.date(2026, 1, 1), sorted(starts)
    for number, start in enumerate(starts):
        end = "" if number + 1 == len(starts) else str(first + ONE * (starts[number + 1] - 1))
        text = partner(period(str(first + ONE * start), end), f"Versie {start}")
        (root / f"hulp@{number}.yaml").write_text(text)
    report = Diagnostics.empty()
    book = read_rulebook(root, [*root.iterdir()], report, first + ONE * day)
    assert book.partners["hulp"].name == f"Versie {max([s for s in starts if s <= day], default=starts[0])}"
    assert {finding.code for finding in report.findings} == ({"R064"} if day < starts[0] else set())
