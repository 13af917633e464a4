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
from terminal import PATIENCE, Terminal, twice

from mka_assist.call import events as e
from mka_assist.journal.store import Journal
from mka_assist.rulebook.week import local

F2, F5, F10 = "\x1bOQ", "\x1b[15~", "\x1b[21~"
RAISED, RESTORED = b"\x1b[?1049h", b"\x1b[?1049l"
"""The program gets a screen of its own; the terminal gets back its own."""
Open = Callable[..., Terminal]


@pytest.fixture(scope="module")
def folders(tmp_path_factory) -> dict[str, str]:
    """One home for the whole module, so that the rulebook is tried once."""
    home = tmp_path_factory.mktemp("home")
    names = ("XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME")
    return {"HOME": str(home), **{name: str(home / name) for name in names}}


def arguments(folder: Path) -> tuple[str, ...]:
    journal = str(folder / "j.sqlite3")
    return ("--rules", str(RULES), "--region", REGION, "--journal", journal, "--geluid", "uit")


@pytest.fixture
def open_console(tmp_path, folders) -> Iterator[Open]:
    opened: list[Terminal] = []

    def start() -> Terminal:
        terminal = Terminal(*arguments(tmp_path), environment=folders)
        opened.append(terminal)
        terminal.until("VOORBEELD", "F1 Hulp")
        return terminal

    yield start
    for terminal in opened:
        terminal.close()


def to_alarm(terminal: Terminal) -> None:
    terminal.type("n", "Reageert de patiënt?")
    terminal.type("n", "Ademt de patiënt normaal?")
    terminal.type("2n", "wacht op ambulance")  # chosen by hand, so that it may be answered at once
    twice(terminal, F2, "F2", "√ HartslagNu", "√ Politie")


def stored(folder: Path) -> tuple[e.Event, ...]:
    with Journal.open(folder / "j.sqlite3", writable=False) as journal:
        (call,) = journal.calls()
        return journal.read(call.number)


def test_after_a_power_cut_the_call_goes_on_at_the_right_second(open_console, tmp_path) -> None:
    first = open_console()
    to_alarm(first)
    shown = first.type(F5, "Meldersinstructie begonnen")
    number = re.search(r"OEFENING (\S+)", shown)[1]
    os.killpg(first.process.pid, signal.SIGKILL)
    first.end()
    before = stored(tmp_path)
    kinds = [event.type for event in before]
    assert kinds.count("ambulance_dispatched") == kinds.count("partner_alarmed") == 2
    assert "instruction_started" in kinds, "all that stood on the screen is in the journal"

    again = open_console()
    shown = again.until("HERSTART", "√ HartslagNu", "metronoom")
    assert number in shown
    clock, moment = re.search(r"T\+ (\d+):(\d\d)", shown), re.search(r"HERSTART (\d+):(\d+):(\d+)", shown)
    passed = 60 * int(clock[1]) + int(clock[2])
    opened = local(before[0].at).replace(microsecond=0)
    resumed = opened.replace(hour=int(moment[1]), minute=int(moment[2]), second=int(moment[3]))
    between = (resumed - opened).total_seconds() % 86400
    assert -1 <= passed - between < PATIENCE, "either is cut to whole seconds"
    assert stored(tmp_path)[: len(before)] == before
    twice(again, F10, "F10", "De melding is afgesloten.")
    twice(again, F10, "F10")
    assert again.end() == 0
    times = [event.at for event in stored(tmp_path)]
    assert times == sorted(times), "the time since pick-up goes on"
    assert isinstance(stored(tmp_path)[-1], e.CallClosed)


def test_a_second_console_only_watches_the_same_call(open_console, tmp_path) -> None:
    first = open_console()
    to_alarm(first)
    before = len(stored(tmp_path))
    second = open_console()
    second.type("\r", "U KIJKT MEE", "√ HartslagNu")
    second.type("2j1j", "U KIJKT MEE")
    first.type("1", "1▶√ Bij bewustzijn")
    assert len(stored(tmp_path)) == before


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
    terminal = Terminal(*arguments(tmp_path), environment=folders, program=("-c", BREAKS))
    terminal.until("VOORBEELD", "F1 Hulp")
    terminal.type("n", "HERSTART", "(RuntimeError)", "Reageert de patiënt?")
    terminal.type("n", "Ademt de patiënt normaal?")
    terminal.signal(signal.SIGTERM)
    terminal.end()
    terminal.close()
    assert b"Traceback" not in terminal.raw
    assert [event.type for event in stored(tmp_path)] == ["call_opened", "decision_taken", "fact_recorded"]


def test_a_terminal_that_stalls_stops_no_call(open_console, tmp_path) -> None:
    """Nobody reads what the program writes, as long as it takes to fill every buffer more than once; still
    each key is in the journal, the time between them too. Then the screen is whole.
    """
    terminal = open_console()
    to_alarm(terminal)
    before = len(stored(tmp_path))
    for answer in "jn" * 8:
        os.write(terminal.master, f"vv1{answer}".encode())
        before += 1
        written(tmp_path, before)
    first, *_, last = (event.at for event in stored(tmp_path) if isinstance(event, e.FactCorrected))
    assert last > first
    terminal.until("T+ 00:", "1 √ Bij bewustzijn: nee", "√ HartslagNu", "F10 Sluiten")
    terminal.type("1j", "1 √ Bij bewustzijn: ja")


def written(folder: Path, count: int) -> None:
    """Wait until so many events are in the journal."""
    end = time.monotonic() + PATIENCE
    while len(stored(folder)) < count:
        assert time.monotonic() < end, "the program waits for its terminal"


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
    command = [sys.executable, "-m", "mka_assist", "console", "--journal", str(tmp_path / "j.sqlite3")]
    result = subprocess.run(command, capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False)
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr.startswith("Fout: De console heeft een terminal nodig")
    assert result.stderr.count("\n") == 1
    assert not (tmp_path / "j.sqlite3").exists()


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (("--region", "nergens"), 'onbekende regio "nergens"'),
        (("--journal", "/nergens/j"), "De map /nergens voor het journaal bestaat niet."),
    ],
)
def test_what_cannot_be_opened_is_one_line_on_the_own_screen_of_the_terminal(folders, wrong, said) -> None:
    terminal = Terminal("--rules", str(RULES), *wrong, environment=folders)
    code = terminal.end()
    terminal.close()
    assert code == 2
    own = terminal.raw.rpartition(RESTORED)[2].decode()
    assert said in own
    assert own.strip().count("\n") == 0
    assert RAISED not in own.encode()
    assert b"Traceback" not in terminal.raw


def test_the_first_lines_stand_there_before_textual_is_loaded_and_a_key_is_kept(tmp_path, folders) -> None:
    terminal = Terminal(*arguments(tmp_path), environment=folders)
    try:
        terminal.until("OEFENING", "Bedoeld voor training", "[N] Nieuwe melding")
        assert b"wordt gelezen" in terminal.raw.partition(b"VOORBEELD")[0]
        terminal.type("n", "Reageert de patiënt?")
        assert b"n\x1b" not in terminal.raw.partition(b"VOORBEELD")[0], "the key is not echoed"
    finally:
        terminal.close()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_told_to_stop_while_it_loads_it_puts_the_terminal_right(tmp_path, folders, number) -> None:
    terminal = Terminal(*arguments(tmp_path), environment=folders)
    try:
        terminal.until("wordt gelezen")
        terminal.signal(number)
        assert terminal.end() == 128 + number
        assert RESTORED in terminal.raw
        assert termios.tcgetattr(terminal.slave)[3] == terminal.before[3]
    finally:
        terminal.close()
