"""Sets of calls as boxes: per fact which of its cells are allowed. Counting with them is exact.

A box names only the fields it restricts; a field that is absent is free, and no mask is empty or complete.
So the empty box is every call. Several boxes together mean: a call in any of them. `full` holds for each
field the mask of all its cells.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

Box = Mapping[int, int]
"""Field number to a bitmask of its cells."""
Boxes = tuple[Box, ...]
Full = Sequence[int]

EVERYWHERE: Boxes = ({},)
NOWHERE: Boxes = ()


def meet(one: Box, other: Box) -> Box | None:
    """The calls in both boxes, or None when there are none."""
    if len(other) > len(one):
        one, other = other, one
    both = dict(one)
    for field, mask in other.items():
        left = both.get(field, mask) & mask
        if not left:
            return None
        both[field] = left
    return both


def within(inner: Box, outer: Box) -> bool:
    """Is every call of one box in the other?"""
    return all(field in inner and not inner[field] & ~mask for field, mask in outer.items())


def subtract(box: Box, taken: Box, full: Full) -> list[Box]:
    """What is left of a box without another: disjoint pieces, at most one per field of `taken`."""
    if meet(box, taken) is None:
        return [box]
    pieces: list[Box] = []
    rest = dict(box)
    for field, mask in taken.items():
        have = rest.get(field, full[field])
        if outside := have & ~mask:
            pieces.append({**rest, field: outside})
        rest[field] = have & mask
    return pieces


def minus(boxes: Iterable[Box], taken: Iterable[Box], full: Full) -> Boxes:
    """The calls in any of `boxes` and in none of `taken`."""
    left = list(boxes)
    for other in taken:
        left = [piece for box in left for piece in subtract(box, other, full)]
    return absorb(left, full)


def meets(ones: Iterable[Box], others: Sequence[Box], full: Full) -> Boxes:
    """The calls in some box of the first and in some box of the second."""
    both = (meet(one, other) for one in ones for other in others)
    return absorb((box for box in both if box is not None), full)


def first_outside(box: Box, boxes: Iterable[Box], full: Full) -> Box | None:
    """Calls of a box that lie in none of the others, as a box; None when the others cover it.

    Depth first, stopping at the first find. Splitting on the box with the fewest ways out comes down to
    following consequences before guessing; splitting breadth first would grow without bound.
    """
    chosen: Box | None = None
    fewest = len(full) + 1
    near: list[Box] = []
    for other in boxes:
        ways = _ways_out(box, other)
        if ways is None:
            continue
        if ways == 0:
            return None
        near.append(other)
        if ways < fewest:
            chosen, fewest = other, ways
    if chosen is None:
        return box
    others = [other for other in near if other is not chosen]
    for piece in subtract(box, chosen, full):
        found = first_outside(piece, others, full)
        if found is not None:
            return found
    return None


def outside(boxes: Iterable[Box], others: Sequence[Box], full: Full) -> Box | None:
    """Calls in one of `boxes` and in none of the others, as a box; None when there are none."""
    found = (first_outside(box, others, full) for box in boxes)
    return next((box for box in found if box is not None), None)


def covers(others: Sequence[Box], boxes: Iterable[Box], full: Full) -> bool:
    """Do the others together hold every call of `boxes`?"""
    return outside(boxes, others, full) is None


def common(ones: Iterable[Box], others: Sequence[Box]) -> Box | None:
    """Calls that both sets hold, as a box; None when they have none in common."""
    found = (meet(one, other) for one in ones for other in others)
    return next((box for box in found if box is not None), None)


def without(box: Box, fields: Iterable[int]) -> Box:
    """The box with these fields free."""
    freed = frozenset(fields)
    return {field: mask for field, mask in box.items() if field not in freed}


def absorb(boxes: Iterable[Box], full: Full) -> Boxes:
    """The same calls in fewer boxes: pairs that differ in one field joined, boxes inside others dropped."""
    left = list({frozenset(box.items()): box for box in boxes}.values())
    while len(left) > 1:
        joined = _joined(left, full)
        if len(joined) == len(left):
            break
        left = joined
    if len(left) < 2:
        return (*left,)
    kept: list[Box] = []
    for box in sorted(left, key=len):  # a box inside another restricts at least as many fields
        if not any(within(box, other) for other in kept):
            kept = [other for other in kept if len(other) < len(box) or not within(other, box)]
            kept.append(box)
    return (*kept,)


def _ways_out(box: Box, other: Box) -> int | None:
    """In how many fields a box reaches beyond another; None when they have nothing in common."""
    ways = 0
    for field, mask in other.items():
        have = box.get(field)
        if have is None:
            ways += 1
        elif not have & mask:
            return None
        elif have & ~mask:
            ways += 1
    return ways


def _joined(boxes: list[Box], full: Full) -> list[Box]:
    """Each run of boxes that differ in one field only as one box, field by field."""
    for field in dict.fromkeys(field for box in boxes for field in box):
        merged: dict[frozenset[tuple[int, int]], int] = {}
        for box in boxes:
            rest = frozenset(item for item in box.items() if item[0] != field)
            merged[rest] = merged.get(rest, 0) | box.get(field, full[field])
        if len(merged) < len(boxes):
            boxes = [
                dict(rest) if mask == full[field] else {**dict(rest), field: mask}
                for rest, mask in merged.items()
            ]
    return boxes
