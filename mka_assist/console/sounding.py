"""The sound of the console: the beat on the grid of the picture, the loudest alarm, silence that ends."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

from mka_assist.console.alarms import Priority
from mka_assist.console.hearing import Heard, Hearing, NoHearing
from mka_assist.rulebook.week import local
from mka_assist.sound.patterns import HIGH, LOW, MEDIUM
from mka_assist.sound.speaker import Mode, Sound, outcome_lines
from mka_assist.sound.supervisor import open_sound

SILENCE = timedelta(minutes=2)
SETTLED = timedelta(seconds=10)
"""Trouble is over when it stayed away so long: sound that comes and goes is one trouble."""
ASTRAY = 0.05
"""Seconds by which picture and sound may come apart, as when the clock is set, before the beat moves."""
_TONES = {Priority.HIGH: HIGH, Priority.MEDIUM: MEDIUM, Priority.LOW: LOW}


class Sounding:
    """The ears of a desk that has sound. The picture goes by the time of day and the sound by a clock that is
    never set; here the one becomes the other."""

    def __init__(self, sound: Sound) -> None:
        self._sound = sound
        self._trouble = ""
        self._bad_at: datetime | None = None
        self._until: datetime | None = None
        self._grid: tuple[datetime, float] | None = None

    def state(self, now: datetime) -> Heard:
        found = self._sound.poll()
        if found.trouble:
            self._trouble, self._bad_at = found.trouble, now
        elif self._bad_at and not self._bad_at <= now < self._bad_at + SETTLED:
            self._trouble, self._bad_at = "", None
        tested = "; ".join(outcome_lines(found.tested))
        until = self._until if found.silent_until is not None else None
        return Heard(self._trouble, until, f"Geluidstest. {tested}." if tested else "")

    def follow(self, beat: datetime | None, per_minute: int, loudest: Priority | None, now: datetime) -> None:
        if beat is None or per_minute < 1:
            self._grid = None
            self._sound.beat(None, max(per_minute, 1))
        else:
            self._sound.beat(self._start(beat, now), per_minute)
        self._sound.alarm(_TONES[loudest] if loudest else None)

    def silence(self, now: datetime) -> str:
        if self._sound.poll().silent_until is not None:
            self._sound.silence(0)
            return "Het geluid is weer aan."
        self._until = now + SILENCE
        self._sound.silence(SILENCE.total_seconds(), beat=True)
        return f"GELUID UIT tot {local(self._until):%H:%M:%S}, ook de metronoom. S: weer aan."

    def test(self) -> str:
        self._sound.test()
        return "Geluidstest: u hoort een tik, en dan de alarmen laag, midden en hoog."

    def close(self) -> None:
        self._sound.close()

    def _start(self, beat: datetime, now: datetime) -> float:
        """When the grid began, on the clock of the sound: the same all along, so that no beat shifts."""
        start = self._sound.poll().at - (now - beat).total_seconds()
        if self._grid is None or self._grid[0] != beat or abs(self._grid[1] - start) > ASTRAY:
            self._grid = (beat, start)
        return self._grid[1]


def open_hearing(
    mode: Mode, command: Sequence[str] = (), terminal: str | int = 2, folder: Path | None = None
) -> Hearing:
    """The ears for a way of making sound: the bell of a terminal (its path, or a file that is open on it), or
    a player command. Never raises: without sound the console says so and goes on. Where there is no terminal,
    as in a pipe, there is no bell either."""
    if mode is Mode.OFF or (mode is Mode.BELL and isinstance(terminal, int) and not os.isatty(terminal)):
        return NoHearing()
    try:
        return Sounding(open_sound(mode, terminal=terminal, command=command, folder=folder))
    except Exception as error:  # whatever keeps the sound away, the call does not wait for it
        cause = str(error) if isinstance(error, ValueError) else type(error).__name__
        return NoHearing(f"Geen geluid: {cause}.")
