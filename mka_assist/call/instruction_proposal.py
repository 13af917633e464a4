"""The events that a command about the caller instruction asks for. Pure.

Which steps there are is not known here: `instructing` makes these commands from the flows.
"""

from __future__ import annotations

from datetime import datetime

from mka_assist.call import commands as do
from mka_assist.call.events import (
    BarrierMet,
    FirstCompression,
    InstructionFlow,
    InstructionLanguage,
    InstructionStarted,
    InstructionStep,
    Origin,
)
from mka_assist.call.instruction_state import Instruction
from mka_assist.call.refused import Events, RefusedError, one_line
from mka_assist.call.state import CallState


def instructed(
    state: CallState, at: datetime, command: do.FollowFlow | do.TakeStep | do.SpeakLanguage | do.MeetBarrier
) -> Events:
    """Raises `RefusedError` when nothing is followed that could go on."""
    match command:
        case do.FollowFlow():
            return _follow(state, at, command)
        case do.TakeStep():
            followed(state)
            return _step(state, at, command)
        case do.SpeakLanguage():
            language = one_line(command.language, "de taal")
            same = followed(state).language == language
            return () if same else (InstructionLanguage(at=at, language=language),)
        case do.MeetBarrier():
            step = state.instruction.step if state.instruction and state.instruction.running else ""
            code = one_line(command.code, "de belemmering")
            return (BarrierMet(at=at, origin=Origin.MELDER, code=code, step=step),)


def running(state: CallState) -> Instruction:
    """The caller instruction that runs. Raises `RefusedError` when none does."""
    if state.instruction is None or not state.instruction.running:
        raise RefusedError("Er loopt geen meldersinstructie.")
    return state.instruction


def followed(state: CallState) -> Instruction:
    """The same, with a flow that is followed."""
    if not running(state).flow:
        raise RefusedError("Er is geen stroom van de meldersinstructie gekozen.", "Kies eerst een stroom.")
    return running(state)


def _follow(state: CallState, at: datetime, command: do.FollowFlow) -> Events:
    flow = InstructionFlow(
        at=at,
        flow=one_line(command.flow, "de stroom"),
        step=one_line(command.step, "de stap"),
        language=one_line(command.language, "de taal"),
        version=command.version,
        sha256=command.sha256,
    )
    started = state.instruction is not None and state.instruction.running
    return (flow,) if started else (InstructionStarted(at=at), flow)


def _step(state: CallState, at: datetime, command: do.TakeStep) -> Events:
    """A step. The first turn of pressing is the first compression."""
    step = InstructionStep(
        at=at,
        step=one_line(command.step, "de stap"),
        answer=one_line(command.answer, "het antwoord") if command.answer else "",
        new_round=command.new_round,
    )
    if command.new_round and state.first_compression_at is None:
        return (step, FirstCompression(at=at, origin=Origin.MELDER))
    return (step,)
