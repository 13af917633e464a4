"""What the reader makes of correct text: every kind of test, rule and coverage, defaults, our own files."""

from __future__ import annotations

import datetime as dt

import pytest
from strategies import single

from mka_assist.paths import rules_dir
from mka_assist.rulebook.age import DAY, MONTH, OLDEST, YEAR, Age
from mka_assist.rulebook.condition import All, AnyOf, Not, Op
from mka_assist.rulebook.diagnostics import Diagnostics, errors_in
from mka_assist.rulebook.facts import CONTRACT, FactKind, FactSpec
from mka_assist.rulebook.loading import find_rule_files, load_rulebook
from mka_assist.rulebook.meaning import holds
from mka_assist.rulebook.model import (
    Agreement,
    AmbulanceAdvice,
    Deviation,
    Expected,
    Kind,
    OnUnknown,
    Rule,
    Source,
    Status,
)
from mka_assist.rulebook.reader import BookText, RegionText, read_document
from mka_assist.rulebook.reading_conditions import read_condition
from mka_assist.rulebook.source import read_text

SPECS = {**CONTRACT, "aanrijtijd": FactSpec("aanrijtijd", FactKind.GETAL, "Aanrijtijd")}


def condition(text: str):
    report = Diagnostics.empty()
    found = read_condition(read_text(text, "c.yaml"), "deze voorwaarde", SPECS, report)
    assert errors_in(report.findings) == ()
    return found


def document(text: str) -> BookText | RegionText:
    report = Diagnostics.empty()
    found = read_document(read_text(text, "r.yaml"), report)
    assert report.findings == []
    assert found
    return found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{zelfdoding: ja}", single("zelfdoding", Op.IS, True)),
        ("{zelfdoding: nee}", single("zelfdoding", Op.IS, False)),
        ("{zelfdoding: onbekend}", single("zelfdoding", Op.UNKNOWN)),
        ("{zelfdoding: bekend}", single("zelfdoding", Op.KNOWN)),
        ('{zelfdoding: "ja"}', single("zelfdoding", Op.IS, True)),
        ("{locatie: weg}", single("locatie", Op.IS, "weg")),
        ("{locatie: [weg, spoor, weg]}", single("locatie", Op.IS, "weg", "spoor")),
        ("{gemeente: Súdwest-Fryslân}", single("gemeente", Op.IS, "Súdwest-Fryslân")),
        ("{gemeente: Su\u0301dwest-Frysla\u0302n}", single("gemeente", Op.IS, "Súdwest-Fryslân")),
        ("{leeftijd: 1 jaar}", single("leeftijd", Op.IS, YEAR)),
        ("{leeftijd: onder 12 maanden}", single("leeftijd", Op.UNDER, YEAR)),
        ("{leeftijd: vanaf 1 jaar en 3 maanden}", single("leeftijd", Op.FROM, YEAR + 3 * MONTH)),
        ("{leeftijd: hoogstens 28 dagen}", single("leeftijd", Op.AT_MOST, 28 * DAY)),
        ("{leeftijd: boven 70 jaar}", single("leeftijd", Op.OVER, 70 * YEAR)),
        (
            "{leeftijd: van 1 jaar tot 18 jaar}",
            All((single("leeftijd", Op.FROM, YEAR), single("leeftijd", Op.UNDER, 18 * YEAR))),
        ),
        ("{aanrijtijd: vanaf 8}", single("aanrijtijd", Op.FROM, 8)),
        ("{aanrijtijd: 08}", single("aanrijtijd", Op.IS, 8)),
        (
            "{aanrijtijd: van -1 tot 1}",
            All((single("aanrijtijd", Op.FROM, -1), single("aanrijtijd", Op.UNDER, 1))),
        ),
        (
            "{zelfdoding: ja, locatie: weg}",
            All((single("zelfdoding", Op.IS, True), single("locatie", Op.IS, "weg"))),
        ),
        (
            "{een_van: [{zelfdoding: ja}, {locatie: weg}]}",
            AnyOf((single("zelfdoding", Op.IS, True), single("locatie", Op.IS, "weg"))),
        ),
        ("{alle: [{zelfdoding: ja}]}", All((single("zelfdoding", Op.IS, True),))),
        ("{niet: {zelfdoding: ja}}", Not(single("zelfdoding", Op.IS, True))),
        (
            "{zelfdoding: nee, niet: {een_van: [{locatie: weg}, {te_water: ja, locatie: water}]}}",
            All(
                (
                    single("zelfdoding", Op.IS, False),
                    Not(
                        AnyOf(
                            (
                                single("locatie", Op.IS, "weg"),
                                All((single("te_water", Op.IS, True), single("locatie", Op.IS, "water"))),
                            )
                        )
                    ),
                )
            ),
        ),
    ],
)
def test_conditions(text, expected):
    assert condition(text) == expected


