"""Opening hours, over midnight, over the weekend and over the change of the clock."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mka_assist.rulebook.facts import WEEK_MINUTE
from mka_assist.rulebook.meaning import holds
from mka_assist.rulebook.week import AMSTERDAM, DAY, WEEK, opening_hours, week_minute


def open_at(days: tuple[int, ...], start: str, end: str, day: int, time: str) -> bool:
    def minutes(text: str) -> int:
        hours, rest = text.split(":")
        return int(hours) * 60 + int(rest)

    condition = opening_hours(days, minutes(start), minutes(end) % DAY)
    return bool(holds(condition, {WEEK_MINUTE.name: day * DAY + minutes(time)}))


@pytest.mark.parametrize(
    ("day", "time", "expected"),
    [
        (0, "18:00", True),
        (0, "17:59", False),
        (1, "06:59", True),
        (1, "07:00", False),
        (5, "03:00", True),
        (6, "03:00", False),
    ],
)
def test_weekday_nights_run_into_the_next_morning(day, time, expected):
    assert open_at((0, 1, 2, 3, 4), "18:00", "07:00", day, time) is expected


def test_a_sunday_night_runs_into_monday():
    assert open_at((6,), "22:00", "06:00", 0, "05:59")
    assert not open_at((6,), "22:00", "06:00", 0, "06:00")
    assert not open_at((6,), "22:00", "06:00", 6, "05:00")


def test_the_whole_day():
    assert all(open_at((5,), "00:00", "24:00", 5, time) for time in ("00:00", "12:00", "23:59"))
    assert not open_at((5,), "00:00", "24:00", 6, "00:00")


@given(st.integers(0, 6), st.integers(0, DAY - 1), st.integers(0, DAY - 1))
def test_open_for_as_long_as_it_says(day, start, end):
    condition = opening_hours((day,), start, end)
    minutes = sum(bool(holds(condition, {WEEK_MINUTE.name: m})) for m in range(WEEK))
    assert minutes == ((end - start) % DAY or DAY)


def test_the_week_counts_in_dutch_time():
    assert week_minute(dt.datetime(2026, 3, 2, 11, tzinfo=dt.UTC)) == 12 * 60
    assert week_minute(dt.datetime(2026, 7, 6, 10, tzinfo=dt.UTC)) == 12 * 60
    assert week_minute(dt.datetime(2026, 3, 29, 3, 30, tzinfo=AMSTERDAM)) == 6 * DAY + 3 * 60 + 30
