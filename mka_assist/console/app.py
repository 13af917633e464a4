"""The console on a terminal: keys in, blocks of lines out. All it knows of a call goes through the desk."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from typing import ClassVar

from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.drivers.linux_driver import LinuxDriver
from textual.events import Resize
from textual.timer import Timer
from textual.widgets import Input

from mka_assist.console.actions import EVERY_KEY
from mka_assist.console.desk import Desk
from mka_assist.console.driver import SteadyDriver, let_go
from mka_assist.console.lines import Lines, Role
from mka_assist.console.palette import HOW, Command, Palette, asked_for, forget_styles
from mka_assist.console.settling import SETTLE, Press, Settling
from mka_assist.console.steps import Prompt
from mka_assist.console.ui import Panel, Sight
from mka_assist.console.views import bottom, page
from mka_assist.console.views.alerts import Clock, bar, flashing
from mka_assist.console.views.beat import until_next
from mka_assist.console.views.page import Box, Layout
from mka_assist.console.views.start import start
from mka_assist.console.views.top import SMALLEST, header
from mka_assist.console.widgets import PLAIN_LOOK, Block, Look, Typing, paint

TICK = 0.5
"""Seconds between looks at the clock; only a line that changed is painted."""
AFTER_BEAT = 0.002
"""A little later than the beat itself, so that the clock has come to it."""
FLASH = 0.125
"""Seconds between looks at the marks of alarms: they flash twice a second, until somebody saw them."""
RAISED_BLOCKS = ("question", "beat", "message", "keys")
BLOCKS = (
    "header",
    "clocks",
    "alerts",
    "titles",
    "list",
    "question",
    "partners",
    "beat",
    "guide",
    "log",
    "start",
    "panel",
    "message",
    "keys",
)
Keep = Callable[[Exception], object]
"""Keeps the details of a failure for whoever repairs the program."""


class ConsoleApp(App[None], inherit_bindings=False):
    """The screen of the dispatcher. It breaks without harm: the desk and the journal have everything."""

    CSS_PATH = "console.tcss"
    TITLE = "mka-assist"
    ENABLE_COMMAND_PALETTE = False
    ALLOW_SELECT = False
    AUTO_FOCUS = None
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(key, f"press('{key}')", show=False, priority=len(key) > 1 and key[0] == "f")
        for key in EVERY_KEY
    ]

    def __init__(
        self,
        desk: Desk,
        keep: Keep = lambda error: None,
        look: Look = PLAIN_LOOK,
        locked: frozenset[str] = frozenset(),
        keeper: int = 0,
    ) -> None:
        super().__init__(ansi_color=look.palette.colourless)
        if self.driver_class is LinuxDriver:
            self.driver_class = SteadyDriver
        theme = look.palette.theme
        self.register_theme(theme)
        self.theme = theme.name
        self.desk = desk
        self.look, self.locked = look, locked
        self.next_look: Look | None = None
        """The look that was chosen, for the screen that comes after this one."""
        self.failure: Exception | None = None
        """What ended the app, when it was not the dispatcher."""
        self._keep = keep
        self._starter = keeper or os.getppid()
        """Whoever started the program. Without them nobody looks at this screen any more."""
        self._remembered: set[str] = set()
        self._prompt: Prompt | None = None
        self._blocks = {id: Block(id, look, raised=id in RAISED_BLOCKS) for id in BLOCKS}
        self._typing = Typing(id="typing", compact=True, select_on_focus=False)
        self._where: Layout = page.layout(*SMALLEST)
        self._flashing = self._beating = False
        self._settling = Settling()
        self._flashes: Timer | None = None
        self._sight: Sight | None = None
        self._shown: tuple[object, ...] = ()
        self._above: Box | None = None
        """Where a menu or a panel lies."""

    def compose(self) -> ComposeResult:
        yield from self._blocks.values()
        yield self._typing

    def on_mount(self) -> None:
        self._typing.cursor_blink = False
        self.set_interval(TICK, self.tick)
        self._flashes = self.set_interval(FLASH, self.flash, pause=True)
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGHUP):
            loop.add_signal_handler(number, self._stopped, number)

    def on_resize(self, event: Resize) -> None:
        with self.fenced():
            self._where = page.layout(event.size.width, event.size.height)
            self.show()

    def action_press(self, key: str) -> None:
        """A key of the table, as it comes in."""
        with self.fenced():
            if self._settling.waiting not in ("", key):
                self.press(self._settling.settled())
            match self._settling.take(key, self.desk.armed(key), self.desk.now):
                case Press.DO:
                    self.press(key)
                case Press.WAIT:
                    self.set_timer(SETTLE, self._settle)

    def _settle(self) -> None:
        with self.fenced():
            if key := self._settling.settled():
                self.press(key)

    def press(self, key: str) -> None:
        """A key that was meant."""
        if asked_for(self.desk, key):
            before = self.desk.ui.message
            self.desk.say(HOW)
            self.push_screen(Palette(), lambda _: self._palette_closed(before))
        else:
            self.desk.press(key)
        self.show()

    def _palette_closed(self, message: str) -> None:
        self.desk.say(message)
        forget_styles()

    def carry_out(self, command: Command) -> None:
        """Do what was chosen in the palette."""
        with self.fenced():
            for key in command.keys:
                self.desk.press(key)
            if command.tells:
                self.desk.say(command.tells)
            if command.look:
                self.next_look = command.look
                self.exit()
                return
            self.show()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        with self.fenced():
            self.desk.submit(event.value)
            self.show()

    def tick(self) -> None:
        """Time passed."""
        with self.fenced():
            self.desk.tick()
            if self._shown != self._showing():
                self.show()
            if not isinstance(self._driver, SteadyDriver):
                return
            if os.getppid() != self._starter:
                self._stopped(signal.SIGHUP)
            elif self._driver.gone():
                let_go()
                self._stopped(signal.SIGHUP)
            elif self._driver.recovered():
                for block in self._blocks.values():
                    block.refresh()
                self._typing.refresh()

    def flash(self) -> None:
        """Only the bar of alarms, and only while a mark in it flashes."""
        with self.fenced():
            if self._flashing and (sight := self._now()):
                draw = page.call_blocks(sight, self._where)["alerts"]
                self._blocks["alerts"].show(self._draw(draw, self._where.boxes["alerts"]))
                self._paint()

    def _flash_while(self, flashes: bool) -> None:
        """Look at the marks only while one of them flashes."""
        self._flashing = flashes
        if timer := self._flashes:
            (timer.resume if flashes else timer.pause)()

    def beat(self) -> None:
        """The line with the heart, at every beat of the grid that the sound has too."""
        self._beating = False
        with self.fenced():
            if sight := self._now():
                draw = page.call_blocks(sight, self._where)["beat"]
                self._blocks["beat"].show(self._draw(draw, self._where.boxes["beat"]))
                self._paint()
                self._until_beat(sight)

    def _until_beat(self, sight: Sight | None) -> None:
        """One timer at a time, to the next beat of the call that is shown."""
        wait = until_next(sight.at) if sight and not self._beating else None
        if wait is not None:
            self._beating = True
            self.set_timer(wait + AFTER_BEAT, self.beat)

    def _showing(self) -> tuple[object, ...]:
        """What the screen rests on: when none of it changed, and no second passed, nothing needs drawing."""
        return int(self.desk.now.timestamp()), self.desk.ui, self.desk.session, self.desk.trouble

    def _now(self) -> Sight | None:
        """The call as it was shown last, at this moment: for what moves within a second."""
        sight = self._sight
        return replace(sight, at=replace(sight.at, now=self.desk.now)) if sight else None

    def show(self) -> None:
        """Bring the screen up to date with the desk."""
        desk, boxes = self.desk, self._where.boxes
        if desk.leaving:
            self.exit()
            return
        self._type(desk.ui.prompt)
        self._shown = self._showing()
        sight = self._sight = self._scrolled(desk.sight)
        self._flash_while(sight is not None and flashing(sight.alarms))
        self._until_beat(sight)
        self._above = page.over(sight, self._where) if sight else None
        draws = page.call_blocks(sight, self._where) if sight else {"start": self._start}
        number = sight.at.state.number if sight else ""
        draws["header"] = lambda: header(desk.rulebook, number, *self.size, sight)
        draws["message"] = lambda: self._message(boxes["message"].width)
        draws["keys"] = lambda: bottom.bar(
            desk.mode, desk.hidden_in(sight), boxes["keys"].width, desk.actions
        )
        for id, block in self._blocks.items():
            block.display = id in draws
            if id in draws:
                block.place(self._box(id))
                block.show(self._draw(draws[id], self._box(id)))
        self._paint()

    def _paint(self) -> None:
        """Paint at once and in one frame what changed. Textual gives each widget a frame, sixty in a second,
        so that what came last of a key would be seen a frame or two later. A layout is left to Textual.
        """
        screen = self.screen
        changed = {block for block in self._blocks.values() if block.unpainted}
        if changed and screen.is_current and not any(block.unplaced for block in self._blocks.values()):
            try:
                paint(screen, changed)
            except Exception as error:
                self._handle_exception(error)

    def _draw(self, draw: page.Draw, box: Box) -> Lines:
        """The lines of a block, or one line that says they could not be drawn."""
        try:
            return draw()
        except Exception as error:
            self._remember(error)
            return page.trouble(f"Dit deel van het scherm heeft een fout ({type(error).__name__}).", box)

    @contextmanager
    def fenced(self) -> Iterator[None]:
        """A mistake in the screen becomes one line on the screen; the call goes on."""
        try:
            yield
        except Exception as error:
            self._remember(error)
            text = f"Fout in het scherm ({type(error).__name__}). De melding loopt door; probeer het opnieuw."
            self.desk.say(text, Role.STOP)
            self._blocks["message"].show(page.trouble(text, self._where.boxes["message"]))

    def _remember(self, error: Exception) -> None:
        """Keep the details of a failure once."""
        if repr(error) not in self._remembered:
            self._remembered.add(repr(error))
            with suppress(Exception):  # no room to keep it: the call goes on all the same
                self._keep(error)

    def _start(self) -> Lines:
        desk, box = self.desk, self._where.boxes["start"]
        if desk.ui.panel is Panel.HELP:
            return page.panel_lines(None, Panel.HELP, desk.ui.scroll, box)
        shown = bar(desk.alarms, Clock(desk.now), box.width) if desk.alarms else ()
        height = box.height - len(shown)
        first, *rows = start(desk.rulebook, desk.open_calls, desk.now, box.width, height, desk.trouble)
        return (first, *shown, *rows)

    def _scrolled(self, sight: Sight | None) -> Sight | None:
        """Keep a panel from being scrolled past its end."""
        with self.fenced():
            box = self._where.boxes["panel" if sight else "start"]
            if which := page.panel_of(sight, self.desk.ui):
                self.desk.scroll_within(page.scroll_limit(sight, which, box))
        return replace(sight, ui=self.desk.ui) if sight else None

    def _message(self, width: int) -> Lines:
        desk = self.desk
        seconds = 0
        if opened := desk.ui.opened:
            left = opened.at + opened.menu.stays - desk.now
            seconds = max(1, -int(-left.total_seconds() // 1))
        return bottom.message(desk.ui, desk.armed_key, seconds, width)

    def _box(self, id: str) -> Box:
        return self._above if id == "panel" and self._above else self._where.boxes[id]

    def _type(self, prompt: Prompt | None) -> None:
        """Open or close the line to type in."""
        if prompt is self._prompt:
            return
        self._prompt = prompt
        typing = self._typing
        typing.display = prompt is not None
        if prompt:
            box = self._where.boxes["message"]
            typing.styles.offset = (1, box.y + 1)
            typing.styles.width = box.width - 2
            typing.max_length = prompt.longest
            typing.value = prompt.start
            typing.cursor_position = 0  # a long line begins with what matters
            typing.focus()
        else:
            self.screen.set_focus(None)

    def _stopped(self, number: int) -> None:
        """Told to stop: everything is in the journal already, so only the terminal is to be put right."""
        self.exit(return_code=128 + number)

    def _handle_exception(self, error: Exception) -> None:
        """What Textual could not handle ends the app, without a traceback on the screen."""
        self._remember(error)
        self.failure = self.failure or error
        self._return_code = 1
        if self._exception is None:  # what Textual's own tests look at
            self._exception = error
            self._exception_event.set()
        self._close_messages_no_wait()
