"""The calls that a journal holds, and the number of a new one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from mka_assist.call.log import EventLog
from mka_assist.rulebook.week import local


class StoredCall(Protocol):
    """A call in the journal, as a list of calls shows it."""

    @property
    def number(self) -> str: ...
    @property
    def opened_at(self) -> str: ...
    @property
    def events(self) -> int: ...
    @property
    def closed(self) -> bool: ...


class Calls(EventLog, Protocol):
    """A log that knows which calls it holds."""

    def calls(self) -> Sequence[StoredCall]:
        """All calls, first opened first. Raises `JournalError`."""


@dataclass(frozen=True, slots=True)
class OpenCall:
    """A call that was not closed: it can be resumed."""

    number: str
    opened_at: datetime
    events: int
    desk: str = ""
    """The screen that has it now; empty when none does."""


def open_calls(calls: Calls) -> tuple[OpenCall, ...]:
    """The calls that were not closed, the latest first. Raises `JournalError`."""
    found = [call for call in calls.calls() if not call.closed]
    return tuple(
        OpenCall(call.number, datetime.fromisoformat(call.opened_at), call.events, _desk(calls, call.number))
        for call in reversed(found)
    )


def _desk(calls: Calls, number: str) -> str:
    """The name of the screen that has a call; a screen without a name is just another one."""
    owner = calls.owner(number)
    return "" if owner is None or owner.ours else owner.desk or "een ander scherm"


def numbers(now: datetime) -> Iterator[str]:
    """Numbers for a new call: day and time, and with a letter for when that one is taken."""
    start = f"{local(now):%y%m%d-%H%M%S}"
    yield start
    yield from (f"{start}{letter}" for letter in "abcdefghi")
