"""One typed line with the numbers of a partner: called, accepted, on scene, AEDs. Pure."""

from __future__ import annotations

import re

from mka_assist.call.commands import CountPartner

HINT = "opgeroepen/geaccepteerd/tp/AED, bijv. 18 6 2 1 of 6 acc"
_ORDER = ("called", "accepted", "on_scene", "aeds")
_WORDS = {
    "opgeroepen": "called",
    "gealarmeerd": "called",
    "geaccepteerd": "accepted",
    "accepteren": "accepted",
    "komen": "accepted",
    "tp": "on_scene",
    "plaatse": "on_scene",
    "aeds": "aeds",
    "aed's": "aeds",
}
_SKIP = ("-", "?")
_PIECE = re.compile(r"\d+|[a-z']+|[-?]|[^\s,;/:.]")


def numbers(partner: str, text: str) -> CountPartner:
    """The numbers in a line such as "18 6 2 1", "18/6/2 1aed" or "6 acc"; "-" leaves one out. Raises
    `ValueError` with a Dutch sentence."""
    pieces = _PIECE.findall(text.lower().replace("ter plaatse", "tp").replace("ter-plaatse", "tp"))
    found: dict[str, int | None] = {}
    for place, piece in enumerate(pieces):
        if piece.isdecimal() or piece in _SKIP:
            word = pieces[place + 1] if place + 1 < len(pieces) else ""
            field = _field(word) if word.isalpha() or "'" in word else _next(found, piece)
            if field in found:
                raise ValueError(f'Het aantal {_DUTCH[field]} staat er twee keer: "{text.strip()}".')
            found[field] = _number(piece)
        elif place == 0 or not (pieces[place - 1].isdecimal() or pieces[place - 1] in _SKIP):
            raise ValueError(f'Bij "{piece}" ontbreekt het aantal; typ bijvoorbeeld 18 6 2 1.')
    if not any(number is not None for number in found.values()):
        raise ValueError("Typ de aantallen, bijvoorbeeld 18 6 2 1 of 6 acc; - slaat er een over.")
    called, accepted = found.get("called"), found.get("accepted")
    if called is not None and accepted is not None and accepted > called:
        raise ValueError(f"Er accepteren er {accepted}, meer dan de {called} die zijn opgeroepen.")
    return CountPartner(partner, **{field: number for field, number in found.items() if number is not None})


_DUTCH = {"called": "opgeroepen", "accepted": "geaccepteerd", "on_scene": "ter plaatse", "aeds": "AED"}


def _field(word: str) -> str:
    """What a number is of, by a word or its beginning."""
    found = {field for full, field in _WORDS.items() if full.startswith(word)}
    if len(found) != 1:
        known = "opgeroepen, geaccepteerd, tp of aed"
        raise ValueError(f'"{word}" is niet te lezen; kies uit {known}.')
    return found.pop()


def _next(found: dict[str, int | None], piece: str) -> str:
    """The first that is not named yet, in the order of the hint."""
    field = next((name for name in _ORDER if name not in found), None)
    if field is None:
        raise ValueError(f"{piece} is te veel: er zijn vier aantallen (opgeroepen, geaccepteerd, tp, AED).")
    return field


def _number(piece: str) -> int | None:
    if piece in _SKIP:
        return None
    if len(piece) > 3:
        raise ValueError(f"{piece} kan niet: hoogstens 999.")
    return int(piece)
