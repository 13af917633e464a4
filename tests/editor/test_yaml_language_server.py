"""The schema in a real editor's hands: completion, hover and errors of yaml-language-server over LSP."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from language_server import LanguageServer

from mka_assist.paths import rules_dir
from mka_assist.rulebook.facts import CONTRACT
from mka_assist.rulebook.loading import files_under, load_rulebook
from mka_assist.rulebook.model import Status
from mka_assist.rulebook.reference import municipalities
from mka_assist.rulebook.scaffold import NewRegion, region_file
from mka_assist.rulebook.schema import FILE_NAME, schema_text
from mka_assist.rulebook.vocabulary import EFFECTS, GROUPING, GROUPS

SERVER = Path(__file__).parents[2] / ".venv/editor/node_modules/yaml-language-server/bin/yaml-language-server"
NODE = shutil.which("node")
FACTS = set(CONTRACT)

pytestmark = [
    pytest.mark.skipif(NODE is None, reason="Node is not installed: no editor to try the schema with"),
    pytest.mark.skipif(
        not SERVER.is_file(), reason="yaml-language-server is not installed: run scripts/install-editor"
    ),
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of rules with the schema where a new file of a region looks for it."""
    folder = tmp_path_factory.mktemp("regels")
    (folder / "regio").mkdir()
    (folder / FILE_NAME).write_text(schema_text(), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def server(folder: Path) -> Iterator[LanguageServer]:
    assert NODE is not None
    server = LanguageServer([NODE, str(SERVER), "--stdio"], folder)
    yield server
    server.stop()


HEAD = """\
# yaml-language-server: $schema=../schema.json
soort: partner
partner: brandweer
naam: Brandweer
groep: brandweer
geldig_vanaf: 2024-05-01
regels:
  - id: proef
    uitsluiting: {leeftijd: onder 1 jaar}
    bij_onbekend: alarmeren
    uitleg: Een proef.
    bron: {document: Proef}
"""


class Document:
    """A file that is open in the editor; `|` in its text marks places, taken out before it is opened."""

    def __init__(self, server: LanguageServer, folder: Path, name: str, text: str) -> None:
        self.server, self.path = server, folder / "regio" / f"{name}.yaml"
        self.marks: list[tuple[int, int]] = []
        lines = []
        for number, line in enumerate(text.split("\n")):
            while (at := line.find("|")) >= 0:
                self.marks.append((number, at))
                line = line[:at] + line[at + 1 :]
            lines.append(line)
        self.lines = lines
        self.findings = server.open(self.path, "\n".join(lines))

    def offered(self, mark: int = 0) -> set[str]:
        return set(self.server.complete(self.path, *self.marks[mark]))

    def told(self, mark: int = 0) -> str:
        return self.server.hover(self.path, *self.marks[mark]).replace("\\", "")

    def errors(self) -> list[tuple[int, str]]:
        """The line (from 1) and the message of each error."""
        return [(found["range"]["start"]["line"] + 1, found["message"]) for found in self.findings]


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("feiten-bij", HEAD + "    voorbeelden:\n      - bij:\n          |\n", FACTS),
        (
            "feiten-bij-haakjes",
            HEAD + "    voorbeelden:\n      - {bij: {leef|tijd: 54 jaar}, dan: alarmeren}\n",
            FACTS,
        ),
        ("feiten-uitsluiting", HEAD.replace("{leeftijd: onder 1 jaar}", "\n      |"), FACTS | set(GROUPING)),
        (
            "ja-nee",
            HEAD.replace("leeftijd: onder 1 jaar", "te_water: x|"),
            {"ja", "nee", "bekend", "onbekend"},
        ),
        (
            "keuze",
            HEAD.replace("leeftijd: onder 1 jaar", "locatie: x|"),
            {*CONTRACT["locatie"].choices, "bekend", "onbekend"},
        ),
        (
            "keuze-bij",
            HEAD + "    voorbeelden:\n      - bij:\n          locatie: |\n",
            {*CONTRACT["locatie"].choices, "onbekend"},
        ),
        (
            "leeftijd-bij",
            HEAD + "    voorbeelden:\n      - bij:\n          leeftijd: |\n",
            {"11 maanden", "54 jaar", "onder 1 jaar", "vanaf 1 jaar", "onbekend"},
        ),
        ("status", HEAD + "    voorbeelden:\n      - bij: {te_water: ja}\n        dan: |\n", set(Status)),
        ("gevolg", HEAD + "    gevolg: |\n", set(EFFECTS)),
        ("groep", HEAD.replace("groep: brandweer", "groep: |"), set(GROUPS)),
    ],
)
def test_completion_offers_what_may_stand_there(
    server: LanguageServer, folder: Path, name: str, text: str, words: set[str]
) -> None:
    assert Document(server, folder, name, text).offered() == set(map(str, words))


