"""The latching table, and what the desk makes of it: acknowledging, putting aside, resuming, other calls."""

from __future__ import annotations

import asyncio
import datetime as dt

import pytest
from console_kit import ALARMED, ARREST, REGION, START, Kit, press, rulebook, screen
from hypothesis import given
from hypothesis import strategies as st

from mka_assist.call import events as e
from mka_assist.call.parts import SeenAlarm
from mka_assist.console.actions import Mode
from mka_assist.console.alarm_watch import AlarmWatch
from mka_assist.console.alarms import (
    LATCH,
    LONGEST,
    Alarm,
    AlarmBook,
    Condition,
    Priority,
    Standing,
    Turn,
    highest,
    loudest,
)
from mka_assist.console.desk import Desk
from mka_assist.console.hearing import Heard, NoHearing
from mka_assist.console.lines import Role, plain
from mka_assist.console.ui import Panel
from mka_assist.console.views.panels import panel
from mka_assist.decision.decide import Decider
from mka_assist.journal.store import Journal


def condition(id: str = "zaak", priority: Priority = Priority.MEDIUM, *parts: str, **more) -> Condition:
    return Condition(id, priority, "Er is iets.", "Doe iets.", parts=parts, **more)


def second(number: float) -> dt.datetime:
    return START + dt.timedelta(seconds=number)


def test_the_table_knows_every_turn_of_every_alarm() -> None:
    assert set(LATCH) == set(Standing)
    assert all(set(row) == set(Turn) for row in LATCH.values())


def test_only_an_act_makes_an_alarm_seen_and_only_its_condition_ends_it() -> None:
    for standing, row in LATCH.items():
        for turn, after in row.items():
            if after in (Standing.SEEN, Standing.ASIDE) and after is not standing:
                assert turn in (Turn.SEE, Turn.PUT_ASIDE)
            if after is Standing.GONE:
                assert turn is Turn.ENDS or standing is Standing.GONE
        assert row[Turn.WORSENS] is Standing.UNSEEN
        assert row[Turn.ENDS] is Standing.GONE


def test_what_stays_the_same_is_never_told_again() -> None:
    for standing in (Standing.SEEN, Standing.ASIDE):
        assert LATCH[standing][Turn.STANDS] is standing


class Told:
    """A book with the conditions that stand and what was acknowledged, looked at a second later each time."""

    def __init__(self) -> None:
        self.book, self.now = AlarmBook(), START
        self.seen: dict[str, SeenAlarm] = {}
        self.alarms: tuple[Alarm, ...] = ()

    def look(self, *conditions: Condition) -> tuple[Alarm, ...]:
        self.now += dt.timedelta(seconds=1)
        self.alarms = self.book.look(conditions, self.seen, self.now)
        return self.alarms

    def see(self, alarm: Alarm, reason: str = "") -> None:
        self.now += dt.timedelta(seconds=1)
        self.seen[alarm.condition.name] = SeenAlarm(self.now, reason)

    @property
    def standings(self) -> list[Standing]:
        return [alarm.standing for alarm in self.alarms]


def test_an_alarm_is_seen_until_it_gets_worse_and_gone_with_its_condition() -> None:
    told, one = Told(), condition("zaak", Priority.MEDIUM, "a")
    (alarm,) = told.look(one)
    assert (alarm.standing, alarm.since) == (Standing.UNSEEN, second(1))
    told.see(alarm)
    assert told.look(one)[0].standing is Standing.SEEN
    assert told.look(one)[0].since == second(1)
    (worse,) = told.look(condition("zaak", Priority.MEDIUM, "a", "b"))
    assert (worse.standing, worse.since) == (Standing.UNSEEN, second(5))
    assert told.look() == ()


@pytest.mark.parametrize(
    "less", [condition("zaak", Priority.MEDIUM, "a"), condition("zaak", Priority.LOW, "a", "b")]
)
def test_what_gets_less_stays_seen_and_is_new_when_it_comes_back(less) -> None:
    told, whole = Told(), condition("zaak", Priority.MEDIUM, "a", "b")
    told.see(told.look(whole)[0])
    assert told.look(whole)[0].seen
    assert told.look(less)[0].seen
    assert not told.look(whole)[0].seen


def test_more_urgent_is_a_new_alarm() -> None:
    told = Told()
    told.see(told.look(condition("zaak", Priority.MEDIUM, "a"))[0])
    assert told.look(condition("zaak", Priority.MEDIUM, "a"))[0].seen
    assert not told.look(condition("zaak", Priority.HIGH, "a"))[0].seen


