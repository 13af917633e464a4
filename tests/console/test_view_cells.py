"""Lines in cells: whatever the text, a place is filled exactly and nothing unprintable passes."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from mka_assist.console.lines import cell, clean, cut, fill, fold, line, plain
from mka_assist.console.steps import Menu, Option
from mka_assist.console.views.frame import rule
from mka_assist.console.views.menus import menu_fits, menu_lines


@given(st.lists(st.text(max_size=30), min_size=1, max_size=15), st.integers(40, 130), st.integers(6, 20))
def test_a_menu_fits_its_place_whatever_its_texts(texts, width, height) -> None:
    menu = Menu("Wat nu?", tuple(Option(text, ()) for text in texts))
    lines = menu_lines(menu, width, height)
    assert len(lines) == height
    if menu_fits(menu, width, height):
        assert all(clean(text) in plain(lines) for text in texts)


NASTY = st.text(
    alphabet=st.one_of(st.characters(), st.sampled_from("[/]\\\x1b\n\t\u202e家👨\u200d👩é")), max_size=60
)


@given(NASTY, st.integers(1, 90))
def test_cells_are_counted_and_nothing_unprintable_passes(text, width) -> None:
    assert cell_len(cell(text, width)) == width
    assert cell_len(cut(text, width)) <= width
    assert all(c.isprintable() for c in cut(text, width) + clean(text))
    assert all(cell_len(row) <= max(width, 2) for row in fold(text, width))
    row = fill(line(text), width)
    assert sum(cell_len(part) for part, _ in row) == width


@given(NASTY, NASTY, st.integers(24, 90))
def test_an_edge_has_exactly_its_width(title, hint, width) -> None:
    row = rule("┌", clean(title), "┐", width, right=cut(clean(hint), 12))
    assert sum(cell_len(part) for part, _ in row) == width


@given(NASTY)
def test_folding_loses_no_word(text) -> None:
    assert "".join(fold(text, 40)).replace(" ", "") == clean(text).replace(" ", "")