def test_completion_offers_the_keys_of_a_rule(server: LanguageServer, folder: Path) -> None:
    offered = Document(server, folder, "sleutels", HEAD + "    |\n").offered()
    assert {"gevolg", "geldt_voor", "voorbeelden", "geldig_vanaf"} <= offered
    assert not {"id", "uitleg", "bron"} & offered, "what is there already is not offered again"


def test_completion_offers_municipalities(server: LanguageServer, folder: Path) -> None:
    text = HEAD.replace("regels:", "dekking:\n  gemeenten:\n    - |\nregels:")
    offered = Document(server, folder, "gemeenten", text).offered()
    assert {name.strip('"') for name in offered} == municipalities()
    assert '"\'s-Gravenhage"' in offered


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        (
            "soort",
            HEAD.replace("soort:", "so|ort:", 1),
            ["Wat voor bestand dit is.", "Eén partner met zijn eigen"],
        ),
        ("regel", HEAD.replace("uitsluiting", "uit|sluiting"), ["Voorwaarde waarbij het gevolg volgt"]),
        ("feit", HEAD.replace("leeftijd", "leef|tijd"), ["Leeftijd", "Is de patiënt jonger dan 1 jaar?"]),
        ("onbekend", HEAD.replace("alarmeren", "alar|meren"), ["navragen", "Eerst het antwoord vragen."]),
        ("bron", HEAD.replace("bron", "br|on"), ["Waar de regel vandaan komt."]),
    ],
)
def test_hover_explains_in_dutch(
    server: LanguageServer, folder: Path, name: str, text: str, words: list[str]
) -> None:
    told = Document(server, folder, f"uitleg-{name}", text).told()
    for part in words:
        assert part in told


@pytest.mark.parametrize(
    ("name", "old", "new", "line", "words"),
    [
        ("feit", "leeftijd", "leeftyd", 9, "Dit feit bestaat niet."),
        ("waarde", "onder 1 jaar", "jonger dan 1 jaar", 9, "Schrijf een leeftijd met eenheid"),
        ("sleutel", "uitleg", "uitlegg", 11, "Deze sleutel kan hier niet staan."),
        ("keuze", "alarmeren", "alarmeer", 10, "Kies uit: alarmeren, navragen, wachten."),
        ("datum", "2024-05-01", "1-5-2024", 6, "Schrijf jaar-maand-dag"),
        ("ontbreekt", "    bron: {document: Proef}\n", "", 8, 'De sleutel "bron" ontbreekt.'),
        ("blok", "{document: Proef}", "Proef", 12, "Hier horen sleutels met waarden"),
    ],
)
def test_an_error_stands_on_its_line_in_dutch(
    server: LanguageServer, folder: Path, name: str, old: str, new: str, line: int, words: str
) -> None:
    errors = Document(server, folder, f"fout-{name}", HEAD.replace(old, new, 1)).errors()
    told = [(where, message) for where, message in errors if words in message]
    assert [where for where, _ in told] == [line], errors


def test_what_is_right_has_no_errors(server: LanguageServer, folder: Path) -> None:
    assert Document(server, folder, "goed", HEAD).errors() == []


@pytest.mark.parametrize("path", files_under(rules_dir()), ids=lambda path: path.stem)
def test_the_shipped_rules_have_no_errors(server: LanguageServer, folder: Path, path: Path) -> None:
    text = "# yaml-language-server: $schema=../schema.json\n" + path.read_text(encoding="utf-8")
    errors = server.open(folder / "regio" / path.name, text)
    assert errors == []


def test_a_new_file_of_a_region_has_errors_only_where_a_date_is_to_be_filled_in(
    server: LanguageServer, folder: Path
) -> None:
    book = load_rulebook(rules_dir())
    partners = tuple(partner for partner in book.partners.values() if partner.needs_agreement)
    text = region_file(NewRegion("nieuw", "Nieuw", book.valid_from, partners))
    errors = server.open(folder / "regio" / "nieuw.yaml", text)
    lines = text.splitlines()
    assert errors
    assert all("TODO: jaar-maand-dag" in lines[found["range"]["start"]["line"]] for found in errors)
    assert len(errors) == text.count("TODO: jaar-maand-dag")
