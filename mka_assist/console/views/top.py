"""The top of the screen: which call and which rules, and the clocks."""

from __future__ import annotations

from datetime import datetime

from mka_assist.call.crowding import crowding
from mka_assist.call.state import SUSPICION
from mka_assist.call.timings import format_elapsed
from mka_assist.console.lines import Line, Lines, Piece, Role, cell, clean, cut, fill, pad, width_of
from mka_assist.console.ui import Sight
from mka_assist.rulebook.model import RuleBook
from mka_assist.rulebook.week import local

EXERCISE = "OEFENING"
EXAMPLE = "VOORBEELD"
SHORT_HASH = 8
SMALLEST = (80, 24)


def rules_pieces(rulebook: RuleBook, room: int) -> Line:
    """Region, version and short hash. The mark of an example and the hash are never cut."""
    sha = rulebook.sha256[:SHORT_HASH]
    mark: list[Piece] = []
    region = clean(rulebook.region) or "landelijk"
    if rulebook.example_region:
        mark = [(EXAMPLE, Role.ASK), (" ", Role.DIM)]
        region = region.removeprefix("voorbeeld-")
    room -= width_of(tuple(mark)) + len(sha) + 1
    both = cut(f"{region} {clean(rulebook.version)}", room)
    return (*mark, (both, Role.TEXT), (f" {sha}", Role.DIM))


def header(rulebook: RuleBook, number: str, width: int, height: int) -> Lines:
    """One line: that this is no live care, the call, and the rules that decide."""
    if width < SMALLEST[0] or height < SMALLEST[1]:
        text = f" Venster te klein ({width}x{height}): maak het minstens {SMALLEST[0]}x{SMALLEST[1]}."
        return (fill(((text, Role.ASK),), width),)
    call = f" {cut(clean(number), 24)}" if number else ""
    left: Line = ((f" {EXERCISE}", Role.ASK), (call, Role.STRONG))
    right = rules_pieces(rulebook, width - width_of(left) - 3)
    gap = width - width_of(left) - width_of(right) - 1
    return (fill((*left, (" " * gap, Role.TEXT), *right), width),)


def elapsed(start: datetime, end: datetime) -> str:
    """Time passed as "03:12"; never negative, also when the clock was set back."""
    return format_elapsed(max(0.0, (end - start).total_seconds())).rjust(5, "0")


def clocks(sight: Sight, width: int, roomy: bool) -> Lines:
    """The time since pick-up, the suspicion, the caller instruction and the first compression."""
    state, now = sight.at.state, sight.at.now
    end = state.closed_at or now
    suspected = {True: "ja", False: "nee", None: "onbekend"}[_suspicion(sight)]
    if suspected == "ja" and state.suspected_at:
        suspected = f"ja {elapsed(state.opened_at, state.suspected_at)}"
    compression = state.first_compression_at
    pressed = elapsed(state.opened_at, compression) if compression else "--:--"
    pieces: list[Piece] = [
        (" T+ ", Role.DIM),
        (cell(elapsed(state.opened_at, end), 7), Role.CLOCK),
        *_field("Vermoeden", suspected, 10),
        *_field("Instructie", _instruction(sight, end), 16),
        *_field("Compressie", pressed, 7),
    ]
    return pad([tuple(pieces), *([_progress(sight)] if roomy else [])], width, 2 if roomy else 1)


def _progress(sight: Sight) -> Line:
    """The second line, where there is room: who is on scene, and the time of day."""
    at, state = sight.at, sight.at.state

    def when(moment: datetime | None) -> str:
        return elapsed(state.opened_at, moment) if moment else "--:--"

    found = crowding(state, at.rulebook, at.now)
    number = "--" if found.reported is None else str(found.reported)
    expected = "" if found.expected is None else f" (verwacht {found.expected})"
    return (
        (f" {local(at.now):%H:%M:%S} ", Role.DIM),
        *_field("Responder ter plaatse", when(state.first_responder_at), 9),
        *_field("Aantal", f"{number}{expected}", 19),
        *_field("Ambulance ter plaatse", when(state.ambulance_on_scene_at), 9),
    )


def _field(label: str, value: str, width: int) -> list[Piece]:
    return [(f" {label} ", Role.DIM), (cell(value, width), Role.CLOCK)]


def _suspicion(sight: Sight) -> bool | None:
    value = sight.at.decision.facts.get(SUSPICION)
    return value if isinstance(value, bool) else None


def _instruction(sight: Sight, end: datetime) -> str:
    """The caller instruction by word, with how long it runs or ran; "!" while it should have begun."""
    instruction = sight.at.state.instruction
    if instruction is None:
        needed = _suspicion(sight) and sight.at.state.closed_at is None
        return "! niet begonnen" if needed else "niet begonnen"
    if instruction.ended_at is None:
        return f"loopt {elapsed(instruction.started_at, end)}"
    return f"gestopt {elapsed(instruction.started_at, instruction.ended_at)}"
