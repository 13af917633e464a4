"""The whole screen: where each block stands at a size of terminal, and what is in it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from mka_assist.console.lines import Lines, Role, fold, line, pad
from mka_assist.console.ui import Panel, Sight, Ui
from mka_assist.console.views.alerts import ROWS, alert_lines
from mka_assist.console.views.bottom import KEY_ROWS
from mka_assist.console.views.panels import log_lines, menu_columns, menu_lines, most_scroll, panel, scrolled
from mka_assist.console.views.partners import partner_lines
from mka_assist.console.views.question import question, question_list, time_list
from mka_assist.console.views.top import SMALLEST, clocks

Draw = Callable[[], Lines]
MESSAGE = 2
ROOMY = (110, 40)
"""From this size on there is room for reasons with their sources, and for the log."""
LEFT, LIST = 46, 15
TITLES = {Panel.HELP: "HULP", Panel.EXPLAIN: "UITLEG", Panel.LOG: "LOG"}


@dataclass(frozen=True, slots=True)
class Box:
    """A place on the screen, in cells."""

    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the blocks of a call stand. Nothing ever moves while the size stays the same."""

    roomy: bool
    boxes: Mapping[str, Box]


def layout(width: int, height: int) -> Layout:
    """The layout for a terminal; a smaller one than the smallest is drawn as if it were that size."""
    width, height = max(width, SMALLEST[0]), max(height, SMALLEST[1])
    roomy = width >= ROOMY[0] and height >= ROOMY[1]
    boxes: dict[str, Box] = {}
    y = 0
    for name, rows in (
        ("header", 1), ("clocks", 2 if roomy else 1), ("alerts", ROWS), ("question", 3 if roomy else 2),
    ):  # fmt: skip
        boxes[name] = Box(0, y, width, rows)
        y += rows
    bottom = height - KEY_ROWS - MESSAGE
    boxes["message"], boxes["keys"] = (
        Box(0, bottom, width, MESSAGE),
        Box(0, bottom + MESSAGE, width, KEY_ROWS),
    )
    boxes["start"] = Box(0, 1, width, bottom - 1)
    middle = bottom - y
    if roomy:
        boxes["list"], boxes["partners"] = Box(0, y, LEFT, LIST), Box(LEFT, y, width - LEFT, middle)
        boxes["log"] = Box(0, y + LIST, LEFT, middle - LIST)
    else:
        boxes["partners"], boxes["list"] = Box(0, y, width, middle - 6), Box(0, y + middle - 6, width, 6)
        boxes["panel"] = Box(0, y, width, middle)
    return Layout(roomy, boxes)


def panel_box(where: Layout, which: Panel) -> Box:
    """A panel lies over both lists; where there is room, over one of them."""
    if not where.roomy:
        return where.boxes["panel"]
    if which is not Panel.LOG:
        return where.boxes["partners"]
    above, below = where.boxes["list"], where.boxes["log"]
    return Box(above.x, above.y, above.width, above.height + below.height)


def call_blocks(sight: Sight, where: Layout) -> dict[str, Draw]:
    """What draws each block of a call, but for the header, the message and the keys.

    Each is drawn on its own, so that a mistake in one leaves the others standing.
    """
    boxes, ui, roomy = where.boxes, sight.ui, where.roomy
    clock, asked, listed, named = boxes["clocks"], boxes["question"], boxes["list"], boxes["partners"]
    closed = sight.at.state.closed_at is not None
    fill_list = time_list if closed else question_list
    blocks: dict[str, Draw] = {
        "clocks": lambda: clocks(sight, clock.width, roomy),
        "alerts": lambda: alert_lines(sight, boxes["alerts"].width),
        "question": lambda: question(sight, asked.width, asked.height),
        "partners": lambda: partner_lines(sight, named.width, named.height, roomy),
        "list": lambda: fill_list(sight, listed.width, listed.height, 1 if roomy else 2),
    }
    if roomy:
        blocks["log"] = lambda: log_lines(sight, boxes["log"].width, boxes["log"].height)
    if above := over(ui, where):
        blocks["panel"] = lambda: _over(sight, above)
    return blocks


def over(ui: Ui, where: Layout) -> Box | None:
    """Where a menu or a panel lies over the lists, when there is one."""
    if ui.opened and not ui.opened.menu.armed:
        small = where.boxes["list"]
        return (
            small if menu_columns(ui.opened.menu, small.width, small.height) else panel_box(where, Panel.LOG)
        )
    return panel_box(where, ui.panel) if ui.panel else None


def _over(sight: Sight, box: Box) -> Lines:
    opened, which = sight.ui.opened, sight.ui.panel
    if opened and not opened.menu.armed:
        return menu_lines(opened.menu, box.width, box.height)
    assert which is not None
    return panel_lines(sight, which, sight.ui.scroll, box)


def scroll_limit(sight: Sight | None, which: Panel, box: Box) -> int:
    """How far a panel can be scrolled in a box."""
    return most_scroll(panel(sight, which, box.width), box.height)


def panel_lines(sight: Sight | None, which: Panel, scroll: int, box: Box) -> Lines:
    """The part of a panel that is scrolled to."""
    rows = panel(sight, which, box.width)
    return scrolled(rows, TITLES[which], scroll, box.width, box.height)


def trouble(text: str, box: Box) -> Lines:
    """A block that could not be drawn says so; the rest of the screen goes on."""
    rows = [line(f" {row}", Role.STOP) for row in fold(text, box.width - 2, box.height)]
    return pad(rows, box.width, box.height)
