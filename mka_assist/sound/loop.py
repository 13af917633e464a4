"""The loop of the process of the sound: waits for an order or the next tone, whichever comes first."""

import os
import select
import time
from collections.abc import Mapping
from typing import Protocol

from mka_assist.sound.patterns import PATTERNS, TICK
from mka_assist.sound.score import Score
from mka_assist.sound.wire import LONGEST, Order, Report, line, read_order

HEARTBEAT = 0.5
"""Seconds between two reports, at most; also how often it is looked whether the parent still lives."""
GRACE = 3.0
"""Seconds to wait for the outcome of the last tone of a test."""
SILENT = "niet afgespeeld"


class Outlet(Protocol):
    """Makes a tone sound, without waiting for it."""

    @property
    def offsets(self) -> Mapping[str, tuple[float, ...]]: ...

    @property
    def outcomes(self) -> dict[str, str]: ...

    def play(self, tone: str, now: float) -> bool: ...

    def look(self, now: float) -> None: ...

    def hush(self) -> None: ...


class Service:
    """Plays what is ordered and keeps count."""

    def __init__(self, outlet: Outlet) -> None:
        self._outlet = outlet
        self._score = Score(outlet.offsets)
        self._beats = self._unheard = 0
        self._last_beat: float | None = None
        self._late = 0.0
        self._testing = self._tested = 0
        self._results: dict[str, str] = {}

    def take(self, order: Order, now: float) -> None:
        """Do from now on what the order says."""
        if order.test and order.test != self._score.order.test:
            self._testing = order.test
            self._outlet.outcomes.clear()
        if self._score.take(order, now):
            self._outlet.hush()

    def play(self, now: float) -> bool:
        """Sound what is due; True when a beat was among it."""
        beat = False
        for strike in self._score.due(now):
            heard = self._outlet.play(strike.tone, now)
            if strike.tone == TICK and not strike.test:
                beat = True
                self._beats += 1
                self._unheard += not heard
                self._last_beat, self._late = strike.at, max(0.0, now - strike.at)
        return beat

    def next_at(self, now: float) -> float:
        """When there is something to sound."""
        return self._score.next_at(now)

    def report(self, now: float) -> Report:
        """How it goes."""
        outlet, order = self._outlet, self._score.order
        outlet.look(now)
        if self._testing and now >= self._score.test_ends:
            over = now >= self._score.test_ends + GRACE
            if over or all(tone in outlet.outcomes for tone in PATTERNS):
                self._results = {
                    tone: outlet.outcomes.get(tone, SILENT)[:LONGEST] for tone in reversed(PATTERNS)
                }
                self._tested, self._testing = self._testing, 0
        return Report(
            at=now,
            beats=self._beats,
            missed=self._score.skipped + self._unheard,
            last_beat=self._last_beat,
            late=self._late,
            silent_until=order.silent_until if self._score.silent(now) else None,
            trouble=next((cause[:LONGEST] for cause in outlet.outcomes.values() if cause), ""),
            test=self._tested,
            tested=self._results,
        )


def serve(outlet: Outlet, parent: int, orders: int = 0, reports: int = 1) -> None:
    """Serve until the orders end or the parent is gone: nobody may be left beating on their own."""
    service = Service(outlet)
    os.set_blocking(orders, False)
    os.set_blocking(reports, False)
    rest, heartbeat = b"", time.monotonic()
    while os.getppid() == parent:
        now = time.monotonic()
        if service.play(now) or now >= heartbeat:
            try:
                os.write(reports, line(service.report(now)))
            except BlockingIOError:
                pass  # nobody reads now; what counts is the next one
            except OSError:
                return
            heartbeat = now + HEARTBEAT
        wait = max(0.0, min(service.next_at(now), heartbeat) - time.monotonic())
        if select.select([orders], [], [], wait)[0]:
            data = os.read(orders, 65536)
            if not data:
                return
            *lines, rest = (rest + data).split(b"\n")
            for text in lines:
                try:
                    service.take(read_order(text), time.monotonic())
                except (ValueError, TypeError):
                    continue
