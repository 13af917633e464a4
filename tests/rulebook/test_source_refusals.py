"""Every refusal of a text: its exact place, its sentence and its help, as the author sees them."""

from __future__ import annotations

import pytest
import yaml
from sources import refused, texts

from mka_assist.rulebook.refusals import REFUSALS
from mka_assist.rulebook.source import MAX_FINDINGS, read_text
from mka_assist.rulebook.syntax import explain

HELP = {
    "B007": "Lege regels en commentaar tellen niet mee.",
    "Y001": "Verwijder het teken of typ de regel opnieuw.",
    "Y002": "Verwijder het teken of typ de regel opnieuw.",
    "Y003": "Verwijder het teken of typ de regel opnieuw.",
    "Y004": "Vervang het teken door een gewone spatie.",
    "Y005": "Typ een recht aanhalingsteken: \" of '.",
    "Y006": "Gebruik spaties in plaats van tabs.",
    "Y010": "Verwijder er één of voeg ze samen.",
    "Y011": "Begint de tekst met { of [? Zet de tekst tussen aanhalingstekens.",
    "Y012": 'Schrijf "sleutel: waarde".',
    "Y013": "Schrijf de sleutels zelf uit.",
    "Y015": "Zet de tekst tussen aanhalingstekens.",
    "Y016": "Verwijder de regel of zet de tekst tussen aanhalingstekens.",
    "Y017": "Zet elke tekst in een eigen bestand.",
    "Y020": "Zet de tekst tussen aanhalingstekens.",
    "Y021": (
        "Zet de tekst tussen aanhalingstekens. Begint hier een nieuwe sleutel? "
        "Zet er een komma of een nieuwe regel voor."
    ),
    "Y022": (
        "Zet een spatie na de dubbele punt. Hoort het bij elkaar? Zet de tekst tussen aanhalingstekens."
    ),
    "Y023": (
        'Schrijf "sleutel: waarde", of laat de regel verder inspringen als hij bij de regel erboven hoort.'
    ),
    "Y024": (
        "Zet sleutels van hetzelfde niveau recht onder elkaar. Hoort de regel bij de tekst erboven? "
        "Zet de hele tekst tussen aanhalingstekens."
    ),
    "Y025": (
        "Sluit de tekst af met hetzelfde teken. Begint de tekst met een apostrof ('s nachts)? "
        'Zet de tekst tussen dubbele aanhalingstekens ("…").'
    ),
    "Y028": "Zet de hele tekst tussen aanhalingstekens, of begin op een nieuwe regel.",
    "Y029": "Laat de sleutel verder inspringen, of zet er een streepje voor.",
    "Y030": "Zet de lijst onder een sleutel, of verwijder het streepje.",
    "Y031": "Zet het streepje op een nieuwe regel. Is het tekst? Zet de tekst tussen aanhalingstekens.",
    "Y032": "Verwijder het teken. Hoort het bij de tekst? Zet de tekst tussen aanhalingstekens.",
    "Y033": 'Schrijf "\\\\" voor een gewone "\\", of gebruik enkele aanhalingstekens (\'…\').',
    "Y034": "Is het gewone tekst? Zet de tekst tussen aanhalingstekens.",
    "Y035": "Laat alle regels van het bovenste niveau in dezelfde kolom beginnen.",
    "Y036": "Zet een spatie na het streepje. Is het tekst? Zet de tekst tussen aanhalingstekens.",
}


