"""What the console and the process of the sound tell each other: one line of JSON each time.

An order is all that is wanted, not a change: a lost line is made good by the next, and a process that starts
anew gets the same one.
"""

import json
from typing import Any, NamedTuple

LONGEST = 200
"""Characters of a cause; so a line stays below what a pipe takes as a whole or not at all."""


class Order(NamedTuple):
    """What should sound. Times in seconds of the monotonic clock."""

    start: float | None = None
    """When the metronome began; None is no metronome."""
    per_minute: int = 110
    alarm: str | None = None
    """The highest priority that nobody has seen yet."""
    silent_until: float | None = None
    silent_beat: bool = False
    """Does the silence hold for the metronome too?"""
    test: int = 0
    """The number of a sound test that is asked for; 0 is none."""


class Report(NamedTuple):
    """How it goes; sent at every beat, and at least twice a second."""

    at: float
    beats: int = 0
    missed: int = 0
    """Beats that nobody can have heard: skipped, or not taken by the terminal."""
    last_beat: float | None = None
    late: float = 0.0
    """Seconds by which the last beat came after its place on the grid."""
    silent_until: float | None = None
    trouble: str = ""
    test: int = 0
    """The number of the test that `tested` is about."""
    tested: dict[str, str] = {}  # noqa: RUF012 - a field of a tuple, never changed
    """Per tone what went wrong; empty text is nothing."""


def line(message: Order | Report) -> bytes:
    """A message as a line."""
    return json.dumps(message._asdict(), ensure_ascii=False).encode() + b"\n"


def read_order(text: bytes) -> Order:
    """The order in a line. Raises `ValueError` for anything else."""
    return Order(**_fields(text, Order._fields))


def read_report(text: bytes) -> Report:
    """The report in a line. Raises `ValueError` for anything else."""
    return Report(**_fields(text, Report._fields))


def _fields(text: bytes, names: tuple[str, ...]) -> dict[str, Any]:
    found = json.loads(text)
    if not isinstance(found, dict) or set(found) != set(names):
        raise ValueError("no message of the sound")
    return found
