"""The process of the sound, seen from the console: started, listened to, and started anew when it fails.

What is asked stands in one order that is sent again whenever it did not arrive, so a process that starts anew
goes on in the same grid.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from mka_assist.sound.players import PLACE
from mka_assist.sound.speaker import PRIORITIES, Mode, NoSound, Sound, SoundState
from mka_assist.sound.wire import Order, Report, line, read_report

QUIET = 2.0
"""Seconds without a sign of life that are told."""
HUNG = 5.0
"""Seconds without a sign of life after which the process is ended and started anew."""
LONGEST_STEP = 1.0
"""So much of the time between two looks counts as quiet: a console that stood still itself accuses nobody."""
FIRST_WAIT, LONGEST_WAIT = 0.5, 30.0
"""Seconds before the process is started anew; twice as long each time."""
STEADY = 10.0
"""Seconds after which a process that lives is not held responsible for its predecessors."""
LAST_WORDS = 1.0
"""Seconds the process gets to end."""


class SoundProcess:
    """Sound from a process of its own, which is started anew when it dies."""

    def __init__(self, mode: Mode, program: Sequence[str], now: Callable[[], float] = time.monotonic) -> None:
        """Start the program; its last argument tells it how to make sound."""
        self._mode, self._program, self._now = mode, tuple(program), now
        self._order = Order()
        self._sent: Order | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._report: Report | None = None
        self._beats = self._missed = 0
        self._asked = 0
        self._tested: dict[str, str] = {}
        self._rest = b""
        self._looked = self._began = self._again = now()
        self._quiet = 0.0
        self._wait = FIRST_WAIT
        self._cause = ""
        self._start()

    def beat(self, start: float | None, per_minute: int) -> None:
        """The metronome; None stops it. Raises `ValueError` for less than one beat per minute."""
        if per_minute < 1:
            raise ValueError(f"per_minute: {per_minute}")
        self._want(self._order._replace(start=start, per_minute=per_minute))

    def alarm(self, priority: str | None) -> None:
        """The alarm to sound. Raises `ValueError` for a priority that is none."""
        if priority is not None and priority not in PRIORITIES:
            raise ValueError(f"priority: {priority}")
        self._want(self._order._replace(alarm=priority))

    def silence(self, seconds: float, beat: bool = False) -> None:
        """Silence for so long."""
        until = self._now() + seconds if seconds > 0 else None
        self._want(self._order._replace(silent_until=until, silent_beat=beat and until is not None))

    def test(self) -> None:
        """Play every tone once."""
        self._asked += 1
        self._tested = {}
        self._want(self._order._replace(test=self._asked))

    def poll(self) -> SoundState:
        """How it goes, after reading what came in."""
        now = self._now()
        self._listen(now)
        self._mend(now)
        self._send()
        order, report = self._order, self._report
        silent = order.silent_until is not None and now < order.silent_until
        cause = self._trouble()
        return SoundState(
            at=now,
            mode=self._mode,
            working=not cause,
            trouble=f"Geen geluid: {cause}." if cause else "",
            silent_until=order.silent_until if silent else None,
            silent_beat=silent and order.silent_beat,
            last_beat_at=report.last_beat if report else None,
            late=report.late if report else 0.0,
            beats=self._beats + (report.beats if report else 0),
            missed=self._missed + (report.missed if report else 0),
            tested=self._tested,
        )

    def close(self) -> None:
        """End the process and everything it plays."""
        process, self._process = self._process, None
        self._again = float("inf")
        if process is None:
            return
        _close(process)
        try:
            process.wait(LAST_WORDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def _want(self, order: Order) -> None:
        self._order = order
        self._send()

    def _start(self) -> None:
        self._began = self._looked = self._now()
        self._quiet, self._rest, self._sent = 0.0, b"", None
        try:
            self._process = process = subprocess.Popen(
                self._program,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,  # the screen is on the terminal
                bufsize=0,
                start_new_session=True,  # what stops the console from the keyboard is not for the sound
            )
        except OSError as error:
            self._cause = f"het proces voor geluid start niet ({type(error).__name__})"
            self._later()
            return
        assert process.stdin
        assert process.stdout
        os.set_blocking(process.stdin.fileno(), False)
        os.set_blocking(process.stdout.fileno(), False)
        self._send()

    def _send(self) -> None:
        """Send the order unless it was; a full pipe gets it the next time."""
        if self._process is None or self._order == self._sent:
            return
        assert self._process.stdin
        try:
            os.write(self._process.stdin.fileno(), line(self._order))
        except OSError:
            return
        self._sent = self._order

    def _listen(self, now: float) -> None:
        """Take in the reports; count how long there were none."""
        self._quiet += min(max(now - self._looked, 0.0), LONGEST_STEP)
        self._looked = now
        if self._process is None:
            return
        assert self._process.stdout
        with suppress(OSError):
            while data := os.read(self._process.stdout.fileno(), 65536):
                *lines, self._rest = (self._rest + data).split(b"\n")
                for text in lines:
                    self._hear(text)

    def _hear(self, text: bytes) -> None:
        try:
            self._report = report = read_report(text)
        except (ValueError, TypeError):
            return
        self._quiet, self._cause = 0.0, ""
        if report.test and report.test == self._order.test:
            self._tested = report.tested
            self._want(self._order._replace(test=0))

    def _mend(self, now: float) -> None:
        """End a process that hangs, and start one anew for one that died, later each time."""
        process = self._process
        if process is None:
            if now >= self._again:
                self._start()
            return
        if self._quiet >= HUNG:
            process.kill()  # that it is dead is seen at one of the next looks
        if process.poll() is None:
            if now - self._began >= STEADY:
                self._wait = FIRST_WAIT
            return
        hung = self._quiet >= HUNG
        self._cause = "het proces voor geluid " + (
            "gaf geen teken meer; het start opnieuw" if hung else "is gestopt; het start opnieuw"
        )
        if self._report:
            self._beats += self._report.beats
            self._missed += self._report.missed
            self._report = self._report._replace(beats=0, missed=0, trouble="")
        _close(process)
        self._process = None
        self._later()

    def _later(self) -> None:
        self._again = self._now() + self._wait
        self._wait = min(2 * self._wait, LONGEST_WAIT)

    def _trouble(self) -> str:
        if self._cause:
            return self._cause
        if self._quiet >= QUIET:
            return "het proces voor geluid geeft geen teken"
        if self._sent != self._order:
            return "het proces voor geluid neemt niets aan"
        return self._report.trouble if self._report else ""


def open_sound(
    mode: Mode,
    *,
    terminal: str | int = 2,
    command: Sequence[str] = (),
    folder: Path | None = None,
) -> Sound:
    """Sound in a mode: the bell of a terminal (its path, or a file that is open on it), or a player command
    with `{bestand}` for the sound file, which is kept in `folder` (None: a temporary one). Raises
    `ValueError`, in one Dutch line, for a command that names no file.
    """
    if mode is Mode.OFF:
        return NoSound()
    if mode is Mode.COMMAND and not any(PLACE in argument for argument in command):
        raise ValueError(f"de opdracht voor geluid noemt {PLACE} niet")
    settings = {
        "parent": os.getpid(),
        "terminal": terminal if isinstance(terminal, str) else _path(terminal),
        "command": list(command) if mode is Mode.COMMAND else [],
        "folder": str(folder) if folder else None,
    }
    program = (sys.executable, "-P", "-m", "mka_assist.sound", json.dumps(settings))
    return SoundProcess(mode, program)


def _path(file: int) -> str:
    try:
        return os.ttyname(file)
    except OSError:
        return ""


def _close(process: subprocess.Popen[bytes]) -> None:
    for stream in (process.stdin, process.stdout):
        assert stream
        with suppress(OSError):
            stream.close()