BOOK = """
soort: regelboek
regelboek: proef
naam: Proef
versie: "1.0"
geldig_vanaf: 2026-01-01
regels:
  - id: r
    {rule}
    uitleg: Dit is   een
      lange uitleg.
    bron: {{document: Kader, paragraaf: "5.10"}}
"""


def rule_of(text: str) -> Rule:
    book = document(BOOK.format(rule=text))
    assert isinstance(book, BookText)
    (rule,) = book.rules
    return rule


def test_an_exclusion_with_all_defaults():
    rule = rule_of("uitsluiting: {zelfdoding: ja}\n    bij_onbekend: alarmeren")
    assert rule == Rule(
        id="r",
        kind=Kind.UITSLUITING,
        condition=single("zelfdoding", Op.IS, True),
        text="Dit is een lange uitleg.",
        source=Source(document="Kader", paragraph="5.10"),
        applies_to=("alle",),
        effect=Status.UITGESLOTEN,
        on_unknown=OnUnknown.ALARMEREN,
        place=rule.place,
        places=rule.places,
    )
    assert str(rule.source) == "Kader, par. 5.10"
    assert (str(rule.place), str(rule.places["id"])) == ("r.yaml:8:5", "r.yaml:8:9")


def test_an_inclusion_with_everything_said():
    rule = rule_of(
        """insluiting: {zelfdoding: nee}
    gevolg: wacht_op_vermoeden
    bij_onbekend: wachten
    veiligheid: ja
    onwrikbaar: ja
    geldt_voor: [politie, nautisch]
    geldig_vanaf: 2026-02-01
    geldig_tot: 2026-02-28"""
    )
    assert (rule.kind, rule.effect, rule.on_unknown) == (
        Kind.INSLUITING,
        Status.WACHT_OP_VERMOEDEN,
        OnUnknown.WACHTEN,
    )
    assert (rule.safety, rule.unshakable) == (True, True)
    assert rule.applies_to == ("politie", "nautisch")
    assert (rule.valid_from, rule.valid_until) == (dt.date(2026, 2, 1), dt.date(2026, 2, 28))


def test_order_waits_for_the_ambulance_unless_it_says_otherwise():
    rule = rule_of("volgorde: {ambulance_ingezet: ja}")
    assert (rule.effect, rule.on_unknown) == (Status.WACHT_OP_AMBULANCE, OnUnknown.WACHTEN)


def test_a_derivation():
    rule = rule_of("afleiding: {leeftijd: onder 1 jaar}\n    als: {zelfdoding: ja}\n    gaat_voor_invoer: ja")
    assert rule.derives == ("leeftijd", Age(0, YEAR - 1))
    assert rule.condition == single("zelfdoding", Op.IS, True)
    assert (rule.overrides_input, rule.applies_to) == (True, ())
    assert rule_of("afleiding: {zelfdoding: nee}\n    als: {locatie: weg}").overrides_input is False


def test_an_ambulance_advice():
    rule = rule_of(
        "ambulance: {urgentie: A0, hoogcomplex: 2, eenheid_dichtbij: ja}\n    als: {zelfdoding: ja}"
    )
    assert rule.ambulance == AmbulanceAdvice(urgency="A0", high_complexity=2, near_unit_as_extra=True)
    assert rule.applies_to == ()


def test_examples():
    rule = rule_of(
        """uitsluiting: {zelfdoding: ja}
    bij_onbekend: alarmeren
    voorbeelden:
      - {bij: {zelfdoding: onbekend, leeftijd: vanaf 1 jaar}, partner: boa, dan: alarmeren}
      - {bij: {}, op: 2026-03-02 14:00, dan: uitgesloten, omdat: r, partner: boa}"""
    )
    first, second = rule.examples
    assert first.facts == {"zelfdoding": None, "leeftijd": Age(YEAR, OLDEST)}
    assert (first.expected, first.partner, first.because, first.at) == ("alarmeren", "boa", "", None)
    assert (second.facts, second.at, second.because) == (
        {},
        dt.datetime.fromisoformat("2026-03-02 14:00"),
        "r",
    )
    assert str(second.place) == "r.yaml:13:9"


