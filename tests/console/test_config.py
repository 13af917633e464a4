"""The configuration: what holds, where it came from, and that a mistake costs one setting and no more."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mka_assist.cli import console as command
from mka_assist.console import config as module
from mka_assist.console.actions import ACTIONS
from mka_assist.console.app import ConsoleApp
from mka_assist.console.config import STANDARD_CONFIG, Config, effective, layers, load_config, user_file
from mka_assist.console.config_example import example
from mka_assist.console.config_file import CHOICES, GLYPHS, SOUND_KIND, THEME, read_layer
from mka_assist.console.config_keys import remapped
from mka_assist.console.config_places import spots
from mka_assist.console.themes import LIGHT, PALETTES
from mka_assist.console.widgets import look_of
from mka_assist.sound.speaker import Mode

DOCS = Path(__file__).parents[2] / "docs" / "configuratie.md"


@pytest.fixture
def files(tmp_path, monkeypatch):
    """Writes the files of the administrator and of the user, which are those of this test alone."""
    for who in ("site", "user"):
        folder = tmp_path / who
        folder.mkdir()
        monkeypatch.setattr(module.platformdirs, f"{who}_config_path", lambda *_, folder=folder, **__: folder)

    def write(**texts: str) -> Path:
        for who, text in texts.items():
            (tmp_path / who / "config.toml").write_text(text, encoding="utf-8")
        return tmp_path

    return write


def load(file: Path | None = None, environ: dict[str, str] | None = None, **options: str | None) -> Config:
    return load_config(file, options, environ or {})


def lines(config: Config, folder: Path) -> list[str]:
    return [str(finding).replace(f"{folder}/", "") for finding in config.findings]


def test_without_a_file_the_standard_holds(files) -> None:
    assert load() == STANDARD_CONFIG
    assert load().trouble == ""
    assert {source for _, source in effective(load()).values()} == {"standaard", "codering van de terminal"}


def test_a_file_sets_everything(files) -> None:
    folder = files(
        user='thema = "licht"\ntekens = "ascii"\n[geluid]\nsoort = "opdracht"\n'
        'opdracht = ["paplay", "{bestand}"]\n[toetsen]\nyes = "Y"\n'
    )
    found = load()
    assert (found.theme, found.glyphs, found.sound) == ("licht", "ascii", Mode.COMMAND)
    assert (found.command, found.keys, found.findings) == (("paplay", "{bestand}"), {"yes": "y"}, ())
    assert found.sources["thema"] == f"{folder}/user/config.toml:1:9"
    assert remapped(ACTIONS, found.keys) != ACTIONS
    assert look_of(found).palette is LIGHT


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            'thema = "lich"',
            '1:9: fout C003: "thema" kent geen "lich". Hulp: Bedoelde u "licht"? '
            "Kies uit: donker, licht, hoog-contrast, monochroom.",
        ),
        (
            "# uitleg\n\nthema = 1",
            '3:9: fout C003: "thema" kent geen waarde die geen tekst is. '
            "Hulp: Kies uit: donker, licht, hoog-contrast, monochroom.",
        ),
        ('\nteken = "ascii"', '2:1: fout C002: onbekende instelling "teken". Hulp: Bedoelde u "tekens"?'),
        (
            '"x y" = [\n1,\n2]',
            '1:1: fout C002: onbekende instelling "x y". '
            "Hulp: Toegestaan: thema, tekens, geluid, toetsen, vergrendeld.",
        ),
        (
            "[geluid]\n  soort = 'bell'",
            '2:11: fout C003: "geluid.soort" kent geen "bell". Hulp: Bedoelde u "bel"? '
            "Kies uit: bel, opdracht, uit.",
        ),
        (
            'geluid.opdracht = "aplay"',
            '1:19: fout C003: "geluid.opdracht" moet een lijst van teksten zijn, met {bestand} voor het '
            'geluid. Hulp: Schrijf: opdracht = ["aplay", "-q", "{bestand}"].',
        ),
        (
            "[geluid]\nvolume = 3",
            '2:1: fout C002: onbekende instelling "geluid.volume". Hulp: Toegestaan: soort, opdracht.',
        ),
        (
            'geluid = "bel"',
            '1:10: fout C003: "geluid" moet een tabel zijn. '
            'Hulp: Schrijf [geluid] op een eigen regel, en eronder soort = "bel".',
        ),
        (
            "[toetsen]\nyes = 3",
            '2:7: fout C003: "toetsen.yes" moet een tekst zijn. '
            'Hulp: Schrijf één toets als tekst, zoals yes = "v".',
        ),
        ("thema = donker", "1:9: fout C001: dit is geen leesbare TOML. Hulp: Schrijf elke"),
        (
            'thema = "licht"\nthema = "donker"',
            "2:1: fout C001: deze naam staat er een tweede keer. Hulp: Haal een",
        ),
        (
            "vergrendeld = []",
            '1:1: fout C002: "vergrendeld" hoort niet in uw eigen configuratie. '
            "Hulp: Vastleggen doet de beheerder van deze computer; haal deze regel weg.",
        ),
    ],
)
def test_a_mistake_is_one_line_with_its_place(files, text: str, said: str) -> None:
    folder = files(user=text)
    (found,) = lines(load(), folder)
    assert found.startswith(f"user/config.toml:{said}")
    assert load().trouble.startswith(f"Configuratie: config.toml:{said.split(' ')[0]}")


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ('[toetsen]\nyes = "y"\nalarm = "x"', "3:1"),
        ('[toetsen]\nno = "F3"', "2:6"),
        ('[toetsen]\nyes = "n"', "2:7"),
        ("toetsen = { yes = 'n' }", "1:11"),
    ],
)
def test_a_refused_key_has_its_place(files, text: str, place: str) -> None:
    folder = files(user=text)
    (found,) = lines(load(), folder)
    assert found.startswith(f"user/config.toml:{place}: fout C004: ")


def test_a_mistake_costs_only_the_setting_it_stands_in(files) -> None:
    files(user='thema = "hoog-contrast"\ntekens = "emoji"\n[toetsen]\nyes = "y"\nno = "F1"\n')
    found = load()
    assert (found.theme, found.glyphs, found.keys) == ("hoog-contrast", "", {"yes": "y"})
    assert found.trouble.endswith("Nog 1: mka-assist config check.")


def test_a_file_that_cannot_be_read_leaves_the_rest(files) -> None:
    files(site='thema = "licht"', user="thema = ")
    assert load().theme == "licht"
    assert len(load().findings) == 1


@pytest.mark.parametrize("content", [b"\xff\xfe", b"a" * 70_000, b"[" * 5_000, b"thema = '" + b"x" * 60_000])
def test_no_content_stops_the_console(tmp_path, content: bytes) -> None:
    file = tmp_path / "config.toml"
    file.write_bytes(content)
    (found,) = read_layer(file).findings
    assert found.code == "C001"


@pytest.mark.parametrize("name", ["map", "weg", "pijp"])
def test_a_file_that_is_no_file_is_told(files, tmp_path, name) -> None:
    (tmp_path / "map").mkdir()
    module.os.mkfifo(tmp_path / "pijp")
    found = load(tmp_path / name)
    assert (found.theme, len(found.findings)) == ("donker", 1)
    assert f"Configuratie: {name}: " in found.trouble


def test_a_value_is_refused_whatever_it_is(files) -> None:
    values = ("1", "1.5", "true", "[]", "{}", "1979-05-27", "['a', 1]", '""', "[[1]]", "{a = [{b = 1}]}")
    for name in (
        "thema",
        "tekens",
        "geluid.soort",
        "geluid.opdracht",
        "toetsen.yes",
        "toetsen",
        "vergrendeld",
    ):
        for value in values:
            files(user=f"{name} = {value}", site=f"{name} = {value}")
            assert load().theme == "donker"
            for layer in layers(None, {}):
                assert all(finding.place.line == 1 for finding in layer.findings)


def test_the_strongest_choice_holds(files, tmp_path) -> None:
    files(site='thema = "licht"\ntekens = "ascii"', user='thema = "hoog-contrast"')
    other = tmp_path / "anders.toml"
    other.write_text('thema = "licht"', encoding="utf-8")
    assert (load().theme, load().glyphs) == ("hoog-contrast", "ascii")
    assert load(environ={"MKA_ASSIST_CONFIG": str(other)}).theme == "licht"
    assert load(other).theme == "licht"
    assert load(environ={"NO_COLOR": "1"}).theme == "monochroom"
    assert load(environ={"NO_COLOR": ""}).theme == "hoog-contrast"
    strongest = load(environ={"NO_COLOR": "1"}, thema="donker", tekens=None)
    assert (strongest.theme, strongest.sources["thema"]) == ("donker", "--thema")


def test_the_file_of_the_user_is_where_it_is_asked(files, tmp_path) -> None:
    assert user_file(None, {}) == tmp_path / "user" / "config.toml"
    assert user_file(None, {"MKA_ASSIST_CONFIG": "/a"}) == Path("/a")
    assert user_file(Path("/b"), {"MKA_ASSIST_CONFIG": "/a"}) == Path("/b")


def test_what_the_administrator_locked_only_he_changes(files) -> None:
    folder = files(
        site='vergrendeld = ["geluid", "thema"]\nthema = "licht"\n',
        user='thema = "donker"\ntekens = "ascii"\n[geluid]\nsoort = "uit"\n',
    )
    found = load(geluid="uit")
    assert (found.theme, found.glyphs, found.sound) == ("licht", "ascii", Mode.BELL)
    site = "site/config.toml"
    assert [line.partition(". Hulp")[0] for line in lines(found, folder)] == [
        f'user/config.toml:1:9: waarschuwing C005: "thema" ligt vast in {site}; deze keuze telt niet',
        f'user/config.toml:4:9: waarschuwing C005: "geluid" ligt vast in {site}; deze keuze telt niet',
        f'--geluid: waarschuwing C005: "geluid" ligt vast in {site}; deze keuze telt niet',
    ]


def test_a_lock_on_nothing_is_a_mistake(files) -> None:
    folder = files(site='vergrendeld = ["geluit"]')
    assert lines(load(), folder) == [
        'site/config.toml:1:15: fout C003: "vergrendeld" kent geen "geluit". Hulp: Bedoelde u "geluid"?'
    ]


def test_keys_of_two_files_that_do_not_go_together_are_refused(files) -> None:
    folder = files(site='[toetsen]\nyes = "y"', user='[toetsen]\nno = "y"')
    found = load()
    assert found.keys == {}
    assert [line.split(": ")[0] for line in lines(found, folder)] == [
        "site/config.toml:2:7",
        "user/config.toml:2:6",
    ]


def test_sound_by_a_command_needs_a_command(files) -> None:
    folder = files(user='[geluid]\nsoort = "opdracht"')
    assert load().sound is Mode.BELL
    assert lines(load(), folder)[0].startswith("user/config.toml:2:9: fout C003: er is geen opdracht")
    files(user='[geluid]\nopdracht = ["aplay", "{bestand}"]')
    assert load().sound is Mode.BELL
    assert load(geluid="opdracht").sound is Mode.COMMAND


def test_the_options_of_the_console_are_the_choices_of_the_file() -> None:
    offered = {THEME: command.THEMES, GLYPHS: command.GLYPHS, SOUND_KIND: command.SOUNDS}
    assert offered == dict(CHOICES)
    assert set(CHOICES[THEME]) == set(PALETTES)


def blocks() -> list[str]:
    return re.findall(r"```toml\n(.*?)```", DOCS.read_text(encoding="utf-8"), re.DOTALL)


def test_the_examples_in_the_manual_work(files) -> None:
    own, administrator = blocks()
    files(user=own)
    found = load()
    assert found.findings == ()
    assert set(found.sources) == {"thema", "tekens", "geluid.soort", "geluid.opdracht"} | {
        f"toetsen.{id}" for id in found.keys
    }
    assert len(found.keys) == 3
    files(site=administrator)
    assert {finding.code for finding in load().findings} == {"C005"}
    assert load().keys == {}


def test_the_printed_example_changes_nothing_as_it_stands_and_names_every_choice(files) -> None:
    files(user=example())
    found = load()
    assert (found.findings, found.keys) == ((), {})
    assert (found.theme, found.glyphs, found.sound) == ("donker", "", Mode.BELL)
    files(user=re.sub(r"^# (\w+ = )", r"\1", example(), flags=re.MULTILINE))
    everything = load()
    assert everything.findings == ()
    assert everything.glyphs == "ascii"
    assert everything.command == ("aplay", "-q", "{bestand}")
    table = remapped(ACTIONS, everything.keys)
    assert [(a.id, set(a.keys)) for a in table] == [(a.id, set(a.keys)) for a in ACTIONS]


NAMES = st.sampled_from(["a", "b", "c d", "é", "x.y", "e=f", "#"])
VALUES = st.sampled_from(
    [
        "1",
        '"een # = tekst"',
        "'x'",
        "[1,\n  2, # nee = 3\n]",
        '"""\n[a]\nb = 1\n"""',
        "{p = 1, q = [2]}",
        "\t 3",
    ]
)


@given(
    st.lists(st.tuples(NAMES, VALUES, st.sampled_from(["", " ", "\t"])), unique_by=lambda each: each[0]),
    NAMES,
)
def test_every_setting_is_found_where_it_stands(settings, table: str) -> None:
    text = f'# uitleg = 1\n\n["{table}"] # tabel\n'
    expected = {(table,): (3, 1)}
    for name, value, indent in settings:
        expected[table, name] = (text.count("\n") + 1, len(indent) + 1)
        text += f'{indent}"{name}" = {value}\n'
    tomllib.loads(text)
    found = spots(text)
    assert {path: where for path, (where, _) in found.items()} == expected
    for line, column in (value for path, (_, value) in found.items() if len(path) > 1):
        assert text.split("\n")[line - 1][column - 1] in "1\"'[{3"


def test_the_console_says_what_is_wrong_and_starts(files, kit) -> None:
    files(user='thema = "paars"')
    app = ConsoleApp(kit.desk, kit.kept, look_of(load()))
    assert app.theme == "mka-donker"
