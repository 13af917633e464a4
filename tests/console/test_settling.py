"""A key that is held down never does what needs it twice."""

from __future__ import annotations

import asyncio
import datetime as dt

import pytest
from console_kit import ARREST, Kit, press, settled
from hypothesis import given
from hypothesis import strategies as st

from mka_assist.console.settling import RUN, Press, Settling

START = dt.datetime(2026, 11, 22, tzinfo=dt.UTC)
REPEATS = st.floats(min_value=0.01, max_value=0.119)
"""Seconds between the repeats of a keyboard."""


@given(delay=st.floats(min_value=0.13, max_value=1), repeats=st.lists(REPEATS, min_size=1, max_size=60))
def test_a_held_key_never_comes_to_a_second_press(delay, repeats) -> None:
    """The first press arms; then the keyboard waits, and repeats."""
    settling, now = Settling(), START
    assert settling.take("f2", False, now) is Press.DO
    now += dt.timedelta(seconds=delay)
    assert settling.take("f2", True, now) is Press.WAIT
    for gap in repeats:
        now += dt.timedelta(seconds=gap)
        assert settling.take("f2", True, now) is Press.IGNORE
        assert settling.settled() == ""


@given(st.floats(min_value=0.121, max_value=2.9))
def test_two_presses_are_two(gap) -> None:
    settling = Settling()
    settling.take("f2", False, START)
    assert settling.take("f2", True, START + dt.timedelta(seconds=gap)) is Press.WAIT
    assert settling.settled() == "f2"
    assert settling.settled() == "", "once"


def test_other_keys_never_wait() -> None:
    settling = Settling()
    assert [settling.take(key, False, START) for key in ("n", "n", "j", "f6", "f6")] == [Press.DO] * 5


@pytest.mark.parametrize(("key", "done"), [("f2", "alarmed"), ("f10", "closed_at")])
def test_on_the_screen_a_held_key_only_announces(kit: Kit, key, done) -> None:
    app = kit.app()

    async def go() -> None:
        async with app.run_test(size=(80, 24)) as pilot:
            await press(pilot, kit, *ARREST)
            await pilot.press(key)
            kit.clock.advance(0.5)
            for _ in range(20):
                await pilot.press(key)
                kit.clock.advance(0.033)
            await settled(pilot)
            assert not getattr(kit.sight.at.state, done)
            assert kit.desk.ui.opened is not None, "still announced"
            kit.clock.advance(1)
            await pilot.press(key)
            await settled(pilot)
            assert getattr(kit.sight.at.state, done)

    asyncio.run(go())


def test_another_key_is_done_after_the_one_that_waits(kit: Kit) -> None:
    app = kit.app()

    async def go() -> None:
        async with app.run_test(size=(80, 24)) as pilot:
            await press(pilot, kit, *ARREST, "f2")
            kit.clock.advance(1)
            app.action_press("f2")
            app.action_press("5")
            assert kit.sight.at.state.alarmed
            assert kit.desk.ui.selected == "locatie"

    asyncio.run(go())
    assert dt.timedelta(seconds=0.1) < RUN
