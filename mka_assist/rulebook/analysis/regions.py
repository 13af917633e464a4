"""Which outcome a call has, as regions: each call in exactly one. For small decision lists: the regions of a
large one are too many to write out; see `decisions`."""

from __future__ import annotations

from collections.abc import Iterable
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
