"""The grid: any beat can be worked out from the start alone, so nothing drifts."""

from hypothesis import given
from hypothesis import strategies as st

from mka_assist.sound.grid import beat_at, beat_number, interval, phase

STARTS = st.floats(0, 1e7)
TEMPI = st.integers(100, 120)
SHIFT = 8 * 3600


@given(STARTS, TEMPI, st.integers(0, 60_000))
def test_a_beat_is_the_last_one_from_its_own_moment_on(start, per_minute, number) -> None:
    at = beat_at(start, per_minute, number)
    assert beat_number(start, per_minute, at) == number
    assert beat_number(start, per_minute, at + 0.4 * interval(per_minute)) == number
    assert beat_number(start, per_minute, at - 0.01) == number - 1


@given(STARTS, TEMPI, st.floats(-10, SHIFT))
def test_the_phase_grows_from_beat_to_beat(start, per_minute, after) -> None:
    now = start + after
    found = phase(start, per_minute, now)
    assert 0 <= found < 1
    last = beat_at(start, per_minute, beat_number(start, per_minute, now))
    assert abs(last + found * interval(per_minute) - now) < 1e-6


@given(TEMPI)
def test_after_a_shift_there_were_exactly_so_many_beats(per_minute) -> None:
    assert beat_number(1000.0, per_minute, 1000.0 + SHIFT) == SHIFT * per_minute // 60
    assert beat_number(1000.0, per_minute, 999.9) == -1
