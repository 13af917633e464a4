"""A real program on a real pseudo terminal, with its screen read back."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from pathlib import Path

import pyte

CONSOLE = ("-m", "mka_assist", "console")
SIZE = (80, 24)
PATIENCE = 30.0
"""Seconds after which what should have come will not come any more."""


class Terminal:
    """The console as a process on a terminal."""

    def __init__(
        self,
        *arguments: str,
        environment: dict[str, str],
        program: tuple[str, ...] = CONSOLE,
        size: tuple[int, int] = SIZE,
    ) -> None:
        self.screen = pyte.Screen(*size)
        self.stream = pyte.ByteStream(self.screen)
        self.raw = b""
        """All that the program wrote."""
        self.master, self.slave = pty.openpty()
        fcntl.ioctl(self.slave, termios.TIOCSWINSZ, struct.pack("HHHH", size[1], size[0], 0, 0))
        self.before = termios.tcgetattr(self.slave)
        self.process = subprocess.Popen(
            [sys.executable, *program, *arguments],
            stdin=self.slave,
            stdout=self.slave,
            stderr=self.slave,
            env={**os.environ, "TERM": "xterm-256color", **environment},
            cwd=Path(__file__).parents[2],
            start_new_session=True,
        )

    def read(self) -> bool:
        """Take in what the program wrote; False when there is nothing now."""
        ready, _, _ = select.select([self.master], [], [], 0.05)
        if not ready:
            return False
        try:
            data = os.read(self.master, 65536)
        except OSError:
            return False
        self.raw += data
        self.stream.feed(data)
        return bool(data)

    def text(self) -> str:
        return "\n".join(row.rstrip() for row in self.screen.display)

    def until(self, *texts: str) -> str:
        """Read until all of these stand on the screen."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            self.read()
            if all(text in self.text() for text in texts):
                return self.text()
        raise AssertionError(f"{texts} never came:\n{self.text()}")

    def type(self, keys: str, *then: str) -> str:
        """Send keys, and wait for what must come of them."""
        os.write(self.master, keys.encode())
        return self.until(*then)

    def signal(self, number: signal.Signals) -> None:
        self.process.send_signal(number)

    def end(self) -> int:
        """Wait for the program to end; its exit code."""
        end = time.monotonic() + PATIENCE
        while self.process.poll() is None and time.monotonic() < end:
            self.read()
        while self.read():
            pass
        return self.process.wait(1)

    def hang_up(self) -> None:
        """The window of the terminal is closed."""
        os.close(self.slave)
        os.close(self.master)
        self.master = self.slave = -1

    def close(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait(PATIENCE)
        for file in (self.master, self.slave):
            if file >= 0:
                os.close(file)


def twice(terminal: Terminal, key: str, name: str, *then: str) -> str:
    """Press a key twice, as a person does: the screen counts down between the two. On a busy machine it may
    have counted to its end; then once more."""
    armed = f"NOGMAALS {name}"
    for _ in range(5):
        terminal.type(key, armed)
        while f"{armed} (nog 3 s" in terminal.text():
            terminal.read()
        if armed in terminal.text():
            break
    return terminal.type(key, *then)
