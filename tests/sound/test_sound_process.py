"""The process of the sound as it really runs: its sign of life, its end, and what cannot stop its beats."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import pairwise

import pytest
from sound_kit import PATIENCE, Pty, ended, terminal, until

from mka_assist.sound.grid import beat_at, beat_number
from mka_assist.sound.patterns import HIGH, PATTERNS
from mka_assist.sound.speaker import Mode, Sound, SoundState
from mka_assist.sound.supervisor import open_sound
from mka_assist.sound.wire import Order, Report, line, read_report

SILENT_PARENT = """
import os, subprocess, sys, time
from mka_assist.sound.speaker import Mode
from mka_assist.sound.supervisor import open_sound
sound = open_sound(Mode.BELL, terminal=sys.argv[1])
sound.beat(time.monotonic(), 110)
while not sound.poll().beats:
    time.sleep(0.01)
held = 0
if "hold" in sys.argv:
    pipes = [sound._process.stdin.fileno(), sound._process.stdout.fileno()]
    held = subprocess.Popen(["sleep", "600"], pass_fds=pipes, stdout=subprocess.DEVNULL).pid
print(sound._process.pid, held, flush=True)
time.sleep(600)
"""
"""A console that lives until it is killed; with "hold" another process keeps its pipes open."""


@pytest.fixture
def screen() -> Iterator[Pty]:
    with terminal() as made:
        yield made


@contextmanager
def opened(mode: Mode, **settings) -> Iterator[Sound]:
    sound = open_sound(mode, **settings)
    try:
        yield sound
    finally:
        sound.close()


def wait(sound: Sound, found: Callable[[SoundState], object], what: str) -> SoundState:
    def look() -> SoundState | None:
        state = sound.poll()
        return state if found(state) else None

    return until(look, what)


def bare(screen: Pty) -> subprocess.Popen[bytes]:
    """The process without a supervisor."""
    settings = {"parent": os.getpid(), "terminal": screen.path, "command": [], "folder": None}
    return subprocess.Popen(
        [sys.executable, "-P", "-m", "mka_assist.sound", json.dumps(settings)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def read(process: subprocess.Popen[bytes], count: int) -> list[Report]:
    assert process.stdout
    return [read_report(process.stdout.readline()) for _ in range(count)]


def test_it_gives_a_sign_of_life_at_least_once_a_second_without_being_asked(screen) -> None:
    process = bare(screen)
    moments = [report.at for report in read(process, 5)]
    gaps = [after - before for before, after in pairwise(moments)]
    assert sorted(gaps)[len(gaps) // 2] < 1.0
    assert process.communicate() == (b"", b"")
    assert process.returncode == 0, "it ends when its orders end"


def test_told_to_stop_it_ends_quietly(screen) -> None:
    process = bare(screen)
    read(process, 1)
    process.terminate()
    assert process.communicate(timeout=PATIENCE)[1] == b""
    assert process.returncode == 0


def test_nonsense_does_not_stop_it(screen) -> None:
    process = bare(screen)
    assert process.stdin
    process.stdin.write(b'wartaal\n{"start": 3}\n\n\xff\n')
    process.stdin.flush()
    read(process, 3)
    assert process.communicate()[1] == b""
    assert process.returncode == 0


@pytest.mark.parametrize("hold", ["", "hold"])
def test_no_sound_is_left_behind_when_the_console_is_killed(screen, hold) -> None:
    parent = subprocess.Popen(
        [sys.executable, "-c", SILENT_PARENT, screen.path, hold], stdout=subprocess.PIPE, text=True
    )
    assert parent.stdout
    sound, held = (int(text) for text in parent.stdout.readline().split())
    try:
        assert not ended(sound)
        parent.kill()
        parent.wait(PATIENCE)
        until(lambda: ended(sound), "the end of the sound")
        assert not held or not ended(held), "its pipes were still open"
    finally:
        parent.stdout.close()
        if held:
            os.kill(held, signal.SIGKILL)


def test_the_beats_are_rung_on_the_terminal_and_reported(screen) -> None:
    with opened(Mode.BELL, terminal=screen.slave) as sound:
        start = time.monotonic()
        sound.beat(start, 120)
        state = wait(sound, lambda state: state.beats >= 4, "four beats")
        assert (state.working, state.trouble) == (True, "")
        number = beat_number(start, 120, state.last_beat_at + 1e-6)
        assert state.last_beat_at == pytest.approx(beat_at(start, 120, number), abs=1e-6)
        assert screen.read().count(b"\a") >= 4


def test_a_terminal_that_stalls_stops_no_beat(screen) -> None:
    with opened(Mode.BELL, terminal=screen.path) as sound:
        sound.beat(time.monotonic(), 120)
        wait(sound, lambda state: state.beats, "a beat")
        screen.fill()
        state = wait(sound, lambda state: state.missed >= 3, "beats that nobody hears")
        assert state.beats >= 4
        assert state.trouble == "Geen geluid: de terminal neemt geen bel aan."
        screen.read()
        after = wait(sound, lambda state: state.working, "the bell again")
        assert after.beats > state.beats


def test_standing_still_costs_the_beats_of_that_time_and_no_more(screen) -> None:
    process = bare(screen)
    assert process.stdin
    start = time.monotonic()
    process.stdin.write(line(Order(start=start, per_minute=120)))
    process.stdin.flush()

    def beat(after: float) -> Report | None:
        (report,) = read(process, 1)
        return report if (report.last_beat or 0) > after else None

    def number(report: Report) -> int:
        assert report.last_beat
        found = round((report.last_beat - start) * 2)
        assert report.last_beat == pytest.approx(beat_at(start, 120, found), abs=1e-6)
        return found

    first = until(lambda: beat(0), "a beat")
    process.send_signal(signal.SIGSTOP)
    goes_on = time.monotonic() + 1.4
    until(lambda: time.monotonic() > goes_on, "time")
    process.send_signal(signal.SIGCONT)
    then = until(lambda: beat(goes_on), "a beat from after it")
    heard = then.beats - first.beats
    assert then.missed - first.missed == number(then) - number(first) - heard >= 1
    process.communicate()


def test_a_player_that_hangs_stops_no_beat_and_is_told(tmp_path) -> None:
    command = ["/bin/sh", "-c", f"echo $$ >> {tmp_path / 'pids'}; exec sleep 600", "{bestand}"]
    with opened(Mode.COMMAND, command=command, folder=tmp_path / "geluid") as sound:
        sound.beat(time.monotonic(), 120)
        state = wait(sound, lambda state: state.trouble, "trouble")
        assert state.trouble == "Geen geluid: de speler sh hangt."
        after = wait(sound, lambda now: now.beats >= state.beats + 4, "more beats")
        assert after.missed == state.missed, "beat after beat is started"
    pids = [int(text) for text in (tmp_path / "pids").read_text().split()]
    assert len(pids) >= 4
    until(lambda: all(map(ended, pids)), "the end of every player")


def test_a_player_that_is_not_there_is_one_line_and_stops_no_beat(tmp_path) -> None:
    with opened(Mode.COMMAND, command=["/nergens/fluit", "{bestand}"], folder=tmp_path) as sound:
        sound.beat(time.monotonic(), 120)
        state = wait(sound, lambda state: state.beats >= 2 and state.trouble, "trouble and beats")
        assert state.trouble == "Geen geluid: de speler fluit is er niet."


@pytest.mark.parametrize("folder", ["geluid", "bestand/geluid", None])
def test_a_player_gets_our_own_file_wherever_there_is_room(tmp_path, folder) -> None:
    (tmp_path / "bestand").touch()  # where a file stands no folder can be made
    heard = tmp_path / "gehoord"
    command = ["/bin/sh", "-c", f'cp "$0" {heard}.half && mv {heard}.half {heard}', "{bestand}"]
    with opened(Mode.COMMAND, command=command, folder=folder and tmp_path / folder) as sound:
        sound.alarm(HIGH)
        until(heard.exists, "the file")
        assert heard.read_bytes()[:4] == b"RIFF"
        assert (tmp_path / "geluid" / f"{HIGH}.wav").exists() == (folder == "geluid")


def test_a_sound_test_says_of_each_tone_what_came_of_it(tmp_path) -> None:
    command = ["/bin/sh", "-c", 'case "$0" in */midden.wav) exit 4;; esac', "{bestand}"]
    with opened(Mode.COMMAND, command=command, folder=tmp_path) as sound:
        sound.test()
        state = wait(sound, lambda state: state.tested, "the outcome")
    assert set(state.tested) == set(PATTERNS)
    assert {tone: cause for tone, cause in state.tested.items() if cause} == {
        "midden": "de speler sh eindigt met code 4"
    }


def test_it_loads_nothing_but_itself_and_python() -> None:
    ask = "import sys; {}; print(*sys.modules)"
    run = [sys.executable, "-P", "-c"]
    before, after = (
        set(subprocess.run([*run, ask.format(do)], capture_output=True, text=True, check=True).stdout.split())
        for do in ("pass", "import mka_assist.sound.__main__, mka_assist.sound.bell")
    )
    loaded = {name.split(".")[0] for name in after - before}
    assert loaded <= {*sys.stdlib_module_names, "mka_assist"}
    own = {name for name in after - before if name.startswith("mka_assist.")}
    assert all(name.startswith("mka_assist.sound") for name in own)
    assert not loaded & {"subprocess", "wave", "dataclasses", "inspect", "asyncio", "argparse"}, (
        "starts light"
    )


def test_by_hand_it_says_who_starts_it() -> None:
    result = subprocess.run(
        [sys.executable, "-m", "mka_assist.sound"], capture_output=True, text=True, check=False
    )
    assert result.returncode == 1
    assert result.stderr == "Fout: De console start het geluid zelf. Hulp: mka-assist console --help\n"
