"""Pictures of the console, looked at by a person when they were made. Renew them with --snapshot-update."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from console_kit import ALARMED, ARREST, Kit, press, screen

from mka_assist.console.app import ConsoleApp
from mka_assist.console.themes import MONOCHROME
from mka_assist.console.widgets import Look

SMALL, ROOMY, WIDE = (80, 24), (120, 40), (200, 60)
PRESSING = (*ALARMED, "f5", "j", "j", "j", "j", "c", "+33")
CROWDED = (*PRESSING, "9", "n", "f3", "?HartslagNu", "1", "f4", "9", "enter")
SCENES = {
    "start": (),
    "question": ("n",),
    "breaths": ("n", "n", "space", "+2.3", "space", "+8.4"),
    "armed": (*ARREST, "f2"),
    "pressing": PRESSING,
    "english": (*PRESSING, "b", "?Engels"),
    "crowding": CROWDED,
    "excluded": (*PRESSING, "3", "j"),
    "barriers": (*PRESSING, "b"),
    "partners": (*CROWDED, "f9"),
    "why": (*PRESSING, "v"),
    "help": (*PRESSING, "f1"),
    "closed": (*CROWDED, "f10", "f10"),
}
ONLY_SMALL = ("breaths", "english", "excluded", "partners", "closed")
PICTURES = [
    *((scene, SMALL) for scene in SCENES if scene not in ("barriers", "why", "help")),
    *((scene, ROOMY) for scene in SCENES if scene not in ONLY_SMALL),
    *((scene, WIDE) for scene in ("pressing", "crowding")),
]  # fmt: skip


def played(kit: Kit, *keys: str) -> Callable[[Any], Awaitable[None]]:
    """Keys on a running console; a picture of a screen with a mistake in it is not taken."""

    async def run(pilot: Any) -> None:
        await press(pilot, kit, *keys)
        assert "heeft een fout" not in "".join(screen(pilot.app))

    return run


def named(picture: object) -> str:
    return f"{picture[0]}x{picture[1]}" if isinstance(picture, tuple) else str(picture)


@pytest.mark.parametrize(("scene", "size"), PICTURES, ids=named)
def test_scene(told_kit, snap_compare, monkeypatch, scene, size) -> None:
    monkeypatch.setattr("mka_assist.console.views.start.__version__", "0.0.0")
    assert snap_compare(told_kit.app(), terminal_size=size, run_before=played(told_kit, *SCENES[scene]))


@pytest.mark.parametrize("size", [SMALL, ROOMY], ids=named)
def test_fallback_and_nothing_saved(fallback_kit, snap_compare, size) -> None:
    kit: Kit = fallback_kit

    async def steps(pilot) -> None:
        await played(kit, *ARREST)(pilot)
        kit.journal.trouble = True
        await played(kit, "3", "n")(pilot)

    assert snap_compare(kit.app(), terminal_size=size, run_before=steps)


@pytest.mark.parametrize("scene", ["pressing", "excluded"])
def test_monochrome(told_kit, snap_compare, scene) -> None:
    app = ConsoleApp(told_kit.desk, told_kit.kept, Look(MONOCHROME))
    assert snap_compare(app, terminal_size=SMALL, run_before=played(told_kit, *SCENES[scene]))


def test_without_colour(told_kit, snap_compare, monkeypatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    assert snap_compare(told_kit.app(), terminal_size=SMALL, run_before=played(told_kit, *CROWDED, "3", "j"))
