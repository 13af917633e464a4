"""Undo: what was recorded counts no more, what went out to others stays, and it is said what that means."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scripted import COMMANDS, PARTNERS, START, FakeDecider, RecklessDecider

from mka_assist.call import commands as do
from mka_assist.call.clock import ReplayClock
from mka_assist.call.commands import Command
from mka_assist.call.events import DecisionTaken, Event, InstructionEnd, Origin, Undone
from mka_assist.call.log import MemoryLog
from mka_assist.call.session import Session
from mka_assist.call.state import CallState, fold
from mka_assist.call.undoing import INSIDE, consequences

ANSWERS = [
    ("bewustzijn", "nee"), ("bewustzijn", "ja"), ("ademhaling", "geen"), ("ademhaling", "normaal"),
    ("vermoeden_reanimatie", "nee"), ("vermoeden_reanimatie", "ja"), ("geweld_of_onveilig", "ja"),
    ("geweld_of_onveilig", "nee"), ("leeftijd", "54 jaar"), ("leeftijd", "oud"),
]  # fmt: skip
IDS = st.sampled_from(PARTNERS[:2])
NUMBERS = st.sampled_from([None, 0, 2, 18])
INSIDE_COMMANDS: st.SearchStrategy[Command] = st.one_of(
    st.sampled_from(ANSWERS).map(lambda answer: do.Answer(*answer)),
    st.builds(do.AmbulanceArrived, st.sampled_from(["12-166", "12-167"])),
    st.builds(do.CountPartner, IDS, NUMBERS, NUMBERS, NUMBERS, NUMBERS),
    st.builds(do.FirstResponderArrived, st.one_of(st.just(""), IDS), st.booleans(), st.booleans()),
    st.builds(do.ReportCrowd, st.sampled_from([0, 2, 12]), st.booleans(), st.sampled_from(Origin)),
    st.builds(do.DismissFeedback, IDS, st.just("al bekend")),
    st.builds(do.EndInstruction, st.sampled_from(InstructionEnd)),
    st.builds(do.MeetBarrier, st.sampled_from(["weigert", "taal"])),
    st.sampled_from(
        [
            do.StartInstruction(),
            do.FollowFlow("volwassene", "luidspreker"),
            do.TakeStep("op-de-rug", "ja"),
            do.TakeStep("ritme", "melder-duwt", new_round=True),
            do.SpeakLanguage("en"),
            do.ReportFirstCompression(),
            do.EndCoaching(),
            do.NoteBystander("buurman"),
        ]
    ),
)
"""Whatever only says what is known."""


def alarmed() -> tuple[Session, ReplayClock]:
    """A call with two units on their way and two partners alarmed."""
    clock = ReplayClock(START)
    call = Session.open("26-0001", MemoryLog(), clock, FakeDecider())
    units = (do.DispatchAmbulance("12-166"), do.DispatchAmbulance("12-167"))
    for command in (do.Answer("vermoeden_reanimatie", "ja"), do.AlarmTogether(units)):
        clock.advance(1)
        call.do(command)
    assert call.state.alarmed == ("hartslagnu", "brandweer")
    return call, clock


def bare(state: CallState) -> CallState:
    """The state without what an undo leaves behind: how much was written, and when last."""
    return replace(state, events=0, last_at=state.opened_at, undone=frozenset(), history=())


def inside(events: Sequence[Event]) -> bool:
    return any(isinstance(event, INSIDE) for event in events)


@given(st.lists(st.tuples(INSIDE_COMMANDS, st.integers(1, 90)), max_size=25), st.integers(1, 25))
def test_after_as_many_undos_as_acts_the_call_is_as_it_was(
    steps: list[tuple[Command, int]], undos: int
) -> None:
    call, clock = alarmed()
    before: list[CallState] = []
    for command, seconds in steps:
        clock.advance(seconds)
        state = call.state
        if inside(call.do(command).events):
            before.append(state)
    for state in reversed(before[-undos:]):
        clock.advance(1)
        outcome = call.do(do.Undo())
        assert outcome.refusal is None
        assert bare(call.state) == bare(state)
        assert call.state == fold(call.events)
    assert call.state.alarmed == ("hartslagnu", "brandweer")


@given(
    st.lists(st.tuples(st.one_of(INSIDE_COMMANDS, COMMANDS), st.integers(0, 60)), max_size=30),
    st.sampled_from([FakeDecider(), RecklessDecider()]),
)
def test_undoing_everything_leaves_what_went_out_to_others(
    steps: list[tuple[Command, int]], decider: FakeDecider
) -> None:
    clock = ReplayClock(START)
    call = Session.open("26-0001", MemoryLog(), clock, decider)
    for command, seconds in steps:
        clock.advance(seconds)
        call.do(command)
        assert call.state == fold(call.events)
    outside = out_there(call.state)
    for _ in range(len(call.events)):
        clock.advance(1)
        if call.do(do.Undo()).refusal:
            break
        assert call.state == fold(call.events)
        assert out_there(call.state) == outside
    state = call.state
    assert (dict(state.answers), state.crowd, state.bystanders, state.barriers) == ({}, (), (), ())
    assert (state.instruction, state.first_compression_at, state.first_responder_at) == (None, None, None)
    assert all(unit.on_scene_at is None for unit in state.units.values())


def out_there(state: CallState) -> object:
    """What others were told and asked for."""
    told = {id: (p.alarmed_at, p.withdrawn_at, p.warned_at, p.failed_at) for id, p in state.partners.items()}
    units = {id: (unit.urgency, unit.level, unit.dispatched_at) for id, unit in state.units.items()}
    return state.alarmed, told, units, state.request, state.joined


@given(st.lists(st.sampled_from(ANSWERS[:8]), min_size=1, max_size=8))
def test_acts_at_one_moment_are_still_taken_back_one_by_one(answers: list[tuple[str, str]]) -> None:
    """A clock that was set back gives many acts the moment of the last one before."""
    call, _ = alarmed()
    before: list[CallState] = []
    for answer in answers:
        state = call.state
        if inside(call.do(do.Answer(*answer)).events):
            before.append(state)
    for state in reversed(before):
        call.do(do.Undo())
        assert call.state.answers == state.answers


def test_one_act_of_several_events_is_taken_back_as_one() -> None:
    call, clock = alarmed()
    call.do(do.FollowFlow("volwassene", "luidspreker"))
    clock.advance(1)
    before = call.state
    call.do(do.FirstResponderArrived("hartslagnu", coach=True))
    assert call.state.coaching_since
    clock.advance(1)
    call.do(do.Undo())
    assert bare(call.state) == bare(before)
    assert call.state.instruction is not None
    assert call.state.instruction.running


def test_it_is_said_what_was_taken_back() -> None:
    call, clock = alarmed()
    call.do(do.Answer("geweld_of_onveilig", "ja"))
    clock.advance(1)
    (undone, *_) = call.do(do.Undo()).events
    assert isinstance(undone, Undone)
    assert undone.what == "Geweld of onveilig: ja"


def test_nothing_left_to_take_back_is_said_with_what_to_do_instead() -> None:
    call, _ = alarmed()
    call.do(do.Undo())
    outcome = call.do(do.Undo())
    assert outcome.events == ()
    assert str(outcome.refusal).startswith("Er is niets om ongedaan te maken. Hulp: ")


def test_the_receipt_of_the_decision_goes_along() -> None:
    call, clock = alarmed()
    before = call.state.receipt
    call.do(do.Answer("geweld_of_onveilig", "ja"))
    assert call.state.receipt != before
    clock.advance(1)
    outcome = call.do(do.Undo())
    assert call.state.receipt == before
    assert not any(isinstance(event, DecisionTaken) for event in outcome.events), "the receipt is still there"


def said(call: Session, command: Command) -> tuple[str, ...]:
    before = call.decision
    call.do(command)
    return consequences(call.state, before, call.decision, call.rulebook)


def test_what_another_answer_means_for_those_alarmed_is_said_both_ways() -> None:
    call, clock = alarmed()
    assert said(call, do.Answer("geweld_of_onveilig", "ja")) == (
        "HartslagNu is al gealarmeerd en nu uitgesloten: F9",
    )
    clock.advance(1)
    assert said(call, do.Undo()) == ("HartslagNu mag weer gaan; het alarm staat nog",)
    clock.advance(1)
    assert said(call, do.Answer("vermoeden_reanimatie", "nee")) == (
        "HartslagNu en Brandweer zijn al gealarmeerd en er is nu geen vermoeden: F9",
    )


def test_a_withdrawn_suspicion_that_is_taken_back_calls_nobody_by_itself() -> None:
    call, clock = alarmed()
    clock.advance(1)
    call.do(do.WithdrawSuspicion("patiënt praat"))
    assert call.state.alarmed == ()
    clock.advance(1)
    assert said(call, do.Undo()) == (
        "HartslagNu en Brandweer zijn ingetrokken en mogen weer: F2 alarmeert opnieuw",
    )
    assert call.state.answers["vermoeden_reanimatie"] == "ja"
    assert call.state.alarmed == ()


@pytest.mark.parametrize("broken", ["before", "after"])
def test_a_fallback_says_nothing_about_those_alarmed(broken: str) -> None:
    """Then the paper card decides; the advice of the fallback is none."""
    call, _ = alarmed()
    good = call.decision
    bad = FakeDecider(broken="stuk").decide(good.facts, START)
    pair = (bad, good) if broken == "before" else (good, bad)
    assert consequences(call.state, *pair, call.rulebook) == ()
