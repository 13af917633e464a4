"""One widget: a block of lines at a fixed place, that repaints only the lines that changed."""

from __future__ import annotations

from dataclasses import dataclass

from rich.segment import Segment
from textual.geometry import Region
from textual.screen import Screen
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Input

from mka_assist.console.config import Config
from mka_assist.console.glyphs import ALL_SIGNS, Glyphs, glyphs
from mka_assist.console.lines import Line, Lines, Role, printable
from mka_assist.console.themes import DARK, PALETTES, Palette
from mka_assist.console.views.page import Box


@dataclass(frozen=True, slots=True)
class Look:
    """How the screen looks: its colours and its signs."""

    palette: Palette = DARK
    glyphs: Glyphs = ALL_SIGNS


PLAIN_LOOK = Look()


def look_of(config: Config) -> Look:
    """The look that was chosen, on the terminal of this process."""
    return Look(PALETTES[config.theme], glyphs(config.glyphs))


class Block(Widget, can_focus=False):
    """Shows lines as they are: never read as markup, never wrapped, never measured."""

    DEFAULT_CSS = "Block { position: absolute; }"

    def __init__(self, id: str, look: Look = PLAIN_LOOK, *, raised: bool = False) -> None:
        super().__init__(id=id)
        self._lines: Lines = ()
        self._styles = look.palette.styles(raised)
        self._glyphs = look.glyphs
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

    @property
    def unpainted(self) -> bool:
        """Does it stand on the screen as it was before?"""
        return self._repaint_required and self.display

    @property
    def unplaced(self) -> bool:
        """Did its place change, or whether it is seen at all?"""
        return self._layout_required

    def painted(self) -> None:
        """It was painted apart from what Textual does by itself."""
        self._repaint_required = False

    def render_line(self, y: int) -> Strip:
        row: Line = self._lines[y] if y < len(self._lines) else ()
        shown = self._glyphs.shown
        segments = [Segment(shown(text), self._styles[role]) for text, role in row]
        return Strip(segments).adjust_cell_length(self.size.width, self._styles[Role.TEXT])


class Typing(Input):
    """The line to type in. What cannot be shown, or would steer the terminal, becomes a question mark."""

    def validate_value(self, value: str) -> str:
        return printable(value)


def paint(screen: Screen[object], blocks: set[Block]) -> None:
    """Paint these blocks now. Leans on how the screen of Textual 8.2.8, which is pinned, makes a frame."""
    for block in blocks:
        block.painted()
    screen._dirty_widgets.update(blocks)
    screen._on_timer_update()
