"""More than one call: switching loses no timer, a second caller for the same incident alarms nobody twice."""

from __future__ import annotations

import pytest
from console_kit import ALARMED, Kit

from mka_assist.call import events as e
from mka_assist.console.actions import Mode

SECOND = ("0", "n")
"""From a call to another one that is picked up."""


def number(kit: Kit) -> str:
    return kit.sight.at.state.number


def options(kit: Kit) -> list[str]:
    assert kit.desk.ui.opened is not None
    return [option.text for option in kit.desk.ui.opened.menu.options]


def kinds(kit: Kit) -> list[str]:
    return [event.type for event in kit.sight.events if not isinstance(event, e.DecisionTaken)]


def merged(kit: Kit, who: str = "?eerste melder") -> Kit:
    """This caller goes on in the call before."""
    return kit.press("0", "m", "1", who)


def test_three_open_calls_keep_their_timers_whichever_is_shown(kit: Kit) -> None:
    kit.press(*ALARMED, "f5")
    first, events = number(kit), kit.sight.events
    kit.press(*SECOND, "n")
    second = number(kit)
    kit.press(*SECOND)
    assert len({first, second, number(kit)}) == 3
    kit.press("+100", "0")
    assert [text.split(" ")[0] for text in options(kit)[:2]] == [second, first]
    opened = kit.sight.at.others[1].opened_at
    kit.press("2")
    state = kit.sight.at.state
    assert (state.number, state.opened_at) == (first, opened)
    assert kit.sight.events == events, "going there and back is no event"
    assert state.instruction.running
    passed = int((kit.clock.now() - state.opened_at).total_seconds())
    assert f"T+ {passed // 60:02}:{passed % 60:02}" in kit.text("clocks")


def test_the_board_says_of_every_call_what_is_most_urgent(kit: Kit) -> None:
    kit.press(*ALARMED, "3", "j", *SECOND, "0")
    assert "VEILIGHEID" in options(kit)[0]


def test_going_to_another_call_takes_two_keys(kit: Kit) -> None:
    kit.press("n")
    first = number(kit)
    kit.press(*SECOND)
    assert number(kit) != first
    kit.press("0", "1")
    assert number(kit) == first


def test_a_second_caller_alarms_nobody_twice(kit: Kit) -> None:
    kit.press(*ALARMED)
    first = number(kit)
    kit.press(*SECOND, "n", "n")
    second = number(kit)
    merged(kit)
    assert number(kit) == first
    assert kinds(kit).count("partner_alarmed") == 2
    kit.press("f2", "f2")
    assert kinds(kit).count("partner_alarmed") == 2, "everybody stands alarmed already"
    closed = kit.journal.read(second)[-1]
    assert isinstance(closed, e.CallClosed)
    assert closed.merged_into == first
    assert [joined.number for joined in kit.sight.at.state.joined] == [second]


def test_answers_fill_in_what_is_open_and_differences_are_told(kit: Kit) -> None:
    kit.press(*ALARMED, "3", "n", "8", "o", *SECOND, "3", "j", "8", "j", "9", "n")
    merged(kit)
    answers = kit.sight.at.state.answers
    assert answers["geweld_of_onveilig"] == "nee", "what stood is not changed by itself"
    assert answers["zelfdoding"] == "ja", "what was unknown is filled in"
    assert answers["leeftijd"] == "vanaf 1 jaar"
    assert "zegt anders: Geweld of onveilig: ja" in kit.desk.ui.message


def test_what_the_second_caller_does_not_know_is_not_taken_along(kit: Kit) -> None:
    kit.press(*ALARMED, *SECOND, "3", "o")
    merged(kit)
    assert "geweld_of_onveilig" not in kit.sight.at.state.answers, "it can still be asked"


def test_units_go_along_each_once(kit: Kit) -> None:
    kit.press(*ALARMED, "e", "=17140", "1")
    kit.press(*SECOND, "n", "n", "e", "=17140", "1", "e", "=17150 m", "1", "e", "=17160", "1", "f7", "?17160")
    merged(kit)
    units = kit.sight.at.state.units
    assert list(units) == ["17140", "eenheid 2", "17150", "17160"]
    assert units["17150"].level is e.Level.MIDDENCOMPLEX
    assert units["17160"].on_scene_at is not None


def test_a_unit_without_a_call_sign_is_another_one(kit: Kit) -> None:
    kit.press("n", "f2", "f2", *SECOND, "f2", "f2")
    assert list(kit.sight.at.state.units) == ["eenheid 1"]
    merged(kit)
    assert list(kit.sight.at.state.units) == ["eenheid 1", "eenheid 2"]


def test_an_open_request_goes_along(kit: Kit) -> None:
    kit.press("n", *SECOND, "e", "=")
    merged(kit)
    assert kit.sight.at.state.request is not None


@pytest.mark.parametrize(("who", "instructed"), [("?eerste melder", False), ("?deze melder", True)])
def test_it_is_chosen_who_gets_the_instruction(kit: Kit, who: str, instructed: bool) -> None:
    kit.press(*ALARMED, "f5", *SECOND, "n", "n", "f5")
    merged(kit, who)
    assert [joined.instructed for joined in kit.sight.at.state.joined] == [instructed]
    assert kit.sight.at.state.instruction.running


def test_the_call_that_is_alarmed_stays(kit: Kit) -> None:
    kit.press("n")
    first = number(kit)
    kit.press(*SECOND, "n", "n", "f2", "f2")
    second = number(kit)
    merged(kit)
    assert number(kit) == second
    assert "alleen voor deze melding gealarmeerd" in kit.desk.ui.message
    assert kit.sight.at.state.alarmed == ("hartslagnu", "politie")
    kit.press("0", "1", "0", "m", "1", "?eerste melder")
    assert number(kit) == second, "the other way round it can be done"
    assert kit.journal.read(first)[-1].type == "call_closed"


def test_a_partner_alarmed_for_one_of_the_two_is_not_lost(kit: Kit) -> None:
    kit.press(*ALARMED, "f9", "?Politie", "?intrekken", "1")
    kit.press(*SECOND, "n", "n", "f2", "f2")
    here = number(kit)
    merged(kit)
    assert number(kit) == here
    assert "Politie is alleen voor deze melding gealarmeerd" in kit.desk.ui.message
    assert kit.sight.at.state.closed_at is None


def test_a_closed_call_is_no_place_to_go_on(kit: Kit) -> None:
    kit.press("n", *SECOND, "f10", "f10")
    assert kit.desk.mode is Mode.CLOSED
    kit.press("0")
    assert not any("hoort bij een andere" in text for text in options(kit))
