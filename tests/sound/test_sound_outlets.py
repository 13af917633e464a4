"""The bell and the players: neither ever waits, and each tells what went wrong."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from sound_kit import ended, terminal, until

from mka_assist.sound import bell
from mka_assist.sound.bell import Bell
from mka_assist.sound.patterns import HIGH, PATTERNS, TICK
from mka_assist.sound.players import AT_ONCE, PATIENCE, Players

NOW = 1000.0
FILES = {tone: Path(f"/nergens/{tone}.wav") for tone in PATTERNS}


@pytest.fixture
def players(tmp_path):
    """Players of a shell command; `$0` is the sound file, and each says its process."""
    made: list[Players] = []

    def start(command: str) -> Players:
        script = f"echo $$ $0 >> {tmp_path / 'said'}; {command}"
        made.append(Players(["/bin/sh", "-c", script, "{bestand}"], FILES))
        return made[-1]

    yield start
    for one in made:
        one.close()


def said(folder: Path) -> list[tuple[int, str]]:
    file = folder / "said"
    lines = file.read_text().splitlines() if file.exists() else []
    return [(int(line.split()[0]), line.split()[1]) for line in lines]


def outcome(one: Players, tone: str) -> str:
    def look() -> bool:
        one.look(NOW)
        return tone in one.outcomes

    until(look, f"outcome of {tone}")
    return one.outcomes[tone]


def test_the_bell_rings_once_for_a_pulse() -> None:
    with terminal() as screen:
        one = Bell(screen.path)
        assert one.play(TICK, NOW)
        assert one.play(TICK, NOW)
        assert screen.read() == b"\a\a"
        assert one.outcomes == {TICK: ""}
        one.close()


def test_a_full_terminal_drops_the_bell_and_takes_it_again_later() -> None:
    with terminal() as screen:
        one = Bell(screen.path)
        screen.fill()
        assert not one.play(TICK, NOW)
        assert one.outcomes == {TICK: bell.FULL}
        screen.read()
        assert until(lambda: one.play(TICK, NOW), "a bell")
        assert one.outcomes == {TICK: ""}
        one.close()


def test_a_screen_that_waits_for_the_terminal_does_not_make_the_bell_wait() -> None:
    """As with the console, of which one write hangs in the kernel while the terminal stalls."""
    with terminal() as screen:
        one = Bell(screen.path)
        screen.fill()
        program = "import os, sys; print(flush=True, file=sys.stderr); os.write(1, b'y' * 100_000)"
        writer = subprocess.Popen(
            [sys.executable, "-c", program], stdout=screen.slave, stderr=subprocess.PIPE
        )
        writer.stderr.readline()
        assert not any(one.play(TICK, NOW) for _ in range(10))
        while writer.poll() is None:
            screen.read()
        writer.stderr.close()
        one.close()


def test_what_is_missing_is_told_before_anything_has_to_sound() -> None:
    assert list(Bell("/nergens/tty").outcomes.values()) == [bell.NOT_OPEN]
    assert list(Players(["fluit", "{bestand}"], FILES).outcomes.values()) == ["de speler fluit is er niet"]
    assert Players(["sh", "{bestand}"], FILES).outcomes == {}


def test_the_bell_leaves_the_terminal_of_the_screen_as_it_is() -> None:
    with terminal() as screen:
        one = Bell(screen.path)
        one.play(TICK, NOW)
        assert os.get_blocking(screen.slave)
        one.close()


def test_a_terminal_that_is_gone_is_told() -> None:
    with terminal() as screen:
        one = Bell(screen.path)
        one.play(TICK, NOW)
    assert not one.play(TICK, NOW)
    assert one.outcomes[TICK] == bell.GONE
    assert not one.play(TICK, NOW)
    assert one.outcomes[TICK] == bell.NOT_OPEN


def test_nothing_is_written_to_what_is_no_terminal(tmp_path) -> None:
    file = tmp_path / "bestand"
    file.touch()
    for path in (str(file), "", "/nergens/tty"):
        one = Bell(path)
        assert not one.play(TICK, NOW)
        assert one.outcomes[TICK] == bell.NOT_OPEN
    assert file.read_bytes() == b""


def test_a_player_gets_the_file_of_the_tone(players, tmp_path) -> None:
    one = players("exit 0")
    assert one.play(HIGH, NOW)
    assert outcome(one, HIGH) == ""
    assert [file for _, file in said(tmp_path)] == ["/nergens/hoog.wav"]


def test_a_player_that_fails_is_told_with_its_code(players) -> None:
    one = players("exit 3")
    one.play(TICK, NOW)
    assert outcome(one, TICK) == "de speler sh eindigt met code 3"


def test_a_player_that_is_not_there_is_told() -> None:
    one = Players(["/nergens/fluit", "{bestand}"], FILES)
    assert not one.play(TICK, NOW)
    assert one.outcomes == {TICK: "de speler fluit is er niet"}


def test_a_player_that_cannot_be_started_is_told(tmp_path) -> None:
    (tmp_path / "fluit").touch()
    one = Players([str(tmp_path / "fluit")], FILES)
    assert not one.play(HIGH, NOW)
    assert one.outcomes[HIGH] == "de speler fluit start niet (PermissionError)"


def test_a_player_that_hangs_is_ended_with_all_it_started(players, tmp_path) -> None:
    one = players(f"sh -c 'echo $$ kind >> {tmp_path / 'said'}; exec sleep 600'; true")
    one.play(TICK, NOW)
    pids = until(lambda: len(said(tmp_path)) == 2 and [pid for pid, _ in said(tmp_path)], "two processes")
    one.look(NOW + PATIENCE)
    assert one.outcomes == {}, "the sound itself takes time too"
    one.look(NOW + PATTERNS[TICK].lasts + PATIENCE)
    assert one.outcomes == {TICK: "de speler sh hangt"}
    until(lambda: all(map(ended, pids)), "the end of the player and what it started")


def test_players_never_pile_up_the_oldest_makes_way(players, tmp_path) -> None:
    one = players("exec sleep 600")
    for _ in range(3 * AT_ONCE):
        count = len(said(tmp_path))
        until(lambda: one.play(TICK, NOW), "a start")
        until(lambda count=count: len(said(tmp_path)) > count, "the player")
    pids = [pid for pid, _ in said(tmp_path)]
    until(lambda: sum(not ended(pid) for pid in pids) == AT_ONCE, "the end of the older ones")
    assert not ended(pids[-1])


def test_an_alarm_that_was_seen_stops_and_the_metronome_does_not(players, tmp_path) -> None:
    one = players("exec sleep 600")
    one.play(TICK, NOW)
    one.play(HIGH, NOW)
    until(lambda: len(said(tmp_path)) == 2, "two players")
    of = {file: pid for pid, file in said(tmp_path)}
    one.hush()
    until(lambda: ended(of["/nergens/hoog.wav"]), "the end of the alarm")
    one.look(NOW)
    assert not ended(of["/nergens/tik.wav"])
    assert one.outcomes == {}, "that it was ended is no failure"
