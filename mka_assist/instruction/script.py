"""A flow as a page of text: to read before deciding on it, to print, and to compare after a change."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import wrap

from mka_assist.instruction.flow import Position, prompt
from mka_assist.instruction.model import (
    DUTCH,
    Basis,
    CallerInstruction,
    Choice,
    Flow,
    Status,
    Step,
    any_own,
)

WIDTH = 100
_OWN = "eigen voorstel"


def pages(instruction: CallerInstruction, language: str = DUTCH, flow: str = "") -> Iterator[str]:
    """One flow, or all of them with the barriers."""
    for one in instruction.flows.values():
        if flow in ("", one.id):
            yield from flow_script(instruction, one, language)
            yield ""
    if not flow:
        yield from barrier_script(instruction, language)


def flow_script(instruction: CallerInstruction, flow: Flow, language: str = DUTCH) -> Iterator[str]:
    """Every step of a flow with its line, what to listen for, where it leads and what it rests on."""
    title = f"{flow.name} ({flow.id})"
    yield title
    yield "=" * len(title)
    yield from _block("", f"{_status(flow.status)}. Meldersinstructie {instruction.version}.")
    if language != DUTCH:
        other = instruction.languages[language]
        yield from _block("", f"Zinnen in taal {language} ({other.name}): {_status(other.status)}.")
    yield ""
    yield from _block("", f"Begint bij {flow.first.id}; na een andere stroom verder bij {flow.entry}.")
    yield "Altijd mogelijk:"
    for choice in flow.always:
        yield from _choice(choice)
    for step in flow.steps.values():
        yield ""
        yield from _step(instruction, flow, step, language)


def barrier_script(instruction: CallerInstruction, language: str = DUTCH) -> Iterator[str]:
    """Every barrier with its key, its phrases in turn and what it rests on."""
    yield "Belemmeringen"
    yield "============="
    first = next(iter(instruction.flows.values()))
    for met in instruction.barriers.values():
        yield ""
        yield f"[{met.key}] {met.label} ({met.code})"
        for turn in range(1, len(met.say) + 1):
            at = Position(first.id, first.first.id, language, met.code, (met.code,) * turn)
            yield from _block(f"    {turn}. ", f'"{prompt(instruction, at).say}"')
        if met.listen:
            yield from _block("    let op: ", met.listen)
        if met.to:
            yield f"    daarna: {met.to}"
        yield from _block("    bron: ", _sources(met.basis))


def _step(instruction: CallerInstruction, flow: Flow, step: Step, language: str) -> Iterator[str]:
    marks = [
        name
        for name, on in (
            ("melder duwt", step.compressing),
            ("ronde begint", step.new_round),
            ("stuurt een tweede persoon weg", step.sends_away),
            (f"hoogstens {step.seconds} s", step.seconds > 0),
            ("einde", step.end),
        )
        if on
    ]
    yield f"{step.id}  [{', '.join(marks)}]" if marks else step.id
    yield from _block("    ", f'"{prompt(instruction, Position(flow.id, step.id, language)).say}"')
    if step.listen:
        yield from _block("    let op: ", step.listen)
    for choice in step.choices:
        yield from _choice(choice, "    ")
    yield from _block("    bron: ", _sources(step.basis))


def _choice(choice: Choice, indent: str = "  ") -> Iterator[str]:
    only = " (alleen met een tweede persoon)" if choice.second_person else ""
    yield from _block(f"{indent}[{choice.key}] ", f"{choice.label} → {choice.to}{only}")


def _sources(basis: tuple[Basis, ...]) -> str:
    """The names of the sources; our own opinion is said in words, never as a source."""
    named = [f"{one.id} ({one.certainty.replace('_', ' ')})" for one in basis if not any_own((one,))]
    return ", ".join((*named, *([_OWN] if any_own(basis) else ())))


def _status(status: Status) -> str:
    if status.proposal or status.decided_on is None:
        return "Voorstel, vast te stellen door de medisch manager"
    return f"Vastgesteld door {status.decided_by} op {status.decided_on:%d-%m-%Y}"


def _block(start: str, text: str) -> Iterator[str]:
    indent = " " * len(start)
    yield from wrap(text, WIDTH, initial_indent=start, subsequent_indent=indent, break_on_hyphens=False)