def test_what_comes_back_is_a_new_alarm_also_when_it_names_its_own_beginning() -> None:
    told, one = Told(), condition(since=START)
    told.see(told.look(one)[0])
    assert told.look(one)[0].seen
    told.look()
    (again,) = told.look(one)
    assert not again.seen
    assert again.since > START


def test_put_aside_keeps_its_reason_until_it_gets_worse() -> None:
    told = Told()
    told.see(told.look(condition("zaak", Priority.LOW, "a"))[0], "al gedaan")
    assert [(a.aside, a.reason) for a in told.look(condition("zaak", Priority.LOW, "a"))] == [
        (True, "al gedaan")
    ]
    assert not told.look(condition("zaak", Priority.LOW, "a", "b"))[0].aside


MATTERS = st.tuples(
    st.sampled_from(["een", "twee", "drie"]),
    st.sampled_from(Priority),
    st.frozensets(st.sampled_from("abc"), max_size=3),
)


@given(st.lists(st.one_of(st.lists(MATTERS, max_size=3), st.just("see"), st.just("aside")), max_size=25))
def test_no_repeat_without_change_whatever_happens(story) -> None:
    """Against a model that only remembers, per matter, the most it was acknowledged for since it last got
    less."""
    told, now = Told(), ()
    acknowledged: dict[str, tuple[int, frozenset[str]]] = {}
    last: dict[str, tuple[int, frozenset[str]]] = {}
    for turn in story:
        if isinstance(turn, str):
            if (alarm := highest(told.alarms)) is not None:
                told.see(alarm, "reden" if turn == "aside" else "")
                one = alarm.condition
                acknowledged[one.id] = (one.priority.rank, frozenset(one.parts))
        else:
            now = tuple(condition(id, priority, *sorted(parts)) for id, priority, parts in turn)
        told.look(*now)
        current = {one.id: (one.priority.rank, frozenset(one.parts)) for one in now}
        for id, before in last.items():
            level = current.get(id)
            if level is None or level[0] > before[0] or not before[1] <= level[1]:
                known = acknowledged.pop(id, None)
                if known and level and known[0] <= level[0] and level[1] <= known[1]:
                    acknowledged[id] = level
        for id, level in current.items():
            known = acknowledged.get(id)
            if known and not (known[0] <= level[0] and level[1] <= known[1]):
                del acknowledged[id]
        last = current
        assert {alarm.condition.id for alarm in told.alarms} == set(current)
        assert {a.condition.id for a in told.alarms if a.seen} == set(acknowledged)
        order = [(a.condition.priority.rank, a.seen, a.since) for a in told.alarms]
        assert order == sorted(order)


@given(st.lists(st.text("abcdefgh-", min_size=1, max_size=20), max_size=20))
def test_the_name_of_an_alarm_fits_the_journal_and_knows_itself(parts) -> None:
    one = condition("zaak", Priority.HIGH, *parts)
    assert len(one.name) <= LONGEST
    assert one.within(one.name)
    assert not condition("andere", Priority.HIGH, *parts).within(one.name)


def test_what_is_loudest_is_the_most_urgent_that_nobody_saw() -> None:
    alarms = (
        Alarm(condition(priority=Priority.HIGH), START, Standing.SEEN),
        Alarm(condition(priority=Priority.MEDIUM), START),
        Alarm(condition(priority=Priority.LOW), START),
    )
    assert loudest(alarms) is Priority.MEDIUM
    assert highest(alarms) == alarms[1]
    assert loudest(alarms[:1]) is None


# What the desk makes of it


def names(kit: Kit) -> list[str]:
    return [alarm.condition.id for alarm in kit.sight.alarms]


def unseen(kit: Kit) -> list[str]:
    return [alarm.condition.id for alarm in kit.sight.alarms if not alarm.seen]


LATE = (*ARREST, "+11")
"""A suspicion, and no ambulance for longer than the next act may take."""


def test_the_next_act_is_no_alarm_until_it_lags(kit) -> None:
    kit.press(*ARREST, "+9")
    assert names(kit) == []
    kit.press("+2")
    assert names(kit) == ["ambulance"]


OVERLAYS = {
    "nothing": (),
    "menu": ("f9",),
    "armed": ("f2",),
    "typing": ("f4",),
    "help": ("f1",),
    "explanation": ("v",),
    "log": ("pageup",),
    "board": ("0",),
}


