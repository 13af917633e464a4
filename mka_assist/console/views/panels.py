"""What can be laid over the lists: help, why, the log, and the summary of a closed call."""

from __future__ import annotations

from collections.abc import Mapping

from mka_assist.call.summary import lines as summary_text
from mka_assist.call.summary import summary
from mka_assist.console.lines import Line, Lines, Role, fold, line, pad
from mka_assist.console.ui import Panel, Sight
from mka_assist.console.views.explain import explanation
from mka_assist.console.views.frame import rule, sided
from mka_assist.console.views.help import help_lines
from mka_assist.console.views.log import log_rows

TITLES: Mapping[Panel, str] = {
    Panel.HELP: "HULP",
    Panel.EXPLAIN: "WAAROM",
    Panel.LOG: "LOG",
    Panel.SUMMARY: "SAMENVATTING",
}


def panel(sight: Sight | None, which: Panel, width: int) -> list[Line]:
    """The whole panel; the screen shows the part that is scrolled to."""
    if which is Panel.HELP or sight is None:
        return list(help_lines(sight, width))
    if which is Panel.EXPLAIN:
        return list(explanation(sight, width))
    return list(log_rows(sight, width)) if which is Panel.LOG else _summary(sight, width)


def _summary(sight: Sight, width: int) -> list[Line]:
    """What remains of a call, for the trip form and for who looks at it afterwards."""
    at = sight.at
    found = summary_text(summary(at.state, sight.events, at.rulebook, at.instruction))
    rows: list[Line] = []
    for text in found:
        indent = " " * (len(text) - len(text.lstrip()) + 1)
        role = Role.STRONG if not rows or text.isupper() else Role.TEXT
        rows += [line(f"{indent}{row}", role) for row in fold(text, width - len(indent) - 1)] or [()]
    return rows


def scrolled(rows: list[Line], which: Panel, start: int, width: int, height: int) -> Lines:
    """A title with where one is and how to get away, and the rows that fit below it."""
    start = min(start, most_scroll(rows, height))
    end = min(len(rows), start + height - 1)
    more = len(rows) > height - 1
    place = f"{start + 1}-{end} van {len(rows)}  ↑↓ bladeren  " if more else ""
    away = "" if which is Panel.SUMMARY else "Esc terug"
    head = rule("┌", TITLES[which], "", width, right=f"{place}{away}".strip())
    return (head, *sided(pad(rows[start:end], width - 1, height - 1), width))


def most_scroll(rows: list[Line], height: int) -> int:
    """How far a panel can be scrolled."""
    return max(0, len(rows) - (height - 1))
