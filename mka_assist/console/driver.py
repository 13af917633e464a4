"""A terminal that stops reading must not stop the call.

Textual waits for the terminal once its queue of output is full: no key is handled and no clock runs until the
terminal reads again. Here output that does not fit is dropped, and the screen is painted anew afterwards.
"""

from __future__ import annotations

import os
import select
from contextlib import suppress
from queue import Full

from textual._ansi_sequences import SYNC_END, SYNC_START
from textual.drivers.linux_driver import LinuxDriver

LAST_WORDS = 1.0
"""Seconds to wait for a terminal that stalls while the program ends."""


class SteadyDriver(LinuxDriver):
    """Writes what fits. Leans on the writer thread of Textual 8.2.8, which is pinned."""

    _dropped = False
    _patience: float | None = None
    _frame: str = ""
    """What was written of a frame that has no end yet."""

    def write(self, data: str) -> None:
        """Queue output, or drop it when the terminal does not take any: a frame whole, with what says to the
        terminal where it begins and ends, or not at all."""
        if self._writer_thread is None:
            return
        if data == SYNC_START:
            self._frame = data
            return
        if self._frame:
            self._frame += data
            if data != SYNC_END:
                return
            data, self._frame = self._frame, ""
        try:
            self._writer_thread._queue.put(data, block=self._patience is not None, timeout=self._patience)
        except Full:
            self._dropped = True

    def stop_application_mode(self) -> None:
        """Put the terminal right; for that it is worth to wait a moment."""
        self._patience = LAST_WORDS
        super().stop_application_mode()

    def close(self) -> None:
        """End the writer thread; one that hangs ends with the program."""
        if thread := self._writer_thread:
            with suppress(Full):
                thread._queue.put(None, timeout=LAST_WORDS)
                thread.join(LAST_WORDS)

    def gone(self) -> bool:
        """Has the terminal hung up? Not every lost connection sends a signal, and reading from nothing
        would keep a processor busy for ever."""
        watch = select.poll()
        watch.register(self.fileno, 0)
        return bool(watch.poll(0))

    def recovered(self) -> bool:
        """Was output dropped, and does the terminal read again? True once."""
        found = self._dropped and self._writer_thread is not None and self._writer_thread._queue.empty()
        self._dropped = self._dropped and not found
        return found


def let_go() -> None:
    """Nobody sees this terminal any more: what is still written goes nowhere, instead of failing."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nowhere, stream)
    os.close(nowhere)
