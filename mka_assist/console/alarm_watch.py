"""The alarms of every call that is open on this screen, shown or not, and of the screen itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import zip_longest

from mka_assist.call.parts import SeenAlarm
from mka_assist.call.session import Session
from mka_assist.call.state import CallState, apply
from mka_assist.console.alarms import Alarm, AlarmBook, Condition, Priority, highest, loudest, ordered
from mka_assist.console.callbook import CallBook
from mka_assist.console.conditions import SOUND, conditions, saving, silent
from mka_assist.console.lines import clean
from mka_assist.console.steps import OtherCall, Situation
from mka_assist.decision.outcome import Decision
from mka_assist.instruction.model import CallerInstruction

ELSEWHERE = "elders"
"""The matter of an alarm in another call."""
_LOWER = {Priority.HIGH: Priority.MEDIUM, Priority.MEDIUM: Priority.LOW}
"""How an alarm of another call counts here; one of low priority waits there."""
SCREEN = ""
"""Stands for the screen itself, where others have the number of a call."""


class AlarmWatch:
    """Keeps, per call, how each alarm stands."""

    def __init__(self, book: CallBook, instruction: CallerInstruction | None = None) -> None:
        self._book, self._instruction = book, instruction
        self._calls: dict[str, AlarmBook] = {}
        self._beyond: dict[str, AlarmBook] = {}
        """Per call that was shown, how it stood with the alarms of the others."""
        self._screen = AlarmBook()
        self._seen: dict[str, dict[str, SeenAlarm]] = {}
        """What was acknowledged here and stands in no journal: of the screen itself, and of closed calls."""

    def alarms(self, session: Session, at: Situation, sound: str = "") -> tuple[Alarm, ...]:
        """The alarms of the call that is shown, with those of the screen and the most urgent one of another
        call; `sound` says what is wrong with the sound."""
        number, now = session.state.number, at.now
        seen = {**session.state.seen, **self._seen.get(number, {})}
        beyond = self._beyond.setdefault(number, AlarmBook())
        return ordered(
            (
                *self.own(now, sound),
                *self._of(session).look(_of_call(session, at), seen, now, at.state.last_at),
                *beyond.look(self._elsewhere(session, now), seen, now),
            )
        )

    def own(self, now: datetime, sound: str = "") -> tuple[Alarm, ...]:
        """The alarms of the screen itself, also while no call is shown."""
        return self._screen.look(silent(sound), self._seen.get(SCREEN, {}), now)

    def see(self, session: Session | None, alarm: Alarm, now: datetime) -> None:
        """Remember here what was acknowledged where no journal can: on the first screen, in a closed call,
        and of what holds for the whole screen."""
        number = SCREEN if session is None or alarm.condition.id == SOUND else session.state.number
        if number == SCREEN or (session and session.state.closed_at):
            self._seen.setdefault(number, {})[alarm.condition.name] = SeenAlarm(now)

    def keep(self, numbers: Iterable[str]) -> None:
        """Remember only these calls and the screen itself; how it stands with another call that comes back
        is worked out anew."""
        kept = {*numbers, SCREEN}
        for known in (self._calls, self._beyond, self._seen):
            for number in known.keys() - kept:
                del known[number]

    def others(self, shown: Session | None, now: datetime) -> tuple[OtherCall, ...]:
        """The open calls beside the one that is shown, latest first: those of this screen with their most
        urgent matter, those of other screens by number."""
        here = self._book.sessions
        mine = [self._other(each, now) for each in here.values() if each is not shown]
        known = {each.number for each in mine} | {shown.state.number if shown else ""}
        theirs = [
            OtherCall(call.number, call.opened_at, "", here=False, desk=call.desk)
            for call in self._book.stored
            if call.number not in known
        ]
        return tuple(sorted((*mine, *theirs), key=lambda call: call.opened_at, reverse=True))

    def loudest(self, shown: Session | None, alarms: tuple[Alarm, ...], now: datetime) -> Priority | None:
        """The most urgent priority that asks for attention, in any call that this screen has. An alarm of
        another call is as loud as it is there, until it is acknowledged in either."""
        mine = () if shown and shown.watching else alarms
        found = [loudest(mine)]
        if not any(alarm.seen and alarm.condition.id == ELSEWHERE for alarm in alarms):
            found += [loudest(self._plain(each, now)) for each in self._beside(shown)]
        return min((one for one in found if one), key=lambda priority: priority.rank, default=None)

    def _elsewhere(self, shown: Session, now: datetime) -> Iterator[Condition]:
        """The most urgent alarm of another call of this screen that nobody has seen."""
        found = {each.state.number: highest(self._plain(each, now)) for each in self._beside(shown)}
        first = min(
            ((alarm, number) for number, alarm in found.items() if alarm),
            key=lambda one: (one[0].condition.priority.rank, one[0].since),
            default=None,
        )
        if first and (priority := _LOWER.get(first[0].condition.priority)):
            alarm, number = first
            word = alarm.condition.priority.upper()
            yield Condition(
                ELSEWHERE,
                priority,
                clean(f"Melding {number}, {word}: {alarm.condition.what}"),
                "Ga erheen.",
                "0",
                since=alarm.since,
                parts=(number, alarm.condition.id),
            )

    def _beside(self, shown: Session | None) -> Iterator[Session]:
        """The other open calls that this screen has."""
        for each in self._book.sessions.values():
            if each is not shown and not each.watching and each.state.closed_at is None:
                yield each

    def _plain(self, session: Session, now: datetime) -> tuple[Alarm, ...]:
        """The alarms of a call that is not shown."""
        at = self._situation(session, session.state, session.decision, now)
        return self._of(session).look(_of_call(session, at), session.state.seen, now, at.state.last_at)

    def _other(self, session: Session, now: datetime) -> OtherCall:
        state = session.state
        first = next((alarm for alarm in self._plain(session, now) if not alarm.aside), None)
        return OtherCall(state.number, state.opened_at, first.condition.what if first else "", here=True)

    def _of(self, session: Session) -> AlarmBook:
        number = session.state.number
        if number not in self._calls:
            self._calls[number] = self._replayed(session)
        return self._calls[number]

    def _replayed(self, session: Session) -> AlarmBook:
        """The alarms of a call as they came and went until now: looked at before and after every act, so that
        after a restart each stands since the same moment and what was seen stays seen."""
        book = AlarmBook()
        state: CallState | None = None
        known: tuple[object, Decision] | None = None
        for event, after in zip_longest(session.events, session.events[1:]):
            state = apply(state, event)
            if after and after.at == event.at:
                continue  # one act, looked at when it is whole
            known = self._then(session, state, known)
            for now in (state.last_at, after.at) if after else (state.last_at,):
                at = self._situation(session, state, known[1], now)
                book.look(conditions(at), state.seen, now, state.last_at)
        return book

    def _then(
        self, session: Session, state: CallState, known: tuple[object, Decision] | None
    ) -> tuple[object, Decision]:
        """The advice at an earlier moment; made anew only when something it rests on changed."""
        rests_on = (state.answers, state.alarmed, *_progress(state))
        if known and known[0] == rests_on:
            return known
        return rests_on, session.advice(state)

    def _situation(self, session: Session, state: CallState, decision: Decision, now: datetime) -> Situation:
        return Situation(state, decision, session.rulebook, now, self._instruction)


def _of_call(session: Session, at: Situation) -> Iterator[Condition]:
    """What stands in a call, with what is wrong with keeping it."""
    since = session.unsaved[0].at if session.unsaved else None
    yield from conditions(at)
    yield from saving(session.notice, since, session.watching, bool(session.lost))


def _progress(state: CallState) -> tuple[bool, bool, bool]:
    return bool(state.units), state.ambulance_on_scene_at is not None, state.first_responder_at is not None
