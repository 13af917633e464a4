"""Plain text for a terminal: folded at one width, and names as people say them."""

from __future__ import annotations

from textwrap import wrap

WIDTH = 100


def words(status: str) -> str:
    """A status as people say it."""
    return status.replace("_", " ")


def wrapped(start: str, text: str) -> list[str]:
    """The text after a start, folded at the width of the page, with later lines under the first."""
    return wrap(text, WIDTH, initial_indent=start, subsequent_indent=" " * len(start)) or [start.rstrip()]
