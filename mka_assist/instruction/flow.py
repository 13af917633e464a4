"""Walking through the caller instruction. Pure: a position and an answer give the next position.

Nothing here keeps time or decides for the centralist: any step may be gone to (`jump`), in any order.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from mka_assist.instruction.model import DUTCH, Basis, CallerInstruction, Choice, Step, any_own
from mka_assist.rulebook.diagnostics import Place
from mka_assist.rulebook.facts import Facts, suggest
from mka_assist.rulebook.meaning import holds

GO_ON = Choice("j", "verder", "Verder", "", Place(""))
"""The one way on from a barrier; `to` is filled in per barrier."""


class FlowError(ValueError):
    """An answer, a step or a barrier that does not exist here, with a Dutch sentence."""


@dataclass(frozen=True, slots=True)
class Position:
    """Where a caller is. `barrier` is the one being dealt with now, `met` all of them so far."""

    flow: str
    step: str
    language: str = DUTCH
    barrier: str = ""
    met: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Prompt:
    """What to show at a position: what to say, in which language, what to listen for, and the ways on."""

    title: str
    """The name of the flow, or of the barrier being dealt with."""
    say: str
    language: str
    """The language of `say`: Dutch where a translation is missing."""
    dutch: str
    """The same line in Dutch."""
    listen: str
    choices: tuple[Choice, ...]
    compressing: bool
    seconds: int
    basis: tuple[Basis, ...]
    proposal: bool
    """Nobody decided on this text yet."""
    end: bool

    @property
    def unsupported(self) -> bool:
        """Does any of what is said here rest on no source but ourselves?"""
        return any_own(self.basis)


def choose(instruction: CallerInstruction, facts: Facts) -> str:
    """The flow for these facts: the first whose condition is known to hold, else the last in the list."""
    for selector in instruction.selectors:
        if selector.condition is None or holds(selector.condition, facts):
            return selector.flow
    return instruction.selectors[-1].flow


def start(instruction: CallerInstruction, facts: Facts, language: str = DUTCH, flow: str = "") -> Position:
    """The first step of the flow for these facts, or of a flow named. Raises `FlowError`."""
    chosen = flow or choose(instruction, facts)
    if chosen not in instruction.flows:
        raise FlowError(_unknown("stroom", chosen, instruction.flows))
    first = Position(chosen, instruction.flows[chosen].first.id)
    return speak(instruction, first, language)


def advance(instruction: CallerInstruction, position: Position, answer: str) -> Position:
    """The position after an answer, by the name it has in the file. Raises `FlowError`."""
    for choice in choices(instruction, position):
        if choice.answer == answer:
            return replace(position, step=choice.to, barrier="")
    known = [choice.answer for choice in choices(instruction, position)]
    raise FlowError(_unknown("antwoord", answer, known))


def jump(instruction: CallerInstruction, position: Position, step: str) -> Position:
    """Go to any step of the flow, or back to one. Raises `FlowError` when it has no such step."""
    if step not in instruction.flows[position.flow].steps:
        raise FlowError(_unknown("stap", step, instruction.flows[position.flow].steps))
    return replace(position, step=step, barrier="")


def switch(instruction: CallerInstruction, position: Position, flow: str) -> Position:
    """Go on with another flow, now that more is known: at the same step while the caller is not pressing
    yet, else where that flow says. Raises `FlowError`."""
    if flow not in instruction.flows:
        raise FlowError(_unknown("stroom", flow, instruction.flows))
    other, here = instruction.flows[flow], _step(instruction, position)
    stay = here.id in other.steps and not here.compressing
    return replace(position, flow=flow, step=here.id if stay else other.entry, barrier="")


def begins_round(instruction: CallerInstruction, before: Position, after: Position) -> bool:
    """Does a turn of pressing begin here? Not when the caller merely goes on with the step they were at."""
    return after.step != before.step and _step(instruction, after).new_round


def barrier(instruction: CallerInstruction, position: Position, code: str) -> Position:
    """Deal with a barrier; the step waits. Met again, it gives the next phrase. Raises `FlowError`."""
    if code not in instruction.barriers:
        raise FlowError(_unknown("belemmering", code, instruction.barriers))
    return replace(position, barrier=code, met=(*position.met, code))


def speak(instruction: CallerInstruction, position: Position, language: str) -> Position:
    """Go on in another language. Raises `FlowError` when there are no lines in it."""
    if language not in languages(instruction):
        raise FlowError(_unknown("taal", language, languages(instruction)))
    return replace(position, language=language)


def languages(instruction: CallerInstruction) -> tuple[str, ...]:
    """The codes of the languages there are, Dutch first."""
    return (DUTCH, *instruction.languages)


def choices(instruction: CallerInstruction, position: Position) -> tuple[Choice, ...]:
    """Every way on: of the step, or of the barrier being dealt with."""
    if position.barrier:
        return (replace(GO_ON, to=instruction.barriers[position.barrier].to or position.step),)
    return instruction.flows[position.flow].choices(_step(instruction, position))


def prompt(instruction: CallerInstruction, position: Position) -> Prompt:
    """What to say now, what to listen for, and what may follow."""
    flow, step = instruction.flows[position.flow], _step(instruction, position)
    translated = instruction.languages.get(position.language)
    if position.barrier:
        met = instruction.barriers[position.barrier]
        turn = min(position.met.count(met.code), len(met.say)) - 1
        said = translated.barriers.get(met.code, ()) if translated else ()
        dutch, other = met.say[turn], said[turn] if turn < len(said) else ""
        title, listen, basis, status = met.label, met.listen, met.basis, instruction.status
    else:
        dutch, other = step.say, translated.lines.get((flow.id, step.id), "") if translated else ""
        title, listen, basis, status = flow.name, step.listen, step.basis, flow.status
    if other and translated:
        status = translated.status if translated.status.proposal else status
    return Prompt(
        title=title,
        say=other or dutch,
        language=position.language if other else DUTCH,
        dutch=dutch,
        listen=listen,
        choices=choices(instruction, position),
        compressing=step.compressing,
        seconds=0 if position.barrier else step.seconds,
        basis=basis,
        proposal=status.proposal,
        end=step.end and not position.barrier,
    )


def _step(instruction: CallerInstruction, position: Position) -> Step:
    return instruction.flows[position.flow].steps[position.step]


def _unknown(what: str, name: str, known: Iterable[str]) -> str:
    names = tuple(known)
    help = suggest(name, names) or f"Kies uit: {', '.join(names)}."
    return f'Onbekend: {what} "{name}". {help}'
