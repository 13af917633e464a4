"""What stands on the terminal from the first moment, while the rules and the screen are still being loaded.

Nothing but the standard library is needed for it. Keys that are pressed meanwhile wait for the screen.
"""

from __future__ import annotations

import gc
import os
import signal
import sys
import termios
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import NoReturn

from mka_assist.cli.boundary import INTENDED_USE, version_text, visible

RAISE, LOWER = "\x1b[?1049h\x1b[?25l\x1b[2J\x1b[H", "\x1b[?25h\x1b[?1049l"
LOCAL_FLAGS = 3
"""Where `termios` has the flags for echo and whole lines."""


@contextmanager
def curtain(region: str) -> Iterator[None]:
    """The first lines on a screen of their own; when the block ends, however it does, the terminal is as it
    was. Meanwhile nothing is collected as garbage; who shows the real screen turns that on again.
    """
    terminal = sys.stdin.fileno()
    before = termios.tcgetattr(terminal)
    quiet = termios.tcgetattr(terminal)
    quiet[LOCAL_FLAGS] &= ~(termios.ECHO | termios.ICANON)

    def lower() -> None:
        _write(LOWER)
        with suppress(termios.error):  # the terminal is gone
            termios.tcsetattr(terminal, termios.TCSANOW, before)

    def stop(number: int, frame: object) -> NoReturn:
        lower()
        os._exit(128 + number)  # half loaded there is nothing to save, and nothing to wait for

    former = {number: signal.signal(number, stop) for number in (signal.SIGTERM, signal.SIGHUP)}
    gc.disable()
    try:
        termios.tcsetattr(terminal, termios.TCSANOW, quiet)
        _write(RAISE + "\r\n".join(first_lines(region)))
        yield
    finally:
        lower()
        for number, handler in former.items():
            signal.signal(number, handler)


def first_lines(region: str) -> list[str]:
    """What the program is, what it is for, and that a call can be picked up."""
    purpose, _, limit = INTENDED_USE.partition("; ")
    return [
        " OEFENING",
        "",
        f"  {version_text().splitlines()[0]}",
        "",
        f"  {purpose};",
        f"  {limit}",
        "",
        f"  Regio       {visible(region)[:60] or 'landelijke regels, geen regio'}",
        "  Regelset    wordt gelezen…",
        "",
        "  [N] Nieuwe melding",
    ]


def _write(text: str) -> None:
    """Where Textual draws too; a terminal that is gone is no reason to fail."""
    with suppress(OSError, ValueError):
        sys.stderr.write(text)
        sys.stderr.flush()
