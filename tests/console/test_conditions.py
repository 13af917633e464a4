"""What is an alarm: each matter, when it begins and ends, what it asks for, and how the bar tells it."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

import pytest
from console_kit import START
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from mka_assist.call import commands as do
from mka_assist.call.clock import ReplayClock
from mka_assist.call.events import InstructionEnd
from mka_assist.call.instructing import begin
from mka_assist.call.log import MemoryLog
from mka_assist.call.session import Session
from mka_assist.console.alarm_watch import AlarmWatch
from mka_assist.console.alarms import Alarm, Condition, Priority, Standing, highest
from mka_assist.console.callbook import CallBook
from mka_assist.console.conditions import conditions, saving, silent
from mka_assist.console.lines import Role, plain
from mka_assist.console.steps import Situation
from mka_assist.console.themes import MONOCHROME
from mka_assist.console.ui import Sight, Ui
from mka_assist.console.views.alerts import FLASH, MARKS, ROLES, alert_lines, flashing, lit
from mka_assist.decision.decide import Decider
from mka_assist.engine.errors import EngineError
from mka_assist.instruction.loading import load_instruction
from mka_assist.paths import rules_dir
from mka_assist.rulebook.loading import load_rulebook

SIZES = ((80, 2), (120, 2), (120, 3), (200, 3))
SUSPICION = do.Answer("vermoeden_reanimatie", "ja")
UNITS = (do.DispatchAmbulance("17-140"), do.DispatchAmbulance("17-141"))
GOING = (SUSPICION, *UNITS, do.AlarmTogether())
"""A suspicion with everything that belongs to it under way."""


@lru_cache
def decider(region: str = "voorbeeld-kust") -> Decider:
    return Decider(load_rulebook(rules_dir(), region))


@lru_cache
def instruction():
    return load_instruction(rules_dir())


def broken(book):
    raise EngineError("proefstoring")


class Call:
    """A call with its alarms; each command a second after the one before."""

    def __init__(self, *commands: do.Command, region: str = "voorbeeld-kust", decider_=None) -> None:
        self.clock, log = ReplayClock(START), MemoryLog()
        chosen = decider_ or decider(region)
        self.session = Session.open("1", log, self.clock, chosen)
        self.watch = AlarmWatch(CallBook(log, self.clock, chosen), instruction())
        self.do(*commands)

    def do(self, *commands: do.Command) -> Call:
        for command in commands:
            self.clock.advance(1)
            refusal = self.session.do(command).refusal
            assert refusal is None, refusal
        return self

    def wait(self, seconds: float) -> Call:
        self.clock.advance(seconds)
        return self

    @property
    def at(self) -> Situation:
        one = self.session
        return Situation(one.state, one.decision, one.rulebook, self.clock.now(), instruction())

    @property
    def found(self) -> dict[str, Condition]:
        return {one.id: one for one in conditions(self.at)}

    def bar(self, width: int = 80, height: int = 2) -> str:
        return plain(alert_lines(self.sight, width, height))

    @property
    def sight(self) -> Sight:
        return Sight(self.at, self.session.events, "", Ui(), self.watch.alarms(self.session, self.at))

    def see(self) -> Call:
        alarm = highest(self.watch.alarms(self.session, self.at))
        assert alarm is not None
        return self.do(do.SeeAlarm(alarm.condition.name, alarm.condition.what))


def asks(call: Call, id: str, priority: Priority, key: str) -> Condition:
    """The alarm that stands, as promised: what, what to do, since when, how urgent and by which key."""
    assert id in call.found, sorted(call.found)
    one = call.found[id]
    assert (one.priority, one.key) == (priority, key)
    told(call, one)
    return one


def told(call: Call, one: Condition) -> None:
    """Both halves stand, and on the smallest screen nothing of either is cut while it stands alone."""
    assert one.what.endswith((".", "!"))
    assert one.do.endswith(".")
    assert one.do[:1].isupper()
    alarm = Alarm(one, one.since or call.clock.now())
    sight = dataclasses.replace(call.sight, alarms=(alarm,))
    for width, height in SIZES:
        text = " ".join(plain(alert_lines(sight, width, height)).split())
        assert f"{one.what} {one.do}" in text
        assert " sinds " in text


def test_a_plain_call_in_which_all_goes_well_has_no_alarm() -> None:
    call = Call(*GOING)
    call.do(begin(instruction(), call.at.decision.facts), do.ReportFirstCompression())
    for _ in range(350):
        assert call.wait(1).found == {}


def test_an_ambulance_that_lags_is_a_high_alarm_since_the_suspicion() -> None:
    call = Call(do.Answer("bewustzijn", "nee"), SUSPICION).wait(9)
    assert "ambulance" not in call.found
    one = asks(call.wait(1), "ambulance", Priority.HIGH, "F2")
    assert one.since == START + dt.timedelta(seconds=2)
    assert not one.advice
    call.do(UNITS[0])
    assert "ambulance" not in call.found


def test_an_open_request_stays_until_a_real_unit_is_coupled() -> None:
    call = Call(SUSPICION, do.RequestUnit(), do.AlarmTogether(), region="voorbeeld-platteland")
    asks(call, "eenheid", Priority.HIGH, "E")
    assert "ambulance" not in call.wait(60).found, "it is one matter"
    call.see().wait(120)
    assert " *** HOOG   gezien Eenheid aangevraagd" in call.bar()
    call.do(UNITS[0])
    assert "eenheid" not in call.found


def test_fewer_units_than_advised_and_a_lower_urgency_are_told() -> None:
    call = Call(do.DispatchAmbulance("17-140", urgency="A1"), SUSPICION).wait(29)
    assert "inzet" not in call.found
    asks(call.wait(1), "inzet", Priority.MEDIUM, "F2")
    assert "Waardeer op naar A0" in call.bar()
    call.see().see().do(do.UpgradeAmbulance("17-140")).wait(30)
    assert "Zet er 1 bij." in call.found["inzet"].do, "another matter than the urgency"
    assert not next(a for a in call.sight.alarms if a.condition.id == "inzet").seen
    call.do(UNITS[1])
    assert "inzet" not in call.found


DANGERS = {
    "geweld_of_onveilig": ("ja", "geweld of onveilig"),
    "veilig_bereikbaar": ("nee", "niet veilig bereikbaar"),
}


@pytest.mark.parametrize("fact", DANGERS)
def test_a_danger_learned_late_is_a_high_alarm_until_everybody_was_warned(fact) -> None:
    answer, words = DANGERS[fact]
    call = Call(*GOING, do.Answer(fact, answer))
    one = asks(call, "veiligheid", Priority.HIGH, "F9")
    assert words in one.what
    endangered = [part for part in one.parts if part in call.session.state.alarmed]
    assert endangered
    for partner in endangered:
        call.do(do.WarnPartner(partner, ""))
    assert "veiligheid" not in call.found


def test_another_danger_after_the_warning_is_a_new_alarm() -> None:
    call = Call(*GOING, do.Answer("geweld_of_onveilig", "ja"))
    for partner in call.session.state.alarmed:
        call.do(do.WarnPartner(partner, ""))
    assert "veiligheid" not in call.found
    call.do(do.Answer("veilig_bereikbaar", "nee"))
    asks(call, "veiligheid", Priority.HIGH, "F9")


@pytest.mark.parametrize(
    ("region", "act"),
    [
        ("voorbeeld-stad", "Trek het alarm in."),
        ("voorbeeld-kust", "Trek in, of laat staan."),
        ("voorbeeld-platteland", None),
    ],
)
def test_another_late_exclusion_asks_what_the_region_wants(region, act) -> None:
    call = Call(*GOING, do.Answer("ernstig_trauma", "ja"), region=region)
    assert "veiligheid" not in call.found
    if act is None:
        assert "uitgesloten" not in call.found
    else:
        assert asks(call, "uitgesloten", Priority.MEDIUM, "F9").do == act


def test_a_partner_alarmed_against_the_advice_is_no_alarm() -> None:
    first = (do.Answer("ernstig_trauma", "ja"), SUSPICION, *UNITS)
    call = Call(*first, do.AlarmPartner("hartslagnu", "op verzoek van de ambulance"))
    assert "uitgesloten" not in call.found


def test_no_suspicion_any_more_asks_to_withdraw_whoever_still_stands() -> None:
    call = Call(*GOING, do.Correct("vermoeden_reanimatie", "nee"))
    one = asks(call, "geen-vermoeden", Priority.MEDIUM, "F9")
    assert set(one.parts) == set(call.session.state.alarmed)
    call.do(do.WithdrawSuspicion("ademt normaal"))
    assert call.found == {}


def test_an_alarm_that_did_not_arrive_is_high_only_when_nobody_else_comes() -> None:
    call = Call(*GOING)
    first, *others = call.session.state.alarmed
    call.do(do.ReportFailedAlarm(first))
    asks(call, "mislukt", Priority.MEDIUM, "F9")
    call.see()
    for other in others:
        call.do(do.WithdrawPartner(other, "niet nodig"))
    asks(call, "mislukt", Priority.HIGH, "F9")
    assert highest(call.sight.alarms), "worse than what was seen"
    call.do(do.AlarmPartner(first))
    assert "mislukt" not in call.found


def test_partners_that_may_go_and_were_forgotten() -> None:
    call = Call(SUSPICION, *UNITS).wait(18)
    assert "alarmeren" not in call.found
    asks(call.wait(2), "alarmeren", Priority.MEDIUM, "F2")
    call.do(do.AlarmTogether())
    assert "alarmeren" not in call.found
    (first, *_) = call.session.state.alarmed
    call.do(do.WithdrawPartner(first, "niet nodig")).wait(60)
    assert "alarmeren" not in call.found, "somebody chose that"


def test_an_instruction_that_did_not_begin_within_the_limit() -> None:
    limit = instruction().goals["herkenning"].limit.seconds
    call = Call(*GOING)
    call.wait(limit - len(GOING) - 1)
    assert "instructie" not in call.found
    one = asks(call.wait(1), "instructie", Priority.MEDIUM, "F5")
    assert one.since == START + dt.timedelta(seconds=limit)
    call.do(begin(instruction(), call.at.decision.facts))
    assert "instructie" not in call.found


def test_a_late_suspicion_leaves_time_to_begin() -> None:
    call = Call(do.Answer("bewustzijn", "nee")).wait(300).do(*GOING).wait(10)
    assert "instructie" not in call.found
    assert "instructie" in call.wait(10).found


def test_a_barrier_or_somebody_on_scene_takes_the_place_of_an_instruction() -> None:
    assert "instructie" not in Call(*GOING, do.MeetBarrier("melder_niet_bij_patient")).wait(200).found
    assert "instructie" not in Call(*GOING, do.FirstResponderArrived("hartslagnu")).wait(200).found


def test_the_first_compression_is_missed_once_after_the_limit() -> None:
    limit = instruction().goals["eerste-compressie"].limit.seconds
    call = Call(*GOING)
    call.do(begin(instruction(), call.at.decision.facts)).wait(limit - len(GOING) - 2)
    assert "compressie" not in call.found
    asks(call.wait(1), "compressie", Priority.LOW, "C")
    call.see().wait(300)
    assert highest(a for a in call.sight.alarms if a.condition.id == "compressie") is None
    call.do(do.ReportFirstCompression())
    assert "compressie" not in call.found


def test_an_ended_instruction_misses_no_compression() -> None:
    call = Call(*GOING)
    call.do(begin(instruction(), call.at.decision.facts), do.EndInstruction(InstructionEnd.NIET_MOGELIJK))
    assert "compressie" not in call.wait(300).found


def test_crowding_and_too_few_are_low() -> None:
    call = Call(*GOING, do.ReportCrowd(40))
    one = asks(call, "drukte", Priority.LOW, "F9")
    assert "40 ter plaatse" in one.what
    call.see().wait(30)
    assert highest(call.sight.alarms) is None
    call.do(do.ReportCrowd(60))
    assert highest(call.sight.alarms), "another number is another matter"
    call.do(do.ReportCrowd(0)).wait(360)
    assert asks(call, "weinig", Priority.LOW, "F4").since == START + dt.timedelta(seconds=4 + 360)


def test_the_limit_of_too_few_is_that_of_the_rules() -> None:
    book = decider().rulebook
    limits = book.crowd_limits.model_copy(update={"after": 90})
    own = Decider(book.model_copy(update={"crowd_limits": limits}))
    assert "weinig" in Call(*GOING, decider_=own).wait(90).found
    own.close()


def test_attention_is_low_and_medium_where_there_is_danger() -> None:
    call = Call(SUSPICION, do.Answer("zelfdoding", "ja"), do.Answer("te_water", "ja"))
    asks(call, "let-op-zelfdoding", Priority.LOW, "")
    asks(call, "let-op-water", Priority.MEDIUM, "")


def test_a_fallback_is_a_high_alarm_that_cannot_be_put_aside() -> None:
    bad = Decider(decider().rulebook, broken)
    one = asks(Call(SUSPICION, decider_=bad), "terugval", Priority.HIGH, "")
    assert "proefstoring" in one.detail
    assert not one.advice


def test_what_fails_here_says_what_to_do() -> None:
    call = Call()
    found = [
        *saving("3 gebeurtenissen zijn nog niet opgeslagen.", START, watching=False, lost=False),
        *saving("1 gebeurtenis niet opgeslagen.", None, watching=True, lost=True),
        *saving("Kan niet lezen.", None, watching=True, lost=False),
        *silent("geen geluid: het proces voor geluid geeft geen teken."),
    ]
    assert [one.priority for one in found] == [Priority.HIGH, Priority.HIGH, Priority.MEDIUM, Priority.HIGH]
    for one in found:
        assert not one.advice
        told(call, one)
    assert [*saving("", None, watching=False, lost=False), *silent("")] == []


def test_a_closed_call_asks_for_nothing() -> None:
    assert Call(SUSPICION, do.Answer("te_water", "ja"), do.Close()).wait(60).found == {}


def test_every_rule_that_asks_for_attention_says_what_to_do() -> None:
    for region in ("", "voorbeeld-kust", "voorbeeld-stad", "voorbeeld-platteland"):
        book = load_rulebook(rules_dir(), region)
        for rule in book.criteria:
            if rule.kind == "aandacht":
                assert ": " in rule.text, f"{rule.id}: wat er is, dubbele punt, wat te doen"


# How the bar tells it


def alarm(
    priority: Priority, standing: Standing = Standing.UNSEEN, what: str = "Er is iets.", **more
) -> Alarm:
    one = Condition(more.pop("id", f"{what} {priority}"), priority, what, "Doe iets.", **more)
    return Alarm(one, START + dt.timedelta(seconds=8), standing)


@lru_cache
def plain_call() -> Call:
    return Call()


def bar(*alarms: Alarm, width: int = 80, height: int = 2, now: dt.datetime = START) -> tuple:
    sight = plain_call().sight
    at = dataclasses.replace(sight.at, now=now)
    return alert_lines(dataclasses.replace(sight, at=at, alarms=alarms), width, height)


def test_without_colours_the_three_priorities_and_what_is_seen_differ_as_text() -> None:
    texts = {
        plain(bar(alarm(priority, standing)))
        for priority in Priority
        for standing in (Standing.UNSEEN, Standing.SEEN)
    }
    assert len(texts) == 6
    assert plain(bar(alarm(Priority.HIGH))).startswith(" *** HOOG   Er is iets. Doe iets. sinds 0:08")
    styles = MONOCHROME.styles()
    assert len({str(styles[ROLES[priority]]) for priority in Priority}) == 3


def test_an_alarm_names_its_key_and_what_is_hidden_is_counted_per_priority() -> None:
    many = (
        alarm(Priority.HIGH, what="Een.", key="F9"),
        alarm(Priority.HIGH, what="Twee."),
        *(alarm(Priority.MEDIUM, what=f"M{n}.") for n in range(2)),
        alarm(Priority.LOW, what="L."),
    )
    rows = plain(bar(*many)).splitlines()
    assert rows[0].startswith(" *** HOOG   Een. Doe iets. [F9] sinds 0:08")
    assert " *** " not in rows[1], "one high alarm at a time"
    assert plain(bar(*many)).rstrip().endswith("+1 HOOG +1 MIDDEN +1 LAAG")


def test_put_aside_leaves_the_bar() -> None:
    assert "Geen alarmen" in plain(bar(alarm(Priority.HIGH, Standing.ASIDE)))


ALARMS = st.builds(
    lambda priority, standing, what, key, number: alarm(priority, standing, what, id=f"z{number}", key=key),
    st.sampled_from(Priority),
    st.sampled_from([Standing.UNSEEN, Standing.SEEN, Standing.ASIDE]),
    st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=90),
    st.sampled_from(["", "F2"]),
    st.integers(0, 9999),
)


@given(st.lists(ALARMS, max_size=8, unique_by=lambda each: each.condition.id), st.sampled_from(SIZES))
def test_the_bar_keeps_its_size_and_shows_what_is_first_and_what_f6_acts_on(alarms, size) -> None:
    width, height = size
    alarms = sorted(alarms, key=lambda each: (each.condition.priority.rank, each.seen))
    lines = bar(*alarms, width=width, height=height)
    assert len(lines) == height
    assert all(sum(cell_len(text) for text, _ in row) == width for row in lines)
    text = plain(lines)
    heads = [row for row in text.splitlines() if row[1:4].strip().startswith("*")]
    standing = [each for each in alarms if not each.aside]
    if not standing:
        assert heads == []
        return
    assert f" {standing[0].condition.priority.upper()} " in heads[0]
    assert sum(row.startswith(" *** ") and " gezien " not in row for row in heads) <= 1
    target = highest(alarms)
    if target:
        mine = [row for row in heads if row[5:18].split()[0] == target.condition.priority.upper()]
        assert any(" gezien " not in row[:20] for row in mine)
    hidden = sum(int(word[1:]) for word in text.split() if word[:1] == "+" and word[1:].isdecimal())
    if "+" not in "".join(each.condition.what for each in alarms):
        assert len(heads) + hidden == len(standing)


def flashes(one: Alarm, seconds: int = 20, step: float = 0.01) -> float:
    """How often per second its mark goes from normal to reverse."""
    moments = [START + dt.timedelta(seconds=n * step) for n in range(int(seconds / step))]
    seen = [lit(one, moment) for moment in moments]
    return sum(not a and b for a, b in pairwise(seen)) / seconds


def test_marks_flash_at_the_rates_of_the_standard_and_never_fast() -> None:
    assert 1.4 <= flashes(alarm(Priority.HIGH)) <= 2.8
    assert 0.4 <= flashes(alarm(Priority.MEDIUM)) <= 0.8
    assert flashes(alarm(Priority.LOW)) == 0
    assert all(flashes(alarm(priority, Standing.SEEN)) == 0 for priority in Priority)
    assert max(FLASH.values()) < 3


def test_only_the_mark_flashes_and_no_text_comes_or_goes() -> None:
    one = alarm(Priority.HIGH)
    dark = next(m for m in moments() if not lit(one, m))
    light = next(m for m in moments() if lit(one, m))
    first, second = bar(one, now=dark), bar(one, now=light)
    assert plain(first) == plain(second)
    changed = [(a, b) for a, b in zip(first[0], second[0], strict=True) if a != b]
    text = f" {MARKS[Priority.HIGH]} "
    assert changed == [((text, Role.TEXT), (text, Role.HIGH))]
    assert flashing((one,))
    assert not flashing((alarm(Priority.HIGH, Standing.SEEN), alarm(Priority.LOW)))


def moments() -> Iterator[dt.datetime]:
    yield from (START + dt.timedelta(milliseconds=50 * n) for n in range(40))


def test_what_is_seen_is_shown_whole_where_there_is_room() -> None:
    both = [alarm(Priority.HIGH, Standing.SEEN, what=what) for what in ("Een.", "Twee.")]
    text = plain(bar(*both, width=120, height=3))
    assert text.count(" *** HOOG   gezien ") == 2
    assert "+" not in text
    one_new = (alarm(Priority.HIGH, what="Nieuw."), *both)
    assert plain(bar(*one_new, width=120, height=3)).count(" *** ") == 1


ACTS: dict[str, tuple[do.Command, ...]] = {
    "suspicion": (SUSPICION,),
    "no suspicion": (do.Correct("vermoeden_reanimatie", "nee"),),
    "one unit": (UNITS[0],),
    "two units": UNITS,
    "old urgency": (do.DispatchAmbulance("17-150", urgency="A1"),),
    "alarm": (do.AlarmTogether(),),
    "danger": (do.Answer("geweld_of_onveilig", "ja"),),
    "no danger": (do.Answer("geweld_of_onveilig", "nee"),),
    "trauma": (do.Answer("ernstig_trauma", "ja"),),
    "water": (do.Answer("te_water", "ja"),),
    "warn": (do.WarnPartner("hartslagnu", ""),),
    "failed": (do.ReportFailedAlarm("hartslagnu"),),
    "withdraw": (do.WithdrawPartner("hartslagnu", "niet nodig"),),
    "crowd": (do.ReportCrowd(30),),
    "few": (do.ReportCrowd(1),),
    "instruction": (do.StartInstruction(),),
    "compression": (do.ReportFirstCompression(),),
    "responder": (do.FirstResponderArrived(),),
    "undo": (do.Undo(),),
}


@settings(max_examples=60)
@given(
    st.lists(
        st.one_of(st.sampled_from(sorted(ACTS)), st.sampled_from(["see", "aside"]), st.integers(1, 200)),
        max_size=25,
    )
)
def test_looking_back_finds_every_alarm_as_it_was_seen_live(story) -> None:
    """Whatever happened, a program that starts anew shows the same alarms, since the same moments."""
    call = Call(SUSPICION)
    call.sight  # noqa: B018 - a look
    for turn in story:
        if isinstance(turn, int):
            call.wait(turn)
        elif turn in ACTS:
            for command in ACTS[turn]:
                call.clock.advance(1)
                call.session.do(command)
        elif (alarm_ := highest(call.sight.alarms)) is not None:
            reason = "reden" if turn == "aside" and alarm_.condition.advice else ""
            call.do(do.SeeAlarm(alarm_.condition.name, alarm_.condition.what, reason))
        live = call.sight.alarms
    live = call.sight.alarms
    anew = AlarmWatch(CallBook(MemoryLog(), call.clock, decider()), instruction())
    assert anew.alarms(call.session, call.at) == live