PARTNER = """
soort: partner
partner: hulpdienst
naam: Hulpdienst
groep: overig
geldig_vanaf: 2026-01-01
afspraak: {partij: P, document: D, datum: 2026-01-01, geldig_tot: 2026-12-31}
drukte: {verwacht: 5, aeds: 2, terugkoppeling: Bel terug., bron: {document: D}}
bericht: "Reanimatie {gemeente}, {locatie}, {meldingsnummer} {tijd} {partner}"
dekking:
  gemeenten: Veldrijk
  tijden:
    - {dagen: vr-ma, van: "22:00", tot: "06:00"}
    - {van: 12:00, tot: 13:00}
  bron: {document: D, paragraaf: "2"}
regels:
  - id: eigen
    uitsluiting: {zelfdoding: ja}
    bij_onbekend: navragen
    uitleg: U.
    bron: {document: D}
    voorbeelden: {bij: {zelfdoding: ja}, dan: uitgesloten}
"""


def test_a_partner():
    book = document(PARTNER)
    (partner,) = book.partners
    assert (partner.id, partner.name, partner.group, partner.national) == (
        "hulpdienst",
        "Hulpdienst",
        "overig",
        True,
    )
    assert partner.agreement == Agreement(
        party="P", document="D", date=dt.date(2026, 1, 1), valid_until=dt.date(2026, 12, 31)
    )
    assert partner.expected == Expected(
        responders=5, aeds=2, feedback="Bel terug.", source=Source(document="D")
    )
    assert partner.message == "Reanimatie {gemeente}, {locatie}, {meldingsnummer} {tijd} {partner}"
    assert [rule.id for rule in partner.rules] == ["hulpdienst/gemeenten", "hulpdienst/tijden", "eigen"]


def test_rules_of_a_partner_are_about_that_partner():
    own = document(PARTNER).partners[0].rules[-1]
    assert own.applies_to == ("hulpdienst",)
    assert own.examples[0].partner == "hulpdienst"


def test_coverage_becomes_ordinary_criteria():
    area, hours, _ = document(PARTNER).partners[0].rules
    assert area.condition == single("gemeente", Op.IS, "Veldrijk")
    assert (area.kind, area.effect, area.on_unknown) == (
        Kind.INSLUITING,
        Status.NIET_BESCHIKBAAR,
        OnUnknown.NAVRAGEN,
    )
    assert area.text == "Alleen in Veldrijk."
    assert (hours.effect, hours.on_unknown) == (Status.NIET_BESCHIKBAAR, OnUnknown.ALARMEREN)
    assert hours.text == "Alleen vr, za, zo, ma van 22:00 tot 06:00 en elke dag van 12:00 tot 13:00."
    assert area.source == hours.source == Source(document="D", paragraph="2")


@pytest.mark.parametrize(
    ("day", "time", "is_open"),
    [
        ("ma", "05:59", True),  # Sunday night
        ("ma", "06:00", False),
        ("ma", "22:00", True),
        ("di", "05:59", True),
        ("di", "22:00", False),
        ("vr", "05:00", False),
        ("zo", "23:59", True),
        ("wo", "12:00", True),
        ("wo", "12:59", True),
        ("wo", "13:00", False),
    ],
)
def test_hours_over_midnight_and_over_the_weekend(day, time, is_open):
    hour, minute = map(int, time.split(":"))
    at = ("ma", "di", "wo", "do", "vr", "za", "zo").index(day) * 1440 + hour * 60 + minute
    assert holds(document(PARTNER).partners[0].rules[1].condition, {"_weekminuut": at}) is is_open


@pytest.mark.parametrize(("start", "end"), [("00:00", "24:00"), ("0:00", "24:00")])
def test_a_whole_day_may_end_at_24(start, end):
    text = PARTNER.replace("{van: 12:00, tot: 13:00}", f"{{dagen: wo, van: {start}, tot: {end}}}")
    hours = document(text).partners[0].rules[1].condition
    assert [holds(hours, {"_weekminuut": 2 * 1440 + minute}) for minute in (0, 720, 1439)] == [True] * 3
    assert holds(hours, {"_weekminuut": 3 * 1440}) is False


