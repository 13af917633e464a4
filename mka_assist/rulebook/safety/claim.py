"""What a property is: a sentence, and the calls in which it does not hold."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from mka_assist.rulebook.analysis.context import Context


@dataclass(frozen=True, slots=True)
class Counterexample:
    """A call in which a property does not hold: what happens there, and the call as an example to paste."""

    text: str
    example: str


@dataclass(frozen=True, slots=True)
class Property:
    """Something that must hold in every call. `counterexamples` finds one for each partner concerned."""

    id: str
    text: str
    counterexamples: Callable[[Context], Iterator[Counterexample]]


@dataclass(frozen=True, slots=True)
class Proof:
    """A property of a rulebook: proven when there is no counterexample."""

    claim: Property
    counterexamples: tuple[Counterexample, ...]

    @property
    def proven(self) -> bool:
        return not self.counterexamples
