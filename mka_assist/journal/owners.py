"""Which calls this program owns, by the locks it holds."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from mka_assist.call.log import Owner, call_taken_over
from mka_assist.journal.lock import CallLock, desk_name, holder

_PARTING = 50
"""How many milliseconds letting go of a call waits for its turn at the file; then its lock file stays."""


class Owners:
    """The calls of one open journal. A call that was taken over stays in here until it is claimed anew, so
    that nothing can be added to it by accident once the other screen is gone.
    """

    def __init__(self, journal: Path, connection: sqlite3.Connection, desk: str) -> None:
        self._journal = journal.resolve()  # By whatever link it was opened: the same file, the same locks.
        self._connection = connection
        self._desk = desk_name(desk)
        self._locks: dict[str, CallLock] = {}

    def __contains__(self, number: str) -> bool:
        """Did we claim this call? `check` says whether it is still ours."""
        return number in self._locks

    def owner(self, number: str) -> Owner | None:
        """Who has a call now."""
        lock = self._locks.get(number)
        if lock and lock.stands:
            return Owner(self._desk, lock.since, ours=True)
        return holder(self._journal, number)

    def claim(self, number: str) -> None:
        """Own a call that nobody else has. Raises `CallElsewhereError` or `OSError`."""
        if number in self._locks and self._locks[number].stands:
            return
        lock = CallLock.claim(self._journal, number, self._desk)
        self.forget(number)
        self._locks[number] = lock

    def take(self, number: str) -> Owner | None:
        """Own a call whoever has it; who had it. Only within a write transaction. Raises `OSError`."""
        former = self.owner(number)
        if former and former.ours:
            return None
        lock = CallLock.take_over(self._journal, number, self._desk)
        self.forget(number)
        self._locks[number] = lock
        return former

    def check(self, number: str) -> None:
        """Raises `CallTakenOverError` when a call is no longer ours. Only within a write transaction."""
        if os.fstat(self._locks[number].file).st_nlink == 0:  # Removed or replaced; asked at every write.
            raise call_taken_over(number)

    def release(self, number: str) -> None:
        """Let go of a call, and remove its lock file when the journal is not busy."""
        if lock := self._locks.get(number):
            with suppress(sqlite3.Error, OSError), self._transaction():
                lock.remove()
        self.forget(number)

    def release_all(self) -> None:
        for number in list(self._locks):
            self.release(number)

    def forget(self, number: str) -> None:
        """Let go of a call and leave its lock file."""
        if lock := self._locks.pop(number, None):
            with suppress(OSError):
                lock.let_go()

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        """A moment in which nobody else writes, or takes a call over."""
        (patience,) = self._connection.execute("PRAGMA busy_timeout").fetchone()
        self._connection.execute(f"PRAGMA busy_timeout = {_PARTING}")
        try:
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield
            finally:
                self._connection.execute("ROLLBACK")
        finally:
            self._connection.execute(f"PRAGMA busy_timeout = {patience}")
