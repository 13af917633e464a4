"""Choices about the ambulance, and the alarm of ambulance and partners in one go.

Pure: from how the call stands and what is advised to the commands the dispatcher may choose. Whether they
happen is up to the gate.
"""

from __future__ import annotations

from mka_assist.call.commands import AlarmTogether, AmbulanceArrived, DispatchAmbulance, UpgradeAmbulance
from mka_assist.call.events import Level
from mka_assist.call.proposal import advised
from mka_assist.console.steps import Menu, Note, Option, Prompt, Situation, Step, twice
from mka_assist.decision.outcome import AmbulanceStatus


def alarm(at: Situation) -> Step:
    """Ambulance and every partner that may, in that order; what was done already is left out.

    A partner whose alarm was withdrawn comes after those never alarmed, and is named as such.
    """
    if at.decision.ambulance.status is AmbulanceStatus.GEWONE_UITVRAAG:
        return _ambulance_only(at)
    units = _units(at)
    may = tuple(id for id in advised(at.decision) if id not in at.state.alarmed)
    fresh = tuple(id for id in may if id not in at.state.partners)
    mine, word = (fresh, "daarna") if fresh else (may, "daarna opnieuw")
    if not units and not mine:
        return Note(_nothing_to_alarm(at))
    text = ", ".join(f"ambulance {unit.urgency} ({unit.unit})" for unit in units) or "ambulance is er al"
    text += f"; {word} {at.names(mine)}" if mine else "; nu geen partners"
    return twice(text, (AlarmTogether(units, mine),) if mine else units)


def _units(at: Situation) -> tuple[DispatchAmbulance | UpgradeAmbulance, ...]:
    """What brings the units to what is advised: raise those that are coupled, add those that lack.

    A unit is dispatched in the dispatch system; here it has a placeholder until its call sign is typed.
    """
    advice, known = at.decision.ambulance, at.state.units
    raised = tuple(
        UpgradeAmbulance(id, advice.urgency)
        for id, unit in known.items()
        if unit.urgency != advice.urgency and not unit.on_scene_at
    )
    high = sum(unit.level in (Level.HOOGCOMPLEX, None) for unit in known.values())
    lacking = max(0, advice.units - high)
    return raised + tuple(DispatchAmbulance(id, urgency=advice.urgency) for id in _placeholders(at, lacking))


def _placeholders(at: Situation, count: int) -> list[str]:
    free = (f"eenheid {number}" for number in range(1, 1000))
    return [id for id in free if id not in at.state.units][:count]


def _ambulance_only(at: Situation) -> Step:
    if at.state.units:
        return Note("Er is geen vermoeden van een reanimatie: partners wachten. F8 zet het vermoeden.")
    unit = _placeholders(at, 1)[0]
    options = tuple(
        Option(f"ambulance {urgency} ({unit})", (DispatchAmbulance(unit, urgency=urgency),))
        for urgency in ("A1", "A0", "A2")
    )
    return Menu("Nog geen vermoeden: alleen een ambulance. F8 zet het vermoeden.", options, again=True)


def _nothing_to_alarm(at: Situation) -> str:
    if at.decision.fallback:
        return "De ambulance is ingezet. Partners alleen met de hand: F9 en een korte reden."
    if at.state.alarmed:
        return "De ambulance en alle partners die mogen, zijn al gealarmeerd."
    return "De ambulance is ingezet. Volgens het advies mag nu geen partner gealarmeerd worden."


def ambulance(at: Situation) -> Step:
    """An ambulance is on scene: which unit?"""
    coming = [id for id, unit in at.state.units.items() if not unit.on_scene_at]
    if not coming:
        return Note(
            "Alle ingezette eenheden zijn al ter plaatse."
            if at.state.units
            else "Er is nog geen ambulance ingezet. F2 alarmeert."
        )
    options = tuple(Option(f"{id} ter plaatse", (AmbulanceArrived(id),)) for id in coming)
    if len(options) == 1:
        return twice(f"ambulance {options[0].text}", options[0].step)
    return Menu("Welke ambulance is ter plaatse?", options, again=True)


def unit(at: Situation) -> Step:
    """Dispatch a unit by its call sign; it takes a level of care."""
    urgency = at.decision.ambulance.urgency or "A1"

    def read(text: str) -> Step:
        sign = " ".join(text.split())
        if not sign:
            raise ValueError("Typ een roepnummer, bijvoorbeeld 17140.")
        options = tuple(
            Option(f"{level}, {urgency}", (DispatchAmbulance(sign, level, urgency),)) for level in Level
        )
        return Menu(f"Zet eenheid {sign} in:", options)

    return Prompt("Roepnummer van de ambulance", "daarna het niveau", read)
