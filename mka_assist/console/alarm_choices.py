"""Choices about the ambulance on scene, and the alarm of ambulance and partners in one go.

Pure: from how the call stands and what is advised to the commands the dispatcher may choose. Whether they
happen is up to the gate.
"""

from __future__ import annotations

from mka_assist.call.commands import AlarmTogether, AmbulanceArrived, DispatchAmbulance, UpgradeAmbulance
from mka_assist.call.events import Level
from mka_assist.call.proposal import advised
from mka_assist.call.state import CallState
from mka_assist.console.steps import Menu, Note, Option, Situation, Step, twice
from mka_assist.console.unit_choices import placeholders, short
from mka_assist.console.unit_choices import unit as unit
from mka_assist.decision.outcome import AmbulanceStatus
from mka_assist.rulebook.week import local


def alarm(at: Situation) -> Step:
    """Ambulance and every partner that may, in that order; what was done already is left out.

    A partner whose alarm was withdrawn comes after those never alarmed, and is named as such; one whose alarm
    failed goes along. While a unit is only asked for none is made up: then partners go on the request, where
    the region allows that.
    """
    if at.decision.ambulance.status is AmbulanceStatus.GEWONE_UITVRAAG:
        return _ambulance_only(at)
    waiting = at.state.request is not None
    units = () if waiting else _units(at)
    may = tuple(id for id in advised(at.decision) if id not in at.state.alarmed)
    known = at.state.partners
    fresh = tuple(id for id in may if id not in known or known[id].failed_at)
    mine, word = (fresh, "daarna") if fresh else (may, "daarna opnieuw")
    allowed = at.rulebook.virtual_unit_on(local(at.state.opened_at).date()) is not None
    if not units and not mine:
        return Note(_nothing_to_alarm(at))
    if waiting and not at.state.units and not allowed:
        return Note(
            "Er is alleen een eenheid aangevraagd; dat is in deze regio niet genoeg voor een partner. "
            "E noteert de eenheid zodra er een is ingezet."
        )
    if waiting:
        text = "geen eenheid vrij, op de aanvraag"
    else:
        text = f"ambulance {_told(at.state, units)}" if units else "ambulance is al ingezet"
    text += f"; {word} {_named(at, mine)}" if mine else "; nu geen partners"
    return twice(text, (AlarmTogether(units, mine),) if mine else units)


def ahead(at: Situation) -> str:
    """What F2 would do now, once there is a suspicion and no ambulance yet; empty otherwise."""
    if at.decision.ambulance.status is not AmbulanceStatus.INZETTEN:
        return ""
    step = alarm(at)
    return f"Nu F2 F2: {step.title}" if isinstance(step, Menu) else ""


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
    return raised + tuple(DispatchAmbulance(id, urgency=advice.urgency) for id in placeholders(at, lacking))


def _named(at: Situation, ids: tuple[str, ...]) -> str:
    """Whom, with those whose alarm did not get there marked."""
    failed = {id for id in ids if id in at.state.partners and at.state.partners[id].failed_at}
    return ", ".join(f"{at.name(id)} (alarm kwam niet aan)" if id in failed else at.name(id) for id in ids)


def _told(state: CallState, units: tuple[DispatchAmbulance | UpgradeAmbulance, ...]) -> str:
    """Exactly what happens to which unit: "A0 17140 (hoog, was A2), eenheid 1 (hoog)"."""
    told, urgency = [], ""
    for each in units:
        lead = "" if each.urgency == urgency else f"{each.urgency} "
        urgency = each.urgency
        known = state.units.get(each.unit)
        level = each.level if isinstance(each, DispatchAmbulance) else known.level if known else None
        marks = [short(level)] if level else []
        marks += [f"was {known.urgency}"] if known else []
        told.append(f"{lead}{each.unit}" + (f" ({', '.join(marks)})" if marks else ""))
    return ", ".join(told)


def _ambulance_only(at: Situation) -> Step:
    if at.state.units:
        return Note("Er is geen vermoeden van een reanimatie: partners wachten. F8 zet het vermoeden.")
    if at.state.request:
        return Note("Er is een eenheid aangevraagd. E noteert de eenheid zodra er een is ingezet.")
    unit = placeholders(at, 1)[0]
    options = tuple(
        Option(f"ambulance {urgency} ({unit})", (DispatchAmbulance(unit, urgency=urgency),))
        for urgency in ("A1", "A0", "A2")
    )
    return Menu("Nog geen vermoeden: alleen een ambulance. F8 zet het vermoeden.", options, again=True)


def _nothing_to_alarm(at: Situation) -> str:
    if at.decision.fallback:
        where = "is aangevraagd" if at.state.request else "is ingezet"
        return f"De ambulance {where}. Partners alleen met de hand: F9 en een korte reden."
    if at.state.request:
        return "Er is nog geen eenheid vrij. E noteert de eenheid zodra er een is ingezet."
    if at.state.alarmed:
        return "De ambulance en alle partners die mogen, zijn al gealarmeerd."
    return "De ambulance is ingezet. Volgens het advies mag nu geen partner gealarmeerd worden."


def ambulance(at: Situation) -> Step:
    """An ambulance is on scene: which unit? It takes over; the instruction ends."""
    coming = [id for id, unit in at.state.units.items() if not unit.on_scene_at]
    if not coming:
        return Note(
            "Alle ingezette eenheden zijn al ter plaatse."
            if at.state.units
            else "Er is nog geen ambulance ingezet. F2 alarmeert."
        )
    options = tuple(
        Option(f"{id} ter plaatse{_takes_over(at.state, id)}", (AmbulanceArrived(id),)) for id in coming
    )
    if len(options) == 1:
        return twice(f"ambulance {options[0].text}", options[0].step)
    return Menu("Welke ambulance is ter plaatse?", options, again=True)


def _takes_over(state: CallState, id: str) -> str:
    """What a unit does on arrival (Kwaliteitskader 2.4): one of a lower level coordinates until a
    high-complexity unit takes over."""
    level = state.units[id].level
    higher = any(u.on_scene_at and u.level in (Level.HOOGCOMPLEX, None) for u in state.units.values())
    if level is None:
        return "" if higher else ": neemt de coördinatie over"
    if higher:
        return f" ({short(level)})"
    if level is Level.HOOGCOMPLEX:
        return " (hoog): neemt de coördinatie over"
    return f" ({short(level)}): coördineert tot een hoogcomplexe eenheid er is"
