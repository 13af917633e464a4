"""The conditions of a rule as data: single tests on facts, and `alle`, `een_van` and `niet` over them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


class Op(StrEnum):
    """The single tests. Each looks at one fact and compares it with constants, never with another fact."""

    IS = "is"
    UNDER = "onder"
    FROM = "vanaf"
    AT_MOST = "hoogstens"
    OVER = "boven"
    KNOWN = "bekend"
    UNKNOWN = "onbekend"


@dataclass(frozen=True, slots=True)
class Test:
    """`fact op values`: `IS` means one of `values`, the orderings take one number, the others none."""

    fact: str
    op: Op
    values: tuple[str | bool | int, ...] = ()


@dataclass(frozen=True, slots=True)
class All:
    """Every part holds; no parts means always."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one part holds; no parts means never."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The part does not hold; the opposite of unknown is unknown."""

    part: Condition


Condition = Test | All | AnyOf | Not


def each_test(condition: Condition) -> Iterator[Test]:
    """Every single test in a condition, left to right."""
    match condition:
        case Test():
            yield condition
        case All(parts) | AnyOf(parts):
            for part in parts:
                yield from each_test(part)
        case Not(part):
            yield from each_test(part)


def facts_in(condition: Condition) -> frozenset[str]:
    return frozenset(test.fact for test in each_test(condition))