CASES = [
    ("", "- B007 er staat niets in het bestand"),
    (" \n\n", "- B007 er staat niets in het bestand"),
    ("# alleen commentaar\n", "- B007 er staat niets in het bestand"),
    ("---\n", "- B007 er staat niets in het bestand"),
    ("a: x\x07y", "1:5 Y001 hier staat een onleesbaar teken (U+0007)"),
    ("# x\x00", "1:4 Y001 hier staat een onleesbaar teken (U+0000)"),
    ("a: 1\nb: x\x85y", "2:5 Y001 hier staat een onleesbaar teken (U+0085)"),
    ("a: x\u2028y", "1:5 Y001 hier staat een onleesbaar teken (U+2028)"),
    ("a: \ud800", "1:4 Y001 hier staat een onleesbaar teken (U+D800)"),
    ('a: "\\u001b[1m"', "1:4 Y001 hier staat een onleesbaar teken (U+001B)"),
    ('a: "\\ud800"', "1:4 Y001 hier staat een onleesbaar teken (U+D800)"),
    ("# x\u202ey", "1:4 Y002 hier staat een onzichtbaar teken dat de leesrichting omkeert (U+202E)"),
    ("a: x\u200by", "1:5 Y003 hier staat een onzichtbaar teken (U+200B)"),
    ("a: 1\n\ufeffb: 2", "2:1 Y003 hier staat een onzichtbaar teken (U+FEFF)"),
    ("a: x\u200by\u200bz", "1:5 Y003 hier staat een onzichtbaar teken (U+200B)"),
    ("a: in\xadvoer", "1:6 Y003 hier staat een onzichtbaar teken (U+00AD)"),
    ("a:\xa0b", "1:3 Y004 hier staat een bijzondere spatie (U+00A0)"),
    ("a: 1\n\xa0\xa0b: 2", "2:1 Y004 hier staat een bijzondere spatie (U+00A0)"),
    ("- a\n\xa0 b: 1", "2:1 Y004 hier staat een bijzondere spatie (U+00A0)"),
    ('a: "b\u202f12"', "1:6 Y004 hier staat een bijzondere spatie (U+202F)"),
    ("a: 1\u20072", "1:5 Y004 hier staat een bijzondere spatie (U+2007)"),
    ("a: “x”", "1:4 Y005 hier staat een krullend aanhalingsteken (“)"),
    ("a: “Let op: x”", "1:4 Y005 hier staat een krullend aanhalingsteken (“)"),
    ("a: ’s nachts", "1:4 Y005 hier staat een krullend aanhalingsteken (’)"),
    ('a: "# „x"', "1:7 Y005 hier staat een krullend aanhalingsteken („)"),
    ("a: |\n  x\n  ‘y", "3:3 Y005 hier staat een krullend aanhalingsteken (‘)"),
    ('a: "\\u2019"', "1:4 Y005 hier staat een krullend aanhalingsteken (’)"),
    ("a:\tb", "1:3 Y006 hier staat een tab"),
    ("a:\n\tb: 1", "2:1 Y006 hier staat een tab"),
    ("a: b\tc", "1:5 Y006 hier staat een tab"),
    ("a: b\t# c", "1:5 Y006 hier staat een tab"),
    ("a: |\n  b\n\tc", "3:1 Y006 hier staat een tab"),
    ("a: {\tb: c}", "1:5 Y006 hier staat een tab"),
    (
        "a: 1\nb: 2\na: 3",
        '3:1 Y010 de sleutel "a" staat hier opnieuw; de eerste staat op regel 1, kolom 1',
    ),
    (
        'x: {a: 1, "a": 2}',
        '1:11 Y010 de sleutel "a" staat hier opnieuw; de eerste staat op regel 1, kolom 5',
    ),
    (
        '{"a\\nb": 1, "a\\nb": 2}',
        '1:13 Y010 de sleutel "a?b" staat hier opnieuw; de eerste staat op regel 1, kolom 2',
    ),
    ("[a]: b", "1:1 Y011 een sleutel moet gewone tekst zijn"),
    ("x: {{a: b}: c}", "1:5 Y011 een sleutel moet gewone tekst zijn"),
    (": b", "1:1 Y012 voor de dubbele punt ontbreekt een sleutel"),
    ("a: b\n: c", "2:1 Y012 voor de dubbele punt ontbreekt een sleutel"),
    ("x: {: b}", "1:5 Y012 voor de dubbele punt ontbreekt een sleutel"),
    ('"": b', "1:1 Y012 voor de dubbele punt ontbreekt een sleutel"),
    ("a:\n  <<: b", '2:3 Y013 de sleutel "<<" kan hier niet'),
    (
        "a: &x y",
        '1:4 Y014 een waarde kan niet met "&" beginnen: verwijzingen worden niet gelezen. '
        'Hulp: Schrijf de waarde uit, of zet tekst met "&" vooraan tussen aanhalingstekens.',
    ),
    (
        "- *let op*",
        '1:3 Y014 een waarde kan niet met "*" beginnen: verwijzingen worden niet gelezen. '
        'Hulp: Schrijf de waarde uit, of zet tekst met "*" vooraan tussen aanhalingstekens.',
    ),
    ("a: !ja", '1:4 Y015 een waarde kan niet met "!" beginnen'),
    ("a: !!python/object:os.system x", '1:4 Y015 een waarde kan niet met "!" beginnen'),
    ("%YAML 1.2\n---\na: 1", '1:1 Y016 een regel kan niet met "%" beginnen'),
    ("a: 1\n---\nb: 2", '2:1 Y017 met "---" begint hier een tweede tekst'),
    ("a: @x", '1:4 Y020 een tekst kan hier niet met "@" beginnen'),
    ("? a\n: b", '1:1 Y020 een tekst kan hier niet met "?" beginnen'),
    ("a: [> 12]", '1:5 Y020 een tekst kan hier niet met ">" beginnen'),
    ("uitleg: Let op: niet doen", "1:15 Y021 hier staat een dubbele punt in gewone tekst"),
    ("- a: b: c", "1:7 Y021 hier staat een dubbele punt in gewone tekst"),
    ("x: {a: b: c}", "1:9 Y021 hier staat een dubbele punt in gewone tekst"),
    ("{a: 1 b: 2}", "1:8 Y021 hier staat een dubbele punt in gewone tekst"),
    ('a: "b": c', "1:7 Y021 hier staat een dubbele punt in gewone tekst"),
    ("b:1", '1:1 Y022 in "b:1" ontbreekt een spatie na de dubbele punt'),
    ("a: 1\nb:1\nc: 2", '2:1 Y022 in "b:1" ontbreekt een spatie na de dubbele punt'),
    ("a:\n  b:1", '2:3 Y022 in "b:1" ontbreekt een spatie na de dubbele punt'),
    ("a:\n  b:1\n  c: 2", '2:3 Y022 in "b:1" ontbreekt een spatie na de dubbele punt'),
    ("- a\nb:1: c", '2:1 Y022 in "b:1: c" ontbreekt een spatie na de dubbele punt'),
    (
        "x: {a: 1, leeftijd:11 jaar}",
        '1:11 Y022 in "leeftijd:11 jaar" ontbreekt een spatie na de dubbele punt',
    ),
    ("a: 1\nb\n", '2:1 Y023 bij "b" ontbreekt een dubbele punt'),
    (
        "uitleg: tekst\ndie doorgaat op een regel zonder inspringing\nb: 1",
        '2:1 Y023 bij "die doorgaat op een regel zonder inspri…" ontbreekt een dubbele punt',
    ),
    ("a:\n  b: 1\n c: 2", "3:2 Y024 de inspringing klopt niet"),
    ("a: 1\n  b: 2", "2:3 Y024 de inspringing klopt niet"),
    ('a: "1"\n  b: 2', "2:3 Y024 de inspringing klopt niet"),
    ("x:\n- id: 1\n uitleg: y", "3:2 Y024 de inspringing klopt niet"),
    ("a: b # c\n  d", "2:3 Y024 de inspringing klopt niet"),
    ("x:\n  - a\n [b", "3:2 Y024 de inspringing klopt niet"),
    ("  a: 1\nb: 2", "2:1 Y035 na het einde van de inhoud staat nog tekst"),
    ("a: 1\n...\nb: 2", "3:1 Y035 na het einde van de inhoud staat nog tekst"),
    ('a: "x\nb: 1', "1:4 Y025 dit aanhalingsteken wordt niet gesloten"),
    ("a: 's nachts", "1:4 Y025 dit aanhalingsteken wordt niet gesloten"),
    ('a: "x\n--- y', "1:4 Y025 dit aanhalingsteken wordt niet gesloten"),
    ("a: [1, 2", '1:4 Y026 het haakje "[" wordt niet gesloten. Hulp: Sluit af met "]".'),
    ('{"a": 1', '1:1 Y026 het haakje "{" wordt niet gesloten. Hulp: Sluit af met "}".'),
    ("a: {b: [", '1:8 Y026 het haakje "[" wordt niet gesloten. Hulp: Sluit af met "]".'),
    ("[x, a: b", '1:1 Y026 het haakje "[" wordt niet gesloten. Hulp: Sluit af met "]".'),
    ("a: [\n---\n", '1:4 Y026 het haakje "[" wordt niet gesloten. Hulp: Sluit af met "]".'),
    (
        "a: [1, 2\nb: 3",
        '2:2 Y027 hier hoort een komma of "]"; "[" staat op regel 1, kolom 4. '
        'Hulp: Zet een komma, of sluit af met "]".',
    ),
    (
        '{"a": "1"\n "b": 2}',
        '2:2 Y027 hier hoort een komma of "}"; "{" staat op regel 1, kolom 1. '
        'Hulp: Zet een komma, of sluit af met "}".',
    ),
    (
        "a: [1, 2}",
        '1:9 Y027 hier hoort een komma of "]"; "[" staat op regel 1, kolom 4. '
        'Hulp: Zet een komma, of sluit af met "]".',
    ),
    ('a: "x" y', '1:8 Y028 na het teken " staat nog tekst'),
    ("a: 's nachts en 's avonds", "1:18 Y028 na het teken ' staat nog tekst"),
    ("tekst: {naam} is er", "1:15 Y028 na het teken } staat nog tekst"),
    ('{"a": 1}{"b": 2}', "1:9 Y028 na het teken } staat nog tekst"),
    ("a: [1,, 2]", "1:7 Y032 het teken , kan hier niet staan"),
    ("a: [1]]", "1:7 Y032 het teken ] kan hier niet staan"),
    ("a: }", "1:4 Y032 het teken } kan hier niet staan"),
    ("a: [- b]", "1:5 Y032 het teken - kan hier niet staan"),
    ("[a: - b]", "1:5 Y032 het teken - kan hier niet staan"),
    ('a: "C:\\x"', '1:9 Y033 na "\\" staat een teken dat daar niet kan'),
    ('a: "\\q"', '1:6 Y033 na "\\" staat een teken dat daar niet kan'),
    ('a: "\\UFFFFFFFF"', '1:7 Y033 na "\\" staat een teken dat daar niet kan'),
    ("a: > 12 jaar", '1:4 Y034 na ">" hoort de tekst op de volgende regels'),
    ("a: |tekst", '1:4 Y034 na "|" hoort de tekst op de volgende regels'),
    ("- a\nb: 1", "2:1 Y029 hier staat een sleutel tussen de streepjes van een lijst"),
    ("x:\n  - id: 1\n  uitleg: y", "3:3 Y029 hier staat een sleutel tussen de streepjes van een lijst"),
    ("b: 1\n- a", "2:1 Y030 hier staat een streepje tussen sleutels"),
    ("a: - b", "1:4 Y031 hier kan geen lijst beginnen"),
    ("- a\n-b", "2:1 Y036 na het streepje ontbreekt een spatie"),
    ("x:\n  -a\n  -b", "2:3 Y036 na het streepje ontbreekt een spatie"),
    ("x:\n  -id: 1", "2:3 Y036 na het streepje ontbreekt een spatie"),
]


