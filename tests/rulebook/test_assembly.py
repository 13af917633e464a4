"""Files put together: who must meet what, what a region changes, in which order, and the stamp on it all."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mka_assist.rulebook.diagnostics import Diagnostics, InputError
from mka_assist.rulebook.loading import load_rulebook, read_rulebook
from mka_assist.rulebook.model import RuleBook


def full(text: str) -> str:
    """Fill in what every rule must have and no test here looks at."""
    return text.replace("**}", "uitleg: U, bron: {document: D}}")


NATION = full("""
soort: regelboek
regelboek: landelijk
naam: Landelijk
versie: "7"
geldig_vanaf: 2026-01-01
uitgangspunt: {vermoeden_reanimatie: ja}
regels:
  - {id: voor-alle, insluiting: {veilig_bereikbaar: ja}, bij_onbekend: alarmeren, **}
  - {id: voor-groep, uitsluiting: {zelfdoding: ja}, geldt_voor: nautisch, bij_onbekend: alarmeren, **}
  - {id: voor-twee, uitsluiting: {te_water: ja}, geldt_voor: [politie, knrm], bij_onbekend: alarmeren, **}
  - {id: let-op, aandacht: {zelfdoding: ja}, **}
""")


def partner(id: str, group: str, more: str = "") -> str:
    return (
        f"soort: partner\npartner: {id}\nnaam: {id.upper()}\ngroep: {group}\ngeldig_vanaf: 2025-06-01\n{more}"
    )


def region(more: str = "partners: [{partner: knrm}]", until: str = "") -> str:
    head = 'soort: regio\nregio: kust\nnaam: Kust\nversie: "k3"\ngeldig_vanaf: 2026-07-01'
    return full(f"{head}\n{until}\n{more}\n")


FILES = {
    "landelijk/a.yaml": NATION,
    "landelijk/knrm.yaml": partner("knrm", "nautisch", "bericht: landelijk\n"),
    "landelijk/politie.yaml": partner("politie", "politie"),
    "landelijk/hulp.yaml": partner("hulp", "burgerhulpverleners"),
}


@pytest.fixture
def book(tmp_path: Path):
    """Write these files over the national ones and read them, with the region where there is one."""

    def read(**more: str) -> RuleBook:
        files = FILES | {name.replace("__", "/") + ".yaml": text for name, text in more.items()}
        for name, text in files.items():
            (tmp_path / name).parent.mkdir(exist_ok=True)
            (tmp_path / name).write_text(text, encoding="utf-8")
        return load_rulebook(tmp_path, "kust" if "regio__kust" in more else "")

    return read


def replacing(old: str, audience: str, id: str = "anders", more: str = "") -> str:
    return f"""
  - id: {id}
    vervangt: {old}
    afwijking: {{reden: R, besluit: B, vastgesteld_door: V, datum: 2026-01-01}}
    uitsluiting: {{ernstig_trauma: ja}}
    geldt_voor: {audience}
    bij_onbekend: alarmeren
    {more}
    uitleg: U
    bron: {{document: D}}"""


def test_each_partner_has_the_criteria_for_all_for_its_group_and_for_itself(book):
    found = book()
    assert {id: partner.criteria for id, partner in found.partners.items()} == {
        "knrm": ("voor-alle", "voor-groep", "voor-twee"),
        "politie": ("voor-alle", "voor-twee"),
        "hulp": ("voor-alle",),
    }


def test_only_citizen_responders_known_to_the_nation_do_without_an_agreement(book):
    new = "partners: [{partner: nieuw, naam: Nieuw, groep: burgerhulpverleners}]"
    found = book(regio__kust=region(new))
    needs = {id: partner.needs_agreement for id, partner in found.partners.items()}
    assert needs == {"knrm": True, "politie": True, "hulp": False, "nieuw": True}


def test_what_a_region_says_of_a_partner_goes_first_and_its_rules_come_on_top(book):
    found = book(
        regio__kust=region(
            """partners:
  - partner: knrm
    naam: KNRM Kust
    afspraak: {partij: P, document: D, datum: 2026-01-01}
    dekking: {gemeenten: [Zand]}
    drukte: {verwacht: 3, bron: {document: D}}
    regels:
      - {id: eigen, uitsluiting: {te_water: nee}, bij_onbekend: alarmeren, **}
regels:
  - {id: regionaal, uitsluiting: {locatie: zwembad}, geldt_voor: alle, bij_onbekend: alarmeren, **}
