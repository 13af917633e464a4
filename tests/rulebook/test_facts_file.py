"""The facts of a call from a file: YAML and JSON alike, exact messages for all that is not a fact."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import calls

from mka_assist.rulebook.age import MONTH, OLDEST, YEAR, Age
from mka_assist.rulebook.diagnostics import Finding, InputError
from mka_assist.rulebook.facts import CONTRACT, FactKind, FactSpec, format_value
from mka_assist.rulebook.facts_file import read_facts

SPECS = {**CONTRACT, "aanrijtijd": FactSpec("aanrijtijd", FactKind.GETAL, "Aanrijtijd")}


def facts(text: str):
    return read_facts(text.encode(), "f.yaml", SPECS)


def refused(text: str | bytes) -> list[str]:
    with pytest.raises(InputError) as caught:
        read_facts(text if isinstance(text, bytes) else text.encode(), "f.yaml", SPECS)
    return [str(finding) for finding in caught.value.findings]


EXPECTED = {
    "zelfdoding": True,
    "te_water": False,
    "bewustzijn": None,
    "locatie": "openbare_ruimte",
    "gemeente": "'s-Hertogenbosch",
    "leeftijd": Age(11 * MONTH, 11 * MONTH),
    "aanrijtijd": 8,
}
AS_YAML = """\
# wat de melder zei
zelfdoding: ja
te_water: nee
bewustzijn: onbekend
locatie: openbare_ruimte
gemeente: "'s-Hertogenbosch"
leeftijd: 11 maanden
aanrijtijd: 08
"""
AS_JSON = """{
\t"zelfdoding": true, "te_water": false, "bewustzijn": null, "locatie": "openbare_ruimte",
\t"gemeente": "'s-Hertogenbosch", "leeftijd": "11 maanden", "aanrijtijd": 8}
"""


@pytest.mark.parametrize(
    "text",
    [
        AS_YAML,
        AS_JSON,
        json.dumps(json.loads(AS_JSON)),
        AS_YAML.replace("\n", "\r\n"),
        "\ufeff" + AS_YAML,
        AS_YAML.replace(": ja", ": true").replace(": nee", ": false").replace(": onbekend", ": null"),
        AS_YAML.replace(": ja", ': "ja"').replace(": onbekend", ": 'onbekend'"),
        AS_JSON.replace("true", '"ja"').replace("null", '"onbekend"'),
    ],
)
def test_yaml_and_json_say_the_same(text):
    assert facts(text) == EXPECTED


def test_no_facts_is_a_call_of_which_nothing_is_known():
    assert facts("{}") == {}


@pytest.mark.parametrize(
    ("text", "age"),
    [
        ("leeftijd: vanaf 1 jaar", Age(YEAR, OLDEST)),
        ("leeftijd: onder 1 jaar", Age(0, YEAR - 1)),
        ("leeftijd: 0 dagen", Age(0, 0)),
        ("leeftijd: 130 jaar", Age(OLDEST, OLDEST)),
        ("leeftijd: null", None),
        ("leeftijd: onbekend", None),
    ],
)
def test_ages(text, age):
    assert facts(text) == {"leeftijd": age}


YES_NO = "kan niet bij zelfdoding: schrijf ja, nee of onbekend"
NO_AGE = 'is geen leeftijd; schrijf bijvoorbeeld "11 maanden", "3 weken" of "54 jaar"'
NO_UNIT = "ontbreekt de eenheid: schrijf bijvoorbeeld"
NO_FACT = "Hulp: Kies een feit uit de handleiding, of geef uw regio een eigen feit."
NO_BLOCK = 'bij locatie hoort één waarde, geen lijst of blok. Hulp: Schrijf "locatie: waarde".'
NO_MAPPING = 'dit bestand moet uit feiten met waarden bestaan. Hulp: Schrijf "feit: waarde".'
TWICE = 'de sleutel "zelfdoding" staat hier opnieuw; de eerste staat op regel 1, kolom'
MERGE = "Hulp: Verwijder er één of voeg ze samen."
NOTHING = "er staat niets in het bestand. Hulp: Lege regels en commentaar tellen niet mee."
TOO_DEEP = "hier zitten meer dan 30 niveaus in elkaar. Hulp: Gebruik minder niveaus."
PLACES = (
    "woning, openbare_ruimte, weg, snelweg, spoor, water, strand, zwembad, bedrijf, bouwplaats, "
    "zorginstelling, ziekenhuis, overig of onbekend"
)


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("zelfdodin: ja", ['1:1: fout F001: onbekend feit "zelfdodin". Hulp: Bedoelde u "zelfdoding"?']),
        ("Leeftijd: 3 jaar", ['1:1: fout F001: onbekend feit "Leeftijd". Hulp: Bedoelde u "leeftijd"?']),
        ("\nbloeddruk: 120", [f'2:1: fout F001: onbekend feit "bloeddruk". {NO_FACT}']),
        ("_weekminuut: 3", [f'1:1: fout F001: onbekend feit "_weekminuut". {NO_FACT}']),
        ('"a\\nb": ja', [f'1:1: fout F001: onbekend feit "a?b". {NO_FACT}']),
        ("zelfdoding: Ja", [f'1:13: fout F003: "Ja" {YES_NO}']),
        ("zelfdoding: True", [f'1:13: fout F003: "True" {YES_NO}']),
        ('{"zelfdoding": "true"}', [f'1:16: fout F003: "true" {YES_NO}']),
        ("zelfdoding: 'null'", [f'1:13: fout F003: "null" {YES_NO}']),
        ("zelfdoding: 1", [f'1:13: fout F003: "1" {YES_NO}']),
        ("zelfdoding:", ["1:12: fout F003: bij zelfdoding ontbreekt een waarde"]),
        ("zelfdoding: ''", ["1:13: fout F003: bij zelfdoding ontbreekt een waarde"]),
        ("gemeente: ' '", ["1:11: fout F003: bij gemeente ontbreekt een waarde"]),
        ("gemeente: " + "x" * 101, ["1:11: fout F003: de tekst bij gemeente is langer dan 100 tekens"]),
        ("locatie: snelwg", ['1:10: fout F003: "snelwg" kan niet bij locatie, "snelweg" wel']),
        ("locatie: kerk", [f'1:10: fout F003: "kerk" kan niet bij locatie: kies uit {PLACES}']),
        (
            "ademhaling: true",
            [
                '1:13: fout F003: "true" kan niet bij ademhaling: '
                "kies uit normaal, afwijkend, geen of onbekend"
            ],
        ),
        ("aanrijtijd: 8,5", ['1:13: fout F003: "8,5" kan niet bij aanrijtijd: schrijf een heel getal']),
        ("aanrijtijd: 1e9", ['1:13: fout F003: "1e9" kan niet bij aanrijtijd: schrijf een heel getal']),
        (
            "aanrijtijd: 1000000000",
            ['1:13: fout F003: "1000000000" kan niet bij aanrijtijd: schrijf een heel getal'],
        ),
        ("leeftijd: 54", [f'1:11: fout F003: bij "54" {NO_UNIT} "54 jaar" of "54 maanden"']),
        ('{"leeftijd": 1}', [f'1:14: fout F003: bij "1" {NO_UNIT} "1 jaar" of "1 maand"']),
        ("leeftijd: -3 jaar", ['1:11: fout F003: "-3 jaar" is negatief; een leeftijd is 0 of meer']),
        (
            "leeftijd: 540 jaar",
            ['1:11: fout F003: "540 jaar" is ouder dan 130 jaar; controleer het getal en de eenheid'],
        ),
        ("leeftijd: onder 0 jaar", ['1:11: fout F003: "onder 0 jaar" kan niet: niemand is jonger dan 0']),
        ("leeftijd: " + "9" * 4000 + " jaar", [f'1:11: fout F003: "{"9" * 39}…" {NO_AGE}']),
        ("leeftijd: volwassen", [f'1:11: fout F003: "volwassen" {NO_AGE}']),
        ("locatie: [weg, spoor]", [f"1:10: fout F002: {NO_BLOCK}"]),
        ("locatie:\n  soort: weg", [f"2:3: fout F002: {NO_BLOCK}"]),
        ("- zelfdoding: ja", [f"1:1: fout R001: {NO_MAPPING}"]),
        ("zelfdoding", [f"1:1: fout R001: {NO_MAPPING}"]),
        ("[]", ['1:1: fout R013: dit bestand is leeg. Hulp: Schrijf "feit: waarde".']),
        (
            "",
            [f"f: fout B007: {NOTHING}"],
        ),
        (
            "zelfdoding: yes\nlocatie: weg\nleeftyd: 3 jaar",
            [
                f'1:13: fout F003: "yes" {YES_NO}',
                '3:1: fout F001: onbekend feit "leeftyd". Hulp: Bedoelde u "leeftijd"?',
            ],
        ),
        ("zelfdoding: ja\nzelfdoding: nee", [f"2:1: fout Y010: {TWICE} 1. {MERGE}"]),
        ('{"zelfdoding": true, "zelfdoding": false}', [f"1:22: fout Y010: {TWICE} 2. {MERGE}"]),
        ("[" * 5000, [f"1:31: fout Y018: {TOO_DEEP}"]),
        ('{"a":' * 5000, [f"1:151: fout Y018: {TOO_DEEP}"]),
        (
            "x" * 10_000_000,
            ["f: fout B003: het bestand is groter dan 1 MB. Hulp: Verdeel de inhoud over meer bestanden."],
        ),
        (
            b"gemeente: S\xfadwest-Frysl\xe2n",
            [
                "1:12: fout B004: dit teken is geen UTF-8. "
                "Hulp: Bewaar het bestand opnieuw met de codering UTF-8."
            ],
        ),
    ],
    ids=lambda value: ascii(value[:30]) if isinstance(value, str | bytes) else None,
)
def test_what_is_no_fact_is_told_exactly(text, lines):
    prefixed = [f"f.yaml{line[1:]}" if line.startswith("f:") else f"f.yaml:{line}" for line in lines]
    assert refused(text) == prefixed


@given(st.binary(max_size=300))
def test_random_bytes_are_facts_or_refused(data):
    findings: tuple[Finding, ...] = ()
    try:
        assert set(read_facts(data, "f.yaml", SPECS)) <= set(SPECS)
    except InputError as caught:
        findings = caught.findings
        assert findings
    assert all(str(finding).isprintable() for finding in findings)


@given(calls(tuple(SPECS.values())).filter(lambda call: all(map(readable, call.values()))))
def test_what_is_written_reads_back(call):
    texts = {name: format_value(value) for name, value in call.items()}
    assert facts(json.dumps(texts)) == call
    assert facts(json.dumps(texts, ensure_ascii=False, indent=2)) == call


def readable(value) -> bool:
    """Is this a value a caller can give? An age between two bounds is not."""
    return not isinstance(value, Age) or value.exact or value.high == OLDEST or value.low == 0
