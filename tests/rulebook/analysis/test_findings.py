"""Every finding: nothing is said of what is right, exactly one thing of what is wrong, at its line, with a
call that can be pasted as an example."""

from __future__ import annotations

import pytest
from planted import AGREEMENT, general, officers

from mka_assist.rulebook.diagnostics import Diagnostics
from mka_assist.rulebook.examples import run_examples
from mka_assist.rulebook.loading import load_rulebook

NIGHT = "    dekking:\n      tijden:\n"
OWN_FACT = 'feiten:\n  - {feit: hond_los, soort: ja_nee, naam: Hond los, vraag: "Loopt er een hond los?"}\n'
SILENT_FACT = "feiten:\n  - {feit: hond_los, soort: ja_nee, naam: Hond los}\n"


def hours(*items: str) -> str:
    return NIGHT + "".join(f"        - {{{item}}}\n" for item in items)


RIGHT = {
    "two limits that leave room": (
        officers("jong uitsluiting: {leeftijd: onder 8 jaar}", "oud uitsluiting: {leeftijd: vanaf 80 jaar}"),
    ),
    "an inclusion and an exclusion that leave room": (
        officers("vanaf insluiting: {leeftijd: vanaf 12 jaar}", "tot uitsluiting: {leeftijd: vanaf 80 jaar}"),
    ),
    "a question that must be answered first": (
        officers(
            "eerst-vragen insluiting: {een_van: [{te_water: ja}, {te_water: nee}]}; bij_onbekend: navragen",
        ),
    ),
    "a weaker rule with another limit": (
        officers(
            "baby uitsluiting: {leeftijd: onder 1 jaar}",
            "kind uitsluiting: {leeftijd: onder 8 jaar}; gevolg: navragen",
        ),
    ),
    "an own fact with a question": (OWN_FACT, officers("hond uitsluiting: {hond_los: ja}")),
    "an own fact that is derived": (
        SILENT_FACT,
        general("afgeleid afleiding: {hond_los: ja}; als: {locatie: overig}"),
        officers("hond uitsluiting: {hond_los: ja}; bij_onbekend: navragen"),
    ),
    "an exception before the general derivation": (
        general(
            "diep afleiding: {te_water: ja}; als: {locatie: zwembad, leeftijd: onder 4 jaar}",
            "binnen afleiding: {te_water: nee}; als: {locatie: zwembad}",
        ),
        officers("natte uitsluiting: {te_water: ja}"),
    ),
    "a decision on file": (
        officers(
            "ook-binnen uitsluiting: {locatie: ziekenhuis, leeftijd: onder 1 jaar}; vervangt: ziekenhuis; "
            "afwijking: {reden: a, besluit: b, vastgesteld_door: c, datum: 2026-01-01}"
        ),
    ),
    "a decision about the virtual unit on its last day": (
        "virtuele_eenheid: {reden: a, besluit: b, vastgesteld_door: c, datum: 2026-01-01, "
        "geldig_tot: 2026-03-02}\n" + officers(),
    ),
    "hours that join": (
        officers(more=hours("dagen: ma-vr, van: 08:00, tot: 18:00", "dagen: ma-vr, van: 18:00, tot: 08:00")),
    ),
    "a night that runs on into a whole day": (
        officers(
            more=hours(
                "dagen: ma-vr, van: 18:00, tot: 07:00",
                "dagen: za-zo, van: 00:00, tot: 24:00",
                "dagen: zo, van: 18:00, tot: 07:00",
            )
        ),
    ),
    "closed on Monday": (
        officers(more=hours("dagen: di-za, van: 09:00, tot: 17:00", "dagen: zo, van: 12:00, tot: 17:00")),
    ),
    "closed at noon and on Sunday": (
        officers(
            more=hours(
                "dagen: ma-vr, van: 08:00, tot: 12:00",
                "dagen: ma-vr, van: 13:00, tot: 18:00",
                "dagen: za, van: 09:00, tot: 17:00",
            )
        ),
    ),
    "an agreement that ends today": (
        f"partners:\n  - partner: politie\n    {AGREEMENT.replace('2027-12-31', '2026-03-02')}\n",
    ),
    "real municipalities": (
        officers(
            'verre uitsluiting: {gemeente: ["\'s-Gravenhage", Súdwest-Fryslân, Bergen (NH.)]}',
            more="    dekking: {gemeenten: [Assen]}\n",
        ),
    ),
    "invented municipalities in an example": (
        "voorbeeld: ja\n" + officers(more="    dekking: {gemeenten: [Veldrijk]}\n"),
    ),
    "an evaluation within five years": ("evalueren_voor: 2031-03-02\n", officers()),
    "two versions of a rule after each other": (
        officers(
            "oud uitsluiting: {leeftijd: onder 8 jaar}; geldig_tot: 2026-06-30",
            "nieuw uitsluiting: {leeftijd: onder 12 jaar}; geldig_vanaf: 2026-07-01",
        ),
    ),
}

