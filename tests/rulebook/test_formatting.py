"""Formatting: the same rules and every comment, laid out in one way, whatever the file looked like before."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mka_assist.paths import rules_dir
from mka_assist.rulebook.diagnostics import Diagnostics, InputError
from mka_assist.rulebook.formatting import format_text
from mka_assist.rulebook.formatting.layout import WIDTH
from mka_assist.rulebook.formatting.proof import essence, same_meaning
from mka_assist.rulebook.loading import files_under
from mka_assist.rulebook.reader import read_document
from mka_assist.rulebook.source import read_text

SHIPPED = files_under(rules_dir())
NAME = "proef.yaml"


def read(text: str) -> object:
    """What a rule file means, without the places."""
    report = Diagnostics.empty()
    document = read_document(read_text(text, NAME), report)
    report.raise_errors()
    return essence(document)


def formatted(text: str) -> str:
    return format_text(text, NAME)


def ids(path: Path) -> str:
    return path.stem


@pytest.mark.parametrize("path", SHIPPED, ids=ids)
def test_the_shipped_rules_are_formatted(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert formatted(text) == text


# What somebody else may have made of a file without changing what it means.


def comment_alone(lines: list[str], at: int, random: Random) -> None:
    lines.insert(at, f"{' ' * random.choice((0, 2, 3, 4, 6, 8, 10))}# extra-{random.randrange(10**6)}")


def comment_behind(lines: list[str], at: int, random: Random) -> None:
    if lines[at].strip() and "#" not in lines[at]:
        lines[at] += (
            f"{' ' * random.choice((1, 3))}# extra-{random.randrange(10**6)}{' lang' * random.choice((0, 20))}"
        )


def blank_line(lines: list[str], at: int, random: Random) -> None:
    lines.insert(at, " " * random.choice((0, 0, 5)))


def spaces(lines: list[str], at: int, random: Random) -> None:
    """More spaces at the end of a line, after a colon, or inside brackets."""
    line = lines[at]
    if '"' in line or "#" in line:
        return
    found: Callable[[], str] = random.choice(
        (
            lambda: line + "  ",
            lambda: re.sub(r": (?=\S)", ":    ", line, count=1),
            lambda: line.replace("{", "{  ").replace("}", "  }").replace(", ", " ,   "),
        )
    )
    lines[at] = found() if line.strip() else line


def broken_brackets(lines: list[str], at: int, random: Random) -> None:
    """A line with brackets on several lines, perhaps with comments between."""
    line = lines[at]
    if "{" not in line or '"' in line or "#" in line:
        return
    start = line.index("{")
    behind = random.choice(("", "  # tussen"))
    margin = " " * random.choice((12, 14, 20))
    pieces = line[start:].split(", ")
    lines[at : at + 1] = [
        line[:start] + pieces[0] + ("," + behind if pieces[1:] else ""),
        *(f"{margin}{piece}{',' + behind if piece is not pieces[-1] else ''}" for piece in pieces[1:]),
    ]


def other_order(lines: list[str], at: int, random: Random) -> None:
    """The keys of a rule or partner in another order, with what stands under them."""
    start = next((n for n in range(at, -1, -1) if re.match(r" *- [a-z_]+: ?", lines[n])), None)
    if start is None:
        return
    margin = len(lines[start]) - len(lines[start].lstrip()) + 2
    end = start + 1
    while end < len(lines) and lines[end][:margin].strip() == "" and lines[end].strip():
        end += 1
    blocks: list[list[str]] = []
    for line in [" " * margin + lines[start].lstrip(" -"), *lines[start + 1 : end]]:
        if re.match(rf" {{{margin}}}[a-z_\"']", line) or not blocks:
            blocks.append([])
        blocks[-1].append(line)
    random.shuffle(blocks)
    moved = [line for block in blocks for line in block]
    moved[0] = " " * (margin - 2) + "- " + moved[0].lstrip()
    lines[start:end] = moved


def dash_alone(lines: list[str], at: int, random: Random) -> None:
    """The first key of an item on a line of its own."""
    if found := re.match(r"( *)- (?=[a-z_]+: )", lines[at]):
        lines[at : at + 1] = [f"{found[1]}-", f"{found[1]}  {lines[at][found.end() :]}"]


CHANGES = (comment_alone, comment_behind, blank_line, spaces, broken_brackets, other_order, dash_alone)


def changed(path: Path, seed: int, number: int) -> str:
    """A shipped file after some changes, each of which leaves its meaning as it was."""
    random = Random(seed)
    text = path.read_text(encoding="utf-8")
    meant = read(text)
    for _ in range(number):
        lines = text.split("\n")
        random.choice(CHANGES)(lines, random.randrange(len(lines)), random)
        try:
            if read("\n".join(lines)) == meant:
                text = "\n".join(lines)
        except InputError:
            pass  # this change was not legal there
    ending = random.choice(("\n", "\n", "\r\n"))
    return random.choice(("", "", "\ufeff")) + text.replace("\n", ending)


def comments_of(text: str) -> list[str]:
    """The comments that `changed` can have made, found without a parser."""
    return sorted(re.findall(r"# (?:extra-\d+|tussen)", text))


@given(st.sampled_from(SHIPPED), st.integers(0, 2**32), st.integers(1, 30))
@settings(max_examples=60)
def test_formatting_keeps_meaning_and_comments_and_comes_to_rest(path: Path, seed: int, number: int) -> None:
    text = changed(path, seed, number)
    once = formatted(text)
    assert read(once) == read(text)
    assert comments_of(once) == comments_of(text)
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.lstrip().startswith("#"):
            assert line.strip() in once
    assert formatted(once) == once
    for line in once.splitlines():
        assert line == line.rstrip()
        assert len(line) <= WIDTH or "#" in line


def test_the_changes_do_change_something() -> None:
    """Without this the property above could hold for want of changes."""
    for change in CHANGES:
        tried = 0
        for seed in range(300):
            random = Random(seed)
            old = SHIPPED[seed % len(SHIPPED)].read_text(encoding="utf-8")
            lines = old.split("\n")
            change(lines, random.randrange(len(lines)), random)
            new = "\n".join(lines)
            try:
                tried += new != old and read(new) == read(old)
            except InputError:
                continue
            if tried:
                break
        assert tried, change.__name__


# What formatting does, seen from the file.

# ruff: noqa: E501  # lines that are too long are what this is about
MESSY = """\
# Kop van het bestand.