"""
        )
    )
    knrm = found.partners["knrm"]
    assert (knrm.name, knrm.group, knrm.message) == ("KNRM Kust", "nautisch", "landelijk")
    assert knrm.agreement
    assert knrm.agreement.valid_until is None
    assert knrm.expected
    assert knrm.expected.responders == 3
    assert knrm.criteria == (
        "voor-alle", "voor-groep", "voor-twee", "regionaal", "knrm/gemeenten", "eigen",
    )  # fmt: skip
    assert found.partners["politie"].criteria == ("voor-alle", "voor-twee", "regionaal")
    assert (found.region, found.region_name, found.version) == ("kust", "Kust", "7 + k3")
    assert found.valid_from == dt.date(2026, 7, 1)


@pytest.mark.parametrize(
    ("own", "expected"),
    [("", dt.date(2027, 6, 30)), (", geldig_tot: 2029-01-01", dt.date(2027, 6, 30)),
     (", geldig_tot: 2026-09-30", dt.date(2026, 9, 30))],
)  # fmt: skip
def test_no_agreement_outlives_its_region(book, own, expected):
    text = f"partners: [{{partner: knrm, afspraak: {{partij: P, document: D, datum: 2026-01-01{own}}}}}]"
    found = book(regio__kust=region(text, until="geldig_tot: 2027-06-30"))
    assert found.partners["knrm"].agreement
    assert found.partners["knrm"].agreement.valid_until == expected


def test_a_replacement_counts_only_for_those_it_is_about(book):
    text = region() + "regels:" + replacing("voor-alle", "knrm")
    found = book(regio__kust=text)
    assert found.partners["knrm"].criteria == ("voor-groep", "voor-twee", "anders")
    assert found.partners["knrm"].replaced == ("voor-alle",)
    assert found.partners["politie"].criteria == ("voor-alle", "voor-twee")
    assert found.partners["politie"].replaced == ()


def test_a_replaced_rule_is_back_when_the_deviation_ends_or_has_not_begun(book):
    more = "geldig_vanaf: 2026-03-01\n    geldig_tot: 2026-03-31"
    found = book(regio__kust=region() + "regels:" + replacing("voor-groep", "nautisch", more=more))

    def criteria(day: str) -> tuple[str, ...]:
        return found.in_force(dt.date.fromisoformat(day)).partners["knrm"].criteria

    assert criteria("2026-03-01") == criteria("2026-03-31") == ("voor-alle", "voor-twee", "anders")
    assert criteria("2026-02-28") == criteria("2026-04-01") == ("voor-alle", "voor-groep", "voor-twee")


def test_a_rule_replaced_twice_is_back_only_when_both_deviations_have_ended(book):
    first = replacing("voor-groep", "nautisch", more="geldig_tot: 2026-03-31")
    second = replacing("voor-groep", "knrm", id="nog-anders", more="geldig_tot: 2026-06-30")
    found = book(regio__kust=region() + "regels:" + first + second)

    def criteria(day: str) -> tuple[str, ...]:
        return found.in_force(dt.date.fromisoformat(day)).partners["knrm"].criteria

    assert criteria("2026-03-31") == ("voor-alle", "voor-twee", "anders", "nog-anders")
    assert criteria("2026-04-01") == ("voor-alle", "voor-twee", "nog-anders")
    assert criteria("2026-07-01") == ("voor-alle", "voor-groep", "voor-twee")


def test_both_days_of_a_period_belong_to_it(book):
    rule = """
regels:
  - {id: tijdelijk, afleiding: {te_water: nee}, als: {locatie: woning}, geldig_vanaf: 2026-03-01,
     geldig_tot: 2026-03-31, **}
  - {id: zomer, uitsluiting: {locatie: strand}, geldig_vanaf: 2026-06-01, bij_onbekend: alarmeren, **}
