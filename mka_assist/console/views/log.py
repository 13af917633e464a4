"""What happened in a call, first thing first."""

from __future__ import annotations

from collections.abc import Iterator

from mka_assist.call.events import Event
from mka_assist.console.lines import Line, Lines, Role, fold, pad
from mka_assist.console.story import story
from mka_assist.console.ui import Sight


def log_rows(sight: Sight, width: int, events: tuple[Event, ...] | None = None) -> Iterator[Line]:
    """Every line of the log, or of part of the events, with when it was."""
    for when, text in story(sight.events if events is None else events, sight.at.rulebook):
        for number, row in enumerate(fold(text, width - 11)):
            yield ((f" {when if number == 0 else '':>8} ", Role.DIM), (row, Role.TEXT))


def log_lines(sight: Sight, width: int, height: int) -> Lines:
    """The last things that happened, the latest at the bottom."""
    first, *others = sight.events
    recent = (first, *others[-4 * height :])
    return pad(list(log_rows(sight, width, recent))[-height:], width, height)
