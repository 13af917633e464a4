"""The line mode on real streams: input by line, the time that passes, signals, and a true exit code."""

from __future__ import annotations

import os
import select
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from mka_assist.plain.conversation import Conversation
from mka_assist.plain.outlet import Outlet

TICK = 0.5
"""Seconds between looks at the clock."""
PACE = 0.2
"""Seconds between two keys on a line. Longer than a bouncing key, and than the time in which an answer counts
as meant for the question before: who writes several keys on a line means them one after the other."""
LONGEST = 64_000
"""Bytes of a line that is still waited for."""
DONE, UNSAVED, READER_GONE = 0, 2, 141
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Stop:
    """The signal that told the program to end, if any; and a file that can be read once there is one."""

    def __init__(self) -> None:
        self.number = 0
        self.file, self._wake = os.pipe()
        os.set_blocking(self._wake, False)

    def heard(self, number: int, frame: FrameType | None) -> None:
        self.number = self.number or number
        os.write(self._wake, b".")

    def close(self) -> None:
        os.close(self.file)
        os.close(self._wake)


@contextmanager
def listening() -> Iterator[Stop]:
    """Signals end the loop between two keys, never in the middle of one."""
    stop = Stop()
    before = {number: signal.signal(number, stop.heard) for number in SIGNALS}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        stop.close()


def converse(talk: Conversation, source: int, outlet: Outlet) -> int:
    """Talk until the input ends, a signal comes, or it is asked to leave; the exit code."""
    with listening() as stop:
        outlet.write(talk.begin())
        ended, pressed, rest = False, False, b""
        while not talk.over and not stop.number and not outlet.gone and (talk.busy or not ended):
            # After a key only a signal ends the pause, and while keys wait no more are taken in.
            files = [stop.file] if pressed or talk.busy else [stop.file, source]
            ready, _, _ = select.select(files, [], [], PACE if pressed else TICK)
            if source in ready:
                data = _read(source)
                ended = not data
                *lines, rest = (rest + (data or b"\n" * bool(rest))).split(b"\n")
                rest = rest[:LONGEST]
                for line in lines:
                    talk.hear(line.decode("utf-8", errors="replace"))
            pressed = talk.busy and not stop.number
            outlet.write(talk.step() if pressed else [])
            outlet.write(talk.tick())
        outlet.write(talk.goodbye())
        if stop.number:
            return 128 + stop.number
        if outlet.gone:
            return READER_GONE
        return DONE if talk.saved else UNSAVED


def _read(source: int) -> bytes:
    """What was typed; nothing once there is nobody to type."""
    try:
        return os.read(source, 65536)
    except OSError:
        return b""
