"""The whole screen as text: every block fills its place, nothing moves, the clocks are always there."""

from __future__ import annotations

import dataclasses
import unicodedata

import pytest
from console_kit import ALARMED, ARREST, SIZES, Kit, caller_instruction, rulebook
from rich.cells import cell_len

from mka_assist.cli.boundary import INTENDED_USE
from mka_assist.console.actions import ACTIONS, Mode
from mka_assist.console.lines import Lines, clean, plain
from mka_assist.console.views import start as first_screen
from mka_assist.console.views.bottom import BESIDE, SMALL_BESIDE, bar, message
from mka_assist.console.views.page import Layout, call_blocks, layout, over
from mka_assist.console.views.top import header
from mka_assist.paths import rules_dir

ALL_SIZES = (*SIZES, (200, 60), (80, 60), (200, 24), (100, 30), (118, 40))
STATES = {
    "question": ("n",),
    "breaths": ("n", "n", "space", "space"),
    "suspicion": ARREST,
    "armed": (*ARREST, "f2"),
    "instruction": (*ALARMED, "f5", "j", "j"),
    "pressing": (*ALARMED, "f5", "j", "j", "j", "j", "+3", "c"),
    "tab": (*ALARMED, "f5", "j", "tab"),
    "barrier": (*ALARMED, "f5", "b", "p"),
    "crowd": (*ALARMED, "f4", "=12"),
    "typing": (*ALARMED, "f4"),
    "partners": (*ALARMED, "f9"),
    "choice": (*ALARMED, "5", "enter"),
    "barriers": (*ALARMED, "f5", "b"),
    "board": (*ALARMED, "0"),
    "why": (*ALARMED, "v"),
    "help": (*ALARMED, "f1"),
    "log": (*ALARMED, "pageup"),
    "withdrawn": (*ALARMED, "f8", "1"),
    "closed": (*ALARMED, "f10", "f10"),
}
"""States of the screen, by the keys that come to them."""


def drawn(kit: Kit, where: Layout) -> dict[str, Lines]:
    return {id: draw() for id, draw in call_blocks(kit.sight, where).items()}


def sizes_right(kit: Kit, size: tuple[int, int]) -> None:
    where = layout(*size)
    for id, lines in drawn(kit, where).items():
        box = over(kit.sight, where) if id == "panel" else where.boxes[id]
        assert box is not None
        assert len(lines) == box.height, id
        for row in lines:
            assert sum(cell_len(text) for text, _ in row) == box.width, (id, row)


def whole(kit: Kit, size: tuple[int, int]) -> str:
    """Everything on the screen, block after block, with what lies over others in their stead."""
    where = layout(*size)
    above = over(kit.sight, where)
    desk = kit.desk
    blocks = drawn(kit, where) | {
        "header": header(desk.rulebook, kit.sight.at.state.number, *size, kit.sight),
        "message": message(desk.ui, desk.armed_key, 3, size[0]),
        "keys": bar(desk.mode, desk.hidden, size[0]),
    }
    rows = [[" "] * size[0] for _ in range(size[1])]
    for id in where.boxes:
        if id in blocks:
            box = above if id == "panel" and above else where.boxes[id]
            for y, row in enumerate(plain(blocks[id]).splitlines(), start=box.y):
                rows[y][box.x : box.x + len(row)] = row
    return "\n".join("".join(row) for row in rows)


