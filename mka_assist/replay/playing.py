"""Playing a fixture through the same session, gate and decider as a live call, on a clock of its own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from mka_assist.call.clock import ReplayClock
from mka_assist.call.crowding import Crowding, crowding
from mka_assist.call.log import MemoryLog
from mka_assist.call.session import Decider, Outcome, Session
from mka_assist.call.state import CallState
from mka_assist.decision.outcome import Decision
from mka_assist.replay.fixture import Fixture, Step


@dataclass(frozen=True, slots=True)
class Moment:
    """How the call stands after one step; `step` is None for the opening of the call."""

    seconds: int
    step: Step | None
    outcome: Outcome
    decision: Decision
    crowding: Crowding
    state: CallState


def play(fixture: Fixture, decider: Decider) -> Iterator[Moment]:
    """The call, step by step, opening first. Nothing is kept of it outside the moments.

    Raises `CallRefusedError` when the fixture's id cannot be the number of a call.
    """
    clock = ReplayClock(fixture.begin)
    begin = clock.now()
    session = Session.open(fixture.id, MemoryLog(), clock, decider)
    yield _moment(session, begin, 0, None)
    for step in fixture.steps:
        clock.set(begin + dt.timedelta(seconds=step.seconds))
        session.do(step.command)
        yield _moment(session, clock.now(), step.seconds, step)


def _moment(session: Session, now: dt.datetime, seconds: int, step: Step | None) -> Moment:
    state = session.state
    crowd = crowding(state, session.rulebook, now)
    return Moment(seconds, step, session.outcome, session.decision, crowd, state)
