"""Text for the screen as data: lines of pieces, each with a role. A theme gives a role its colours.

Widths are counted in terminal cells. Nothing here is ever read as markup.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import StrEnum
from functools import lru_cache
from textwrap import wrap

from rich.cells import cell_len, set_cell_size


class Role(StrEnum):
    """What a piece of text is, so that a theme can make it look like that."""

    TEXT = "text"
    DIM = "dim"
    STRONG = "strong"
    KEY = "key"
    CLOCK = "clock"
    QUESTION = "question"
    READY = "ready"
    DONE = "done"
    ASK = "ask"
    STOP = "stop"
    ARMED = "armed"
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"
    PART = "part"
    """No text: a line of a frame."""


Piece = tuple[str, Role]
Line = tuple[Piece, ...]
Lines = tuple[Line, ...]


def line(text: str, role: Role = Role.TEXT) -> Line:
    """A line of one piece."""
    return ((text, role),)


def cells(text: str) -> int:
    """How many cells a text takes that is on one line and can be shown."""
    return len(text) if text.isascii() else cell_len(text)


def printable(text: str) -> str:
    """The text with a question mark for whatever cannot be shown, such as a control character."""
    return text if text.isprintable() else "".join(c if c.isprintable() else "?" for c in text)


def clean(text: str) -> str:
    """The text on one line, with single spaces."""
    return printable(" ".join(text.split()))


def cut(text: str, width: int) -> str:
    """The text in at most so many cells, with "…" where something was left out."""
    text = printable(text)
    if cells(text) <= width:
        return text
    return set_cell_size(text, width - 1).rstrip() + "…" if width > 0 else ""


def cell(text: str, width: int) -> str:
    """The text in exactly so many cells."""
    return set_cell_size(cut(text, width), width)


def fold(text: str, width: int, most: int = 99) -> list[str]:
    """The text over several lines, of which the last ends in "…" when there are more than `most`."""
    return list(_folded(text, width, most))


@lru_cache(maxsize=1000)  # most of what stands on a screen stood there a moment ago
def _folded(text: str, width: int, most: int) -> tuple[str, ...]:
    rows = [part for row in wrap(clean(text), width) for part in _in_cells(row, width)]
    if len(rows) > most:
        rows = [*rows[: most - 1], cut(f"{rows[most - 1]}…", width)] if most else []
    return tuple(rows)


def _in_cells(row: str, width: int) -> Iterator[str]:
    """A row that is too wide for the screen (letters of two cells) in parts that are not."""
    while cells(row) > width:
        taken = set_cell_size(row, width).rstrip()
        taken = taken if taken and row.startswith(taken) else row[:1]
        yield taken
        row = row[len(taken) :].lstrip()
    if row:
        yield row


def width_of(pieces: Line) -> int:
    return sum(cells(text) for text, _ in pieces)


def fill(pieces: Line, width: int, role: Role = Role.TEXT) -> Line:
    """The line in exactly so many cells: padded, or cut with "…"."""
    kept: list[Piece] = []
    room = width
    for text, its in pieces:
        shown = cut(text, room)
        kept.append((shown, its))
        room -= cells(shown)
        if shown != text:
            break
    return (*kept, (" " * room, role)) if room > 0 else tuple(kept)


def pad(lines: Iterable[Line], width: int, height: int, role: Role = Role.TEXT) -> Lines:
    """Exactly so many lines, each in exactly so many cells."""
    rows = [fill(row, width, role) for row in lines][:height]
    return (*rows, *(line(" " * width, role) for _ in range(height - len(rows))))


def plain(lines: Lines) -> str:
    """The bare text, as a screen without colours shows it."""
    return "\n".join("".join(text for text, _ in row).rstrip() for row in lines)
