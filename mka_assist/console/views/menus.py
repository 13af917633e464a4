"""A menu: its options with their keys, whole, in as few columns as hold them."""

from __future__ import annotations

from mka_assist.console.lines import Line, Lines, Role, clean, fill, fold, line, pad
from mka_assist.console.steps import Menu

_KEY = 5
"""Cells for a key in brackets, with a space on both sides."""


def menu_fits(menu: Menu, width: int, height: int) -> bool:
    """Is there room for the whole menu, in one column, and for its title?"""
    title = _title(menu, width)
    whole = len(title) == len(fold(menu.title, width - 2))
    return whole and len(_rows(menu, width)) + len(title) <= height


def menu_lines(menu: Menu, width: int, height: int) -> Lines:
    """The title, and the options below it; beside each other only where they do not fit otherwise."""
    title = _title(menu, width)
    room = max(1, height - len(title))
    for columns in (1, 2, 3):
        entries = _entries(menu, width // columns)
        stacks = _stacked(entries, room, columns)
        if stacks is not None:
            break
    else:
        stacks = _stacked([entry[:1] for entry in entries], room, columns) or []
    rows = list(title)
    for place in range(max((len(stack) for stack in stacks), default=0)):
        row: list[tuple[str, Role]] = []
        for stack in stacks:
            row += fill(stack[place] if place < len(stack) else (), width // columns)
        rows.append(tuple(row))
    return pad(rows, width, height)


def _title(menu: Menu, width: int) -> list[Line]:
    return [line(f" {text}", Role.STRONG) for text in fold(menu.title, width - 2, 3)]


def _rows(menu: Menu, width: int) -> list[Line]:
    return [row for entry in _entries(menu, width) for row in entry]


def _entries(menu: Menu, width: int) -> list[list[Line]]:
    """Every option over as many rows as it takes."""
    entries = []
    for key, option in menu.keyed:
        first, *others = fold(clean(option.text), width - _KEY - 1) or [""]
        start: Line = ((f" [{key}] ", Role.KEY), (first, Role.TEXT))
        entries.append([start, *(line(f"{' ' * _KEY}{text}") for text in others)])
    return entries


def _stacked(entries: list[list[Line]], room: int, columns: int) -> list[list[Line]] | None:
    """The entries in columns, an entry never split over two; None when they do not fit."""
    stacks: list[list[Line]] = [[]]
    for entry in entries:
        if len(stacks[-1]) + len(entry) > room:
            stacks.append([])
        stacks[-1] += entry
    fits = len(stacks) <= columns and all(len(stack) <= room for stack in stacks)
    return stacks if fits else None
