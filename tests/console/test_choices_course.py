"""The course of a call by keyboard: handover, crowd, the suspicion withdrawn, undo, and closing."""

from __future__ import annotations

import pytest
from console_kit import ALARMED, ARREST, SIZES, Kit

from mka_assist.call import events as e
from mka_assist.call.commands import ReportCrowd
from mka_assist.call.events import InstructionEnd, Origin
from mka_assist.console.actions import Mode
from mka_assist.console.crowd_choices import read
from mka_assist.console.lines import plain
from mka_assist.console.views.page import call_blocks, layout, over


def kinds(kit: Kit) -> list[str]:
    return [event.type for event in kit.sight.events if not isinstance(event, e.DecisionTaken)]


def menu(kit: Kit) -> list[str]:
    assert kit.desk.ui.opened is not None
    return [option.text for option in kit.desk.ui.opened.menu.options]


def test_the_same_key_twice_hands_over_and_ends_the_instruction(kit: Kit) -> None:
    kit.press(*ALARMED, "f5", "f3", "f3")
    instruction = kit.sight.at.state.instruction
    assert instruction is not None
    assert instruction.end is InstructionEnd.FIRST_RESPONDER


def test_who_took_over_is_kept(kit: Kit) -> None:
    kit.press(*ALARMED, "f5", "f3", "?van HartslagNu", "f3")
    (ended,) = (event for event in kit.sight.events if isinstance(event, e.InstructionEnded))
    assert ended.taken_over_by == "HartslagNu"
    assert kit.sight.at.state.first_responder_of == "hartslagnu"


def test_the_centralist_can_stay_on_the_speaker_and_leave_it_later(kit: Kit) -> None:
    kit.press(*ALARMED, "f5", "f3", "?van HartslagNu", "?coachen")
    state = kit.sight.at.state
    assert state.coaching_since is not None
    assert not state.instruction.running
    kit.press("f5", "?stop met coachen")
    assert kit.sight.at.state.coaching_since is None


def test_the_instruction_can_go_on(kit: Kit) -> None:
    kit.press(*ALARMED, "f5", "f3", "?van HartslagNu", "?gaat door")
    state = kit.sight.at.state
    assert state.first_responder_at is not None
    assert state.instruction.running


def test_coaching_somebody_of_an_unknown_partner(kit: Kit) -> None:
    kit.press(*ALARMED, "f5", "f3", "?coachen of doorgaan", "?coachen")
    assert kit.sight.at.state.coaching_since is not None
    assert kit.sight.at.state.first_responder_of == ""


def test_with_one_partner_under_way_it_is_asked_at_once(kit: Kit) -> None:
    kit.press(*ALARMED, "f9", "?Politie", "?intrekken", "1", "f5", "f3")
    assert [text.split(";")[0].split(",")[0] for text in menu(kit)] == ["van HartslagNu"] * 3 + [
        "toevallige hulpverlener: omstander"
    ]
    kit.press("f3")
    assert kit.sight.at.state.first_responder_of == "hartslagnu"


def test_without_an_instruction_there_is_nothing_to_choose(kit: Kit) -> None:
    kit.press(*ALARMED, "f3", "?van HartslagNu")
    assert kinds(kit)[-1] == "first_responder_on_scene"


def test_nobody_alarmed_means_a_bystander_and_nothing_else(kit: Kit) -> None:
    kit.press("n", "f3")
    assert menu(kit) == ["toevallige hulpverlener: omstander, neemt niet over"]
    kit.press("f3")
    assert "bystander_noted" not in kinds(kit), "the same key twice does not note one"
    kit.press("o")
    assert kinds(kit)[-1] == "bystander_noted"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("7", ReportCrowd(7)),
        ("7g", ReportCrowd(7, counted=True)),
        (" 7 G ", ReportCrowd(7, counted=True)),
        ("7p", ReportCrowd(7, origin=Origin.KETENPARTNER)),
        ("7a", ReportCrowd(7, origin=Origin.AMBULANCE)),
        ("7gp", ReportCrowd(7, counted=True, origin=Origin.KETENPARTNER)),
        ("7ag", ReportCrowd(7, counted=True, origin=Origin.AMBULANCE)),
        ("0", ReportCrowd(0)),
        ("999", ReportCrowd(999)),
    ],
)
def test_a_number_on_scene_is_one_line(text: str, expected: ReportCrowd) -> None:
    assert read(text) == (expected,)


@pytest.mark.parametrize("text", ["", "g", "7x", "7gg", "7pa", "-1", "1000", "7,5", "zeven", "٧7777"])
def test_another_line_is_refused_in_dutch(text: str) -> None:
    with pytest.raises(ValueError, match=r"aantal van 0 tot en met 999|niet allebei"):
        read(text)


