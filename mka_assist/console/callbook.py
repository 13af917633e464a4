"""The calls of this screen: those open here, those in the journal, and the one that is shown."""

from __future__ import annotations

from datetime import timedelta

from mka_assist.call.clock import Clock
from mka_assist.call.commands import Close, Command
from mka_assist.call.log import CallRefusedError
from mka_assist.call.session import Decider, Session
from mka_assist.call.state import CallState
from mka_assist.console.calls import Calls, OpenCall, numbers, open_calls
from mka_assist.console.merging import carried, hindrance
from mka_assist.console.watching import Watcher

RECENT, RECENT_CALLS = timedelta(minutes=15), 9
"""A call that was broken off no longer ago than this is taken up by itself; so many are looked at."""


class CallBook:
    """Every call that is open here goes on, shown or not: its times are those of its events."""

    def __init__(self, calls: Calls, clock: Clock, decider: Decider, watcher: Watcher | None = None) -> None:
        self._calls, self._clock, self._watcher = calls, clock, watcher
        self.decider = decider
        """What a new call is decided by."""
        self.sessions: dict[str, Session] = {}
        self.shown: Session | None = None
        self.stored: tuple[OpenCall, ...] = ()
        """The calls in the journal that were not closed, latest first, as of the last look."""

    def look(self) -> None:
        """Which calls are open? Raises `JournalError`."""
        self.stored = open_calls(self._calls)

    def leave(self) -> None:
        """Show none. A call that is closed, or that another screen has, is let go."""
        self.shown = None
        self.sessions = {id: one for id, one in self.sessions.items() if self._ours(one)}

    def open(self) -> Session:
        """Pick up a new call and show it. Raises `CallRefusedError` when no number can be used."""
        refused: CallRefusedError | None = None
        for number in numbers(self._clock.now()):
            try:
                return self._show(Session.open(number, self._calls, self._clock, self.decider))
            except CallRefusedError as error:
                refused = error
        assert refused is not None
        raise refused

    def resume(self, number: str) -> Session:
        """Show a call that is open here, or go on with one from the journal; one that another screen has is
        only looked at. Raises `JournalError`."""
        if known := self.sessions.get(number):
            self.shown = known
            return known
        made = (number, self._calls, self._clock, self.decider, self._earlier)
        try:
            return self._show(Session.resume(*made))
        except CallRefusedError:
            return self._show(Session.watch(*made))

    def broken_off(self) -> tuple[str, ...]:
        """The open calls that no screen has while something happened in them a moment ago, the one that was
        busy last at the end: a console was killed or lost its terminal. Raises `JournalError`."""
        now, found = self._clock.now(), []
        for call in self.stored[:RECENT_CALLS]:
            free = self._calls.owner(call.number) is None
            last = self._calls.read(call.number)[-1].at if free else now - RECENT
            if timedelta(0) <= now - last < RECENT:
                found.append((last, call.number))
        return tuple(number for _, number in sorted(found))

    def take_over(self, number: str) -> Session:
        """Take a call over from the screen that has it. Raises `JournalError`."""
        made = (number, self._calls, self._clock, self.decider, self._earlier)
        return self._show(Session.take_over(*made))

    def merge(self, into: str, instructed: bool) -> tuple[Command, ...]:
        """Close the call that is shown, for it is the same incident as another, and show that one. What this
        caller said counts there where nothing was answered yet. Nobody is alarmed twice, for only one call
        goes on. The commands for the other call. Raises `JournalError`."""
        here = self.shown
        assert here is not None
        target = self.resume(into)
        self.shown = here
        if here.watching or target.watching or target.state.closed_at is not None:
            number = here.state.number if here.watching else into
            raise CallRefusedError(f"Melding {number} is hier niet open.", "Neem die melding eerst over.")
        if why := hindrance(here.state, target.state, here.rulebook):
            raise CallRefusedError(why, f"Voeg melding {into} bij deze, of trek dat alarm eerst in.")
        here.do(Close("samengevoegd", merged_into=into))
        self.shown = target
        return carried(here.state, target.state, target.rulebook, instructed)

    @property
    def unsaved(self) -> bool:
        """Is anything of any call here not stored yet?"""
        return any(session.unsaved for session in self.sessions.values())

    @property
    def lost(self) -> bool:
        """Did another screen take a call over before everything of this screen was stored?"""
        return any(session.lost for session in self.sessions.values())

    def save(self) -> bool:
        """Try to store what is unsaved. Says whether everything is stored now."""
        done = [session.save() for session in self.sessions.values()]
        return all(done)

    def refresh(self) -> bool:
        """Take in what other screens did to the calls here: went on with one that is looked at, or took one
        over. Says whether that changed the call that is shown."""
        changed = [session for session in self.sessions.values() if session.refresh()]
        return any(session is self.shown for session in changed)

    def _earlier(self, state: CallState) -> Decider | None:
        return self._watcher.earlier(state) if self._watcher else None

    def _show(self, session: Session) -> Session:
        self.sessions[session.state.number] = self.shown = session
        return session

    def _ours(self, session: Session) -> bool:
        return session.state.closed_at is None and not session.watching
