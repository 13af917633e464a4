"""Between a call and the caller instruction: where the caller is, and the commands that take them further.

The call keeps names of flows, steps and barriers; what they mean stands in the files. This joins the two.
Every function that makes a command raises `FlowError`, a Dutch sentence, when there is no such way on.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from mka_assist.call.commands import FollowFlow, MeetBarrier, SpeakLanguage, TakeStep
from mka_assist.call.state import CallState
from mka_assist.instruction import flow as walk
from mka_assist.instruction.flow import FlowError, Position
from mka_assist.instruction.model import DUTCH, CallerInstruction, Goal
from mka_assist.instruction.rounds import Round, round_at
from mka_assist.rulebook.facts import Facts


def position(state: CallState, instruction: CallerInstruction) -> Position | None:
    """Where the caller is; None when no flow is followed now, or when these files do not know where (the
    call may have begun with other ones: start again, or choose a flow)."""
    now = state.instruction
    if now is None or not now.running or state.closed_at is not None or now.flow not in instruction.flows:
        return None
    if now.step not in instruction.flows[now.flow].steps:
        return None
    language = now.language if now.language in walk.languages(instruction) else DUTCH
    met = tuple(barrier.code for barrier in state.barriers)
    return Position(
        now.flow, now.step, language, now.barrier if now.barrier in instruction.barriers else "", met
    )


def begin(instruction: CallerInstruction, facts: Facts, language: str = DUTCH, flow: str = "") -> FollowFlow:
    """Start at the first step of the flow that fits the facts, or of a flow named."""
    return _follow(instruction, walk.start(instruction, facts, language, flow))


def answer(instruction: CallerInstruction, at: Position, given: str) -> TakeStep:
    """Take the way on that belongs to an answer (`Choice.answer`), also out of a barrier."""
    return _step(instruction, at, walk.advance(instruction, at, given), given)


def go_to(instruction: CallerInstruction, at: Position, step: str) -> TakeStep:
    """Go to any step of the flow, whatever the order: advice never locks."""
    return _step(instruction, at, walk.jump(instruction, at, step), "")


def meet(instruction: CallerInstruction, at: Position | None, code: str) -> MeetBarrier:
    """Deal with a barrier; without a position only its reason is kept."""
    if code not in instruction.barriers:
        raise FlowError(f'Onbekend: belemmering "{code}".')
    return MeetBarrier(code)


def switch(instruction: CallerInstruction, at: Position, flow: str) -> FollowFlow:
    """Go on with another flow, for instance because the age became known."""
    return _follow(instruction, walk.switch(instruction, at, flow))


def better_flow(instruction: CallerInstruction, at: Position, facts: Facts) -> str:
    """The flow that fits these facts when it is another than the one followed, else "". Only a flow with a
    condition that is known to hold is proposed: what became unknown is no reason to change."""
    chosen = walk.choose(instruction, facts)
    default = instruction.selectors[-1].flow
    return chosen if chosen not in (at.flow, default) else ""


def speak(instruction: CallerInstruction, at: Position, language: str) -> SpeakLanguage:
    """Go on in another language."""
    return SpeakLanguage(walk.speak(instruction, at, language).language)


def turn(state: CallState, instruction: CallerInstruction, now: datetime) -> Round | None:
    """How long the present rescuer has been pressing; None while nobody is, as far as is known."""
    at, running = position(state, instruction), state.instruction
    if at is None or running is None or running.round_at is None:
        return None
    pressing = instruction.flows[at.flow].steps[at.step].compressing
    return round_at(instruction, running.round_at, now) if pressing else None


@dataclass(frozen=True, slots=True)
class GoalStanding:
    """A goal in this call: whole seconds until it was reached, or so far."""

    goal: Goal
    seconds: int
    reached: bool

    @property
    def within_aim(self) -> bool:
        return self.seconds <= self.goal.aim.seconds

    @property
    def within_limit(self) -> bool:
        return self.seconds <= self.goal.limit.seconds


def goals(state: CallState, instruction: CallerInstruction, now: datetime) -> tuple[GoalStanding, ...]:
    """How the call stands against each goal, counted from picking up."""
    reached = {"herkenning": state.suspected_at, "eerste-compressie": state.first_compression_at}
    standing: list[GoalStanding] = []
    for goal in instruction.goals.values():
        moment = reached[goal.id]
        seconds = int(((moment or now) - state.opened_at).total_seconds())
        standing.append(GoalStanding(goal, max(0, seconds), moment is not None))
    return tuple(standing)


def _follow(instruction: CallerInstruction, at: Position) -> FollowFlow:
    return FollowFlow(at.flow, at.step, at.language, instruction.version, instruction.sha256)


def _step(instruction: CallerInstruction, before: Position, after: Position, given: str) -> TakeStep:
    return TakeStep(after.step, given, walk.begins_round(instruction, before, after))
