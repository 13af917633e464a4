"""How many first responders are on scene, as one typed line. Pure."""

from __future__ import annotations

import re

from mka_assist.call.commands import ReportCrowd
from mka_assist.call.crowding import crowding
from mka_assist.call.events import Origin
from mka_assist.console.steps import Prompt, Situation, Step

_LINE = re.compile(r"(\d{1,3})\s*([gpa]{0,3})")
_ORIGINS = {"p": Origin.KETENPARTNER, "a": Origin.AMBULANCE}


def crowd(at: Situation) -> Step:
    """How many first responders are on scene, counted or not, and who says so."""
    known = crowding(at.state, at.rulebook, at.now)
    expected = f"; verwacht {known.expected}" if known.expected is not None else ""
    now = f", nu {known.reported}" if known.reported is not None else ""
    hint = f"7 geschat, g geteld, p partner, a ambulance{expected}{now}"
    return Prompt("Ter plaatse:", hint, read)


def read(text: str) -> Step:
    """A line such as "7", "7g" or "7 gp". Raises `ValueError` with a Dutch sentence."""
    line = _LINE.fullmatch(text.strip().lower())
    if line is None or len(set(line[2])) != len(line[2]):
        raise ValueError("Geef een aantal van 0 tot en met 999, bijvoorbeeld 7, 7g (geteld) of 7gp.")
    letters = set(line[2])
    if {"p", "a"} <= letters:
        raise ValueError("Kies p (van een partner) of a (van de ambulance), niet allebei.")
    origin = next((_ORIGINS[letter] for letter in sorted(letters & _ORIGINS.keys())), Origin.MELDER)
    return (ReportCrowd(int(line[1]), "g" in letters, origin),)
