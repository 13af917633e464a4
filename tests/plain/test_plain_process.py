"""The line mode as a program: on pipes, on a terminal, told to stop, with nobody reading."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from plain_kit import REGION, RULES

from mka_assist.call.events import Event
from mka_assist.journal.store import Journal

PROGRAM = (sys.executable, "-m", "mka_assist", "console")
PATIENCE = 30.0
"""Seconds after which what should have come will not come any more."""


@pytest.fixture(scope="module")
def home(tmp_path_factory) -> dict[str, str]:
    """One home for the whole module, so that the rulebook is tried once."""
    folder = tmp_path_factory.mktemp("home")
    names = ("XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME")
    own = {"HOME": str(folder), **{name: str(folder / name) for name in names}, "LANG": "C.UTF-8"}
    return {**os.environ, **own, "TERM": "dumb"}


def arguments(journal: Path) -> tuple[str, ...]:
    return "--platte-tekst", "--rules", str(RULES), "--region", REGION, "--journal", str(journal)


class Talk:
    """The program with its input and output at hand."""

    def __init__(self, journal: Path, home: dict[str, str], terminal: bool = False) -> None:
        self.raw = b""
        if terminal:
            self.out, theirs = pty.openpty()
            self.into = self.out
            streams = (theirs, theirs)
        else:
            theirs_in, self.into = os.pipe()
            self.out, theirs_out = os.pipe()
            streams = (theirs_in, theirs_out)
        self.process = subprocess.Popen(
            [*PROGRAM, *arguments(journal)], stdin=streams[0], stdout=streams[1], stderr=subprocess.PIPE,
            env=home, cwd=Path(__file__).parents[2], start_new_session=True,
        )  # fmt: skip
        for stream in set(streams):
            os.close(stream)

    def say(self, line: str, *then: str) -> str:
        """Type a line and wait for what must come of it."""
        os.write(self.into, f"{line}\n".encode())
        return self.until(*then)

    def until(self, *texts: str) -> str:
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end and not all(text in self.text for text in texts):
            ready, _, _ = select.select([self.out], [], [], 0.1)
            if ready:
                with suppress(OSError):
                    self.raw += os.read(self.out, 65536)
        assert all(text in self.text for text in texts), self.text
        return self.text

    @property
    def text(self) -> str:
        return self.raw.decode("utf-8", errors="replace")

    def end(self) -> int:
        return self.process.wait(PATIENCE)

    def close(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait(PATIENCE)
        if self.process.stderr:
            self.process.stderr.close()
        for stream in {self.into, self.out}:
            with suppress(OSError):
                os.close(stream)


Start = Callable[..., Talk]


@pytest.fixture
def start(tmp_path, home) -> Iterator[Start]:
    begun: list[Talk] = []

    def begin(**options: bool) -> Talk:
        talk = Talk(tmp_path / "j.sqlite3", home, **options)
        begun.append(talk)
        talk.until("? toont de toetsen")
        return talk

    yield begin
    for talk in begun:
        talk.close()


def stored(folder: Path) -> tuple[Event, ...]:
    with Journal.open(folder / "j.sqlite3", writable=False) as journal:
        (call,) = journal.calls()
        return journal.read(call.number)


def kinds(folder: Path) -> list[str]:
    return [event.type for event in stored(folder)]


def test_a_whole_call_from_a_pipe_ends_with_its_input(home, tmp_path) -> None:
    arguments = (
        "--platte-tekst",
        "--rules",
        str(RULES),
        "--region",
        REGION,
        "--journal",
        str(tmp_path / "j.sqlite3"),
    )
    done = subprocess.run(
        [*PROGRAM, *arguments], input="n\nn n\nf2 f2\nc\nf10 f10", env=home, capture_output=True,
        encoding="utf-8", timeout=PATIENCE * 2, cwd=Path(__file__).parents[2],
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    assert kinds(tmp_path).count("partner_alarmed") == 2
    assert kinds(tmp_path)[-1] == "call_closed", "the last line counts without an end of line as well"


def test_the_end_of_the_input_leaves_an_open_call_that_goes_on_later(start, tmp_path) -> None:
    first = start()
    first.say("n n n", "VERMOEDEN VAN EEN REANIMATIE")
    os.close(first.into)
    first.until("niet afgesloten; alles is opgeslagen")
    assert first.end() == 0
    again = start()
    again.say("1", "HERVAT", "VERMOEDEN VAN EEN REANIMATIE")
    assert kinds(tmp_path)[-1] == "call_resumed"


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_told_to_stop_it_stores_everything_and_says_so_in_its_exit_code(start, tmp_path, number) -> None:
    talk = start()
    talk.say("n n n", "VERMOEDEN VAN EEN REANIMATIE")
    talk.say("f2 f2", "HartslagNu en Politie gealarmeerd")
    talk.process.send_signal(number)
    talk.until("alles is opgeslagen")
    assert talk.end() == 128 + number
    assert kinds(tmp_path).count("partner_alarmed") == 2


def test_on_a_terminal_it_writes_lines_and_nothing_that_moves_a_cursor(start) -> None:
    talk = start(terminal=True)
    talk.say("n", "Vraag: Reageert de patiënt?")
    talk.say("stand", "Klok 0:0", "OEFENING")
    assert b"\x1b" not in talk.raw
    os.write(talk.into, b"\x04")
    talk.until("niet afgesloten")
    assert talk.end() == 0


def test_time_goes_on_while_it_waits_for_a_line(start) -> None:
    talk = start()
    talk.say("n n n", "VERMOEDEN VAN EEN REANIMATIE")
    talk.say("f2", "NOGMAALS F2")
    talk.until("Niets gedaan: de tijd was om.")


def test_a_reader_that_stalls_does_not_stop_the_call(start, tmp_path) -> None:
    talk = start()
    fcntl.fcntl(talk.out, fcntl.F_SETPIPE_SZ, 4096)
    talk.say("n", "Vraag: Reageert")
    os.write(talk.into, b"? ? ? ? ? ? ? ? ? ? ? ? n n f2 f2\n")
    end = time.monotonic() + PATIENCE
    while "partner_alarmed" not in kinds(tmp_path) and time.monotonic() < end:
        select.select([], [], [], 0.2)
    assert kinds(tmp_path).count("partner_alarmed") == 2, "alarmed while nobody reads"
    talk.until("HartslagNu en Politie gealarmeerd")


def test_a_reader_that_is_gone_ends_it(start) -> None:
    talk = start()
    os.close(talk.out)
    os.write(talk.into, b"n\nn\n")
    assert talk.end() == 141


def test_a_terminal_without_a_screen_is_pointed_to_the_line_mode(home) -> None:
    ours, theirs = pty.openpty()
    done = subprocess.run(
        [*PROGRAM], stdin=theirs, stdout=theirs, stderr=theirs, env=home, timeout=PATIENCE,
        start_new_session=True, cwd=Path(__file__).parents[2],
    )  # fmt: skip
    said = os.read(ours, 4096).decode()
    os.close(ours)
    os.close(theirs)
    assert done.returncode == 2
    assert said.count("\n") == 1
    assert "--platte-tekst" in said


LOADED = """
import sys
from mka_assist.cli.boundary import run
code = run(sys.argv[1:])
print("\\nLOADED", *sys.modules, file=sys.stderr)
sys.exit(code)
"""


def test_a_whole_call_loads_nothing_of_textual(home, tmp_path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", LOADED, "console", *arguments(tmp_path / "j.sqlite3")],
        input="n n n f2 f2 v ? stand f5\n", env=home,
        capture_output=True, encoding="utf-8", timeout=PATIENCE * 2, cwd=Path(__file__).parents[2],
    )  # fmt: skip
    loaded = set(done.stderr.rpartition("LOADED ")[2].split())
    assert done.returncode == 0
    assert "mka_assist.console.desk" in loaded
    assert not {name for name in loaded if name.split(".")[0] == "textual"}
    assert "mka_assist.console.app" not in loaded