@pytest.mark.parametrize("overlay", OVERLAYS.values(), ids=OVERLAYS)
def test_one_key_acknowledges_under_everything_and_leaves_it_there(kit, overlay) -> None:
    kit.press(*LATE, *overlay)
    mode, panel_, opened = kit.desk.mode, kit.desk.ui.panel, kit.desk.ui.opened
    assert unseen(kit) == ["ambulance"]
    kit.press("f6")
    assert unseen(kit) == []
    assert names(kit) == ["ambulance"], "it stands on, seen"
    assert (kit.desk.mode, kit.desk.ui.panel, kit.desk.ui.opened) == (mode, panel_, opened)
    assert isinstance(kit.sight.events[-1], e.AlarmSeen)


def test_nothing_else_acknowledges(kit) -> None:
    kit.press(
        *LATE, "v", "escape", "up", "down", "tab", "s", "space", "pageup", "escape", "0", "escape", "f1", "f1"
    )
    assert unseen(kit) == ["ambulance"]


def test_the_most_urgent_goes_first_and_of_those_the_oldest(kit) -> None:
    kit.press(*LATE)
    kit.journal.trouble = True
    kit.press("8", "j")
    order = [alarm.condition.id for alarm in kit.sight.alarms]
    assert order[:2] == ["ambulance", "journaal"]
    kit.press("f6")
    assert unseen(kit)[0] == "journaal"
    kit.press("f6")
    assert "journaal" not in unseen(kit)


def test_a_failure_of_our_own_and_what_partners_wait_for_are_never_put_aside(kit) -> None:
    kit.press(*LATE, "f6", "f6")
    assert kit.desk.ui.opened is None
    assert "blijft staan" in kit.desk.ui.message


def aside_kit(kit: Kit) -> Kit:
    """Two keys start it: what is seen is offered by the same key."""
    kit.press(*ALARMED, "+360")
    assert unseen(kit) == ["weinig"]
    return kit.press("f6", "f6", "?niet van toepassing")


def test_an_advice_is_put_aside_with_a_reason_in_two_keys(kit) -> None:
    aside_kit(kit)
    last = kit.sight.events[-1]
    assert isinstance(last, e.AlarmSeen)
    assert last.reason == "niet van toepassing"
    assert "first responder" not in kit.text("alerts")
    assert "niet van toepassing" in kit.desk.ui.message
    assert [alarm.reason for alarm in kit.sight.alarms if alarm.aside] == ["niet van toepassing"]


def test_what_was_put_aside_stands_in_the_log(kit) -> None:
    aside_kit(kit)
    log = plain(tuple(panel(kit.sight, Panel.LOG, 150)))
    assert "opzij gezet: niet van toepassing" in log


def test_a_typed_reason_must_say_something(kit) -> None:
    kit.press(*ALARMED, "+360", "f6", "f6", "?andere reden", "= ")
    assert kit.desk.mode is Mode.TYPING
    kit.press("=de ambulance telt ze")
    assert kit.sight.alarms[0].reason == "de ambulance telt ze"


def again(kit: Kit) -> Kit:
    """The same journal in a new program, a minute after the first one was killed."""
    new = object.__new__(Kit)
    new.__dict__.update(kit.__dict__)
    kit.clock.advance(60)
    new.desk = Desk(Journal.open(kit.path), kit.clock, Decider(rulebook(REGION)))
    return new.press("enter")


def test_after_a_kill_every_alarm_stands_since_when_it_stood_and_what_was_seen_is_seen(kit) -> None:
    kit.press(*ALARMED, "f4", "=9", "8", "j", "+5", "f6", "+360")
    before = {a.condition.id: (a.since, a.standing) for a in kit.sight.alarms}
    assert len(before) >= 3
    assert {standing for _, standing in before.values()} == {Standing.SEEN, Standing.UNSEEN}
    after = {a.condition.id: (a.since, a.standing) for a in again(kit).sight.alarms}
    assert {id: s for id, (_, s) in after.items()} == {id: s for id, (_, s) in before.items()}
    for id, (since, _) in before.items():
        assert abs(after[id][0] - since) <= dt.timedelta(seconds=1)


def test_what_was_put_aside_stays_aside_after_a_kill(kit) -> None:
    after = again(aside_kit(kit))
    assert [alarm.reason for alarm in after.sight.alarms if alarm.aside] == ["niet van toepassing"]


class Deaf(NoHearing):
    """Sound that does not work."""

    def state(self, now: dt.datetime) -> Heard:
        return Heard("Geen geluid: proef.")


def test_sound_that_fails_is_told_in_every_call_and_acknowledged_once(kit) -> None:
    kit.desk.hearing = Deaf()
    assert highest(kit.desk.alarms).condition.id == "geluid"
    kit.press("f6")
    assert highest(kit.desk.alarms) is None
    kit.press("n")
    assert names(kit) == ["geluid"]
    assert unseen(kit) == []


