"""The keys on paper: every act once, nothing cut, and as they were set up."""

from __future__ import annotations

from dataclasses import replace

from rich.cells import cell_len

from mka_assist.console.actions import ACTIONS
from mka_assist.console.config_keys import remappable, remapped
from mka_assist.console.keydocs import WIDTH, card_html, card_text, groups, key_page, said
from mka_assist.rulebook.documentation.markdown import markdown


def test_every_act_stands_on_the_card_once() -> None:
    listed = [action.id for group in groups(ACTIONS) for action in group.actions]
    assert sorted(listed) == sorted(action.id for action in ACTIONS)


def test_a_moment_without_keys_is_left_out() -> None:
    (only,) = groups(tuple(action for action in ACTIONS if action.id == "alarm"))
    assert [action.id for action in only.actions] == ["alarm"]


def test_the_card_fits_on_the_smallest_screen_and_nothing_is_cut() -> None:
    card = card_text(ACTIONS)
    assert all(cell_len(row) <= WIDTH for row in card.splitlines())
    assert "…" not in card
    words = " ".join(card.split())
    for action in ACTIONS:
        assert action.shown in card
        assert " ".join(said(action).split()) in words


def test_all_that_works_while_a_text_is_typed_stands_together() -> None:
    group = next(group for group in groups(ACTIONS) if "typen" in group.title)
    assert all(action.vital for action in group.actions)
    assert {"alarm", "partners", "suspicion"} <= {action.id for action in group.actions}


def test_another_key_is_shown_instead_of_the_standard() -> None:
    card = card_text(remapped(ACTIONS, {"yes": "y"}))
    assert "  Y             Ja." in card
    assert "  J             Ja." not in card


def test_the_page_names_each_act_as_the_configuration_does_and_says_what_is_fixed() -> None:
    page = markdown(key_page(ACTIONS))
    for action in ACTIONS:
        assert (f"`{action.id}`" in page) == remappable(action)
    assert "ligt vast" in page


def test_the_card_to_print_has_a_row_for_every_act_and_fetches_nothing() -> None:
    card = card_html(ACTIONS)
    assert card.count("<tr>") == len(ACTIONS)
    assert "http" not in card
    assert "<script" not in card


def test_a_text_cannot_become_part_of_the_page() -> None:
    strange = replace(ACTIONS[0], shown="<F1>", help="a & b")
    card = card_html((strange, *ACTIONS[1:]))
    assert "&lt;F1&gt;" in card
    assert "a &amp; b" in card
