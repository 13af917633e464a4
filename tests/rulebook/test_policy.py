"""What is laid down around the alarm: read from the files, put together, and in force on a day."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mka_assist.paths import rules_dir
from mka_assist.rulebook.diagnostics import InputError
from mka_assist.rulebook.loading import find_rule_files, load_rulebook
from mka_assist.rulebook.model import RuleBook
from mka_assist.rulebook.policy import CrowdLimits, Deviation, LatePolicy, Source

NATION = """\
soort: regelboek
regelboek: landelijk
naam: Landelijk
versie: "1"
geldig_vanaf: 2026-01-01
{more}regels:
  - {{id: let-op, aandacht: {{zelfdoding: ja}}, uitleg: U, bron: {{document: D}}}}
"""
PARTNER = "soort: partner\npartner: {0}\nnaam: {0}\ngroep: {0}\ngeldig_vanaf: 2026-01-01\n{1}"
REGION = """\
soort: regio
regio: kust
naam: Kust
versie: "1"
geldig_vanaf: 2026-01-01
{more}partners:
  - partner: politie
{partner}  - partner: brandweer
"""
DECISION = "{reden: R, besluit: B, vastgesteld_door: V, datum: 2026-03-01"
UNIT = f"virtuele_eenheid: {DECISION}}}\n"
LIMITS = "drukte_grens: {nodig: 3, na_minuten: 8, bron: {document: D}%s}\n"
CARE = "nazorg:\n  - {voor: %s, tekst: %s, bron: {document: D}}\n"
FIRST, LAST = dt.date(2026, 3, 1), dt.date(2026, 6, 30)
DAYS = st.dates(FIRST - dt.timedelta(days=400), LAST + dt.timedelta(days=400))


@pytest.fixture
def read(tmp_path: Path):
    """Write a nation and a region with these lines and read them together."""

    def book(nation: str = "", region: str = "", partner: str = "", national: str = "") -> RuleBook:
        files = {
            "landelijk/a.yaml": NATION.format(more=nation),
            "landelijk/politie.yaml": PARTNER.format("politie", national),
            "landelijk/brandweer.yaml": PARTNER.format("brandweer", ""),
            "regio/kust.yaml": REGION.format(more=region, partner=partner),
        }
        for name, text in files.items():
            (tmp_path / name).parent.mkdir(exist_ok=True)
            (tmp_path / name).write_text(text, encoding="utf-8")
        return load_rulebook(tmp_path, "kust")

    return book


def test_files_that_say_nothing_leave_everything_strict(read) -> None:
    found = read()
    assert found.virtual_unit is None
    assert found.virtual_unit_on(FIRST) is None
    assert found.late_policy is LatePolicy.KEUZE
    assert {partner.late_policy for partner in found.partners.values()} == {LatePolicy.KEUZE}
    assert (found.crowd_limits.needed, found.crowd_limits.after) == (2, 360)
    assert found.aftercare == {}


def test_the_limits_without_a_file_are_those_of_the_shipped_rules() -> None:
    assert load_rulebook(rules_dir()).crowd_limits == CrowdLimits()


def test_a_virtual_unit_counts_from_the_decision_on(read) -> None:
    found = read(region=UNIT)
    assert found.virtual_unit == Deviation(reason="R", decision="B", decided_by="V", date=FIRST)
    assert found.virtual_unit_on(FIRST) == found.virtual_unit
    assert found.virtual_unit_on(FIRST - dt.timedelta(days=1)) is None


@pytest.mark.parametrize(
    ("of_region", "of_decision", "last"),
    [
        ("", "", None),
        ("", "2026-06-30", LAST),
        ("geldig_tot: 2026-06-30\n", "", LAST),
        ("geldig_tot: 2026-06-30\n", "2026-12-31", LAST),
        ("geldig_tot: 2026-12-31\n", "2026-06-30", LAST),
    ],
)
def test_a_virtual_unit_ends_with_its_decision_and_with_the_region(
    read, of_region, of_decision, last
) -> None:
    end = f", geldig_tot: {of_decision}" if of_decision else ""
    found = read(region=f"{of_region}virtuele_eenheid: {DECISION}{end}}}\n")
    assert found.virtual_unit.valid_until == last
    assert found.virtual_unit_on(LAST)
    assert bool(found.virtual_unit_on(LAST + dt.timedelta(days=1))) is (last is None)


@given(DAYS, DAYS, st.none() | DAYS)
def test_a_decision_holds_on_its_days_and_on_no_other(day, first, last) -> None:
    decision = Deviation(reason="R", decision="B", decided_by="V", date=first, valid_until=last)
    assert decision.holds_on(day) is (first <= day <= (last or dt.date.max))


@pytest.mark.parametrize("where", ["nation", "national", "partner"])
def test_a_virtual_unit_is_refused_everywhere_but_in_a_region(read, where) -> None:
    line = f"    {UNIT}" if where == "partner" else UNIT
    with pytest.raises(InputError, match=r"R028.*virtuele_eenheid"):
        read(**{where: line})


def test_a_partner_follows_its_region_in_late_exclusions_unless_it_has_its_own(read) -> None:
    found = read(region="late_uitsluiting: intrekken\n", partner="    late_uitsluiting: laten_staan\n")
    assert found.late_policy is LatePolicy.INTREKKEN
    assert found.partners["politie"].late_policy is LatePolicy.LATEN_STAAN
    assert found.partners["brandweer"].late_policy is LatePolicy.INTREKKEN


def test_limits_of_the_nation_and_of_a_region_with_a_decision(read) -> None:
    national = read(nation=LIMITS % "").crowd_limits
    assert national == CrowdLimits(needed=3, after=480, source=Source(document="D"))
    own = "drukte_grens: {nodig: 2, na_minuten: 10, bron: {document: E}, afwijking: " + DECISION + "}}\n"
    regional = read(nation=LIMITS % "", region=own).crowd_limits
    assert (regional.needed, regional.after, regional.source.document) == (2, 600, "E")
    assert regional.deviation
    assert regional.deviation.decision == "B"


def test_limits_of_a_region_without_a_decision_are_refused(read) -> None:
    with pytest.raises(InputError, match=r"afwijking.*ontbreekt"):
        read(region=LIMITS % "")


def test_two_national_files_cannot_both_set_the_limits(read, tmp_path: Path) -> None:
    read(nation=LIMITS % "")
    second = NATION.format(more=LIMITS % "").replace("regelboek: landelijk", "regelboek: tweede")
    (tmp_path / "landelijk/b.yaml").write_text(second.replace("let-op", "let-ook-op"), encoding="utf-8")
    with pytest.raises(InputError, match='R065: "drukte_grens" staat er al'):
        load_rulebook(tmp_path)


def test_a_region_adds_aftercare_and_replaces_that_of_the_nation(read) -> None:
    found = read(nation=CARE % ("[politie, melder]", "Een"), region=CARE % ("[politie, boa]", "[Twee, Drie]"))
    assert {group: care.lines for group, care in found.aftercare.items()} == {
        "politie": ("Twee", "Drie"),
        "melder": ("Een",),
        "boa": ("Twee", "Drie"),
    }


def test_a_partner_has_the_messages_of_its_region_before_those_of_the_nation(read) -> None:
    national = "bericht: A\nwaarschuwing: B {gevaar}\nintrekbericht: C\n"
    police = read(national=national, partner="    waarschuwing: D {gevaar}\n").partners["politie"]
    assert (police.message, police.warning, police.stand_down) == ("A", "D {gevaar}", "C")


def test_one_shipped_region_and_it_alone_has_a_decision_and_it_is_an_example() -> None:
    books = [load_rulebook(rules_dir(), region) for region in find_rule_files(rules_dir()).regions]
    (book,) = [book for book in books if book.virtual_unit]
    assert book.example_region
    assert "verzonnen" in book.virtual_unit.decision
    assert "verzonnen" in book.virtual_unit.decided_by


def test_every_shipped_rulebook_has_aftercare_with_a_source() -> None:
    for region in ("", *find_rule_files(rules_dir()).regions):
        aftercare = load_rulebook(rules_dir(), region).aftercare
        assert {"burgerhulpverleners", "politie", "brandweer", "nautisch", "melder"} <= set(aftercare)
        assert all(care.lines and care.source.paragraph for care in aftercare.values())
