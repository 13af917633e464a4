"""What the console asks of the sound, and what it hears back. Nothing here waits for a loudspeaker."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final, Protocol

from mka_assist.sound.patterns import HIGH, LOW, MEDIUM, PATTERNS, TICK

PRIORITIES: Final = (HIGH, MEDIUM, LOW)


class Mode(StrEnum):
    """How sound is made; the value is what stands in the settings."""

    BELL = "bel"
    COMMAND = "opdracht"
    OFF = "uit"


@dataclass(frozen=True, slots=True)
class SoundState:
    """How the sound is doing. Times in seconds of the monotonic clock."""

    at: float
    mode: Mode
    working: bool = True
    trouble: str = ""
    """One Dutch line; empty when all is well."""
    silent_until: float | None = None
    silent_beat: bool = False
    """Is the metronome silent as well?"""
    last_beat_at: float | None = None
    late: float = 0.0
    """Seconds by which the last beat came after its place on the grid."""
    beats: int = 0
    missed: int = 0
    """Beats that nobody can have heard."""
    tested: Mapping[str, str] = field(default_factory=dict)
    """The last sound test: per tone what went wrong, empty text is nothing. Empty while none is finished."""


class Sound(Protocol):
    """What the console asks of the sound. No call waits or raises for a loudspeaker."""

    def beat(self, start: float | None, per_minute: int) -> None:
        """The metronome on the grid that began at `start` (monotonic seconds); None stops it."""

    def alarm(self, priority: str | None) -> None:
        """The highest priority that stands and nobody has seen: hoog, midden, laag or None. Telling the same
        again changes nothing."""

    def silence(self, seconds: float, beat: bool = False) -> None:
        """No alarm tone for so long, and with `beat` no metronome either; 0 ends it."""

    def test(self) -> None:
        """Play every tone once; what came of it stands in the state."""

    def poll(self) -> SoundState:
        """How it goes. Call it a few times a second: it also brings a dead process back."""

    def close(self) -> None:
        """End the sound."""


class NoSound:
    """No sound: switched off, in a replay, or in a test."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now

    def beat(self, start: float | None, per_minute: int) -> None:
        """Nothing."""

    def alarm(self, priority: str | None) -> None:
        """Nothing."""

    def silence(self, seconds: float, beat: bool = False) -> None:
        """Nothing."""

    def test(self) -> None:
        """Nothing."""

    def poll(self) -> SoundState:
        """Off, and nothing wrong with that."""
        return SoundState(self._now(), Mode.OFF)

    def close(self) -> None:
        """Nothing."""


def outcome_lines(tested: Mapping[str, str]) -> tuple[str, ...]:
    """What came of a sound test, one Dutch line per tone. Whether it was heard only the dispatcher knows."""
    return tuple(
        f"{'Metronoom' if tone == TICK else f'Alarm {tone}'}: {tested[tone] or 'afgespeeld'}"
        for tone in PATTERNS
        if tone in tested
    )
