"""The metronome as it is seen: on the grid of the sound, painted at every beat and nothing else."""

from __future__ import annotations

import asyncio

import pytest
from console_kit import ALARMED, Kit
from hypothesis import given
from hypothesis import strategies as st

from mka_assist.console.views.beat import beat_number, until_next
from mka_assist.sound import grid

PRESSING = (*ALARMED, "f5", *"jjjjjj")


@pytest.fixture
def told(tmp_path):
    kit = Kit(tmp_path, told=True).press(*PRESSING)
    yield kit
    kit.close()


@given(st.floats(min_value=0, max_value=7200))
def test_the_next_beat_is_never_further_than_one(told_kit, passed) -> None:
    kit = told_kit
    since = kit.sight.at.state.instruction.started_at
    kit.clock.set(since)
    kit.clock.advance(passed)
    wait = until_next(kit.sight.at)
    assert 0 <= wait <= grid.interval(110) + 1e-6
    before = beat_number(since, 110, kit.clock.now())
    kit.clock.advance(wait + 0.002)
    assert beat_number(since, 110, kit.clock.now()) == before + 1


@pytest.fixture(scope="module")
def told_kit(tmp_path_factory):
    kit = Kit(tmp_path_factory.mktemp("kit"), told=True).press(*PRESSING)
    yield kit
    kit.close()


def test_no_beat_without_pressing(told) -> None:
    assert until_next(told.sight.at) is not None
    told.press("b", "?Niet bij de")
    assert until_next(told.sight.at) is None, "a barrier comes first"


def test_a_beat_paints_one_line(told, monkeypatch) -> None:
    app = told.app()

    async def go() -> None:
        async with app.run_test(size=(120, 40)) as pilot:
            await pilot.pause()
            painted: list[str] = []
            for id, block in app._blocks.items():
                original = block.refresh

                def refresh(*regions, id=id, original=original, **options):
                    painted.append(id)
                    return original(*regions, **options)

                monkeypatch.setattr(block, "refresh", refresh)
            told.clock.advance(grid.interval(110))
            app.beat()
            assert painted == ["beat"]

    asyncio.run(go())
