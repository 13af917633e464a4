"""The hands at the desk: what a key or a typed line comes to, and that it is done."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from mka_assist.call.commands import Answer, SeeAlarm, Undo
from mka_assist.call.log import JournalError
from mka_assist.call.undoing import consequences, passed_over, undoable, what
from mka_assist.console.actions import DIGITS, Action, Mode, action_for
from mka_assist.console.alarm_choices import ahead
from mka_assist.console.alarms import highest
from mka_assist.console.answers import BREATHING
from mka_assist.console.breaths import TAPS
from mka_assist.console.choices import step_for
from mka_assist.console.conditions import SOUND
from mka_assist.console.deeds import carry_out
from mka_assist.console.guard import Guard
from mka_assist.console.keyboard import SCREEN_KEYS, changed
from mka_assist.console.lines import Role, clean
from mka_assist.console.seen_choices import aside
from mka_assist.console.steps import BOUNCE, Commands, Deed, Do, Menu, Note, Prompt, Step, twice
from mka_assist.console.story import report
from mka_assist.console.ui import Focus, Opened, Ui, current
from mka_assist.decision.outcome import AmbulanceStatus
from mka_assist.rulebook.week import local

if TYPE_CHECKING:
    from mka_assist.console.desk import Desk


class Hands:
    """Everything goes through the desk: what is shown, open or armed stands there."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self._guard = Guard()

    def press(self, key: str) -> None:
        """One key. A key that a menu does not know closes the menu and does what it always does."""
        self.desk.expire()
        mode = self.desk.mode
        action = action_for(key, mode, self.desk.actions)
        if mode is Mode.MENU and (action is None or (action.id == "pick" and not self._offered(key))):
            self.desk.ui = replace(self.desk.ui, opened=None)
            action = None if key in DIGITS else action_for(key, self.desk.mode, self.desk.actions)
        if mode is Mode.PANEL and action is None:
            action = self._under_panel(key)
        if action:
            self._act(action, key)
        self._note_question()

    def _under_panel(self, key: str) -> Action | None:
        """A key that a panel does not know closes the panel, and does what it always does: the question
        stands above the panel. The ways on of the instruction lie under it, so these are only shown again."""
        before = self.desk.ui
        self.desk.ui = replace(before, panel=None, scroll=0)
        mode = self.desk.mode
        action = action_for(key, mode, self.desk.actions)
        if action is None:
            self.desk.ui = before
        elif mode is Mode.GUIDE and action.id in ("turn", "go_on"):
            self.desk.say("Het paneel is dicht. Druk nog eens voor de instructie.", Role.ASK)
            return None
        return action

    def submit(self, text: str) -> None:
        """A line was typed. One that cannot be read stays, with the reason."""
        if not (prompt := self.desk.ui.prompt):
            return
        try:
            step = prompt.read(text)
        except ValueError as error:
            self.desk.say(f"{str(error).rstrip('.')}.", Role.STOP)
            return
        self.desk.ui = replace(self.desk.ui, prompt=None, message="")
        self._take(step, "submit")
        self._note_question()

    def take_up(self, again: bool) -> None:
        """Go on with the calls that were broken off a moment ago. `again`: this program stands in for one
        that died."""
        with suppress(JournalError):
            numbers = self.desk.book.broken_off()
            for number in numbers:
                self._deed(Do(Deed.SWITCH, number))
            if numbers and self.desk.session and not self.desk.session.watching:
                notice = self.desk.session.outcome.notice
                self.desk.say(
                    f"HERSTART {local(self.desk.now):%H:%M:%S}. De melding gaat verder. {notice}", Role.STOP
                )
                return
        if again:
            self.desk.say(f"HERSTART {local(self.desk.now):%H:%M:%S}. {self.desk.ui.message}", Role.STOP)

    def _note_question(self) -> None:
        """Which question stands after this key? The taps belong to the one before."""
        at = self.desk.situation
        spec = current(at, self.desk.ui.selected) if at else None
        if self._guard.look(spec.name if spec else "", bool(self.desk.ui.selected), self.desk.now):
            self.desk.ui = replace(self.desk.ui, taps=())

    def _offered(self, key: str) -> bool:
        opened = self.desk.ui.opened
        return opened is not None and any(key == own for own, _ in opened.menu.keyed)

    def _act(self, action: Action, key: str) -> None:
        opened = self.desk.ui.opened
        if action.id not in ("seen", "silence"):  # these leave what is open or armed as it is
            self.desk.ui = replace(self.desk.ui, opened=None)
        if action.id == "pick" and opened:
            self._take(dict(opened.menu.keyed)[key].step, opened.action)
        elif opened and opened.menu.again and opened.action == action.id:
            self._again(opened)
        elif action.id in SCREEN_KEYS:
            self.desk.ui = changed(self.desk.ui, action.id, key, self.desk.sight)
        elif action.id in self._own:
            self._own[action.id]()
        elif self.desk.session is None:
            self._begin(action.id, key)
        elif self._guard.too_soon(action.id, self.desk.now):
            self.desk.say("Te snel: de vraag was net veranderd. Druk nog eens.", Role.ASK)
        elif action.id != "submit":
            self.desk.ui = replace(self.desk.ui, prompt=None)
            self._call(action.id, key)

    @property
    def _own(self) -> Mapping[str, Callable[[], None]]:
        """Keys of the desk itself."""
        return {
            "quit": self._quit,
            "leave": self._leave,
            "seen": self._seen,
            "breath": self._breath,
            "undo": self._undo,
            "silence": lambda: self.desk.say(self.desk.hearing.silence(self.desk.now)),
            "test": lambda: self.desk.say(self.desk.hearing.test()),
            "take_over": self._ask_take_over,
        }

    def _again(self, opened: Opened) -> None:
        """The same key a second time does what was announced, but not when the key bounced."""
        if timedelta(0) <= self.desk.now - opened.at < BOUNCE:
            self.desk.ui = replace(self.desk.ui, opened=opened)
            return
        if opened.action == "quit":
            self.desk.leaving = True
            return
        self._take(opened.menu.options[0].step, opened.action)

    def _call(self, id: str, key: str) -> None:
        """The keys of a call: each comes to a step."""
        at = self.desk.situation
        assert at is not None
        if id == "board":
            with suppress(JournalError):  # then the board shows what was there before
                self.desk.book.look()
            at = self.desk.situation
            assert at is not None
        self._take(step_for(at, id, key, self.desk.ui.selected), id)

    def _take(self, step: Step, action: str) -> None:
        """One step further: open what is to be chosen or typed, or do it."""
        match step:
            case Menu():
                self.desk.ui = replace(
                    self.desk.ui, opened=Opened(step, action, self.desk.now), panel=None, message=""
                )
            case Prompt():
                self.desk.ui = replace(self.desk.ui, prompt=step, panel=None, message="")
            case Note(text=text):
                self.desk.say(text, Role.ASK)
            case Do():
                self._deed(step)
            case _:
                self._do(step)

    def _do(self, commands: Commands) -> None:
        session = self.desk.session
        assert session is not None
        before, advice = self.desk.guided, session.decision
        outcomes = [session.do(command) for command in commands]
        if any(isinstance(command, Answer) for command in commands):
            back = before and self.desk.ui.selected
            focus = Focus.INSTRUCTION if back else self.desk.ui.focus
            self.desk.ui = replace(self.desk.ui, selected="", focus=focus)
        if self.desk.guided and not before:
            self.desk.ui = replace(self.desk.ui, focus=Focus.INSTRUCTION)
        if session.state.closed_at is not None:
            self.desk.ui = replace(self.desk.ui, selected="")
        meaning = consequences(session.state, advice, session.decision, self.desk.rulebook)
        text, role = report(outcomes, meaning, self.desk.rulebook)
        at, ordinary = self.desk.situation, AmbulanceStatus.GEWONE_UITVRAAG
        if at and advice.ambulance.status is ordinary and (next_act := ahead(at)):
            text = f"VERMOEDEN. {next_act}."
        self.desk.say(text, role)

    def _seen(self) -> None:
        """Acknowledge the alarm that is most urgent, and of those the oldest; with none left, offer to put
        one aside."""
        session, alarms = self.desk.session, self.desk.alarms
        alarm = highest(alarms)
        journals = session is not None and session.state.closed_at is None and not session.watching
        if alarm is None and journals and not self.desk.ui.prompt:
            self._take(aside(alarms), "seen")
        elif alarm is None:
            self.desk.say("Er is geen alarm dat nog niet gezien is.", Role.DIM)
        elif session and session.watching and alarm.condition.id != SOUND:
            self.desk.say(
                "U kijkt mee: een alarm wordt gezien op het scherm dat de melding heeft.", Role.STOP
            )
        else:
            self.desk.watch.see(session, alarm, self.desk.now)
            if journals:
                self._do((SeeAlarm(alarm.condition.name, alarm.condition.what.rstrip(".")),))
            else:
                self.desk.say(f"Gezien: {alarm.condition.what}", Role.DONE)

    def _undo(self) -> None:
        """Take back the last act; one that lies before an act towards others is named first."""
        at = self.desk.situation
        assert at is not None
        if not passed_over(at.state):
            self._do((Undo(),))
            return
        act = what(at.state, undoable(at.state), at.rulebook)
        self._take(twice(f"ongedaan maken: {act}. Wat daarna naar anderen ging, blijft", (Undo(),)), "undo")

    def _breath(self) -> None:
        """The caller says "now" at a breath."""
        at = self.desk.situation
        spec = current(at, self.desk.ui.selected) if at else None
        if spec is None or spec.name != BREATHING:
            self.desk.say("Spatie telt ademhalingen, alleen bij de vraag naar de ademhaling.", Role.DIM)
            return
        self.desk.ui = replace(self.desk.ui, taps=(*self.desk.ui.taps, self.desk.now)[-TAPS:], message="")

    def _begin(self, id: str, key: str) -> None:
        """A new call, or an open one again."""
        if id == "new":
            self._deed(Do(Deed.OPEN))
        elif id == "resume":
            place = DIGITS.index(key) if key in DIGITS else 0
            if place < len(self.desk.open_calls):
                self._deed(Do(Deed.SWITCH, self.desk.open_calls[place].number))

    def _deed(self, do: Do) -> None:
        """What goes beyond the call that is shown."""
        try:
            arrival = carry_out(self.desk.book, do, self.desk.now)
        except JournalError as error:
            if self.desk.session is None:
                self.desk.welcome()
            self.desk.say(str(error), Role.STOP)
            return
        focus = Focus.INSTRUCTION if self.desk.guided else Focus.QUESTION
        self.desk.ui = Ui(message=clean(arrival.text), role=arrival.role, focus=focus)
        if arrival.commands:
            self._do(arrival.commands)

    def _ask_take_over(self) -> None:
        at = self.desk.situation
        assert at is not None
        number = at.state.number
        self._take(
            twice(f"melding {number} overnemen van het andere scherm", Do(Deed.TAKE_OVER, number)),
            "take_over",
        )

    def _quit(self) -> None:
        loss = " (niet alles is opgeslagen)" if self.desk.book.unsaved or self.desk.book.lost else ""
        self._take(twice(f"het programma verlaten{loss}", ()), "quit")

    def _leave(self) -> None:
        """Back to the first screen, but not while something of the call is not saved."""
        if self.desk.session and not self.desk.session.save():
            self.desk.say(
                f"Nog niet opgeslagen; Enter probeert het weer. {self.desk.session.notice}", Role.STOP
            )
            return
        self.desk.welcome()
