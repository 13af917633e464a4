"""The two lines for what needs an act now, most urgent first, in one fixed place."""

from __future__ import annotations

from collections.abc import Mapping

from mka_assist.console.alarms import Alarm, Priority
from mka_assist.console.lines import Line, Lines, Role, fill, fold, line, pad
from mka_assist.console.ui import Sight

ROWS = 2
ROLES: Mapping[Priority, Role] = {
    Priority.HIGH: Role.HIGH,
    Priority.MEDIUM: Role.MEDIUM,
    Priority.LOW: Role.LOW,
}
MARKS: Mapping[Priority, str] = {Priority.HIGH: "***", Priority.MEDIUM: "** ", Priority.LOW: "*  "}


def sentence(alarm: Alarm) -> str:
    """What, what to do, and the key that does it."""
    one = alarm.condition
    text = f"{one.what} {one.do}".strip()
    return f"[{one.key}] {text}" if one.key else text


def unseen(sight: Sight) -> tuple[Alarm, ...]:
    """The alarms for the two lines: those that were not seen, and all of the highest priority."""
    return tuple(a for a in sight.alarms if not a.seen or a.condition.priority is Priority.HIGH)


def alert_lines(sight: Sight, width: int) -> Lines:
    """The first alarm whole, and the next one when there is room; the rest is counted."""
    shown = unseen(sight)
    if not shown:
        return pad([line("    Geen aandachtspunten.", Role.DIM)], width, ROWS)
    rows: list[Line] = []
    for position, alarm in enumerate(shown):
        role = ROLES[alarm.condition.priority]
        rest = len(shown) - position - 1
        urgent_next = rest > 0 and shown[position + 1].condition.priority is Priority.HIGH
        most = 1 if urgent_next else ROWS - len(rows)
        hidden = f" +{rest} V" if rest and len(rows) + most >= ROWS else ""
        texts = fold(sentence(alarm), width - 5 - len(hidden), most)
        if rest and len(rows) + len(texts) < ROWS:
            hidden = ""
        marks = [f" {MARKS[alarm.condition.priority]} ", *(["     "] * ROWS)]
        for number, text in enumerate(texts):
            row: Line = ((marks[number] + text, role),)
            if hidden and number == len(texts) - 1:
                row = (*fill(row, width - len(hidden), role), (hidden, role))
            rows.append(fill(row, width, role))
        if len(rows) >= ROWS:
            break
    return pad(rows, width, ROWS)