"""
    found = book(regio__kust=region() + full(rule))

    def in_force(day: str) -> tuple[bool, bool, bool]:
        on = found.in_force(dt.date.fromisoformat(day))
        derived = any(rule.id == "tijdelijk" for stratum in on.strata for rule in stratum)
        assert ("zomer" in on.rules) == any(rule.id == "zomer" for rule in on.criteria)
        return derived, "tijdelijk" in on.rules, "zomer" in on.partners["hulp"].criteria

    assert in_force("2026-02-28") == in_force("2026-04-01") == (False, False, False)
    assert in_force("2026-03-01") == in_force("2026-03-31") == (True, True, False)
    assert in_force("2026-05-31") == (False, False, False)
    assert in_force("2026-06-01") == (False, False, True)


def test_derivations_stand_in_the_order_they_need_each_other(book):
    chain = "regels:\n" + "".join(
        f"  - {{id: {id}, afleiding: {{{fact}: ja}}, als: {{{needs}: ja}}, **}}\n"
        for id, fact, needs in [
            ("c", "veilig_bereikbaar", "te_water"),
            ("b", "te_water", "zelfdoding"),
            ("a1", "zelfdoding", "bewustzijn"),
            ("a2", "zelfdoding", "ernstig_trauma"),
            ("los", "geweld_of_onveilig", "bewustzijn"),
        ]
    )
    found = book(regio__kust=region() + full(chain))
    order = [{rule.id for rule in stratum} for stratum in found.strata]
    assert order == [{"a1", "a2", "los"}, {"b"}, {"c"}]
    assert [rule.id for rule in found.strata[0] if rule.derives[0] == "zelfdoding"] == ["a1", "a2"]


def test_examples_start_from_what_the_nation_says_or_else_from_a_suspected_arrest(book, tmp_path):
    assert book().example_facts == {"vermoeden_reanimatie": True}
    assert book(
        landelijk__a=NATION.replace("uitgangspunt: {vermoeden_reanimatie: ja}", "")
    ).example_facts == {
        "vermoeden_reanimatie": True,
        "ambulance_ingezet": True,
    }


def test_the_hash_knows_every_byte_and_every_name_but_no_order(book, tmp_path):
    first = book()
    paths = [tmp_path / name for name in first.files]
    assert load_rulebook(tmp_path).sha256 == first.sha256
    backwards = read_rulebook(tmp_path, paths[::-1], Diagnostics.empty())
    assert backwards
    assert backwards.sha256 == first.sha256
    seen = {first.sha256}
    text = paths[0].read_text(encoding="utf-8")
    for other in (text + "\n", text + "# x\n", text.replace("versie", "versie ", 1), "\ufeff" + text):
        paths[0].write_text(other, encoding="utf-8")
        seen.add(load_rulebook(tmp_path).sha256)
    paths[0].write_text(text, encoding="utf-8")
    paths[0].rename(paths[0].with_name("b.yaml"))
    seen.add(load_rulebook(tmp_path).sha256)
    assert len(seen) == 6


def test_the_hash_is_that_of_what_was_read_wherever_it_stands(book, tmp_path, monkeypatch):
    first = book()
    moved = tmp_path / "elders"
    (tmp_path / "landelijk").rename(tmp_path / "tijdelijk")
    moved.mkdir()
    (tmp_path / "tijdelijk").rename(moved / "landelijk")
    assert load_rulebook(moved).sha256 == first.sha256
    monkeypatch.chdir(tmp_path)
    assert load_rulebook(Path("elders")).sha256 == first.sha256
    assert load_rulebook(Path("elders/../elders")).files == first.files


@settings(max_examples=20)
@given(st.permutations(sorted(FILES)))
def test_the_order_of_reading_changes_no_partner(tmp_path_factory, order):
    folder = tmp_path_factory.mktemp("regels")
    for name, text in FILES.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    report = Diagnostics.empty()
    found = read_rulebook(folder, [folder / name for name in order], report)
    assert report.findings == []
    assert found
    straight = load_rulebook(folder)
    assert {id: set(p.criteria) for id, p in found.partners.items()} == {
        id: set(p.criteria) for id, p in straight.partners.items()
    }
    assert found.sha256 == straight.sha256


@pytest.mark.parametrize(
    ("region_id", "message"),
    [
        ("kus", 'onbekende regio "kus". Hulp: Bedoelde u "kust"?'),
        ("x" * 99, f'onbekende regio "{"x" * 39}…". Hulp: Bekende regio\'s: kust.'),
    ],
)
def test_an_unknown_region_is_refused(book, tmp_path, region_id, message):
    book(regio__kust=region())
    with pytest.raises(InputError) as refused:
        load_rulebook(tmp_path, region_id)
    assert str(refused.value) == f"{tmp_path}: fout B010: {message}"


def test_a_folder_with_only_regions_decides_nothing(book, tmp_path):
    book(regio__kust=region())
    for name in FILES:
        (tmp_path / name).unlink()
    with pytest.raises(InputError, match="fout B015: in deze map staan geen landelijke regels"):
        load_rulebook(tmp_path)


def test_loading_refuses_with_every_error_found_and_no_warning(book):
    with pytest.raises(InputError) as refused:
        book(landelijk__a=NATION.replace("zelfdoding: ja", "zelfdoeding: ja"))
    assert [finding.code for finding in refused.value.findings] == ["F001", "F001"]
