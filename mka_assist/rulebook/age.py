"""Ages as callers give them: "11 maanden", "54 jaar", "vanaf 1 jaar".

An age is a whole number of twelfths of a day: then 12 months are exactly 1 year and 365 days are too,
and no rounding decides who is a baby.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from mka_assist.rulebook.refusals import shown

DAY = 12
WEEK = 7 * DAY
YEAR = 365 * DAY
MONTH = YEAR // 12
OLDEST = 130 * YEAR

UNITS = {
    "dag": DAY, "dagen": DAY, "week": WEEK, "weken": WEEK, "wk": WEEK,
    "maand": MONTH, "maanden": MONTH, "mnd": MONTH, "jaar": YEAR, "jaren": YEAR, "jr": YEAR,
}  # fmt: skip
_PART = re.compile(r"(\d{1,6})(?:,(\d{1,2}))?\s*([a-z]+)")
_SPAN = re.compile(r"(onder|vanaf) (.+)")


@dataclass(frozen=True, slots=True)
class Age:
    """What is known of an age: the patient is at least `low` and at most `high` (twelfths of a day)."""

    low: int
    high: int

    @property
    def exact(self) -> bool:
        return self.low == self.high

    def __str__(self) -> str:
        if self.exact:
            return format_age(self.low)
        below = self.low == 0 and self.high < OLDEST
        return f"onder {format_age(self.high + 1)}" if below else f"vanaf {format_age(self.low)}"


def parse_age(text: str) -> int:
    """Read a length of life such as "1 jaar en 3 maanden"; raise `ValueError` with a Dutch sentence."""
    rest, total, typed = text.strip().lower(), 0, shown(text)
    if re.fullmatch(r"\d{1,3}(,\d+)?", rest):
        months = "maand" if rest == "1" else "maanden"
        raise ValueError(
            f'bij "{typed}" ontbreekt de eenheid: schrijf bijvoorbeeld "{rest} jaar" of "{rest} {months}"'
        )
    if rest.startswith("-"):
        raise ValueError(f'"{typed}" is negatief; een leeftijd is 0 of meer')
    while rest or not text.strip():
        part = _PART.match(rest)
        if not part or part[3] not in UNITS:
            raise ValueError(
                f'"{typed}" is geen leeftijd; schrijf bijvoorbeeld "11 maanden", "3 weken" of "54 jaar"'
            )
        hundredths = int(part[1]) * 100 + int((part[2] or "0").ljust(2, "0"))
        total += hundredths * UNITS[part[3]] // 100
        rest = rest[part.end() :].strip().removeprefix("en ").lstrip()
    if total > OLDEST:
        raise ValueError(f'"{typed}" is ouder dan 130 jaar; controleer het getal en de eenheid')
    return total


def parse_known_age(text: str) -> Age:
    """Read what a caller knows: an age, or only a bound ("onder 1 jaar", "vanaf 1 jaar")."""
    span = _SPAN.fullmatch(text.strip().lower())
    if not span:
        exact = parse_age(text)
        return Age(exact, exact)
    bound = parse_age(span[2])
    if span[1] == "vanaf":
        return Age(bound, OLDEST)
    if bound == 0:
        raise ValueError(f'"{shown(text)}" kan niet: niemand is jonger dan 0')
    return Age(0, bound - 1)


def format_age(age: int) -> str:
    """Write an age in the largest unit that divides it, as Dutch text that reads back to the same age."""
    for size, one, many in ((YEAR, "jaar", "jaar"), (MONTH, "maand", "maanden"), (WEEK, "week", "weken")):
        if age and age % size == 0:
            return f"{age // size} {one if age == size else many}"
    days, part = divmod(age, DAY)
    if part:  # only an age with a decimal comma has part of a day
        return f"{-(-100 * age // DAY) / 100:.2f} dagen".replace(".", ",")
    return f"{days} {'dag' if days == 1 else 'dagen'}"
