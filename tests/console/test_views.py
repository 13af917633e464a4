"""What stands on the screen, as text: state by glyph and word, nothing cut that counts, no data as markup."""

from __future__ import annotations

import dataclasses
import unicodedata

import pytest
from console_kit import ALARMED, ARREST, SIZES, Kit, rulebook
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from mka_assist.cli.boundary import INTENDED_USE
from mka_assist.console.actions import ACTIONS, Mode
from mka_assist.console.lines import Lines, Role, cell, clean, cut, fill, fold, line, plain
from mka_assist.console.steps import Menu, Option
from mka_assist.console.ui import Panel
from mka_assist.console.views import start as first_screen
from mka_assist.console.views.alerts import alert_lines, alerts
from mka_assist.console.views.bottom import bar, message
from mka_assist.console.views.page import call_blocks, layout, over
from mka_assist.console.views.panels import menu_columns, menu_lines
from mka_assist.console.views.partners import GLYPHS, STATUS
from mka_assist.console.views.top import header
from mka_assist.decision.outcome import Card, Indicator
from mka_assist.paths import rules_dir
from mka_assist.rulebook.model import Status

REGIONS = ("", "voorbeeld-kust", "voorbeeld-platteland", "voorbeeld-stad")


def sizes_right(kit: Kit, size: tuple[int, int]) -> None:
    where = layout(*size)
    for id, draw in call_blocks(kit.sight, where).items():
        box = over(kit.desk.ui, where) if id == "panel" else where.boxes[id]
        assert box is not None
        lines = draw()
        assert len(lines) == box.height, id
        for row in lines:
            assert sum(cell_len(text) for text, _ in row) == box.width, (id, row)


@pytest.mark.parametrize("size", [*SIZES, (80, 60), (200, 60), (100, 30)])
@pytest.mark.parametrize(
    "keys",
    [
        ("n",),
        ARREST,
        (*ARREST, "f2"),
        (*ALARMED, "f5", "f4", "=12", "3", "j"),
        (*ALARMED, "f9"),
        (*ALARMED, "5", "enter"),
        (*ALARMED, "v"),
        (*ALARMED, "f1"),
        (*ALARMED, "l"),
        (*ALARMED, "f10", "f10"),
    ],
)
def test_every_block_fills_its_place_exactly(kit, keys, size) -> None:
    kit.press(*keys)
    sizes_right(kit, size)


@pytest.mark.parametrize("size", [*SIZES, (80, 60), (200, 60), (100, 30)])
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


@pytest.mark.parametrize("status", list(Status))
@pytest.mark.parametrize("size", SIZES)
def test_every_status_word_stands_whole_beside_its_glyph(kit, status, size) -> None:
    kit.press(*ARREST)
    session = kit.desk.session
    partners = {
        id: dataclasses.replace(decided, status=status) for id, decided in session.decision.partners.items()
    }
    session.decision = dataclasses.replace(session.decision, partners=partners)
    word = status.replace("_", " ")
    rows = [row for row in kit.text("partners", size).splitlines() if "HartslagNu" in row]
    assert f" {GLYPHS[status][0]} HartslagNu" in rows[0]
    assert word in rows[0]
    assert len(word) <= STATUS


@pytest.mark.parametrize("size", SIZES)
def test_what_was_done_stands_whole_even_after_hours(kit, size) -> None:
    kit.press(*ARREST, "+7400", "f2", "f2", "f3", "?HartslagNu", "f9", "?Politie", "?intrekken", "1")
    text = kit.text("partners", size)
    assert "» HartslagNu       ter plaatse 2:03:26" in text
    assert "« Politie          ingetrokken 2:03:30" in text


def test_glyphs_tell_states_apart_without_colour() -> None:
    """Partners that can be alarmed, that wait, that are asked for, excluded, and out of the question."""
    told = {GLYPHS[status][0] for status in Status}
    assert told == {"!", "~", "?", "x", "-"}


@pytest.mark.parametrize("region", REGIONS)
@pytest.mark.parametrize("size", SIZES)
def test_the_rules_stand_in_the_header(region, size) -> None:
    book = rulebook(region, rules_dir())
    text = plain(header(book, "261121-143202a", *size))
    assert text.endswith(book.sha256[:8])
    assert book.version in text
    assert ("VOORBEELD" in text) is bool(region)
    assert "OEFENING" in text
    assert "261121-143202a" in text


def test_a_long_region_never_hides_the_hash_or_the_mark() -> None:
    book = rulebook().model_copy(update={"region": "x" * 80, "version": "y" * 80})
    text = plain(header(book, "261121-143202", 80, 24))
    assert text.endswith(book.sha256[:8])
    assert "VOORBEELD" in text
    assert cell_len(text) < 80


def test_a_terminal_that_is_too_small_is_told() -> None:
    assert "80x24" in plain(header(rulebook(), "1", 79, 24))


