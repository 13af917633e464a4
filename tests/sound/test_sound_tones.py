"""The sound files: valid, not distorted, told apart, and kept."""

from __future__ import annotations

import io
import wave
from array import array
from itertools import pairwise

import pytest

from mka_assist.sound.patterns import HIGH, LOW, MEDIUM, PATTERNS, TICK
from mka_assist.sound.tones import RATE, sound_file, write_tones


def samples(content: bytes) -> array[int]:
    with wave.open(io.BytesIO(content)) as file:
        assert (file.getnchannels(), file.getsampwidth(), file.getframerate()) == (1, 2, RATE)
        found = array("h")
        found.frombytes(file.readframes(file.getnframes()))
        return found


@pytest.mark.parametrize("tone", PATTERNS)
def test_a_tone_is_as_long_as_its_pattern_and_neither_silent_nor_clipped(tone) -> None:
    found = samples(sound_file(tone))
    assert len(found) == pytest.approx(RATE * PATTERNS[tone].lasts, abs=1)
    assert 8_000 < max(map(abs, found)) < 32_000


@pytest.mark.parametrize("tone", PATTERNS)
def test_a_pulse_sounds_where_the_pattern_has_one_and_nothing_between(tone) -> None:
    found, pattern = samples(sound_file(tone)), PATTERNS[tone]
    spans = [(int(RATE * at), int(RATE * (at + pattern.length))) for at in pattern.pulses]
    loud = [max(map(abs, found[begin:end])) for begin, end in spans]
    assert all(level > 8_000 for level in loud)
    for (_, end), (begin, _) in pairwise(spans):
        assert end < begin, "pulses do not run into each other"
        assert not any(found[end + 1 : begin - 1])


def test_the_tones_differ_in_number_of_pulses_and_in_pitch() -> None:
    assert [len(PATTERNS[tone].pulses) for tone in (TICK, LOW, MEDIUM, HIGH)] == [1, 2, 3, 10]
    assert len({pattern.pitch for pattern in PATTERNS.values()}) == 4


def test_files_that_are_there_stay_and_a_broken_one_is_made_anew(tmp_path) -> None:
    files = write_tones(tmp_path / "geluid")
    before = {tone: file.stat().st_mtime_ns for tone, file in files.items()}
    files[HIGH].write_bytes(files[HIGH].read_bytes()[:1000])
    again = write_tones(tmp_path / "geluid")
    assert again == files
    assert {tone for tone, file in again.items() if file.stat().st_mtime_ns != before[tone]} == {HIGH}
    assert all(file.read_bytes() == sound_file(tone) for tone, file in again.items())
    assert sorted(path.name for path in (tmp_path / "geluid").iterdir()) == sorted(
        f"{tone}.wav" for tone in PATTERNS
    )