@pytest.mark.parametrize("size", ALL_SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("state", STATES)
def test_every_block_fills_its_place_exactly(told_kit, state, size) -> None:
    told_kit.press(*STATES[state])
    sizes_right(told_kit, size)


@pytest.mark.parametrize("size", ALL_SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_the_blocks_fill_the_screen_and_never_overlap(size) -> None:
    where = layout(*size)
    cells = [
        (x, y)
        for id, box in where.boxes.items()
        if id not in ("start", "panel")
        for x in range(box.x, box.x + box.width)
        for y in range(box.y, box.y + box.height)
    ]
    assert len(cells) == len(set(cells)) == size[0] * size[1]


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
@pytest.mark.parametrize("state", STATES)
def test_clock_deadline_and_metronome_are_there_in_every_state(told_kit, state, size) -> None:
    """T1: help, a panel, a menu, typing, a closed call, and all the others."""
    kit = told_kit.press(*STATES[state])
    text = whole(kit, size)
    passed = kit.sight.at.state.closed_at or kit.clock.now()
    seconds = int((passed - kit.sight.at.state.opened_at).total_seconds())
    assert f"T+ {seconds // 60:02}:{seconds % 60:02}" in text
    for name in ("HERKEND", "COMPRESSIE", "6 MIN"):
        assert name in text
    assert ("♥ 110" in text or "♡ 110" in text) is (state == "pressing") or "metronoom stil" in text
    before = text
    kit.press("+1")
    assert (whole(kit, size).splitlines()[1] != before.splitlines()[1]) is (state != "closed")


def test_a_call_that_is_watched_shows_its_clocks_and_says_so(told_kit) -> None:
    kit = told_kit.press(*ALARMED, "f5", "j", "j", "j", "j")
    sight = dataclasses.replace(kit.sight, watching=True)
    for size in SIZES:
        text = "\n".join(plain(draw()) for draw in call_blocks(sight, layout(*size)).values())
        assert "U KIJKT MEE" in text
        assert "[Enter] Overnemen" in text
        assert "T+ 00:0" in text
        assert "♥ 110" in text or "♡ 110" in text
        for sign in ("▶", "[Tab]", "[B]", "[C]"):
            assert sign not in text, "nothing can be done here"


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
def test_nothing_moves(told_kit, size) -> None:
    """T5: not when the instruction starts, not when an alarm comes. Every label stays where it was."""
    kit = told_kit.press(*ALARMED)
    labels = ("HartslagNu", "Politie", "Bij bewustzijn", "F9 ", "F10 ", "Kunnen helpers")
    below = (4 if size[1] < 40 else 5) * (size[0] + 1)  # an alarm names partners and keys too
    before = whole(kit, size)
    places = {label: before.index(label, below) for label in labels}
    for keys in (("f5", "j", "j"), ("b", "p", "tab"), ("8", "j", "4")):
        text = whole(kit.press(*keys), size)
        assert {label: text.index(label, below) for label in labels} == places
        assert text.index("HERKEND") == before.index("HERKEND")


def test_a_small_screen_shows_partners_questions_and_instruction_at_once(told_kit) -> None:
    text = whole(told_kit.press(*ALARMED, "f5", "j"), (80, 24))
    for word in ("√ HartslagNu", "√ Politie", "- Brandweer", "- KNRM", "- Reddingsbrigade", "AMBULANCE 2/2"):
        assert word in text
    for label in ("Bij bewustzijn: nee", "Zelfdoding", "Leeftijd", "Te water", "Gemeente", "Niet-reanimeren"):
        assert label in text
    assert f'"{caller_instruction().flows["volwassene"].steps["op-de-rug"].say}"' in text
    assert "Kunnen helpers de patiënt veilig bereiken?" in text


def test_different_states_differ_without_colour(tmp_path) -> None:
    """W: of any two states the plain text differs, at the smallest size."""
    seen: dict[str, str] = {}
    for state, keys in STATES.items():
        folder = tmp_path / state
        folder.mkdir()
        kit = Kit(folder, rulebook("voorbeeld-stad", rules_dir()), told=True)
        kit.press(*keys)
        rows = whole(kit, (80, 24)).splitlines()
        kit.close()
        text = "\n".join(rows[2:])
        assert text not in seen.values(), (state, [other for other, was in seen.items() if was == text])
        seen[state] = text


@pytest.mark.parametrize("region", ["", "voorbeeld-kust", "voorbeeld-platteland", "voorbeeld-stad"])
@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 60)])
def test_no_region_has_more_partners_or_questions_than_fit(tmp_path, region, size) -> None:
    kit = Kit(tmp_path, rulebook(region, rules_dir()), told=True).press(*ALARMED, "f5")
    text = clean(whole(kit, size))
    for partner in kit.sight.at.rulebook.partners.values():
        assert partner.name in text
    for spec in kit.sight.at.rulebook.facts.values():
        assert not spec.question or clean(spec.label)[:9] in text
    kit.close()


def test_the_first_screen_says_what_the_program_is_for(kit) -> None:
    text = plain(first_screen.start(rulebook(), (), kit.clock.now(), 80, 18))
    assert clean(INTENDED_USE) in clean(text)
    assert first_screen.INTENDED_USE == INTENDED_USE
    assert "VOORBEELD" in text
    assert rulebook().sha256[:8] in text
    assert "Geen open meldingen" in text


