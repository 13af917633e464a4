"""Pictures of the console, looked at by a person when they were made. Renew them with --snapshot-update."""

from __future__ import annotations

import pytest
from console_kit import ALARMED, ARREST, SIZES, Kit, typed

CROWDED = (*ALARMED, "f5", "f6", "+41", "9", "n", "f3", "?HartslagNu", "f4", "9", "enter")
SCENES = {
    "start": (),
    "question": ("n",),
    "armed": (*ARREST, "f2"),
    "alarmed": (*ALARMED, "f5", "f6", "+33"),
    "crowding": CROWDED,
}


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("scene", SCENES)
def test_scene(kit, snap_compare, monkeypatch, scene, size) -> None:
    monkeypatch.setattr("mka_assist.console.views.start.__version__", "0.0.0")
    assert snap_compare(kit.app(), terminal_size=size, run_before=typed(kit, *SCENES[scene]))


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_fallback_and_nothing_saved(fallback_kit, snap_compare, size) -> None:
    kit: Kit = fallback_kit

    async def steps(pilot) -> None:
        await typed(kit, *ARREST)(pilot)
        kit.journal.trouble = True
        await typed(kit, "3", "n")(pilot)

    assert snap_compare(kit.app(), terminal_size=size, run_before=steps)


def test_without_colour(kit, snap_compare, monkeypatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    steps = typed(kit, *CROWDED, "8", "j")
    assert snap_compare(kit.app(), terminal_size=(80, 24), run_before=steps)


def test_help(kit, snap_compare) -> None:
    assert snap_compare(kit.app(), terminal_size=(120, 40), run_before=typed(kit, "n", "f1"))


def test_partners_menu(kit, snap_compare) -> None:
    assert snap_compare(kit.app(), terminal_size=(80, 24), run_before=typed(kit, *CROWDED, "f9"))
