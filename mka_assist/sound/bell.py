"""The bell of the terminal. It is rung without waiting for the terminal: one that stalls misses a beat.

The terminal is opened anew, so that not waiting holds for the bell alone and not for the screen. The kernel
puts a bell between two pieces of output and never within one. While a piece waits for the terminal the bell
is refused: a line that the screen fills loses beats, and there a player is the better choice.
"""

import os
import time
from contextlib import suppress

from mka_assist.sound.patterns import PATTERNS, TICK

FULL = "de terminal neemt geen bel aan"
GONE = "de terminal voor de bel is weg"
TRIES, BETWEEN = 8, 0.001
"""So often, and with so many seconds between, a bell is tried that comes just while a frame is painted."""
NOT_OPEN = "de terminal voor de bel gaat niet open"


class Bell:
    """Rings on the terminal with this path."""

    offsets = {tone: pattern.pulses for tone, pattern in PATTERNS.items()}  # noqa: RUF012 - never changed
    """A bell has no length: every pulse is rung apart."""

    def __init__(self, terminal: str) -> None:
        self._terminal = terminal
        self._file: int | None = None
        self.outcomes: dict[str, str] = {}
        """Per tone what went wrong the last time; empty text is nothing."""
        if not self._open():
            self.outcomes[TICK] = NOT_OPEN  # told before anything has to sound

    def play(self, tone: str, now: float) -> bool:
        """Ring once; False when the terminal did not take it."""
        self.outcomes[tone] = cause = self._ring()
        return not cause

    def look(self, now: float) -> None:
        """Nothing goes on after the ringing."""

    def hush(self) -> None:
        """A bell cannot be taken back."""

    def close(self) -> None:
        """Let the terminal go."""
        if self._file is not None:
            os.close(self._file)
            self._file = None

    def _ring(self) -> str:
        if self._file is None and not self._open():
            return NOT_OPEN
        assert self._file is not None
        for _ in range(TRIES):
            try:
                os.write(self._file, b"\a")
            except BlockingIOError:
                time.sleep(BETWEEN)
            except OSError:
                with suppress(OSError):
                    self.close()
                return GONE
            else:
                return ""
        return FULL

    def _open(self) -> bool:
        try:
            file = os.open(self._terminal, os.O_WRONLY | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC)
        except OSError:
            return False
        if not os.isatty(file):
            os.close(file)
            return False
        self._file = file
        self.outcomes.clear()
        return True
