"""Choices about the units of a call: a call sign, a level of care, or none that is free. Pure."""

from __future__ import annotations

from mka_assist.call.commands import DispatchAmbulance, NameUnit, RequestUnit, UpgradeAmbulance
from mka_assist.call.events import Level
from mka_assist.call.unit_proposal import PLACEHOLDER
from mka_assist.console.steps import Commands, Menu, Note, Option, Prompt, Situation, Step


def short(level: Level) -> str:
    """A level of care in one word: hoog, midden or laag."""
    return level.removesuffix("complex")


def placeholders(at: Situation, count: int) -> list[str]:
    """Names for units of which the call sign is not known yet."""
    free = (f"{PLACEHOLDER}{number}" for number in range(1, 1000))
    return [id for id in free if id not in at.state.units][:count]


LEVELS = {short(level): level for level in Level}
EARLIER = ("A1", "A2")
"""Urgencies at which a unit may have been coupled before there was a suspicion."""


def unit(at: Situation) -> Step:
    """A unit by its call sign, then its level of care; an empty line means that no unit is free."""

    def read(text: str) -> Step:
        *words, last = text.split() or [""]
        level = next((LEVELS[word] for word in LEVELS if last and word.startswith(last.lower())), None)
        level = level or next((one for one in Level if one == last.lower()), None)
        if level and not words:
            raise ValueError(f'Bij "{last}" ontbreekt het roepnummer: typ bijvoorbeeld 17140 {last}.')
        sign = " ".join((*words, *(() if level else (last,))))
        if not sign:
            return _request(at)
        if len(sign) > 100:
            raise ValueError("Een roepnummer heeft hoogstens 100 tekens.")
        return _known(at, sign, level) if sign in at.state.units else _new(at, sign, level)

    return Prompt("Roepnummer", "17140, of 17140 m(idden); leeg + Enter = geen eenheid vrij", read)


def _request(at: Situation) -> Step:
    if at.state.units:
        return Note("Er is al een eenheid ingezet; F2 zet er een bij.")
    if at.state.request:
        return Note("Er is al een eenheid aangevraagd. E noteert haar zodra er een is ingezet.")
    return (RequestUnit(_urgency(at)),)


def _urgency(at: Situation) -> str:
    return at.decision.ambulance.urgency or "A1"


def _known(at: Situation, sign: str, level: Level | None) -> Step:
    """A unit of this call: another urgency, or another level."""
    unit, urgency = at.state.units[sign], _urgency(at)
    options = []
    if unit.urgency != urgency:
        options.append(Option(f"van {unit.urgency} naar {urgency}", (UpgradeAmbulance(sign, urgency),)))
    levels = (level,) if level else tuple(Level)
    options += [Option(f"is {one}", (NameUnit(sign, sign, one),)) for one in levels if one is not unit.level]
    if not options:
        return Note(f"Eenheid {sign} is al ingezet met {unit.urgency}.")
    return Menu(f"Eenheid {sign} ({unit.urgency}{f', {unit.level}' if unit.level else ''}):", tuple(options))


def _new(at: Situation, sign: str, level: Level | None) -> Step:
    """A call sign for a placeholder first; then a unit more, and one that was on its way already."""
    levels, urgency = ((level,) if level else tuple(Level)), _urgency(at)
    coming = [id for id, unit in at.state.units.items() if not unit.on_scene_at]
    waiting = [id for id in coming if id.startswith(PLACEHOLDER)][:1]
    options = [
        Option(f"dit is {id}, {one}", _now(NameUnit(id, sign, one))) for id in waiting for one in levels
    ]
    word = "erbij: " if at.state.units else ""
    options += [
        Option(f"{word}{one}, {urgency}", _now(DispatchAmbulance(sign, one, urgency))) for one in levels
    ]
    high = level or Level.HOOGCOMPLEX
    options += [
        Option(f"was al ingezet met {was} ({short(high)})", _now(DispatchAmbulance(sign, high, was)))
        for was in EARLIER
        if was != urgency
    ]
    for id in coming:
        if not id.startswith(PLACEHOLDER):
            same = level or at.state.units[id].level or Level.HOOGCOMPLEX
            options.append(Option(f"in plaats van {id} ({short(same)})", _now(NameUnit(id, sign, same))))
    return Menu(f"Eenheid {sign}:", tuple(options))


def _now(command: DispatchAmbulance | NameUnit) -> Commands:
    return (command,)
