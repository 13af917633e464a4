"""A conversation with a desk: lines of keys in, lines of text out. No clock and no stream is touched here."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

from mka_assist.console.actions import Mode, action_for
from mka_assist.console.desk import Desk
from mka_assist.console.lines import Role, clean
from mka_assist.console.story import story
from mka_assist.console.ui import Panel
from mka_assist.console.views.panels import panel
from mka_assist.plain.news import news
from mka_assist.plain.picture import Picture, clock, picture, waiting
from mka_assist.plain.spoken import goes_before_text, help_lines, key_of
from mka_assist.plain.standing import beginning, standing

LISTEN = timedelta(seconds=60)
"""A menu stays open so long: it takes a while to be read aloud."""
LISTEN_ARMED = timedelta(seconds=10)
"""An announced act waits so long for the same key, for the same reason."""
LATELY = 10
"""So many lines of the log, unless all of it is asked for."""
ABSENT = frozenset({"palette", "scroll"})
"""The acts that only make sense on a screen."""
WIDE = 2000
"""No line of a panel is broken: whoever reads aloud or searches wants whole sentences."""
HINT = "? toont de toetsen, stand hoe het staat, vraag herhaalt de vraag, tijd de klok."
Keep = Callable[[Exception], object]
"""Keeps the details of a failure for whoever repairs the program."""


class Conversation:
    """Takes in lines, does one key of them at a time, and tells only what is new."""

    def __init__(self, desk: Desk, keep: Keep = lambda error: None) -> None:
        self._desk, self._keep = desk, keep
        self._told = Picture()
        self._lines: deque[str] = deque()
        self._rest: str | None = None
        """What is left of the line that is being done; None between two lines."""
        self._remembered: set[str] = set()

    @property
    def busy(self) -> bool:
        """Is there still something that was typed and not done?"""
        return self._rest is not None or bool(self._lines)

    @property
    def over(self) -> bool:
        """Was it asked to leave the program?"""
        return self._desk.leaving

    def begin(self) -> list[str]:
        """What to say first."""
        return [*beginning(self._desk), *self._new(), HINT]

    def hear(self, line: str) -> None:
        """A line was typed; it is done after all that came before it."""
        self._lines.append(line.rstrip("\r\n"))

    def tick(self) -> list[str]:
        """Time passed."""

        def passed() -> list[str]:
            self._desk.tick()
            return self._new()

        return self._fenced(passed, once=True)

    def step(self) -> list[str]:
        """Do the next key or text that was typed. After a mistake the rest of its line is not done."""
        if self._rest is None:
            self._rest = self._lines.popleft()
            if not self._rest.strip() and self._desk.mode is not Mode.TYPING:
                self._rest = None
                return list(waiting(self._now())) or [HINT]
        return self._fenced(self._next)

    def goodbye(self) -> list[str]:
        """What to say when the input ends while a call is open."""
        session = self._desk.session
        if session is None or session.state.closed_at is not None or session.watching:
            return []
        number = session.state.number
        if not self._desk.book.save():
            return [f"NIET OPGESLAGEN: {clean(session.notice)}"]
        return [f"Melding {number} is niet afgesloten; alles is opgeslagen en zij is te hervatten."]

    @property
    def saved(self) -> bool:
        """Is everything of every call in the journal?"""
        return not self._desk.book.unsaved

    def _next(self) -> list[str]:
        assert self._rest is not None
        rest, desk = self._rest, self._desk
        word, _, after = rest.strip().partition(" ")
        if desk.mode is Mode.TYPING and not goes_before_text(rest.strip()):
            self._rest = None
            prompt = desk.ui.prompt
            return self._do(lambda: desk.submit(rest.strip() or (prompt.start if prompt else "")))
        self._rest = after.strip() or None
        if asked := self._asked(word.lower()):
            return asked
        key = key_of(word)
        if not key:
            return self._stop(f"Onbekend: {clean(word)}. {HINT}")
        if not self._means_something(key):
            return self._stop(f"{clean(word).upper()} doet hier niets. {HINT}")
        lines = self._do(lambda: desk.press(key))
        if desk.ui.role is Role.STOP and self._rest and desk.mode is not Mode.TYPING:
            return [*lines, *self._stop("")]
        return lines

    def _means_something(self, key: str) -> bool:
        desk, mode = self._desk, self._desk.mode
        opened = desk.ui.opened
        if mode is Mode.MENU and opened and any(key == own for own, _ in opened.menu.keyed):
            return True
        action = action_for(key, mode, desk.actions)
        return action is not None and action.id not in ABSENT

    def _stop(self, why: str) -> list[str]:
        """A mistake: what came after it on the line was meant for another moment."""
        rest, self._rest = self._rest, None
        return [*([why] if why else []), *([f"Niet gedaan: {clean(rest)}"] if rest else [])]

    def _asked(self, word: str) -> list[str]:
        """The words that only ask."""
        match word:
            case "stand":
                return list(standing(self._desk, self._now()))
            case "vraag":
                return list(waiting(self._now())) or ["Er is geen vraag."]
            case "zeg":
                return list(self._now().instruction) or ["De instructie loopt niet."]
            case "tijd":
                return [clock(self._desk)]
            case "log":
                return self._log(None)
            case _:
                return []

    def _do(self, act: Callable[[], None]) -> list[str]:
        """Something was done; without news the answer is repeated, for every key gets an answer."""
        act()
        self._listen()
        done = self._desk.ui.role is Role.DONE
        lines = [*self._new(done=done), *self._panel()]
        return lines or [self._told.message or "Er verandert niets.", *waiting(self._told)]

    def _listen(self) -> None:
        """What is read aloud needs more time than what is seen."""
        opened = self._desk.ui.opened
        if opened is None:
            return
        stays = LISTEN_ARMED if opened.menu.armed else LISTEN
        menu = replace(opened.menu, stays=stays)
        self._desk.ui = replace(self._desk.ui, opened=replace(opened, menu=menu))

    def _panel(self) -> list[str]:
        """A panel is read once, and does not stay."""
        which, sight, desk = self._desk.ui.panel, self._desk.sight, self._desk
        if which is None:
            return []
        desk.ui = replace(desk.ui, panel=None, scroll=0)
        if which is Panel.HELP:
            mode, hidden = desk.mode, desk.hidden
            return [
                *help_lines(tuple(a for a in desk.actions if mode in a.modes and a.id not in hidden)),
                HINT,
            ]
        if which is Panel.LOG:
            return self._log(LATELY)
        rows = ("".join(text for text, _ in row) for row in panel(sight, which, WIDE))
        return [clean(row) for row in rows if row.strip()]

    def _log(self, most: int | None) -> list[str]:
        session = self._desk.session
        if session is None:
            return ["Er is nog geen melding."]
        told = [f"{when} {text}" for when, text in story(session.events, session.rulebook)]
        return told if most is None else told[-most:]

    def _now(self) -> Picture:
        return picture(self._desk)

    def _new(self, *, done: bool = False) -> list[str]:
        before, self._told = self._told, self._now()
        return news(before, self._told, done=done)

    def _fenced(self, act: Callable[[], list[str]], *, once: bool = False) -> list[str]:
        """A mistake in the program becomes one line; the call goes on. `once` does not tell it again."""
        try:
            return act()
        except Exception as error:
            self._rest = None
            known, self._remembered = repr(error) in self._remembered, {*self._remembered, repr(error)}
            if not known:
                with suppress(Exception):  # no room to keep it: the call goes on all the same
                    self._keep(error)
            what = f"Fout in het programma ({type(error).__name__})."
            return [] if known and once else [f"{what} De melding loopt door; probeer het opnieuw."]
