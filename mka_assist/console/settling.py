"""A key that is held down is pressed once. What goes out to others needs the same key twice, and the repeats
of a keyboard under an elbow are no second time.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import Enum

RUN = timedelta(milliseconds=120)
"""The same key again within this time is a repeat of one that is held."""
SETTLE = 0.1
"""Seconds that the second press waits: when repeats follow, it was none."""


class Press(Enum):
    """What to do with a key that came in."""

    DO = "do"
    WAIT = "wait"
    IGNORE = "ignore"


class Settling:
    """Looks at every key as it comes in."""

    def __init__(self) -> None:
        self.waiting = ""
        """The key whose second press waits."""
        self._last: tuple[str, datetime] | None = None

    def take(self, key: str, armed: bool, now: datetime) -> Press:
        """`armed`: the key would do what was announced. A key that waits is done before any other one."""
        last, self._last = self._last, (key, now)
        if last and last[0] == key and timedelta(0) <= now - last[1] < RUN and (armed or self.waiting == key):
            self.waiting = ""
            return Press.IGNORE
        if armed:
            self.waiting = key
            return Press.WAIT
        return Press.DO

    def settled(self) -> str:
        """The key that waited long enough, once."""
        key, self.waiting = self.waiting, ""
        return key
