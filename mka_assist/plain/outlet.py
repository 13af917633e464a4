"""Lines to a stream that may stall or go away, without ever waiting for it."""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import suppress
from queue import Full, Queue
from threading import Thread

ROOM = 1000
"""So many lines wait for a reader that stalls; what comes after them is counted, not kept."""
LAST_WORDS = 1.0
"""Seconds to wait for that reader while the program ends."""


class Outlet:
    """Writes in a thread of its own: a terminal that does not read must not stop a call."""

    def __init__(self, stream: int, encoding: str) -> None:
        self._stream, self._encoding = stream, encoding
        self._queue: Queue[bytes | None] = Queue(ROOM)
        self._lost = 0
        self.gone = False
        """Does nobody read any more?"""
        self._thread = Thread(target=self._write, name="regels", daemon=True)
        self._thread.start()

    def write(self, lines: Iterable[str]) -> None:
        """Queue lines; after a stall it is said how many were left out."""
        for line in lines:
            left_out = f"{self._lost} regels zijn weggevallen; stand zegt hoe het staat."
            self._lost = 0 if (not self._lost or self._put(left_out)) and self._put(line) else self._lost + 1

    def close(self) -> None:
        """Let what is queued be written, within reason."""
        with suppress(Full):
            self._queue.put(None, timeout=LAST_WORDS)
            self._thread.join(LAST_WORDS)

    def _put(self, line: str) -> bool:
        with suppress(Full):
            self._queue.put_nowait(f"{line}\n".encode(self._encoding, errors="replace"))
            return True
        return False

    def _write(self) -> None:
        while (data := self._queue.get()) is not None:
            while data and not self.gone:
                try:
                    data = data[os.write(self._stream, data) :]
                except OSError:
                    self.gone = True
