"""Two sets of signs: the same screen, cell for cell, on a terminal that has little."""

from __future__ import annotations

import ast
import asyncio
import unicodedata
from pathlib import Path

import pytest
from console_kit import ALARMED, Kit, screen, typed
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from mka_assist.console import glyphs as module
from mka_assist.console.app import ConsoleApp
from mka_assist.console.glyphs import ASCII, NAMES, TABLE, UNICODE, Glyphs, glyphs
from mka_assist.console.widgets import Look
from mka_assist.paths import rules_dir

PACKAGE = Path(module.__file__).parents[1]
ENCODINGS = ("utf-8", "iso-8859-1", "ascii")
SETS = [Glyphs(name, encoding) for name in NAMES for encoding in ENCODINGS]
SIGNS = st.text(
    st.one_of(st.sampled_from(sorted(TABLE)), st.characters(codec="utf-8"), st.sampled_from("éëïö€"))
)


def written() -> set[str]:
    """Every character outside ASCII that the program or the rules can put on the screen."""
    found: set[str] = set()
    for folder in ("console", "call", "decision", "journal", "instruction", "rulebook"):
        for path in (PACKAGE / folder).rglob("*.py"):
            if path != Path(module.__file__):
                tree = ast.parse(path.read_text(encoding="utf-8"))
                found.update(*(node.value for node in ast.walk(tree) if is_text(node)))
    for path in rules_dir().rglob("*.yaml"):
        found.update(path.read_text(encoding="utf-8"))
    return {sign for sign in found if not sign.isascii()}


def is_text(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def test_every_sign_that_is_used_has_another_in_the_ascii_set() -> None:
    signs = {sign for sign in written() if unicodedata.category(sign)[0] not in "LC"}
    assert {"√", "»", "…"} <= signs
    assert not signs - set(TABLE)


@pytest.mark.parametrize("sign", sorted(TABLE))
def test_a_sign_becomes_one_that_is_as_wide(sign: str) -> None:
    assert TABLE[sign].isascii()
    assert TABLE[sign].isprintable()
    assert (cell_len(sign), cell_len(TABLE[sign])) == (1, 1)


@given(SIGNS, st.sampled_from(SETS))
def test_nothing_on_the_screen_moves(text: str, signs: Glyphs) -> None:
    assert cell_len(signs.shown(text)) == cell_len(text)


@given(SIGNS, st.sampled_from(SETS))
def test_the_terminal_can_show_what_it_gets(text: str, signs: Glyphs) -> None:
    shown = signs.shown(text)
    shown.encode(signs.encoding)
    assert signs.shown(shown) == shown
    if signs.name == ASCII:
        assert not set(shown) & set(TABLE)


@given(SIGNS)
def test_the_unicode_set_changes_nothing_on_a_terminal_that_reads_utf_8(text: str) -> None:
    assert Glyphs(UNICODE).shown(text) == text


@pytest.mark.parametrize(
    "together",
    [
        ("√", "»", "«", "x", "!", "?", "~", "-", "o"),  # how a partner, an ambulance or a question stands
        ("▶", " "),
        ("●", "○"),
        ("▓", "░"),
        ("↑", "↓"),
    ],
    ids="".join,
)
def test_what_stands_side_by_side_stays_different(together: tuple[str, ...]) -> None:
    assert len({Glyphs(ASCII).shown(sign) for sign in together}) == len(together)


def test_letters_keep_their_accents_as_long_as_the_terminal_has_them() -> None:
    text = "√ één patiënt €"
    assert Glyphs(ASCII).shown(text) == "v één patiënt €"
    assert Glyphs(ASCII, "iso-8859-1").shown(text) == "v één patiënt ?"
    assert Glyphs(ASCII, "ascii").shown(text) == "v een patient ?"
    assert Glyphs(UNICODE, "ascii").shown(text) == "v een patient ?"


@pytest.mark.parametrize(
    ("encoding", "name"),
    [
        ("utf-8", UNICODE),
        ("UTF-8", UNICODE),
        ("utf8", UNICODE),
        ("ISO-8859-1", ASCII),
        ("ANSI_X3.4-1968", ASCII),
    ],
)
def test_without_a_choice_the_signs_suit_the_terminal(encoding: str, name: str) -> None:
    assert glyphs("", encoding).name == name
    assert glyphs(UNICODE, encoding).name == UNICODE


def test_an_unknown_encoding_gets_ascii() -> None:
    assert glyphs("", "klingon").shown("één √") == "een v"


def test_the_whole_screen_is_drawn_in_ascii(kit: Kit) -> None:
    async def rows(look: Look) -> list[str]:
        app = ConsoleApp(kit.desk, kit.kept, look)
        async with app.run_test(size=(80, 24)) as pilot:
            if kit.desk.session is None:
                await typed(kit, *ALARMED)(pilot)
            return screen(app)

    plain = asyncio.run(rows(Look(glyphs=Glyphs(ASCII, "ascii"))))
    assert "".join(plain).isascii()
    full = asyncio.run(rows(Look()))
    assert not "".join(full).isascii()
    assert [cell_len(row) for row in full] == [cell_len(row) for row in plain]
