"""Lines of a frame: a title in a rule, a row between two sides."""

from __future__ import annotations

from rich.cells import cell_len

from mka_assist.console.lines import Line, Lines, Piece, Role, cut, fill

SIDE: Piece = ("│", Role.PART)


def rule(start: str, title: str, end: str, width: int, role: Role = Role.STRONG, right: str = "") -> Line:
    """A horizontal line with a title in it, and at the right a hint: "┌ UITVRAAG ──── 1-9 ↑↓ ┐"."""
    room = width - cell_len(start) - cell_len(end)
    hint = f" {right} " if right else ""
    shown = f" {cut(title, room - cell_len(hint) - 2)} " if title else ""
    dashes = "─" * (room - cell_len(shown) - cell_len(hint))
    return ((start, Role.PART), (shown, role), (dashes, Role.PART), (hint, Role.DIM), (end, Role.PART))


def sided(rows: Lines, width: int, right: bool = False) -> Lines:
    """Rows with a side on the left, and where asked on the right; `width` is with the sides."""
    room = width - (2 if right else 1)
    end = (SIDE,) if right else ()
    return tuple((SIDE, *fill(row, room), *end) for row in rows)
