"""The metronome as it is seen, and the turn of the rescuer: one line, painted anew at every beat.

The beat is a function of the moment alone, on the same grid as the sound.
"""

from __future__ import annotations

from datetime import datetime

from mka_assist.call.instructing import turn
from mka_assist.console.instruction_choices import beat_since
from mka_assist.console.lines import Line, Lines, Piece, Role, cut, fill, width_of
from mka_assist.console.steps import Situation
from mka_assist.console.ui import Focus, Sight, guided
from mka_assist.console.views.question import HERE, NOT_HERE, choosing, focus
from mka_assist.instruction.flow import prompt
from mka_assist.instruction.model import DUTCH
from mka_assist.sound import grid

DOTS = 4


def beat_number(since: datetime, per_minute: int, now: datetime) -> int:
    """Which beat it is: 0 from the start of the grid on; a clock that was set back gives 0."""
    return max(0, grid.beat_number(0.0, per_minute, (now - since).total_seconds()))


def until_next(at: Situation) -> float | None:
    """Seconds until the next beat; None while the metronome is silent."""
    since, files = beat_since(at), at.instruction
    if since is None or files is None:
        return None
    pace, passed = files.tempo.per_minute, (at.now - since).total_seconds()
    return max(0.0, grid.beat_at(0.0, pace, beat_number(since, pace, at.now) + 1) - passed)


def beat_line(sight: Sight, width: int) -> Lines:
    """On a small screen also which flow and step, and the turn of the rescuer."""
    right = _pulse(sight.at, turning=True)
    mark = HERE if focus(sight) is Focus.INSTRUCTION else NOT_HERE
    title, role = heading(sight.at)
    key: Line = (
        ((f" {sight.key('focus')}", Role.KEY),)
        if guided(sight.at) and mark == NOT_HERE and not sight.watching and not choosing(sight)
        else ()
    )
    shown = cut(f" {mark}{title}", width - width_of(right) - width_of(key) - 2)
    left: Line = ((shown, role), *key)
    gap = width - width_of(left) - width_of(right) - 1
    return (fill((*left, (" " * gap, Role.TEXT), *right), width),)


def pulse_line(sight: Sight, width: int) -> Lines:
    """Only the pulse, where the rest has lines of its own."""
    return (fill(((" ", Role.TEXT), *_pulse(sight.at, turning=False)), width),)


def heading(at: Situation) -> tuple[str, Role]:
    """The flow, where in it, and whether anybody decided on the text; or how the instruction stands."""
    here, files, state = guided(at), at.instruction, at.state.instruction
    if here is not None and files is not None:
        shown = prompt(files, here)
        mark = "  voorstel" if shown.proposal else ""
        if here.barrier:
            return f"BELEMMERING {shown.title}{mark}", Role.STRONG
        steps = list(files.flows[here.flow].steps)
        spoken = "" if here.language == DUTCH else f" {here.language.upper()}"
        return f"{shown.title}{spoken} {steps.index(here.step) + 1}/{len(steps)}{mark}", Role.STRONG
    if state is not None and state.running and at.state.closed_at is None:
        return "INSTRUCTIE loopt zonder stappen", Role.STRONG
    if at.state.coaching_since:
        return "U COACHT via de luidspreker", Role.STRONG
    return f"INSTRUCTIE {'geëindigd' if state else 'niet begonnen'}", Role.DIM


def turn_text(at: Situation) -> str:
    """How long this rescuer has been pressing, and when the next one takes over; empty while nobody is."""
    found = turn(at.state, at.instruction, at.now) if at.instruction else None
    return f"ronde {found.elapsed // 60}:{found.elapsed % 60:02}  {found.text}" if found else ""


def _pulse(at: Situation, turning: bool) -> Line:
    """The heart, the tempo and a dot that moves on with every beat."""
    since, files = beat_since(at), at.instruction
    if since is None or files is None:
        return (("♡ metronoom stil", Role.DIM),)
    number = beat_number(since, files.tempo.per_minute, at.now)
    heart = "♥" if number % 2 == 0 else "♡"
    dots = "".join("●" if place == number % DOTS else "○" for place in range(DOTS))
    pieces: list[Piece] = [(f"{heart} {files.tempo.per_minute} ", Role.CLOCK), (dots, Role.CLOCK)]
    text = turn_text(at) if turning else "per minuut"
    return (*pieces, (f"  {text}", Role.CLOCK if turning else Role.DIM))
