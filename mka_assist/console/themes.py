"""The colours of the console: one theme, dark and mostly grey; red, yellow and cyan grounds are for alerts.

Contrast is computed in a test: 7:1 for the question, the clock and the alerts, 4.5:1 for all other text.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from rich.style import Style
from textual.theme import Theme

from mka_assist.console.lines import Role

GROUND = "#12161b"
RAISED = "#1d242c"
"""The ground of what stands apart: the question, the message and the key bar."""
_TEXT, _DIM, _WHITE = "#d8dee5", "#9aa7b4", "#ffffff"


@dataclass(frozen=True, slots=True)
class Ink:
    """The colours of a role. Without a ground of its own a piece takes that of its block."""

    color: str
    ground: str = ""
    bold: bool = False


INKS: Mapping[Role, Ink] = {
    Role.TEXT: Ink(_TEXT),
    Role.DIM: Ink(_DIM),
    Role.STRONG: Ink(_WHITE, bold=True),
    Role.KEY: Ink("#a9c7e8", bold=True),
    Role.CLOCK: Ink(_WHITE, bold=True),
    Role.QUESTION: Ink(_WHITE, bold=True),
    Role.READY: Ink(_WHITE, "#2f4a66", bold=True),
    Role.DONE: Ink("#8fd19e"),
    Role.ASK: Ink("#e6c774"),
    Role.STOP: Ink("#f0a3a0"),
    Role.ARMED: Ink("#0b0e11", "#e4e9ee", bold=True),
    Role.HIGH: Ink(_WHITE, "#8c1119", bold=True),
    Role.MEDIUM: Ink("#111111", "#f0c63c", bold=True),
    Role.LOW: Ink("#0b1418", "#6cc3d5"),
}

THEME = Theme(
    name="mka",
    primary="#a9c7e8",
    foreground=_TEXT,
    background=GROUND,
    surface=GROUND,
    panel=RAISED,
    dark=True,
    variables={
        "mka-raised": RAISED,
        "mka-ink": _WHITE,
        "input-cursor-background": _WHITE,
        "input-cursor-foreground": GROUND,
        "input-selection-background": "#2f4a66",
    },
)


def style(role: Role, ground: str = GROUND) -> Style:
    """The style of a role on the ground of a block."""
    ink = INKS[role]
    return Style(color=ink.color, bgcolor=ink.ground or ground, bold=ink.bold)
