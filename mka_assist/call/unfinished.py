"""What is still open in a call: named before it is closed, and kept in its summary. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from mka_assist.call.crowding import crowding
from mka_assist.call.partner_proposal import name_of
from mka_assist.call.state import CallState
from mka_assist.call.unit_proposal import PLACEHOLDER
from mka_assist.rulebook.model import RuleBook, Status

_GONE = (Status.UITGESLOTEN.value, Status.WACHT_OP_VERMOEDEN.value)


def unfinished(state: CallState, rulebook: RuleBook, now: datetime) -> tuple[str, ...]:
    """Each matter in a few Dutch words, most urgent first."""
    return (*_alarms(state, rulebook), *_instruction(state), *_feedback(state, rulebook, now), *_units(state))


def _alarms(state: CallState, rulebook: RuleBook) -> Iterator[str]:
    if state.request and not state.units:
        yield "de aangevraagde eenheid is niet ingezet"
    statuses = state.receipt.statuses if state.receipt else {}
    for id, partner in state.partners.items():
        name = name_of(rulebook, id)
        if partner.failed_at:
            yield f"het alarm van {name} kwam niet aan"
        elif partner.standing and statuses.get(id) in _GONE and not _left_alone(state, id):
            why = "is uitgesloten" if statuses[id] == Status.UITGESLOTEN.value else "gaat zonder vermoeden"
            yield f"{name} {why} en staat nog gealarmeerd"


def _left_alone(state: CallState, id: str) -> bool:
    """Did somebody decide that this partner goes on?"""
    return any(name.startswith(f"laten_staan {id} ") and seen.reason for name, seen in state.seen.items())


def _instruction(state: CallState) -> Iterator[str]:
    if state.instruction and state.instruction.running:
        yield "de meldersinstructie loopt nog"
    if state.coaching_since:
        yield "u coacht nog via de luidspreker"


def _feedback(state: CallState, rulebook: RuleBook, now: datetime) -> Iterator[str]:
    for each in crowding(state, rulebook, now).feedback:
        yield f"terugkoppeling over drukte aan {each.name}"


def _units(state: CallState) -> Iterator[str]:
    nameless = [id for id in state.units if id.startswith(PLACEHOLDER)]
    if nameless:
        yield f"roepnummer van {', '.join(nameless)}"
