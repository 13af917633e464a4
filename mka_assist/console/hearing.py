"""What is heard, and whether it works. The screen and the sound share one grid of beats."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
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


class FencedHearing:
    """Another hearing, of which no mistake gets any further: it is told as what is wrong with the sound."""

    def __init__(self, hearing: Hearing) -> None:
        self._hearing = hearing
        self._wrong = ""

    def state(self, now: datetime) -> Heard:
        try:
            heard = self._hearing.state(now)
        except Exception as error:
            return Heard(self._noted(error))
        return replace(heard, trouble=heard.trouble or self._wrong)

    def follow(self, beat: datetime | None, per_minute: int, loudest: Priority | None, now: datetime) -> None:
        try:
            self._hearing.follow(beat, per_minute, loudest, now)
            self._wrong = ""
        except Exception as error:
            self._noted(error)

    def silence(self, now: datetime) -> str:
        try:
            return self._hearing.silence(now)
        except Exception as error:
            return self._noted(error)

    def test(self) -> str:
        try:
            return self._hearing.test()
        except Exception as error:
            return self._noted(error)

    def close(self) -> None:
        with suppress(Exception):
            self._hearing.close()

    def _noted(self, error: Exception) -> str:
        self._wrong = f"Fout in het geluid ({type(error).__name__})."
        return self._wrong


SILENT = NoHearing()