WRONG = {
    "never true": (
        "A001",
        "- id: peuter",
        officers("peuter uitsluiting: {alle: [{leeftijd: onder 1 jaar}, {leeftijd: vanaf 4 jaar}]}"),
    ),
    "never true by a derivation": (
        "A001",
        "- id: weg",
        SILENT_FACT
        + general("geen-hond afleiding: {hond_los: nee}; als: {locatie: snelweg}; gaat_voor_invoer: ja")
        + officers("weg uitsluiting: {locatie: snelweg, hond_los: ja}"),
    ),
    "nobody can meet an inclusion": (
        "A001",
        "- id: peuter",
        officers("peuter insluiting: {alle: [{leeftijd: onder 1 jaar}, {leeftijd: vanaf 4 jaar}]}"),
    ),
    "a part that is never true": (
        "A001",
        "- id: peuter",
        officers(
            "peuter uitsluiting: {een_van: [{zelfdoding: ja}, "
            "{leeftijd: onder 1 jaar, niet: {leeftijd: onder 4 jaar}}]}"
        ),
    ),
    "always true": (
        "A002",
        "- id: kind",
        officers("kind uitsluiting: {een_van: [{leeftijd: onder 18 jaar}, {leeftijd: vanaf 12 jaar}]}"),
    ),
    "an inclusion that stops nobody": (
        "A002",
        "- id: kind",
        officers("kind insluiting: {een_van: [{te_water: ja}, {te_water: nee}]}"),
    ),
    "a card that is always there": (
        "A002",
        "- id: kaart",
        general("kaart aandacht: {een_van: [{te_water: bekend}, {te_water: onbekend}]}") + officers(),
    ),
    "shadowed by one rule": (
        "A003",
        "- id: baby",
        officers("kind uitsluiting: {leeftijd: onder 8 jaar}", "baby uitsluiting: {leeftijd: onder 1 jaar}"),
    ),
    "shadowed, written first": (
        "A003",
        "- id: baby",
        officers("baby uitsluiting: {leeftijd: onder 1 jaar}", "kind uitsluiting: {leeftijd: onder 8 jaar}"),
    ),
    "shadowed by two rules together": (
        "A003",
        "- id: water",
        officers(
            "nat uitsluiting: {te_water: ja}",
            "droog-strand uitsluiting: {te_water: [nee], locatie: strand}",
            "water uitsluiting: {te_water: bekend, locatie: strand}",
        ),
    ),
    "shadowed by a stronger status": (
        "A003",
        "- id: zacht",
        officers(
            "hard uitsluiting: {leeftijd: onder 8 jaar}",
            "zacht uitsluiting: {leeftijd: onder 1 jaar}; gevolg: navragen",
        ),
    ),
    "shadowed by the nation": (
        "A003",
        "- id: eerste-hulp",
        officers("eerste-hulp uitsluiting: {locatie: ziekenhuis, leeftijd: onder 18 jaar}"),
    ),
    "the same, but not about safety": (
        "A003",
        "- id: geweld",
        officers(
            "geweld uitsluiting: {geweld_of_onveilig: ja}",
            "gevaar uitsluiting: {geweld_of_onveilig: ja}; veiligheid: ja",
        ),
    ),
    "a derivation that never has its turn": (
        "A003",
        "- id: laat",
        general(
            "vroeg afleiding: {te_water: ja}; als: {locatie: [strand, water]}",
            "laat afleiding: {te_water: nee}; als: {locatie: strand}",
        )
        + officers("nat uitsluiting: {te_water: ja}"),
    ),
    "an ambulance rule that never has its turn": (
        "A003",
        "- id: later",
        general(
            "later ambulance: {urgentie: A1, hoogcomplex: 1}; als: {vermoeden_reanimatie: ja, zelfdoding: ja}"
        )
        + officers(),
    ),
    "the same rule twice": (
        "A004",
        "- id: zuigeling",
        officers(
            "baby uitsluiting: {leeftijd: onder 1 jaar}", "zuigeling insluiting: {leeftijd: vanaf 12 maanden}"
        ),
    ),
    "the same as the nation": (
        "A004",
        "- id: niet-in-ziekenhuis",
        general("niet-in-ziekenhuis uitsluiting: {locatie: [ziekenhuis]}") + officers(),
    ),
    "the same derivation twice": (
        "A004",
        "- id: nog-eens",
        general(
            "eens afleiding: {te_water: ja}; als: {locatie: water}",
            "nog-eens afleiding: {te_water: ja}; als: {niet: {niet: {locatie: water}}}",
        )
        + officers("nat uitsluiting: {te_water: ja}"),
    ),
    "a contradiction": (
        "A005",
        "- id: vanaf-8",
        officers(
            "vanaf-12 insluiting: {leeftijd: vanaf 12 jaar}", "vanaf-8 uitsluiting: {leeftijd: vanaf 8 jaar}"
        ),
    ),
    "a contradiction with the nation": (
        "A005",
        "- id: alleen-ziekenhuis",
        officers("alleen-ziekenhuis insluiting: {locatie: ziekenhuis}; gevolg: niet_van_toepassing"),
    ),
    "no question leads to it": (
        "A006",
        "- id: hond",
        SILENT_FACT + officers("hond uitsluiting: {hond_los: ja}; bij_onbekend: navragen"),
    ),
    "no question, through a derivation": (
        "A006",
        "- id: gevaar",
        SILENT_FACT.replace("- {", "- {feit: gevaar, soort: ja_nee, naam: Gevaar}\n  - {")
        + general("hond-is-gevaar afleiding: {gevaar: ja}; als: {hond_los: ja}")
        + officers("gevaar uitsluiting: {gevaar: ja}; bij_onbekend: navragen"),
    ),
    "never alarmed": (
        "A007",
        "- id: niet-te-water",
        officers(
            "strand-of-water insluiting: {een_van: [{locatie: strand}, {te_water: ja}]}",
            "niet-op-strand uitsluiting: {locatie: strand}",
            "niet-te-water uitsluiting: {te_water: ja}",
        ),
    ),
    "never alarmed, whatever is unknown": (
        "A007",
        "- id: niet-te-water",
        officers(
            "nat insluiting: {een_van: [{locatie: strand}, {te_water: ja}]}; bij_onbekend: navragen",
            "niet-op-strand uitsluiting: {locatie: strand}; bij_onbekend: navragen",
            "niet-te-water uitsluiting: {te_water: ja}; bij_onbekend: navragen",
        ),
    ),
    "a new partner without the exclusions of its group": (
        "A008",
        "- partner: buurthulp",
        "partners:\n  - partner: buurthulp\n    naam: Buurthulp\n    groep: burgerhulpverleners\n"
        f"    {AGREEMENT}\n",
    ),
    "another group to get around the nation": (
        "A009",
        "- partner: hartslagnu",
        f"partners:\n  - partner: hartslagnu\n    groep: overig\n    {AGREEMENT}\n",
    ),
    "no agreement": ("A010", "- partner: politie", "partners:\n  - partner: politie\n    bericht: Kom.\n"),
    "an agreement that has run out": (
        "A010",
        "afspraak:",
        f"partners:\n  - partner: politie\n    {AGREEMENT.replace('2027-12-31', '2026-03-01')}\n",
    ),
    "a decision about the virtual unit that has run out": (
        "A011",
        "geldig_tot: 2026-02-28",
        "virtuele_eenheid:\n  reden: a\n  besluit: b\n  vastgesteld_door: c\n  datum: 2026-01-01\n"
        "  geldig_tot: 2026-02-28\n" + officers(),
    ),
    "an evaluation that has passed": ("A011", "evalueren_voor", "evalueren_voor: 2026-03-01\n" + officers()),
    "an evaluation out of sight": ("A011", "evalueren_voor", "evalueren_voor: 2031-03-03\n" + officers()),
    "a municipality twice": (
        "A012",
        "Assen]",
        officers(more="    dekking: {gemeenten: [Assen, Meppel,\n      Assen]}\n"),
    ),
    "a municipality twice with another capital": (
        "A013",
        "assen]",
        officers(more="    dekking: {gemeenten: [Assen,\n      assen]}\n"),
    ),
    "hours inside others": (
        "A012",
        "dagen: wo",
        officers(more=hours("dagen: wo, van: 12:00, tot: 14:00", "dagen: ma-vr, van: 08:00, tot: 18:00")),
    ),
    "hours that overlap": (
        "A012",
        "van: 17:00",
        officers(more=hours("dagen: ma-vr, van: 08:00, tot: 18:00", "dagen: ma-vr, van: 17:00, tot: 20:00")),
    ),
    "a minute before midnight": (
        "A012",
        "tot: 23:59",
        officers(more=hours("dagen: ma-zo, van: 00:00, tot: 23:59")),
    ),
    "an hour between day and night": (
        "A012",
        "tot: 17:00",
        officers(more=hours("dagen: ma-zo, van: 08:00, tot: 17:00", "dagen: ma-zo, van: 18:00, tot: 08:00")),
    ),
    "one day forgotten": (
        "A012",
        "dagen: za-zo",
        officers(more=hours("dagen: ma-do, van: 10:00, tot: 17:00", "dagen: za-zo, van: 10:00, tot: 17:00")),
    ),
    "a mistyped municipality": (
        "A013",
        "Asssen",
        officers(more="    dekking:\n      gemeenten:\n        - Meppel\n        - Asssen\n"),
    ),
    "a mistyped municipality in a condition": (
        "A013",
        "- id: fries",
        officers("fries uitsluiting: {gemeente: [Leeuwarden, Sudwest-Fryslan]}"),
    ),
    "an own fact that no rule looks at": ("A014", "feit: hond_los", OWN_FACT + officers()),
    "derivations that disagree": (
        "A015",
        "- id: kinderen",
        general(
            "zwembad afleiding: {te_water: ja}; als: {locatie: zwembad}",
            "kinderen afleiding: {te_water: nee}; als: {leeftijd: onder 4 jaar}",
        )
        + officers("nat uitsluiting: {te_water: ja}"),
    ),
    "a rule for nobody": (
        "A016",
        "geldt_voor",
        general("varend uitsluiting: {te_water: nee}; geldt_voor: nautisch") + officers(),
    ),
}
SHOWS = {
    "never true": "{leeftijd: 6 maanden}, partner: politie, dan: alarmeren}",
    "never true by a derivation": "{locatie: snelweg}, partner: politie, dan: alarmeren}",
    "nobody can meet an inclusion": "dan: uitgesloten, omdat: peuter}",
    "a part that is never true": "{leeftijd: 6 maanden}, partner: politie, dan: alarmeren}",
    "always true": "dan: uitgesloten, omdat: kind}",
    "an inclusion that stops nobody": "dan: alarmeren}",
    "a card that is always there": "dan: ja}",
    "shadowed by one rule": "{leeftijd: 6 maanden}, partner: politie, dan: uitgesloten, omdat: kind}",
    "shadowed, written first": "dan: uitgesloten, omdat: kind}",
    "shadowed by two rules together": "dan: uitgesloten, omdat: nat}",
    "shadowed by a stronger status": "dan: uitgesloten, omdat: hard}",
    "shadowed by the nation": "dan: uitgesloten, omdat: ziekenhuis}",
    "the same, but not about safety": "dan: uitgesloten, omdat: gevaar}",
    "the same rule twice": "dan: uitgesloten, omdat: baby}",
    "the same as the nation": "partner: hartslagnu, dan: uitgesloten, omdat: ziekenhuis}",
    "a contradiction": "{leeftijd: 6 maanden}, partner: politie, dan: uitgesloten, omdat: vanaf-12}",
    "a contradiction with the nation": "dan: uitgesloten, omdat: ziekenhuis}",
    "no question leads to it": "{hond_los: onbekend}, partner: politie, dan: navragen, omdat: hond}",
    "never alarmed": "dan: uitgesloten, omdat: niet-te-water}",
    "a new partner without the exclusions of its group": (
        "{leeftijd: 2 weken}, partner: buurthulp, dan: alarm"
    ),
    "another group to get around the nation": "{zelfdoding: ja}, partner: hartslagnu, dan: alarmeren}",
    "no agreement": "dan: geen_afspraak}",
    "hours that overlap": "op: 2026-03-02 17:00, partner: politie, dan: alarmeren}",
    "a minute before midnight": "op: 2026-03-02 23:59, partner: politie, dan: niet_beschikbaar",
    "one day forgotten": "op: 2026-03-06 12:00, partner: politie, dan: niet_beschikbaar",
    "a mistyped municipality": "{gemeente: Assen}, partner: politie, dan: niet_beschikbaar",
    "derivations that disagree": "{locatie: zwembad, leeftijd: 6 maanden}, dan: ja}",
}
"""What the example call must show for the message to be true."""
WITHOUT_EXAMPLE = {"A011", "A014", "A016"}


