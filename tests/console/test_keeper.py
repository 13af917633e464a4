"""The process behind the console: a console that dies comes back with its call; one told to stop does not."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from console_kit import REGION, RULES
from terminal import PATIENCE, Terminal

from mka_assist.call import events as e
from mka_assist.cli.keeper import OFTEN
from mka_assist.journal.store import Journal

RESTORED = b"\x1b[?1049l"
KEPT = "import os, signal, sys; from mka_assist.cli.keeper import keep; again = keep(); "


@pytest.fixture
def program(tmp_path) -> Iterator[Terminal]:
    """The console, at its first screen."""
    folders = {f"XDG_{kind}_HOME": str(tmp_path / kind) for kind in ("CACHE", "DATA", "STATE", "CONFIG")}
    terminal = Terminal(
        *("--rules", str(RULES), "--region", REGION, "--journal", str(tmp_path / "j.sqlite3")),
        *("--geluid", "uit"),
        environment=folders,
    )
    terminal.until("Nieuwe melding", "VOORBEELD")
    yield terminal
    terminal.close()


def small(code: str) -> Terminal:
    """A program of one line in the place of the console."""
    return Terminal(environment={}, program=("-c", KEPT + code))


def console_of(keeper: int) -> int:
    """The process that shows the screen."""
    (child,) = Path(f"/proc/{keeper}/task/{keeper}/children").read_text().split()
    return int(child)


def gone(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except FileNotFoundError:
        return True


def until_gone(pid: int) -> None:
    end = time.monotonic() + PATIENCE
    while not gone(pid):
        assert time.monotonic() < end, "the process goes on"
        os.sched_yield()


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGSEGV, signal.SIGABRT])
def test_a_console_that_dies_comes_back_with_its_call(program, tmp_path, number) -> None:
    program.type("n", "Reageert de patiënt?")
    program.type("n", "Ademt de patiënt normaal?")
    former = console_of(program.process.pid)
    os.kill(former, number)
    program.until("HERSTART", "De melding gaat verder", "Ademt de patiënt normaal?")
    assert console_of(program.process.pid) != former
    program.type("g", "wacht op ambulance")
    with Journal.open(tmp_path / "j.sqlite3", writable=False) as journal:
        (call,) = journal.calls()
        events = journal.read(call.number)
    answers = [event.fact for event in events if isinstance(event, e.FactRecorded)]
    assert answers == ["bewustzijn", "ademhaling"]
    assert [event.type for event in events].count("call_resumed") == 1


def test_one_that_dies_at_the_first_screen_comes_back_there(program) -> None:
    os.kill(console_of(program.process.pid), signal.SIGKILL)
    program.until("HERSTART", "N neemt een melding aan")


def test_a_console_ends_when_nobody_stands_behind_it(program) -> None:
    child = console_of(program.process.pid)
    program.signal(signal.SIGKILL)
    program.end()
    until_gone(child)


def test_a_console_ends_too_when_that_happened_while_it_was_loading(tmp_path) -> None:
    folders = {f"XDG_{kind}_HOME": str(tmp_path / kind) for kind in ("CACHE", "DATA", "STATE", "CONFIG")}
    journal = str(tmp_path / "j.sqlite3")
    terminal = Terminal("--rules", str(RULES), "--region", REGION, "--journal", journal, environment=folders)
    try:
        terminal.until("wordt gelezen")
        child = console_of(terminal.process.pid)
        terminal.signal(signal.SIGKILL)
        until_gone(child)
    finally:
        terminal.close()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_told_to_stop_it_stops(program, number) -> None:
    program.signal(number)
    assert program.end() == 128 + number
    assert program.raw.rstrip().endswith((RESTORED, b"\x1b[?25h")) or RESTORED in program.raw


@pytest.mark.parametrize("code", [0, 1, 70])
def test_the_exit_code_is_that_of_the_console(code) -> None:
    terminal = small(f"sys.exit({code})")
    try:
        assert terminal.end() == code
    finally:
        terminal.close()


def test_the_second_one_knows_what_it_is() -> None:
    terminal = small("print('again' if again else 'first', flush=True); again or os.kill(os.getpid(), 9)")
    try:
        terminal.until("first", "again")
        assert terminal.end() == 0
        assert RESTORED in terminal.raw
    finally:
        terminal.close()


def test_what_keeps_dying_is_given_up_in_one_line() -> None:
    terminal = small("print('here', flush=True); os.kill(os.getpid(), signal.SIGKILL)")
    try:
        assert terminal.end() == 70
        said = terminal.raw.decode()
        assert said.count("here") == OFTEN
        assert said.count("papieren kaart") == 1
        assert "Traceback" not in said
    finally:
        terminal.close()
