"""Where each setting stands in a TOML file. The standard library tells it only for what it cannot read at
all, so the text is cut into statements that its reader takes one by one.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from typing import Any

LONGEST = 200
"""Lines of one statement; after a longer one no place is known any more."""
_PART = r"""(?:[\w-]+|"(?:[^"\\]|\\.)*"|'[^']*')"""
_KEY = re.compile(rf"[ \t]*({_PART}(?:[ \t]*\.[ \t]*{_PART})*)[ \t]*=[ \t]*")

Names = tuple[str, ...]
"""The names of the tables around a setting, and its own."""
Spot = tuple[int, int]
"""A line and a column, from 1."""


def spots(text: str) -> Mapping[Names, tuple[Spot, Spot]]:
    """For every table and setting of a readable text: where its name stands, and its value."""
    found: dict[Names, tuple[Spot, Spot]] = {}
    table: Names = ()
    for number, statement in _statements(text.replace("\r\n", "\n").split("\n")):
        column = len(statement) - len(statement.lstrip()) + 1
        name = (number, column)
        if statement.lstrip().startswith("["):
            table = _chain(tomllib.loads(statement))
            found[table] = (name, name)
        elif key := _KEY.match(statement):
            path = table + _chain(tomllib.loads(f"{key[1]} = 0"))
            found[path] = (name, (number, key.end() + 1))
    return found


def spot(found: Mapping[Names, tuple[Spot, Spot]], path: Names, *, value: bool = False) -> Spot:
    """Where a setting stands, or what stands around it; (0, 0) when nothing of it is known."""
    for length in range(len(path), 0, -1):
        if both := found.get(path[:length]):
            return both[value]
    return 0, 0


def _statements(rows: list[str]) -> Iterator[tuple[int, str]]:
    """Each statement with the number of its first line."""
    first = 0
    while first < len(rows):
        if not rows[first].strip() or rows[first].lstrip().startswith("#"):
            first += 1
            continue
        for end in range(first + 1, min(len(rows), first + LONGEST) + 1):
            statement = "\n".join(rows[first:end])
            if _readable(statement):
                yield first + 1, statement
                first = end
                break
        else:
            return


def _readable(statement: str) -> bool:
    try:
        tomllib.loads(statement)
    except (tomllib.TOMLDecodeError, RecursionError):
        return False
    return True


def _chain(content: Any) -> Names:
    """The names on the way down; a table of many is its last one."""
    names: list[str] = []
    while content and isinstance(content, dict | list):
        if isinstance(content, list):
            content = content[-1]
        else:
            (name,) = content
            names.append(name)
            content = content[name]
    return tuple(names)
