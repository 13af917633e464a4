"""Recorded calls played by keyboard end in the same decisions and at the same times as their replay.

All of them at the desk; a dozen on the app; three as a program in a real terminal (tmux where it is there,
otherwise a bare pseudo terminal) at two sizes.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import os
import select
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from functools import lru_cache
from itertools import zip_longest
from pathlib import Path

import pytest
from clocked import COUNT, MOMENT, Shared
from console_kit import settled
from terminal import PATIENCE, Terminal
from typist import acts, keys_for

from mka_assist.call.clock import ReplayClock
from mka_assist.call.log import MemoryLog
from mka_assist.call.timings import timings
from mka_assist.console.app import ConsoleApp
from mka_assist.console.desk import Desk
from mka_assist.decision.decide import Decider
from mka_assist.instruction.loading import load_instruction
from mka_assist.journal.store import Journal
from mka_assist.paths import fixtures_dir, rules_dir
from mka_assist.replay.fixture import Fixture
from mka_assist.replay.playing import Moment, play
from mka_assist.replay.reading import read_fixture
from mka_assist.rulebook.loading import load_rulebook

CALLS = {path.stem: path for path in sorted((fixtures_dir() / "meldingen").glob("*.yaml"))}
ON_THE_APP = (
    "c01-voetballer-17", "c03-baby-zes-maanden", "c14-meisje-verslikt", "c19-brand-zorgflat",
    "c24-huis-overhoop", "c29-tiener-in-de-rivier", "c36-loos-alarm", "c38-helpers-voor-de-ambulance",
    "k01b-baby-in-het-engels", "k03b-instructie-met-wissel", "k04-mes-gezien", "k06-huis-vol",
)  # fmt: skip
IN_A_TERMINAL = ("k03b-instructie-met-wissel", "k04-mes-gezien", "k06-huis-vol")
INSTRUCTION = load_instruction(rules_dir())
STEP, TWICE = 0.0625, 0.125
"""Seconds between two keys of one act, and between a key and the same key again; no rounding."""
Press = Callable[[str], None]


@lru_cache
def decider(region: str) -> Decider:
    return Decider(load_rulebook(rules_dir(), region))


def fixture_of(name: str) -> Fixture:
    return read_fixture(CALLS[name], lambda region, on=None: decider(region).rulebook, lambda: INSTRUCTION)


class Calls(MemoryLog):
    """A log that says it holds no call."""

    def calls(self) -> tuple[()]:
        return ()


class Typing:
    """A desk on which a recorded call is typed. `press` takes each key, or "=text" for a line."""

    def __init__(self, fixture: Fixture) -> None:
        self.fixture = fixture
        self.begin = fixture.begin.astimezone(dt.UTC)
        self.clock = ReplayClock(self.begin)
        self.desk = Desk(Calls(), self.clock, decider(fixture.region), caller_instruction=INSTRUCTION)

    def press(self, key: str) -> None:
        if key.startswith("="):
            self.desk.submit(key[1:])
        else:
            self.desk.press(key)

    def play(self) -> Iterator[tuple[str, Moment | None]]:
        """Every key, and after the last key of a step how the replay stands. Press a key before taking the
        next one."""
        yield "n", None
        for moment in play(self.fixture, decider(self.fixture.region)):
            if moment.step is None:
                continue
            due = self.begin + dt.timedelta(seconds=moment.seconds)
            self.clock.set(max(self.clock.now() + dt.timedelta(seconds=STEP), due))
            self.desk.tick()
            session = self.desk.session
            assert session is not None
            for act in acts(moment.step.command, session.decision, session.state.alarmed):
                keys = keys_for(self.desk, act)
                assert keys or not moment.outcome.events, f"no keys for {act}"
                for key, after in zip_longest(keys, keys[1:]):
                    yield key, None
                    self.clock.advance(TWICE if key == after else STEP)
            yield "", moment

    def check(self, moment: Moment) -> None:
        """Is what is decided now what the replay decided?"""
        session = self.desk.session
        assert session is not None
        assert moment.step is not None
        found = {id: one.status for id, one in session.decision.partners.items()}
        assert found == {id: one.status for id, one in moment.decision.partners.items()}, moment.step.words
        assert session.decision.ambulance.status == moment.decision.ambulance.status
        assert session.decision.ask_next == moment.decision.ask_next
        assert whole_seconds(session.state) == whole_seconds(moment.state)


def whole_seconds(state) -> dict[str, int | None]:
    return {label: None if took is None else int(took) for label, took in timings(state).items()}


@pytest.mark.parametrize("name", CALLS)
def test_at_the_desk(name) -> None:
    typing = Typing(fixture_of(name))
    for key, moment in typing.play():
        if moment:
            typing.check(moment)
        else:
            typing.press(key)


@pytest.mark.parametrize("name", ON_THE_APP)
def test_on_the_app(name) -> None:
    typing = Typing(fixture_of(name))
    app = ConsoleApp(typing.desk)

    async def steps() -> None:
        async with app.run_test(size=(80, 24)) as pilot:
            for key, moment in typing.play():
                if moment:
                    typing.check(moment)
                elif key.startswith("="):
                    app._typing.value = key[1:]
                    await pilot.press("enter")
                else:
                    await pilot.press(key)
                    await settled(pilot)

    asyncio.run(steps())
    assert app.failure is None


SEQUENCES = {
    **{f"f{number}": f"\x1bO{letter}" for number, letter in enumerate("PQRS", start=1)},
    **{f"f{n}": f"\x1b[{code}~" for n, code in zip(range(5, 11), (15, 17, 18, 19, 20, 21), strict=True)},
    "wipe": "\x0b",
    "enter": "\r", "tab": "\t", "space": " ", "down": "\x1b[B", "up": "\x1b[A", "pageup": "\x1b[5~",
}  # fmt: skip


WIPE = "wipe"
"""Clears a line that was filled in beforehand, from its beginning."""


class Bare:
    """A pseudo terminal."""

    def __init__(self, size: tuple[int, int], program: list[str]) -> None:
        self.terminal = Terminal(*program[1:], environment={}, program=(program[0],), size=size)

    def send(self, key: str) -> None:
        os.write(self.terminal.master, SEQUENCES.get(key, key).encode())

    def wait(self) -> None:
        self.terminal.read()

    def text(self) -> str:
        return self.terminal.text()

    def close(self) -> None:
        self.terminal.close()


class Tmux:
    """A terminal of tmux, on a server of its own."""

    def __init__(self, size: tuple[int, int], program: list[str], folder: Path) -> None:
        self._server = ("tmux", "-S", str(folder / "tmux"), "-f", "/dev/null")
        command = " ".join(f"'{part}'" for part in (sys.executable, *program))
        self._do("new-session", "-d", "-x", str(size[0]), "-y", str(size[1]), command)
        self._do("set", "-s", "escape-time", "0")

    def _do(self, *command: str) -> str:
        done = subprocess.run([*self._server, *command], check=True, capture_output=True, text=True)
        return done.stdout

    def send(self, key: str) -> None:
        if key in SEQUENCES:
            self._do("send-keys", {"pageup": "PPage", "wipe": "C-k"}.get(key, key.capitalize()))
        else:
            self._do("send-keys", "-l", key)

    def wait(self) -> None:
        select.select([], [], [], 0.005)

    def text(self) -> str:
        return self._do("capture-pane", "-p")

    def close(self) -> None:
        subprocess.run([*self._server, "kill-server"], check=False, capture_output=True)


@pytest.mark.parametrize("kind", ["pty", "tmux"])
@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("name", IN_A_TERMINAL)
def test_in_a_terminal(name, size, kind, tmp_path) -> None:
    """The program gets the keys of a desk beside it that stands at the same moment; in the end its journal
    holds the same events, word for word and to the microsecond."""
    if kind == "tmux" and shutil.which("tmux") is None:
        pytest.skip("tmux is not on this machine")
    if kind == "pty" and size != (80, 24) and shutil.which("tmux"):
        pytest.skip("tmux does this size")
    fixture = fixture_of(name)
    typing, shared = Typing(fixture), Shared(tmp_path / "shared")
    shared.set(MOMENT, typing.clock.now().timestamp())
    journal = tmp_path / "j.sqlite3"
    program = [
        str(Path(__file__).with_name("clocked.py")),
        str(tmp_path / "shared"),
        fixture.region,
        str(journal),
    ]
    terminal = Tmux(size, program, tmp_path) if kind == "tmux" else Bare(size, program)
    try:
        taken = 0
        taken = wait_for(taken, shared, terminal)
        for key, moment in typing.play():
            if moment:
                typing.check(moment)
                continue
            shared.set(MOMENT, typing.clock.now().timestamp())
            prompt = typing.desk.ui.prompt
            typing.press(key)
            if prompt and prompt.start and key.startswith("="):
                until(terminal, prompt.start[:20])
                terminal.send(WIPE)
                until(terminal, prompt.start[:20], there=False)
            for part in (*key[1:], "enter") if key.startswith("=") else (key,):
                terminal.send(part)
            taken = wait_for(taken, shared, terminal)
        assert "afgesloten" in until(terminal, "afgesloten")
    finally:
        terminal.close()
    assert typing.desk.session is not None
    with Journal.open(journal, writable=False) as opened:
        (call,) = opened.calls()
        assert opened.read(call.number) == typing.desk.session.events


def wait_for(taken: int, shared: Shared, terminal: Bare | Tmux) -> int:
    """The program took one more key."""
    end = time.monotonic() + PATIENCE
    while shared.get(COUNT) <= taken:
        terminal.wait()
        assert time.monotonic() < end, f"a key was not taken:\n{terminal.text()}"
    return taken + 1


def until(terminal: Bare | Tmux, text: str, there: bool = True) -> str:
    end = time.monotonic() + PATIENCE
    while (text in terminal.text()) is not there and time.monotonic() < end:
        terminal.wait()
    return terminal.text()
