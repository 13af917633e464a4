"""A call on a screen: the log always first, and a call that goes on when the log fails."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scripted import COMMANDS, SCRIPT, START, FakeDecider, ShakyLog, rulebook

from mka_assist.call import commands as do
from mka_assist.call.clock import ReplayClock
from mka_assist.call.commands import Command
from mka_assist.call.events import CallResumed, DecisionTaken, Event, FactRecorded
from mka_assist.call.log import CallRefusedError, JournalError, MemoryLog
from mka_assist.call.session import Session
from mka_assist.call.state import fold
from mka_assist.decision.outcome import Decision
from mka_assist.rulebook.facts import Facts


def opened(log: MemoryLog, decider: FakeDecider | None = None) -> Session:
    return Session.open("1", log, ReplayClock(START), decider or FakeDecider())


def receipts(events: tuple[Event, ...]) -> list[DecisionTaken]:
    return [event for event in events if isinstance(event, DecisionTaken)]


def test_a_receipt_is_kept_only_of_a_decision_that_differs() -> None:
    call = opened(MemoryLog())
    (first,) = receipts(call.events)
    assert (first.statuses["brandweer"], first.ambulance) == ("wacht_op_vermoeden", "gewone_uitvraag")
    assert receipts(call.do(do.Answer("bewustzijn", "nee")).events) == []
    (taken,) = receipts(call.do(do.Answer("ademhaling", "geen")).events)
    assert (taken.statuses["brandweer"], taken.ambulance) == ("wacht_op_ambulance", "inzetten")
    assert (taken.suspicion, taken.agree, taken.actor) == ("ja", True, "systeem")
    assert receipts(call.do(do.Close()).events) == []


def test_a_fallback_is_kept_with_its_cause() -> None:
    decider = FakeDecider()
    call = opened(MemoryLog(), decider)
    decider.broken = "De twee rekenwegen verschillen bij: regel-1. " * 20
    (taken,) = receipts(call.do(do.Answer("bewustzijn", "nee")).events)
    assert not taken.agree
    assert taken.cause == decider.broken[:500]
    assert call.decision.fallback


def test_the_log_has_the_events_before_the_state_has_them() -> None:
    class Watching(MemoryLog):
        def append(self, number: str, events: object) -> None:
            seen.append(call.state.events if call else 0)
            super().append(number, events)  # type: ignore[arg-type]  # only passed on

    seen: list[int] = []
    call: Session | None = None
    call = opened(Watching())
    seen.clear()
    before = call.state.events
    call.do(do.Answer("vermoeden_reanimatie", "ja"))
    assert seen == [before, before + 1]


@given(st.lists(st.tuples(COMMANDS, st.sampled_from(["", "", "vol", "laat"])), max_size=25), st.booleans())
def test_a_failing_log_loses_reorders_and_doubles_nothing(
    steps: list[tuple[Command, str]], failing_from_the_start: bool
) -> None:
    log, sound = ShakyLog(), MemoryLog()
    log.trouble = "vol" if failing_from_the_start else ""
    call, twin = opened(log), opened(sound)
    for command, trouble in steps:
        log.trouble = trouble
        outcome, expected = call.do(command), twin.do(command)
        assert (outcome.events, outcome.refusal) == (expected.events, expected.refusal)
        assert bool(outcome.notice) == bool(call.unsaved)
        assert "\n" not in outcome.notice
        log.trouble = ""
        stored = log.read("1")
        assert call.events[: len(stored)] == stored
    log.trouble = ""
    assert call.save()
    assert call.notice == ""
    assert log.read("1") == call.events == twin.events
    assert call.state == fold(log.read("1"))


def test_what_is_unsaved_is_said_in_one_line() -> None:
    log = ShakyLog()
    call = opened(log)
    log.trouble = "vol"
    assert call.do(do.Answer("bewustzijn", "nee")).notice == (
        "1 gebeurtenis is nog niet opgeslagen. De schijf is vol. Hulp: Maak ruimte."
    )
    assert call.do(do.Answer("ademhaling", "geen")).notice.startswith("3 gebeurtenissen zijn nog niet")
    assert [event.type for event in call.unsaved] == ["fact_recorded", "fact_recorded", "decision_taken"]
    log.trouble = ""
    assert call.do(do.Answer("bewustzijn", "nee")).notice == ""


def test_events_of_somebody_else_are_never_overwritten() -> None:
    log = ShakyLog()
    call = opened(log)
    log.trouble = "vol"
    call.do(do.Answer("bewustzijn", "nee"))
    log.trouble = ""
    log.append("1", [CallResumed(at=START)])
    stored = log.read("1")
    assert "In het journaal staan andere gebeurtenissen" in call.do(do.Answer("ademhaling", "geen")).notice
    assert log.read("1") == stored
    assert len(call.unsaved) == 3


def test_a_call_that_stops_anywhere_goes_on_where_it_was() -> None:
    for steps in range(len(SCRIPT)):
        log = MemoryLog()
        call = opened(log)
        for command in SCRIPT[:steps]:
            call.do(command)
        again = Session.resume("1", log, ReplayClock(START), FakeDecider())
        resumed = again.events[len(call.events) :]
        assert [event.type for event in resumed] == ["call_resumed"]
        assert again.outcome.events == resumed
        assert again.decision == call.decision
        assert again.state == fold(log.read("1"))
        assert again.state.answers == call.state.answers
        for command in SCRIPT[steps:]:
            assert again.do(command).refusal is None
        assert again.state.closed_at


def test_a_receipt_that_was_lost_is_made_up_for_on_resuming() -> None:
    log = MemoryLog()
    call = opened(log)
    call.do(do.Answer("vermoeden_reanimatie", "ja"))
    cut = MemoryLog()
    cut.append("1", call.events[:-1])
    again = Session.resume("1", cut, ReplayClock(START), FakeDecider())
    assert [event.type for event in again.outcome.events] == ["call_resumed", "decision_taken"]


def test_resuming_with_another_rulebook_is_recorded_and_said() -> None:
    log = MemoryLog()
    opened(log)
    other = FakeDecider(rulebook(version="proef-2", sha256="b" * 64))
    again = Session.resume("1", log, ReplayClock(START), other)
    assert again.outcome.notice == (
        "Deze melding begon met regelset proef-1; vanaf nu beslist regelset proef-2."
    )
    assert (again.state.rulebook_version, again.state.rulebook_sha256) == ("proef-2", "b" * 64)
    assert Session.resume("1", log, ReplayClock(START), other).outcome.notice == ""


def test_a_closed_call_can_only_be_looked_at() -> None:
    log = MemoryLog()
    opened(log).do(do.Close())
    events = log.read("1")
    again = Session.resume("1", log, ReplayClock(START), FakeDecider())
    assert again.do(do.Answer("bewustzijn", "nee")).refusal is not None
    assert log.read("1") == events == again.events


def test_a_number_is_used_once_and_must_be_known_to_resume() -> None:
    log = MemoryLog()
    opened(log)
    with pytest.raises(CallRefusedError, match=r"Melding 1 bestaat al. Hulp: Hervat"):
        opened(log)
    with pytest.raises(CallRefusedError, match="Melding 2 staat niet in het journaal"):
        Session.resume("2", log, ReplayClock(START), FakeDecider())
    with pytest.raises(CallRefusedError, match="Er ontbreekt iets: het nummer"):
        Session.open(" ", log, ReplayClock(START), FakeDecider())


def test_a_log_that_cannot_be_read_cannot_be_resumed_but_one_that_cannot_be_written_can() -> None:
    log = ShakyLog()
    opened(log)
    log.trouble = "vol"
    with pytest.raises(JournalError, match="De schijf is vol"):
        Session.resume("1", log, ReplayClock(START), FakeDecider())
    log.trouble = "laat"
    again = Session.resume("1", log, ReplayClock(START), FakeDecider())
    assert again.notice
    log.trouble = ""
    assert again.save()
    assert log.read("1") == again.events


def test_a_stored_call_that_makes_no_sense_is_named() -> None:
    class Broken(MemoryLog):
        def read(self, number: str) -> tuple[Event, ...]:
            return (CallResumed(at=START),)

    with pytest.raises(JournalError, match="Melding 1 is niet te lezen: De eerste gebeurtenis"):
        Session.resume("1", Broken(), ReplayClock(START), FakeDecider())


def test_what_another_screen_added_before_this_one_took_over_is_part_of_the_call() -> None:
    class Late(MemoryLog):
        def read(self, number: str) -> tuple[Event, ...]:
            events = super().read(number)
            if late:
                super().append(number, [late.pop()])
            return events

    log, late = Late(), list[Event]()
    opened(log)
    late.append(FactRecorded(at=START, fact="bewustzijn", value="nee"))
    again = Session.resume("1", log, ReplayClock(START), FakeDecider())
    assert again.state.answers == {"bewustzijn": "nee"}
    assert again.events == log.read("1")


def test_it_is_decided_at_the_time_of_the_events_and_told_who_is_under_way() -> None:
    class Listening(FakeDecider):
        def decide(
            self, facts: Facts, at: dt.datetime, alarmed: Collection[str] = (), on: dt.date | None = None
        ) -> Decision:
            heard.append((at, tuple(alarmed)))
            return super().decide(facts, at, alarmed)

    heard: list[tuple[dt.datetime, tuple[str, ...]]] = []
    clock = ReplayClock(START)
    call = Session.open("1", MemoryLog(), clock, Listening())
    clock.advance(60)
    call.do(do.Answer("vermoeden_reanimatie", "ja"))
    clock.advance(-3600)
    call.do(do.AlarmTogether((do.DispatchAmbulance("12-166"),)))
    minute_later = START + dt.timedelta(minutes=1)
    assert heard == [(START, ()), (minute_later, ()), (minute_later, ("hartslagnu", "brandweer"))]