def test_crowd_recalls_nobody(kit: Kit) -> None:
    before = kit.press(*ALARMED).sight.at.state.alarmed
    kit.press("f4", "=99gp")
    assert kit.sight.at.state.alarmed == before
    assert kinds(kit)[-1] == "crowd_reported"


def test_withdrawing_the_suspicion_says_first_who_gets_the_stand_down(kit: Kit) -> None:
    kit.press(*ALARMED, "f5", "f8")
    assert kit.desk.ui.opened is not None
    assert "instructie stopt; trekt in: HartslagNu, Politie" in kit.desk.ui.opened.menu.title
    kit.press("?reageert")
    withdrawn = [event for event in kit.sight.events if isinstance(event, e.PartnerWithdrawn)]
    assert [event.partner for event in withdrawn] == ["hartslagnu", "politie"]
    assert all(event.message.startswith("INGETROKKEN") for event in withdrawn)
    assert kit.sight.at.decision.ambulance.status == "gewone_uitvraag"
    assert not kit.sight.at.state.instruction.running


def test_what_was_answered_last_is_taken_back_with_one_key_and_told(kit: Kit) -> None:
    kit.press(*ALARMED, "3", "j", "u")
    assert kit.desk.ui.message == (
        "Ongedaan gemaakt: Geweld of onveilig: ja. HartslagNu mag weer gaan; het alarm staat nog."
    )
    assert "geweld_of_onveilig" not in kit.sight.at.state.answers


def test_an_alarm_is_not_undone(kit: Kit) -> None:
    kit.press(*ALARMED, *("u", "u"), *("u", "u"), "u")
    assert kit.sight.at.state.alarmed == ("hartslagnu", "politie")
    assert "niets om ongedaan te maken" in kit.desk.ui.message


@pytest.mark.parametrize(("digit", "letter", "value"), [("1", "j", "ja"), ("2", "j", "normaal")])
def test_any_answer_is_put_right_with_two_keys(kit: Kit, digit: str, letter: str, value: str) -> None:
    kit.press(*ARREST, digit, letter)
    assert kinds(kit)[-1] == "fact_corrected"
    assert value in kit.sight.at.state.answers.values()


def test_before_closing_it_is_named_what_is_open(kit: Kit) -> None:
    kit.press(*ALARMED, "f5", "f4", "=9", "f10")
    assert kit.desk.ui.opened is not None
    title = kit.desk.ui.opened.menu.title
    assert title.endswith("nog open: de meldersinstructie loopt nog (en 3 meer)"), (
        "the rest stands in the summary"
    )
    kit.press("f10")
    assert kit.desk.mode is Mode.CLOSED


def test_with_nothing_open_closing_says_no_more(kit: Kit) -> None:
    kit.press("n", "f10")
    assert kit.desk.ui.opened is not None
    assert kit.desk.ui.opened.menu.title == f"melding {kit.sight.at.state.number} afsluiten"


def test_what_is_open_fits_the_line_that_announces_the_closing(kit: Kit) -> None:
    kit.press(*ALARMED, "f10")
    assert kit.desk.ui.opened is not None
    assert kit.desk.ui.opened.menu.title.endswith("; nog open: roepnummer van eenheid 1, eenheid 2")


MATTERS = {
    "first responder takes over": ("f3", "f3"),
    "bystander": ("f3", "o"),
    "number on scene": ("f4",),
    "ambulance on scene": ("f7",),
    "suspicion withdrawn": ("f8",),
    "a partner": ("f9", "?HartslagNu …"),
    "all partners": ("f9", "?alle gealarmeerde"),
    "call sign": ("e",),
    "answer put right": ("1", "j"),
    "taken back": ("u",),
    "another call": ("0", "n"),
    "instruction ends": ("f5",),
    "closing": ("f10",),
}


@pytest.mark.parametrize("matter", MATTERS)
def test_every_matter_starts_within_two_keys(kit: Kit, matter: str) -> None:
    kit.press(*ALARMED, "3", "n", "f5")
    before, keys = kit.sight, MATTERS[matter]
    kit.press(*keys)
    ui, after = kit.desk.ui, kit.sight
    assert len(keys) <= 2
    assert ui.opened or ui.prompt or after.events != before.events


@pytest.mark.parametrize("size", SIZES)
def test_who_gets_the_stand_down_is_said_whole_on_every_screen(kit: Kit, size) -> None:
    kit.press(*ALARMED, "f5", "f8")
    assert kit.desk.ui.opened is not None
    where = layout(*size)
    assert over(kit.sight, where) is not None
    shown = plain(call_blocks(kit.sight, where)["panel"]()).replace("│", " ")
    assert "trekt in: HartslagNu, Politie. Reden:" in " ".join(shown.split())
