"""The top of the screen: which call and which rules, and the clocks against their goals."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from mka_assist.call.instructing import GoalStanding, goals
from mka_assist.call.state import SUSPICION
from mka_assist.call.timings import format_elapsed
from mka_assist.console.lines import Line, Lines, Piece, Role, cell, clean, cut, fill, pad, width_of
from mka_assist.console.steps import OtherCall, Situation
from mka_assist.console.ui import Sight
from mka_assist.rulebook.model import RuleBook
from mka_assist.rulebook.week import local

EXERCISE = "OEFENING"
EXAMPLE = "VOORBEELD"
SHORT_HASH = 8
SMALLEST = (80, 24)
SIX_MINUTES = 360
"""Seconds within which help on scene raises survival (Kwaliteitskader 2.2)."""
_LATE, _LATE_SHORT = " laat", " !"


def rules_pieces(rulebook: RuleBook, room: int) -> Line:
    """Region, version and short hash. The mark of an example and the hash are never cut."""
    sha = rulebook.sha256[:SHORT_HASH]
    mark: list[Piece] = []
    region = clean(rulebook.region) or "landelijk"
    if rulebook.example_region:
        mark = [(EXAMPLE, Role.ASK), (" ", Role.DIM)]
        region = region.removeprefix("voorbeeld-")
    room -= width_of(tuple(mark)) + len(sha) + 1
    both = cut(f"{region} {clean(rulebook.version)}", room) if room > 3 else ""
    return (*mark, (both, Role.TEXT), (f" {sha}" if both else sha, Role.DIM))


def header(rulebook: RuleBook, number: str, width: int, height: int, sight: Sight | None = None) -> Lines:
    """One line: that this is no live care, the call, the sound that is off, the other open calls, and the
    rules that decide."""
    if width < SMALLEST[0] or height < SMALLEST[1]:
        text = f" Te klein ({width}x{height}): maak het {SMALLEST[0]}x{SMALLEST[1]}."
        return (fill(((text, Role.ASK),), width),)
    left: list[Piece] = [(f" {EXERCISE}", Role.ASK)]
    if number:
        left.append((f" {cut(clean(number), 24)}", Role.STRONG))
    if sight:
        if width >= 100:
            left.append((f"  {local(sight.at.now):%H:%M:%S}", Role.TEXT))
        if sight.silent_until:
            left.append((f" GELUID UIT tot {local(sight.silent_until):%H:%M}", Role.STRONG))
        least = width_of(rules_pieces(rulebook, 0)) + 3
        left.append((_others(sight.at.others, width - width_of(tuple(left)) - least), Role.ASK))
    right = rules_pieces(rulebook, width - width_of(tuple(left)) - 3)
    gap = max(0, width - width_of(tuple(left)) - width_of(right) - 1)
    return (fill((*left, (" " * gap, Role.TEXT), *right), width),)


def _others(calls: Sequence[OtherCall], room: int) -> str:
    """How many other calls are open, and the most urgent matter among them, as far as there is room."""
    if not calls:
        return ""
    count = f"  [0] {len(calls)} andere"
    urgent = next((call for call in calls if call.matter), calls[0])
    matter = clean(urgent.matter)
    named = f"{count}: {clean(urgent.number)}{f' {matter}' if matter else ''}"
    if len(named) <= room:
        return named
    short = f"  [0] +{len(calls)}"
    if len(count) + 12 <= room and matter:
        return cut(f"{count}: {matter}", room)
    return count if len(count) <= room else short


def elapsed(start: datetime, end: datetime) -> str:
    """Time passed as "3:12"; never negative, also when the clock was set back."""
    return format_elapsed(max(0.0, (end - start).total_seconds()))


def clock(at: Situation) -> str:
    """Time since pick-up as "03:12"; it stands still when the call is closed."""
    return elapsed(at.state.opened_at, at.state.closed_at or at.now).rjust(5, "0")


def clocks(sight: Sight, width: int) -> Lines:
    """The time since pick-up, and every goal with how it stands. What does not fit beside the partners of a
    small screen (the time of the alarm) stands with them."""
    at, wide = sight.at, width >= 116
    standing = (
        {each.goal.id: each for each in goals(at.state, at.instruction, at.now)} if at.instruction else {}
    )
    pieces: list[Piece] = [(" T+ ", Role.DIM), (cell(clock(at), 8), Role.CLOCK)]
    room = 12 if wide else 11
    fields = [("HERKEND", _goal(at, at.state.suspected_at, standing.get("herkenning")), room)]
    if wide:
        fields += [("AMBULANCE", _ambulance(at, wide), 14), ("PARTNERS", _partners(at), 11)]
    else:
        fields.append(("AMBU", _ambulance(at, wide), 6))
    pressed = _goal(at, at.state.first_compression_at, standing.get("eerste-compressie"))
    fields.append(("1e COMPRESSIE" if wide else "COMPRESSIE", pressed, room))
    for name, value, room in fields:
        pieces += [(f"{name} ", Role.DIM), (cell(_fitted(value, room - 1), room), Role.CLOCK)]
    six = _six_minutes(at, 6 if wide else 3)
    pieces += [("6 MIN ", Role.DIM), (_fitted(six, width - width_of(tuple(pieces)) - 6), Role.CLOCK)]
    return pad([tuple(pieces)], width, 1)


def _fitted(value: str, room: int) -> str:
    """A value that leaves a gap to the next; what is late says so by a sign where the word does not fit."""
    if len(value) > room:
        value = value.replace(_LATE, _LATE_SHORT)
    return value if len(value) <= room else value.removeprefix("√ ")


def suspicion(at: Situation) -> bool | None:
    """Do the facts amount to a suspicion of resuscitation, as they stand now? None while a question for
    recognition is open."""
    known = at.decision.facts
    value = known.get(SUSPICION)
    if isinstance(value, bool):
        return value
    asked = [spec.name for spec in at.rulebook.facts.values() if spec.recognition]
    open_ = any(known.get(name) is None and name in at.decision.ask_next for name in asked)
    return None if open_ or not any(known.get(name) is not None for name in asked) else False


def _goal(at: Situation, reached: datetime | None, standing: GoalStanding | None) -> str:
    """When a goal was reached; before that, the time passed against the time to stay under."""
    if reached:
        late = _LATE if standing and not standing.within_limit else ""
        return f"√ {elapsed(at.state.opened_at, reached)}{late}"
    if suspicion(at) is False:
        return "n.v.t."
    if at.state.closed_at:
        return "niet"
    if standing is None:
        return "-"
    if not standing.within_limit:
        return f"! +{format_elapsed(standing.seconds - standing.goal.limit.seconds)}"
    goal = standing.goal.aim if standing.within_aim else standing.goal.limit
    return f"{format_elapsed(standing.seconds)}/{format_elapsed(goal.seconds)}"


def _ambulance(at: Situation, wide: bool) -> str:
    """How many of the units that are advised go, and since when the first one does."""
    state, advice = at.state, at.decision.ambulance
    gone = len(state.units)
    if state.request and not gone:
        return f"~ {elapsed(state.opened_at, state.request.at)} 0/{advice.units}" if wide else "~ 0/2"
    if not gone:
        return f"! 0/{advice.units}" if advice.units else "-"
    mark = "»" if state.ambulance_on_scene_at else "√" if gone >= advice.units else "!"
    count = f"{gone}/{advice.units}" if advice.units else str(gone)
    since = state.ambulance_on_scene_at or state.ambulance_dispatched_at
    when = f"{elapsed(state.opened_at, since)} " if since and wide else ""
    return f"{mark} {when}{count}"


def _partners(at: Situation) -> str:
    """How many partners stand alarmed, and since when the first one does."""
    state = at.state
    waiting = sum(id not in state.alarmed for id in at.decision.alarmable())
    if not state.alarmed:
        return f"! 0/{waiting}" if waiting else "-"
    mark = "!" if waiting else "√"
    first = min(state.partners[id].alarmed_at for id in state.alarmed)
    return f"{mark} {elapsed(state.opened_at, first)} {len(state.alarmed)}"


def _six_minutes(at: Situation, cells: int) -> str:
    """The six minutes within which help on scene counts most, as a bar that fills."""
    state = at.state
    there = [moment for moment in (state.first_responder_at, state.ambulance_on_scene_at) if moment]
    if there:
        passed = elapsed(state.opened_at, min(there))
        late = (min(there) - state.opened_at).total_seconds() > SIX_MINUTES
        return f"√ {passed}{_LATE if late else ''}"
    if suspicion(at) is False:
        return "n.v.t."
    passed_seconds = int(max(0.0, ((state.closed_at or at.now) - state.opened_at).total_seconds()))
    if passed_seconds > SIX_MINUTES:
        return f"! +{format_elapsed(passed_seconds - SIX_MINUTES)}"
    full = passed_seconds * cells // SIX_MINUTES
    return f"{'▓' * full}{'░' * (cells - full)} {format_elapsed(SIX_MINUTES - passed_seconds)}"
