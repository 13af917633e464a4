"""The bottom of the screen: what was just done or is about to be, and every key that works now."""

from __future__ import annotations

from mka_assist.console.actions import ACTIONS, Action, Mode
from mka_assist.console.lines import Line, Lines, Piece, Role, clean, fill, fold, line, pad, width_of
from mka_assist.console.ui import Ui

KEY_ROWS = 3


def message(ui: Ui, shown: str, seconds: int, width: int) -> Lines:
    """Two lines: the armed act, the line being typed, or what was just done. `shown` is the key to press."""
    if ui.prompt:
        title = f" {clean(ui.prompt.title)} "
        hint = ui.message or f"({ui.prompt.hint})"
        row: Line = ((title, Role.STRONG), (clean(hint), Role.STOP if ui.message else Role.DIM))
        return pad([row], width, 1)
    if ui.opened and ui.opened.menu.armed:
        text = f"NOGMAALS {shown} (nog {seconds} s, Esc = niet): {clean(ui.opened.menu.title)}"
        rows = [fill(line(f" {row}", Role.ARMED), width, Role.ARMED) for row in fold(text, width - 2, 2)]
        return pad(rows, width, 2)
    return pad([line(f" {text}", ui.role) for text in fold(ui.message, width - 2, 2)], width, 2)


def bar(mode: Mode, hidden: frozenset[str], width: int) -> Lines:
    """Every key that works now, in three rows, none of them cut."""
    rows = []
    for number in range(1, KEY_ROWS + 1):
        actions = [a for a in ACTIONS if a.row == number and mode in a.modes and a.id not in hidden]
        rows.append(_bar_row(actions, width))
    return pad(rows, width, KEY_ROWS)


def _bar_row(actions: list[Action], width: int) -> Line:
    """One row, with two cells between keys where that fits."""
    for gap in ("  ", " "):
        pieces: list[Piece] = [(" ", Role.TEXT)] if gap == "  " else []
        for number, action in enumerate(actions):
            pieces.append(((gap if number else "") + action.shown, Role.KEY))
            pieces.append((f" {action.label}" if action.label else "", Role.TEXT))
        if width_of(tuple(pieces)) <= width:
            break
    return tuple(pieces)
