"""The summary: who was there in general terms, what is open, where to find help, nothing about a person."""

from __future__ import annotations

import datetime as dt

import pytest
from scripted import START, FakeDecider, partner, rulebook

from mka_assist.call import commands as do
from mka_assist.call.clock import ReplayClock
from mka_assist.call.commands import Command
from mka_assist.call.events import InstructionEnd, Level, Origin
from mka_assist.call.log import MemoryLog
from mka_assist.call.session import Session
from mka_assist.call.summary import GoalTime, Summary, lines, summary
from mka_assist.call.unfinished import unfinished
from mka_assist.instruction.loading import load_instruction
from mka_assist.paths import rules_dir
from mka_assist.rulebook.model import Source
from mka_assist.rulebook.policy import Aftercare

HELP = {
    group: Aftercare(lines=(f"Hulp voor {group}.",), source=Source(document="Kader", paragraph="4.1"))
    for group in ("burgers", "brandweer", "politie", "melder", "omstanders")
}
BOOK = rulebook(
    aftercare=HELP,
    partners={
        "hartslagnu": partner("hartslagnu", "HartslagNu", 5).model_copy(update={"group": "burgers"}),
        "brandweer": partner("brandweer", "Brandweer", 4),
        "politie": partner("politie", "Politie"),
    },
)
SUSPECTED = (do.Answer("bewustzijn", "nee"), do.Answer("ademhaling", "geen"))
ALARMED = (*SUSPECTED, do.AlarmTogether((do.DispatchAmbulance("12-166"), do.DispatchAmbulance("eenheid 1"))))
WHOLE = (
    *ALARMED,
    do.StartInstruction(),
    do.ReportFirstCompression(),
    do.NoteBystander("Jan de buurman"),
    do.CountPartner("hartslagnu", called=18, accepted=6, on_scene=2, aeds=1),
    do.FirstResponderArrived("hartslagnu", coach=True),
    do.ReportCrowd(12, counted=True, origin=Origin.KETENPARTNER),
    do.SendFeedback("hartslagnu"),
    do.DispatchAmbulance("12-991", Level.MIDDENCOMPLEX),
    do.AmbulanceArrived("12-991"),
    do.AmbulanceArrived("12-166"),
)


def call(*commands: Command) -> Session:
    """A call with these commands, ten seconds apart."""
    clock = ReplayClock(START)
    session = Session.open("26-0001", MemoryLog(), clock, FakeDecider(BOOK))
    for command in commands:
        clock.advance(10)
        assert session.do(command).refusal is None, command
    return session


def found(*commands: Command) -> Summary:
    session = call(*commands)
    return summary(session.state, session.events, BOOK, load_instruction(rules_dir()))


def test_the_trip_form_says_who_how_many_when_with_an_aed_and_who_took_over() -> None:
    assert found(*WHOLE).trip_form == (
        "HartslagNu: gealarmeerd om 11:00:30, 18 opgeroepen, 6 geaccepteerd, 2 ter plaatse, 1 AED, "
        "eerste ter plaatse om 11:01:20.",
        "Brandweer: gealarmeerd om 11:00:30.",
        "Aantal first responders ter plaatse: 12 (geteld, volgens een partner), gemeld om 11:01:30.",
        "AED's van first responders: 1.",
        "Omstanders die konden helpen en niet gealarmeerd waren: 1.",
        "Meldersinstructie van 11:00:40 tot 11:01:20; overgenomen door HartslagNu.",
        "De centralist coachte first responders via de luidspreker.",
        "Ambulance 12-166 (hoogcomplex): A0 om 11:00:30, ter plaatse om 11:02:10.",
        "Ambulance eenheid 1 (hoogcomplex): A0 om 11:00:30.",
        "Ambulance 12-991 (middencomplex): A0 om 11:01:50, ter plaatse om 11:02:00.",
        "De coördinatie ging naar ambulance 12-991, daarna naar 12-166.",
    )


def test_what_was_typed_about_a_person_is_nowhere_on_the_trip_form() -> None:
    secret = "Jansen"
    told = found(
        do.Answer("gemeente", secret),
        *ALARMED,
        do.NoteBystander(f"buurman {secret}"),
        do.AlarmPartner("politie", f"vrouw {secret}"),
        do.WarnPartner("politie", f"hond van {secret}"),
        do.ReportFailedAlarm("brandweer", f"nummer van {secret}"),
        do.WithdrawPartner("hartslagnu", f"{secret} is er al"),
        do.StartInstruction(),
        do.EndInstruction(InstructionEnd.NIET_MOGELIJK),
        do.Close(f"overgedragen aan {secret}"),
    )
    assert secret not in "".join(told.trip_form)
    assert any(secret in text for _, text in told.story), "the course of the call does hold it"


def test_what_was_taken_back_is_not_on_the_trip_form() -> None:
    told = found(
        *ALARMED,
        do.StartInstruction(),
        do.FirstResponderArrived("hartslagnu", coach=True),
        do.Undo(),
        do.FirstResponderArrived("brandweer"),
    )
    assert "Meldersinstructie van 11:00:40 tot 11:01:10; overgenomen door Brandweer." in told.trip_form
    assert not any("coachte" in line for line in told.trip_form)


