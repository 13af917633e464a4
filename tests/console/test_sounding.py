"""The sound beside the picture: one grid, the loudest alarm, silence that ends, trouble that is told."""

from __future__ import annotations

import dataclasses
import datetime as dt
import os
import pty

import pytest
from console_kit import ALARMED, ARREST, START

from mka_assist.console.alarms import Priority
from mka_assist.console.hearing import NoHearing
from mka_assist.console.sounding import SETTLED, Sounding, open_hearing
from mka_assist.sound.speaker import Mode, SoundState


class Loudspeaker:
    """Remembers what it was asked; its clock is moved by the test."""

    def __init__(self) -> None:
        self.at = 1000.0
        self.trouble = ""
        self.tested: dict[str, str] = {}
        self.beats: tuple[float | None, int] = (None, 0)
        self.priority: str | None = None
        self.silent_until: float | None = None
        self.silent_beat = self.closed = False
        self.tests = 0

    def beat(self, start: float | None, per_minute: int) -> None:
        if per_minute < 1:
            raise ValueError(f"per_minute: {per_minute}")
        self.beats = (start, per_minute)

    def alarm(self, priority: str | None) -> None:
        self.priority = priority

    def silence(self, seconds: float, beat: bool = False) -> None:
        self.silent_until, self.silent_beat = (self.at + seconds, beat) if seconds else (None, False)

    def test(self) -> None:
        self.tests += 1

    def poll(self) -> SoundState:
        silent = self.silent_until if self.silent_until and self.at < self.silent_until else None
        state = SoundState(self.at, Mode.BELL, not self.trouble, self.trouble, silent)
        return dataclasses.replace(state, tested=self.tested)

    def close(self) -> None:
        self.closed = True


@pytest.fixture
def sound() -> Loudspeaker:
    return Loudspeaker()


@pytest.fixture
def ears(sound) -> Sounding:
    return Sounding(sound)


def later(seconds: float) -> dt.datetime:
    return START + dt.timedelta(seconds=seconds)


def test_the_beat_falls_on_the_grid_of_the_picture_and_does_not_shift(ears, sound) -> None:
    ears.follow(START, 110, None, later(3))
    assert sound.beats == (997.0, 110)
    sound.at += 0.26
    ears.follow(START, 110, None, later(3.25))
    assert sound.beats == (997.0, 110), "10 ms of reading two clocks moves no beat"


def test_a_clock_that_is_set_takes_the_beat_along_with_the_picture(ears, sound) -> None:
    ears.follow(START, 110, None, later(3))
    ears.follow(START, 110, None, later(4))
    assert sound.beats == (996.0, 110)


def test_no_beat_without_pressing_or_without_a_tempo(ears, sound) -> None:
    ears.follow(START, 110, None, later(1))
    ears.follow(None, 110, None, later(2))
    assert sound.beats[0] is None
    ears.follow(START, 0, None, later(3))
    assert sound.beats[0] is None


@pytest.mark.parametrize("priority", Priority)
def test_the_loudest_alarm_sounds(ears, sound, priority) -> None:
    ears.follow(None, 110, priority, START)
    assert sound.priority == priority.value
    ears.follow(None, 110, None, START)
    assert sound.priority is None


def test_silence_says_until_when_ends_by_itself_and_holds_for_all_sound(ears, sound) -> None:
    assert "14:34:01" in ears.silence(START), "two minutes, in local time"
    assert sound.silent_beat
    assert ears.state(later(1)).silent_until == later(120)
    sound.at += 119.9
    assert ears.state(later(119.9)).silent_until
    sound.at += 0.2
    assert ears.state(later(120.1)).silent_until is None


def test_the_same_key_again_ends_the_silence(ears, sound) -> None:
    ears.silence(START)
    assert ears.silence(later(5)) == "Het geluid is weer aan."
    assert ears.state(later(5)).silent_until is None


def test_trouble_is_told_and_sound_that_comes_and_goes_is_one_trouble(ears, sound) -> None:
    sound.trouble = "Geen geluid: het proces voor geluid geeft geen teken."
    assert ears.state(START).trouble == sound.trouble
    sound.trouble = ""
    assert ears.state(later(5)).trouble
    assert ears.state(later(SETTLED.total_seconds() + 0.1)).trouble == ""


def test_a_sound_test_tells_what_came_of_it(ears, sound) -> None:
    assert "tik" in ears.test()
    assert sound.tests == 1
    assert ears.state(START).tested == ""
    sound.tested = {"hoog": "de speler hangt", "tik": ""}
    assert ears.state(START).tested == "Geluidstest. Metronoom: afgespeeld; Alarm hoog: de speler hangt."


def test_opening_never_raises(tmp_path) -> None:
    assert isinstance(open_hearing(Mode.OFF), NoHearing)
    wrong = open_hearing(Mode.COMMAND, ("speler",))
    assert "{bestand}" in wrong.state(START).trouble
    assert "{bestand}" in wrong.silence(START)
    wrong.close()


def test_without_a_terminal_there_is_no_bell_and_nothing_wrong() -> None:
    reading, writing = os.pipe()
    ears = open_hearing(Mode.BELL, terminal=writing)
    os.close(reading)
    os.close(writing)
    assert isinstance(ears, NoHearing)
    assert ears.state(START).trouble == ""


def test_a_real_process_is_opened_and_closed() -> None:
    ours, theirs = pty.openpty()
    ears = open_hearing(Mode.BELL, terminal=theirs)
    assert isinstance(ears, Sounding)
    assert ears.state(START).trouble == ""
    ears.close()
    os.close(theirs)
    os.close(ours)


def test_the_desk_lets_be_heard_what_nobody_has_seen(kit, ears, sound) -> None:
    kit.desk.hearing = ears
    kit.press(*ARREST, "+11").desk.tick()
    assert sound.priority == "hoog"
    kit.press("f6").desk.tick()
    assert sound.priority is None


def test_the_desk_shows_until_when_it_is_silent(kit, ears, sound) -> None:
    kit.desk.hearing = ears
    kit.press(*ALARMED, "s")
    assert "GELUID UIT tot" in kit.desk.ui.message
    assert kit.sight.silent_until == kit.clock.now() + dt.timedelta(minutes=2)


def test_the_desk_tells_the_outcome_of_a_test_once(kit, ears, sound) -> None:
    kit.desk.hearing = ears
    kit.press("t")
    sound.tested = {"tik": ""}
    kit.desk.tick()
    assert "Metronoom: afgespeeld" in kit.desk.ui.message
    kit.desk.say("iets anders")
    kit.desk.tick()
    assert kit.desk.ui.message == "iets anders"


def test_sound_that_fails_is_a_high_alarm_with_what_to_do(kit, ears, sound) -> None:
    kit.desk.hearing = ears
    kit.press("n")
    sound.trouble = "Geen geluid: het proces voor geluid geeft geen teken."
    text = " ".join(kit.text("alerts").split())
    assert text.startswith("*** HOOG Geen geluid: het proces voor geluid geeft geen teken. Tel zelf hardop")
