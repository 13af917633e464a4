"""Few boxes for many calls: how a difference is told in as few regions as can be found.

Given the calls to cover (`on`) and those to stay out of (`off`), other calls may be covered or not. Each box
is made as large as `off` allows, then as few as possible are kept, and each is cut back to what it covers:
the steps of the ESPRESSO method for logic functions, on boxes of cells.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from mka_assist.rulebook.analysis.boxes import Box, Boxes, Full, covers, meet, minus, within

_MOST_TRIED = 12
"""Of so many large boxes every small combination is tried; of more, one after the other is chosen."""
_FEW = 3


def cover(on: Boxes, off: Boxes, full: Full, rather: Sequence[int] = ()) -> Boxes:
    """Boxes that hold every call of `on` and none of `off`. Fields named in `rather` are kept where there is
    a choice: those of the rules that changed say best what the difference is about."""
    fields = sorted({field for box in on for field in box})
    orders = {
        tuple(sorted(fields, key=lambda f: (f in rather, f))),
        tuple(sorted(fields, key=lambda f: (f in rather, -f))),
    }
    large = list[Box]()
    for box in on:
        for order in sorted(orders):
            grown = _grown(box, off, full, order)
            if not any(within(grown, other) for other in large):
                large = [other for other in large if not within(other, grown)]
                large.append(grown)
    kept = _fewest(large, on, full)
    return tuple(sorted((_cut_back(box, on, full) for box in kept), key=lambda b: (len(b), [*b.items()])))


def _grown(box: Box, off: Boxes, full: Full, order: Sequence[int]) -> Box:
    """The box made larger as long as it stays out of `off`: whole fields freed first, then cell by cell."""
    grown = dict(box)
    for field in order:
        if field in grown:
            rest = {name: mask for name, mask in grown.items() if name != field}
            if not any(meet(rest, other) is not None for other in off):
                grown = rest
    for field in order:
        if field not in grown:
            continue
        rest = {name: mask for name, mask in grown.items() if name != field}
        taken = 0  # cells of this field in which some box of `off` meets the rest
        for other in off:
            if meet(rest, other) is not None:
                taken |= other.get(field, full[field])
        grown[field] = full[field] & ~taken
    return grown


def _fewest(large: list[Box], on: Boxes, full: Full) -> Sequence[Box]:
    """As few of these boxes as cover `on`, the plainest first."""
    large = sorted(large, key=lambda box: (len(box), sorted(box.items())))
    if len(large) <= _MOST_TRIED:
        for number in range(1, min(_FEW, len(large)) + 1):
            for chosen in combinations(large, number):
                if covers(chosen, on, full):
                    return chosen
    left, found = on, list[Box]()
    while left:
        best = max(large, key=lambda box: (_covered(left, box), -len(box)))
        found.append(best)
        left = minus(left, (best,), full)
    for box in [*found]:
        others = [other for other in found if other is not box]
        if covers(others, on, full):
            found = others
    return found


def _covered(left: Boxes, box: Box) -> int:
    """How many boxes of what is left lie within a box, wholly counting for more than partly."""
    return sum(2 if within(one, box) else 1 for one in left if meet(one, box) is not None)


def _cut_back(box: Box, on: Boxes, full: Full) -> Box:
    """The smallest box around what a box holds of `on`."""
    inside = [both for one in on if (both := meet(one, box)) is not None]
    bounds: dict[int, int] = {}
    for field in box:
        mask = 0
        for both in inside:
            mask |= both.get(field, full[field])
        if mask != full[field]:
            bounds[field] = mask
    return bounds