def test_the_first_screen_lists_open_calls_latest_first(kit) -> None:
    for _ in range(12):
        kit.press("n", "+1")
        kit.desk.welcome()
    rows = plain(first_screen.start(rulebook(), kit.desk.open_calls, kit.clock.now(), 80, 18)).splitlines()
    listed = [row for row in rows if "T+" in row]
    assert f"[1] {kit.desk.open_calls[0].number}" in listed[0]
    assert f"en {12 - len(listed)} oudere" in rows[-1]
    assert len(rows) == 18


def test_the_armed_alarm_says_whom(kit) -> None:
    kit.press(*ARREST, "f2")
    text = clean(plain(message(kit.desk.ui, "F2", 3, 80)))
    assert text.startswith("NOGMAALS F2 (nog 3 s, Esc = niet): ambulance A0")
    assert text.endswith("daarna HartslagNu, Politie")


@pytest.mark.parametrize("width", [80, 120, 200])
@pytest.mark.parametrize("mode", list(Mode))
def test_the_key_bar_shows_every_key_of_the_table_and_cuts_none(mode, width) -> None:
    """Also with everything in it at once that can stand together. On a small screen some keys are shown
    where they are used."""
    for hidden in ({"none"}, {"fill"}):  # a question has one of these at most
        text = plain(bar(mode, frozenset(hidden), width))
        full = mode in (Mode.CALL, Mode.GUIDE, Mode.PANEL)
        beside = (SMALL_BESIDE if width < 110 else BESIDE) if full else set()
        assert "…" not in text
        for action in ACTIONS:
            if mode in action.modes and action.row and action.id not in hidden | beside:
                assert f"{action.shown} {action.label}" in text


@pytest.mark.parametrize("width", [80, 120])
def test_a_key_keeps_its_place_while_another_has_nothing_to_do(width) -> None:
    every = plain(bar(Mode.CALL, frozenset(), width))
    fewer = plain(bar(Mode.CALL, frozenset({"seen", "compression", "focus"}), width))
    assert "Gezien" not in fewer
    for label in ("F5 Instructie", "F7 Ambulance er", "F10 Sluiten", "V Waarom"):
        assert every.index(label) == fewer.index(label)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
def test_what_the_bar_leaves_out_is_shown_where_it_is_used(told_kit, size) -> None:
    text = whole(told_kit.press(*ALARMED, "f5", "tab"), size)
    for key in ("[Tab]", "[B]", "[C]", "[J]"):
        assert key in text
    assert "Esc terug" in whole(told_kit.press("v"), size)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
def test_a_menu_shows_every_option_whole_or_takes_more_room(kit, size) -> None:
    kit.press(*ALARMED, "f4", "=9", "8", "j", "f9")
    text = " ".join(kit.text("panel", size).replace("│", " ").split())
    for option in kit.desk.ui.opened.menu.options:
        assert clean(option.text) in text


@pytest.mark.parametrize(
    "value", ["[/]", "[red]x[/red]", "\\[b]", "[@click=app.quit]klik[/]", "家家家", "a\u0301é"]
)
@pytest.mark.parametrize("size", SIZES)
def test_an_answer_is_never_markup(kit, value, size) -> None:
    kit.press("n", "9", "down", "down", "enter", f"={value}")
    assert kit.sight.at.state.answers["gemeente"]
    assert unicodedata.normalize("NFC", value)[:3] in kit.text("list", size)
    sizes_right(kit, size)
    kit.press("pageup")
    sizes_right(kit, size)


def test_the_same_call_gives_the_same_screen(told_kit) -> None:
    """Views are pure: nothing is drawn that did not change."""
    kit = told_kit.press(*ALARMED)
    where = layout(80, 24)
    before = drawn(kit, where)
    assert drawn(kit, where) == before
    kit.press("+1")
    changed = [id for id, lines in drawn(kit, where).items() if lines != before[id]]
    assert changed == ["clocks"]


@pytest.mark.parametrize("size", SIZES)
def test_a_beat_repaints_one_line(told_kit, size) -> None:
    kit = told_kit.press(*ALARMED, "f5", "j", "j", "j", "j")
    where = layout(*size)
    before = drawn(kit, where)
    kit.press("+0.545")
    after = drawn(kit, where)
    changed = {id for id, lines in after.items() if lines != before[id]}
    assert "beat" in changed
    assert len(after["beat"]) == 1
    assert changed <= {"beat", "clocks", "guide", "alerts"}