@pytest.mark.parametrize("case", RIGHT)
def test_nothing_is_said_of_what_is_right(folder, case):
    assert folder.write(*RIGHT[case]).told() == []


@pytest.mark.parametrize("case", WRONG)
def test_a_fault_is_told_once_at_its_line(folder, case):
    code, line, text = WRONG[case]
    told = folder.write(text).told()
    assert [(f.code, f.place.file, f.place.line) for f in told] == [
        (code, str(folder.region), folder.line(line))
    ]
    assert bool(told[0].example) == (code not in WITHOUT_EXAMPLE)
    assert "\n" not in str(told[0])


@pytest.mark.parametrize("case", [case for case, (code, *_) in WRONG.items() if code not in WITHOUT_EXAMPLE])
def test_the_example_call_can_be_pasted(folder, case):
    """It passes as it is: nothing is said of it, and the same is said of the rule."""
    _, line, text = WRONG[case]
    id = line.removeprefix("- id: ")
    if id == line:  # the finding is about a partner: any criterion will do to paste it under
        id = "anders"
        text += "" if "regels:" in text else general("anders uitsluiting: {ernstig_trauma: ja}")
    before = folder.write(text).told()
    folder.paste(before[0].example, id)
    after = folder.told()
    assert [(f.code, f.message) for f in after] == [(f.code, f.message) for f in before]
    report = Diagnostics.empty()
    run_examples(load_rulebook(folder.path, "proef"), report)
    assert [f for f in report.findings if f.code != "R030"] == []


@pytest.mark.parametrize("case", SHOWS)
def test_the_example_shows_what_the_message_says(folder, case):
    _, _, text = WRONG[case]
    [told] = folder.write(text).told()
    assert SHOWS[case] in told.example
