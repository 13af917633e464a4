"""The journal: events of calls in one SQLite file, to which can only be added.

Every append is one transaction that has reached the disk when it returns. Two programs may write different
calls at the same time; a call has one owner, and whether it still is the owner is looked at within the
transaction. Do not open and close the file by other means in a program that has it open: by the rules of
POSIX that drops the locks SQLite has on it.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from urllib.parse import quote

from pydantic import ValidationError

from mka_assist.call.events import CallClosed, Event
from mka_assist.call.log import (
    CallRefusedError,
    JournalError,
    Owner,
    call_closed,
    call_exists,
    call_unknown,
)
from mka_assist.journal.chain import GENESIS, Row, Verification, link, verify
from mka_assist.journal.location import APPLICATION, SCHEMA, check_file, create, locate
from mka_assist.journal.owners import Owners
from mka_assist.journal.trouble import damaged, explain

BUSY_SECONDS = 2.0
_INSERT = "INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
_TROUBLE = (sqlite3.Error, OSError, UnicodeEncodeError)
_LAST = "SELECT seq, hash FROM events ORDER BY seq DESC LIMIT 1"
_COUNT = "SELECT coalesce(max(call_seq), 0) FROM events WHERE call = ?"
_KIND = "SELECT type FROM events WHERE call = ? ORDER BY call_seq DESC LIMIT 1"


@dataclass(frozen=True, slots=True)
class StoredCall:
    """A call in the journal: when it was opened (UTC, ISO 8601), how many events, whether it is closed."""

    number: str
    opened_at: str
    events: int
    closed: bool


class Journal:
    """An open journal. Use it as a context manager, or `close` it."""

    def __init__(self, path: Path, connection: sqlite3.Connection, *, writable: bool, desk: str = "") -> None:
        """Take over an open connection; use `Journal.open` instead."""
        self.path = path
        self._connection = connection
        self._writable = writable
        self._owners = Owners(path, connection, desk)
        self._next: dict[str, int] = {}

    @classmethod
    def open(cls, url: str | Path = "", *, writable: bool = True, desk: str = "") -> Journal:
        """Open a journal by path or sqlite:///path, by default the user's own. Makes a new one when there is
        none and it is `writable`; never changes a file that is not a sound journal. `desk` is what other
        screens call this one. Raises `JournalError`.
        """
        path = Path(str(url))
        connection = None
        try:
            path = locate(url)
            if not os.path.lexists(path):
                if not writable:
                    raise JournalError(f"Het journaal {path} bestaat niet.", "Controleer het pad.")
                create(path)
            check_file(path)
            mode = "rw" if writable else "ro"
            uri = f"file:{quote(os.fsencode(path))}?mode={mode}"
            connection = sqlite3.connect(uri, timeout=BUSY_SECONDS, isolation_level=None, uri=True)
            _check(path, connection, writable)
            return cls(path, connection, writable=writable, desk=desk)
        except BaseException as error:
            if connection:
                connection.close()
            if isinstance(error, _TROUBLE):
                raise explain(error, path) from error
            raise

    def append(self, number: str, events: Sequence[Event]) -> None:
        """Add events to a call in one transaction; they are on disk when this returns.

        Raises `CallRefusedError` when another screen has the call or took it over, when it exists already or
        was closed, and `JournalError` when the file cannot be written. Then none of the events is in the
        journal, except after a disk error at the very end: read the call before trying again.
        """
        self._must_write()
        if not events:
            return
        try:
            self._write(number, events)
        except _TROUBLE as error:
            raise explain(error, self.path) from error
        if isinstance(events[-1], CallClosed):
            self._owners.release(number)
            self._next.pop(number, None)

    def claim(self, number: str) -> None:
        """Become the owner of a call that nobody has, also when it was taken over from this screen before.
        Raises `CallElsewhereError` when another screen has it, `JournalError` for the rest.
        """
        self._must_write()
        with self._explained():
            self._next.pop(number, None)
            self._owners.claim(number)

    def take_over(self, number: str) -> Owner | None:
        """Become the owner of a call, also when another screen has it and does not answer; that screen, or
        None. What the other had stored is there to read when this returns, and nothing follows: its next
        append is refused.

        Raises `CallRefusedError` when there is no such call or it was closed, and `JournalError`; also while
        the other program stands still with a write half done, which holds up everybody.
        """
        self._must_write()
        with self._explained():
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                found = self._connection.execute(_KIND, (number,)).fetchone()
                if found is None or found[0] == "call_closed":
                    raise call_closed(number) if found else call_unknown(number)
                return self._owners.take(number)
            finally:
                self._give_up(number)

    def owner(self, number: str) -> Owner | None:
        """The screen that has a call now, None when none does. Raises `JournalError`."""
        with self._explained():
            return self._owners.owner(number)

    def count(self, number: str) -> int:
        """How many events a call has, without reading them. Raises `JournalError`."""
        with self._explained():
            return int(self._connection.execute(_COUNT, (number,)).fetchone()[0])

    def read(self, number: str) -> tuple[Event, ...]:
        """The events of a call in order; none when it is not in the journal. Raises `JournalError`."""
        return tuple(self._event(row) for row in self.rows(number))

    def read_after(self, number: str, count: int) -> tuple[Event, ...]:
        """The events of a call after its first so many. Raises `JournalError`."""
        return tuple(self._event(row) for row in self.rows(number, count))

    def rows(self, number: str = "", after: int = 0) -> tuple[Row, ...]:
        """The rows of one call, also only those after the first so many, or all rows, in order. Raises
        `JournalError`.
        """
        which, values = ("WHERE call = ? AND call_seq > ?", (number, after)) if number else ("", ())
        with self._explained():
            found = self._connection.execute(f"SELECT * FROM events {which} ORDER BY seq", values)
            return tuple(Row(*row) for row in found)

    def calls(self) -> tuple[StoredCall, ...]:
        """All calls, first opened first. Raises `JournalError`."""
        with self._explained():
            found = self._connection.execute(
                "SELECT call, min(at), count(*), max(type = 'call_closed') FROM events "
                "GROUP BY call ORDER BY min(seq)"
            )
            return tuple(StoredCall(call, at, count, bool(closed)) for call, at, count, closed in found)

    def head(self) -> str:
        """The hash of the last row: noted elsewhere it is an anchor for `verify`. Raises `JournalError`."""
        with self._explained():
            _, head = self._connection.execute(_LAST).fetchone() or (0, GENESIS)
            return str(head)

    def verify(self, expected_head: str = "") -> Verification:
        """Check the whole chain; `chain.verify` says what it can and cannot show. Raises `JournalError`."""
        return verify(self.rows(), expected_head=expected_head)

    def close(self) -> None:
        """Let go of the file and of the calls. Closing twice does nothing."""
        self._owners.release_all()
        with suppress(sqlite3.Error):
            self._connection.close()

    def __enter__(self) -> Journal:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _claim(self, number: str) -> int:
        """Be the one writer of a call; its next event number. Counted once, then kept: an event that somebody
        else slips in collides with the table's own uniqueness.
        """
        if number not in self._owners:
            self._owners.claim(number)
        first = self._next[number] = self.count(number) + 1
        return first

    def _write(self, number: str, events: Sequence[Event]) -> None:
        first = self._next.get(number)
        ours = first is not None or number in self._owners
        if first is None:
            first = self._claim(number)
        try:
            self._connection.execute("BEGIN IMMEDIATE")
            self._owners.check(number)
            seq, head = self._connection.execute(_LAST).fetchone() or (0, GENESIS)
            self._connection.executemany(_INSERT, link(events, number, first, seq, head))
            self._connection.execute("COMMIT")
        except BaseException as error:
            self._give_up(number)
            if isinstance(error, sqlite3.IntegrityError):
                refusal = _refusal(number, str(error))
                if not ours or str(error) == "afgesloten":
                    self._owners.release(number)
                raise refusal from error
            raise
        self._next[number] = first + len(events)

    def _give_up(self, number: str) -> None:
        """After a failure: no transaction left open, and count again next time."""
        self._next.pop(number, None)
        with suppress(sqlite3.Error):
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")

    def _event(self, row: Row) -> Event:
        try:
            return row.event
        except ValidationError as error:
            raise JournalError(
                f"Het journaal {self.path} heeft een onleesbare gebeurtenis: nummer {row.seq} "
                f"(melding {row.call}, nummer {row.call_seq}).",
                "Controleer het journaal, of gebruik de nieuwste versie van het programma.",
            ) from error

    def _must_write(self) -> None:
        if not self._writable:
            raise JournalError(f"Het journaal {self.path} is alleen om te lezen geopend.")

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except _TROUBLE as error:
            raise explain(error, self.path) from error


def _check(path: Path, connection: sqlite3.Connection, writable: bool) -> None:
    """Is this a sound journal of a version we know, and can it be written if it must? Changes nothing."""
    application = connection.execute("PRAGMA application_id").fetchone()[0]
    if application != APPLICATION:
        raise JournalError(
            f"Het bestand {path} is een andere SQLite-database, geen journaal.",
            "Kies met --journal een ander bestand.",
        )
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if version != SCHEMA:
        raise JournalError(
            f"Het journaal {path} heeft versie {version}; dit programma kent versie {SCHEMA}.",
            "Gebruik de nieuwste versie van het programma.",
        )
    if connection.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
        raise damaged(path)
    if writable:
        connection.execute("PRAGMA synchronous = FULL")
        _try_to_write(connection)


def _try_to_write(connection: sqlite3.Connection) -> None:
    """Raises when nothing can be written. Who is just writing, or hangs while doing so, keeps nobody from
    opening the journal: a call goes on without being stored, and then says so.
    """
    connection.execute("PRAGMA busy_timeout = 0")
    try:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("ROLLBACK")
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
            raise
    finally:
        connection.execute(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000:.0f}")


def _refusal(number: str, cause: str) -> CallRefusedError:
    """What the rules of the table itself said no to."""
    match cause:
        case "bestaat":
            return call_exists(number)
        case "onbekend":
            return call_unknown(number)
        case "afgesloten":
            return call_closed(number)
        case _:
            return CallRefusedError(
                f"Melding {number} is intussen door iemand anders bijgewerkt.",
                "Hervat de melding opnieuw.",
            )