def test_the_first_screen_says_what_the_program_is_for(kit) -> None:
    text = plain(first_screen.start(rulebook(), (), kit.clock.now(), 80, 18))
    assert clean(INTENDED_USE) in clean(text)
    assert first_screen.INTENDED_USE == INTENDED_USE
    assert "VOORBEELD" in text
    assert rulebook().sha256[:8] in text
    assert "Geen open meldingen" in text


def test_the_first_screen_lists_open_calls_latest_first(kit) -> None:
    for _ in range(12):
        kit.press("n")
        kit.desk.session = None
    kit.desk.welcome()
    rows = plain(first_screen.start(rulebook(), kit.desk.open_calls, kit.clock.now(), 80, 18)).splitlines()
    listed = [row for row in rows if "T+" in row]
    assert "[1] 261121-143213" in listed[0]
    assert f"en {12 - len(listed)} oudere" in rows[-1]
    assert len(rows) == 18


def test_the_armed_alarm_says_whom(kit) -> None:
    kit.press(*ARREST, "f2")
    text = clean(plain(message(kit.desk.ui, "F2", 3, 80)))
    assert text == (
        "NOGMAALS F2 (nog 3 s, Esc = niet): ambulance A0 (eenheid 1), ambulance A0 (eenheid 2); "
        "daarna HartslagNu, Politie"
    )


def test_the_instruction_has_its_own_clock(kit) -> None:
    kit.press(*ALARMED)
    assert "Instructie ! niet begonnen" in kit.text("clocks")
    kit.press("f5", "+61")
    assert "Instructie loopt 01:01" in kit.text("clocks")
    kit.press("f3", "f3", "+100")
    assert "Instructie gestopt 01:03" in kit.text("clocks")


def test_the_clock_keeps_its_width_and_never_runs_backwards(kit) -> None:
    kit.press("n")
    for passed, shown in ((0, "00:00"), (61, "01:01"), (3600, "1:01:01"), (-9000, "00:00")):
        kit.clock.advance(passed)
        assert kit.text("clocks")[4:11].rstrip() == shown


def test_the_clocks_stop_when_the_call_is_closed(kit) -> None:
    kit.press(*ALARMED, "f5", "f10", "f10")
    text = kit.text("clocks")
    kit.press("+100")
    assert kit.text("clocks") == text


def with_cards(kit: Kit, *cards: Card) -> None:
    session = kit.desk.session
    session.decision = dataclasses.replace(session.decision, cards=cards)


def test_one_long_alert_stands_whole_in_two_lines(kit) -> None:
    kit.press("n")
    text = "Waarschuw " + "de partners " * 10 + "nu."
    with_cards(kit, Card(text, Indicator.CRITICAL, "bron", rule="lang"))
    assert clean(kit.text("alerts")) == f"*** {text}"


def test_the_most_urgent_comes_first_and_the_rest_is_counted(kit) -> None:
    kit.press("n")
    cards = [Card(f"advies {n}", Indicator.WARNING, "bron", rule=f"r{n}") for n in range(4)]
    with_cards(kit, *cards, Card("Zet nu in.", Indicator.CRITICAL, "bron", rule="nu"))
    rows = kit.text("alerts").splitlines()
    assert rows[0].split() == ["***", "Zet", "nu", "in."]
    assert rows[1].split() == ["**", "advies", "0", "+3", "V"]
    assert {role for role, _ in ((a.level, a) for a in alerts(kit.sight))} == {Role.HIGH, Role.MEDIUM}


def test_what_is_seen_makes_room_but_what_is_urgent_stays(kit) -> None:
    kit.press(*ARREST, "8", "j")
    assert "Zet nu 2" in kit.text("alerts")
    assert "Zelfdoding sluit" in kit.text("alerts")
    kit.press("space")
    assert "Zet nu 2" in kit.text("alerts")
    assert "Zelfdoding" not in kit.text("alerts")
    kit.press("space", "v")
    assert "Zet nu 2" in kit.text("alerts")
    assert "(gezien)" in kit.text("panel", (120, 60))


def test_fallback_and_unsaved_stand_in_the_same_place_together(fallback_kit) -> None:
    kit = fallback_kit.press(*ARREST)
    assert kit.text("alerts").startswith(" *** TERUGVAL: Handel volgens de papieren kaart")
    kit.journal.trouble = True
    kit.press("3", "n")
    rows = kit.text("alerts").splitlines()
    assert rows[0].startswith(" *** TERUGVAL")
    assert rows[1].startswith(" *** NIET OPGESLAGEN")
    assert " +1 V" in rows[1], "that an ambulance must go is counted, and stands in the list below"
    assert "! AMBULANCE        inzetten" in kit.text("partners")


def test_too_few_on_scene_after_six_minutes_is_told(kit) -> None:
    kit.press(*ALARMED, "+360")
    assert "[F4] Na 6 minuten geen first responder" in kit.text("alerts")


def test_a_late_exclusion_stands_in_the_list_too(kit) -> None:
    kit.press(*ALARMED, "8", "j")
    assert "x HartslagNu       gealarmeerd 00:04    NU UITGESLOTEN" in kit.text("partners")
    assert "[F9] HartslagNu is al gealarmeerd" in kit.text("alerts")


