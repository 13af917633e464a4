"""The question on the screen, its keys, the breath aid, and the list of questions."""

from __future__ import annotations

import dataclasses

import pytest
from console_kit import ALARMED, SIZES, Kit, rulebook

from mka_assist.console.lines import clean, plain
from mka_assist.console.views.page import call_blocks, layout

BREATHING = ("n", "n")


@pytest.mark.parametrize("size", SIZES)
def test_the_keys_stand_under_the_question(kit, size) -> None:
    kit.press("n")
    rows = [row.strip("│ ") for row in kit.text("question", size).splitlines()]
    assert rows[0] == "▶ Reageert de patiënt?"
    assert rows[1] == "[J] Ja [N] Nee [O] Onbekend"


@pytest.mark.parametrize("size", SIZES)
def test_the_question_about_breathing_has_words_of_its_own(kit, size) -> None:
    kit.press(*BREATHING)
    text = kit.text("question", size)
    assert "[J] Normaal [N] Niet normaal [G] Geen [O] Onbekend" in text
    assert "[Spatie]" in text
    assert "8,0 s of meer" in text


@pytest.mark.parametrize("size", SIZES)
def test_taps_are_counted_in_tenths_of_seconds(kit, size) -> None:
    kit.press(*BREATHING, "space", "+2.2", "space", "+3.1", "space", "+1.5")
    text = clean(kit.text("question", size))
    assert "3,2 4,1 s nu 1,5 s" in text
    assert "nog 1 keer tikken" in text


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("taps", [("space", "+7", "space", "+1"), ("space", "+8")])
def test_eight_seconds_without_a_breath_is_not_normal(kit, size, taps) -> None:
    """Between two breaths, or since the last one; a moment earlier it is not said."""
    kit.press(*BREATHING, *taps[:-1])
    if len(taps) == 2:
        kit.press("+7.9")
        assert "NIET NORMAAL" not in kit.text("question", size)
        kit.press("+0.1")
    assert "8,0 s of meer: NIET NORMAAL" in kit.text("question", size)
    assert "[N]" in kit.text("question", size)


@pytest.mark.parametrize("size", SIZES)
def test_three_short_intervals_prove_nothing(kit, size) -> None:
    kit.press(*BREATHING, *["space", "+2"] * 4)
    text = kit.text("question", size)
    assert "NIET NORMAAL" not in text
    assert "bewijs" in text
    assert "bij twijfel: N" in text


def test_a_question_chosen_by_hand_says_how_to_leave_it(kit) -> None:
    kit.press(*ALARMED, "1")
    assert "nu: nee" in kit.text("question")
    assert "[Esc] terug" in kit.text("question")


def test_a_long_question_keeps_its_keys(kit) -> None:
    spec = dataclasses.replace(
        rulebook().facts["te_water"], question="Is de " + "lange " * 14 + "vraag waar?"
    )
    book = rulebook().model_copy(update={"facts": {**rulebook().facts, "te_water": spec}})
    kit.press("n")
    at = dataclasses.replace(kit.sight.at, rulebook=book)
    sight = dataclasses.replace(kit.sight, at=at, ui=dataclasses.replace(kit.desk.ui, selected="te_water"))
    for size in SIZES:
        text = clean(plain(call_blocks(sight, layout(*size))["question"]()).replace("│", " "))
        assert "vraag waar?" in text
        assert "[J]" in text
        assert "[O]" in text


def test_a_derived_answer_is_marked_also_against_what_was_said(kit) -> None:
    kit.press("n", "6", "n", "5", "enter", "?snelweg")
    assert "√ Risicovolle loc…: ja*" in kit.text("list")
    assert "√ Risicovolle locatie: ja*" in kit.text("list", (120, 40))


def test_of_what_does_not_fit_the_label_gives_way_and_not_the_answer(kit) -> None:
    kit.press("n", "5", "enter", "?openbare", "9", "down", "down", "down", "o")
    text = kit.text("list")
    assert ": openbare ruimte" in text
    assert ": onbekend" in text


def test_digits_always_mean_the_same_question(kit) -> None:
    kit.press("n")

    def names() -> list[str]:
        return [row.strip("│")[4:].split(":")[0].strip()[:7] for row in kit.text("list").splitlines()]

    before = names()
    kit.press("n", "g", "5", "enter", "1")
    assert names() == before


def test_more_questions_than_fit_follow_the_chosen_one(kit: Kit) -> None:
    one = rulebook().facts["te_water"]
    own = {f"eigen_{n}": dataclasses.replace(one, name=f"eigen_{n}", label=f"Eigen {n}") for n in range(9)}
    book = rulebook().model_copy(update={"facts": {**rulebook().facts, **own}})
    kit.press("n")
    at = dataclasses.replace(kit.sight.at, rulebook=book)
    sight = dataclasses.replace(kit.sight, at=at, ui=dataclasses.replace(kit.desk.ui, selected="eigen_8"))
    text = plain(call_blocks(sight, layout(80, 24))["list"]())
    assert "▶" in next(row for row in text.splitlines() if "Eigen 8" in row)


def test_while_a_menu_or_a_line_has_the_keys_the_question_does_not(told_kit) -> None:
    told_kit.press("n", "n", "n", "f2", "f2", "f9")
    assert "▶" not in told_kit.text("question")
    assert "[Esc] terug naar de vraag" in told_kit.text("question")
    assert "▶ KIES" in told_kit.text("panel")
    told_kit.press("escape")
    assert "▶" in told_kit.text("question")
    told_kit.press("f4")
    assert "▶" not in told_kit.text("question")
