"""The tones as sound files, made here: a few tens of kilobytes, mono, 16 bits."""

from __future__ import annotations

import io
import os
import sys
import wave
from array import array
from math import exp, pi, sin
from pathlib import Path

from mka_assist.sound.patterns import PATTERNS, TICK, Pattern

RATE = 22050
LOUDNESS = 0.6
EDGE = 0.01
"""Seconds in which a pulse swells and fades, so that it does not click."""
HARMONICS = (1.0, 0.5, 0.35, 0.25)
"""A tone with overtones is heard through noise and found by ear, unlike a pure one."""


def sound_file(tone: str) -> bytes:
    """A whole sound file with every pulse of a tone."""
    pattern = PATTERNS[tone]
    pulse = _click(pattern) if tone == TICK else _pulse(pattern)
    samples = array("h", bytes(2 * int(RATE * pattern.lasts)))
    for begin in pattern.pulses:
        first = int(RATE * begin)
        samples[first : first + len(pulse)] = pulse[: len(samples) - first]
    if sys.byteorder == "big":
        samples.byteswap()
    written = io.BytesIO()
    with wave.open(written, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(samples.tobytes())
    return written.getvalue()


def write_tones(folder: Path) -> dict[str, Path]:
    """Put every tone in a folder, unless it is there already; the file of each. Raises `OSError`."""
    folder.mkdir(parents=True, exist_ok=True)
    files = {}
    for tone in PATTERNS:
        file = files[tone] = folder / f"{tone}.wav"
        content = sound_file(tone)
        if not file.is_file() or file.read_bytes() != content:
            half = folder / f".{tone}.{os.getpid()}"
            half.write_bytes(content)
            half.replace(file)  # another console may be reading it
    return files


def _pulse(pattern: Pattern) -> array[int]:
    count = int(RATE * pattern.length)
    full = 32767 * LOUDNESS / sum(HARMONICS)
    turn = 2 * pi * pattern.pitch / RATE
    edge = RATE * EDGE
    return array(
        "h",
        (
            int(
                full
                * min(1.0, i / edge, (count - 1 - i) / edge)
                * sum(part * sin(turn * (n + 1) * i) for n, part in enumerate(HARMONICS))
            )
            for i in range(count)
        ),
    )


def _click(pattern: Pattern) -> array[int]:
    """Short and dry, as of a wood block."""
    count, turn = int(RATE * pattern.length), 2 * pi * pattern.pitch / RATE
    return array("h", (int(32767 * LOUDNESS * exp(-6 * i / count) * sin(turn * i)) for i in range(count)))
