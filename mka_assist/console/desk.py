"""The dispatcher's desk: a key becomes a command, the session does it, and the outcome is told. No Textual.

The desk outlives the screen: when the screen breaks, a new one takes over the same desk and the same call.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta

from mka_assist.call.clock import Clock
from mka_assist.call.commands import Answer, SeeAlarm, Undo
from mka_assist.call.instructing import position
from mka_assist.call.log import JournalError
from mka_assist.call.session import Decider, Session
from mka_assist.call.undoing import consequences
from mka_assist.console.actions import ACTIONS, DIGITS, Action, Actions, Mode, action_for
from mka_assist.console.alarm_watch import AlarmWatch
from mka_assist.console.alarms import Alarm, highest
from mka_assist.console.answers import BREATHING
from mka_assist.console.breaths import TAPS
from mka_assist.console.callbook import CallBook
from mka_assist.console.calls import Calls, OpenCall
from mka_assist.console.choices import step_for
from mka_assist.console.conditions import SOUND
from mka_assist.console.deeds import carry_out
from mka_assist.console.guard import Guard
from mka_assist.console.hearing import SILENT, FencedHearing, Hearing
from mka_assist.console.instruction_choices import beat_since
from mka_assist.console.keyboard import SCREEN_KEYS, armed_key, changed, idle_actions, mode_of
from mka_assist.console.lines import Role, clean
from mka_assist.console.seen_choices import aside
from mka_assist.console.steps import BOUNCE, Commands, Deed, Do, Menu, Note, Prompt, Situation, Step, twice
from mka_assist.console.story import report
from mka_assist.console.ui import Focus, Opened, Sight, Ui, current
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
        self._guard = Guard()
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
        return mode_of(self.session, self.ui, self._guided)

    @property
    def _guided(self) -> bool:
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
        self._expire()
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

    def _expire(self) -> None:
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
        """One key. A key that a menu does not know closes the menu and does what it always does."""
        self._expire()
        mode = self.mode
        action = action_for(key, mode, self.actions)
        if mode is Mode.MENU and (action is None or (action.id == "pick" and not self._offered(key))):
            self.ui = replace(self.ui, opened=None)
            action = None if key in DIGITS else action_for(key, self.mode, self.actions)
        if action:
            self._act(action, key)
        self._note_question()

    def submit(self, text: str) -> None:
        """A line was typed. One that cannot be read stays, with the reason."""
        if not (prompt := self.ui.prompt):
            return
        try:
            step = prompt.read(text)
        except ValueError as error:
            self.say(f"{str(error).rstrip('.')}.", Role.STOP)
            return
        self.ui = replace(self.ui, prompt=None, message="")
        self._take(step, "submit")
        self._note_question()

    def restarted(self, cause: str) -> None:
        """The screen broke and a new one took over."""
        self.ui = replace(self.ui, opened=None, prompt=None, panel=None, scroll=0)
        self.say(
            f"HERSTART {local(self.now):%H:%M:%S} na een fout ({cause}). De melding loopt door.", Role.STOP
        )

    def take_up(self, again: bool) -> None:
        """Go on with the calls that were broken off a moment ago. `again`: this program stands in for one
        that died."""
        with suppress(JournalError):
            numbers = self.book.broken_off()
            for number in numbers:
                self._deed(Do(Deed.SWITCH, number))
            if numbers and self.session and not self.session.watching:
                notice = self.session.outcome.notice
                self.say(f"HERSTART {local(self.now):%H:%M:%S}. De melding gaat verder. {notice}", Role.STOP)
                return
        if again:
            self.say(f"HERSTART {local(self.now):%H:%M:%S}. {self.ui.message}", Role.STOP)

    def _note_question(self) -> None:
        """Which question stands after this key? The taps belong to the one before."""
        at = self.situation
        spec = current(at, self.ui.selected) if at else None
        if self._guard.look(spec.name if spec else "", bool(self.ui.selected), self.now):
            self.ui = replace(self.ui, taps=())

    def _offered(self, key: str) -> bool:
        opened = self.ui.opened
        return opened is not None and any(key == own for own, _ in opened.menu.keyed)

    def _act(self, action: Action, key: str) -> None:
        opened = self.ui.opened
        if action.id not in ("seen", "silence"):  # these leave what is open or armed as it is
            self.ui = replace(self.ui, opened=None)
        if action.id == "pick" and opened:
            self._take(dict(opened.menu.keyed)[key].step, opened.action)
        elif opened and opened.menu.again and opened.action == action.id:
            self._again(opened)
        elif action.id in SCREEN_KEYS:
            self.ui = changed(self.ui, action.id, key, self.sight)
        elif action.id in self._own:
            self._own[action.id]()
        elif self.session is None:
            self._begin(action.id, key)
        elif self._guard.too_soon(action.id, self.now):
            self.say("Te snel: de vraag was net veranderd. Druk nog eens.", Role.ASK)
        elif action.id != "submit":
            self.ui = replace(self.ui, prompt=None)
            self._call(action.id, key)

    @property
    def _own(self) -> Mapping[str, Callable[[], None]]:
        """Keys of the desk itself."""
        return {
            "quit": self._quit,
            "leave": self._leave,
            "seen": self._seen,
            "breath": self._breath,
            "undo": lambda: self._do((Undo(),)),
            "silence": lambda: self.say(self.hearing.silence(self.now)),
            "test": lambda: self.say(self.hearing.test()),
            "take_over": self._ask_take_over,
        }

    def _again(self, opened: Opened) -> None:
        """The same key a second time does what was announced, but not when the key bounced."""
        if timedelta(0) <= self.now - opened.at < BOUNCE:
            self.ui = replace(self.ui, opened=opened)
            return
        if opened.action == "quit":
            self.leaving = True
            return
        self._take(opened.menu.options[0].step, opened.action)

    def _call(self, id: str, key: str) -> None:
        """The keys of a call: each comes to a step."""
        at = self.situation
        assert at is not None
        if id == "board":
            with suppress(JournalError):  # then the board shows what was there before
                self.book.look()
            at = self.situation
            assert at is not None
        self._take(step_for(at, id, key, self.ui.selected), id)

    def _take(self, step: Step, action: str) -> None:
        """One step further: open what is to be chosen or typed, or do it."""
        match step:
            case Menu():
                self.ui = replace(self.ui, opened=Opened(step, action, self.now), panel=None, message="")
            case Prompt():
                self.ui = replace(self.ui, prompt=step, panel=None, message="")
            case Note(text=text):
                self.say(text, Role.ASK)
            case Do():
                self._deed(step)
            case _:
                self._do(step)

    def _do(self, commands: Commands) -> None:
        session = self.session
        assert session is not None
        before, advice = self._guided, session.decision
        outcomes = [session.do(command) for command in commands]
        if any(isinstance(command, Answer) for command in commands):
            back = before and self.ui.selected
            focus = Focus.INSTRUCTION if back else self.ui.focus
            self.ui = replace(self.ui, selected="", focus=focus)
        if self._guided and not before:
            self.ui = replace(self.ui, focus=Focus.INSTRUCTION)
        if session.state.closed_at is not None:
            self.ui = replace(self.ui, selected="")
        meaning = consequences(session.state, advice, session.decision, self.rulebook)
        self.say(*report(outcomes, meaning, self.rulebook))

    def _seen(self) -> None:
        """Acknowledge the alarm that is most urgent, and of those the oldest; with none left, offer to put
        one aside."""
        session, alarms = self.session, self.alarms
        alarm = highest(alarms)
        journals = session is not None and session.state.closed_at is None and not session.watching
        if alarm is None and journals and not self.ui.prompt:
            self._take(aside(alarms), "seen")
        elif alarm is None:
            self.say("Er is geen alarm dat nog niet gezien is.", Role.DIM)
        elif session and session.watching and alarm.condition.id != SOUND:
            self.say("U kijkt mee: een alarm wordt gezien op het scherm dat de melding heeft.", Role.STOP)
        else:
            self.watch.see(session, alarm, self.now)
            if journals:
                self._do((SeeAlarm(alarm.condition.name, alarm.condition.what.rstrip(".")),))
            else:
                self.say(f"Gezien: {alarm.condition.what}", Role.DONE)

    def _breath(self) -> None:
        """The caller says "now" at a breath."""
        at = self.situation
        spec = current(at, self.ui.selected) if at else None
        if spec is None or spec.name != BREATHING:
            self.say("Spatie telt ademhalingen, alleen bij de vraag naar de ademhaling.", Role.DIM)
            return
        self.ui = replace(self.ui, taps=(*self.ui.taps, self.now)[-TAPS:], message="")

    def _begin(self, id: str, key: str) -> None:
        """A new call, or an open one again."""
        if id == "new":
            self._deed(Do(Deed.OPEN))
        elif id == "resume":
            place = DIGITS.index(key) if key in DIGITS else 0
            if place < len(self.open_calls):
                self._deed(Do(Deed.SWITCH, self.open_calls[place].number))

    def _deed(self, do: Do) -> None:
        """What goes beyond the call that is shown."""
        try:
            arrival = carry_out(self.book, do, self.now)
        except JournalError as error:
            if self.session is None:
                self.welcome()
            self.say(str(error), Role.STOP)
            return
        focus = Focus.INSTRUCTION if self._guided else Focus.QUESTION
        self.ui = Ui(message=clean(arrival.text), role=arrival.role, focus=focus)
        if arrival.commands:
            self._do(arrival.commands)

    def _ask_take_over(self) -> None:
        at = self.situation
        assert at is not None
        number = at.state.number
        self._take(
            twice(f"melding {number} overnemen van het andere scherm", Do(Deed.TAKE_OVER, number)),
            "take_over",
        )

    def _quit(self) -> None:
        loss = " (niet alles is opgeslagen)" if self.book.unsaved or self.book.lost else ""
        self._take(twice(f"het programma verlaten{loss}", ()), "quit")

    def _leave(self) -> None:
        """Back to the first screen, but not while something of the call is not saved."""
        if self.session and not self.session.save():
            self.say(f"Nog niet opgeslagen; Enter probeert het weer. {self.session.notice}", Role.STOP)
            return
        self.welcome()
