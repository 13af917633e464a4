"""The gate: what can happen in a call, whatever the rules say and in whatever order keys are hit."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scripted import COMMANDS, PARTNERS, SCRIPT, START, FakeDecider, RecklessDecider, rulebook

from mka_assist.call import commands as do
from mka_assist.call.clock import ReplayClock
from mka_assist.call.commands import Command, Refusal
from mka_assist.call.events import (
    AmbulanceDispatched,
    AmbulanceUpgraded,
    CallClosed,
    CallOpened,
    Event,
    FactCorrected,
    FactRecorded,
    FirstResponderOnScene,
    InstructionEnd,
    InstructionEnded,
    PartnerAlarmed,
    PartnerAlarmFailed,
    PartnerWithdrawn,
    UnitRequested,
)
from mka_assist.call.gate import gate
from mka_assist.call.log import MemoryLog
from mka_assist.call.session import Decider, Session
from mka_assist.call.state import fold
from mka_assist.rulebook.model import Deviation

DECIDED = Deviation(
    reason="proef", decision="Besluit 1", decided_by="Medisch manager", date=dt.date(2026, 1, 1)
)
DECIDERS = {
    "as the rules say": FakeDecider(),
    "everybody, always": RecklessDecider(),
    "fallback": FakeDecider(broken="De twee rekenwegen verschillen."),
    "a request is enough": FakeDecider(rulebook(virtual_unit=DECIDED)),
    "everybody, always, on a request": RecklessDecider(rulebook(virtual_unit=DECIDED)),
}


def session(decider: Decider | None = None) -> Session:
    return Session.open("26-0001", MemoryLog(), ReplayClock(START), decider or FakeDecider())


def suspected(decider: Decider | None = None) -> Session:
    call = session(decider)
    call.do(do.Answer("bewustzijn", "nee"))
    call.do(do.Answer("ademhaling", "geen"))
    return call


def kinds(events: Sequence[Event]) -> list[str]:
    return [event.type for event in events if event.type != "decision_taken"]


def refused(call: Session, command: Command) -> str:
    before = call.state
    outcome = call.do(command)
    assert outcome.refusal is not None, outcome
    assert call.state == before
    assert "\n" not in str(outcome.refusal)
    return str(outcome.refusal)


def check_invariants(events: Sequence[Event], on_request: bool = False) -> None:
    """The promises, read off the events alone; with `on_request` a unit that is asked for counts."""
    assert isinstance(events[0], CallOpened)
    coupled, standing, closed = False, set[str](), False
    for before, event in pairwise(events):
        assert not closed
        assert not isinstance(event, CallOpened)
        assert event.at >= before.at
        match event:
            case AmbulanceDispatched() | AmbulanceUpgraded():
                coupled = True
            case UnitRequested():
                coupled = coupled or on_request
            case PartnerAlarmed(partner=id):
                assert coupled, "a partner before the ambulance"
                assert id not in standing, "alarmed twice"
                standing.add(id)
            case PartnerWithdrawn(partner=id) | PartnerAlarmFailed(partner=id):
                standing.remove(id)
            case CallClosed():
                closed = True


@given(
    st.sampled_from(sorted(DECIDERS)),
    st.lists(st.tuples(COMMANDS, st.integers(-30, 60)), max_size=40),
    st.booleans(),
)
def test_whatever_is_done_in_whatever_order_the_promises_hold(
    decider: str, steps: list[tuple[Command, int]], closing: bool
) -> None:
    log, clock = MemoryLog(), ReplayClock(START)
    call = Session.open("26-0001", log, clock, DECIDERS[decider])
    for command, seconds in steps:
        clock.advance(seconds)
        advised = set() if call.decision.fallback else set(call.decision.alarmable())
        outcome = call.do(command)
        for event in outcome.events:
            if isinstance(event, PartnerAlarmed):
                assert (event.partner in advised) is not bool(event.override_reason)
        assert call.state == fold(log.read("26-0001")) == fold(call.events)
    if closing:
        call.do(do.Close())
        assert call.state.closed_at
        assert refused(call, do.DispatchAmbulance("12-166")).startswith("De melding is afgesloten.")
    on_request = DECIDERS[decider].rulebook.virtual_unit is not None
    check_invariants(call.events, on_request)
    alarms = sum(isinstance(event, PartnerAlarmed) for event in call.events)
    asked = on_request and any(isinstance(event, UnitRequested) for event in call.events)
    assert alarms == 0 or asked or call.state.ambulance_dispatched_at


@given(st.permutations(SCRIPT))
def test_the_steps_of_a_call_in_any_order(steps: list[Command]) -> None:
    call = session(RecklessDecider())
    for command in steps:
        call.do(command)
    check_invariants(call.events)


@pytest.mark.parametrize("on", [dt.date(2026, 1, 1), None], ids=["decided", "not decided"])
@pytest.mark.parametrize("together", [True, False])
def test_a_request_is_enough_only_where_the_region_decided_so(on: dt.date | None, together: bool) -> None:
    decided = DECIDED.model_copy(update={"date": on}) if on else None
    call = suspected(FakeDecider(rulebook(virtual_unit=decided)))
    steps: list[Command] = [do.AlarmTogether((do.RequestUnit(),))] if together else [
        do.RequestUnit(),
        do.AlarmTogether(),
    ]  # fmt: skip
    outcome = [call.do(step) for step in steps][-1]
    assert call.state.request is not None, "a request never waits for a partner"
    assert call.state.alarmed == (("hartslagnu", "brandweer") if on else ())
    if not on:
        assert outcome.refusal is not None
        assert str(outcome.refusal).startswith("Er is ")
    call.do(do.DispatchAmbulance("12-166"))
    assert call.state.request is None
    call.do(do.AlarmTogether())
    assert call.state.alarmed == ("hartslagnu", "brandweer")


@pytest.mark.parametrize("decision", [dt.date(2026, 11, 22), dt.date(2026, 11, 20)])
def test_a_decision_about_requests_counts_from_its_day_to_its_last(decision: dt.date) -> None:
    """The call is picked up on the 21st: a decision of tomorrow, and one that ended yesterday."""
    until = decision if decision.day == 20 else None
    book = rulebook(virtual_unit=DECIDED.model_copy(update={"date": decision, "valid_until": until}))
    call = suspected(FakeDecider(book))
    call.do(do.RequestUnit())
    said = refused(call, do.AlarmPartner("brandweer", "geen eenheid vrij"))
    assert said.startswith("Er is alleen een eenheid aangevraagd")


def test_a_failed_alarm_does_not_stand_and_can_be_given_again() -> None:
    call = suspected()
    call.do(do.AlarmTogether((do.DispatchAmbulance("12-166"),)))
    call.do(do.ReportFailedAlarm("brandweer", "storing"))
    assert call.state.alarmed == ("hartslagnu",)
    assert "kwam niet aan" in refused(call, do.WithdrawPartner("brandweer", "x"))
    call.do(do.AlarmPartner("brandweer"))
    assert call.state.alarmed == ("hartslagnu", "brandweer")
    assert call.state.partners["brandweer"].failed_at is None


NO_REQUEST = {name: one for name, one in DECIDERS.items() if one.rulebook.virtual_unit is None}


@pytest.mark.parametrize("decider", NO_REQUEST.values(), ids=NO_REQUEST)
@pytest.mark.parametrize(
    "command",
    [
        do.AlarmPartner("brandweer"),
        do.AlarmPartner("brandweer", "een reden gaat niet boven de ambulance"),
        do.AlarmPartner("politie", "een reden gaat niet boven de ambulance"),
        do.AlarmTogether(),
        do.AlarmTogether(partners=("brandweer",)),
    ],
)
def test_no_partner_before_an_ambulance(decider: Decider, command: Command) -> None:
    said = refused(suspected(decider), command)
    if command != do.AlarmTogether() or not decider.decide({"ambulance_ingezet": False}, START).fallback:
        assert said.startswith("Er is nog geen ambulance ingezet; een partner gaat nooit vóór de ambulance.")


@pytest.mark.parametrize("first", [do.DispatchAmbulance("12-1", urgency="A2"), do.UpgradeAmbulance("12-1")])
def test_a_coupled_or_upgraded_unit_counts_as_the_ambulance(first: Command) -> None:
    call = suspected()
    call.do(first)
    assert kinds(call.do(do.AlarmPartner("brandweer")).events) == ["partner_alarmed"]


def test_together_journals_the_ambulance_first_and_alarms_whom_the_advice_allows() -> None:
    call = suspected()
    units = (do.DispatchAmbulance("12-166"), do.UpgradeAmbulance("12-167"))
    outcome = call.do(do.AlarmTogether(units))
    assert outcome.refusal is None
    assert kinds(outcome.events) == [
        "ambulance_dispatched",
        "ambulance_upgraded",
        "partner_alarmed",
        "partner_alarmed",
    ]
    assert call.state.alarmed == ("hartslagnu", "brandweer")
    again = call.do(do.AlarmTogether(units))
    assert again.events == ()
    assert again.refusal is None


def test_together_without_units_alarms_who_is_left_once_an_ambulance_is_on_its_way() -> None:
    call = suspected()
    call.do(do.DispatchAmbulance("12-166"))
    call.do(do.AlarmPartner("brandweer"))
    call.do(do.AlarmTogether())
    assert call.state.alarmed == ("brandweer", "hartslagnu")


@pytest.mark.parametrize("partners", [("politie",), ("brandweer", "politie"), ("knrm",)])
def test_an_ambulance_never_waits_for_a_partner_that_is_refused(partners: tuple[str, ...]) -> None:
    call = suspected()
    outcome = call.do(do.AlarmTogether((do.DispatchAmbulance("12-166"),), partners))
    assert kinds(outcome.events) == ["ambulance_dispatched"]
    assert outcome.refusal is not None
    assert call.state.alarmed == ()


def test_together_says_so_when_it_alarms_nobody() -> None:
    outcome = session().do(do.AlarmTogether((do.DispatchAmbulance("12-166"),)))
    assert kinds(outcome.events) == ["ambulance_dispatched"]
    assert str(outcome.refusal) == (
        "Volgens het advies mag nu geen partner gealarmeerd worden. "
        "Hulp: Alarmeer een partner met de hand en geef een korte reden."
    )


def test_against_the_advice_only_with_a_reason() -> None:
    call = suspected()
    call.do(do.DispatchAmbulance("12-166"))
    assert refused(call, do.AlarmPartner("politie")) == (
        "Het advies voor Politie is: geen afspraak. Hulp: Geef een korte reden om toch te alarmeren."
    )
    refused(call, do.AlarmPartner("politie", "   "))
    call.do(do.AlarmPartner("politie", "bewaken van de ingang"))
    assert call.state.partners["politie"].override_reason == "bewaken van de ingang"
    call.do(do.AlarmPartner("brandweer", "volgt het advies"))
    assert call.state.partners["brandweer"].override_reason == ""


def test_on_a_fallback_nobody_is_alarmed_but_by_hand_with_a_reason() -> None:
    call = suspected(RecklessDecider(broken="De twee rekenwegen verschillen."))
    call.do(do.AlarmTogether((do.DispatchAmbulance("12-166"),)))
    assert call.state.alarmed == ()
    assert "papieren kaart" in refused(call, do.AlarmPartner("brandweer"))
    call.do(do.AlarmPartner("brandweer", "papieren kaart"))
    assert call.state.alarmed == ("brandweer",)


def test_no_partner_is_alarmed_twice_but_a_withdrawn_one_may_be_again() -> None:
    call = suspected()
    call.do(do.AlarmTogether((do.DispatchAmbulance("12-166"),)))
    assert refused(call, do.AlarmPartner("brandweer")) == "Brandweer is al gealarmeerd."
    call.do(do.WithdrawPartner("brandweer", "vergissing"))
    refused(call, do.WithdrawPartner("brandweer", "vergissing"))
    call.do(do.AlarmPartner("brandweer"))
    assert call.state.alarmed == ("hartslagnu", "brandweer")


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (do.Answer("bewustzin", "nee"), 'Het feit "bewustzin" bestaat niet. Hulp: Bedoelde u "bewustzijn"?'),
        (do.Answer("_weekminuut", "3"), 'Het feit "_weekminuut" bestaat niet.'),
        (do.Answer("ambulance_ingezet", "ja"), "Ambulance ingezet volgt uit het verloop van de melding."),
        (do.Answer("bewustzijn", "misschien"), '"misschien" kan niet bij bewustzijn'),
        (do.Answer("leeftijd", "54"), 'bij "54" ontbreekt de eenheid'),
        (do.Answer("gemeente", " "), "Er ontbreekt iets: een antwoord."),
        (do.Answer("gemeente", "Ede\x1b[2J"), "Er staat een onleesbaar teken"),
        (do.Answer("gemeente", "Ede\ud800"), "Er staat een onleesbaar teken"),
        (do.Answer("gemeente", "E" * 101), "De tekst is te lang"),
        (do.DispatchAmbulance(""), "Er ontbreekt iets: de eenheid."),
        (do.DispatchAmbulance("12-166", urgency=" "), "Er ontbreekt iets: de urgentie."),
        (do.AmbulanceArrived("12-166"), "Eenheid 12-166 is niet ingezet."),
        (do.AlarmPartner("brandwer"), 'De partner "brandwer" bestaat niet. Hulp: Bedoelde u "brandweer"?'),
        (do.WithdrawPartner("brandweer", "x"), "Brandweer is niet gealarmeerd."),
        (do.WarnPartner("brandweer", "x"), "Brandweer is niet gealarmeerd."),
        (do.SendFeedback("brandweer"), "Brandweer is niet gealarmeerd."),
        (do.EndInstruction(InstructionEnd.NIET_MOGELIJK), "Er loopt geen meldersinstructie."),
        (do.FirstResponderArrived("brandweer"), "Brandweer is niet gealarmeerd."),
        (do.FirstResponderArrived(), "Er is geen partner gealarmeerd; wie er toevallig is, is omstander."),
        (do.ReportCrowd(1000), "1000 kan niet. Hulp: Geef een aantal van 0 tot en met 999."),
        (do.ReportCrowd(-1), "-1 kan niet."),
        (do.Open("2"), "De melding is al geopend."),
        (do.Close(" "), "Er ontbreekt iets: een reden."),
    ],
)
def test_what_cannot_be_is_refused_in_one_dutch_line(command: Command, said: str) -> None:
    assert refused(session(), command).startswith(said)


def test_the_same_answer_twice_is_once_in_whatever_words() -> None:
    call = session()
    assert kinds(call.do(do.Answer("leeftijd", "1 jaar")).events) == ["fact_recorded"]
    for text in ("1 jaar", "12 maanden", "  1  jaar "):
        outcome = call.do(do.Answer("leeftijd", text))
        assert (outcome.events, outcome.refusal) == ((), None)


def test_another_answer_is_a_correction_that_remembers_what_it_was() -> None:
    call = session()
    call.do(do.Answer("ademhaling", "onbekend"))
    (event, *_) = call.do(do.Answer("ademhaling", "geen")).events
    assert isinstance(event, FactCorrected)
    assert (event.was, event.value) == ("onbekend", "geen")
    assert kinds(call.do(do.Correct("leeftijd", "54 jaar")).events) == ["fact_recorded"]


@given(st.lists(st.sampled_from(SCRIPT), max_size=12), COMMANDS)
def test_a_command_twice_at_once_records_a_fact_or_arrival_once(before: list[Command], last: Command) -> None:
    call = session()
    for command in [*before, last, last]:
        outcome = call.do(command)
    once = (do.Answer, do.Correct, do.DispatchAmbulance, do.UpgradeAmbulance, do.AmbulanceArrived)
    arrivals = (do.FirstResponderArrived, do.ReportFirstCompression, do.StartInstruction, do.AlarmTogether)
    if isinstance(last, once + arrivals):
        assert outcome.events == ()


def test_arrivals_end_a_running_instruction() -> None:
    call = suspected()
    call.do(do.AlarmTogether((do.DispatchAmbulance("12-166"),)))
    call.do(do.StartInstruction())
    there, ended, *_ = call.do(do.FirstResponderArrived("brandweer")).events
    assert isinstance(there, FirstResponderOnScene)
    assert isinstance(ended, InstructionEnded)
    assert ended.reason is InstructionEnd.FIRST_RESPONDER
    call.do(do.StartInstruction())
    assert kinds(call.do(do.FirstResponderArrived("hartslagnu")).events)[1:] == ["instruction_ended"]
    call.do(do.StartInstruction())
    _, ended, *_ = call.do(do.AmbulanceArrived("12-166")).events
    assert isinstance(ended, InstructionEnded)
    assert ended.reason is InstructionEnd.AMBULANCE


def test_withdrawing_the_suspicion_withdraws_alarms_and_ends_the_instruction() -> None:
    call = suspected()
    call.do(do.AlarmTogether((do.DispatchAmbulance("12-166"),)))
    call.do(do.StartInstruction())
    outcome = call.do(do.WithdrawSuspicion("patiënt praat"))
    assert kinds(outcome.events) == [
        "fact_recorded",
        "partner_withdrawn",
        "partner_withdrawn",
        "instruction_ended",
    ]
    assert call.state.answers["vermoeden_reanimatie"] == "nee"
    assert call.state.alarmed == ()
    assert call.do(do.WithdrawSuspicion("patiënt praat")).events == ()
    refused(call, do.WithdrawSuspicion(" "))


def test_a_clock_that_is_set_back_cannot_reorder() -> None:
    clock = ReplayClock(START)
    call = Session.open("26-0001", MemoryLog(), clock, FakeDecider())
    clock.advance(60)
    call.do(do.Answer("bewustzijn", "nee"))
    clock.set(START - dt.timedelta(hours=1))
    (event, *_) = call.do(do.Answer("ademhaling", "geen")).events
    assert event.at == START + dt.timedelta(seconds=60)


def test_times_are_kept_in_utc() -> None:
    summer = dt.datetime(2026, 7, 1, 12, 0, tzinfo=dt.timezone(dt.timedelta(hours=2)))
    opened = gate(None, do.Open("1"), None, summer, rulebook())
    assert not isinstance(opened, Refusal)
    assert opened[0].at.isoformat() == "2026-07-01T10:00:00+00:00"
    read = FactRecorded.model_validate({"at": "2026-07-01T12:00:00+02:00", "fact": "a", "value": "ja"})
    assert read.model_dump(mode="json")["at"] == "2026-07-01T10:00:00Z"


def test_before_opening_only_opening_is_possible() -> None:
    assert isinstance(gate(None, do.Close(), None, START, rulebook()), Refusal)
    assert isinstance(gate(None, do.Open(" "), None, START, rulebook()), Refusal)


def test_without_any_advice_a_partner_needs_a_reason() -> None:
    call = suspected()
    call.do(do.DispatchAmbulance("12-166"))
    book = rulebook()
    for id in PARTNERS:
        assert isinstance(gate(call.state, do.AlarmPartner(id), None, START, book), Refusal)
        assert not isinstance(gate(call.state, do.AlarmPartner(id, "x"), None, START, book), Refusal)
