"""The clock: one place that reads it, and a clock that stands still."""

from __future__ import annotations

import ast
import datetime as dt
from pathlib import Path

import pytest
from freezegun import freeze_time
from scripted import SCRIPT, START, FakeDecider

import mka_assist
from mka_assist.call.clock import ReplayClock, SystemClock
from mka_assist.call.log import MemoryLog
from mka_assist.call.session import Session

READING = {
    ("datetime", "now"),
    ("datetime", "utcnow"),
    ("datetime", "today"),
    ("date", "today"),
    ("time", "time"),
}


def test_no_other_module_reads_the_clock() -> None:
    package = Path(mka_assist.__file__).parent
    readers = set()
    for file in package.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.Attribute):
                owner = node.value.attr if isinstance(node.value, ast.Attribute) else ""
                owner = node.value.id if isinstance(node.value, ast.Name) else owner
                if (owner, node.attr) in READING:
                    readers.add(file.relative_to(package).as_posix())
    assert readers == {"call/clock.py"}


def test_the_system_clock_is_aware_and_can_be_frozen() -> None:
    assert SystemClock().now().tzinfo is dt.UTC
    with freeze_time("2026-03-29 00:59:59"):
        assert SystemClock().now() == dt.datetime(2026, 3, 29, 0, 59, 59, tzinfo=dt.UTC)


def test_a_replay_gives_the_same_events_as_the_call_at_the_frozen_time() -> None:
    logs = MemoryLog(), MemoryLog()
    with freeze_time(START):
        call = Session.open("1", logs[0], SystemClock(), FakeDecider())
        for command in SCRIPT:
            call.do(command)
    again = Session.open("1", logs[1], ReplayClock(START), FakeDecider())
    for command in SCRIPT:
        again.do(command)
    assert again.events == call.events


def test_the_replay_clock_moves_only_when_told() -> None:
    clock = ReplayClock(dt.datetime(2026, 7, 1, 12, tzinfo=dt.timezone(dt.timedelta(hours=2))))
    assert clock.now() == clock.now() == dt.datetime(2026, 7, 1, 10, tzinfo=dt.UTC)
    clock.advance(1.5)
    assert clock.now().isoformat() == "2026-07-01T10:00:01.500000+00:00"
    with pytest.raises(ValueError, match="tijdzone"):
        ReplayClock(dt.datetime(2026, 7, 1))  # noqa: DTZ001 - a naive time is what is tested
