"""A program on a pseudo terminal, its screen read back by an emulator, and what it uses of the machine."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

import pyte

QUERY, ANSWER = b"\x1b[?2026$p", b"\x1b[?2026;2$y"
"""Does the terminal know synchronised output? As most do, it says yes."""
PATIENCE = 60.0
"""Seconds after which what should have come will not come any more."""
KEYS = {
    "enter": "\r", "escape": "\x1b", "tab": "\t", "space": " ", "pageup": "\x1b[5~",
    "f1": "\x1bOP", "f2": "\x1bOQ", "f3": "\x1bOR", "f4": "\x1bOS", "f5": "\x1b[15~", "f6": "\x1b[17~",
    "f7": "\x1b[18~", "f8": "\x1b[19~", "f9": "\x1b[20~", "f10": "\x1b[21~",
}  # fmt: skip
"""What a terminal sends for keys that are no character."""
TICKS, PAGE = os.sysconf("SC_CLK_TCK"), os.sysconf("SC_PAGE_SIZE")
Seen = Callable[[Sequence[str]], object]
"""Looks at the rows of the screen."""


class Program:
    """A program on a terminal of its own."""

    def __init__(self, command: Sequence[str], size: tuple[int, int], env: Mapping[str, str]) -> None:
        self.screen = pyte.Screen(*size)
        self._stream = pyte.ByteStream(self.screen)
        self.written = 0
        """Bytes that it wrote."""
        self.last = 0.0
        """When it last wrote."""
        self.master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", size[1], size[0], 0, 0))
        self.began = time.perf_counter()
        self._process = subprocess.Popen(
            command,
            stdin=slave,
            stdout=slave,
            stderr=slave,
            env={**env, "TERM": "xterm-256color"},
            start_new_session=True,
        )
        os.close(slave)

    def read(self, seconds: float) -> bool:
        """Take in what it writes within this time; whether there was anything."""
        if not select.select([self.master], [], [], seconds)[0]:
            return False
        try:
            data = os.read(self.master, 1 << 20)
        except OSError as gone:
            raise RuntimeError(f"the program ended:\n{self.text()}") from gone
        self.last = time.perf_counter()
        if QUERY in data:
            os.write(self.master, ANSWER)
        self.written += len(data)
        self._stream.feed(data)
        return True

    def text(self) -> str:
        """What stands on the screen."""
        return "\n".join(row.rstrip() for row in self.screen.display)

    def until(self, seen: str | Seen) -> float:
        """Read until a text or what is looked for stands on the screen; when that was."""
        found: Seen = (lambda rows: any(seen in row for row in rows)) if isinstance(seen, str) else seen
        end = time.perf_counter() + PATIENCE
        while time.perf_counter() < end:
            if self.read(1.0):
                when = self.last
                while self.read(0):  # the rest of the same frame
                    when = self.last
                if found(self.screen.display):
                    return when
        raise RuntimeError(f"{seen} never came:\n{self.text()}")

    def rest(self, quiet: float = 0.3) -> None:
        """Read until nothing was written for a while, or for two seconds."""
        end = time.perf_counter() + 2
        while self.read(quiet) and time.perf_counter() < end:
            pass

    def idle(self, seconds: float) -> None:
        """Let time pass, reading all the while."""
        end = time.perf_counter() + seconds
        while (left := end - time.perf_counter()) > 0:
            self.read(left)

    def press(self, *keys: str) -> None:
        """Send keys."""
        os.write(self.master, "".join(KEYS.get(key, key) for key in keys).encode())

    def processor(self) -> float:
        """Seconds of processor that it used, with all processes that it started."""
        return sum(int(fields[13]) + int(fields[14]) for fields in self._processes().values()) / TICKS

    def memory(self) -> float:
        """Megabytes in memory now, of the largest of its processes."""
        return max(int(fields[23]) * PAGE for fields in self._processes().values()) / 2**20

    def _processes(self) -> dict[int, list[str]]:
        """What `/proc` tells of it and of all that it started."""
        told: dict[int, list[str]] = {}
        for file in Path("/proc").glob("[0-9]*/stat"):
            with suppress(OSError):
                number, _, rest = file.read_text().partition(" (")
                told[int(number)] = [number, "", *rest.rpartition(") ")[2].split()]
        mine = {self._process.pid}
        while more := {number for number, fields in told.items() if int(fields[3]) in mine} - mine:
            mine |= more
        return {number: told[number] for number in mine if number in told}

    def end(self) -> None:
        """End it with all that it started, whatever it is doing."""
        os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        os.close(self.master)

    def __enter__(self) -> Program:
        return self

    def __exit__(self, *_: object) -> None:
        self.end()
