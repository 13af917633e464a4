"""The console as a program on a terminal: killed and resumed, told to stop, used twice, refused."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from console_kit import REGION, RULES
from terminal import PATIENCE, Terminal

from mka_assist.call import events as e
from mka_assist.journal.store import Journal

F2, F5, F10 = "\x1bOQ", "\x1b[15~", "\x1b[21~"
RESTORED = b"\x1b[?1049l"
"""The terminal gets its own screen back."""
Open = Callable[..., Terminal]


@pytest.fixture(scope="module")
def folders(tmp_path_factory) -> dict[str, str]:
    """One home for the whole module, so that the rulebook is tried once."""
    home = tmp_path_factory.mktemp("home")
    names = ("XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME")
    return {"HOME": str(home), **{name: str(home / name) for name in names}}


@pytest.fixture
def open_console(tmp_path, folders) -> Iterator[Open]:
    opened: list[Terminal] = []

    def start() -> Terminal:
        arguments = ("--rules", str(RULES), "--region", REGION, "--journal", str(tmp_path / "j.sqlite3"))
        terminal = Terminal(*arguments, environment=folders)
        opened.append(terminal)
        terminal.until("Nieuwe melding", "VOORBEELD")
        return terminal

    yield start
    for terminal in opened:
        terminal.close()


def twice(terminal: Terminal, key: str, name: str, *then: str) -> str:
    """Press a key twice, as a person does: the screen counts down between the two."""
    terminal.type(key, f"NOGMAALS {name} (nog 2 s")
    return terminal.type(key, *then)


def to_alarm(terminal: Terminal) -> None:
    terminal.type("n", "Reageert de patiënt?")
    terminal.type("n", "Ademt de patiënt normaal?")
    terminal.type("n", "inzetten")
    twice(terminal, F2, "F2", "√ HartslagNu", "√ Politie")


def stored(folder: Path) -> tuple[e.Event, ...]:
    with Journal.open(folder / "j.sqlite3", writable=False) as journal:
        (call,) = journal.calls()
        return journal.read(call.number)


def test_a_killed_console_is_started_again_and_the_call_goes_on(open_console, tmp_path) -> None:
    first = open_console()
    to_alarm(first)
    first.type(F5, "Instructie loopt 00:0")
    shown = first.until("Meldersinstructie begonnen")
    number = re.search(r"OEFENING (\S+)", shown)[1]
    first.signal(signal.SIGKILL)
    first.end()
    before = stored(tmp_path)
    kinds = [event.type for event in before]
    assert kinds.count("ambulance_dispatched") == kinds.count("partner_alarmed") == 2
    assert kinds[-1] == "instruction_started", "all that stood on the screen is in the journal"

    again = open_console()
    again.until("1 open melding", number)
    shown = again.type("\r", "HERVAT", "√ HartslagNu", "Instructie loopt")
    assert number in shown
    assert stored(tmp_path)[: len(before)] == before
    twice(again, F10, "F10", "De melding is afgesloten.")
    twice(again, F10, "F10")
    assert again.end() == 0
    times = [event.at for event in stored(tmp_path)]
    assert times == sorted(times), "the time since pick-up goes on"
    assert isinstance(stored(tmp_path)[-1], e.CallClosed)


def test_a_second_console_is_refused_the_same_call(open_console) -> None:
    first = open_console()
    to_alarm(first)
    second = open_console()
    second.type("\r", "al open op een ander scherm", "Bedoeld voor training")
    first.type("1", ">√ Bij bewustzijn")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_told_to_stop_it_puts_the_terminal_right(open_console, tmp_path, number) -> None:
    terminal = open_console()
    to_alarm(terminal)
    terminal.signal(number)
    assert terminal.end() == 128 + number
    assert RESTORED in terminal.raw
    assert termios.tcgetattr(terminal.slave)[3] == terminal.before[3]
    assert [event.type for event in stored(tmp_path)].count("partner_alarmed") == 2


BREAKS = """
import sys
from mka_assist.cli import main
from mka_assist.console.widgets import Block
draw = Block.render_line
def break_once(block, y):
    if block.id == "clocks":
        Block.render_line = draw
        raise RuntimeError("proef [/]")
    return draw(block, y)
