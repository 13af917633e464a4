"""The caller instruction on the screen: no line to say is cut, the beat is on its grid, every state shows."""

from __future__ import annotations

import dataclasses
import datetime as dt
import itertools
from collections.abc import Iterator

import pytest
from console_kit import ALARMED, ARREST, Kit, caller_instruction
from hypothesis import given
from hypothesis import strategies as st

from mka_assist.call.instruction_state import Instruction
from mka_assist.console.lines import clean, plain
from mka_assist.console.ui import Focus, Sight, Ui
from mka_assist.console.views.beat import DOTS, beat_number
from mka_assist.console.views.guide import guide
from mka_assist.console.views.page import call_blocks, layout
from mka_assist.instruction.flow import Position, Prompt, languages, prompt

FILES = caller_instruction()
STARTED = (*ALARMED, "f5")
PRESSING = (*STARTED, "j", "j", "j", "j")
SIZES = ((80, 24), (120, 40), (200, 60))


def positions() -> Iterator[Position]:
    """Every step of every flow, and every phrase of every barrier, in every language."""
    first = next(iter(FILES.flows.values()))
    for language in languages(FILES):
        for flow in FILES.flows.values():
            for step in flow.steps:
                yield Position(flow.id, step, language)
        for met in FILES.barriers.values():
            for turn in range(1, len(met.say) + 1):
                yield Position(first.id, first.first.id, language, met.code, (met.code,) * turn)


def at_position(sight: Sight, here: Position, focus: Focus) -> Sight:
    state = sight.at.state
    now = Instruction(
        state.opened_at, state.opened_at, flow=here.flow, step=here.step, language=here.language,
        barrier=here.barrier, round_at=state.opened_at,
    )  # fmt: skip
    barriers = tuple(
        dataclasses.make_dataclass("Met", ["at", "code", "step"])(state.opened_at, code, here.step)
        for code in here.met
    )
    at = dataclasses.replace(sight.at, state=dataclasses.replace(state, instruction=now, barriers=barriers))
    return dataclasses.replace(sight, at=at, ui=Ui(focus=focus))


def shown_text(sight: Sight, size: tuple[int, int]) -> str:
    where = layout(*size)
    box = where.boxes["guide"]
    inner = box.width - 2 if where.roomy else box.width
    lines = guide(sight, inner, box.height, where.roomy)
    return clean(" ".join("".join(text for text, _ in row) for row in lines))


def said(shown: Prompt) -> list[str]:
    lines = [f'"{shown.say}"']
    return [*lines, f': "{shown.dutch}"'] if shown.language != "nl" else lines


@pytest.mark.parametrize("focus", list(Focus))
@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_no_line_to_say_and_no_way_on_is_ever_cut(told_kit, size, focus) -> None:
    """Also with the first compression still to come, the other flow that fits, and in another language."""
    sight = told_kit.press(*STARTED, "9", "j").sight
    for here in positions():
        shown = prompt(FILES, here)
        text = shown_text(at_position(sight, here, focus), size)
        for each in said(shown):
            assert each in text, here
        for choice in shown.choices:
            assert f"[{choice.key.upper()}] {choice.label}" in text, here
        keys = text if size[0] > 80 else told_kit.text("question") + text
        assert "[B] Belemmering" in keys, here
        assert "[C]" in keys, here


def test_what_to_listen_for_stands_there_wherever_it_fits(told_kit) -> None:
    """On a small screen it gives way to what must be there; the help (F1) always has it."""
    sight = told_kit.press(*STARTED, "c").sight
    dutch = [here for here in positions() if here.language == "nl" and not here.barrier]
    wanted = [here for here in dutch if prompt(FILES, here).listen]
    for size in SIZES[1:]:
        for here in wanted:
            text = shown_text(at_position(sight, here, Focus.INSTRUCTION), size)
            assert clean(f"Let op: {prompt(FILES, here).listen}") in text, here
    fits = [
        here
        for here in wanted
        if clean(prompt(FILES, here).listen)
        in shown_text(at_position(sight, here, Focus.INSTRUCTION), (80, 24))
    ]
    assert len(fits) >= 0.9 * len(wanted)


def test_a_way_on_for_a_second_person_is_marked(told_kit) -> None:
    told_kit.press(*PRESSING)
    assert "Tweede persoon erbij (2e)" in clean(told_kit.text("guide"))


@given(st.integers(100, 120), st.integers(0, 100_000), st.floats(0.01, 0.98))
def test_the_beat_is_on_the_grid_of_the_sound(per_minute, number, part) -> None:
    """The moment a beat falls due it is that beat, and until just before the next one it stays so."""
    start = dt.datetime(2026, 11, 21, 13, 32, tzinfo=dt.UTC)
    length = dt.timedelta(minutes=1) / per_minute
    at = start + dt.timedelta(minutes=1) * number / per_minute + length * part
    assert beat_number(start, per_minute, at) == number
    assert beat_number(start, per_minute, start - dt.timedelta(seconds=9)) == 0


