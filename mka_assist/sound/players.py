"""A player command per tone, started and left alone: one that hangs costs no beat."""

import os
import shutil
import signal
import subprocess
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from mka_assist.sound.patterns import PATTERNS, TICK

PLACE = "{bestand}"
"""Stands in the command for the sound file."""
PATIENCE = 2.0
"""Seconds a player may go on after its sound must be over."""
AT_ONCE = 4
"""So many play at once; after that the oldest makes way."""
LAST_WORDS = 0.2
"""Seconds a killed player gets to be gone, at the end."""


class Playing(NamedTuple):
    """A player that was started."""

    tone: str
    process: "subprocess.Popen[bytes]"
    until: float


class Players:
    """Starts the command once per tone; the file holds all its pulses."""

    offsets = dict.fromkeys(PATTERNS, (0.0,))
    """One start is the whole pattern."""

    def __init__(self, command: Sequence[str], files: Mapping[str, Path]) -> None:
        self._command, self._files = command, files
        self._name = Path(command[0]).name
        self._missing = f"de speler {self._name} is er niet"
        self._playing: list[Playing] = []
        self._killed: list[Playing] = []
        self.outcomes: dict[str, str] = {}
        """Per tone what went wrong the last time; empty text is nothing."""
        if not shutil.which(command[0]):
            self._failed(TICK, self._missing)  # told before anything has to sound

    def play(self, tone: str, now: float) -> bool:
        """Start a player; False when it could not be started."""
        self.look(now)
        if len(self._playing) >= AT_ONCE:
            self._hangs(self._playing[0])
        if len(self._killed) > AT_ONCE:  # even killing does not end them
            return False
        arguments = [argument.replace(PLACE, str(self._files[tone])) for argument in self._command]
        try:
            process = subprocess.Popen(
                arguments,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,  # killed with all it started
            )
        except FileNotFoundError:
            return self._failed(tone, self._missing)
        except (OSError, ValueError) as error:
            return self._failed(tone, f"de speler {self._name} start niet ({type(error).__name__})")
        self._playing.append(Playing(tone, process, now + PATTERNS[tone].lasts + PATIENCE))
        return True

    def look(self, now: float) -> None:
        """See which players are ready, and end those that hang."""
        self._killed = [one for one in self._killed if one.process.poll() is None]
        for one in tuple(self._playing):
            code = one.process.poll()
            if code is not None:
                self._playing.remove(one)
                self.outcomes[one.tone] = f"de speler {self._name} eindigt met code {code}" if code else ""
            elif now >= one.until:
                self._hangs(one)

    def hush(self) -> None:
        """End the alarms that are playing: somebody has seen them. The metronome goes on."""
        for one in tuple(self._playing):
            if one.tone != TICK:
                self._kill(one)

    def close(self) -> None:
        """End all that plays."""
        for one in tuple(self._playing):
            self._kill(one)
        for one in self._killed:
            with suppress(subprocess.TimeoutExpired):
                one.process.wait(LAST_WORDS)

    def _hangs(self, one: Playing) -> None:
        self._kill(one)
        self._failed(one.tone, f"de speler {self._name} hangt")

    def _kill(self, one: Playing) -> None:
        self._playing.remove(one)
        self._killed.append(one)
        with suppress(OSError):
            os.killpg(one.process.pid, signal.SIGKILL)

    def _failed(self, tone: str, cause: str) -> bool:
        self.outcomes[tone] = cause
        return False
