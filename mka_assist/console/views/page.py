"""The whole screen: where each block stands at a size of terminal, and what is in it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from mka_assist.console.lines import Line, Lines, Role, fill, fold, line, pad
from mka_assist.console.ui import Focus, Panel, Sight, Ui
from mka_assist.console.views.alerts import alert_lines
from mka_assist.console.views.beat import beat_line, pulse_line
from mka_assist.console.views.bottom import KEY_ROWS
from mka_assist.console.views.frame import rule, sided
from mka_assist.console.views.guide import guide
from mka_assist.console.views.log import log_lines
from mka_assist.console.views.menus import menu_fits, menu_lines
from mka_assist.console.views.panels import most_scroll, panel, scrolled
from mka_assist.console.views.partners import partner_lines
from mka_assist.console.views.question import HERE, focus, question, question_list, time_list
from mka_assist.console.views.top import SMALLEST, clocks

Draw = Callable[[], Lines]
MESSAGE = 2
ROOMY = (118, 40)
"""From this size on there are three panels with frames, reasons with their sources, and the log."""
WIDE = 160
LIST, GUIDE = 27, 6
"""On a small screen: cells for the questions, with their side, and rows for the instruction."""
CHOICE = ("▶ KIES", "Esc terug")
ENTRIES = 7
"""The ambulance and the partners that there is room for at every size."""


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
    each: int = 1
    """Rows for a partner."""


def layout(width: int, height: int) -> Layout:
    """The layout for a terminal; a smaller one than the smallest is drawn as if it were that size."""
    width, height = max(width, SMALLEST[0]), max(height, SMALLEST[1])
    roomy = width >= ROOMY[0] and height >= ROOMY[1]
    bottom = height - KEY_ROWS - MESSAGE
    boxes = {
        "header": Box(0, 0, width, 1),
        "clocks": Box(0, 1, width, 1),
        "alerts": Box(0, 2, width, 3 if roomy else 2),
        "start": Box(0, 1, width, bottom - 1),
        "message": Box(0, bottom, width, MESSAGE),
        "keys": Box(0, bottom + MESSAGE, width, KEY_ROWS),
    }
    if roomy:
        each = 3 if height < 54 else 5
        return Layout(True, {**boxes, **_panels(width, 5, bottom, each)}, each)
    return Layout(False, {**boxes, **_stacked(width, 4, bottom)})


def _stacked(width: int, top: int, bottom: int) -> dict[str, Box]:
    """On a small screen: the question over the whole width, the metronome in one line below it; then the
    instruction above the partners, and the questions at the right."""
    middle = bottom - top - 3
    told = GUIDE + min(4, (middle - GUIDE - ENTRIES) // 2)
    left, y = width - LIST, top + 3
    return {
        "question": Box(0, top, width, 2),
        "beat": Box(0, top + 2, width, 1),
        "guide": Box(0, y, left, told),
        "partners": Box(0, y + told, left, middle - told),
        "list": Box(left, y, LIST, middle),
        "panel": Box(0, y, width, middle),
    }


def _panels(width: int, top: int, bottom: int, each: int) -> dict[str, Box]:
    """Three panels beside each other, and the log over the whole width below them."""
    listed = 29 if width < WIDE else 40
    told = 34 + (width - 120) * 3 // 10
    doing = width - listed - told - 4
    asked = 4 if each == 3 else 5
    rows = min(asked + ENTRIES * each, bottom - top - 6)
    second, third, y = listed + 1, listed + doing + 2, top + 1
    return {
        "titles": Box(0, top, width, 1),
        "list": Box(0, y, second, rows),
        "question": Box(second, y, doing + 1, asked),
        "partners": Box(second, y + asked, doing + 1, rows - asked),
        "beat": Box(third, y, told + 2, 1),
        "guide": Box(third, y + 1, told + 2, rows - 1),
        "log": Box(0, y + rows, width, bottom - y - rows),
        "panel": Box(0, y + asked, third, rows - asked),
    }


def call_blocks(sight: Sight, where: Layout) -> dict[str, Draw]:
    """What draws each block of a call, but for the header, the message and the keys.

    Each is drawn on its own, so that a mistake in one leaves the others standing. `beat` is what has to be
    painted at every beat.
    """
    boxes = where.boxes
    blocks: dict[str, Draw] = {
        "clocks": lambda: clocks(sight, boxes["clocks"].width),
        "alerts": lambda: alert_lines(sight, boxes["alerts"].width, boxes["alerts"].height),
        **(_framed(sight, where) if where.roomy else _plain(sight, boxes)),
    }
    if above := over(sight, where):
        blocks["panel"] = lambda: _over(sight, above, where)
    return blocks


def _plain(sight: Sight, boxes: Mapping[str, Box]) -> dict[str, Draw]:
    asked, told, named, listed = (boxes[id] for id in ("question", "guide", "partners", "list"))
    inner = listed.width - 1
    return {
        "question": lambda: question(sight, asked.width, asked.height),
        "beat": lambda: beat_line(sight, boxes["beat"].width),
        "guide": lambda: guide(sight, told.width, told.height, roomy=False),
        "partners": lambda: partner_lines(sight, named.width, named.height, 1),
        "list": lambda: sided(_listed(sight, inner, listed.height), listed.width),
    }


def _framed(sight: Sight, where: Layout) -> dict[str, Draw]:
    boxes = where.boxes
    asked, told, named, listed = (boxes[id] for id in ("question", "guide", "partners", "list"))
    beat, logged = boxes["beat"], boxes["log"]
    return {
        "titles": lambda: (_titles(sight, where),),
        "list": lambda: sided(_listed(sight, listed.width - 1, listed.height), listed.width),
        "question": lambda: sided(question(sight, asked.width - 1, asked.height), asked.width),
        "partners": lambda: sided(
            partner_lines(sight, named.width - 1, named.height, where.each), named.width
        ),
        "beat": lambda: sided(pulse_line(sight, beat.width - 2), beat.width, right=True),
        "guide": lambda: sided(guide(sight, told.width - 2, told.height, roomy=True), told.width, right=True),
        "log": lambda: _log(sight, logged, (named.x, beat.x)),
    }


def _titles(sight: Sight, where: Layout) -> Line:
    """The upper edge: the name of each panel, and which of them the letters belong to."""
    boxes = where.boxes
    closed = sight.at.state.closed_at is not None
    told = focus(sight) is Focus.INSTRUCTION
    doing = HERE if focus(sight) is Focus.QUESTION else ""
    title, hint = ("TIJDEN", "") if closed else ("UITVRAAG", "1-9 ↑↓")
    if over(sight, where) == boxes["list"]:
        title, hint = CHOICE
    return (
        *rule("┌", title, "", boxes["list"].width, right=hint),
        *rule("┬", f"{doing}NU DOEN", "", boxes["question"].width),
        *rule("┬", f"{HERE if told else ''}MELDERSINSTRUCTIE", "┐", boxes["beat"].width),
    )


def _listed(sight: Sight, width: int, height: int) -> Lines:
    return (time_list if sight.at.state.closed_at else question_list)(sight, width, height)


def _log(sight: Sight, box: Box, feet: tuple[int, int]) -> Lines:
    """The log, with the feet of the panels in its upper edge."""
    first, second = feet
    upper = (
        *rule("├", "LOG", "", first),
        *rule("┴", "", "", second - first),
        *rule("┴", "", "┤", box.width - second, right="PgUp alles"),
    )
    rows = sided(log_lines(sight, box.width - 2, box.height - 2), box.width, right=True)
    return (upper, *rows, rule("└", "", "┘", box.width))


def panel_of(sight: Sight | None, ui: Ui) -> Panel | None:
    """Which panel is open; a closed call shows its summary by itself."""
    closed = sight is not None and sight.at.state.closed_at is not None
    return ui.panel or (Panel.SUMMARY if closed else None)


def over(sight: Sight, where: Layout) -> Box | None:
    """Where a menu or a panel lies, when there is one. A menu takes the place of the questions, or a larger
    one when it does not fit there; the clocks, the alarms, the question and the metronome stay."""
    opened = sight.ui.opened
    if opened and not opened.menu.armed:
        small = where.boxes["list"]
        return small if menu_fits(opened.menu, small.width - 1, small.height - 1) else where.boxes["panel"]
    return where.boxes["panel"] if panel_of(sight, sight.ui) else None


def _over(sight: Sight, box: Box, where: Layout) -> Lines:
    opened, which = sight.ui.opened, panel_of(sight, sight.ui)
    if opened and not opened.menu.armed:
        if where.roomy and box == where.boxes["list"]:  # the upper edge has its title
            return sided(menu_lines(opened.menu, box.width - 1, box.height), box.width)
        rows = menu_lines(opened.menu, box.width - 1, box.height - 1)
        return (rule("┌", CHOICE[0], "", box.width, right=CHOICE[1]), *sided(rows, box.width))
    assert which is not None
    return panel_lines(sight, which, sight.ui.scroll, box)


def scroll_limit(sight: Sight | None, which: Panel, box: Box) -> int:
    """How far a panel can be scrolled in a box."""
    return most_scroll(panel(sight, which, box.width - 1), box.height)


def panel_lines(sight: Sight | None, which: Panel, scroll: int, box: Box) -> Lines:
    """The part of a panel that is scrolled to."""
    return scrolled(panel(sight, which, box.width - 1), which, scroll, box.width, box.height)


def trouble(text: str, box: Box) -> Lines:
    """A block that could not be drawn says so; the rest of the screen goes on."""
    rows = [line(f" {row}", Role.STOP) for row in fold(text, box.width - 2, box.height)]
    return pad([fill(row, box.width) for row in rows], box.width, box.height)
