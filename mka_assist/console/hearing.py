"""What is heard, and whether it works. The screen and the sound share one grid of beats."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from mka_assist.console.alarms import Priority


@dataclass(frozen=True, slots=True)
class Heard:
    """How the sound stands: what is wrong with it in one Dutch line, and until when it is silent."""

    trouble: str = ""
    silent_until: datetime | None = None
    tested: str = ""
    """What came of the last sound test, in one Dutch line; empty while none is finished."""


class Hearing(Protocol):
    """The ears of the desk. Nothing here waits for a loudspeaker or raises."""

    def state(self, now: datetime) -> Heard: ...

    def follow(self, beat: datetime | None, per_minute: int, loudest: Priority | None, now: datetime) -> None:
        """Let be heard what is seen: the beat since a moment (None for no beat), and the loudest alarm."""

    def silence(self, now: datetime) -> str:
        """Turn the sound off for a while, or on again; says which, in one Dutch line."""

    def test(self) -> str:
        """Every sound once; says what should be heard, in one Dutch line."""

    def close(self) -> None:
        """No sound any more."""


class NoHearing:
    """No sound at all: for tests, and where it is turned off or cannot be made."""

    def __init__(self, trouble: str = "") -> None:
        self._trouble = trouble

    def state(self, now: datetime) -> Heard:
        return Heard(self._trouble)

    def follow(self, beat: datetime | None, per_minute: int, loudest: Priority | None, now: datetime) -> None:
        pass

    def silence(self, now: datetime) -> str:
        return self._trouble or "Er is geen geluid: het staat uit."

    def test(self) -> str:
        return self._trouble or "Er is geen geluid: het staat uit."

    def close(self) -> None:
        pass


SILENT = NoHearing()
