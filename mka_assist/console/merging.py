"""A second caller for the same incident: what hinders joining two calls, and what goes along. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from mka_assist.call.commands import (
    AmbulanceArrived,
    Answer,
    Command,
    DispatchAmbulance,
    FollowFlow,
    JoinCaller,
    ReportFirstCompression,
    RequestUnit,
    UpgradeAmbulance,
)
from mka_assist.call.proposal import name_of
from mka_assist.call.state import CallState
from mka_assist.call.unit_proposal import PLACEHOLDER
from mka_assist.rulebook.facts import UNKNOWN_WORD
from mka_assist.rulebook.model import RuleBook


def hindrance(source: CallState, target: CallState, rulebook: RuleBook) -> str:
    """Why a call cannot go on in another, in Dutch: a partner that was alarmed for it alone would be out of
    sight. Empty when it can."""
    alone = [id for id in source.alarmed if id not in target.alarmed]
    if not alone:
        return ""
    names = " en ".join(name_of(rulebook, id) for id in alone)
    return f"{names} {'zijn' if len(alone) > 1 else 'is'} alleen voor deze melding gealarmeerd."


def carried(
    source: CallState, target: CallState, rulebook: RuleBook, instructed: bool
) -> tuple[Command, ...]:
    """The commands for the call that goes on. Nobody is alarmed by them; answers fill in what is not known
    there, and where the callers differ that is told and nothing is changed."""
    joined = JoinCaller(source.number, instructed, _differences(source, target, rulebook))
    return (
        joined,
        *_units(source, target),
        *_answers(source, target),
        *_instruction(source, target, instructed),
    )


def _units(source: CallState, target: CallState) -> Iterator[Command]:
    """Every unit of the call; one without a call sign is another one than that of the other call."""
    free = (f"{PLACEHOLDER}{n}" for n in range(1, 1000) if f"{PLACEHOLDER}{n}" not in target.units)
    for id, unit in source.units.items():
        name = next(free) if id.startswith(PLACEHOLDER) else id
        if name not in target.units and unit.level is None:
            yield UpgradeAmbulance(name, unit.urgency)
        elif name not in target.units and unit.level:
            yield DispatchAmbulance(name, unit.level, unit.urgency)
        if unit.on_scene_at:
            yield AmbulanceArrived(name)
    if source.request and not source.units and not target.units:
        yield RequestUnit(source.request.urgency)


def _answers(source: CallState, target: CallState) -> Iterator[Command]:
    for fact, text in source.answers.items():
        if text != UNKNOWN_WORD and target.answers.get(fact, UNKNOWN_WORD) == UNKNOWN_WORD:
            yield Answer(fact, text)


def _differences(source: CallState, target: CallState, rulebook: RuleBook) -> str:
    """What this caller says otherwise."""
    told = [
        f"{rulebook.facts[fact].label}: {text}"
        for fact, text in source.answers.items()
        if fact in rulebook.facts
        and UNKNOWN_WORD not in (text, target.answers.get(fact, UNKNOWN_WORD))
        and text != target.answers[fact]
    ]
    return ", ".join(told)


def _instruction(source: CallState, target: CallState, instructed: bool) -> Iterator[Command]:
    """When this caller gets the instruction, it goes on where this caller is."""
    running = source.instruction
    if instructed and running is not None and running.running and running.flow:
        yield FollowFlow(running.flow, running.step, running.language, running.version, running.sha256)
    if source.first_compression_at and not target.first_compression_at:
        yield ReportFirstCompression()
