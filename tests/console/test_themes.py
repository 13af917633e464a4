"""Contrast as WCAG 2 computes it, in colour and in grey."""

from __future__ import annotations

import pytest
from textual.color import Color

from mka_assist.console.lines import Role
from mka_assist.console.themes import GROUND, INKS, RAISED, THEME

STRICT = {Role.QUESTION, Role.CLOCK, Role.HIGH, Role.MEDIUM, Role.LOW, Role.ARMED, Role.STRONG, Role.READY}


def luminance(color: Color) -> float:
    parts = [part / 255 for part in color.rgb]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: Color, other: Color) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_the_computation_is_the_one_of_the_standard() -> None:
    assert contrast(Color.parse("#000"), Color.parse("#fff")) == pytest.approx(21)
    assert contrast(Color.parse("#777"), Color.parse("#fff")) == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("grey", [False, True], ids=["colour", "grey"])
@pytest.mark.parametrize("ground", [GROUND, RAISED])
@pytest.mark.parametrize("role", list(Role))
def test_every_role_can_be_read(role, ground, grey) -> None:
    ink = INKS[role]
    colors = Color.parse(ink.color), Color.parse(ink.ground or ground)
    if grey:
        colors = colors[0].monochrome, colors[1].monochrome
    assert contrast(*colors) >= (7 if role in STRICT else 4.5)


def test_alert_grounds_are_used_for_nothing_else() -> None:
    alerts = {INKS[role].ground for role in (Role.HIGH, Role.MEDIUM, Role.LOW)}
    others = {ink.ground for role, ink in INKS.items() if role not in (Role.HIGH, Role.MEDIUM, Role.LOW)}
    assert len(alerts) == 3
    assert not alerts & (others | {GROUND, RAISED})


def test_the_line_to_type_in_can_be_read() -> None:
    pairs = [
        (THEME.foreground, THEME.background),
        (THEME.variables["input-cursor-foreground"], THEME.variables["input-cursor-background"]),
        (THEME.foreground, THEME.variables["input-selection-background"]),
    ]
    for ink, ground in pairs:
        assert contrast(Color.parse(ink), Color.parse(ground)) >= 4.5
