"""The values of a fact cut at the constants in the rules: a few values that stand for all of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import count, pairwise

from mka_assist.rulebook.age import OLDEST, Age
from mka_assist.rulebook.condition import Test
from mka_assist.rulebook.facts import FactKind, FactSpec, Value
from mka_assist.rulebook.meaning import Verdict, test_holds

Values = Sequence[Value | None]


def cells(spec: FactSpec, tests: Sequence[Test]) -> Values:
    """One value for each way in which these tests tell values of a fact apart, unknown first."""
    return distinct((None, *values_around(spec, tests)), tests)


def distinct(values: Values, tests: Sequence[Test]) -> Values:
    """The first of those values between which no test can tell."""
    found: dict[tuple[Verdict, ...], Value | None] = {}
    for value in values:
        found.setdefault(tuple(test_holds(test, value) for test in tests), value)
    return (*found.values(),)


def values_around(spec: FactSpec, tests: Iterable[Test]) -> Values:
    """Known values on, just under and just over the constants, and one elsewhere; ages in bounds too."""
    constants = dict.fromkeys(value for test in tests for value in test.values)
    numbers = sorted({int(c) + step for c in constants if isinstance(c, int) for step in (-1, 0, 1)})
    match spec.kind:
        case FactKind.JA_NEE:
            return (True, False)
        case FactKind.KEUZE:
            return spec.choices
        case FactKind.TEKST:
            elsewhere = next(f"elders {n}" for n in count() if f"elders {n}" not in constants)
            return (*map(str, constants), elsewhere)
        case FactKind.GETAL:
            return numbers or (0,)
        case FactKind.LEEFTIJD:
            ages = [age for age in numbers if 0 <= age <= OLDEST] or [0]
            exact = [Age(age, age) for age in ages]
            bounds = [Age(0, age) for age in ages if age] + [Age(age, OLDEST) for age in ages if age < OLDEST]
            return (*exact, *bounds, *(Age(a, b) for a, b in pairwise(ages)))
