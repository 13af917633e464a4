"""Reading YAML and JSON: every scalar stays as typed, sizes are bounded, files that fail say why."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from sources import RULES, places, refused, texts

from mka_assist.rulebook.diagnostics import InputError, Place
from mka_assist.rulebook.source import (
    MAX_BYTES,
    MAX_DEPTH,
    MAX_NODES,
    Mapping,
    Scalar,
    read_bytes,
    read_file,
    read_text,
)


def test_a_rule_file_is_read_as_typed() -> None:
    assert texts(read_text(RULES, "r.yaml")) == {
        "soort": "partner",
        "partner": "hartslagnu",
        "open": "12:30",
        "geldig_vanaf": "2024-05-01",
        "regels": [
            {
                "id": "jonger-dan-1-jaar",
                "uitsluiting": {"leeftijd": "onder 1 jaar", "locatie": ["spoor", "te: water"]},
                "uitleg": "Bij een kind jonger dan 1 jaar",
                "lang": "Regel een: met dubbele punt.\nRegel twee # met hekje.\n",
                "vouw": "een twee",
                "bron": {"document": "Kader 's", "paragraaf": "5.1"},
            }
        ],
    }


@pytest.mark.parametrize(
    "typed",
    ["12:30", "nee", "no", "off", "on", "08", "0123", "1.0", "1,5", "~", "null", "true", "1e3", "=", "-5"],
)
def test_a_plain_value_keeps_the_text_that_was_typed(typed: str) -> None:
    assert read_text(f"a: {typed}\n", "r.yaml") == Mapping(
        ((Scalar("a", Place("r.yaml", 1, 1), False), Scalar(typed, Place("r.yaml", 1, 4), False)),),
        Place("r.yaml", 1, 1),
    )


@pytest.mark.parametrize(
    ("typed", "text", "quoted"),
    [
        ("", "", False),
        ('""', "", True),
        ("''", "", True),
        ("x", "x", False),
        ('"x"', "x", True),
        ("'it''s'", "it's", True),
        ("it's", "it's", False),
        ("|\n  x", "x", True),
        (">\n  x\n  y\n", "x y\n", True),
        ('"a\\tb\\\\"', "a\tb\\", True),
        ("http://x.nl/a#b", "http://x.nl/a#b", False),
    ],
)
def test_quoted_tells_how_a_value_was_written(typed: str, text: str, quoted: bool) -> None:
    node = read_text(f"a: {typed}", "r.yaml")
    assert isinstance(node, Mapping)
    value = node.get("a")
    assert isinstance(value, Scalar)
    assert (value.text, value.quoted) == (text, quoted)


def test_every_node_knows_its_place() -> None:
    node = read_text("a:\n  - é: {b: c}\n  - 'd'\n", "pad/r.yaml")
    assert [str(place) for place in places(node)] == [
        "pad/r.yaml:1:1",
        "pad/r.yaml:1:1",
        "pad/r.yaml:2:3",
        "pad/r.yaml:2:5",
        "pad/r.yaml:2:5",
        "pad/r.yaml:2:8",
        "pad/r.yaml:2:9",
        "pad/r.yaml:2:12",
        "pad/r.yaml:3:5",
    ]


def test_get_finds_a_key_or_nothing() -> None:
    node = read_text("a: 1\nb: 2", "r.yaml")
    assert isinstance(node, Mapping)
    assert node.get("b") == Scalar("2", Place("r.yaml", 2, 4), False)
    assert node.get("c") is None


def test_a_byte_order_mark_and_other_line_ends_shift_nothing() -> None:
    plain = read_text("a: 1\nb:\n  - 2\n", "r.yaml")
    assert read_bytes(b"\xef\xbb\xbfa: 1\r\nb:\r\n  - 2\r\n", "r.yaml") == plain
    assert read_text("\ufeffa: 1\rb:\r  - 2\r", "r.yaml") == plain


def test_json_is_read_with_tabs_and_escapes() -> None:
    text = '\n{\n\t"a":\t[1, true, null],\t\n\t"b": "\\ud83d\\ude00 \\u00e9\\/\\n"\n}\t\n'
    assert texts(read_text(text, "r.json")) == {"a": ["1", "true", "null"], "b": "😀 é/\n"}


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("a: b:1", {"a": "b:1"}),
        ("- b:1\n- -x", ["b:1", "-x"]),
        ("bron:\n  https://x.nl", {"bron": "https://x.nl"}),
        ("a:\n  12:30", {"a": "12:30"}),
        ('"b:1":', {"b:1": ""}),
        ("12:30: x", {"12:30": "x"}),
        ('"<<": x', {"<<": "x"}),
        ("a: <<", {"a": "<<"}),
        ("a:\n  -5", {"a": "-5"}),
        ("a: x#y & * ! % @", {"a": "x#y & * ! % @"}),
        ("{a, b: }", {"a": "", "b": ""}),
    ],
)
def test_what_looks_like_a_trap_and_is_none(text: str, tree: object) -> None:
    assert texts(read_text(text, "r.yaml")) == tree


def test_one_start_and_end_line_are_fine() -> None:
    assert texts(read_text("---\na: 1\n...\n", "r.yaml")) == {"a": "1"}


# Limits


def test_depth_is_bounded() -> None:
    text = "[" * MAX_DEPTH + "]" * MAX_DEPTH
    assert len(places(read_text(text, "r.yaml"))) == MAX_DEPTH
    assert [str(f) for f in refused(f"[{text}]")] == [
        "r.yaml:1:31: fout Y018: hier zitten meer dan 30 niveaus in elkaar. Hulp: Gebruik minder niveaus."
    ]


def test_the_number_of_parts_is_bounded() -> None:
    assert len(places(read_text("- 1\n" * (MAX_NODES - 1), "r.yaml"))) == MAX_NODES
    assert [str(f) for f in refused("- 1\n" * MAX_NODES)] == [
        "r.yaml:50000:3: fout Y019: het bestand heeft meer dan 50.000 onderdelen. "
        "Hulp: Verdeel de inhoud over meer bestanden."
    ]


TOO_LARGE = "het bestand is groter dan 1 MB. Hulp: Verdeel de inhoud over meer bestanden."


def test_size_is_bounded_in_bytes() -> None:
    assert texts(read_text("#" * (MAX_BYTES - 2) + "\na", "r.yaml")) == "a"
    for text in ("#" * (MAX_BYTES - 1) + "\na", "é" * (MAX_BYTES // 2 + 1), "[" * 10_000_000):
        for form in (text, text.encode()):
            assert [str(f) for f in refused(form)] == [f"r.yaml: fout B003: {TOO_LARGE}"]


# Files


def test_a_file_is_read_and_shown_by_the_path_as_given(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("map").mkdir()
    Path("map/r.yaml").write_bytes(RULES.encode())
    assert read_file(Path("map/r.yaml")) == read_text(RULES, "map/r.yaml")
    Path("link.yaml").symlink_to("map/r.yaml")
    assert read_file(Path("link.yaml")) == read_text(RULES, "link.yaml")


def file_lines(path: Path) -> list[str]:
    with pytest.raises(InputError) as raised:
        read_file(path)
    return [str(finding) for finding in raised.value.findings]


def test_files_that_cannot_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    missing = "fout B001: het bestand bestaat niet. Hulp: Controleer de map en de bestandsnaam."
    unreadable = "fout B002: het bestand kan niet worden gelezen. Hulp: Controleer de leesrechten."
    Path("r.yaml").write_text("a: 1")
    Path("kring").symlink_to("kring")
    Path("los").symlink_to("nergens")
    os.mkfifo("pijp")
    with Path("groot").open("wb") as stream:
        stream.truncate(10_000_000_000)
    assert file_lines(Path("weg.yaml")) == [f"weg.yaml: {missing}"]
    assert file_lines(Path("r.yaml/x")) == [f"r.yaml/x: {missing}"]
    assert file_lines(Path("los")) == [f"los: {missing}"]
    assert file_lines(Path("kring")) == [f"kring: {unreadable}"]
    assert file_lines(Path("n" * 300)) == [f"{'n' * 300}: {unreadable}"]
    assert file_lines(Path("a\0b")) == [f"a\0b: {unreadable}"]
    assert file_lines(Path()) == [".: fout B005: dit is een map. Hulp: Geef een bestand op."]
    assert file_lines(Path("pijp")) == [
        "pijp: fout B006: dit is geen gewoon bestand. Hulp: Geef een gewoon bestand op."
    ]
    assert file_lines(Path("groot")) == [f"groot: fout B003: {TOO_LARGE}"]


def test_a_file_without_read_permission(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "dicht.yaml"
    path.write_text("a: 1")

    def closed(self: Path, mode: str) -> None:
        raise PermissionError(13, "Permission denied", str(self))

    # Not by chmod: the tests may run as root, who reads everything.
    monkeypatch.setattr(Path, "open", closed)
    assert file_lines(path) == [
        f"{path}: fout B002: het bestand kan niet worden gelezen. Hulp: Controleer de leesrechten."
    ]
