"""The example regions: marked as examples, clean, and sensible where the national rules leave room."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mka_assist.paths import rules_dir
from mka_assist.rulebook.checking import check_paths
from mka_assist.rulebook.loading import find_rule_files, load_rulebook
from mka_assist.rulebook.model import Status

REGIONS = ("voorbeeld-kust", "voorbeeld-platteland", "voorbeeld-stad")
ARREST = {"bewustzijn": "nee", "ademhaling": "geen", "ambulance_ingezet": "ja"}
SUMMER = "2026-07-04 14:00"


def test_all_shipped_rules_are_clean() -> None:
    result = check_paths((rules_dir(),))
    assert result.findings == ()
    assert len(result.files) == 10


def test_the_shipped_regions_are_these_examples() -> None:
    assert tuple(sorted(find_rule_files(rules_dir()).regions)) == REGIONS


@pytest.mark.parametrize("region", REGIONS)
def test_a_region_says_that_it_is_an_example_and_nobodys_agreement(region: str) -> None:
    book = load_rulebook(rules_dir(), region)
    assert book.example_region
    assert "verzonnen" in book.region_name
    for partner in book.partners.values():
        if partner.agreement:
            assert "verzonnen" in partner.agreement.party
            assert "verzonnen" in partner.agreement.document
            assert partner.agreement.valid_until is not None
    for rule in book.rules.values():
        if "regio" in rule.place.file:
            assert "verzonnen" in rule.source.document
            assert rule.text[0].isupper()
            assert rule.text.endswith(".")
    head = (rules_dir() / "regio" / f"{region}.yaml").read_text(encoding="utf-8").splitlines()[0]
    assert head.startswith("# VOORBEELD.")


@pytest.mark.parametrize("region", REGIONS)
def test_citizen_responders_are_decided_nationally_everywhere(decide, region: str) -> None:
    for facts in ({}, {"leeftijd": "11 maanden"}, {"locatie": "snelweg"}, {"geweld_of_onveilig": "ja"}):
        national, regional = decide(ARREST | facts), decide(ARREST | facts, region)
        assert regional.partners["hartslagnu"].status is national.partners["hartslagnu"].status


BEACH = {"locatie": "strand", "gemeente": "Duinvoorde"}
SWIMMER = {"te_water": "ja", "veilig_bereikbaar": "nee"}
VILLAGE = {"gemeente": "Veldrijk"}
SUNDAY = "2026-03-08 12:00"
COAST = "voorbeeld-kust"
CITY = "voorbeeld-stad"
COUNTRY = "voorbeeld-platteland"
CALLS = [
    # De kust: zonder plaats vaart er niemand uit, en naar een huiskamer nooit.
    (COAST, {}, SUMMER, "knrm", "navragen"),
    (COAST, {"gemeente": "Duinvoorde"}, SUMMER, "knrm", "navragen"),
    (COAST, {"locatie": "woning"}, SUMMER, "knrm", "niet_van_toepassing"),
    (COAST, {"locatie": "woning", "te_water": "onbekend"}, SUMMER, "knrm", "niet_van_toepassing"),
    (COAST, {"locatie": "woning", "te_water": "ja", "gemeente": "Duinvoorde"}, SUMMER, "knrm", "alarmeren"),
    (COAST, BEACH, SUMMER, "knrm", "alarmeren"),
    (COAST, {"locatie": "strand", "gemeente": "Veldrijk"}, SUMMER, "knrm", "niet_beschikbaar"),
    (COAST, {"te_water": "ja", "gemeente": "Zandhaven"}, SUMMER, "knrm", "alarmeren"),
    (COAST, {"te_water": "ja"}, SUMMER, "knrm", "navragen"),
    (COAST, {"te_water": "ja", "locatie": "zwembad"}, SUMMER, "knrm", "niet_van_toepassing"),
    (COAST, SWIMMER | {"gemeente": "Zandhaven"}, SUMMER, "knrm", "alarmeren"),
    (COAST, SWIMMER, SUMMER, "hartslagnu", "uitgesloten"),
    (COAST, {"locatie": "strand", "veilig_bereikbaar": "nee"}, SUMMER, "knrm", "uitgesloten"),
    # De Reddingsbrigade: alleen in het seizoen en op tijd.
    (COAST, BEACH, SUMMER, "reddingsbrigade", "alarmeren"),
    (COAST, BEACH, "2026-07-04 08:59", "reddingsbrigade", "niet_beschikbaar"),
    (COAST, BEACH, "2026-07-04 09:00", "reddingsbrigade", "alarmeren"),
    (COAST, BEACH, "2026-07-04 20:00", "reddingsbrigade", "niet_beschikbaar"),
    (COAST, BEACH, "2026-04-30 14:00", "reddingsbrigade", "geen_afspraak"),
    (COAST, BEACH, "2026-05-01 14:00", "reddingsbrigade", "alarmeren"),
    (COAST, BEACH, "2026-09-30 14:00", "reddingsbrigade", "alarmeren"),
    (COAST, BEACH, "2026-10-01 14:00", "reddingsbrigade", "geen_afspraak"),
    (COAST, {}, SUMMER, "politie", "alarmeren"),
    (COAST, {"leeftijd": "11 maanden"}, SUMMER, "politie", "navragen"),
    (COAST, {}, "2028-01-01 12:00", "politie", "geen_afspraak"),
    # De stad: politie ook voor zuigelingen, boa overdag, geen brandweer.
    (CITY, {"leeftijd": "11 maanden"}, "2026-03-02 14:00", "politie", "alarmeren"),
    (CITY, {"leeftijd": "28 dagen"}, "2026-03-02 14:00", "politie", "alarmeren"),
    (CITY, {"leeftijd": "27 dagen"}, "2026-03-02 14:00", "politie", "navragen"),
    (CITY, {"gemeente": "Voorbeelddam"}, "2026-03-02 07:59", "boa", "niet_beschikbaar"),
    (CITY, {"gemeente": "Voorbeelddam"}, "2026-03-02 08:00", "boa", "alarmeren"),
    (CITY, {"gemeente": "Oeverwijk"}, "2026-03-06 17:59", "boa", "alarmeren"),
    (CITY, {"gemeente": "Voorbeelddam"}, "2026-03-07 12:00", "boa", "niet_beschikbaar"),
    (CITY, {"gemeente": "Zandhaven"}, "2026-03-02 12:00", "boa", "niet_beschikbaar"),
    (CITY, {}, "2026-03-02 12:00", "boa", "navragen"),
    (CITY, {"gemeente": "Voorbeelddam", "locatie": "spoor"}, "2026-03-02 12:00", "boa", "uitgesloten"),
    (CITY, {}, "2026-03-02 12:00", "brandweer", "geen_afspraak"),
    # Het platteland: 's avonds, 's nachts over middernacht, en het weekend tot maandag 7 uur.
    (COUNTRY, VILLAGE, "2026-03-03 17:59", "brandweer", "niet_beschikbaar"),
    (COUNTRY, VILLAGE, "2026-03-03 18:00", "brandweer", "alarmeren"),
    (COUNTRY, VILLAGE, "2026-03-04 00:00", "brandweer", "alarmeren"),
    (COUNTRY, VILLAGE, "2026-03-04 06:59", "brandweer", "alarmeren"),
    (COUNTRY, VILLAGE, "2026-03-04 07:00", "brandweer", "niet_beschikbaar"),
    (COUNTRY, VILLAGE, "2026-03-07 06:59", "brandweer", "alarmeren"),
    (COUNTRY, VILLAGE, "2026-03-07 07:00", "brandweer", "alarmeren"),
    (COUNTRY, VILLAGE, "2026-03-08 23:59", "brandweer", "alarmeren"),
    (COUNTRY, VILLAGE, "2026-03-09 00:00", "brandweer", "alarmeren"),
    (COUNTRY, VILLAGE, "2026-03-09 07:00", "brandweer", "niet_beschikbaar"),
    (COUNTRY, {}, SUNDAY, "brandweer", "navragen"),
    (COUNTRY, {"gemeente": "Zandhaven"}, SUNDAY, "brandweer", "niet_beschikbaar"),
    (COUNTRY, VILLAGE | {"aanrijtijd_ambulance": "7"}, SUNDAY, "brandweer", "niet_van_toepassing"),
    (COUNTRY, VILLAGE | {"aanrijtijd_ambulance": "8"}, SUNDAY, "brandweer", "alarmeren"),
    (COUNTRY, VILLAGE | {"leeftijd": "6 maanden"}, SUNDAY, "brandweer", "navragen"),
    # Zomertijd: de nacht van 29 maart 2026 is een uur korter.
    (COUNTRY, VILLAGE, "2026-03-30 06:59", "brandweer", "alarmeren"),
    (COUNTRY, VILLAGE, "2026-03-30 07:00", "brandweer", "niet_beschikbaar"),
]


@pytest.mark.parametrize(("region", "facts", "at", "partner", "status"), CALLS)
def test_regional_partners(decide, region, facts, at, partner, status) -> None:
    decision = decide(ARREST | facts, region, at)
    assert decision.partners[partner].status == status


@pytest.mark.parametrize(("region", "facts", "at", "partner", "status"), CALLS)
def test_regional_partners_wait_for_the_ambulance_too(decide, region, facts, at, partner, status) -> None:
    decision = decide(ARREST | {"ambulance_ingezet": "nee"} | facts, region, at)
    waiting = "wacht_op_ambulance" if status == "alarmeren" else status
    assert decision.partners[partner].status == waiting


@given(data=st.data())
def test_no_boat_goes_out_before_it_is_known_that_there_is_water(decide, data: st.DataObject) -> None:
    answer = st.sampled_from(["ja", "nee", "onbekend"])
    facts = {name: data.draw(answer) for name in ("veilig_bereikbaar", "risicovolle_locatie", "zelfdoding")}
    facts |= {
        "te_water": data.draw(st.sampled_from(["nee", "onbekend"])),
        "locatie": data.draw(st.sampled_from(["onbekend", "woning", "weg", "openbare_ruimte", "overig"])),
        "gemeente": data.draw(st.sampled_from(["Duinvoorde", "Veldrijk", "onbekend"])),
        "leeftijd": data.draw(st.sampled_from(["11 maanden", "54 jaar", "onbekend"])),
    }
    decision = decide(ARREST | facts, COAST, SUMMER)
    for id in ("knrm", "reddingsbrigade"):
        assert decision.partners[id].status not in (Status.ALARMEREN, Status.WACHT_OP_AMBULANCE)


REPLACING = """
soort: regio
regio: proef
naam: Proef
versie: "1"
geldig_vanaf: 2026-01-01
partners:
  - partner: politie
    afspraak: {{partij: a, document: b, datum: 2026-01-01}}
regels:
  - id: anders
    vervangt: {old}
    insluiting: {{vermoeden_reanimatie: ja}}
    bij_onbekend: navragen
    geldt_voor: {audience}
    uitleg: Anders.
    bron: {{document: c}}
    voorbeelden: [{{bij: {{vermoeden_reanimatie: ja}}, partner: politie, dan: alarmeren}}]
"""


@pytest.mark.parametrize("audience", ["politie", "alle", "[politie, nautisch]", "nautisch"])
@pytest.mark.parametrize(("old", "code"), [("ambulance-eerst", "R055"), ("buiten-ziekenhuis", "R056")])
def test_no_audience_gets_around_an_unshakable_rule_or_a_deviation(
    tmp_path: Path, audience: str, old: str, code: str
) -> None:
    shutil.copytree(rules_dir() / "landelijk", tmp_path / "landelijk")
    (tmp_path / "regio").mkdir()
    text = REPLACING.format(old=old, audience=audience)
    (tmp_path / "regio" / "proef.yaml").write_text(text, encoding="utf-8")
    assert [finding.code for finding in check_paths((tmp_path,)).findings] == [code]
