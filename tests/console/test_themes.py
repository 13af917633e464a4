"""Contrast as WCAG 2 computes it, in every theme: in colour, in grey, and on terminals of fewer colours."""

from __future__ import annotations

import asyncio

import pytest
from console_kit import ALARMED, ARREST, typed
from rich._palettes import EIGHT_BIT_PALETTE, STANDARD_PALETTE
from rich.color import Color as RichColor
from rich.color import ColorSystem
from textual.color import Color

from mka_assist.console.app import ConsoleApp
from mka_assist.console.lines import Role
from mka_assist.console.themes import DARK, MONOCHROME, PALETTES, Palette
from mka_assist.console.widgets import Look

ALERTS = (Role.HIGH, Role.MEDIUM, Role.LOW)
STRICT = {Role.QUESTION, Role.CLOCK, *ALERTS, Role.ARMED, Role.STRONG, Role.READY}
"""At least 7:1. All other text at least 4.5:1."""
PARTS = {role for role in Role if role.name in ("BORDER", "FOCUS", "PART")}
"""No text but lines and frames: at least 3:1."""
COLOURED = [palette for palette in PALETTES.values() if not palette.colourless]
DEPTHS = {
    "full": None,
    "grey": None,
    "256": (ColorSystem.EIGHT_BIT, EIGHT_BIT_PALETTE),
    "16": (ColorSystem.STANDARD, STANDARD_PALETTE),
}


def luminance(color: Color) -> float:
    parts = [part / 255 for part in color.rgb]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: Color, other: Color) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def seen(color: str, depth: str) -> Color:
    """A colour as a terminal of so many colours shows it."""
    if DEPTHS[depth] is None:
        found = Color.parse(color)
        return found.monochrome if depth == "grey" else found
    system, table = DEPTHS[depth]
    return Color(*table[RichColor.parse(color).downgrade(system).number])


def needed(role: Role) -> float:
    return 7 if role in STRICT else 3 if role in PARTS else 4.5


def test_the_computation_is_the_one_of_the_standard() -> None:
    assert contrast(Color.parse("#000"), Color.parse("#fff")) == pytest.approx(21)
    assert contrast(Color.parse("#777"), Color.parse("#fff")) == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("palette", PALETTES.values(), ids=PALETTES)
def test_a_theme_knows_every_role(palette: Palette) -> None:
    assert set(palette.inks) == set(Role)
    assert set(palette.styles()) == set(Role)


@pytest.mark.parametrize("depth", DEPTHS)
@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("palette", COLOURED, ids=lambda palette: palette.name)
def test_every_role_can_be_read_on_every_ground(palette: Palette, role, depth) -> None:
    ink = palette.inks[role]
    for ground in (palette.ground, palette.raised):
        found = contrast(seen(ink.color, depth), seen(ink.ground or ground, depth))
        assert found >= needed(role), (ground, found)


@pytest.mark.parametrize("depth", ["full", "256", "16"])
@pytest.mark.parametrize("palette", COLOURED, ids=lambda palette: palette.name)
def test_alert_grounds_are_used_for_nothing_else(palette: Palette, depth) -> None:
    alerts = [seen(palette.inks[role].ground, depth).hex for role in ALERTS]
    others = {ink.ground for role, ink in palette.inks.items() if role not in ALERTS and ink.ground}
    others |= {palette.ground, palette.raised}
    assert len(set(alerts)) == 3
    assert not set(alerts) & {seen(other, depth).hex for other in others}


@pytest.mark.parametrize("depth", ["full", "256", "16"])
@pytest.mark.parametrize("palette", COLOURED, ids=lambda palette: palette.name)
def test_alerts_are_red_yellow_and_cyan(palette: Palette, depth) -> None:
    red, yellow, cyan = (seen(palette.inks[role].ground, depth).hsl.h * 360 for role in ALERTS)
    assert red < 15 or red > 345
    assert 40 <= yellow <= 65
    assert 175 <= cyan <= 200


@pytest.mark.parametrize("palette", COLOURED, ids=lambda palette: palette.name)
def test_the_line_to_type_in_can_be_read(palette: Palette) -> None:
    theme = palette.theme
    pairs = [
        (theme.foreground, theme.background),
        (theme.variables["mka-ink"], theme.background),
        (theme.variables["input-cursor-foreground"], theme.variables["input-cursor-background"]),
        (theme.variables["input-selection-foreground"], theme.variables["input-selection-background"]),
    ]
    for ink, ground in pairs:
        assert contrast(Color.parse(ink), Color.parse(ground)) >= 7


def test_monochrome_leaves_every_colour_to_the_terminal_and_sets_the_alerts_apart() -> None:
    for raised in (False, True):
        for style in MONOCHROME.styles(raised).values():
            assert style.color is None
            assert style.bgcolor is None
    looks = [str(MONOCHROME.styles()[role]) for role in (*ALERTS, Role.TEXT, Role.STRONG)]
    assert len(set(looks)) == len(looks)


def drawn(app: ConsoleApp, *steps) -> list:
    """The segments of the whole screen after some keys."""

    async def run() -> list:
        async with app.run_test(size=(80, 24)) as pilot:
            for step in steps:
                await step(pilot)
            return [segment for strip in app.screen._compositor.render_strips() for segment in strip]

    return asyncio.run(run())


@pytest.mark.parametrize("no_color", ["", "1"])
@pytest.mark.parametrize(
    "keys", [(), (*ARREST, "f2"), ALARMED, (*ALARMED, "f4", "1", "2")], ids=lambda keys: "-".join(keys)
)
def test_a_monochrome_screen_sends_no_colour(kit, monkeypatch, keys, no_color) -> None:
    if no_color:
        monkeypatch.setenv("NO_COLOR", no_color)
    segments = drawn(ConsoleApp(kit.desk, kit.kept, Look(MONOCHROME)), typed(kit, *keys))
    if "f4" in keys:  # a line to type in is open: its cursor must be seen
        assert any(style and style.reverse and len(text) == 1 for text, style, _ in segments)
    for text, style, _ in segments:
        for color in (style.color, style.bgcolor) if style else ():
            assert color is None or color.is_default, (text, style)


@pytest.mark.parametrize("keys", [ARREST, (*ARREST, "f2"), (*ALARMED, "f9")], ids=lambda keys: "-".join(keys))
def test_the_dark_theme_has_no_large_bright_area(kit, keys) -> None:
    segments = drawn(ConsoleApp(kit.desk, kit.kept, Look(DARK)), typed(kit, *keys))
    bright = sum(
        segment.cell_length
        for segment in segments
        if segment.style and segment.style.bgcolor and is_bright(segment.style.bgcolor)
    )
    assert bright <= 80 * 24 / 4


def is_bright(color: RichColor) -> bool:
    return luminance(Color.from_rich_color(color)) > 0.18


@pytest.mark.parametrize("palette", PALETTES.values(), ids=PALETTES)
def test_every_theme_draws_the_same_text(kit, palette: Palette) -> None:
    def text(look: Look) -> str:
        return "".join(segment.text for segment in drawn(ConsoleApp(kit.desk, kit.kept, look)))

    assert text(Look(palette)) == text(Look(DARK))
