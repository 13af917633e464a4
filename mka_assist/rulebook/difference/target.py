"""The calls that a difference is about, and those that a sentence about them must leave out.

Nothing is written out: a set of calls is asked for some call in it, and the answer is found by search. So a
large rulebook takes time, not memory.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

from mka_assist.rulebook.analysis.boxes import Box, Boxes, Full, first_outside, meet, subtract
from mka_assist.rulebook.analysis.decisions import Decisions

MOST_PIECES = 64
"""A box that falls apart in more pieces is told as a whole."""


class Target(Protocol):
    """Calls to cover with boxes."""

    @property
    def full(self) -> Full: ...

    def seeds(self) -> Sequence[Box]:
        """Boxes that together hold every call to cover, and none to stay out of."""

    def some_on(self, box: Box, but: Sequence[Box] = ()) -> Box | None:
        """Some calls to cover in a box, and in none of `but`."""

    def hits_off(self, box: Box) -> bool:
        """Does a box hold a call to stay out of?"""


class TooManyPiecesError(Exception):
    """A box falls apart in more pieces than are worth telling one by one."""


@dataclass(frozen=True)
class Gained:
    """The calls to which `here` gives the outcome of a rank and `there` one of a higher rank.

    Told by the claim "every call in this box with a higher rank there gets this rank here": so to stay out of
    is a call with a higher rank there and another rank here.
    """

    here: Decisions
    there: Decisions
    rank: int

    @property
    def full(self) -> Full:
        return self.here.full

    @cached_property
    def known(self) -> Boxes:
        """Where there is no higher rank there."""
        return self.there.upto(self.rank)

    @cached_property
    def beyond(self) -> Boxes:
        """Calls that are not to be covered."""
        return (*self.known, *self.here.below(self.rank))

    @cached_property
    def _settled(self) -> Boxes:
        return (*self.known, *self.here.upto(self.rank))

    @cached_property
    def _lower(self) -> Boxes:
        """Where there is a lower rank here, without what stands there just so."""
        return self._other(self.here.below(self.rank))

    @cached_property
    def fresh(self) -> Boxes:
        """The boxes of the rank here, without what stands there just so: nothing is to be covered in that."""
        return self._other(self.here.at(self.rank))

    def _other(self, boxes: Boxes) -> Boxes:
        same = {frozenset(box.items()) for box in self.known}
        return tuple(box for box in boxes if frozenset(box.items()) not in same)

    def seeds(self) -> list[Box]:
        pieces = (piece for box in self.whole_seeds() for piece in self._pieces(box))
        return [piece for piece in pieces if self.some_on(piece) is not None]

    def whole_seeds(self) -> list[Box]:
        """Boxes that hold every call to cover, whatever else they hold."""
        return [box for box in self.fresh if self.some_on(box) is not None]

    def _pieces(self, box: Box) -> list[Box]:
        """A box without the calls in it that get a lower rank here and have a higher one there."""
        pieces = [box]
        for other in self._lower:
            both = meet(box, other)
            if both is not None and first_outside(both, self.known, self.full) is not None:
                pieces = [left for piece in pieces for left in subtract(piece, other, self.full)]
                if len(pieces) > MOST_PIECES:
                    raise TooManyPiecesError
        return pieces

    def some_on(self, box: Box, but: Sequence[Box] = ()) -> Box | None:
        return self._find(box, (*self.beyond, *but))

    def _find(self, box: Box, outside: Boxes) -> Box | None:
        for own in self.fresh:
            both = meet(own, box)
            if both is not None and (found := first_outside(both, outside, self.full)) is not None:
                return found
        return None

    def hits_off(self, box: Box) -> bool:
        if first_outside(box, self._settled, self.full) is not None:
            return True
        lower = [both for other in self._lower if (both := meet(box, other)) is not None]
        return any(first_outside(both, self.known, self.full) is not None for both in lower)

    def pairs(self, box: Box) -> Iterator[int]:
        """The ranks there that calls to cover in a box have."""
        for other in self.there.ranks:
            if other > self.rank and self.paired(box, other) is not None:
                yield other

    def paired(self, box: Box, other: int) -> Box | None:
        """Some calls to cover in a box with this rank there."""
        outside = (*self.here.below(self.rank), *self.there.below(other))
        near = (both for own in self.there.at(other) if (both := meet(own, box)) is not None)
        found = (self._find(both, outside) for both in near)
        return next((one for one in found if one is not None), None)


@dataclass(frozen=True)
class Turned:
    """The same calls where there are two outcomes only, told by the claim the other way round: "every call in
    this box that gets this rank here has a higher one there". To stay out of is a call with this rank on both
    sides."""

    gained: Gained

    @property
    def full(self) -> Full:
        return self.gained.full

    def seeds(self) -> list[Box]:
        pieces = self.gained.whole_seeds()
        for other in self.gained.there.at(self.gained.rank):
            pieces = [left for piece in pieces for left in subtract(piece, other, self.full)]
            if len(pieces) > MOST_PIECES:
                raise TooManyPiecesError
        return pieces

    def some_on(self, box: Box, but: Sequence[Box] = ()) -> Box | None:
        return self.gained.some_on(box, but)

    def hits_off(self, box: Box) -> bool:
        rank, both = self.gained.rank, (self.gained.here, self.gained.there)
        here, there = (decisions.at(rank) for decisions in both)
        near = [inside for own in here if (inside := meet(own, box)) is not None]
        return any(meet(one, other) is not None for one in near for other in there)
