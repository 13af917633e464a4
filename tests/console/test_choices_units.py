"""Units by keyboard: a call sign, a level, none free, coupled before; and what F2 says before it happens."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from console_kit import ALARMED, ARREST, Kit, rulebook

from mka_assist.call import events as e
from mka_assist.call.events import Level
from mka_assist.console.actions import Mode
from mka_assist.paths import rules_dir

RURAL = "voorbeeld-platteland"
"""The example region that decided that a requested unit is enough."""


@pytest.fixture
def rural(tmp_path: Path) -> Iterator[Kit]:
    made = Kit(tmp_path, rulebook(RURAL, rules_dir()))
    yield made
    made.close()


def armed(kit: Kit) -> str:
    assert kit.desk.ui.opened is not None
    return kit.desk.ui.opened.menu.title


def units(kit: Kit) -> dict[str, tuple[Level | None, str]]:
    return {id: (unit.level, unit.urgency) for id, unit in kit.sight.at.state.units.items()}


def test_the_armed_line_says_which_unit_with_which_level_and_then_whom(kit: Kit) -> None:
    kit.press(*ARREST, "f2")
    assert armed(kit) == "ambulance A0 eenheid 1 (hoog), eenheid 2 (hoog); daarna HartslagNu, Politie"


@pytest.mark.parametrize(
    ("keys", "level"),
    [
        (("e", "=17140", "1"), Level.HOOGCOMPLEX),
        (("e", "=17140", "2"), Level.MIDDENCOMPLEX),
        (("e", "=17140", "3"), Level.LAAGCOMPLEX),
        (("e", "=17140 h", "1"), Level.HOOGCOMPLEX),
        (("e", "=17140 midden", "1"), Level.MIDDENCOMPLEX),
        (("e", "=17140 LAAG", "1"), Level.LAAGCOMPLEX),
    ],
)
def test_a_call_sign_then_a_level(kit: Kit, keys: tuple[str, ...], level: Level) -> None:
    kit.press(*ARREST, *keys)
    assert units(kit) == {"17140": (level, "A0")}


def test_a_call_sign_goes_to_the_placeholder_first(kit: Kit) -> None:
    kit.press(*ALARMED, "e", "=17140", "1")
    assert units(kit) == {"17140": (Level.HOOGCOMPLEX, "A0"), "eenheid 2": (Level.HOOGCOMPLEX, "A0")}
    kit.press("e", "=17141", "?erbij: midden")
    assert list(units(kit)) == ["17140", "eenheid 2", "17141"]


def test_a_call_sign_that_was_wrong_is_replaced(kit: Kit) -> None:
    kit.press(*ARREST, "e", "=17140 m", "1", "e", "=17150", "?in plaats van 17140")
    assert units(kit) == {"17150": (Level.MIDDENCOMPLEX, "A0")}


def test_a_unit_of_the_call_gets_another_level(kit: Kit) -> None:
    kit.press(*ARREST, "e", "=17140", "1", "e", "=17140", "?laag")
    assert units(kit) == {"17140": (Level.LAAGCOMPLEX, "A0")}


def test_only_high_complexity_counts_towards_the_two_that_are_advised(kit: Kit) -> None:
    kit.press(*ARREST, "e", "=17140 m", "1", "f2")
    assert armed(kit).startswith("ambulance A0 eenheid 1 (hoog), eenheid 2 (hoog); daarna")
    kit.press("escape", "e", "=17141 h", "?erbij", "f2")
    assert armed(kit).startswith("ambulance A0 eenheid 1 (hoog); daarna")


def test_a_unit_that_was_coupled_before_is_raised_and_comes_first(kit: Kit) -> None:
    kit.press(*ARREST, "e", "=17140", "?met A2", "f2")
    assert armed(kit) == ("ambulance A0 17140 (hoog, was A2), eenheid 1 (hoog); daarna HartslagNu, Politie")
    kit.press("f2")
    kinds = [event.type for event in kit.sight.events if event.type != "decision_taken"]
    assert kinds[-4:] == ["ambulance_upgraded", "ambulance_dispatched", "partner_alarmed", "partner_alarmed"]


@pytest.mark.parametrize("text", ["h", "midden", "x" * 101])
def test_what_is_no_call_sign_stays_with_the_reason(kit: Kit, text: str) -> None:
    kit.press(*ARREST, "e", f"={text}")
    assert kit.desk.mode is Mode.TYPING
    assert "roepnummer" in kit.desk.ui.message.lower()
    assert units(kit) == {}


def test_no_unit_free_takes_two_keys_and_is_asked_for_once(kit: Kit) -> None:
    kit.press(*ARREST, "e", "=")
    assert isinstance(kit.sight.events[-1], e.UnitRequested | e.DecisionTaken)
    assert kit.sight.at.state.request is not None
    kit.press("e", "=")
    assert sum(isinstance(event, e.UnitRequested) for event in kit.sight.events) == 1
    assert "al een eenheid aangevraagd" in kit.desk.ui.message


def test_where_the_region_did_not_decide_so_a_request_opens_nothing_and_it_is_said_why(kit: Kit) -> None:
    kit.press(*ARREST, "e", "=", "f2")
    assert kit.desk.ui.opened is None, "nothing is announced that would be refused"
    assert kit.sight.at.state.alarmed == ()
    assert kit.desk.ui.message.startswith("Er is alleen een eenheid aangevraagd; dat is in deze regio niet")
    assert units(kit) == {}, "no unit is made up while none is free"
    kit.press("e", "=17140", "1", "f2", "f2")
    assert kit.sight.at.state.alarmed == ("hartslagnu", "politie")


def test_where_the_region_decided_so_partners_go_on_the_request(rural: Kit) -> None:
    rural.press(*ARREST, "e", "=", "f2", "f2")
    state = rural.sight.at.state
    assert "hartslagnu" in state.alarmed
    assert state.units == {}
    assert state.request is not None, "the request stays open until a unit is coupled"
    rural.press("f2")
    assert "E noteert de eenheid" in rural.desk.ui.message
    rural.press("e", "=17140", "1")
    assert rural.sight.at.state.request is None


def test_without_a_suspicion_a_request_is_not_forgotten(kit: Kit) -> None:
    kit.press("n", "e", "=", "f2")
    assert "aangevraagd" in kit.desk.ui.message
    assert units(kit) == {}


def test_an_ambulance_on_scene_takes_over_and_the_level_says_until_when(kit: Kit) -> None:
    kit.press(*ARREST, "e", "=17140 m", "1", "e", "=17141 h", "?erbij", "f2", "f2", "f5", "f7")
    assert kit.desk.ui.opened is not None
    assert [option.text for option in kit.desk.ui.opened.menu.options[:2]] == [
        "17140 ter plaatse (midden): coördineert tot een hoogcomplexe eenheid er is",
        "17141 ter plaatse (hoog): neemt de coördinatie over",
    ]
    kit.press("1")
    ended = [event for event in kit.sight.events if isinstance(event, e.InstructionEnded)]
    assert [event.taken_over_by for event in ended] == ["17140"]
