"""Two consoles on one journal: a call has one owner, the other watches, or takes over in two steps."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from console_kit import ALARMED, START, rulebook

from mka_assist.call.clock import ReplayClock
from mka_assist.call.log import MemoryLog
from mka_assist.console.actions import Mode
from mka_assist.console.desk import Desk
from mka_assist.console.lines import plain
from mka_assist.console.views.start import start
from mka_assist.decision.decide import Decider
from mka_assist.journal.store import Journal


class Screen:
    """A desk on a journal that others use too, with the clock they share."""

    def __init__(self, path, clock: ReplayClock, name: str) -> None:
        self.clock = clock
        self.journal = Journal.open(path, desk=name)
        self.decider = Decider(rulebook())
        self.desk = Desk(self.journal, clock, self.decider)

    def press(self, *keys: str) -> Screen:
        for key in keys:
            self.clock.advance(1)
            self.desk.press(key)
        return self

    def close(self) -> None:
        self.journal.close()
        self.decider.close()


@pytest.fixture
def screens(tmp_path) -> Iterator[tuple[Screen, Screen]]:
    clock = ReplayClock(START)
    first = Screen(tmp_path / "j.sqlite3", clock, "tafel 1").press("n", "n")
    second = Screen(tmp_path / "j.sqlite3", clock, "tafel 2")
    yield first, second
    first.close()
    second.close()


def test_the_other_screen_watches_and_keeps_up(screens) -> None:
    first, second = screens
    assert second.desk.open_calls[0].desk == "tafel 1"
    shown = start(rulebook(), second.desk.open_calls, second.desk.now, 80, 18)
    assert "op tafel 1" in plain(shown)
    second.press("enter")
    assert second.desk.mode is Mode.WATCH
    assert "U KIJKT MEE" in second.desk.ui.message
    assert second.desk.session.state.answers == {"bewustzijn": "nee"}
    first.press("n")
    second.desk.tick()
    assert second.desk.session.state.answers == first.desk.session.state.answers
    assert second.desk.session.decision == first.desk.session.decision


def test_whoever_watches_changes_nothing(screens) -> None:
    first, second = screens
    second.press("enter", "n", "f2", "f2", "f5", "f8", "f9", "f10", "u", "c", "space", "1", "j", "f6")
    assert second.desk.session.events == first.desk.session.events


def test_a_call_is_taken_over_in_two_steps(screens) -> None:
    first, second = screens
    second.press("enter", "enter")
    assert second.desk.mode is Mode.WATCH, "once is not enough"
    second.press("enter")
    assert second.desk.mode is Mode.CALL
    assert "OVERGENOMEN" in second.desk.ui.message
    first.desk.tick()
    assert first.desk.mode is Mode.WATCH
    assert "nam deze melding over" in first.desk.ui.message
    second.press("n", "f2", "f2")
    first.desk.tick()
    assert first.desk.session.state.alarmed == second.desk.session.state.alarmed != ()
    resumed = [event for event in second.desk.session.events if event.type == "call_resumed"]
    assert [(event.desk, event.taken_over) for event in resumed] == [("tafel 2", True)]


def test_a_key_on_the_former_screen_does_nothing_and_says_why(screens) -> None:
    first, second = screens
    second.press("enter", "enter", "enter")
    first.press("n")
    assert "ademhaling" not in first.desk.session.state.answers
    assert "overgenomen" in first.desk.ui.message
    assert first.desk.mode is Mode.WATCH


def test_it_can_be_taken_back(screens) -> None:
    first, second = screens
    second.press("enter", "enter", "enter")
    first.desk.tick()
    first.press("enter", "enter", "n")
    second.desk.tick()
    assert second.desk.mode is Mode.WATCH
    assert second.desk.session.state.answers == {"bewustzijn": "nee", "ademhaling": "afwijkend"}


def test_nobody_alarms_twice_across_screens(screens) -> None:
    first, second = screens
    first.press(*ALARMED[2:])
    second.press("enter", "enter", "enter", "f2", "f2")
    kinds = [event.type for event in second.desk.session.events]
    assert kinds.count("partner_alarmed") == len(second.desk.session.state.alarmed)


def test_a_memory_log_has_no_other_screens() -> None:
    assert MemoryLog().owner("1") is None
