"""The aid for breathing: a tap at each breath, and the time between them. Pure.

Four breaths give three intervals; one of 8 seconds or more is no normal breathing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

TAPS = 4
ABNORMAL = 8.0
"""Seconds (the breath interval of agonal breathing, in the use that call-taking systems make of it)."""


@dataclass(frozen=True, slots=True)
class Breaths:
    """The intervals in seconds, and how long it is since the last breath."""

    intervals: tuple[float, ...]
    since: float

    @property
    def abnormal(self) -> bool:
        """Was, or is, there an interval of 8 seconds or more?"""
        return max((*self.intervals, self.since)) >= ABNORMAL

    @property
    def complete(self) -> bool:
        """Are there three intervals?"""
        return len(self.intervals) >= TAPS - 1


def breaths(taps: tuple[datetime, ...], now: datetime) -> Breaths | None:
    """What the taps say; None without any."""
    if not taps:
        return None
    pairs = pairwise(taps)
    intervals = tuple(max(0.0, (later - earlier).total_seconds()) for earlier, later in pairs)
    return Breaths(intervals, max(0.0, (now - taps[-1]).total_seconds()))
