"""More first responders than expected, or too few: advice, never an action."""

from __future__ import annotations

import datetime as dt

from scripted import START, FakeDecider, rulebook

from mka_assist.call import commands as do
from mka_assist.call.clock import ReplayClock
from mka_assist.call.crowding import Crowding, crowding
from mka_assist.call.events import FeedbackSent
from mka_assist.call.log import MemoryLog
from mka_assist.call.session import Session
from mka_assist.rulebook.policy import CrowdLimits

BOOK = rulebook()


class Call:
    """A suspected call with an ambulance on its way; each command a second after the one before."""

    def __init__(self, *commands: do.Command) -> None:
        self.clock = ReplayClock(START)
        self.session = Session.open("1", MemoryLog(), self.clock, FakeDecider(BOOK))
        for command in (do.Answer("vermoeden_reanimatie", "ja"), do.DispatchAmbulance("12-166"), *commands):
            self.do(command)

    def do(self, command: do.Command) -> None:
        self.clock.advance(1)
        outcome = self.session.do(command)
        assert outcome.refusal is None

    def now(self, after: float = 0) -> Crowding:
        return crowding(self.session.state, BOOK, self.clock.now() + dt.timedelta(seconds=after))


def test_more_than_the_alarmed_partners_bring_gives_feedback_to_each() -> None:
    call = Call(do.AlarmTogether(), do.ReportCrowd(9))
    assert (call.now().expected, call.now().reported, call.now().feedback) == (9, 9, ())
    call.do(do.ReportCrowd(10))
    assert [(f.partner, f.name, f.text) for f in call.now().feedback] == [
        ("hartslagnu", "HartslagNu", "Er zijn genoeg burgerhulpverleners."),
        ("brandweer", "Brandweer", "Meer first responders ter plaatse dan verwacht: 10 gemeld, 9 verwacht."),
    ]
    assert call.session.state.alarmed == ("hartslagnu", "brandweer")


def test_feedback_is_advised_until_it_is_sent_or_dismissed() -> None:
    call = Call(do.AlarmTogether(), do.ReportCrowd(20), do.SendFeedback("hartslagnu"))
    assert [f.partner for f in call.now().feedback] == ["brandweer"]
    call.do(do.DismissFeedback("brandweer", "al bekend"))
    assert call.now().feedback == ()
    call.do(do.ReportCrowd(30))
    assert call.now().feedback == ()


def test_without_a_standing_alarm_people_are_bystanders() -> None:
    call = Call(do.ReportCrowd(20))
    assert call.now() == Crowding(None, (), None, (), "")
    call.do(do.AlarmTogether())
    assert call.now().feedback == ()
    for partner in call.session.state.alarmed:
        call.do(do.WithdrawPartner(partner, "geen reanimatie"))
    call.do(do.ReportCrowd(20))
    assert call.now() == Crowding(None, (), None, (), "")


def test_a_withdrawn_partner_brings_nobody() -> None:
    call = Call(do.AlarmTogether(), do.WithdrawPartner("brandweer", "niet nodig"), do.ReportCrowd(6))
    assert call.now().expected == 5
    assert [f.partner for f in call.now().feedback] == ["hartslagnu"]


def test_a_partner_without_a_number_is_named_and_alone_says_nothing_about_crowding() -> None:
    call = Call(do.AlarmPartner("politie", "bewaking"), do.ReportCrowd(50))
    assert (call.now().expected, call.now().without_number, call.now().feedback) == (None, ("politie",), ())
    call.do(do.AlarmPartner("brandweer"))
    call.do(do.ReportCrowd(50))
    assert call.now().expected == 4
    assert [f.partner for f in call.now().feedback] == ["politie", "brandweer"]


def test_fewer_than_two_after_six_minutes_is_said_until_there_are_two() -> None:
    call = Call(do.AlarmTogether())
    assert call.now(359).shortage == ""
    assert call.now(360).shortage == "Na 6 minuten geen first responders ter plaatse gemeld."
    call.do(do.FirstResponderArrived("brandweer"))
    assert call.now(360).shortage == "Na 6 minuten 1 first responder ter plaatse gemeld."
    call.do(do.ReportCrowd(2))
    assert call.now(360).shortage == ""
    call.do(do.ReportCrowd(1))
    assert call.now(360).shortage
    call.do(do.AmbulanceArrived("12-166"))
    assert call.now(360).shortage == ""


def test_nobody_alarmed_is_no_shortage() -> None:
    assert Call().now(3600).shortage == ""


def test_who_accepted_goes_before_what_the_rules_expect() -> None:
    call = Call(do.AlarmTogether(), do.CountPartner("hartslagnu", called=18, accepted=2))
    assert call.now().expected == 2 + 4
    call.do(do.ReportCrowd(7))
    assert [feedback.partner for feedback in call.now().feedback] == ["hartslagnu", "brandweer"]
    call.do(do.CountPartner("brandweer", accepted=0))
    assert call.now().expected == 2, "nobody is a number too"
    call.do(do.CountPartner("brandweer", accepted=5))
    assert (call.now().expected, call.now().feedback) == (7, ())


def test_what_partners_say_counts_until_somebody_on_scene_says_it() -> None:
    call = Call(do.AlarmTogether(), do.CountPartner("hartslagnu", on_scene=1))
    assert call.now().reported == 1
    call.do(do.CountPartner("brandweer", on_scene=2))
    assert call.now().reported == 3
    call.do(do.ReportCrowd(2))
    assert call.now().reported == 2


def test_the_limits_of_the_rulebook_say_when_few_is_too_few() -> None:
    call = Call(do.AlarmTogether(), do.ReportCrowd(2))
    limits = CrowdLimits(needed=3, after=90)
    later = call.clock.now() + dt.timedelta(seconds=120)
    assert call.now(120).shortage == ""
    found = crowding(call.session.state, rulebook(crowd_limits=limits), later)
    assert found.shortage == "Na 1,5 minuten 2 first responders ter plaatse gemeld."


def test_the_feedback_that_was_sent_is_kept() -> None:
    call = Call(do.AlarmTogether(), do.ReportCrowd(20), do.SendFeedback("brandweer"))
    sent = [event for event in call.session.events if isinstance(event, FeedbackSent)]
    assert [event.message for event in sent] == [
        "Meer first responders ter plaatse dan verwacht: 20 gemeld, 9 verwacht."
    ]
