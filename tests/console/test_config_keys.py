"""Keys of one's own: what may be chosen, and that no choice ever makes two acts share a key."""

from __future__ import annotations

import pytest
from console_kit import Kit
from hypothesis import given
from hypothesis import strategies as st

from mka_assist.console.actions import ACTIONS, Action, Mode
from mka_assist.console.config_keys import KEY_NAMES, NAMED, key_name, refused_keys, remappable, remapped
from mka_assist.console.lines import plain
from mka_assist.console.views.bottom import bar
from mka_assist.console.views.help import help_lines

BY_ID = {action.id: action for action in ACTIONS}
FREE = sorted(action.id for action in ACTIONS if remappable(action))
CHOICES = st.dictionaries(st.sampled_from(FREE), st.sampled_from(KEY_NAMES), max_size=6)
ANYTHING = st.dictionaries(
    st.sampled_from([*BY_ID, "onzin"]),
    st.sampled_from([*KEY_NAMES, "F2", "f12", "ctrl+c", "Q", "", "é"]),
    max_size=6,
)


def act(table: tuple[Action, ...], id: str) -> Action:
    return next(action for action in table if action.id == id)


def shared(table: tuple[Action, ...]) -> set[tuple[str, str, Mode]]:
    """Two acts on the same key at the same moment."""
    return {
        (one.id, other.id, mode)
        for one in table
        for other in table
        for mode in one.modes & other.modes
        if one.id < other.id and set(one.keys) & set(other.keys)
    }


def test_the_table_itself_gives_no_key_to_two_acts() -> None:
    assert not shared(ACTIONS)


@given(ANYTHING)
def test_what_is_not_refused_can_be_given_together(keys: dict[str, str]) -> None:
    refused = refused_keys(ACTIONS, keys)
    kept = {id: name for id, name in keys.items() if id not in refused}
    table = remapped(ACTIONS, kept)
    assert not shared(table)
    assert [action.id for action in table] == [action.id for action in ACTIONS]
    for action in table:
        if action.id in kept:
            assert key_name(action) == kept[action.id].lower()
            assert not action.vital
        else:
            assert action == BY_ID[action.id]
    if refused:
        with pytest.raises(ValueError, match='"'):
            remapped(ACTIONS, keys)


@given(CHOICES)
def test_no_choice_moves_a_safety_key(keys: dict[str, str]) -> None:
    refused = refused_keys(ACTIONS, keys)
    table = remapped(ACTIONS, {id: name for id, name in keys.items() if id not in refused})
    assert [a for a in table if a.vital] == [a for a in ACTIONS if a.vital]
    assert {key for a in table if not a.vital for key in a.keys}.isdisjoint({f"f{n}" for n in range(1, 13)})


def test_its_own_key_is_no_change() -> None:
    table = remapped(ACTIONS, {id: key_name(BY_ID[id]) for id in FREE})
    assert [(a.id, set(a.keys), a.shown) for a in table] == [(a.id, set(a.keys), a.shown) for a in ACTIONS]


def test_a_letter_works_with_caps_lock_and_is_shown_as_a_capital() -> None:
    chosen = act(remapped(ACTIONS, {"yes": "Y"}), "yes")
    assert (set(chosen.keys), chosen.shown) == ({"y", "Y"}, "Y")


def test_the_letter_f_is_no_function_key() -> None:
    assert not act(remapped(ACTIONS, {"yes": "f"}), "yes").vital


def test_two_keys_can_be_swapped_but_not_doubled() -> None:
    table = remapped(ACTIONS, {"undo": "v", "explain": "u"})
    assert (act(table, "undo").shown, act(table, "explain").shown) == ("V", "U")
    assert set(refused_keys(ACTIONS, {"undo": "v"})) == {"undo"}
    assert set(refused_keys(ACTIONS, {"yes": "y", "no": "y"})) == {"yes", "no"}


@pytest.mark.parametrize(
    ("id", "name", "why"),
    [
        ("alarm", "x", "veiligheidstoets: F2"),
        ("help", "h", "veiligheidstoets: F1"),
        ("back", "q", "vaste toetsen (Esc)"),
        ("choose", "q", "vaste toetsen"),
        ("submit", "q", "vaste toetsen"),
        ("yes", "F2", "functietoetsen"),
        ("yes", "f11", "functietoetsen"),
        ("yes", "ctrl+y", "geen toets"),
        ("yes", "escape", "geen toets"),
        ("yes", "é", "geen toets"),
        ("yes", "n", 'al voor "no" (Nee)'),
        ("zeg", "q", "geen handeling"),
    ],
)
def test_a_refusal_says_why(id: str, name: str, why: str) -> None:
    assert why in refused_keys(ACTIONS, {id: name})[id]


@pytest.mark.parametrize("name", NAMED)
def test_a_named_key_is_one_that_the_screen_knows(name: str) -> None:
    key, shown = NAMED[name]
    known = {key for action in ACTIONS for key in action.keys}
    assert key in known
    assert shown


def test_the_screen_shows_the_keys_as_set_up(tmp_path) -> None:
    """In the question, the instruction, the bar and the help."""
    chosen = remapped(ACTIONS, {"yes": "y", "compression": "b", "barrier": "c"})
    kit = Kit(tmp_path, told=True)
    kit.desk.actions = chosen
    kit.press("n")
    assert "[Y] Ja  [N] Nee" in kit.text("question").replace("] Ja [", "] Ja  [")
    kit.press("n", "n", "f2", "f2", "f5")
    assert "[C] Belemmering" in kit.text("guide", (120, 40))
    assert "[B] Eerste compressie" in kit.text("guide", (120, 40))
    assert "C Belemmering" in plain(bar(kit.desk.mode, kit.desk.hidden, 120, chosen))
    kit.press("tab", "3")
    assert "[Y] Ja" in kit.text("question")
    kit.press("f1")
    assert "Y             Antwoord ja op de vraag." in "\n".join(
        plain((row,)).strip() for row in help_lines(kit.sight, 80)
    )
    kit.close()
