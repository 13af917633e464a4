"""Few boxes for many calls: how a difference is told in as few regions as can be found.

Each box is made as large as it can be without a call to stay out of, then as few as possible are kept, and
each is cut back to what it covers: the steps of the ESPRESSO method for logic functions, on boxes of cells.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from mka_assist.rulebook.analysis.boxes import Box, Boxes, within
from mka_assist.rulebook.difference.target import Target

_MOST_TRIED = 12
"""Of so many large boxes every small combination is tried; of more, each is left out in turn."""
_FEW = 3


def cover(target: Target, rather: Sequence[int] = ()) -> Boxes:
    """Boxes that hold every call to cover and none to stay out of. Fields named in `rather` are kept where
    there is a choice: those of the rules that changed say best what the difference is about. Raises
    `TooManyPiecesError`."""
    seeds = target.seeds()
    fields = sorted({field for box in seeds for field in box})
    orders = {
        tuple(sorted(fields, key=lambda f: (f in rather, f))),
        tuple(sorted(fields, key=lambda f: (f in rather, -f))),
    }
    large = list[Box]()
    for box in seeds:
        for order in sorted(orders):
            grown = _grown(box, target, order)
            if not any(within(grown, other) for other in large):
                large = [other for other in large if not within(other, grown)]
                large.append(grown)
    return cut_back(_fewest(large, target), target)


def cut_back(boxes: Sequence[Box], target: Target) -> Boxes:
    """Each box as the smallest one around the calls to cover in it, the plainest first."""
    found = (_cut_back(box, target) for box in boxes)
    return tuple(sorted(found, key=lambda box: (len(box), sorted(box.items()))))


def _grown(box: Box, target: Target, order: Sequence[int]) -> Box:
    """The box made larger as long as it stays out of what it must: whole fields freed first, then cell by
    cell."""
    grown = dict(box)
    for field in order:
        if field in grown:
            rest = {name: mask for name, mask in grown.items() if name != field}
            if not target.hits_off(rest):
                grown = rest
    for field in order:
        if field in grown:
            for cell in _cells(target.full[field] & ~grown[field]):
                if not target.hits_off({**grown, field: cell}):
                    grown[field] |= cell
    return grown


def _fewest(large: list[Box], target: Target) -> Sequence[Box]:
    """As few of these boxes as cover all, the plainest first."""
    large = sorted(large, key=lambda box: (len(box), sorted(box.items())))
    if len(large) <= _MOST_TRIED:
        for number in range(1, min(_FEW, len(large)) + 1):
            for chosen in combinations(large, number):
                if target.some_on({}, chosen) is None:
                    return chosen
    found = large
    for box in reversed(large):
        others = [other for other in found if other is not box]
        if target.some_on(box, others) is None:
            found = others
    return found


def _cut_back(box: Box, target: Target) -> Box:
    bounds: dict[int, int] = {}
    for field, mask in box.items():
        held = sum(cell for cell in _cells(mask) if target.some_on({**box, field: cell}) is not None)
        if held != target.full[field]:
            bounds[field] = held
    return bounds


def _cells(mask: int) -> Sequence[int]:
    return [1 << number for number in range(mask.bit_length()) if mask >> number & 1]
