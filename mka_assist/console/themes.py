"""The colours of the console: four themes, each a frozen table that gives every role its look.

Red, yellow and cyan grounds are for alerts and nothing else. Contrast is computed in a test, also for
terminals of 256 and of 16 colours: 7:1 for the question, the clock and the alerts, 4.5:1 for all other text.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from rich.style import Style

from mka_assist.console.lines import Role

if TYPE_CHECKING:  # the names of the themes are also asked where there is no screen
    from textual.theme import Theme

OWN = "ansi_default"
"""The terminal's own colour, for a theme that has none."""


@dataclass(frozen=True, slots=True)
class Ink:
    """The look of a role. Without a ground of its own a piece takes that of its block; without a colour it
    has that of the terminal."""

    color: str = ""
    ground: str = ""
    bold: bool = False
    reverse: bool = False
    underline: bool = False


@dataclass(frozen=True, slots=True)
class Palette:
    """A theme: two grounds and the look of every role."""

    name: str
    ground: str
    raised: str
    """The ground of what stands apart: the question, the message and the key bar."""
    inks: Mapping[Role, Ink]
    dark: bool = True

    @property
    def colourless(self) -> bool:
        """Does it leave all colours to the terminal?"""
        return not self.ground

    def styles(self, raised: bool = False) -> Mapping[Role, Style]:
        """The style of every role on one of the grounds."""
        ground = self.raised if raised else self.ground
        return MappingProxyType({role: _style(ink, ground) for role, ink in self.inks.items()})

    @property
    def theme(self) -> Theme:
        """The same for Textual, which draws the ground of the screen and the line to type in."""
        from textual.theme import Theme

        text, strong, mark = (self.inks[role] for role in (Role.TEXT, Role.STRONG, Role.READY))
        cursor = {
            "input-cursor-background": strong.color,
            "input-cursor-foreground": self.ground,
            "input-selection-background": mark.ground,
            "input-selection-foreground": mark.color,
        }
        own = {"ansi-background": OWN, "ansi-foreground": OWN, "border-blurred": OWN}
        return Theme(
            name=f"mka-{self.name}",
            primary=self.inks[Role.KEY].color or OWN,
            foreground=text.color or OWN,
            background=self.ground or OWN,
            surface=self.ground or OWN,
            panel=self.raised or OWN,
            dark=self.dark,
            ansi=self.colourless,
            variables={
                "mka-raised": self.raised or OWN,
                "mka-ink": strong.color or OWN,
                **(own if self.colourless else cursor),
            },
        )


def _style(ink: Ink, ground: str) -> Style:
    # Only what is on: an attribute that is off would be asked of the terminal as well.
    return Style(
        color=ink.color or None,
        bgcolor=ink.ground or ground or None,
        bold=ink.bold or None,
        reverse=ink.reverse or None,
        underline=ink.underline or None,
    )


_WHITE, _BLACK = "#ffffff", "#000000"

DARK = Palette(
    "donker",
    ground="#12161b",
    raised="#1d242c",
    inks={
        Role.TEXT: Ink("#d8dee5"),
        Role.DIM: Ink("#9aa7b4"),
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
        Role.LOW: Ink("#0b1418", "#5cc3d8"),
        Role.PART: Ink("#75869a"),
    },
)

LIGHT = Palette(
    "licht",
    ground="#f4f6f8",
    raised="#e4e9ee",
    dark=False,
    inks={
        Role.TEXT: Ink("#1f262d"),
        Role.DIM: Ink("#4b5661"),
        Role.STRONG: Ink(_BLACK, bold=True),
        Role.KEY: Ink("#123f73", bold=True),
        Role.CLOCK: Ink(_BLACK, bold=True),
        Role.QUESTION: Ink(_BLACK, bold=True),
        Role.READY: Ink(_WHITE, "#2f4a66", bold=True),
        Role.DONE: Ink("#14582a"),
        Role.ASK: Ink("#6b4700"),
        Role.STOP: Ink("#8a1016"),
        Role.ARMED: Ink(_WHITE, "#1b2229", bold=True),
        Role.HIGH: Ink(_WHITE, "#8c1119", bold=True),
        Role.MEDIUM: Ink("#111111", "#f0c63c", bold=True),
        Role.LOW: Ink("#0b1418", "#5cc3d8"),
        Role.PART: Ink("#6b7783"),
    },
)

HIGH_CONTRAST = Palette(
    "hoog-contrast",
    ground=_BLACK,
    raised="#1a1a1a",
    inks={
        Role.TEXT: Ink(_WHITE),
        Role.DIM: Ink("#d6d6d6"),
        Role.STRONG: Ink(_WHITE, bold=True),
        Role.KEY: Ink("#9fd4ff", bold=True),
        Role.CLOCK: Ink(_WHITE, bold=True),
        Role.QUESTION: Ink(_WHITE, bold=True),
        Role.READY: Ink(_WHITE, "#00417a", bold=True),
        Role.DONE: Ink("#8dffa8"),
        Role.ASK: Ink("#ffe45c"),
        Role.STOP: Ink("#ffb8b8"),
        Role.ARMED: Ink(_BLACK, _WHITE, bold=True),
        Role.HIGH: Ink(_WHITE, "#990000", bold=True),
        Role.MEDIUM: Ink(_BLACK, "#ffea00", bold=True),
        Role.LOW: Ink(_BLACK, "#33e6ff"),
        Role.PART: Ink("#a8a8a8"),
    },
)

MONOCHROME = Palette(
    "monochroom",
    ground="",
    raised="",
    inks={
        Role.TEXT: Ink(),
        Role.DIM: Ink(),
        Role.STRONG: Ink(bold=True),
        Role.KEY: Ink(bold=True),
        Role.CLOCK: Ink(bold=True),
        Role.QUESTION: Ink(bold=True),
        Role.READY: Ink(bold=True, underline=True),
        Role.DONE: Ink(),
        Role.ASK: Ink(bold=True),
        Role.STOP: Ink(bold=True),
        Role.ARMED: Ink(bold=True, reverse=True),
        Role.HIGH: Ink(bold=True, reverse=True),
        Role.MEDIUM: Ink(reverse=True),
        Role.LOW: Ink(underline=True),
        Role.PART: Ink(),
    },
)

PALETTES: Mapping[str, Palette] = {
    palette.name: palette for palette in (DARK, LIGHT, HIGH_CONTRAST, MONOCHROME)
}
"""Every theme by the name that a user gives it; the first is the one that holds without a choice."""
