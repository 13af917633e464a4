"""The caller instruction within a call: what is kept of it, what the gate refuses, and taking it up again."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scripted import COMMANDS, START, FakeDecider

from mka_assist.call import commands as do
from mka_assist.call import instructing
from mka_assist.call.clock import ReplayClock
from mka_assist.call.events import (
    EVENT,
    BarrierMet,
    CallOpened,
    Event,
    FirstCompression,
    InstructionEnd,
    InstructionFlow,
    InstructionStarted,
    InstructionStep,
)
from mka_assist.call.log import MemoryLog
from mka_assist.call.session import Session
from mka_assist.call.state import EventOrderError, fold
from mka_assist.instruction.flow import FlowError, Position, choices, prompt
from mka_assist.instruction.loading import load_instruction
from mka_assist.paths import rules_dir
from mka_assist.rulebook.age import parse_known_age

SET = load_instruction(rules_dir())
BABY = {"leeftijd": parse_known_age("8 maanden")}


class Call:
    """A session on a clock that is set by hand."""

    def __init__(self) -> None:
        self.log, self.clock = MemoryLog(), ReplayClock(START)
        self.session = Session.open("1", self.log, self.clock, FakeDecider())

    def at(self, seconds: float) -> Call:
        self.clock.set(START + dt.timedelta(seconds=seconds))
        return self

    def do(self, command: do.Command) -> list[Event]:
        """The events of a command that is not refused, without receipts."""
        outcome = self.session.do(command)
        assert outcome.refusal is None, outcome.refusal
        return [event for event in outcome.events if event.type != "decision_taken"]

    def refused(self, command: do.Command) -> str:
        outcome = self.session.do(command)
        assert outcome.refusal is not None
        return outcome.refusal.message

    @property
    def here(self) -> Position:
        found = instructing.position(self.session.state, SET)
        assert found
        return found

    def answers(self, *given: str) -> None:
        for answer in given:
            self.do(instructing.answer(SET, self.here, answer))

    @property
    def turn(self) -> str:
        now = instructing.turn(self.session.state, SET, self.clock.now())
        return now.text if now else ""


@pytest.fixture
def call() -> Call:
    return Call()


TO_RHYTHM = ("staat-aan", "ligt-plat", "gedaan", "gedaan", "duwt")


def test_following_a_flow_starts_the_instruction_and_keeps_its_stamp(call: Call) -> None:
    started, flow = call.do(instructing.begin(SET, {}))
    assert isinstance(started, InstructionStarted)
    assert flow == InstructionFlow(
        at=START, flow="volwassene", step="luidspreker", version=SET.version, sha256=SET.sha256
    )
    assert call.here == Position("volwassene", "luidspreker")
    assert call.session.state.instruction.sha256 == SET.sha256
    assert call.session.state.rulebook_sha256 != SET.sha256


def test_the_first_turn_is_the_first_compression(call: Call) -> None:
    call.do(instructing.begin(SET, {}))
    call.at(40).answers(*TO_RHYTHM[:-1])
    assert call.session.state.first_compression_at is None
    assert call.turn == ""
    step, compression = call.at(52).do(instructing.answer(SET, call.here, "duwt"))
    assert (step.step, step.answer, step.new_round) == ("ritme", "duwt", True)
    assert isinstance(compression, FirstCompression)
    assert call.turn == "wissel over 2:00"
    call.at(100).answers("te-langzaam")
    assert call.turn == "wissel over 1:12"
    assert [event.type for event in call.do(do.ReportFirstCompression())] == []


def test_the_other_takes_over_after_two_minutes(call: Call) -> None:
    call.do(instructing.begin(SET, {}))
    call.at(50).answers(
        *TO_RHYTHM, "tempo-goed", "telt-mee", "gedaan", "nog-iemand", "ander-gaat", "duwt-door"
    )
    assert call.here.step == "doorgaan"
    call.at(172).answers("wissel")
    assert call.turn == "wissel nu (+0:02)"
    call.at(176).answers("gewisseld")
    assert call.turn == "wissel over 2:00"
    assert call.session.state.instruction.rounds == 2
    assert call.session.state.first_compression_at == START + dt.timedelta(seconds=50)


def test_a_barrier_is_kept_with_its_step_and_does_not_begin_a_turn(call: Call) -> None:
    call.do(instructing.begin(SET, {}))
    call.at(50).answers(*TO_RHYTHM)
    call.at(70)
    assert call.do(instructing.meet(SET, call.here, "niet-kalm")) == [
        BarrierMet(at=START + dt.timedelta(seconds=70), origin="melder", code="niet-kalm", step="ritme")
    ]
    first = prompt(SET, call.here).say
    call.do(instructing.meet(SET, call.here, "niet-kalm"))
    assert prompt(SET, call.here).say != first
    assert call.turn == "wissel over 1:40"
    [step] = call.do(instructing.answer(SET, call.here, "verder"))
    assert (step.step, step.new_round) == ("ritme", False)
    assert call.turn == "wissel over 1:40"
    assert [(met.code, met.step) for met in call.session.state.barriers] == [("niet-kalm", "ritme")] * 2


def test_a_barrier_counts_also_when_nothing_was_instructed(call: Call) -> None:
    [met] = call.do(instructing.meet(SET, None, "niet-bij-patient"))
    assert (met.code, met.step) == ("niet-bij-patient", "")
    assert call.session.state.instruction is None
    assert [barrier.code for barrier in call.session.state.barriers] == ["niet-bij-patient"]
    with pytest.raises(FlowError, match='Onbekend: belemmering "moe"'):
        instructing.meet(SET, None, "moe")


def test_looking_again_stops_the_turn(call: Call) -> None:
    call.do(instructing.begin(SET, {}))
    call.at(50).answers(*TO_RHYTHM)
    call.do(instructing.meet(SET, call.here, "patient-verandert"))
    call.answers("verder")
    assert (call.here.step, call.turn) == ("kijk-opnieuw", "")
    call.at(65).answers("niet-normaal", "duwt")
    assert call.turn == "wissel over 2:00"


def test_the_age_becomes_known(call: Call) -> None:
    call.do(instructing.begin(SET, {}, "en"))
    assert instructing.better_flow(SET, call.here, {}) == ""
    assert instructing.better_flow(SET, call.here, BABY) == "baby"
    call.at(50).answers(*TO_RHYTHM)
    [flow] = call.do(instructing.switch(SET, call.here, "baby"))
    assert (flow.flow, flow.step, flow.language) == ("baby", "handen", "en")
    assert instructing.better_flow(SET, call.here, BABY) == ""
    assert instructing.better_flow(SET, call.here, {}) == ""


def test_another_language_underway(call: Call) -> None:
    call.do(instructing.begin(SET, {}))
    call.do(instructing.speak(SET, call.here, "en"))
    assert prompt(SET, call.here).say == "Put the phone on speaker."
    assert call.do(instructing.speak(SET, call.here, "en")) == []


def test_what_the_gate_refuses(call: Call) -> None:
    step, language = do.TakeStep("handen"), do.SpeakLanguage("en")
    assert call.refused(step) == call.refused(language) == "Er loopt geen meldersinstructie."
    call.do(do.StartInstruction())
    assert (
        call.refused(step) == call.refused(language) == "Er is geen stroom van de meldersinstructie gekozen."
    )
    assert instructing.position(call.session.state, SET) is None
    call.do(instructing.begin(SET, {}))
    assert (
        call.refused(do.TakeStep("x" * 101))
        == "De tekst is te lang: de stap mag hoogstens 100 tekens hebben."
    )
    assert call.refused(do.MeetBarrier(" ")) == "Er ontbreekt iets: de belemmering."
    call.do(do.EndInstruction(InstructionEnd.NIET_MOGELIJK))
    assert call.refused(step) == "Er loopt geen meldersinstructie."
    assert instructing.position(call.session.state, SET) is None
    call.do(do.Close())
    assert call.refused(do.MeetBarrier("taal")) == "De melding is afgesloten."


def test_a_closed_call_is_nowhere_in_the_instruction(call: Call) -> None:
    call.do(instructing.begin(SET, {}))
    call.answers(*TO_RHYTHM)
    call.do(do.Close())
    assert instructing.position(call.session.state, SET) is None
    assert call.turn == ""


def test_starting_again_begins_anew(call: Call) -> None:
    call.do(instructing.begin(SET, {}))
    call.at(50).answers(*TO_RHYTHM)
    call.do(do.EndInstruction(InstructionEnd.VERBINDING_VERBROKEN))
    assert [event.type for event in call.at(90).do(instructing.begin(SET, {}))] == [
        "instruction_started",
        "instruction_flow",
    ]
    assert (call.here.step, call.turn) == ("luidspreker", "")
    assert call.session.state.instruction.first_started_at == START


def test_a_call_is_taken_up_where_the_caller_was(call: Call) -> None:
    call.do(instructing.begin(SET, BABY, "en"))
    call.at(50).answers(*TO_RHYTHM)
    call.do(instructing.meet(SET, call.here, "taal"))
    call.clock.set(START + dt.timedelta(seconds=80))
    again = Session.resume("1", call.log, call.clock, FakeDecider())
    assert (
        instructing.position(again.state, SET)
        == call.here
        == Position("baby", "ritme", "en", "taal", ("taal",))
    )
    turn = instructing.turn(again.state, SET, call.clock.now())
    assert turn
    assert turn.text == "wissel over 1:30"


def test_other_files_do_not_know_where_an_old_call_was(call: Call) -> None:
    call.do(instructing.begin(SET, {}))
    for command in (do.TakeStep("stap-van-vroeger"), do.FollowFlow("stroom-van-vroeger", "luidspreker")):
        call.do(command)
        assert instructing.position(call.session.state, SET) is None
        assert instructing.turn(call.session.state, SET, call.clock.now()) is None
    call.do(do.FollowFlow("volwassene", "luidspreker", "fr"))
    assert call.here.language == "nl"


def test_the_goals_while_they_run_and_when_they_are_reached(call: Call) -> None:
    def told() -> list[tuple[str, int, bool, bool, bool]]:
        standing = instructing.goals(call.session.state, SET, call.clock.now())
        return [(g.goal.id, g.seconds, g.reached, g.within_aim, g.within_limit) for g in standing]

    assert told() == [("herkenning", 0, False, True, True), ("eerste-compressie", 0, False, True, True)]
    call.at(61)
    assert told()[0] == ("herkenning", 61, False, False, True)
    call.at(70).do(do.Answer("vermoeden_reanimatie", "ja"))
    call.do(instructing.begin(SET, {}))
    call.at(151).answers(*TO_RHYTHM)
    call.at(600)
    assert told() == [("herkenning", 70, True, False, True), ("eerste-compressie", 151, True, False, False)]


def test_steps_before_the_instruction_began_are_no_story_of_a_call(call: Call) -> None:
    opened = call.session.events[0]
    assert isinstance(opened, CallOpened)
    for event in (
        InstructionStep(at=START, step="handen"),
        InstructionFlow(at=START, flow="kind", step="handen"),
    ):
        with pytest.raises(EventOrderError, match="voordat ze begon"):
            fold((opened, event))


OLD_JOURNAL = (
    '{"type":"call_opened","at":"2026-11-21T10:00:00Z","number":"1","rulebook_version":"1","rulebook_sha256":"a"}',
    '{"type":"instruction_started","at":"2026-11-21T10:00:30Z","actor":"centralist","origin":"centralist"}',
    '{"type":"first_compression","at":"2026-11-21T10:01:10Z","actor":"centralist","origin":"melder"}',
    '{"type":"instruction_ended","at":"2026-11-21T10:05:00Z","reason":"ambulance_ter_plaatse"}',
)


def test_a_journal_from_before_the_flows_still_reads() -> None:
    state = fold([EVENT.validate_json(line) for line in OLD_JOURNAL])
    assert state.instruction
    assert (state.instruction.flow, state.instruction.running, state.barriers) == ("", False, ())
    assert instructing.position(state, SET) is None


def test_a_step_in_the_journal_holds_names_and_no_sentences(call: Call) -> None:
    call.do(instructing.begin(SET, {}))
    call.answers("staat-aan")
    stored = json.loads(EVENT.dump_json(call.log.read("1")[-1]))
    assert stored == {
        "type": "instruction_step", "at": "2026-11-21T10:00:00Z", "actor": "centralist",
        "origin": "centralist", "step": "op-de-rug", "answer": "staat-aan", "new_round": False,
    }  # fmt: skip


MIXED = st.lists(st.one_of(COMMANDS, st.integers(0, 400)), max_size=30)


@given(MIXED)
def test_among_all_that_can_happen_the_caller_is_never_lost(acts: list[do.Command | int]) -> None:
    """Any other command between the steps: while a flow is followed there is a place and a line."""
    call = Call()
    for act in acts:
        if not isinstance(act, int):
            call.session.do(act)
            continue
        at = instructing.position(call.session.state, SET)
        if at is None:
            call.session.do(instructing.begin(SET, {}, flow=sorted(SET.flows)[act % len(SET.flows)]))
        elif act % 5 == 0:
            call.session.do(instructing.meet(SET, at, list(SET.barriers)[act % len(SET.barriers)]))
        elif ways := choices(SET, at):
            call.session.do(instructing.answer(SET, at, ways[act % len(ways)].answer))
        state = call.session.state
        running = state.closed_at is None and state.instruction and state.instruction.running
        assert (instructing.position(state, SET) is not None) is bool(running and state.instruction.flow)
        assert fold(call.log.read("1")) == state
