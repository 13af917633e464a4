"""The state of a call as a fold over its events, its facts and its timings."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import pytest
from scripted import SCRIPT, START, FakeDecider, rulebook

from mka_assist.call import commands as do
from mka_assist.call.clock import ReplayClock
from mka_assist.call.events import (
    EVENT,
    AmbulanceOnScene,
    CallClosed,
    CallOpened,
    DecisionTaken,
    Event,
    FactRecorded,
    InstructionEnd,
    InstructionEnded,
    PartnerWithdrawn,
)
from mka_assist.call.log import MemoryLog
from mka_assist.call.session import Session
from mka_assist.call.state import EventOrderError, facts, fold
from mka_assist.call.timings import format_elapsed, timings
from mka_assist.rulebook.age import YEAR, Age

OPENED = CallOpened(at=START, number="1", rulebook_version="v1", rulebook_sha256="a" * 64)


def played(commands: Sequence[do.Command] = SCRIPT) -> Session:
    """The commands, ten seconds apart."""
    clock = ReplayClock(START)
    call = Session.open("1", MemoryLog(), clock, FakeDecider())
    for command in commands:
        clock.advance(10)
        call.do(command)
    return call


def test_the_state_of_a_whole_call() -> None:
    state = played().state
    assert (state.number, state.region, state.rulebook_version) == ("1", "proef", "proef-1")
    assert state.answers["ademhaling"] == "geen"
    assert state.units["12-166"].on_scene_at == START + dt.timedelta(seconds=160)
    assert state.units["12-167"].on_scene_at is None
    assert state.alarmed == ("hartslagnu", "brandweer")
    assert not state.partners["politie"].standing
    assert state.partners["politie"].override_reason == "bewaken van de ingang"
    assert state.instruction is not None
    assert state.instruction.end is InstructionEnd.FIRST_RESPONDER
    assert (state.first_responder_of, state.crowd[0].number) == ("hartslagnu", 12)
    assert state.closed_at == state.last_at == START + dt.timedelta(seconds=170)
    assert state.receipt is not None


def test_events_survive_being_written_and_read() -> None:
    events = played().events
    assert fold(EVENT.validate_json(EVENT.dump_json(event)) for event in events) == fold(events)


def test_the_timings_of_a_whole_call() -> None:
    assert dict(timings(played().state)) == {
        "vermoeden reanimatie": 20.0,
        "ambulance ingezet": 40.0,
        "eerste partner gealarmeerd": 40.0,
        "eerste borstcompressie": 60.0,
        "first responder ter plaatse": 110.0,
        "ambulance ter plaatse": 160.0,
        "melding afgesloten": 170.0,
    }
    assert set(timings(played(()).state).values()) == {None}


@pytest.mark.parametrize(
    ("seconds", "text"), [(0, "0:00"), (7.9, "0:07"), (67, "1:07"), (3599, "59:59"), (3727, "1:02:07")]
)
def test_elapsed_time_as_text(seconds: float, text: str) -> None:
    assert format_elapsed(seconds) == text


def test_the_suspicion_counts_from_its_first_moment_and_stays_when_withdrawn() -> None:
    call = played((do.Answer("vermoeden_reanimatie", "ja"), do.WithdrawSuspicion("patiënt praat")))
    assert call.state.suspected_at == START + dt.timedelta(seconds=10)
    taken = DecisionTaken(at=START, statuses={}, ambulance="", agree=True, suspicion="ja")
    assert fold([OPENED, taken]).suspected_at == START
    assert fold([OPENED, taken.model_copy(update={"suspicion": "onbekend"})]).suspected_at is None


def test_a_partner_alarmed_again_starts_afresh_but_the_first_alarm_is_kept() -> None:
    call = played((*SCRIPT[:-1], do.WithdrawPartner("brandweer", "vergissing"), do.AlarmPartner("brandweer")))
    again = call.state.partners["brandweer"]
    assert again.alarmed_at == call.state.last_at
    assert (again.warned_at, again.withdrawn_at, again.feedback_dismissed_at) == (None, None, None)
    assert call.state.first_alarm_at == START + dt.timedelta(seconds=40)


def test_the_instruction_may_start_again() -> None:
    stop = do.EndInstruction(InstructionEnd.VERBINDING_VERBROKEN)
    call = played((do.StartInstruction(), stop, do.StartInstruction()))
    assert call.state.instruction is not None
    assert call.state.instruction.running
    assert call.state.instruction.first_started_at == START + dt.timedelta(seconds=10)
    assert call.state.instruction.started_at == START + dt.timedelta(seconds=30)


def test_facts_are_answers_as_values_with_the_progress_of_the_call() -> None:
    call = played((do.Answer("leeftijd", "1 jaar"), do.Answer("bewustzijn", "onbekend")))
    progress = ("ambulance_ingezet", "ambulance_ter_plaatse", "first_responder_ter_plaatse")
    assert facts(call.state, rulebook().facts) == {
        "leeftijd": Age(YEAR, YEAR),
        "bewustzijn": None,
        **dict.fromkeys(progress, False),
    }
    later = facts(played().state, rulebook().facts)
    assert [later[name] for name in progress] == [True, True, True]


def test_an_answer_that_another_rulebook_cannot_read_is_unknown() -> None:
    state = played((do.Answer("verdieping", "3"), do.Answer("ademhaling", "geen"))).state
    specs = dict(rulebook().facts)
    specs["ademhaling"] = specs["bewustzijn"]
    del specs["verdieping"]
    found = facts(state, specs)
    assert "verdieping" not in found
    assert found["ademhaling"] is None


@pytest.mark.parametrize(
    "events",
    [
        [],
        [FactRecorded(at=START, fact="bewustzijn", value="nee")],
        [OPENED, OPENED],
        [OPENED, CallClosed(at=START), FactRecorded(at=START, fact="bewustzijn", value="nee")],
        [OPENED, AmbulanceOnScene(at=START, unit="12-166")],
        [OPENED, PartnerWithdrawn(at=START, partner="brandweer", reason="x")],
        [OPENED, InstructionEnded(at=START, reason=InstructionEnd.AMBULANCE)],
    ],
)
def test_what_cannot_be_the_story_of_a_call_is_refused(events: list[Event]) -> None:
    with pytest.raises(EventOrderError):
        fold(events)
