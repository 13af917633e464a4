"""The summary of a call: for the trip form, against the goals, what is still open, and aftercare. Pure.

The trip form (*ritformulier*) gets the presence of first responders in general terms (Kwaliteitskader 5.2).
It holds no answers of the caller and no typed texts, so that nothing about a person can get into it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from mka_assist.call.events import (
    CallClosed,
    CoachingStarted,
    DecisionTaken,
    Event,
    InstructionEnded,
    Level,
    Origin,
)
from mka_assist.call.instructing import goals
from mka_assist.call.partner_proposal import name_of
from mka_assist.call.parts import PartnerState
from mka_assist.call.state import CallState
from mka_assist.call.timings import format_elapsed, timings
from mka_assist.call.unfinished import unfinished
from mka_assist.call.words import named, sentence
from mka_assist.instruction.model import CallerInstruction
from mka_assist.rulebook.model import RuleBook
from mka_assist.rulebook.week import local


@dataclass(frozen=True, slots=True)
class GoalTime:
    """A goal with how long it took in seconds, None for what was never reached."""

    name: str
    seconds: int | None
    aim: int
    limit: int

    @property
    def verdict(self) -> str:
        if self.seconds is None:
            return "niet bereikt"
        if self.seconds <= self.aim:
            return "binnen het doel"
        return "binnen de grens" if self.seconds <= self.limit else "te laat"


@dataclass(frozen=True, slots=True)
class Pointer:
    """Where a group that was involved finds help afterwards, and the source of that."""

    group: str
    lines: tuple[str, ...]
    source: str


@dataclass(frozen=True, slots=True)
class Summary:
    """What remains of a call. Every text is Dutch; times are those since the call was picked up."""

    heading: str
    trip_form: tuple[str, ...]
    goals: tuple[GoalTime, ...]
    times: tuple[tuple[str, str], ...]
    """What happened at which time, "--:--" for what did not."""
    open: tuple[str, ...]
    aftercare: tuple[Pointer, ...]
    story: tuple[tuple[str, str], ...]
    """Time and line of everything that happened, what was taken back included and marked."""


def summary(
    state: CallState, events: Sequence[Event], rulebook: RuleBook, instruction: CallerInstruction | None
) -> Summary:
    """The summary of a call, closed or not, as of its last event."""
    where = f", {rulebook.region_name}" if rulebook.region_name else ""
    times = timings(state)
    return Summary(
        heading=f"Melding {state.number}, {local(state.opened_at):%d-%m-%Y %H:%M:%S}{where}",
        trip_form=tuple(_trip_form(state, events, rulebook)),
        goals=tuple(_goals(state, instruction)),
        times=tuple(
            (label, "--:--" if seconds is None else format_elapsed(seconds))
            for label, seconds in times.items()
        ),
        open=unfinished(state, rulebook, state.last_at),
        aftercare=tuple(_aftercare(state, rulebook)),
        story=tuple(_story(state, events, rulebook)),
    )


def lines(found: Summary) -> tuple[str, ...]:
    """The summary as plain text, for the screen and for a file."""
    parts = [
        ("RITFORMULIER", found.trip_form),
        ("TIJDEN", tuple(f"{when:>8}  {label}" for label, when in found.times)),
        ("DOELEN", tuple(_goal_line(goal) for goal in found.goals)),
        ("NOG OPEN", tuple(f"- {matter}" for matter in found.open) or ("- niets",)),
        ("NAZORG", tuple(line for pointer in found.aftercare for line in _pointer_lines(pointer))),
        ("VERLOOP", tuple(f"{when:>8}  {text}" for when, text in found.story)),
    ]
    told = [found.heading]
    for title, rows in parts:
        if rows:
            told += ["", title, *rows]
    return tuple(told)


def _goal_line(goal: GoalTime) -> str:
    reached = "--:--" if goal.seconds is None else format_elapsed(goal.seconds)
    return f"{reached:>8}  {goal.name}: {goal.verdict} (doel {goal.aim} s, grens {goal.limit} s)"


def _pointer_lines(pointer: Pointer) -> Iterator[str]:
    yield f"{pointer.group}:"
    yield from (f"- {line}" for line in pointer.lines)
    yield f"  ({pointer.source})"


def _trip_form(state: CallState, events: Sequence[Event], rulebook: RuleBook) -> Iterator[str]:
    """Who was there, how many, when, with an AED or not, and who took over."""
    if not state.partners:
        yield "Geen first responders gealarmeerd."
    for id, partner in state.partners.items():
        yield f"{name_of(rulebook, id)}: {', '.join(_course(partner))}."
    if state.first_responder_at and not state.first_responder_of:
        when = _clock(state.first_responder_at)
        yield f"Eerste first responder ter plaatse om {when}; niet bekend van welke partner."
    if state.crowd:
        last = state.crowd[-1]
        how, said = "geteld" if last.counted else "geschat", _SAID.get(last.origin, "de melder")
        when = _clock(last.at)
        yield f"Aantal first responders ter plaatse: {last.number} ({how}, volgens {said}), gemeld om {when}."
    aeds = [partner.aeds for partner in state.partners.values() if partner.aeds is not None]
    if aeds:
        yield f"AED's van first responders: {sum(aeds)}."
    if state.bystanders:
        yield f"Omstanders die konden helpen en niet gealarmeerd waren: {len(state.bystanders)}."
    yield from _instructed(state, events)
    for name, unit in state.units.items():
        level = f" ({unit.level})" if unit.level else ""
        there = f", ter plaatse om {_clock(unit.on_scene_at)}" if unit.on_scene_at else ""
        yield f"Ambulance {name}{level}: {unit.urgency} om {_clock(unit.dispatched_at)}{there}."
    if led := _led(state):
        yield f"De coördinatie ging naar ambulance {', daarna naar '.join(led)}."


_SAID = {Origin.KETENPARTNER: "een partner", Origin.AMBULANCE: "de ambulance"}


def _course(partner: PartnerState) -> Iterator[str]:
    """How it went with a partner; never why, for that was typed."""
    yield f"gealarmeerd om {_clock(partner.alarmed_at)}"
    if partner.failed_at:
        yield f"alarm niet aangekomen (gemeld om {_clock(partner.failed_at)})"
    numbers = {
        "opgeroepen": partner.called,
        "geaccepteerd": partner.accepted,
        "ter plaatse": partner.on_scene,
        "AED": partner.aeds,
    }
    yield from (f"{number} {word}" for word, number in numbers.items() if number is not None)
    if partner.arrived_at:
        yield f"eerste ter plaatse om {_clock(partner.arrived_at)}"
    if partner.warned_at:
        yield f"gewaarschuwd om {_clock(partner.warned_at)}"
    if partner.withdrawn_at:
        yield f"ingetrokken om {_clock(partner.withdrawn_at)}"


def _instructed(state: CallState, events: Sequence[Event]) -> Iterator[str]:
    """The caller instruction, and who took over from it."""
    if state.instruction is None:
        return
    begun = _clock(state.instruction.first_started_at)
    counting = [event for place, event in enumerate(events) if place not in state.undone]
    ended = [event for event in counting if isinstance(event, InstructionEnded)]
    if state.instruction.running or not ended:
        yield f"Meldersinstructie begonnen om {begun}."
        return
    last = ended[-1]
    why = str(last.reason).replace("_", " ")
    by = f"overgenomen door {last.taken_over_by}" if last.taken_over_by else why
    yield f"Meldersinstructie van {begun} tot {_clock(last.at)}; {by}."
    if any(isinstance(event, CoachingStarted) for event in counting):
        yield "De centralist coachte first responders via de luidspreker."


def _led(state: CallState) -> tuple[str, ...]:
    """The units that coordinated, in order: the first on scene, until one of high complexity takes over
    (Kwaliteitskader 2.4)."""
    there = {name: unit.on_scene_at for name, unit in state.units.items() if unit.on_scene_at}
    led: list[str] = []
    for name in sorted(there, key=lambda name: there[name]):
        high = state.units[name].level in (Level.HOOGCOMPLEX, None)
        if not led or (high and state.units[led[0]].level not in (Level.HOOGCOMPLEX, None)):
            led.append(name)
            if high:
                break
    return tuple(led)


def _clock(moment: datetime) -> str:
    """The time of day, as a trip form has it."""
    return f"{local(moment):%H:%M:%S}"


def _since(state: CallState, moment: datetime) -> str:
    return format_elapsed((moment - state.opened_at).total_seconds())


def _goals(state: CallState, instruction: CallerInstruction | None) -> Iterator[GoalTime]:
    """The goals count from the moment there was a suspicion; without one there was nothing to reach."""
    if instruction is None or state.suspected_at is None:
        return
    for standing in goals(state, instruction, state.last_at):
        seconds = standing.seconds if standing.reached else None
        aim, limit = standing.goal.aim.seconds, standing.goal.limit.seconds
        yield GoalTime(standing.goal.name, seconds, aim, limit)


def _aftercare(state: CallState, rulebook: RuleBook) -> Iterator[Pointer]:
    """For every group that was involved, as far as the rules know where it finds help."""
    known = (rulebook.partners.get(id) for id in state.partners)
    groups = dict.fromkeys(partner.group for partner in known if partner)
    if state.suspected_at:
        groups["melder"] = None
        if state.bystanders or state.first_compression_at:
            groups["omstanders"] = None
    for group in groups:
        if found := rulebook.aftercare.get(group):
            yield Pointer(group.replace("_", " ").capitalize(), found.lines, str(found.source))


def _story(state: CallState, events: Sequence[Event], rulebook: RuleBook) -> Iterator[tuple[str, str]]:
    for place, event in enumerate(events):
        if isinstance(event, DecisionTaken) and event.agree:
            continue
        gone = " (ongedaan gemaakt)" if place in state.undone else ""
        end = (
            f", samen met {event.merged_into}" if isinstance(event, CallClosed) and event.merged_into else ""
        )
        yield _since(state, event.at), f"{sentence(named(event, rulebook))}{end}{gone}"
