"""The header and the clocks: which rules, which other calls, and every goal with how it stands."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest
from console_kit import ALARMED, ARREST, START, Kit, rulebook
from rich.cells import cell_len

from mka_assist.console.lines import clean, plain
from mka_assist.console.steps import OtherCall
from mka_assist.console.views.log import log_lines
from mka_assist.console.views.top import header
from mka_assist.paths import rules_dir

SIZES = ((80, 24), (120, 40), (200, 60))


def top(kit: Kit, size: tuple[int, int], **changes: object) -> str:
    sight = kit.sight
    others = changes.pop("others", ())
    sight = dataclasses.replace(sight, at=dataclasses.replace(sight.at, others=others), **changes)
    return plain(header(kit.desk.rulebook, sight.at.state.number, *size, sight))


@pytest.mark.parametrize("region", ["", "voorbeeld-kust", "voorbeeld-platteland", "voorbeeld-stad"])
@pytest.mark.parametrize("size", SIZES)
def test_the_rules_stand_in_the_header(region, size) -> None:
    book = rulebook(region, rules_dir())
    text = plain(header(book, "261121-143202a", *size))
    assert text.endswith(book.sha256[:8])
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


@pytest.mark.parametrize("size", SIZES)
def test_other_calls_and_silence_stand_in_the_header_and_hide_nothing(kit, size) -> None:
    kit.press("n")
    calls = (
        OtherCall("261121-142950", START, "", here=True),
        OtherCall("261121-142801", START, "TERUGVAL: handel volgens de papieren kaart", here=True),
    )
    text = top(kit, size, others=calls)
    assert "[0] 2 andere: " in text
    assert "TERUGVAL" in text
    silent = START + dt.timedelta(minutes=2)
    text = top(kit, size, others=calls, silent_until=silent)
    assert "GELUID UIT tot 14:34" in text
    assert "[0] " in text
    for mark in ("OEFENING", "VOORBEELD", kit.desk.rulebook.sha256[:8], kit.sight.at.state.number):
        assert mark in text
    assert cell_len(text) <= size[0]


def test_the_clock_keeps_its_width_and_never_runs_backwards(kit) -> None:
    kit.press("n")
    for passed, shown in ((0, "00:00"), (61, "01:01"), (3600, "1:01:01"), (-9000, "00:00")):
        kit.clock.advance(passed)
        assert kit.text("clocks")[4:11].rstrip() == shown


def test_the_clocks_stop_when_the_call_is_closed(told_kit) -> None:
    kit = told_kit.press(*ALARMED, "f5", "f10", "f10")
    text = kit.text("clocks")
    kit.press("+100")
    assert kit.text("clocks") == text


@pytest.mark.parametrize("size", SIZES)
def test_a_goal_counts_against_the_aim_then_the_limit_and_then_what_is_over(told_kit, size) -> None:
    kit = told_kit.press("n", "+41")
    for passed, shown in ((0, "HERKEND 0:41/1:00"), (24, "HERKEND 1:05/1:30"), (37, "HERKEND ! +0:12")):
        kit.press(f"+{passed}")
        assert shown in kit.text("clocks", size)
    kit.press("n", "n")
    assert f"HERKEND √ 1:44 {'!' if size[0] == 80 else 'laat'} " in kit.text("clocks", size)
    kit.press("+7200", "c")
    text = kit.text("clocks", size)
    assert "2:01:45 ! 6 MIN" in clean(text)
    assert "T+ 2:01:45 HERKEND" in clean(text)
    assert "…" not in text


@pytest.mark.parametrize("size", SIZES)
def test_what_is_reached_stands_with_its_time(told_kit, size) -> None:
    kit = told_kit.press(*ALARMED, "f5", "+60", "c")
    text = kit.text("clocks", size)
    assert "HERKEND √ 0:02" in text
    assert "COMPRESSIE √ 1:06" in text
    assert "√ 2/2" in text or "AMBULANCE √ 0:04 2/2" in text


def test_ambulance_and_partners_in_the_clocks_of_a_larger_screen(told_kit) -> None:
    kit = told_kit.press(*ARREST)
    assert "AMBULANCE ! 0/2" in kit.text("clocks", (120, 40))
    assert "PARTNERS ! 0/" in kit.text("clocks", (120, 40))
    kit.press("f2", "f2")
    text = kit.text("clocks", (120, 40))
    assert "AMBULANCE √ 0:04 2/2" in text
    assert "PARTNERS √ 0:04 2" in text


@pytest.mark.parametrize("size", SIZES)
def test_the_six_minutes_fill_and_run_over_until_there_is_help(told_kit, size) -> None:
    kit = told_kit.press(*ALARMED)
    assert "░ 5:56" in kit.text("clocks", size)
    kit.press("+236")
    assert "▓" in kit.text("clocks", size)
    assert "2:00" in kit.text("clocks", size)
    kit.press("+132")
    assert "6 MIN ! +0:12" in kit.text("clocks", size)
    kit.press("f7", "f7")
    assert "6 MIN √ 6:1" in kit.text("clocks", size)


def test_no_goal_is_missed_where_there_is_no_arrest(told_kit) -> None:
    kit = told_kit.press("n", "j", "j", "+500")
    assert kit.text("clocks").count("n.v.t.") == 3


def test_the_log_shows_the_latest_at_the_bottom(kit) -> None:
    kit.press(*ALARMED)
    text = kit.text("log", (120, 40))
    assert "HartslagNu gealarmeerd" in text
    assert "Politie gealarmeerd" in text.splitlines()[-2]
    assert "HartslagNu gealarmeerd" in clean(plain(log_lines(kit.sight, 100, 20)))
