"""Where the events of calls are kept, as the call sees it, and what can go wrong there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
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


class CallElsewhereError(CallRefusedError):
    """Another screen has the call. It can be watched here, or taken over."""


class CallTakenOverError(CallElsewhereError):
    """Another screen took the call over from this one; nothing of this screen was added since."""


@dataclass(frozen=True, slots=True)
class Owner:
    """The screen that has a call: its name, which may be empty, since when, and whether it is this one."""

    desk: str
    since: datetime
    ours: bool


class EventLog(Protocol):
    """An append-only log of events per call. Only the owner of a call adds to it."""

    def append(self, number: str, events: Sequence[Event]) -> None:
        """Store all events or none, and return only when they are stored; no events is nothing to do.
        Claims the call at the first time. Raises `JournalError`, and `CallTakenOverError` from the moment
        that another screen took the call over until it is claimed or taken over here.
        """

    def read(self, number: str) -> tuple[Event, ...]:
        """The events of one call in order, none when the call is not known. Raises `JournalError`."""

    def read_after(self, number: str, count: int) -> tuple[Event, ...]:
        """The events of a call after its first so many. Raises `JournalError`."""

    def count(self, number: str) -> int:
        """How many events a call has, at almost no cost. Raises `JournalError`."""

    def owner(self, number: str) -> Owner | None:
        """The screen that has a call now; None when none does. Raises `JournalError`."""

    def claim(self, number: str) -> None:
        """Become the owner of a call that nobody has; the owner stays it. Raises `CallElsewhereError` when
        another screen has it, or another `JournalError`.
        """

    def take_over(self, number: str) -> Owner | None:
        """Become the owner, whoever has the call; the screen it was taken from, or None. What is read after
        this is complete: nothing of the former owner comes after it. Raises `JournalError`.
        """


class MemoryLog:
    """A log that lasts as long as the program, which has all its calls: for replay, training and tests."""

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

    def read_after(self, number: str, count: int) -> tuple[Event, ...]:
        return self._events.get(number, ())[count:]

    def count(self, number: str) -> int:
        return len(self._events.get(number, ()))

    def owner(self, number: str) -> Owner | None:
        stored = self._events.get(number)
        return Owner("", stored[0].at, ours=True) if stored else None

    def claim(self, number: str) -> None:
        """Nobody else can have it."""

    def take_over(self, number: str) -> Owner | None:
        stored = self._events.get(number, ())
        if not stored:
            raise call_unknown(number)
        if isinstance(stored[-1], CallClosed):
            raise call_closed(number)
        return None


def call_exists(number: str) -> CallRefusedError:
    """The refusal of a number that is taken."""
    return CallRefusedError(f"Melding {number} bestaat al.", "Hervat die melding, of kies een ander nummer.")


def call_unknown(number: str) -> CallRefusedError:
    """The refusal of a number that was never opened."""
    return CallRefusedError(f"Melding {number} staat niet in het journaal.", "Controleer het nummer.")


def call_closed(number: str) -> CallRefusedError:
    """The refusal of anything after the end."""
    return CallRefusedError(f"Melding {number} is afgesloten.", "Open een nieuwe melding.")


def call_elsewhere(number: str, desk: str = "") -> CallElsewhereError:
    """The refusal of a call that another screen has."""
    where = f" ({desk})" if desk else ""
    return CallElsewhereError(
        f"Melding {number} is al open op een ander scherm{where}.",
        "Ga daar verder, kijk hier mee, of neem de melding over.",
    )


def call_taken_over(number: str) -> CallTakenOverError:
    """The refusal of anything that the former owner still wants to add."""
    return CallTakenOverError(
        f"Melding {number} is overgenomen door een ander scherm.",
        "Overleg daarmee, of neem de melding terug.",
    )
