"""Waiting for what must happen, and for processes that must end."""

from __future__ import annotations

import os
import pty
import select
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

PATIENCE = 30.0
"""Seconds after which what should have come will not come any more."""
T = TypeVar("T")


def until(found: Callable[[], T], what: str) -> T:
    """Ask until there is an answer."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if answer := found():
            return answer
        time.sleep(0.01)
    raise AssertionError(f"never came: {what}")


def ended(pid: int) -> bool:
    """Is this process gone, or nothing but an entry that somebody still has to collect?"""
    try:
        os.kill(pid, 0)
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except (ProcessLookupError, FileNotFoundError):
        return True
    return state == "Z"


class Pty:
    """A terminal of which the test is the screen."""

    def __init__(self) -> None:
        self.master, self.slave = pty.openpty()
        self.path = os.ttyname(self.slave)

    def fill(self) -> None:
        """Let the terminal stall: nothing more fits, also after the kernel has passed on what it holds."""
        file = os.open(self.path, os.O_WRONLY | os.O_NONBLOCK | os.O_NOCTTY)
        refused = 0
        while refused < 10:
            try:
                os.write(file, b"x")
                refused = 0
            except BlockingIOError:
                refused += 1
                time.sleep(0.01)
        os.close(file)

    def read(self) -> bytes:
        """What was written up to now."""
        data = b""
        while select.select([self.master], [], [], 0)[0]:
            data += os.read(self.master, 65536)
        return data


@contextmanager
def terminal() -> Iterator[Pty]:
    """A terminal for as long as it takes."""
    made = Pty()
    try:
        yield made
    finally:
        os.close(made.slave)
        os.close(made.master)