naam: Brandweer
soort: partner   # over de soort
partner: "brandweer"


groep: brandweer
geldig_vanaf: 2024-05-01
dekking: {tijden: [{tot: 07:00, van: 18:00,   # 's nachts
    dagen: ma-vr}], bron: {document: x, paragraaf: 08}}   # na de dekking
regels:  # over alle regels
# over de eerste regel
- # achter het streepje
  uitleg: >
    Een uitleg die
    over twee regels gaat.
  # over de id
  id: eerste
  uitsluiting: {een_van: [{leeftijd: onder 1 jaar},
     {locatie: snelweg}]}
  bij_onbekend: alarmeren
  bron: {document: 'Afspraak ''s nachts', paragraaf: "1"}
  voorbeelden:
  - {dan: geen_afspraak, bij: {locatie: snelweg}}
    # aan het eind van de eerste regel
- id: tweede
  uitsluiting: {te_water: ja}
  bij_onbekend: alarmeren
  uitleg: Een uitleg die op zichzelf veel te lang is voor één regel van honderdtien tekens - en daarom verder gaat.
  bron: {document: Een heel lange titel van een document, paragraaf: "2 en 3"}  # een opmerking die er niet meer naast past
  voorbeelden:
    - {bij: {locatie: water, te_water: ja, leeftijd: 54 jaar}, op: 2026-03-02 14:00, dan: geen_afspraak, omdat: tweede}
# aan het eind van het bestand
"""

TIDY = """\
# Kop van het bestand.

soort: partner  # over de soort
partner: "brandweer"
naam: Brandweer

groep: brandweer
geldig_vanaf: 2024-05-01
dekking:  # na de dekking
  tijden:
    - dagen: ma-vr
      van: 18:00  # 's nachts
      tot: 07:00
  bron: {document: x, paragraaf: 08}

