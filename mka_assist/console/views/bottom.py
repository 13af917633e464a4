"""The bottom of the screen: what was just done or is about to be, and the keys that work now."""

from __future__ import annotations

from mka_assist.console.actions import ACTIONS, Action, Actions, Mode
from mka_assist.console.lines import Line, Lines, Piece, Role, clean, fill, fold, line, pad, width_of
from mka_assist.console.ui import Ui

KEY_ROWS = 2
BESIDE = frozenset({"back", "scroll"})
"""Keys that are shown where they are used, when many others work."""
SMALL_BESIDE = BESIDE | {"choose", "focus", "barrier", "compression", "unit", "board", "log"}
"""Those that a small screen shows where they are used, or in the help (F1)."""
_FULL = frozenset({Mode.CALL, Mode.GUIDE, Mode.PANEL})
"""What the keyboard is for when so many keys work that a small bar does not hold them."""
_SMALL, _WIDE = 110, 150


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


def bar(mode: Mode, hidden: frozenset[str], width: int, table: Actions = ACTIONS) -> Lines:
    """The keys that work now, in two rows, none of them cut. A key that has nothing to act on leaves its
    place empty, so that the others stay where they are."""
    beside = (SMALL_BESIDE if width < _SMALL else BESIDE) if mode in _FULL else frozenset()
    actions = [a for a in table if a.row and mode in a.modes and a.id not in beside]
    ordered = sorted(actions, key=lambda action: action.row)
    rows = _packed(ordered, hidden, width - 1, "  " if width >= _WIDE else " ")
    return pad([((" ", Role.TEXT), *row) for row in rows], width, KEY_ROWS)


def _packed(actions: list[Action], hidden: frozenset[str], width: int, gap: str) -> list[Line]:
    """As many keys on a row as it holds."""
    rows: list[list[Piece]] = [[]]
    for action in actions:
        pieces: list[Piece] = [
            (action.shown, Role.KEY),
            (f" {action.label}" if action.label else "", Role.TEXT),
        ]
        if action.id in hidden:
            pieces = [(" " * width_of(tuple(pieces)), Role.TEXT)]
        before: list[Piece] = [(gap, Role.TEXT)] if rows[-1] else []
        if width_of((*rows[-1], *before, *pieces)) > width:
            rows.append([])
            before = []
        rows[-1] += [*before, *pieces]
    return [tuple(row) for row in rows]