@pytest.mark.parametrize(("text", "said"), CASES)
def test_refused_with_place_sentence_and_help(text: str, said: str) -> None:
    where, code, sentence = said.split(" ", 2)
    place = "r.yaml" if where == "-" else f"r.yaml:{where}"
    help = "" if "Hulp: " in sentence else f". Hulp: {HELP[code]}"
    assert [str(finding) for finding in refused(text)] == [f"{place}: fout {code}: {sentence}{help}"]


@pytest.mark.parametrize(
    ("data", "line"),
    [
        (b"\xff\xfea\x00", "r.yaml:1:1: fout B004: dit teken is geen UTF-8"),
        ("a: één\r\nb: ok é".encode("latin-1"), "r.yaml:1:4: fout B004: dit teken is geen UTF-8"),
        ("a: één\r\nb: ".encode() + b"\xe9", "r.yaml:2:4: fout B004: dit teken is geen UTF-8"),
        (b"\xef\xbb\xbfa: \xe9", "r.yaml:1:4: fout B004: dit teken is geen UTF-8"),
    ],
)
def test_invalid_utf8_is_refused_at_the_first_wrong_byte(data: bytes, line: str) -> None:
    help = ". Hulp: Bewaar het bestand opnieuw met de codering UTF-8."
    assert [str(finding) for finding in refused(data)] == [f"{line}{help}"]


