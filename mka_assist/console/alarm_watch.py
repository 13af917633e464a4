"""The alarms of every call that is open on this screen, shown or not."""

from __future__ import annotations

from datetime import datetime

from mka_assist.call.session import Session
from mka_assist.console.alarms import Alarm, AlarmBook, Priority, highest
from mka_assist.console.callbook import CallBook
from mka_assist.console.conditions import conditions
from mka_assist.console.steps import OtherCall, Situation
from mka_assist.instruction.model import CallerInstruction


class AlarmWatch:
    """Keeps, per call, since when each alarm stands."""

    def __init__(self, book: CallBook, instruction: CallerInstruction | None = None) -> None:
        self._book, self._instruction = book, instruction
        self._alarms: dict[str, AlarmBook] = {}

    def alarms(self, session: Session, at: Situation, sound: str = "") -> tuple[Alarm, ...]:
        """The alarms of a call; `sound` says what is wrong with the sound."""
        book = self._alarms.setdefault(session.state.number, AlarmBook())
        return book.look(conditions(at, session.notice, sound), session.state.seen, at.now)

    def others(self, shown: Session | None, now: datetime) -> tuple[OtherCall, ...]:
        """The open calls beside the one that is shown, latest first: those of this screen with their most
        urgent matter, those of other screens by number."""
        here = self._book.sessions
        mine = [self._other(each, now) for number, each in here.items() if each is not shown]
        known = {each.number for each in mine} | {shown.state.number if shown else ""}
        theirs = [
            OtherCall(call.number, call.opened_at, "", here=False)
            for call in self._book.stored
            if call.number not in known
        ]
        return tuple(sorted((*mine, *theirs), key=lambda call: call.opened_at, reverse=True))

    def loudest(self, shown: Session | None, alarms: tuple[Alarm, ...], now: datetime) -> Priority | None:
        """The most urgent priority that is not acknowledged, in any call of this screen."""
        first = highest(alarms)
        found = [first.condition.priority] if first else []
        for each in self._book.sessions.values():
            if each is not shown and (other := highest(self.alarms(each, self._situation(each, now)))):
                found.append(other.condition.priority)
        return min(found, key=tuple(Priority).index, default=None)

    def _other(self, session: Session, now: datetime) -> OtherCall:
        state = session.state
        first = next(iter(self.alarms(session, self._situation(session, now))), None)
        return OtherCall(state.number, state.opened_at, first.condition.what if first else "", here=True)

    def _situation(self, session: Session, now: datetime) -> Situation:
        return Situation(session.state, session.decision, session.rulebook, now, self._instruction)
