"""The console's side: what fails is told in one line and mended; nothing waits. The clock is the test's."""

from __future__ import annotations

import json
import os
import signal
import sys

import pytest
from sound_kit import ended, until

from mka_assist.sound.speaker import Mode, NoSound
from mka_assist.sound.supervisor import FIRST_WAIT, HUNG, SoundProcess, open_sound

BEATS = """
import json, os, sys
said = open(sys.argv[1], "a")
print(os.getpid(), file=said, flush=True)
for order in sys.stdin:
    said.write(order)
    said.flush()
    wanted = json.loads(order)
    print(json.dumps(dict(at=0, beats=5, missed=1, last_beat=77.5, late=0, silent_until=None,
        trouble="kapot" if wanted["alarm"] else "", test=wanted["test"], tested={"tik": ""})), flush=True)
"""
"""A process that writes down what it is told, and has five beats at once."""
MUTE = "import os, sys, time; print(os.getpid(), file=open(sys.argv[1], 'a'), flush=True); time.sleep(600)"
DIES = "import os, sys; print(os.getpid(), file=open(sys.argv[1], 'a'), flush=True)"
RAVES = BEATS.replace("for order", "print('wartaal'); print('{}', flush=True)\nfor order")


class Played:
    """A supervisor of a process that the test made up."""

    def __init__(self, script: str, folder) -> None:
        self.now = 1000.0
        self.said = folder / "said"
        self.sound = SoundProcess(Mode.BELL, (sys.executable, "-c", script, str(self.said)), lambda: self.now)

    def lines(self) -> list[str]:
        return self.said.read_text().splitlines() if self.said.exists() else []

    def pids(self) -> list[int]:
        return [int(text) for text in self.lines() if text.isdigit()]

    def orders(self) -> list[dict[str, object]]:
        return [json.loads(text) for text in self.lines() if not text.isdigit()]

    def until(self, found, what: str):
        """Look at a clock that stands still, until this is so."""

        def look():
            state = self.sound.poll()
            return state if found(state) else None

        return until(look, what)


@pytest.fixture
def play(tmp_path):
    made: list[Played] = []

    def start(script: str) -> Played:
        made.append(Played(script, tmp_path))
        return made[-1]

    yield start
    for one in made:
        for pid in one.pids():
            if not ended(pid):
                os.kill(pid, signal.SIGKILL)
        one.sound.close()


def test_what_is_reported_is_what_the_state_tells(play) -> None:
    one = play(BEATS)
    one.sound.beat(999.0, 110)
    state = one.until(lambda state: state.beats, "beats")
    assert (state.working, state.trouble, state.mode) == (True, "", Mode.BELL)
    assert (state.beats, state.missed, state.last_beat_at, state.at) == (5, 1, 77.5, 1000.0)
    assert (one.orders()[-1]["start"], one.orders()[-1]["per_minute"]) == (999.0, 110)


def test_what_a_loudspeaker_does_wrong_is_one_line(play) -> None:
    one = play(BEATS)
    one.sound.alarm("hoog")
    state = one.until(lambda state: not state.working, "trouble")
    assert state.trouble == "Geen geluid: kapot."


def test_an_order_that_changes_nothing_is_not_sent(play) -> None:
    one = play(BEATS)
    for _ in range(50):
        one.sound.alarm("midden")
        one.sound.beat(None, 110)
        one.sound.poll()
    one.sound.alarm(None)
    until(
        lambda: one.orders() and one.orders()[-1]["alarm"] is None and len(one.orders()) > 1, "the last order"
    )
    assert [order["alarm"] for order in one.orders() if order["alarm"]] == ["midden"]


def test_silence_ends_by_itself(play) -> None:
    one = play(BEATS)
    one.sound.silence(120)
    assert one.sound.poll().silent_until == 1120.0
    assert not one.sound.poll().silent_beat
    one.now = 1119.9
    assert one.sound.poll().silent_until == 1120.0
    one.now = 1120.0
    assert one.sound.poll().silent_until is None


def test_silence_can_hold_for_the_metronome_and_be_taken_back(play) -> None:
    one = play(BEATS)
    one.sound.silence(60, beat=True)
    state = one.sound.poll()
    assert (state.silent_until, state.silent_beat) == (1060.0, True)
    one.sound.silence(0, beat=True)
    state = one.sound.poll()
    assert (state.silent_until, state.silent_beat) == (None, False)


def test_a_sound_test_is_asked_once_and_its_outcome_stays(play) -> None:
    one = play(BEATS)
    one.sound.test()
    state = one.until(lambda state: state.tested, "an outcome")
    assert state.tested == {"tik": ""}
    one.until(lambda _: one.orders()[-1]["test"] == 0, "no test for a process that starts anew")
    assert one.sound.poll().tested == {"tik": ""}
    one.sound.test()
    assert one.sound.poll().tested in ({}, {"tik": ""})
    one.until(lambda state: state.tested, "the outcome of the second test")
    assert [order["test"] for order in one.orders() if order["test"]] == [1, 2]


