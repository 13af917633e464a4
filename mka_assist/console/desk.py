"""The dispatcher's desk: a key becomes a command, the session does it, and the outcome is told. No Textual.

The desk outlives the screen: when the screen breaks, a new one takes over the same desk and the same call.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from mka_assist.call.clock import Clock
from mka_assist.call.instructing import position
from mka_assist.call.log import JournalError
from mka_assist.call.session import Decider, Session
from mka_assist.console.actions import ACTIONS, Actions, Mode, action_for
from mka_assist.console.alarm_watch import AlarmWatch
from mka_assist.console.alarms import Alarm
from mka_assist.console.callbook import CallBook
from mka_assist.console.calls import Calls, OpenCall
from mka_assist.console.hands import Hands
from mka_assist.console.hearing import SILENT, FencedHearing, Hearing
from mka_assist.console.instruction_choices import beat_since
from mka_assist.console.keyboard import armed_key, idle_actions, mode_of
from mka_assist.console.lines import Role, clean
from mka_assist.console.steps import Situation
from mka_assist.console.ui import Sight, Ui
from mka_assist.console.watching import Watcher
from mka_assist.instruction.model import CallerInstruction
from mka_assist.rulebook.model import RuleBook
from mka_assist.rulebook.week import local

RETRY = timedelta(seconds=5)


class Desk:
    """The calls of one screen, one of them shown, and what the screen remembers beside it."""

    def __init__(
        self,
        calls: Calls,
        clock: Clock,
        decider: Decider,
        watcher: Watcher | None = None,
        trouble: str = "",
        caller_instruction: CallerInstruction | None = None,
        hearing: Hearing = SILENT,
        actions: Actions = ACTIONS,
    ) -> None:
        self._clock, self._watcher = clock, watcher
        self.book = CallBook(calls, clock, decider, watcher)
        self.watch = AlarmWatch(self.book, caller_instruction)
        self.instruction = caller_instruction
        self.hearing: Hearing = FencedHearing(hearing)
        self.actions = actions
        """The table of keys as it was set up."""
        self.trouble = trouble
        """Why the rule files as they stand are not used, in one line; empty when they are."""
        self.ui = Ui()
        self.leaving = False
        """The dispatcher wants to leave the program."""
        self._tried = clock.now()
        self._tested = ""
        self._hands = Hands(self)
        self.welcome()

    @property
    def now(self) -> datetime:
        return self._clock.now()

    @property
    def session(self) -> Session | None:
        """The call that is shown, None at the first screen."""
        return self.book.shown

    @property
    def open_calls(self) -> tuple[OpenCall, ...]:
        """The calls that were not closed, latest first."""
        return self.book.stored

    @property
    def rulebook(self) -> RuleBook:
        """What decides: the rulebook of the call, or the one that a new call would get."""
        return self.session.rulebook if self.session else self.book.decider.rulebook

    @property
    def mode(self) -> Mode:
        """What the keyboard is for now."""
        return mode_of(self.session, self.ui, self.guided)

    @property
    def guided(self) -> bool:
        session, told = self.session, self.instruction
        return session is not None and told is not None and position(session.state, told) is not None

    @property
    def situation(self) -> Situation | None:
        """The call as it stands now, or None at the first screen."""
        session = self.session
        if session is None:
            return None
        others = self.watch.others(session, self.now)
        return Situation(
            session.state, session.decision, session.rulebook, self.now, self.instruction, others
        )

    @property
    def sight(self) -> Sight | None:
        """All that a screen of the call shows, or None at the first screen."""
        session, at = self.session, self.situation
        if session is None or at is None:
            return None
        heard = self.hearing.state(self.now)
        return Sight(
            at,
            session.events,
            session.notice,
            self.ui,
            self.watch.alarms(session, at, heard.trouble),
            heard.silent_until,
            session.watching,
            self.actions,
        )

    @property
    def alarms(self) -> tuple[Alarm, ...]:
        """What needs an act: of the call that is shown, or at the first screen of this screen itself."""
        sight = self.sight
        return sight.alarms if sight else self.watch.own(self.now, self.hearing.state(self.now).trouble)

    @property
    def armed_key(self) -> str:
        """The key that does what is announced, as it is shown."""
        return armed_key(self.ui, self.actions)

    def armed(self, key: str) -> bool:
        """Would this key do what was announced?"""
        opened = self.ui.opened
        action = action_for(key, self.mode, self.actions)
        return bool(opened and opened.menu.again and action and action.id == opened.action)

    @property
    def hidden(self) -> frozenset[str]:
        """The actions that have nothing to act on now."""
        return self.hidden_in(self.sight)

    def hidden_in(self, sight: Sight | None) -> frozenset[str]:
        """The same, by what was seen already."""
        alarms = sight.alarms if sight else self.alarms
        return idle_actions(sight, self.ui, bool(self.open_calls), alarms)

    def welcome(self) -> None:
        """To the first screen. A journal that cannot be read stops nobody from a new call."""
        self.book.leave()
        self.watch.keep(self.book.sessions)
        self.ui = Ui()
        text = "N neemt een melding aan. Alles gaat met het toetsenbord; F1 toont de toetsen."
        try:
            self.book.look()
        except JournalError as error:
            self.say(str(error), Role.STOP)
            return
        if self.open_calls:
            text = f"Melding {self.open_calls[0].number} is niet afgesloten: Enter gaat verder. {text}"
        self.say(text)

    def say(self, text: str, role: Role = Role.TEXT) -> None:
        """Put a line in the message area."""
        self.ui = replace(self.ui, message=clean(text), role=role)

    def tick(self) -> None:
        """Time passed: what was armed or open too long closes, what is unsaved is tried again, and what is
        heard keeps up with what is seen."""
        self.expire()
        self._renew()
        now = self.now
        if self.book.unsaved and not self._tried <= now < self._tried + RETRY:
            self._tried = now
            if self.book.save():
                self.say("Alles is alsnog opgeslagen.")
        watched = self.session is not None and self.session.watching
        if self.book.refresh():
            self.ui = replace(self.ui, selected="")
            if self.session and self.session.watching and not watched:
                self.ui = Ui()
                self.say("Een ander scherm nam deze melding over. U kijkt mee.", Role.STOP)
        self._sound()

    def _sound(self) -> None:
        """Let be heard what is seen."""
        sight, told, now = self.sight, self.instruction, self.now
        beat = beat_since(sight.at) if sight else None
        loudest = self.watch.loudest(self.session, sight.alarms if sight else self.alarms, now)
        self.hearing.follow(beat, told.tempo.per_minute if told else 0, loudest, now)
        heard = self.hearing.state(now)
        if heard.tested and heard.tested != self._tested:
            self.say(heard.tested)
        self._tested = heard.tested

    def expire(self) -> None:
        opened = self.ui.opened
        if opened and not opened.at <= self.now < opened.at + opened.menu.stays:
            self.ui = replace(self.ui, opened=None)
            self.say("Niets gedaan: de tijd was om.", Role.DIM)

    def _renew(self) -> None:
        """Rule files changed: new calls go by the new rulebook. The call on the screen keeps its own."""
        news = self._watcher.news() if self._watcher else None
        if news is None:
            return
        self.trouble = news.trouble
        if news.decider and news.decider.rulebook.sha256 != self.book.decider.rulebook.sha256:
            self.book.decider = news.decider
            if self.session is None:
                self.say(f"Nieuwe regels voor nieuwe meldingen: {self.rulebook.version}.")

    def scroll_within(self, most: int) -> None:
        """A panel ends somewhere."""
        self.ui = replace(self.ui, scroll=min(self.ui.scroll, most))

    def press(self, key: str) -> None:
        """One key."""
        self._hands.press(key)

    def submit(self, text: str) -> None:
        """A line was typed."""
        self._hands.submit(text)

    def take_up(self, again: bool) -> None:
        """Go on with the calls that were broken off a moment ago. `again`: this program stands in for one
        that died."""
        self._hands.take_up(again)

    def restarted(self, cause: str) -> None:
        """The screen broke and a new one took over."""
        self.ui = replace(self.ui, opened=None, prompt=None, panel=None, scroll=0)
        self.say(
            f"HERSTART {local(self.now):%H:%M:%S} na een fout ({cause}). De melding loopt door.", Role.STOP
        )
