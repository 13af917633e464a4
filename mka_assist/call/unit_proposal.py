"""The events that a command about ambulance units asks for. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from mka_assist.call import commands as do
from mka_assist.call.events import AmbulanceDispatched, AmbulanceUpgraded, UnitNamed, UnitRequested
from mka_assist.call.refused import Events, RefusedError, one_line
from mka_assist.call.state import CallState

PLACEHOLDER = "eenheid "
"""What the name of a unit begins with until its call sign is typed."""


def units(state: CallState, at: datetime, asked: Iterable[do.UnitCommand]) -> Events:
    """Dispatches, upgrades and requests; a unit that already has that urgency is passed over, and so is
    a request while a unit is coupled or asked for."""
    events: dict[str, AmbulanceDispatched | AmbulanceUpgraded | UnitRequested] = {}
    for one in asked:
        urgency = one_line(one.urgency, "de urgentie")
        if isinstance(one, do.RequestUnit):
            if not state.units and not state.request:
                events[""] = UnitRequested(at=at, urgency=urgency)
            continue
        unit = one_line(one.unit, "de eenheid")
        known = state.units.get(unit)
        if unit in events or (known and known.urgency == urgency):
            continue
        if known or isinstance(one, do.UpgradeAmbulance):
            events[unit] = AmbulanceUpgraded(at=at, unit=unit, urgency=urgency)
        else:
            events[unit] = AmbulanceDispatched(at=at, unit=unit, level=one.level, urgency=urgency)
    return tuple(events.values())


def name_unit(state: CallState, at: datetime, command: do.NameUnit) -> Events:
    """A call sign for a unit that had a placeholder; one that another unit has is refused."""
    name = one_line(command.name, "een roepnummer")
    if command.unit not in state.units:
        raise RefusedError(f"Eenheid {command.unit} is niet ingezet.")
    if name != command.unit and name in state.units:
        raise RefusedError(f"Eenheid {name} is al ingezet voor deze melding.")
    return (UnitNamed(at=at, unit=command.unit, name=name, level=command.level),)
