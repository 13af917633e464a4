"""The bar for what needs an act now: one fixed place, most urgent first, and what does not fit is counted.

Priority is told four ways: by a word, a mark, a colour and the place. Only the mark flashes, between reverse
and normal, and only until the alarm is seen; the text stands still.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from rich.cells import cell_len

from mka_assist.call.timings import format_elapsed
from mka_assist.console.alarms import Alarm, Priority, highest
from mka_assist.console.lines import Line, Lines, Role, cut, fill, fold, line, pad
from mka_assist.console.ui import Sight
from mka_assist.rulebook.week import local

ROWS = 2
ROLES: Mapping[Priority, Role] = {
    Priority.HIGH: Role.HIGH,
    Priority.MEDIUM: Role.MEDIUM,
    Priority.LOW: Role.LOW,
}
MARKS: Mapping[Priority, str] = {Priority.HIGH: "***", Priority.MEDIUM: "** ", Priority.LOW: "*  "}
FLASH: Mapping[Priority, float] = {Priority.HIGH: 2.0, Priority.MEDIUM: 0.5}
"""Flashes per second (IEC 60601-1-8: 1.4 to 2.8 and 0.4 to 0.8); low is steady."""
WORD = 6
"""Cells of the longest word for a priority."""
SHORTEST = 10
"""Cells that what is the matter keeps, however long is what to do about it."""


def sentence(alarm: Alarm) -> str:
    """What, what to do, and the key that does it."""
    one = alarm.condition
    return f"{one.what} {one.do}{f' [{one.key}]' if one.key else ''}".strip()


def lit(alarm: Alarm, now: datetime) -> bool:
    """Is the mark of an alarm in reverse at this moment? One that nobody waits for is so all the time."""
    rate = FLASH.get(alarm.condition.priority, 0.0)
    return not rate or alarm.seen or now.timestamp() * rate % 1 < 0.5


def flashing(alarms: Sequence[Alarm]) -> bool:
    """Does any mark flash, so that the bar has to be painted a few times a second?"""
    return any(not alarm.seen and alarm.condition.priority in FLASH for alarm in alarms)


@dataclass(frozen=True, slots=True)
class Clock:
    """The moment, and since when a call runs: None at the first screen."""

    now: datetime
    opened_at: datetime | None = None

    def when(self, since: datetime) -> str:
        """On the clock of the call, as everything else on the screen; without one the time of day."""
        if self.opened_at is None:
            return f"{local(since):%H:%M:%S}"
        return format_elapsed(max(0.0, (since - self.opened_at).total_seconds()))


def alert_lines(sight: Sight, width: int, height: int = ROWS) -> Lines:
    """The alarms of a call in so many lines."""
    return bar(sight.alarms, Clock(sight.at.now, sight.at.state.opened_at), width, height)


def bar(alarms: Sequence[Alarm], clock: Clock, width: int, height: int = ROWS) -> Lines:
    """Alarms in so many lines. The most urgent one stands on top, the one that F6 acts on is always among
    them, and of the high ones there is one at a time."""
    standing = [alarm for alarm in alarms if not alarm.aside]
    if not standing:
        return pad([line("    Geen alarmen.", Role.DIM)], width, height)
    shown = _chosen(standing, clock, width, height)
    counts = _counts([alarm for alarm in standing if alarm not in shown])
    rows: list[Line] = []
    for place, alarm in enumerate(shown):
        last = place == len(shown) - 1
        room = height - len(rows) - (len(shown) - place - 1)
        rows += _rows(alarm, clock, width, room, counts if last else "")
    return pad(rows, width, height)


def _chosen(standing: Sequence[Alarm], clock: Clock, width: int, height: int) -> list[Alarm]:
    """The first alarm and the one that acknowledging acts on; then those that fit in what is left."""
    target = highest(standing)
    shown = [alarm for alarm in standing if alarm in (standing[0], target)][:height]
    for alarm in standing:
        many = _counts([other for other in standing if other not in shown and other is not alarm])
        crowded = not alarm.seen or any(not each.seen for each in shown)
        if alarm in shown or (alarm.condition.priority is Priority.HIGH and crowded):
            continue
        more = [each for each in standing if each in shown or each is alarm]
        needed = [len(_rows(each, clock, width, 2, many if each is more[-1] else "")) for each in more]
        if sum(needed) > height:
            break
        shown = more
    return shown


def _rows(alarm: Alarm, clock: Clock, width: int, room: int, counts: str) -> list[Line]:
    """One alarm in one row where it fits there whole, in two where there is room, else cut."""
    one, role = alarm.condition, ROLES[alarm.condition.priority]
    head = f"{one.priority.upper():{WORD}} {'gezien ' if alarm.seen else ''}"
    since = f" sinds {clock.when(alarm.since)}"
    end = f"{f' [{one.key}]' if one.key else ''}{since}"
    indent = 5 + cell_len(head)
    tail = f"{end}{counts}"
    if indent + cell_len(f"{one.what} {one.do}{tail}") < width or room < 2:
        texts = [f"{_squeezed(one.what, one.do, width - indent - cell_len(tail) - 1)}{end}"]
    else:
        texts = _two(one.what, f"{one.do}{end}", width - indent - 1, cell_len(counts))
    mark = (f" {MARKS[one.priority]} ", role if lit(alarm, clock.now) else Role.TEXT)
    rows: list[Line] = []
    for number, text in enumerate(texts):
        start: Line = (mark, (head, role)) if number == 0 else ((" " * indent, role),)
        row: Line = (*start, (text, role))
        if counts and number == len(texts) - 1:
            row = (*fill(row, width - cell_len(counts) - 1, role), (f"{counts} ", role))
        rows.append(fill(row, width, role))
    return rows


def _two(what: str, do: str, room: int, less: int) -> list[str]:
    """Two rows: what it is, and what to do; what to do is never cut for the sake of the other."""
    if cell_len(what) <= room:
        return [what, cut(do, room - less)]
    first, *others = fold(what, room)
    return [first, _squeezed(" ".join(others), do, room - less)]


def _squeezed(what: str, do: str, room: int) -> str:
    """Both on one row; when they do not fit, what it is makes way for what to do."""
    if cell_len(f"{what} {do}") <= room:
        return f"{what} {do}"
    kept = max(min(SHORTEST, cell_len(what)), room - cell_len(do) - 1)
    return f"{cut(what, kept)} {cut(do, room - kept - 1)}"


def _counts(hidden: Sequence[Alarm]) -> str:
    """How many of each priority are not shown: "+1 HOOG +2 MIDDEN"."""
    numbers = {priority: sum(a.condition.priority is priority for a in hidden) for priority in Priority}
    return "".join(f" +{number} {priority.upper()}" for priority, number in numbers.items() if number)
