"""The week as minutes since Monday 00:00, local time: how opening hours become a condition."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from mka_assist.rulebook.condition import All, AnyOf, Condition, Op, Test
from mka_assist.rulebook.facts import WEEK_MINUTE

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
DAY = 24 * 60
WEEK = 7 * DAY


def local(at: dt.datetime) -> dt.datetime:
    """Dutch local time; a time without a zone is taken as local already."""
    return at.astimezone(AMSTERDAM) if at.tzinfo else at.replace(tzinfo=AMSTERDAM)


def week_minute(at: dt.datetime) -> int:
    """Minutes since Monday 00:00, local time (0 up to 10079)."""
    here = local(at)
    return here.weekday() * DAY + here.hour * 60 + here.minute


def opening_hours(days: tuple[int, ...], start: int, end: int) -> Condition:
    """Open on each day from `start` up to `end` (minutes of the day). An end at or before the start is
    on the next day, so a Sunday night runs into Monday."""
    length = (end - start) % DAY or DAY
    spans: list[Condition] = []
    for day in days:
        begin = day * DAY + start
        spans.append(_between(begin, min(begin + length, WEEK)))
        if begin + length > WEEK:
            spans.append(_between(0, begin + length - WEEK))
    return AnyOf(tuple(spans))


def _between(begin: int, end: int) -> Condition:
    return All((Test(WEEK_MINUTE.name, Op.FROM, (begin,)), Test(WEEK_MINUTE.name, Op.UNDER, (end,))))
