"""Choices in the caller instruction: start, the ways on from a step, barriers, another language. Pure."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial

from mka_assist.call import instructing
from mka_assist.call.commands import Command, EndCoaching, EndInstruction, StartInstruction
from mka_assist.call.events import InstructionEnd
from mka_assist.call.words import plain_name
from mka_assist.console.steps import Menu, Note, Option, Situation, Step
from mka_assist.console.ui import guided
from mka_assist.instruction.flow import FlowError, languages, prompt
from mka_assist.instruction.model import DUTCH, CallerInstruction

ENDS = (
    InstructionEnd.VERBINDING_VERBROKEN,
    InstructionEnd.NIET_MOGELIJK,
    InstructionEnd.GEEN_REANIMATIE,
    InstructionEnd.FIRST_RESPONDER,
    InstructionEnd.AMBULANCE,
)


def instruction(at: Situation) -> Step:
    """The caller instruction starts at once, with the flow that fits; to end it takes a reason."""
    running = at.state.instruction is not None and at.state.instruction.running
    if at.state.coaching_since and not running:
        again = Option("de meldersinstructie begint opnieuw", _begin(at), "2")
        return Menu(
            "U coacht via de luidspreker:", (Option("stop met coachen", (EndCoaching(),), "1"), again)
        )
    if not running:
        return _begin(at)
    options = tuple(Option(reason.replace("_", " "), (EndInstruction(reason),)) for reason in ENDS)
    if guided(at) is None and at.instruction is not None:
        options = (Option("begin de stappen bij het begin", _begin(at)), *options)
    return Menu("De meldersinstructie eindigt, want:", options)


def _begin(at: Situation) -> Step:
    if at.instruction is None:
        return (StartInstruction(),)
    return _taken(partial(instructing.begin, _files(at), at.decision.facts))


def beat_since(at: Situation) -> datetime | None:
    """Since when the metronome beats; None while the caller does not press. Its grid begins where the
    instruction did, so that a step or a change of rescuer does not shift it."""
    here, running = guided(at), at.state.instruction
    if here is None or running is None or here.barrier:
        return None
    pressing = _files(at).flows[here.flow].steps[here.step].compressing
    return running.started_at if pressing else None


def turn(at: Situation, key: str) -> Step:
    """The way on that a letter stands for at this step."""
    here = guided(at)
    if here is None:
        return Note("De instructie loopt niet. F5 begint de stappen.")
    choices = prompt(_files(at), here).choices
    chosen = next((choice for choice in choices if choice.key == key.lower()), None)
    if chosen is None:
        return Note(f"{key.upper()} hoort niet bij deze stap. Tab gaat naar de vraag.")
    return _taken(partial(instructing.answer, _files(at), here, chosen.answer))


def go_on(at: Situation) -> Step:
    """The first way on from this step."""
    here = guided(at)
    if here is None:
        return Note("De instructie loopt niet. F5 begint de stappen.")
    choices = prompt(_files(at), here).choices
    if not choices:
        return Note("Dit is de laatste stap. F5 beëindigt de instructie.")
    return _taken(partial(instructing.answer, _files(at), here, choices[0].answer))


def barrier(at: Situation) -> Step:
    """What keeps the caller from helping, and other turns of the instruction."""
    if at.instruction is None:
        return Note("De meldersinstructie is niet te lezen; gebruik de papieren kaart.")
    here, files = guided(at), at.instruction
    met = [
        Option(each.label, _taken(partial(instructing.meet, files, here, each.code)), each.key)
        for each in files.barriers.values()
    ]
    if here is None:
        return Menu("Belemmering:", tuple(met))
    turns = [Option("andere stroom …", _flows(at), "s"), Option("naar een stap …", _steps(at), "g")]
    for code in languages(files):
        if code != here.language:
            name = "Nederlands" if code == DUTCH else files.languages[code].name
            speak = _taken(partial(instructing.speak, files, here, code))
            turns.append(Option(f"verder in het {name}", speak, "e" if len(turns) == 2 else ""))
    return Menu("Belemmering, of een andere weg:", (*met, *turns))


def _flows(at: Situation) -> Menu:
    here, files = guided(at), _files(at)
    assert here is not None
    better = instructing.better_flow(files, here, at.decision.facts)
    options = [
        Option(
            f"{flow.name}{' (past bij wat bekend is)' if flow.id == better else ''}",
            _taken(partial(instructing.switch, files, here, flow.id)),
        )
        for flow in files.flows.values()
        if flow.id != here.flow
    ]
    return Menu("Verder met:", tuple(options))


def _steps(at: Situation) -> Menu:
    """Every step of the flow, by its name."""
    here, files = guided(at), _files(at)
    assert here is not None
    ids = (id for id in files.flows[here.flow].steps if id != here.step)
    options = (Option(plain_name(id), _taken(partial(instructing.go_to, files, here, id))) for id in ids)
    return Menu("Naar welke stap?", tuple(options))


def _files(at: Situation) -> CallerInstruction:
    assert at.instruction is not None
    return at.instruction


def _taken(make: Callable[[], Command]) -> Step:
    """The command, or why there is no such way on."""
    try:
        return (make(),)
    except FlowError as error:
        return Note(str(error))