@pytest.mark.parametrize("size", SIZES)
def test_every_beat_is_seen_in_signs_alone(told_kit, size) -> None:
    kit = told_kit.press(*PRESSING)
    seen = []
    for _ in range(2 * DOTS):
        seen.append(kit.text("beat", size))
        kit.press(f"+{60 / FILES.tempo.per_minute}")
    assert all(one != other for one, other in itertools.pairwise(seen))
    assert all("110" in text for text in seen)


def test_without_pressing_the_metronome_is_said_to_be_silent(told_kit) -> None:
    assert "metronoom stil" in told_kit.press(*STARTED).text("beat")
    assert "♥ 110" in told_kit.press("j", "j", "j", "j").text("beat") or "♡ 110" in told_kit.text("beat")
    assert "metronoom stil" in told_kit.press("b", "p").text("beat")


@pytest.mark.parametrize("size", SIZES)
def test_the_turn_of_the_rescuer_and_the_change(told_kit, size) -> None:
    kit = told_kit.press(*PRESSING, "j", "+38")

    def text() -> str:
        blocks = call_blocks(kit.sight, layout(*size))
        return clean(f"{plain(blocks['beat']())} {plain(blocks['guide']())}".replace("│", " "))

    assert "ronde 0:38 wissel over 1:22" in text()
    kit.press("+82")
    assert "ronde 2:00 wissel nu" in text()
    kit.press("+12")
    assert "wissel nu (+0:12)" in text()


def test_flow_and_step_and_that_it_is_a_proposal(told_kit) -> None:
    text = told_kit.press(*STARTED, "j").text("beat")
    assert "▶ Volwassene 3/31  voorstel" in text
    assert "Volwassene 3/31  voorstel" in clean(told_kit.text("guide", (120, 40))).replace("│", " ") or (
        "voorstel" in told_kit.text("guide", (120, 40))
    )


def test_the_focus_is_marked_by_a_sign_and_the_other_by_its_key(told_kit) -> None:
    kit = told_kit.press(*STARTED)
    assert "▶ Volwassene" in kit.text("beat")
    assert "▶" not in kit.text("question")
    assert "[Tab] naar deze vraag" in kit.text("question")
    kit.press("tab")
    assert "▶" not in kit.text("beat")
    assert "[Tab]" in kit.text("beat")
    assert "▶ Kunnen helpers" in kit.text("question")
    assert "▶ NU DOEN" in kit.text("titles", (120, 40))


def test_another_language_stands_with_the_dutch_line(told_kit) -> None:
    kit = told_kit.press(*STARTED, "b", "e")
    text = clean(kit.text("guide").replace("│", " "))
    assert "NL: " in text
    assert "In het Nederlands: " in clean(kit.text("guide", (120, 40)).replace("│", " "))
    assert " EN 1/31" in kit.text("beat")


def test_a_flow_that_fits_better_is_pointed_at(told_kit) -> None:
    kit = told_kit.press(*STARTED, "9", "j")
    assert "Past nu: Baby jonger dan 1 jaar [B] [S]" in kit.text("guide")


def test_a_barrier_takes_the_place_of_the_step(told_kit) -> None:
    kit = told_kit.press(*STARTED, "b", "p")
    assert "BELEMMERING Krijgt patiënt niet plat" in kit.text("beat")
    assert "Trek de patiënt" in kit.text("guide")


def test_the_words_of_callers_are_there_before_the_suspicion_and_with_the_question(told_kit) -> None:
    kit = told_kit.press("n", "n")
    for word in ("happen naar lucht", "snurken", "kreunen", "rochelen", "piepen", "af en toe"):
        assert word in clean(kit.text("guide"))
    kit.press("n", "f2", "f2", "f5", "2")
    for size in SIZES:
        assert "happen naar lucht" in clean(kit.text("guide", size).replace("│", " "))


def test_before_it_starts_it_says_what_f5_does_and_with_which_flow(told_kit) -> None:
    kit = told_kit.press(*ARREST)
    assert "[F5] Begin de instructie: Volwassene" in kit.text("guide")
    assert "Zet de telefoon op de luidspreker." in clean(kit.text("guide"))
    kit.press("9", "j")
    assert "Baby jonger dan 1 jaar" in clean(kit.text("guide"))


def test_without_files_the_paper_card_is_named(kit: Kit) -> None:
    kit.press(*ARREST)
    assert "gebruik de papieren kaart" in clean(kit.text("guide"))
    kit.press("f5")
    assert "papieren kaart" in clean(kit.text("guide"))
    assert "loopt zonder stappen" in kit.text("beat")


def test_the_end_says_who_took_over(told_kit) -> None:
    kit = told_kit.press(*PRESSING, "+60", "f7", "f7")
    text = clean(kit.text("guide"))
    assert "Geëindigd op 1:" in text
    assert "Overgenomen door de ambulance" in text
    assert "[F5] begin opnieuw" in text


def test_coaching_on_the_speaker_is_a_state_of_its_own(told_kit) -> None:
    kit = told_kit.press(*PRESSING, "f3", "?HartslagNu", "?coachen", "+30")
    assert "U COACHT via de luidspreker" in kit.text("beat")
    text = clean(kit.text("guide"))
    assert "Overgenomen door een first responder van HartslagNu" in text
    assert "U coacht via de luidspreker, 0:30." in text
    assert "[F5]" in text
