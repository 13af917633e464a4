"""Facts as the whole numbers the engine sees. It never sees a text, a float, a null or another fact.

The engine compares across types ("" equals 1, true equals "true"), so types are settled here, before it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from mka_assist.engine.errors import EngineError
from mka_assist.rulebook.age import Age
from mka_assist.rulebook.facts import WEEK_MINUTE, FactKind, Facts, FactSpec, Value
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


def encode(fields: Iterable[Field], facts: Facts, specs: Mapping[str, FactSpec]) -> dict[Field, int]:
    """The fields of these facts, without those that are unknown.

    Raises `EngineError` for a value of another type than its fact has.
    """
    encoded: dict[Field, int] = {}
    for field in fields:
        value = facts.get(field.fact)
        if value is not None and type(value) is not _TYPES[specs[field.fact].kind]:
            raise EngineError(f'de waarde van {field.fact} past niet bij de soort "{specs[field.fact].kind}"')
        number = _read(field, value)
        if number is not None:
            encoded[field] = number
    return encoded


def _read(field: Field, value: Value | None) -> int | None:
    match field.aspect, value:
        case Aspect.KNOWN, _:
            return int(value is not None)
        case _, None:
            return None
        case Aspect.LOW, Age(low=low):
            return low
        case Aspect.HIGH, Age(high=high):
            return high
        case Aspect.MEMBER, Age():
            return _is_one_of(field.values, value)
        case Aspect.MEMBER, _:
            return int(value in field.values)
        case Aspect.NUMBER, bool() | int():
            return int(value)
        case _:
            raise EngineError(f"{field.fact} is niet als {field.aspect} te lezen")


def _is_one_of(ages: frozenset[str | bool | int], age: Age) -> int | None:
    """An age known only within bounds may be one of the values, or not: unknown."""
    if not any(isinstance(v, int) and age.low <= v <= age.high for v in ages):
        return 0
    return 1 if age.exact else None