REGION = """
soort: regio
regio: dal
naam: Dal
versie: "dal 1"
voorbeeld: ja
geldig_vanaf: 2026-01-01
geldig_tot: 2027-12-31
feiten:
  - {feit: smalle_weg, soort: ja_nee, naam: Smalle weg, vraag: "Is de weg smal?"}
  - {feit: verdieping, soort: getal, naam: Verdieping}
  - {feit: soort_weg, soort: keuze, naam: Soort weg, waarden: [zand, klinkers]}
partners:
  - partner: politie
    regels:
      - id: smal
        vervangt: oud
        afwijking: {reden: R, besluit: B, vastgesteld_door: V, datum: 2026-01-01}
        uitsluiting: {smalle_weg: ja, verdieping: boven 10, soort_weg: zand}
        bij_onbekend: alarmeren
        uitleg: U.
        bron: {document: D}
        voorbeelden: [{bij: {smalle_weg: ja}, dan: uitgesloten}]
"""


def test_a_region_with_facts_of_its_own():
    region = document(REGION)
    assert isinstance(region, RegionText)
    assert (region.id, region.name, region.example, region.version) == ("dal", "Dal", True, "dal 1")
    assert (region.valid_from, region.valid_until) == (dt.date(2026, 1, 1), dt.date(2027, 12, 31))
    assert region.facts == {
        "smalle_weg": FactSpec("smalle_weg", FactKind.JA_NEE, "Smalle weg", "Is de weg smal?"),
        "verdieping": FactSpec("verdieping", FactKind.GETAL, "Verdieping"),
        "soort_weg": FactSpec("soort_weg", FactKind.KEUZE, "Soort weg", "", ("zand", "klinkers")),
    }
    (rule,) = region.partners[0].rules
    assert rule.facts == {"smalle_weg", "verdieping", "soort_weg"}
    assert rule.replaces == "oud"
    assert rule.deviation == Deviation(reason="R", decision="B", decided_by="V", date=dt.date(2026, 1, 1))


@pytest.fixture(scope="module")
def nation():
    return load_rulebook(rules_dir())


def test_the_national_rules_read_into_the_expected_model(nation):
    assert nation.version == "2026.1"
    assert (nation.region, nation.example_region, nation.valid_from) == ("", False, dt.date(2024, 5, 1))
    assert nation.files[0] == "landelijk/algemeen.yaml"
    assert set(nation.partners) == {
        "hartslagnu",
        "politie",
        "brandweer",
        "knrm",
        "reddingsbrigade",
        "boa",
    }
    assert [rule.id for stratum in nation.strata for rule in stratum] == [
        "vermoeden-uit-uitvraag",
        "risico-uit-locatie",
    ]
    assert nation.facts == CONTRACT


def test_the_national_exclusions_of_citizen_responders(nation):
    own = [
        nation.rules[id]
        for id in nation.partners["hartslagnu"].criteria
        if "alle" not in nation.rules[id].applies_to
    ]
    excluded = {rule.id: rule.condition for rule in own}
    assert excluded["jonger-dan-1-jaar"] == single("leeftijd", Op.UNDER, YEAR)
    for id, fact in [
        ("zelfdoding", "zelfdoding"),
        ("ernstig-trauma", "ernstig_trauma"),
        ("risicovolle-locatie", "risicovolle_locatie"),
        ("geweld-of-onveilig", "geweld_of_onveilig"),
    ]:
        assert excluded[id] == single(fact, Op.IS, True)
    assert all(rule.on_unknown is not OnUnknown.WACHTEN for rule in own)


def test_only_citizen_responders_need_no_agreement(nation):
    assert [p.id for p in nation.partners.values() if not p.needs_agreement] == ["hartslagnu"]


@pytest.mark.parametrize("region", sorted(find_rule_files(rules_dir()).regions))
def test_every_region_reads_on_top_of_the_nation(region, nation):
    book = load_rulebook(rules_dir(), region)
    assert (book.region, book.example_region) == (region, True)
    assert book.version.startswith("2026.1 + ")
    assert set(nation.rules) <= set(book.rules)
    assert set(nation.partners) <= set(book.partners)
    assert book.files == (*nation.files, f"regio/{region}.yaml")
    assert any(partner.agreement for partner in book.partners.values())
