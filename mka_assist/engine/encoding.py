"""Facts as the whole numbers the engine sees. It never sees a text, a float, a null or another fact.

The engine compares across types ("" equals 1, true equals "true"), so types are settled here, before it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from operator import attrgetter
from typing import Any

from mka_assist.engine.errors import EngineError
from mka_assist.rulebook.age import Age
from mka_assist.rulebook.facts import WEEK_MINUTE, FactKind, Facts, FactSpec
from mka_assist.rulebook.model import RuleBook

_TYPES: Mapping[FactKind, type] = {
    FactKind.JA_NEE: bool,
    FactKind.KEUZE: str,
    FactKind.TEKST: str,
    FactKind.GETAL: int,
    FactKind.LEEFTIJD: Age,
}


class Aspect(StrEnum):
    """What a field says of a fact. A field whose answer is unknown is left out of the message."""

    KNOWN = "bekend"
    """1 or 0, always there."""
    NUMBER = "getal"
    """The number itself; ja and nee are 1 and 0."""
    LOW = "minstens"
    """The patient is at least this old."""
    HIGH = "hoogstens"
    """The patient is at most this old."""
    MEMBER = "een van"
    """1 when the value is one of `Field.values`, 0 when it is not."""


@dataclass(frozen=True, slots=True)
class Field:
    """One whole number about one fact."""

    fact: str
    aspect: Aspect
    values: frozenset[str | bool | int] = frozenset()


def specs_of(rulebook: RuleBook) -> Mapping[str, FactSpec]:
    """The kinds of all facts that a rule can test: those of the rulebook and the clock."""
    return {WEEK_MINUTE.name: WEEK_MINUTE, **rulebook.facts}


Reader = Callable[[Facts], int | None]
"""The number of one field for the facts of a call, or None when it is unknown."""


def encode(fields: Iterable[Field], facts: Facts, specs: Mapping[str, FactSpec]) -> dict[Field, int]:
    """The fields of these facts, without those that are unknown.

    Raises `EngineError` for a value of another type than its fact has.
    """
    numbers = ((field, reader(field, specs)(facts)) for field in fields)
    return {field: number for field, number in numbers if number is not None}


def reader(field: Field, specs: Mapping[str, FactSpec]) -> Reader:
    """How to read a field, worked out once. It raises `EngineError` for a value of another type."""
    fact, kind = field.fact, specs[field.fact].kind
    right, read, known = _TYPES[kind], _value_reader(field, kind), field.aspect is Aspect.KNOWN

    def number(facts: Facts) -> int | None:
        value = facts.get(fact)
        if value is None:
            return 0 if known else None
        if type(value) is not right:
            raise EngineError(f'de waarde van {fact} past niet bij de soort "{kind}"')
        return read(value)

    return number


def _value_reader(field: Field, kind: FactKind) -> Callable[[Any], int | None]:
    """From a value of the right type to the number."""
    values = field.values
    match field.aspect, kind:
        case Aspect.KNOWN, _:
            return lambda value: 1
        case Aspect.LOW, FactKind.LEEFTIJD:
            return attrgetter("low")
        case Aspect.HIGH, FactKind.LEEFTIJD:
            return attrgetter("high")
        case Aspect.MEMBER, FactKind.LEEFTIJD:
            return lambda age: _is_one_of(values, age)
        case Aspect.MEMBER, _:
            return lambda value: int(value in values)
        case Aspect.NUMBER, FactKind.JA_NEE | FactKind.GETAL:
            return int
        case _:
            raise EngineError(f"{field.fact} is niet als {field.aspect} te lezen")


def _is_one_of(ages: frozenset[str | bool | int], age: Age) -> int | None:
    """An age known only within bounds may be one of the values, or not: unknown."""
    if not any(isinstance(v, int) and age.low <= v <= age.high for v in ages):
        return 0
    return 1 if age.exact else None
