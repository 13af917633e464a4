"""A condition as two positive statements: when it is known true, and when it is known false.

Negation is pushed down to the single tests, where it is an ordinary comparison. What is left is "one of
these branches holds, all of its comparisons": two-valued, without `not`, and satisfied by nothing unknown.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal as OneOf

from mka_assist.engine.durable import LARGEST
from mka_assist.engine.encoding import Aspect, Field
from mka_assist.engine.errors import CompileError
from mka_assist.rulebook.condition import All, AnyOf, Condition, Not, Op, Test
from mka_assist.rulebook.facts import FactKind, FactSpec
from mka_assist.rulebook.model import Rule

MOST_BRANCHES = 200
"""More branches for one statement than this is refused: nobody can oversee such a rule."""
MOST_LITERALS = 100

Comparison = OneOf["==", ">=", "<="]
Literal = tuple[Field, Comparison, int]
Branch = tuple[Literal, ...]
_Box = Mapping[Field, tuple[int, int]]
"""A branch while it is being made: each field named lies within its bounds, both included."""


@dataclass(frozen=True, slots=True)
class Statements:
    """When a condition is known true and when it is known false; never both for the same facts."""

    true: tuple[Branch, ...]
    false: tuple[Branch, ...]


class _TooManyError(Exception):
    """The statement needs more branches than `MOST_BRANCHES`."""


def statements(rule: Rule, specs: Mapping[str, FactSpec]) -> Statements:
    """The two statements of a rule's condition. Raises `CompileError` naming the rule."""
    try:
        return Statements(*(_branches(rule.condition, specs, want) for want in (True, False)))
    except _TooManyError as problem:
        raise CompileError(
            f'regel "{rule.id}" is te ingewikkeld (meer dan {MOST_BRANCHES} gevallen); splits hem'
        ) from problem
    except CompileError as problem:
        raise CompileError(f'regel "{rule.id}": {problem}') from problem


def _branches(condition: Condition, specs: Mapping[str, FactSpec], want: bool) -> tuple[Branch, ...]:
    branches = tuple(_literals(box) for box in _boxes(condition, specs, want))
    if any(len(branch) > MOST_LITERALS for branch in branches):
        raise _TooManyError
    return branches


def _boxes(condition: Condition, specs: Mapping[str, FactSpec], want: bool) -> list[_Box]:
    """The boxes in which a condition is known to be `want`."""
    match condition:
        case Test():
            return _minimal(_test(condition, specs, want))
        case Not(part):
            return _boxes(part, specs, not want)
        case All(parts) | AnyOf(parts):
            each = [_boxes(part, specs, want) for part in parts]
            if isinstance(condition, All) is not want:
                return _minimal(box for boxes in each for box in boxes)
            whole: list[_Box] = [{}]
            for boxes in each:
                whole = _minimal(_meet(a, b) for a in whole for b in boxes)
            return whole


def _test(test: Test, specs: Mapping[str, FactSpec], want: bool) -> Iterable[_Box]:
    fact, spec = test.fact, specs.get(test.fact)
    if spec is None:
        raise CompileError(f'onbekend feit "{fact}"')
    known = Field(fact, Aspect.KNOWN)
    if test.op in (Op.KNOWN, Op.UNKNOWN):
        wanted = int((test.op is Op.KNOWN) is want)
        return [{known: (wanted, wanted)}]
    if test.op is Op.IS:
        if spec.kind is FactKind.JA_NEE:
            kept = [answer for answer in (False, True) if (answer in test.values) is want]
            return [{Field(fact, Aspect.NUMBER): (int(answer), int(answer))} for answer in kept]
        return [{Field(fact, Aspect.MEMBER, frozenset(test.values)): (int(want), int(want))}]
    if spec.kind in (FactKind.KEUZE, FactKind.TEKST):
        raise CompileError(f'"{test.op}" kan niet bij {fact}: dat is geen getal of leeftijd')
    return [_ordering(test, spec.kind is FactKind.LEEFTIJD, want)]


def _ordering(test: Test, is_age: bool, want: bool) -> _Box:
    """A bound from below speaks of the lowest age it can be, a bound from above of the highest."""
    bound = int(test.values[0])
    if abs(bound) >= LARGEST:
        raise CompileError(f"de grens {bound} bij {test.fact} is te groot")
    from_above = (test.op in (Op.UNDER, Op.AT_MOST)) is want
    if from_above:
        highest = bound if test.op in (Op.AT_MOST, Op.OVER) else bound - 1
        return {Field(test.fact, Aspect.HIGH if is_age else Aspect.NUMBER): (-LARGEST, highest)}
    lowest = bound + 1 if test.op in (Op.AT_MOST, Op.OVER) else bound
    return {Field(test.fact, Aspect.LOW if is_age else Aspect.NUMBER): (lowest, LARGEST)}


def _meet(a: _Box, b: _Box) -> _Box | None:
    """Where both hold; None where that is nowhere. A fact with a value is known, that goes unsaid."""
    both = dict(a)
    for field, (low, high) in b.items():
        if field in both:
            low, high = max(low, both[field][0]), min(high, both[field][1])
        if low > high:
            return None
        both[field] = (low, high)
    valued = {field.fact for field in both if field.aspect is not Aspect.KNOWN}
    for field in [f for f in both if f.aspect is Aspect.KNOWN and f.fact in valued]:
        if both.pop(field) == (0, 0):
            return None
    return both


def _minimal(boxes: Iterable[_Box | None]) -> list[_Box]:
    """Without what is empty, double or inside another. Raises `_TooManyError`."""
    unique: dict[frozenset[tuple[Field, tuple[int, int]]], _Box] = {}
    for box in boxes:
        if box is not None:
            unique.setdefault(frozenset(box.items()), box)
            if len(unique) > 20 * MOST_BRANCHES:
                raise _TooManyError
    kept: list[_Box] = []
    for box in sorted(unique.values(), key=_size, reverse=True):
        if not any(_covers(other, box) for other in kept):
            kept.append(box)
            if len(kept) > MOST_BRANCHES:
                raise _TooManyError
    return kept


def _size(box: _Box) -> tuple[int, int]:
    """Grows with the box: a box that covers another is never smaller."""
    return -len(box), sum(high - low for low, high in box.values())


def _covers(outer: _Box, inner: _Box) -> bool:
    return all(
        field in inner and low <= inner[field][0] and inner[field][1] <= high
        for field, (low, high) in outer.items()
    )


def _literals(box: _Box) -> Branch:
    """The comparisons of a branch; whether a fact is known comes last."""
    found: list[Literal] = []
    for field, (low, high) in box.items():
        if low == high:
            found.append((field, "==", low))
            continue
        if low > -LARGEST:
            found.append((field, ">=", low))
        if high < LARGEST:
            found.append((field, "<=", high))
    return tuple(sorted(found, key=lambda literal: literal[0].aspect is Aspect.KNOWN))
