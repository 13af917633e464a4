"""The floor: a Textual app with one label of a fixed size, that shows the key pressed last.

    python benchmarks/bare_app.py [--clock]

With `--clock` it also shows the time, once a second. Beside the console it tells what is Textual's own.
"""

from __future__ import annotations

import sys
import time

from textual.app import App, ComposeResult
from textual.events import Key
from textual.widgets import Static

MARKER = "bare app"


class Bare(App[None]):
    """As little as an app can be."""

    CSS = "Static { width: 40; height: 1; }"
    ENABLE_COMMAND_PALETTE = False
    AUTO_FOCUS = None

    def compose(self) -> ComposeResult:
        yield Static(MARKER, id="label", markup=False)
        if "--clock" in sys.argv:
            yield Static("", id="clock", markup=False)

    def on_mount(self) -> None:
        self.count = 0
        if "--clock" in sys.argv:
            self.set_interval(1, lambda: self.query_one("#clock", Static).update(time.strftime("%H:%M:%S")))

    def on_key(self, event: Key) -> None:
        self.count += 1
        self.query_one("#label", Static).update(f"{MARKER} <{self.count}>")


if __name__ == "__main__":
    Bare().run(mouse=False)