Block.render_line = break_once
sys.argv[1:1] = ["console"]
sys.exit(main())
"""


def test_a_screen_that_really_breaks_is_replaced_with_the_same_call(tmp_path, folders) -> None:
    arguments = ("--rules", str(RULES), "--journal", str(tmp_path / "j.sqlite3"))
    terminal = Terminal(*arguments, environment=folders, program=("-c", BREAKS))
    terminal.until("Nieuwe melding")
    terminal.type("n", "HERSTART", "(RuntimeError)", "Reageert de patiënt?")
    terminal.type("n", "Ademt de patiënt normaal?")
    terminal.signal(signal.SIGTERM)
    terminal.end()
    terminal.close()
    assert b"Traceback" not in terminal.raw
    assert [event.type for event in stored(tmp_path)] == ["call_opened", "decision_taken", "fact_recorded"]


def test_a_terminal_that_stalls_stops_no_call(open_console, tmp_path) -> None:
    """Nobody reads what the program writes; still each key is in the journal. Then the screen is whole."""
    terminal = open_console()
    terminal.type("n", "Reageert de patiënt?")
    for key in ["v"] * 100 + ["1", "n"]:
        os.write(terminal.master, key.encode())
        time.sleep(0.02)  # one frame each, so that there is more to write than any buffer holds
    end = time.monotonic() + PATIENCE
    while not any(isinstance(event, e.FactRecorded) for event in stored(tmp_path)):
        assert time.monotonic() < end, "the program waits for its terminal"
        time.sleep(0.05)
    terminal.until("T+ 00:0", "√ Bij bewustzijn: nee", "Ademt de patiënt normaal?", "F10 Sluiten")
    terminal.type("g", "inzetten")


def test_a_terminal_that_is_closed_ends_the_program(open_console, tmp_path) -> None:
    terminal = open_console()
    to_alarm(terminal)
    terminal.hang_up()
    terminal.signal(signal.SIGHUP)  # what the kernel sends to whom the terminal controls
    assert terminal.process.wait(PATIENCE) is not None
    assert [event.type for event in stored(tmp_path)].count("partner_alarmed") == 2


def test_a_terminal_that_goes_without_a_signal_ends_the_program_too(open_console, tmp_path) -> None:
    terminal = open_console()
    to_alarm(terminal)
    terminal.hang_up()
    assert terminal.process.wait(PATIENCE) == 128 + signal.SIGHUP
    assert [event.type for event in stored(tmp_path)].count("partner_alarmed") == 2


def test_leaving_ends_with_code_0_and_the_terminal_put_right(open_console) -> None:
    terminal = open_console()
    assert b"\x1b[?1000h" not in terminal.raw, "no mouse is asked of the terminal"
    twice(terminal, F10, "F10")
    assert terminal.end() == 0
    assert RESTORED in terminal.raw


def test_without_a_terminal_one_line_says_so(tmp_path) -> None:
    arguments = [sys.executable, "-m", "mka_assist", "console", "--journal", str(tmp_path / "j.sqlite3")]
    result = subprocess.run(arguments, capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False)
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr == "Fout: De console heeft een terminal nodig. Hulp: mka-assist console --help\n"
    assert not (tmp_path / "j.sqlite3").exists()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--region", "nergens"), 'onbekende regio "nergens"'),
        (("--journal", "/nergens/j"), "De map /nergens voor het journaal bestaat niet."),
    ],
)
def test_what_cannot_be_opened_is_one_line_and_no_screen(folders, arguments, said) -> None:
    terminal = Terminal("--rules", str(RULES), *arguments, environment=folders)
    code = terminal.end()
    terminal.close()
    assert code == 2
    assert said in terminal.raw.decode()
    assert b"\x1b[?1049h" not in terminal.raw
    assert b"Traceback" not in terminal.raw
