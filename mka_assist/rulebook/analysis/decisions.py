"""Decision lists: which outcome a call has, and how few facts must change for another. Never worked out as
regions, of which a large rulebook has more than can be counted: every question is answered by a search.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from mka_assist.rulebook.analysis.boxes import EVERYWHERE, Box, Boxes, Full, first_outside, meet


@dataclass(frozen=True)
class Decisions:
    """Outcomes by rank: a call has the outcome of the lowest rank whose boxes hold it. The last rank holds
    every call."""

    boxes: Mapping[int, Boxes]
    full: Full

    @classmethod
    def of(cls, entries: Mapping[int, Boxes], rest: int, full: Full) -> Decisions:
        """The lists of boxes per rank, and the rank of every other call."""
        return cls({rank: entries[rank] for rank in sorted(entries)} | {rest: EVERYWHERE}, full)

    @cached_property
    def ranks(self) -> tuple[int, ...]:
        return (*self.boxes,)

    def at(self, rank: int) -> Boxes:
        """The boxes of a rank: calls that have its outcome, unless a lower rank holds them."""
        return self.boxes.get(rank, ())

    def below(self, rank: int) -> Boxes:
        """The calls with an outcome of a lower rank."""
        return tuple(box for other, boxes in self.boxes.items() if other < rank for box in boxes)

    def upto(self, rank: int) -> Boxes:
        """The calls with an outcome of this rank or a lower one."""
        return self.below(rank + 1)

    def find(self, box: Box, rank: int, but: Sequence[Box] = ()) -> Box | None:
        """Some calls in a box that have the outcome of a rank, and lie in none of `but`."""
        outside = (*self.below(rank), *but)
        for own in self.at(rank):
            both = meet(own, box)
            if both is not None and (found := first_outside(both, outside, self.full)) is not None:
                return found
        return None


@dataclass(frozen=True, slots=True)
class Way:
    """One way to another outcome: the fields that change, each with the cells that will do whatever cell is
    chosen in the others."""

    cells: tuple[tuple[int, int], ...]

    @property
    def fields(self) -> tuple[int, ...]:
        return tuple(field for field, _ in self.cells)


def nearest(decisions: Decisions, call: Box, rank: int, most: int) -> list[Way]:
    """The ways from a call (a cell for every field) to the outcome of a rank that change fewest fields, one
    per set of fields, and none that change more than `most`. Empty when there are none."""
    level: dict[frozenset[int], None] = {frozenset(): None}
    for size in range(min(most, len(call)) + 1):
        found = [way for fields in level if (way := _way(decisions, call, rank, fields))]
        if found or size == most:
            return found
        level = {fields | {more}: None for fields in level for more in _leads(decisions, call, rank, fields)}
    return []


def _freed(call: Box, fields: frozenset[int]) -> Box:
    return {field: mask for field, mask in call.items() if field not in fields}


def _leads(decisions: Decisions, call: Box, rank: int, fields: frozenset[int]) -> Iterator[int]:
    """Fields of which one must change too, when changing these does not do.

    Whatever is left as it is in all of them lies, with every call that these fields reach, in the same boxes
    of lower ranks, or outside the same boxes of this rank.
    """
    reach = _freed(call, fields)
    held = False
    known: set[int] = set()
    for box in decisions.at(rank):
        if meet(box, reach) is not None:
            held = True
        else:
            known.update(n for n in box if n not in fields and not call[n] & box[n])
    if held:
        near = (box for box in decisions.below(rank) if meet(box, reach) is not None)
        known.update(n for box in near for n in box)
    yield from sorted(known - fields)


def _way(decisions: Decisions, call: Box, rank: int, fields: frozenset[int]) -> Way | None:
    """What to change these fields to. As many cells as will do, all together; each other than the call's."""
    reach = _freed(call, fields)
    for field in fields:  # a field that need not change belongs to a smaller set
        reach = {**reach, field: decisions.full[field] & ~call[field]}
    if any(not mask for mask in reach.values()) or (found := decisions.find(reach, rank)) is None:
        return None
    way = {**reach, **{field: next(_cells(found.get(field, reach[field]))) for field in fields}}
    for field in sorted(fields):
        for cell in _cells(reach[field]):
            wider = {**way, field: way[field] | cell}
            if all(decisions.find(wider, other) is None for other in decisions.ranks if other != rank):
                way = wider
    return Way(tuple((field, way[field]) for field in sorted(fields)))


def _cells(mask: int) -> Iterator[int]:
    """The cells of a mask; the first one, *onbekend* of most fields, comes last."""
    yield from (1 << number for number in range(1, mask.bit_length()) if mask >> number & 1)
    if mask & 1:
        yield 1
