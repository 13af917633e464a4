"""A key that was meant for the question before must not answer the next one."""

from __future__ import annotations

from datetime import datetime, timedelta

GUARD = timedelta(milliseconds=150)
"""An answer sooner than this after another question came up by itself was meant for the one before."""
ANSWERS = frozenset({"yes", "no", "none", "unknown", "fill"})
"""The keys that answer whatever question stands."""


class Guard:
    """Remembers which question stands and when it came up by itself."""

    def __init__(self) -> None:
        self._name = ""
        self._came_up: datetime | None = None

    def look(self, name: str, by_hand: bool, now: datetime) -> bool:
        """The question that stands now ("" for none), chosen by hand or not. Says whether it is another."""
        another, by_itself = name != self._name, bool(self._name and name) and not by_hand
        if another or by_hand:
            self._came_up = now if by_itself else None
        self._name = name
        return another

    def too_soon(self, action: str, now: datetime) -> bool:
        """Was this key meant for the question before?"""
        came_up = self._came_up
        return action in ANSWERS and came_up is not None and timedelta(0) <= now - came_up < GUARD
