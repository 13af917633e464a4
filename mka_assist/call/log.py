"""Where the events of calls are kept, as the call sees it, and what can go wrong there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from mka_assist.call.events import CallClosed, CallOpened, Event


class JournalError(Exception):
    """The log cannot be read or written. Shown as one Dutch line: cause first, then help."""

    def __init__(self, message: str, help: str = "") -> None:
        super().__init__(f"{message} Hulp: {help}" if help else message)
        self.message = message
        self.help = help


class CallRefusedError(JournalError):
    """This call cannot be opened, resumed or written here: its number exists already, is unknown, is
    not usable, or the call is in use on another screen. Unlike other trouble this does not pass by itself.
    """


class EventLog(Protocol):
    """An append-only log of events per call."""

    def append(self, number: str, events: Sequence[Event]) -> None:
        """Store all events or none, and return only when they are stored; no events is nothing to do.
        Raises `JournalError`.
        """

    def read(self, number: str) -> tuple[Event, ...]:
        """The events of one call in order, none when the call is not known. Raises `JournalError`."""


class MemoryLog:
    """A log that lasts as long as the program: for replay, training and tests."""

    def __init__(self) -> None:
        self._events: dict[str, tuple[Event, ...]] = {}

    def append(self, number: str, events: Sequence[Event]) -> None:
        stored = self._events.get(number, ())
        for place, event in enumerate(events, start=len(stored)):
            if isinstance(event, CallOpened) is not (place == 0):
                raise call_exists(number) if place else call_unknown(number)
            if stored and isinstance(stored[-1], CallClosed):
                raise call_closed(number)
        self._events[number] = stored + tuple(events)

    def read(self, number: str) -> tuple[Event, ...]:
        return self._events.get(number, ())


def call_exists(number: str) -> CallRefusedError:
    """The refusal of a number that is taken."""
    return CallRefusedError(f"Melding {number} bestaat al.", "Hervat die melding, of kies een ander nummer.")


def call_unknown(number: str) -> CallRefusedError:
    """The refusal of a number that was never opened."""
    return CallRefusedError(f"Melding {number} staat niet in het journaal.", "Controleer het nummer.")


def call_closed(number: str) -> CallRefusedError:
    """The refusal of anything after the end."""
    return CallRefusedError(f"Melding {number} is afgesloten.", "Open een nieuwe melding.")