def test_a_derived_answer_is_marked_also_against_what_was_said(kit) -> None:
    kit.press("n", "6", "n", "5", "enter", "?snelweg")
    assert "√ Risicovolle locatie: ja*" in kit.text("list")


def test_digits_always_mean_the_same_question(kit) -> None:
    kit.press("n")
    before = [row[1:2] + row[4:20] for row in kit.text("list").splitlines()]
    kit.press("n", "g", "5", "enter", "1")
    names = [row.split(":")[0][4:] for row in kit.text("list").splitlines()]
    assert [row[1:].split(":")[0].strip()[:10] for row in before] == [name.strip()[:10] for name in names]


def test_more_questions_than_fit_follow_the_chosen_one(kit) -> None:
    one = rulebook().facts["te_water"]
    own = {f"eigen_{n}": dataclasses.replace(one, name=f"eigen_{n}", label=f"Eigen {n}") for n in range(9)}
    book = rulebook().model_copy(update={"facts": {**rulebook().facts, **own}})
    kit.press("n")
    at = dataclasses.replace(kit.sight.at, rulebook=book)
    sight = dataclasses.replace(kit.sight, at=at, ui=dataclasses.replace(kit.desk.ui, selected="eigen_8"))
    text = plain(call_blocks(sight, layout(80, 24))["list"]())
    assert ">" in next(row for row in text.splitlines() if "Eigen 8" in row)


def test_roomy_shows_reasons_with_sources_and_the_log(kit) -> None:
    kit.press(*ALARMED)
    text = kit.text("partners", (120, 40))
    assert "Geen afspraak met Brandweer vastgelegd." in text
    assert "Kwaliteitskader" in text
    assert "HartslagNu gealarmeerd" in kit.text("log", (120, 40))
    assert "Responder ter plaatse --:--" in kit.text("clocks", (120, 40))


@pytest.mark.parametrize("width", [80, 120])
@pytest.mark.parametrize("mode", list(Mode))
def test_the_key_bar_shows_every_key_of_the_table_and_cuts_none(mode, width) -> None:
    """Also with everything in it at once that can stand together."""
    for hidden in ({"none"}, {"fill"}):  # a question has one of these at most
        text = plain(bar(mode, frozenset(hidden), width))
        assert "…" not in text
        for action in ACTIONS:
            if mode in action.modes and action.id not in hidden:
                assert f"{action.shown} {action.label}" in text


def test_a_menu_shows_every_option_whole_or_takes_more_room(kit) -> None:
    kit.press(*ALARMED, "f4", "=9", "8", "j", "f9")
    text = kit.text("panel")
    for option in kit.desk.ui.opened.menu.options:
        assert option.text in text


@given(st.lists(st.text(max_size=30), min_size=1, max_size=15), st.integers(40, 130), st.integers(6, 20))
def test_a_menu_fits_its_place_whatever_its_texts(texts, width, height) -> None:
    menu = Menu("Wat nu?", tuple(Option(text, ()) for text in texts))
    lines = menu_lines(menu, width, height)
    assert len(lines) == height
    if menu_columns(menu, width, height):
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


@given(NASTY)
def test_folding_loses_no_word(text) -> None:
    assert "".join(fold(text, 40)).replace(" ", "") == clean(text).replace(" ", "")


@pytest.mark.parametrize(
    "value", ["[/]", "[red]x[/red]", "\\[b]", "[@click=app.quit]klik[/]", "家家家", "a\u0301é"]
)
@pytest.mark.parametrize("size", SIZES)
def test_an_answer_is_never_markup(kit, value, size) -> None:
    kit.press("n", "9", "down", "down", "enter", f"={value}")
    assert kit.sight.at.state.answers["gemeente"]
    assert unicodedata.normalize("NFC", value)[:3] in kit.text("list", size)
    sizes_right(kit, size)
    kit.press("l")
    sizes_right(kit, size)


def blocks_of(kit: Kit) -> dict[str, Lines]:
    return {id: draw() for id, draw in call_blocks(kit.sight, layout(80, 24)).items()}


def test_the_same_call_gives_the_same_screen(kit) -> None:
    """Views are pure: nothing is drawn that did not change."""
    kit.press(*ALARMED)
    assert blocks_of(kit) == blocks_of(kit)
    before = blocks_of(kit)
    kit.press("+1")
    changed = [id for id, lines in blocks_of(kit).items() if lines != before[id]]
    assert changed == ["clocks"]


def test_help_names_every_action(kit) -> None:
    kit.press("n", "f1")
    assert kit.desk.ui.panel is Panel.HELP
    text = clean(kit.text("panel", (120, 90)))
    for action in ACTIONS:
        assert action.help in text or clean(action.help)[:25] in text


def test_alert_lines_are_two_at_any_width(kit) -> None:
    kit.press(*ARREST)
    for width in (80, 100, 120, 200):
        assert len(alert_lines(kit.sight, width)) == 2
