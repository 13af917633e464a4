"""Real programs that want one call: taken over while the owner writes, hangs, or dies, at any moment."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from scripted import START, FakeDecider

from mka_assist.call.clock import ReplayClock
from mka_assist.call.commands import Answer, Close, Correct
from mka_assist.call.events import CallResumed, Event, FactCorrected, FactRecorded
from mka_assist.call.log import CallElsewhereError, JournalError
from mka_assist.call.session import Session
from mka_assist.call.state import fold
from mka_assist.journal.store import Journal

TESTS = Path(__file__).parents[1]
RIVAL = Path(__file__).with_name("rival.py")
ENVIRONMENT = {**os.environ, "PYTHONPATH": f"{TESTS.parent}{os.pathsep}{TESTS}"}
Rival = subprocess.Popen[str]
Start = Callable[..., Rival]
GONE = "weg Melding 1 is overgenomen door een ander scherm."


@pytest.fixture
def start(path: Path) -> Iterator[Start]:
    """Start `rival.py` on the journal of the test; what still runs at the end is killed."""
    rivals: list[Rival] = []

    def run(desk: str, *how: str) -> Rival:
        rival = subprocess.Popen(
            [sys.executable, str(RIVAL), str(path), desk, *how],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            env=ENVIRONMENT,
        )
        rivals.append(rival)
        return rival

    yield run
    for rival in rivals:
        rival.kill()
        rival.communicate()


def lines(rival: Rival, number: int) -> list[str]:
    assert rival.stdout
    return [rival.stdout.readline().rstrip("\n") for _ in range(number)]


def until_gone(rival: Rival) -> list[str]:
    """What it says up to and with that it was refused."""
    assert rival.stdout
    found = []
    for line in rival.stdout:
        found.append(line.rstrip("\n"))
        if line.startswith("weg "):
            assert found[-1] == GONE
            break
    return found


def tell(rival: Rival) -> None:
    assert rival.stdin
    rival.stdin.write("\n")
    rival.stdin.flush()


def rest(rival: Rival) -> list[str]:
    """What it still says, until it ends well."""
    output, errors = rival.communicate(timeout=60)
    assert (rival.returncode, errors) == (0, "")
    return output.splitlines()


def acknowledged(said: list[str]) -> list[str]:
    """The values that were said to be stored."""
    found = [line.rsplit(" ", 2) for line in said if line != "open" and not line.startswith("weg ")]
    assert all(unsaved == lost == "0" for _, unsaved, lost in found)
    return [value for value, _, _ in found]


def stored(events: tuple[Event, ...], desk: str) -> list[str]:
    """The values in the journal that a screen wrote."""
    values = [event.value for event in events if isinstance(event, FactCorrected | FactRecorded)]
    return [value for value in values if value.startswith(f"{desk} ")]


def take_over(journal: Journal) -> Session:
    return Session.take_over("1", journal, ReplayClock(START), FakeDecider())


def check(journal: Journal) -> tuple[Event, ...]:
    events = journal.read("1")
    assert journal.verify().intact
    assert fold(events).events == len(events)
    return events


def test_taken_over_while_the_owner_writes_nothing_is_lost_or_comes_after(path: Path, start: Start) -> None:
    owner = start("tafel 1", "--free")
    said = lines(owner, 2000)
    with Journal.open(path, desk="tafel 2") as journal:
        known = journal.owner("1")
        assert known
        assert (known.desk, known.ours) == ("tafel 1", False)
        call = take_over(journal)
        seen = call.events
        assert call.do(Answer("bewustzijn", "nee")).notice == ""
        said += rest(owner)
        assert said[-1] == GONE
        assert call.do(Answer("leeftijd", "54 jaar")).notice == ""
        events = check(journal)
        assert events == call.events
        assert events[: len(seen)] == seen
        assert stored(events, "tafel 1") == acknowledged(said) == stored(seen, "tafel 1")
        (resumed,) = [event for event in events if isinstance(event, CallResumed)]
        assert (resumed.desk, resumed.taken_over) == ("tafel 2", True)


def test_two_screens_that_keep_taking_over_from_each_other(path: Path, start: Start) -> None:
    with Journal.open(path, desk="c") as journal:
        Session.open("1", journal, ReplayClock(START), FakeDecider())
        one, other = start("a", "--again"), start("b", "--again")
        said: dict[Rival, list[str]] = {one: [], other: []}
        tell(one)
        for _ in range(20):
            said[one] += lines(one, 20)
            tell(other)
            said[one] += until_gone(one)
            one, other = other, one
        said[one] += lines(one, 20)
        take_over(journal).do(Close())
        said[one] += until_gone(one)
        assert rest(one) == rest(other) == []
        events = check(journal)
        assert sum(isinstance(event, CallResumed) and event.taken_over for event in events) == 22
        for rival, own in said.items():
            desk = str(rival.args[3])  # type: ignore[index]  # the list it was started with
            assert stored(events, desk) == acknowledged(own)


def test_the_owner_is_killed_and_the_call_is_nobodys(path: Path, start: Start) -> None:
    owner = start("tafel 1", "--free")
    said = lines(owner, 200)
    with Journal.open(path) as journal:
        with pytest.raises(CallElsewhereError, match=r"op een ander scherm \(tafel 1\)\."):
            Session.resume("1", journal, ReplayClock(START), FakeDecider())
        owner.kill()
        owner.wait()
        assert journal.owner("1") is None
        call = take_over(journal)
        assert not call.unsaved
        resumed = call.events[-1]
        assert isinstance(resumed, CallResumed)
        assert not resumed.taken_over, "there was nobody to take it from"
        count = len(acknowledged(said))
        assert stored(check(journal), "tafel 1")[:count] == acknowledged(said)


def test_an_owner_that_hangs_is_taken_over_from_and_refused_when_it_wakes_up(
    path: Path, start: Start
) -> None:
    owner = start("tafel 1", "--paced")
    said = lines(owner, 1)
    tell(owner)
    said += lines(owner, 1)
    owner.send_signal(signal.SIGSTOP)
    os.waitpid(owner.pid, os.WUNTRACED)
    with Journal.open(path, desk="tafel 2") as journal:
        call = take_over(journal)
        assert call.do(Answer("bewustzijn", "nee")).notice == ""
        owner.send_signal(signal.SIGCONT)
        tell(owner)
        assert rest(owner) == [GONE]
        assert check(journal) == call.events
        assert stored(call.events, "tafel 1") == acknowledged(said)
        owner_now = journal.owner("1")
        assert owner_now
        assert owner_now.ours, "the former owner took nothing along as it left"


@pytest.mark.parametrize("step", [900, 1501, 1547, 1601])
def test_an_owner_that_hangs_in_the_middle_of_a_write(path: Path, start: Start, step: int) -> None:
    """A write that stands still holds up everybody; that is said, and nothing breaks when it goes on."""
    owner = start("tafel 1", "--stop", str(step))
    os.waitpid(owner.pid, os.WUNTRACED)
    with Journal.open(path, desk="tafel 2") as journal:
        journal._connection.execute("PRAGMA busy_timeout = 10")
        with pytest.raises(JournalError, match="is bezet door een ander programma"):
            take_over(journal)
        still = journal.owner("1")
        assert still
        assert still.desk == "tafel 1", "what could not be taken over was not"
        owner.send_signal(signal.SIGCONT)
        said = lines(owner, 30)
        journal._connection.execute("PRAGMA busy_timeout = 2000")
        call = take_over(journal)
        said += rest(owner)
        assert said[-1] == GONE
        call.do(Correct("gemeente", "Ede"))
        events = check(journal)
        assert events == call.events
        assert stored(events, "tafel 1") == acknowledged([line for line in said if line])


def test_a_screen_killed_while_it_takes_over_leaves_a_call_that_goes_on(path: Path, start: Start) -> None:
    """At every single moment: the former owner goes on, or is refused and takes the call up again."""
    said = rest(start("tafel 1", "--die"))
    with Journal.open(path) as journal:
        events = check(journal)
        assert stored(events, "tafel 1") == acknowledged(said)
        gone = [place for place, line in enumerate(said) if line == GONE]
        assert gone, "some were killed with the call in hand"
        assert gone[0] > 20, "and some before they had it"
        assert not Session.resume("1", journal, ReplayClock(START), FakeDecider()).unsaved
    left = sorted(file.suffix for file in path.with_name(f"{path.name}.locks").iterdir())
    assert left == [], "what was left behind is cleared up by the next"
