"""The time. No other module in the package reads a clock, so a test or a replay sets the time for all."""

from __future__ import annotations

import datetime as dt
from typing import Protocol


class Clock(Protocol):
    """Says what time it is, as an aware time in UTC."""

    def now(self) -> dt.datetime: ...


class SystemClock:
    """The clock of the computer."""

    def now(self) -> dt.datetime:
        return dt.datetime.now(dt.UTC)


class ReplayClock:
    """A clock that stands still until it is moved: for replay, training and tests."""

    def __init__(self, start: dt.datetime) -> None:
        """Start at an aware time; a naive one raises `ValueError`."""
        self.set(start)

    def now(self) -> dt.datetime:
        return self._now

    def set(self, moment: dt.datetime) -> None:
        """Move to a moment, earlier or later. A naive time raises `ValueError`."""
        if moment.tzinfo is None:
            raise ValueError("tijd zonder tijdzone")
        self._now = moment.astimezone(dt.UTC)

    def advance(self, seconds: float) -> None:
        """Move on by a number of seconds."""
        self._now += dt.timedelta(seconds=seconds)
