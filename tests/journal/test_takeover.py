"""Several screens on one journal in one program: one has a call, the others look, or take it over."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scripted import START, FakeDecider, play

from mka_assist.call.clock import ReplayClock
from mka_assist.call.commands import Answer, Close, Correct
from mka_assist.call.events import CallResumed, Event, FactRecorded
from mka_assist.call.log import (
    CallElsewhereError,
    CallRefusedError,
    CallTakenOverError,
    JournalError,
)
from mka_assist.call.session import Session
from mka_assist.call.state import fold
from mka_assist.journal.store import Journal

EVENT = FactRecorded(at=START, fact="leeftijd", value="54 jaar")
GONE = "Melding 1 is overgenomen door een ander scherm."


@pytest.fixture
def desks(path: Path) -> Iterator[tuple[Journal, Journal]]:
    with Journal.open(path, desk="tafel 1") as one, Journal.open(path, desk="tafel 2") as two:
        yield one, two


def take_over(journal: Journal) -> Session:
    return Session.take_over("1", journal, ReplayClock(START), FakeDecider())


def watch(journal: Journal) -> Session:
    return Session.watch("1", journal, ReplayClock(START), FakeDecider())


def resume(journal: Journal) -> Session:
    return Session.resume("1", journal, ReplayClock(START), FakeDecider())


def no_room(journal: Journal, *, room: bool = False) -> None:
    """The file may not grow; with `room` it may again."""
    (pages,) = journal._connection.execute("PRAGMA page_count").fetchone()
    journal._connection.execute(f"PRAGMA max_page_count = {100_000 if room else pages}")


def fill(call: Session) -> tuple[Event, ...]:
    """Go on until something cannot be stored; that."""
    while not call.unsaved:
        call.do(Correct("gemeente", f"plaats {len(call.events)} {'x' * 80}"))
    return call.unsaved


def test_the_former_owner_adds_nothing_until_it_takes_the_call_up_again(
    desks: tuple[Journal, Journal],
) -> None:
    one, two = desks
    play(one, "1", 1)
    former = two.take_over("1")
    assert former
    assert (former.desk, former.ours) == ("tafel 1", False)
    before = two.rows()
    for _ in range(2):
        with pytest.raises(CallTakenOverError, match=GONE):
            one.append("1", [EVENT])
    with pytest.raises(CallElsewhereError, match=r"al open op een ander scherm \(tafel 2\)"):
        one.claim("1")
    two.append("1", [EVENT])
    two.close()
    # What it thinks of the call is old, also now that nobody has it.
    with pytest.raises(CallTakenOverError):
        one.append("1", [EVENT])
    assert one.rows()[: len(before)] == before
    one.claim("1")
    one.append("1", [EVENT])
    assert one.count("1") == len(one.read("1")) == len(before) + 2
    assert one.verify().intact


def test_who_has_a_call(path: Path, desks: tuple[Journal, Journal]) -> None:
    one, two = desks
    assert one.owner("1") is None
    play(one, "1", 1)
    mine, seen = one.owner("1"), two.owner("1")
    assert mine
    assert seen
    assert (mine.desk, mine.ours, seen.desk, seen.ours) == ("tafel 1", True, "tafel 1", False)
    assert mine.since == seen.since
    assert mine.since.tzinfo is dt.UTC
    with Journal.open(path, writable=False) as reader:
        assert reader.owner("1") == seen
        for change in (reader.claim, reader.take_over):
            with pytest.raises(JournalError, match="alleen om te lezen"):
                change("1")
    assert two.take_over("1")
    assert two.take_over("1") is None, "it was ours already"
    now = one.owner("1")
    assert now
    assert (now.desk, now.ours) == ("tafel 2", False)
    one.close()
    assert two.owner("1") is not None, "the former owner removes nothing of the new one as it leaves"
    two.close()
    with Journal.open(path) as three:
        assert three.owner("1") is None


def test_a_name_of_a_screen_is_shown_as_one_short_line(path: Path) -> None:
    with Journal.open(path, desk="tafel\n\x1b[31m 1" + "x" * 200) as one, Journal.open(path) as two:
        play(one, "1", 1)
        owner = two.owner("1")
        assert owner
        assert owner.desk.startswith("tafel[31m 1xxx")
        assert len(owner.desk) == 100
        play(two, "2", 1)
        with pytest.raises(CallElsewhereError, match=r"Melding 2 is al open op een ander scherm\. Hulp"):
            one.claim("2")


def test_what_is_not_there_or_was_closed_cannot_be_taken_over(desks: tuple[Journal, Journal]) -> None:
    one, two = desks
    play(one, "1")
    with pytest.raises(CallRefusedError, match="Melding 1 is afgesloten"):
        two.take_over("1")
    with pytest.raises(CallRefusedError, match="Melding 3 staat niet in het journaal"):
        two.take_over("3")
    assert two.owner("1") is two.owner("3") is None
    play(two, "2", 1)
    assert two.verify().intact


def test_a_screen_that_watches_follows_and_does_nothing(desks: tuple[Journal, Journal]) -> None:
    one, two = desks
    call = play(one, "1", 1)
    seen = watch(two)
    assert seen.watching
    assert seen.events == call.events
    assert seen.decision == call.decision
    rows = two.rows()
    outcome = seen.do(Answer("ademhaling", "geen"))
    assert str(outcome.refusal) == "U kijkt mee; neem de melding eerst over."
    assert (outcome.events, two.rows()) == ((), rows)
    assert not seen.refresh()
    call.do(Answer("ademhaling", "geen"))
    assert seen.refresh()
    assert not seen.refresh()
    assert (seen.state, seen.decision, seen.events) == (call.state, call.decision, call.events)
    call.do(Close())
    assert seen.refresh()
    assert seen.state.closed_at
    assert not watch(two).watching, "a closed call has nobody to wait for"


def test_a_screen_that_cannot_read_on_says_so_until_it_can(desks: tuple[Journal, Journal]) -> None:
    one, two = desks
    play(one, "1", 1)
    seen = watch(two)
    two.close()
    assert seen.refresh()
    assert "is gesloten" in seen.notice
    assert not seen.refresh()


def test_a_screen_that_was_taken_over_from_goes_on_watching(desks: tuple[Journal, Journal]) -> None:
    one, two = desks
    call = play(one, "1", 1)
    assert not call.refresh()
    other = take_over(two)
    resumed = other.events[-1]
    assert isinstance(resumed, CallResumed)
    assert (resumed.desk, resumed.taken_over) == ("tafel 2", True)
    outcome = call.do(Answer("ademhaling", "geen"))
    assert str(outcome.refusal).startswith(GONE)
    assert outcome.events == call.lost == call.unsaved == ()
    assert call.watching
    assert call.state == other.state
    assert str(call.do(Answer("ademhaling", "geen")).refusal).startswith(GONE)
    other.do(Answer("ademhaling", "geen"))
    assert call.refresh()
    assert call.events == other.events
    back = take_over(one)
    assert other.refresh(), "also without a key"
    assert other.watching
    assert other.events == back.events


def test_also_when_the_other_screen_has_left_again(desks: tuple[Journal, Journal]) -> None:
    one, two = desks
    call = play(one, "1", 1)
    other = take_over(two)
    other.do(Answer("ademhaling", "geen"))
    two.close()
    assert call.refresh()
    assert call.watching
    assert call.events == other.events
    again = resume(one)
    assert again.do(Answer("leeftijd", "54 jaar")).notice == ""
    assert one.read("1") == again.events
    last = [event for event in again.events if isinstance(event, CallResumed)][-1]
    assert (last.desk, last.taken_over) == ("tafel 1", False)


def test_what_the_former_owner_could_not_store_is_kept_apart_and_named(
    desks: tuple[Journal, Journal],
) -> None:
    one, two = desks
    call = play(one, "1", 1)
    no_room(one)
    first = fill(call)
    call.do(Answer("ademhaling", "geen"))
    unsaved = call.unsaved
    assert len(unsaved) > len(first)
    stored = two.read("1")
    other = take_over(two)
    no_room(one, room=True)
    assert not call.save()
    assert call.lost == unsaved
    assert call.notice.startswith(
        f"{len(unsaved)} gebeurtenissen zijn van dit scherm niet opgeslagen. {GONE}"
    )
    assert call.events == other.events
    assert call.events[: len(stored)] == stored
    assert call.state == fold(call.events)
    assert not call.unsaved
    other.do(Answer("leeftijd", "54 jaar"))
    call.refresh()
    assert call.lost == unsaved
    assert one.verify().intact


def test_what_a_failing_disk_stored_after_all_is_not_called_lost(desks: tuple[Journal, Journal]) -> None:
    one, two = desks

    class Lying:
        """A connection on a disk that says no to what it did."""

        def __init__(self, connection: sqlite3.Connection) -> None:
            self.connection = connection

        def __getattr__(self, name: str) -> object:
            return getattr(self.connection, name)

        def execute(self, statement: str, *values: object) -> sqlite3.Cursor:
            cursor = self.connection.execute(statement, *values)
            if statement == "COMMIT":
                raise sqlite3.OperationalError("disk I/O error")
            return cursor

    call = play(one, "1", 1)
    sound = one._connection
    one._connection = Lying(sound)  # type: ignore[assignment]  # stands in for a connection
    assert call.do(Answer("gemeente", "Ede")).notice
    assert len(call.unsaved) == 1
    one._connection = sound
    other = take_over(two)
    call.refresh()
    assert (call.watching, call.lost, call.notice) == (True, (), "")
    assert call.events == other.events


def test_a_call_taken_up_while_the_journal_failed_is_not_kept_from_who_can_write(
    desks: tuple[Journal, Journal],
) -> None:
    """Without room not even the claim can be stored: the call goes on, and yields to who has it first."""
    one, two = desks
    play(one, "1", 1)
    one.close()
    with Journal.open(one.path, desk="tafel 3") as three:
        three._connection.execute("PRAGMA query_only = ON")
        call = Session.resume("1", three, ReplayClock(START), FakeDecider())
        assert call.unsaved
        other = take_over(two)
        three._connection.execute("PRAGMA query_only = OFF")
        outcome = call.do(Answer("ademhaling", "geen"))
        assert outcome.refusal
        assert outcome.notice.startswith("1 gebeurtenis is van dit scherm niet opgeslagen.")
        assert call.events == other.events


STEPS = st.tuples(
    st.integers(0, 2),
    st.sampled_from(["do", "do", "do", "refresh", "save", "resume", "take", "watch", "full", "room", "die"]),
)


@settings(max_examples=60)
@given(st.lists(STEPS, max_size=40))
def test_whatever_the_order_nothing_acknowledged_is_lost(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[int, str]]
) -> None:
    path, clock = tmp_path_factory.mktemp("j") / "j.db", ReplayClock(START)
    screens = [Journal.open(path, desk=f"tafel {place}") for place in range(3)]
    calls: list[Session | None] = [Session.open("1", screens[0], clock, FakeDecider()), None, None]
    ways = {"resume": Session.resume, "take": Session.take_over, "watch": Session.watch}
    kept = screens[0].read("1")
    for place, step in steps:
        clock.advance(1)
        journal, call, done = screens[place], calls[place], tuple[Event, ...]()
        match step:
            case "resume" | "take" | "watch":
                with suppress(JournalError):
                    calls[place] = ways[step]("1", journal, clock, FakeDecider())
            case "full" | "room":
                journal._connection.execute(f"PRAGMA query_only = {int(step == 'full')}")
            case "die":
                journal._owners.forget("1")
                journal._connection.close()
                screens[place], calls[place] = Journal.open(path, desk=f"tafel {place}"), None
            case "do" if call:
                outcome = call.do(Correct("gemeente", f"plaats {clock.now():%M%S}"))
                done = outcome.events
                assert bool(outcome.refusal) is call.watching
            case "save" if call:
                call.save()
            case "refresh" if call:
                call.refresh()
        kept = check(screens, calls, kept)
        here = calls[place]
        assert not done or (here and kept + here.unsaved)[-len(done) :] == done
    for journal in screens:
        assert journal.verify().intact
        journal.close()


def check(screens: list[Journal], calls: list[Session | None], kept: tuple[Event, ...]) -> tuple[Event, ...]:
    """The journal only grew; at most one writes, and has all of it; who watches has the start of it."""
    stored = screens[0].read("1")
    assert stored[: len(kept)] == kept
    owners = [owner for journal in screens if (owner := journal.owner("1")) and owner.ours]
    assert len(owners) <= 1
    for journal, call in zip(screens, calls, strict=True):
        if call is None:
            continue
        assert call.state == fold(call.events)
        owner = journal.owner("1")
        if call.watching:
            assert call.events == stored[: len(call.events)]
            assert not call.unsaved
        elif owner and owner.ours and not call.unsaved:
            assert call.events == stored
        assert not [event for event in call.lost if event in stored]
    return stored
