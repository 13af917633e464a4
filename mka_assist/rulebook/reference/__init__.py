"""The 25 safety regions with their municipalities: a dated list to check names against.

The list and its source stand in `veiligheidsregios.txt`. Municipalities merge and change their names, so
whatever leans on this list says of which month it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from mka_assist.rulebook.facts import nearest

STATE = "2023-01"
"""The year and month that the list of municipalities is of."""

OTHER_NAMES: Mapping[str, str] = {
    "Den Haag": "'s-Gravenhage",
    "Den Bosch": "'s-Hertogenbosch",
    "De Friese Meren": "De Fryske Marren",
    "Nuenen": "Nuenen, Gerwen en Nederwetten",
}
"""Names in daily use, and the name that the list has for them."""

_OTHER_REGION_NAMES = {"friesland": "Fryslân", "rijnmond": "Rotterdam-Rijnmond"}


@dataclass(frozen=True, slots=True)
class SafetyRegion:
    """A safety region: its official number (1 to 25), its name and its municipalities."""

    number: int
    name: str
    municipalities: tuple[str, ...]


@cache
def regions() -> tuple[SafetyRegion, ...]:
    """All 25 regions, in order of their number."""
    text = Path(__file__).with_name("veiligheidsregios.txt").read_text(encoding="utf-8")
    return tuple(_region(line) for line in text.splitlines() if line and not line.startswith("#"))


@cache
def municipalities() -> frozenset[str]:
    """The official name of every municipality."""
    return frozenset(name for region in regions() for name in region.municipalities)


def find_region(word: str) -> SafetyRegion | None:
    """The region with this number ("17") or name, whatever its capitals and hyphens."""
    if word.strip().isdecimal():
        return next((region for region in regions() if region.number == int(word)), None)
    wanted = _plain(_OTHER_REGION_NAMES.get(word.strip().lower(), word))
    return next((region for region in regions() if _plain(region.name) == wanted), None)


def nearest_municipality(name: str) -> str:
    """The municipality that is meant by a name that is not in the list, or nothing."""
    by_lower = {known.lower(): known for known in (*OTHER_NAMES, *municipalities())}
    found = by_lower.get(nearest(name, by_lower), "")
    return OTHER_NAMES.get(found, found)


def _region(line: str) -> SafetyRegion:
    number, name, municipalities = line.split("|")
    return SafetyRegion(int(number), name.strip(), tuple(m.strip() for m in municipalities.split(";")))


def _plain(name: str) -> str:
    return name.strip().lower().replace("-", " ").replace("â", "a")