def test_acknowledging_sound_in_a_call_holds_for_the_next_call_too(kit) -> None:
    kit.desk.hearing = Deaf()
    kit.press("n", "f6")
    assert isinstance(kit.sight.events[-1], e.AlarmSeen)
    kit.press("f10", "+1", "f10", "enter", "n")
    assert names(kit) == ["geluid"]
    assert unseen(kit) == []


def test_a_closed_call_asks_for_nothing_but_what_fails_here(kit) -> None:
    kit.press(*LATE, "f10", "+1", "f10")
    assert kit.desk.mode is Mode.CLOSED
    assert names(kit) == []
    kit.desk.hearing = Deaf()
    assert unseen(kit) == ["geluid"]
    kit.press("f6")
    assert unseen(kit) == []


def test_a_screen_that_watches_says_where_an_alarm_is_acknowledged(kit) -> None:
    kit.press(*LATE)
    kit.desk.session._record.watching = True
    kit.press("f6")
    assert "kijkt mee" in kit.desk.ui.message
    assert unseen(kit) == ["ambulance"]
    assert not any(isinstance(event, e.AlarmSeen) for event in kit.sight.events)


def test_another_call_with_a_high_alarm_is_one_line_here_and_goes_when_it_is_seen_there(kit) -> None:
    kit.press(*LATE)
    first = kit.sight.at.state.number
    kit.press("0", "?nieuwe melding")
    assert kit.sight.at.state.number != first
    (alarm,) = kit.sight.alarms
    assert (alarm.condition.id, alarm.condition.priority) == ("elders", Priority.MEDIUM)
    assert f"{first}, HOOG: Geen ambulance." in alarm.condition.what
    watch: AlarmWatch = kit.desk.watch
    assert watch.loudest(kit.desk.session, kit.sight.alarms, kit.desk.now) is Priority.HIGH
    kit.press("f6")
    assert watch.loudest(kit.desk.session, kit.sight.alarms, kit.desk.now) is None
    kit.desk.book.resume(first)
    assert unseen(kit) == ["ambulance"]
    kit.press("f6")
    assert highest(kit.sight.alarms) is None


def test_going_to_and_fro_between_calls_repeats_no_alarm(kit) -> None:
    kit.desk.hearing = Deaf()
    kit.press(*LATE, "f6", "f6")
    first = kit.sight.at.state.number
    kit.press("0", "?nieuwe melding")
    second_ = kit.sight.at.state.number
    for number in (first, second_, first, second_):
        kit.clock.advance(1)
        kit.desk.book.resume(number)
        assert unseen(kit) == []


def test_the_mark_flashes_on_the_screen_until_it_is_seen(kit) -> None:
    app = kit.app()

    async def steps() -> None:
        async with app.run_test(size=(80, 24)) as pilot:
            await press(pilot, kit, *LATE)

            def marks() -> set[object]:
                found = set()
                for _ in range(16):
                    kit.clock.advance(0.125)
                    app.flash()
                    found.add(app._blocks["alerts"]._lines[0][0])
                return found

            assert marks() == {(" *** ", Role.HIGH), (" *** ", Role.TEXT)}
            await press(pilot, kit, "f6")
            assert marks() == {(" *** ", Role.HIGH)}

    asyncio.run(steps())


def test_a_fallback_and_a_journal_that_fails_stand_together_one_visible_one_counted(fallback_kit) -> None:
    kit = fallback_kit.press(*ARREST)
    assert "TERUGVAL" in kit.text("alerts")
    kit.journal.trouble = True
    kit.press("3", "n")
    text = kit.text("alerts")
    assert text.startswith(" *** HOOG   TERUGVAL: er is geen betrouwbaar advies.")
    assert text.rstrip().endswith("+1 HOOG")
    kit.press("f6")
    assert " *** HOOG   NIET OPGESLAGEN" in kit.text("alerts"), "what F6 acts on is always in sight"


def test_what_fails_here_stands_on_the_first_screen_with_its_key(kit) -> None:
    kit.desk.hearing = Deaf()
    app = kit.app()

    async def steps() -> None:
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.pause()
            assert screen(app)[2].startswith(" *** HOOG   Geen geluid: proef.")
            assert "F6 Gezien" in "\n".join(screen(app))
            await press(pilot, kit, "f6")
            assert " *** HOOG   gezien Geen geluid: proef." in screen(app)[2]

    asyncio.run(steps())


def test_what_was_put_aside_stands_in_the_explanation_with_its_reason(kit) -> None:
    aside_kit(kit)
    text = plain(tuple(panel(kit.sight, Panel.EXPLAIN, 150)))
    assert "gemeld. Vraag hoeveel er zijn. [F4] (opzij: niet van toepassing)" in text