def test_one_reading_reports_every_mistake_it_can_see_in_the_order_of_the_text() -> None:
    findings = refused("a: 1\na: “x”\n'c': 2\nd: ’\n'c': 3\n")
    assert [(f.code, f.place.line, f.place.column) for f in findings] == [
        ("Y010", 2, 1),
        ("Y005", 2, 4),
        ("Y005", 4, 4),
        ("Y010", 5, 1),
    ]


def test_every_repetition_of_a_key_points_to_the_first() -> None:
    findings = refused("a: 1\na: 2\na: 3\n")
    assert [(f.place.line, f.message.rpartition(" staat op ")[2]) for f in findings] == [
        (2, "regel 1, kolom 1"),
        (3, "regel 1, kolom 1"),
    ]


def test_a_mistake_before_a_syntax_error_is_reported_with_it() -> None:
    findings = refused("x: {a: 1, a: 2}\ny: [\n")
    assert [(f.code, f.place.line) for f in findings] == [("Y010", 1), ("Y026", 2)]


def test_a_wrong_character_is_blamed_once_a_line_and_its_consequences_are_not() -> None:
    findings = refused("a: “Let op: “x”\nb: ok # “c”\n\u00a0 c: d: e\n")
    assert [(f.code, f.place.line, f.place.column) for f in findings] == [("Y005", 1, 4), ("Y004", 3, 1)]


