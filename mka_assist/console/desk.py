"""The dispatcher's desk: a key becomes a command, the session does it, and the outcome is told. No Textual.

The desk outlives the screen: when the screen breaks, a new one takes over the same desk and the same call.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from mka_assist.call.clock import Clock
from mka_assist.call.commands import Answer
from mka_assist.call.log import CallRefusedError, JournalError
from mka_assist.call.session import Decider, Session
from mka_assist.console.actions import ACTIONS, DIGITS, MENU_KEYS, Action, Mode, action_for
from mka_assist.console.alarm_choices import alarm, ambulance, unit
from mka_assist.console.answers import answer_for
from mka_assist.console.call_choices import close, compression, crowd, instruction, responder, suspicion
from mka_assist.console.calls import Calls, OpenCall, numbers, open_calls
from mka_assist.console.keyboard import SCREEN_KEYS, changed, idle_actions
from mka_assist.console.lines import Role, clean
from mka_assist.console.partner_choices import partners
from mka_assist.console.steps import BOUNCE, Commands, Menu, Note, Prompt, Situation, Step, twice
from mka_assist.console.story import told
from mka_assist.console.ui import Opened, Sight, Ui, current
from mka_assist.console.watching import Watcher
from mka_assist.rulebook.model import RuleBook
from mka_assist.rulebook.week import local

RETRY = timedelta(seconds=5)
CHOICES: Mapping[str, Callable[[Situation], Step]] = {
    "alarm": alarm,
    "responder": responder,
    "crowd": crowd,
    "instruction": instruction,
    "compression": compression,
    "ambulance": ambulance,
    "suspicion": suspicion,
    "partners": partners,
    "unit": unit,
    "close": close,
}
"""What a key of a call offers, by the id of its action. All other keys answer the question."""


class Desk:
    """At most one call at a time, and what the screen remembers beside it."""

    def __init__(
        self,
        calls: Calls,
        clock: Clock,
        decider: Decider,
        watcher: Watcher | None = None,
        trouble: str = "",
    ) -> None:
        self._calls, self._clock, self._decider = calls, clock, decider
        self._watcher = watcher
        self.trouble = trouble
        """Why the rule files as they stand are not used, in one line; empty when they are."""
        self.session: Session | None = None
        self.ui = Ui()
        self.leaving = False
        """The dispatcher wants to leave the program."""
        self.open_calls: tuple[OpenCall, ...] = ()
        self._tried = clock.now()
        self.welcome()

    @property
    def now(self) -> datetime:
        return self._clock.now()

    @property
    def rulebook(self) -> RuleBook:
        """What decides: the rulebook of the call, or the one that a new call would get."""
        return self.session.rulebook if self.session else self._decider.rulebook

    @property
    def mode(self) -> Mode:
        """What the keyboard is for now. An armed act is no menu: all other keys keep their meaning."""
        if self.session is None:
            return Mode.START
        if self.session.state.closed_at is not None:
            return Mode.CLOSED
        if self.ui.prompt:
            return Mode.TYPING
        if self.ui.opened and not self.ui.opened.menu.armed:
            return Mode.MENU
        return Mode.PANEL if self.ui.panel else Mode.CALL

    @property
    def situation(self) -> Situation | None:
        """The call as it stands now, or None at the first screen."""
        session = self.session
        if session is None:
            return None
        return Situation(session.state, session.decision, session.rulebook, self.now)

    @property
    def sight(self) -> Sight | None:
        """All that a screen of the call shows, or None at the first screen."""
        session, at = self.session, self.situation
        return Sight(at, session.events, session.notice, self.ui) if session and at else None

    @property
    def armed_key(self) -> str:
        """The key that does what is announced, as it is shown."""
        id = self.ui.opened.action if self.ui.opened else ""
        return next((action.shown for action in ACTIONS if action.id == id), "")

    @property
    def hidden(self) -> frozenset[str]:
        """The actions that have nothing to act on now."""
        return idle_actions(self.sight, self.ui, bool(self.open_calls))

    def welcome(self) -> None:
        """To the first screen. A journal that cannot be read stops nobody from a new call."""
        self.session, self.ui = None, Ui()
        text = "N neemt een melding aan. Alles gaat met het toetsenbord; F1 toont de toetsen."
        try:
            self.open_calls = open_calls(self._calls)
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
        """Time passed: what was armed or open too long closes, and what is unsaved is tried again."""
        self._expire()
        self._renew()
        now = self.now
        if self.session and self.session.unsaved and not self._tried <= now < self._tried + RETRY:
            self._tried = now
            if self.session.save():
                self.say("Alles is alsnog opgeslagen.")

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
        if news.decider and news.decider.rulebook.sha256 != self._decider.rulebook.sha256:
            self._decider = news.decider
            if self.session is None:
                self.say(f"Nieuwe regels voor nieuwe meldingen: {self.rulebook.version}.")

    def scroll_within(self, most: int) -> None:
        """A panel ends somewhere."""
        self.ui = replace(self.ui, scroll=min(self.ui.scroll, most))

    def press(self, key: str) -> None:
        """One key. A key that a menu does not know closes the menu and does what it always does."""
        self._expire()
        mode = self.mode
        action = action_for(key, mode)
        if mode is Mode.MENU and (action is None or (action.id == "pick" and not self._offered(key))):
            self.ui = replace(self.ui, opened=None)
            action = None if key in DIGITS else action_for(key, Mode.CALL)
        if action:
            self._act(action, key)

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

    def restarted(self, cause: str) -> None:
        """The screen broke and a new one took over."""
        self.ui = replace(self.ui, opened=None, prompt=None, panel=None, scroll=0)
        self.say(
            f"HERSTART {local(self.now):%H:%M:%S} na een fout ({cause}). De melding loopt door.", Role.STOP
        )

    def _offered(self, key: str) -> bool:
        opened = self.ui.opened
        return opened is not None and MENU_KEYS.index(key) < len(opened.menu.options)

    def _act(self, action: Action, key: str) -> None:
        opened, self.ui = self.ui.opened, replace(self.ui, opened=None)
        if action.id == "pick" and opened:
            self._take(opened.menu.options[MENU_KEYS.index(key)].step, opened.action)
        elif opened and opened.menu.again and opened.action == action.id:
            self._again(opened)
        elif action.id in SCREEN_KEYS:
            self.ui = changed(self.ui, action.id, key, self.sight)
        elif action.id == "quit":
            self._quit()
        elif action.id == "leave":
            self._leave()
        elif self.session is None:
            self._begin(action.id, key)
        elif action.id != "submit":
            self.ui = replace(self.ui, prompt=None)
            self._call(action.id)

    def _again(self, opened: Opened) -> None:
        """The same key a second time does what was announced, but not when the key bounced."""
        if timedelta(0) <= self.now - opened.at < BOUNCE:
            self.ui = replace(self.ui, opened=opened)
            return
        if opened.action == "quit":
            self.leaving = True
            return
        self._take(opened.menu.options[0].step, opened.action)

    def _call(self, id: str) -> None:
        """The keys of a call: each comes to a step."""
        at = self.situation
        assert at is not None
        choice = CHOICES.get(id)
        self._take(choice(at) if choice else answer_for(id, current(at, self.ui.selected)), id)

    def _take(self, step: Step, action: str) -> None:
        """One step further: open what is to be chosen or typed, or do it."""
        match step:
            case Menu():
                self.ui = replace(self.ui, opened=Opened(step, action, self.now), panel=None, message="")
            case Prompt():
                self.ui = replace(self.ui, prompt=step, panel=None, message="")
            case Note(text=text):
                self.say(text, Role.ASK)
            case _:
                self._do(step)

    def _do(self, commands: Commands) -> None:
        assert self.session is not None
        done: list[str] = []
        refused: list[str] = []
        for command in commands:
            outcome = self.session.do(command)
            done += [text for event in outcome.events if (text := told(event, self.rulebook))]
            if outcome.refusal:
                refused.append(str(outcome.refusal))
            if isinstance(command, Answer):
                self.ui = replace(self.ui, selected="")
        if refused:
            self.say(" ".join([*refused, *done]), Role.STOP)
        elif done:
            self.say(f"{'. '.join(done)}.", Role.DONE)
        else:
            self.say("Er verandert niets: dit stond er al.", Role.DIM)
        if self.session.state.closed_at is not None:
            self.ui = replace(self.ui, selected="")

    def _begin(self, id: str, key: str) -> None:
        """A new call, or an open one again."""
        if id == "new":
            self._open()
        elif id == "resume":
            place = DIGITS.index(key) if key in DIGITS else 0
            if place < len(self.open_calls):
                self._resume(self.open_calls[place].number)

    def _open(self) -> None:
        for number in numbers(self.now):
            try:
                self.session = Session.open(number, self._calls, self._clock, self._decider)
            except CallRefusedError as error:
                self.say(str(error), Role.STOP)
            else:
                self.ui = Ui(message=self.session.outcome.notice or "Melding aangenomen.")
                return

    def _resume(self, number: str) -> None:
        try:
            earlier = self._watcher.earlier if self._watcher else lambda state: None
            self.session = Session.resume(number, self._calls, self._clock, self._decider, earlier)
        except JournalError as error:
            self.welcome()
            self.say(str(error), Role.STOP)
            return
        text = f"HERVAT {local(self.now):%H:%M:%S}. {self.session.outcome.notice}"
        self.ui = Ui(message=clean(text), role=Role.ASK)

    def _quit(self) -> None:
        loss = " (niet alles is opgeslagen)" if self.session and self.session.unsaved else ""
        self._take(twice(f"het programma verlaten{loss}", ()), "quit")

    def _leave(self) -> None:
        """Back to the first screen, but not while something of the call is not saved."""
        if self.session and not self.session.save():
            self.say(f"Nog niet opgeslagen; Enter probeert het weer. {self.session.notice}", Role.STOP)
            return
        self.welcome()