def test_without_an_alarm_it_says_that_too() -> None:
    told = found(do.Answer("bewustzijn", "ja"), do.Close())
    assert told.trip_form == ("Geen first responders gealarmeerd.",)
    assert (told.goals, told.aftercare) == ((), ()), "there was nothing to recognise"


def test_times_are_held_against_the_goals() -> None:
    goals = {goal.name: goal for goal in found(*WHOLE).goals}
    assert [goal.verdict for goal in goals.values()] == ["binnen het doel", "binnen het doel"]
    slow = found(*ALARMED[:2], *(do.Answer("leeftijd", f"{n} jaar") for n in range(20, 40)))
    assert [goal.verdict for goal in slow.goals] == ["binnen het doel", "niet bereikt"]


@pytest.mark.parametrize(
    ("seconds", "verdict"),
    [(None, "niet bereikt"), (60, "binnen het doel"), (61, "binnen de grens"), (90, "binnen de grens"),
     (91, "te laat")],
)  # fmt: skip
def test_a_goal_has_an_aim_and_a_limit(seconds: int | None, verdict: str) -> None:
    assert GoalTime("Herkend", seconds, 60, 90).verdict == verdict


def test_aftercare_is_for_whoever_was_involved() -> None:
    groups = {pointer.group: pointer for pointer in found(*WHOLE).aftercare}
    assert list(groups) == ["Burgers", "Brandweer", "Melder", "Omstanders"]
    assert groups["Brandweer"].lines == ("Hulp voor brandweer.",)
    assert groups["Brandweer"].source == "Kader, par. 4.1"


def test_the_story_keeps_what_was_taken_back_and_marks_it() -> None:
    told = found(do.Answer("bewustzijn", "ja"), do.Undo(), *SUSPECTED)
    assert ("0:10", "Bij bewustzijn: ja (ongedaan gemaakt)") in told.story
    assert ("0:30", "Bij bewustzijn: nee") in told.story


def test_the_story_of_a_merged_call_points_to_the_other() -> None:
    told = found(do.Close("samengevoegd", merged_into="26-0002"))
    assert told.story[-1] == ("0:10", "melding afgesloten: samengevoegd, samen met 26-0002")


def open_matters(*commands: Command) -> tuple[str, ...]:
    session = call(*commands)
    return unfinished(session.state, BOOK, session.state.last_at)


@pytest.mark.parametrize(
    ("commands", "matters"),
    [
        (SUSPECTED, ()),
        ((*SUSPECTED, do.RequestUnit()), ("de aangevraagde eenheid is niet ingezet",)),
        ((*SUSPECTED, do.StartInstruction()), ("de meldersinstructie loopt nog",)),
        (ALARMED, ("roepnummer van eenheid 1",)),
        ((*ALARMED, do.NameUnit("eenheid 1", "12-167")), ()),
        (
            (*ALARMED, do.NameUnit("eenheid 1", "12-167"), do.ReportFailedAlarm("brandweer")),
            ("het alarm van Brandweer kwam niet aan",),
        ),
        (
            (*ALARMED, do.NameUnit("eenheid 1", "12-167"), do.Answer("geweld_of_onveilig", "ja")),
            ("HartslagNu is uitgesloten en staat nog gealarmeerd",),
        ),
        (
            (
                *ALARMED,
                do.NameUnit("eenheid 1", "12-167"),
                do.Answer("geweld_of_onveilig", "ja"),
                do.SeeAlarm("laten_staan hartslagnu x", "HartslagNu gaat door", "al bijna ter plaatse"),
            ),
            (),
        ),
        (
            (*ALARMED, do.NameUnit("eenheid 1", "12-167"), do.ReportCrowd(12), do.SendFeedback("brandweer")),
            ("terugkoppeling over drukte aan HartslagNu",),
        ),
    ],
)
def test_what_is_open_is_named_and_gone_once_it_is_done(
    commands: tuple[Command, ...], matters: tuple[str, ...]
) -> None:
    assert open_matters(*commands) == matters


def test_coaching_that_goes_on_is_open() -> None:
    assert "u coacht nog via de luidspreker" in open_matters(
        *ALARMED, do.StartInstruction(), do.FirstResponderArrived(coach=True)
    )


def test_as_text_it_has_every_part_with_a_heading() -> None:
    text = lines(found(*WHOLE, do.Close()))
    headings = [line for line in text if line.isupper()]
    assert headings == ["RITFORMULIER", "TIJDEN", "DOELEN", "NOG OPEN", "NAZORG", "VERLOOP"]
    assert text[0] == "Melding 26-0001, 21-11-2026 11:00:00, Proefregio"
    assert "- roepnummer van eenheid 1" in text
    assert all("\n" not in line for line in text)


def test_nothing_open_is_said_too() -> None:
    text = lines(found(*SUSPECTED))
    assert text[text.index("NOG OPEN") + 1] == "- niets"


def test_a_call_past_midnight_keeps_its_own_day() -> None:
    clock = ReplayClock(dt.datetime(2026, 11, 21, 22, 59, 50, tzinfo=dt.UTC))
    session = Session.open("1", MemoryLog(), clock, FakeDecider(BOOK))
    clock.advance(20)
    session.do(do.DispatchAmbulance("12-166"))
    told = summary(session.state, session.events, BOOK, None)
    assert told.heading.startswith("Melding 1, 21-11-2026 23:59:50")
    assert "Ambulance 12-166 (hoogcomplex): A0 om 00:00:10." in told.trip_form
