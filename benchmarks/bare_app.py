"""The floor: a Textual app with one label of a fixed size, that shows how many keys were pressed.

    python benchmarks/bare_app.py [--clock | --furnished]

With `--clock` it also shows the time, once a second. Furnished, it has what a call has, by Textual's own
widgets: three clocks, a beat of 110 a minute, and a log of 2,000 lines that each key adds a line to.
"""

from __future__ import annotations

import sys
import time

from textual.app import App, ComposeResult
from textual.events import Key
from textual.widget import Widget

MARKER = "bare app"
CLOCKS = {"--clock": 1, "--furnished": 3}


class Text(Widget):
    """A line of text of a fixed size: what Textual paints most cheaply."""

    DEFAULT_CSS = "Text { width: 40; height: 1; }"

    def __init__(self, text: str = "") -> None:
        super().__init__()
        self.text = text

    def render(self) -> str:
        return self.text

    def show(self, text: str) -> None:
        """Show another text."""
        self.text = text
        self.refresh()


class Bare(App[None]):
    """As little as an app can be."""

    ENABLE_COMMAND_PALETTE = False
    AUTO_FOCUS = None

    def __init__(self, option: str = "") -> None:
        super().__init__()
        self.option = option
        self.count = 0
        self.label = Text(MARKER)
        self.clocks = [Text() for _ in range(CLOCKS.get(option, 0))]
        self.beat = Text()

    def compose(self) -> ComposeResult:
        yield self.label
        yield from self.clocks
        if self.option == "--furnished":
            from textual.widgets import Log

            self.log_lines = Log()
            yield self.beat
            yield self.log_lines

    def on_mount(self) -> None:
        if self.clocks:
            self.set_interval(1, self.tick)
        if self.option == "--furnished":
            self.set_interval(60 / 110, lambda: self.beat.show("●" if self.beat.text == "○" else "○"))
            self.log_lines.write_lines([f"0:{n:02} a line of the log, number {n}" for n in range(2000)])

    def tick(self) -> None:
        for clock in self.clocks:
            clock.show(time.strftime("%H:%M:%S"))

    def on_key(self, event: Key) -> None:
        self.count += 1
        self.label.show(f"{MARKER} ({self.count})")
        if self.option == "--furnished":
            self.log_lines.write_line(f"key {self.count}")


if __name__ == "__main__":
    Bare(*sys.argv[1:]).run(mouse=False)
