"""Which status a partner has where, each call in exactly one region; and how far a call is from a region."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from mka_assist.rulebook.analysis.boxes import Box, Boxes, Full, minus

Outcome = TypeVar("Outcome")


def regions(decisions: Iterable[tuple[Outcome, Boxes]], full: Full) -> list[tuple[Outcome, Boxes]]:
    """A decision list (the first entry that holds a call counts) as regions that do not overlap. An
    outcome with nothing left is left out; one that stands in the list twice comes back twice."""
    found: list[tuple[Outcome, Boxes]] = []
    taken: list[Box] = []
    for outcome, boxes in decisions:
        if left := minus(boxes, taken, full):
            found.append((outcome, left))
        taken.extend(boxes)
    return found


@dataclass(frozen=True, slots=True)
class Way:
    """One way into a region: the fields that must change, each with the cells that will do."""

    cells: tuple[tuple[int, int], ...]

    @property
    def fields(self) -> tuple[int, ...]:
        return tuple(field for field, _ in self.cells)


def nearest(call: Box, region: Sequence[Box], most: int) -> list[Way]:
    """The ways from a call (a cell for every field) into a region that change fewest fields, and no more
    than `most`. Every combination of fields that will do is among them; empty when there is none.

    Exact: in a box, the fields to change are those in which the call lies outside, and no others.
    """
    ways: dict[Way, None] = {}
    for box in region:
        way = Way(tuple((field, mask) for field, mask in sorted(box.items()) if not call[field] & mask))
        if len(way.cells) < most:
            most = len(way.cells)
            ways.clear()
        if len(way.cells) == most:
            ways[way] = None
    return list(_joined(ways))


def _joined(ways: Iterable[Way]) -> Iterator[Way]:
    """Ways that change one same field as one way with all cells that will do."""
    single: dict[int, int] = {}
    for way in ways:
        if len(way.cells) == 1:
            field, mask = way.cells[0]
            single[field] = single.get(field, 0) | mask
        else:
            yield way
    yield from (Way(((field, mask),)) for field, mask in single.items())
