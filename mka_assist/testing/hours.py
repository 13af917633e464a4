"""Small changes to opening hours, as they are written: a time for all days that have it, or one day less."""

from __future__ import annotations

from collections.abc import Iterator

from mka_assist.rulebook.condition import All, AnyOf, Condition, Op, Test, each_test
from mka_assist.rulebook.facts import WEEK_MINUTE
from mka_assist.rulebook.vocabulary import DAYS
from mka_assist.rulebook.week import DAY
from mka_assist.testing.wording import clock_text

Change = tuple[Condition, str]
"""A condition in place of another, and in words what is different."""


def on_the_clock(condition: Condition) -> bool:
    """Is this about opening hours alone? The clock is never unknown."""
    return {test.fact for test in each_test(condition)} == {WEEK_MINUTE.name}


def changed_hours(condition: Condition) -> Iterator[Change]:
    """Each time of opening or closing a minute earlier and later, and each day left out."""
    times: dict[tuple[Op, int], None] = {}
    for test in each_test(condition):
        times[test.op, int(test.values[0]) % DAY] = None
    for op, minute in times:
        for step in (-1, 1):
            end = op is not Op.FROM
            words = f"{'tot' if end else 'van'} {clock_text(minute, end=end)}"
            yield _shifted(condition, op, minute, step), f"tijden: {words} → {clock_text(minute + step)}"
    yield from _fewer_days(condition)


def _shifted(condition: Condition, op: Op, minute: int, step: int) -> Condition:
    match condition:
        case Test(fact, own, (value,)) if own is op and int(value) % DAY == minute:
            return Test(fact, own, (int(value) + step,))
        case All(parts) | AnyOf(parts):
            return type(condition)(tuple(_shifted(part, op, minute, step) for part in parts))
    return condition


def _fewer_days(condition: Condition) -> Iterator[Change]:
    """Leave out one period of opening: a span of the week, `from` up to `until`."""
    match condition:
        case AnyOf(parts):
            for number, part in enumerate(parts):
                before, after = parts[:number], parts[number + 1 :]
                if isinstance(part, All):
                    begin, end = (int(test.values[0]) for test in each_test(part))
                    hours = f"{clock_text(begin)} tot {clock_text(end, end=True)}"
                    words = f"tijden: zonder {DAYS[begin // DAY]} {hours}"
                    yield AnyOf((*before, *after)), words
                for changed, words in _fewer_days(part):
                    yield AnyOf((*before, changed, *after)), words
