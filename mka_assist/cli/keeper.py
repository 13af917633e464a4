"""A small process that stays behind the console. When the console is killed, or dies in a way that Python
cannot catch, it puts the terminal right and starts the console anew, which then takes up the call.

Nothing but the standard library is needed for it, and it holds nothing of a call.
"""

from __future__ import annotations

import os
import signal
import sys
import termios
import time
from contextlib import suppress
from typing import Any, NoReturn

from mka_assist.cli.boundary import UNEXPECTED, say

ASKED = (signal.SIGTERM, signal.SIGHUP)
"""Signals that tell the console to stop: they go on to it, and it ends by itself."""
OFTEN, SHORTLY = 5, 60.0
"""A console that dies so often within so many seconds is not started again."""
Terminal = list[Any]
"""How a terminal is set, as `termios` gives it."""
RIGHT = "\x1b[?2026l\x1b[<u\x1b[?1000l\x1b[?1003l\x1b[?1006l\x1b[?1004l\x1b[?2004l\x1b[?1049l\x1b[?25h\x1b[0m"
"""What a terminal needs after a program that had no time to leave it as it was."""


def keep() -> bool:
    """Go on in a child process, and come back from this only there. Says whether the child stands in for one
    that died. The parent leaves with the exit code of the last child; killed by a signal that nobody could
    have sent to say stop, five times in a minute, with 70.
    """
    terminal = sys.stdin.fileno()
    before = termios.tcgetattr(terminal)
    died: list[float] = []
    while True:
        child = _child()
        if child == 0:
            return bool(died)
        status = _wait(child)
        if os.WIFEXITED(status):
            os._exit(os.WEXITSTATUS(status))
        _put_right(terminal, before)
        number = os.WTERMSIG(status)
        if number in ASKED:
            os._exit(128 + number)
        now = time.monotonic()
        died = [*(moment for moment in died if now - moment < SHORTLY), now]
        if len(died) >= OFTEN:
            _give_up(number)


def _child() -> int:
    """A new process; 0 in that process. A signal that says stop waits until it can be passed on."""
    signal.pthread_sigmask(signal.SIG_BLOCK, ASKED)
    child = os.fork()
    if child:
        for number in ASKED:
            signal.signal(number, lambda number, frame: _pass_on(child, number))
        signal.signal(signal.SIGINT, signal.SIG_IGN)
    else:
        for number in ASKED:
            signal.signal(number, signal.SIG_DFL)
        signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, ASKED)
    return child


def _pass_on(child: int, number: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(child, number)


def _wait(child: int) -> int:
    """How the child ended."""
    return os.waitpid(child, 0)[1]


def _put_right(terminal: int, before: Terminal) -> None:
    with suppress(OSError, termios.error):  # the terminal is gone
        termios.tcsetattr(terminal, termios.TCSANOW, before)
        os.set_blocking(terminal, False)
        os.write(terminal, RIGHT.encode())
        os.set_blocking(terminal, True)


def _give_up(number: int) -> NoReturn:
    say(
        f"De console is {OFTEN} keer achter elkaar uitgevallen (signaal {number}). Handel volgens de "
        "papieren kaart. Hulp: alles staat in het journaal; mka-assist console begint opnieuw."
    )
    os._exit(UNEXPECTED)