regels:  # over alle regels
  # over de eerste regel
  # achter het streepje
  # over de id
  - id: eerste
    uitsluiting: {een_van: [{leeftijd: onder 1 jaar}, {locatie: snelweg}]}
    bij_onbekend: alarmeren
    uitleg: >
      Een uitleg die
      over twee regels gaat.
    bron: {document: 'Afspraak ''s nachts', paragraaf: "1"}
    voorbeelden:
      - {bij: {locatie: snelweg}, dan: geen_afspraak}
      # aan het eind van de eerste regel

  - id: tweede
    uitsluiting: {te_water: ja}
    bij_onbekend: alarmeren
    uitleg: Een uitleg die op zichzelf veel te lang is voor één regel van honderdtien tekens - en daarom
      verder gaat.
    # een opmerking die er niet meer naast past
    bron: {document: Een heel lange titel van een document, paragraaf: "2 en 3"}
    voorbeelden:
      - bij: {locatie: water, te_water: ja, leeftijd: 54 jaar}
        op: 2026-03-02 14:00
        dan: geen_afspraak
        omdat: tweede
# aan het eind van het bestand
"""


def test_a_messy_file_becomes_tidy() -> None:
    assert formatted(MESSY) == TIDY
    assert formatted(TIDY) == TIDY
    assert read(TIDY) == read(MESSY)


def test_json_is_formatted_as_json() -> None:
    text = '{"soort": "partner", "naam": "Boa",\n "partner": "boa",\n"groep": "boa", "geldig_vanaf": "2024-05-01"}'
    assert formatted(text) == (
        '"soort": "partner"\n"partner": "boa"\n"naam": "Boa"\n"groep": "boa"\n"geldig_vanaf": "2024-05-01"\n'
    )
    assert read(formatted(text)) == read(text)


PARTNER = "soort: partner\npartner: boa\nnaam: {}\ngroep: boa\ngeldig_vanaf: 2024-05-01\n"


@pytest.mark.parametrize(
    ("typed", "laid_out"),
    [
        ("12:30", "12:30"),
        ("08", "08"),
        ("nee", "nee"),
        ("'s middags'", "'s middags'"),
        ('"een: twee"', '"een: twee"'),
        ("Boa\n  van de stad", "Boa van de stad"),
        ('"Boa\n  van de stad"', '"Boa van de stad"'),
        ("'Boa''s\n  van de stad'", "'Boa''s van de stad'"),
        ("|\n  Boa\n  van de stad", "|\n  Boa\n  van de stad"),
        (">-\n      Boa\n      van de stad", ">-\n  Boa\n  van de stad"),
        ("|  # waarom\n  Boa # dit hoort bij de naam", "|  # waarom\n  Boa # dit hoort bij de naam"),
        ("|2\n    Boa\n   van de stad", '"  Boa\\n van de stad\\n"'),
        ("|+\n  Boa\n", '"Boa\\n\\n"\n'),
    ],
)
def test_text_stays_what_was_typed(typed: str, laid_out: str) -> None:
    text = PARTNER.format(typed)
    assert formatted(text) == PARTNER.format(laid_out)
    assert read(formatted(text)) == read(text)


def test_a_file_with_mistakes_is_refused_with_all_of_them() -> None:
    with pytest.raises(InputError) as told:
        formatted("soort: partner\npartner: boa\ngroep: boaa\ngeldig_vanaf: 1-5-2024\n")
    assert [finding.code for finding in told.value.findings] == ["R003", "R008", "R010"]


def test_what_would_not_mean_the_same_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mka_assist.rulebook.formatting.written", lambda tree: TIDY.replace("07:00", "08:00"))
    with pytest.raises(InputError) as told:
        formatted(MESSY)
    assert [finding.code for finding in told.value.findings] == ["B016"]


@pytest.mark.parametrize(
    "other",
    [
        TIDY.replace("07:00", "06:00"),
        TIDY.replace("  # 's nachts", ""),
        TIDY.replace("id: eerste", "id: derde"),
        TIDY.replace('"brandweer"', '"boa"'),
        TIDY.replace("bij_onbekend: alarmeren", "bij_onbekend: navragen", 1),
    ],
)
def test_the_proof_sees_a_difference(other: str) -> None:
    assert same_meaning(MESSY, TIDY, NAME)
    assert not same_meaning(MESSY, other, NAME)


ALL_FILES = sorted((Path(__file__).parents[2] / "fixtures").rglob("*.yaml"))


@pytest.mark.parametrize("path", ALL_FILES, ids=lambda path: path.name)
def test_any_file_is_formatted_or_refused_in_lines(path: Path) -> None:
    try:
        text = path.read_bytes().decode()
        once = formatted(text)
    except (InputError, UnicodeDecodeError):
        return
    assert formatted(once) == once