def test_the_number_of_findings_is_bounded() -> None:
    assert len(refused("a: 1\n" * 2000)) == MAX_FINDINGS
    assert len(refused("a: x\u200b\n" * 2000)) == MAX_FINDINGS
    assert len(refused("x: {" + "a: 1, " * 40 + "}\n" + "- “x”\n" * 40)) == MAX_FINDINGS
    assert len(refused("- “x”\n" * 2000 + "- [")) == MAX_FINDINGS


def test_a_comment_may_hold_curly_quotes_and_special_spaces() -> None:
    assert texts(read_text("# ‘s nachts\u00a0\na: 1 # “x”\n", "r.yaml")) == {"a": "1"}


def test_an_unknown_complaint_still_gets_a_sentence_in_dutch() -> None:
    assert str(explain(yaml.YAMLError("english"), "a", "r.yaml", None)) == (
        "r.yaml: fout Y099: deze regel is niet te begrijpen. "
        "Hulp: Kijk hier en vlak erboven naar inspringing, dubbele punten, haakjes en aanhalingstekens."
    )


def test_every_refusal_of_the_table_is_shown_above_or_among_the_files() -> None:
    elsewhere = {"B001", "B002", "B003", "B004", "B005", "B006", "Y018", "Y019", "Y099"}
    assert {said.split(" ")[1] for _, said in CASES} | elsewhere == set(REFUSALS)
