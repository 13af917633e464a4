"""Brute force over every cell of a small rulebook: what the exact answers are held against."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import product
from math import prod

from mka_assist.rulebook.analysis.boxes import Box
from mka_assist.rulebook.analysis.space import Space
from mka_assist.rulebook.facts import Facts

MOST = 3_000
"""Calls that a test goes through; a larger space is sampled at even steps."""


def points(full: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
    """Every combination of cells, one mask of one bit per field; at even steps where there are many."""
    cells = [[1 << number for number in range(mask.bit_length())] for mask in full]
    step = max(1, prod(map(len, cells)) // MOST) | 1
    for number, point in enumerate(product(*cells)):
        if number % step == 0:
            yield point


def inside(point: tuple[int, ...], boxes: Iterable[Box]) -> bool:
    return any(all(point[field] & mask for field, mask in box.items()) for box in boxes)


def facts_at(space: Space, point: tuple[int, ...]) -> Facts:
    """The facts of a call at a combination of cells."""
    cells = zip(space.fields, point, strict=True)
    return {field.name: field.values[mask.bit_length() - 1] for field, mask in cells}


def calls(space: Space) -> Iterator[tuple[tuple[int, ...], Facts]]:
    for point in points(space.full):
        yield point, facts_at(space, point)
