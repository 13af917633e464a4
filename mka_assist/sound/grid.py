"""The grid of the metronome: beat k falls at start + k * 60 / beats per minute, so nothing ever adds up.

Picture and sound ask the same functions. Times are seconds of the monotonic clock, which all processes of a
computer share.
"""

from math import floor


def interval(per_minute: float) -> float:
    """Seconds between two beats."""
    return 60 / per_minute


def beat_at(start: float, per_minute: float, number: int) -> float:
    """When this beat falls; the first is number 0."""
    return start + number * 60 / per_minute


def beat_number(start: float, per_minute: float, now: float) -> int:
    """The beat that fell last; negative before the start."""
    number = floor((now - start) * per_minute / 60)
    while beat_at(start, per_minute, number + 1) <= now:  # at most once: what rounding took away
        number += 1
    while beat_at(start, per_minute, number) > now:
        number -= 1
    return number


def phase(start: float, per_minute: float, now: float) -> float:
    """The part of the way from the last beat to the next: 0 at a beat, below 1 until the next one."""
    last = beat_at(start, per_minute, beat_number(start, per_minute, now))
    return min((now - last) / interval(per_minute), 1 - 1e-9)
