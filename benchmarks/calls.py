"""Calls to measure with: the same ones every time, at some moment of the conversation, so partly unknown."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from mka_assist.engine.space import values_of
from mka_assist.rulebook.age import MONTH, OLDEST, YEAR, Age
from mka_assist.rulebook.facts import WEEK_MINUTE, FactKind, Facts, FactSpec, Value
from mka_assist.rulebook.model import RuleBook
from mka_assist.rulebook.week import AMSTERDAM, week_minute

DAY = dt.datetime(2026, 7, 15, tzinfo=AMSTERDAM)
"""A summer Wednesday: every example region has all its agreements then."""


@dataclass(frozen=True, slots=True)
class Call:
    """What is known of a call at one moment."""

    facts: Facts
    at: dt.datetime

    @property
    def given(self) -> Facts:
        """With the clock, as `Decider.decide` gives it to the rules."""
        return {**self.facts, WEEK_MINUTE.name: week_minute(self.at)}


def sample(book: RuleBook, count: int) -> list[Call]:
    """So many calls. Of the ordinary questions half are answered, one in ten in vain, the rest not asked."""
    random, values = Random(112), values_of(book)
    found: list[Call] = []
    for _ in range(count):
        facts: dict[str, Value | None] = {}
        for name, spec in book.facts.items():
            known, asked = _chances(spec)
            drawn = random.random()
            if drawn < known:
                facts[name] = _value(spec, values.get(name, ()), random)
            elif drawn < asked:
                facts[name] = None
        found.append(Call(facts, DAY + dt.timedelta(minutes=random.randrange(24 * 60))))
    return found


def _chances(spec: FactSpec) -> tuple[float, float]:
    """How often a fact is known, and how often it was at least asked."""
    if spec.recognition:
        return 0.85, 0.95
    if spec.progress:
        return 0.8, 0.8
    return (0.5, 0.6) if spec.question else (0.1, 0.1)


def _value(spec: FactSpec, told_apart: Sequence[Value | None], random: Random) -> Value:
    """A plausible answer; `told_apart` are values between which some rule can tell."""
    match spec.kind:
        case FactKind.JA_NEE if spec.name == "bewustzijn":
            return random.random() < 0.15
        case FactKind.JA_NEE if spec.name == "ambulance_ingezet":
            return random.random() < 0.8
        case FactKind.JA_NEE:
            return random.random() < 0.2
        case FactKind.KEUZE:
            return random.choice(spec.choices)
        case FactKind.LEEFTIJD:
            baby, exact = random.random() < 0.1, random.random() < 0.8
            if not exact:
                return Age(0, YEAR - 1) if baby else Age(YEAR, OLDEST)
            age = random.randrange(12) * MONTH if baby else random.randint(1, 95) * YEAR
            return Age(age, age)
        case FactKind.TEKST | FactKind.GETAL:
            known = [value for value in told_apart if value is not None]
            return random.choice(known) if known else "elders" if spec.kind is FactKind.TEKST else 0
