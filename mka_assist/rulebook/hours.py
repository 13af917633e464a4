"""Spans of the week in plain Dutch: the opening hours that became a condition, told as they were written."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from mka_assist.rulebook.clauses import listed
from mka_assist.rulebook.condition import All, AnyOf, Condition, Op, Test
from mka_assist.rulebook.facts import WEEK_MINUTE
from mka_assist.rulebook.week import DAY, WEEK

DAY_NAMES = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")
Span = tuple[int, int]
"""From a minute of the week up to another."""


def spans_of(condition: Condition) -> tuple[Span, ...] | None:
    """The spans of the week that a condition consists of, or None when it says anything else."""
    match condition:
        case All((Test(first, Op.FROM, (int(begin),)), Test(second, Op.UNDER, (int(end),)))):
            if first == second == WEEK_MINUTE.name and 0 <= begin < end <= WEEK:
                return ((begin, end),)
        case AnyOf(parts) if parts:
            found = [spans_of(part) for part in parts]
            if all(found):
                return tuple(span for spans in found if spans for span in spans)
    return None


def hours_in_words(spans: Iterable[Span]) -> str:
    """ "maandag tot en met vrijdag van 18:00 tot 07:00 uur de volgende dag, of zaterdag de hele dag"."""
    days: dict[tuple[int, int], list[int]] = {}
    for begin, end in _over_the_weekend(sorted(set(spans))):
        for day, start, length in _by_day(begin, end):
            days.setdefault((start, length), []).append(day)
    return ", of ".join(f"{_days(found)} {_times(*times)}" for times, found in days.items())


def moment_in_words(minute: int) -> str:
    """ "maandag 18:00 uur"."""
    return f"{DAY_NAMES[minute // DAY % 7]} {_time(minute % DAY)} uur"


def _over_the_weekend(spans: Sequence[Span]) -> list[Span]:
    """A Sunday night was cut at the end of the week; it is told as one."""
    if len(spans) > 1 and spans[0][0] == 0 and spans[-1][1] == WEEK:
        (_, end), *others, (begin, _) = spans
        if begin % DAY and WEEK - begin + end <= DAY:
            return [*others, (begin, WEEK + end)]
    return [*spans]


def _by_day(begin: int, end: int) -> Iterable[tuple[int, int, int]]:
    """The day, its start and its length, for a span of at most a day; a longer one in whole days."""
    while begin < end:
        length = min(end - begin, DAY)
        yield begin // DAY, begin % DAY, length
        begin += length


def _days(days: list[int]) -> str:
    runs: list[list[int]] = []
    for day in sorted(set(days)):
        if runs and day == runs[-1][-1] + 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    if len(runs[0]) == 7:
        return "elke dag"
    return listed(words for run in runs for words in _run(run))


def _run(days: list[int]) -> Iterable[str]:
    """Three days or more in a row are told by the first and the last."""
    names = [DAY_NAMES[day] for day in days]
    return [f"{names[0]} tot en met {names[-1]}"] if len(names) > 2 else names


def _times(start: int, length: int) -> str:
    if length == DAY and start == 0:
        return "de hele dag"
    end = start + length
    return f"van {_time(start)} tot {_time(end if end <= DAY else end - DAY)} uur" + (
        " de volgende dag" if end > DAY else ""
    )


def _time(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"
