"""One widget: a block of lines at a fixed place, that repaints only the lines that changed."""

from __future__ import annotations

from rich.segment import Segment
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from mka_assist.console.lines import Line, Lines, Role
from mka_assist.console.themes import GROUND, style
from mka_assist.console.views.page import Box


class Block(Widget, can_focus=False):
    """Shows lines as they are: never read as markup, never wrapped, never measured."""

    DEFAULT_CSS = "Block { position: absolute; }"

    def __init__(self, id: str, ground: str = GROUND) -> None:
        super().__init__(id=id)
        self._lines: Lines = ()
        self._ground = ground
        self._box: Box | None = None

    def place(self, box: Box) -> None:
        """Put the block at a place on the screen."""
        if box == self._box:
            return
        self._box = box
        self.styles.offset = (box.x, box.y)
        self.styles.width, self.styles.height = box.width, box.height

    def show(self, lines: Lines) -> None:
        """Show these lines from now on."""
        if lines == self._lines:
            return
        before, self._lines = self._lines, lines
        changed = [
            Region(0, row, self.size.width, 1)
            for row, now in enumerate(lines)
            if row >= len(before) or before[row] != now
        ]
        if changed:
            self.refresh(*changed)

    def render_line(self, y: int) -> Strip:
        row: Line = self._lines[y] if y < len(self._lines) else ()
        segments = [Segment(text, style(role, self._ground)) for text, role in row]
        return Strip(segments).adjust_cell_length(self.size.width, style(Role.TEXT, self._ground))