def test_a_process_that_dies_is_told_and_comes_back_with_the_same_order(play) -> None:
    one = play(BEATS)
    one.sound.beat(990.0, 112)
    one.until(lambda state: state.beats == 5, "beats")
    os.kill(one.pids()[0], signal.SIGKILL)
    state = one.until(lambda state: not state.working, "trouble")
    assert state.trouble == "Geen geluid: het proces voor geluid is gestopt; het start opnieuw."
    assert state.beats == 5, "what was counted stays"
    one.now += FIRST_WAIT
    state = one.until(lambda state: state.beats == 10, "beats of the next process")
    assert (state.working, state.trouble) == (True, "")
    assert len(one.pids()) == 2
    assert (one.orders()[-1]["start"], one.orders()[-1]["per_minute"]) == (990.0, 112)


def test_a_process_that_keeps_dying_is_started_less_and_less_often(play) -> None:
    one = play(DIES)
    for count, wait in enumerate((0.5, 1, 2, 4, 8, 16, 30, 30), start=1):
        one.until(lambda state: not state.working and one.sound._process is None, "the end of the process")
        one.now += wait - 0.001
        assert not one.sound.poll().working
        assert len(one.pids()) == count
        one.now += 0.002
        one.sound.poll()
        one.until(lambda _, count=count: len(one.pids()) == count + 1, "the next process")


def test_a_missing_sign_of_life_is_told_after_two_seconds_and_mended_after_five(play) -> None:
    one = play(MUTE)
    (pid,) = until(one.pids, "the process")
    for _ in range(3):
        one.now += 0.5
        assert one.sound.poll().working
    one.now += 0.5
    assert one.sound.poll().trouble == "Geen geluid: het proces voor geluid geeft geen teken."
    while one.now < 1000 + HUNG:
        assert not ended(pid)
        one.now += 0.5
        one.sound.poll()
    state = one.until(lambda state: "opnieuw" in state.trouble, "the end of the process")
    assert state.trouble == "Geen geluid: het proces voor geluid gaf geen teken meer; het start opnieuw."
    assert ended(pid)
    one.now += FIRST_WAIT
    one.until(lambda _: len(one.pids()) == 2, "the next process")


def test_a_console_that_stood_still_itself_accuses_nobody(play) -> None:
    one = play(BEATS)
    one.sound.beat(999.0, 110)
    one.until(lambda state: state.beats, "beats")
    one.now += 45
    assert one.sound.poll().working


def test_a_process_that_takes_nothing_holds_nothing_up_and_is_told(play) -> None:
    one = play(MUTE)
    until(one.pids, "the process")
    for number in range(2000):
        one.sound.beat(float(number), 110)
    assert one.sound.poll().trouble == "Geen geluid: het proces voor geluid neemt niets aan."


def test_nonsense_from_the_process_is_left_out(play) -> None:
    one = play(RAVES)
    one.sound.beat(999.0, 110)
    assert one.until(lambda state: state.beats, "beats").working


def test_a_program_that_is_not_there_is_told_and_tried_again() -> None:
    now = [1000.0]
    sound = SoundProcess(Mode.BELL, ("/nergens/python",), lambda: now[0])
    for _ in range(3):
        state = sound.poll()
        assert state.trouble == "Geen geluid: het proces voor geluid start niet (FileNotFoundError)."
        now[0] += 60
    sound.beat(1000.0, 110)
    sound.close()


def test_after_closing_nothing_starts_again(play) -> None:
    one = play(BEATS)
    until(one.pids, "the process")
    one.sound.close()
    assert all(map(ended, one.pids()))
    one.now += 3600
    one.sound.alarm("hoog")
    one.sound.poll()
    one.sound.close()
    assert len(one.pids()) == 1


@pytest.mark.parametrize(("start", "per_minute"), [(1.0, 0), (None, -1)])
def test_a_tempo_that_is_none_is_refused(play, start, per_minute) -> None:
    with pytest.raises(ValueError, match="per_minute"):
        play(BEATS).sound.beat(start, per_minute)


def test_a_priority_that_is_none_is_refused(play) -> None:
    with pytest.raises(ValueError, match="priority: high"):
        play(BEATS).sound.alarm("high")


def test_off_is_no_sound_and_no_trouble() -> None:
    sound = open_sound(Mode.OFF)
    assert isinstance(sound, NoSound)
    sound.beat(0.0, 110)
    sound.alarm("hoog")
    sound.silence(120)
    sound.test()
    state = sound.poll()
    assert (state.mode, state.working, state.trouble, state.beats) == (Mode.OFF, True, "", 0)
    sound.close()


def test_a_player_command_without_a_place_for_the_file_is_refused() -> None:
    with pytest.raises(ValueError, match=r"de opdracht voor geluid noemt \{bestand\} niet"):
        open_sound(Mode.COMMAND, command=["aplay", "-q"])
