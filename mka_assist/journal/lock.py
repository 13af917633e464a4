"""One owner per call: a locked file per call, which the kernel unlocks when the program dies.

Who holds the lock on the file *that is there* owns the call. So a call can be taken over from a program that
hangs and never lets go: another file, already locked, takes the place of its file. What depends on it looks
within a write transaction of the journal; replacing and removing happen within one too, so nothing is written
between the look and the write.
"""

from __future__ import annotations

import fcntl
import os
from contextlib import suppress
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from mka_assist.call.log import Owner, call_elsewhere

LONGEST = 100
"""The most letters in the name of a screen."""
_TRIES = 1000


class CallLock:
    """The right to write one call, for as long as it `stands`."""

    def __init__(self, path: Path, file: int) -> None:
        """Take over an open, locked file; use `claim` or `take_over` instead."""
        self._path, self.file = path, file
        found = os.fstat(file)
        # While the file is open, nothing else gets this number.
        self._identity = found.st_dev, found.st_ino
        self.since = datetime.fromtimestamp(found.st_mtime, UTC)

    @classmethod
    def claim(cls, journal: Path, number: str, desk: str = "") -> CallLock:
        """Take the lock that nobody has. Raises `CallElsewhereError` when another screen has it, `OSError`
        when the lock file cannot be made.
        """
        path = _path(journal, number)
        path.parent.mkdir(mode=0o700, exist_ok=True)
        for _ in range(_TRIES):
            file = _open(path, os.O_CREAT)
            try:
                if _taken(file):
                    raise call_elsewhere(number, _desk(file))
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                _sign(file, desk)
                lock = cls(path, file)
            except BlockingIOError:  # Somebody just looks who has it, or was first.
                os.close(file)
                continue
            except BaseException:
                os.close(file)
                raise
            if lock.stands:
                return lock
            os.close(file)  # The one before us removed the file as it let go; take the new one.
        raise call_elsewhere(number)

    @classmethod
    def take_over(cls, journal: Path, number: str, desk: str = "") -> CallLock:
        """Take the lock whoever has it. Only within a write transaction. Raises `OSError`."""
        path = _path(journal, number)
        path.parent.mkdir(mode=0o700, exist_ok=True)
        made = path.with_suffix(".nieuw")
        made.unlink(missing_ok=True)  # Of one that was killed right here.
        file = _open(made, os.O_CREAT | os.O_EXCL)
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            _sign(file, desk)
            made.replace(path)
            return cls(path, file)
        except BaseException:
            os.close(file)
            made.unlink(missing_ok=True)
            raise

    @property
    def stands(self) -> bool:
        """Is the file that is there still ours? False when another screen took over."""
        try:
            found = self._path.stat()
        except FileNotFoundError:
            return False
        return (found.st_dev, found.st_ino) == self._identity

    def remove(self) -> None:
        """Leave no file behind. Only within a write transaction, or a file that just took the place of ours
        could go.
        """
        if self.stands:
            self._path.unlink(missing_ok=True)

    def let_go(self) -> None:
        """Unlock. A file that stays behind is nobody's."""
        os.close(self.file)


def holder(journal: Path, number: str) -> Owner | None:
    """The other program that has a call now, None when none does. Changes nothing. Raises `OSError`."""
    try:
        file = _open(_path(journal, number))
    except FileNotFoundError:
        return None
    try:
        if not _taken(file):
            return None
        since = datetime.fromtimestamp(os.fstat(file).st_mtime, UTC)
        return Owner(_desk(file), since, ours=False)
    finally:
        os.close(file)


def _path(journal: Path, number: str) -> Path:
    # A number can hold any character and be too long for a file name; its hash cannot.
    name = sha256(number.encode()).hexdigest()[:32]
    return journal.with_name(f"{journal.name}.locks") / f"{name}.lock"


def _open(path: Path, how: int = 0) -> int:
    return os.open(path, os.O_CLOEXEC | (os.O_RDWR | how if how else os.O_RDONLY), 0o600)


def _taken(file: int) -> bool:
    """Does a program own this file? Who only looks, as here, shares the lock and is in nobody's way."""
    try:
        fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    return False


def _sign(file: int, desk: str) -> None:
    with suppress(OSError):  # On a full disk the call is owned without a name.
        os.utime(file)
        os.ftruncate(file, 0)
        os.pwrite(file, desk.encode(), 0)


def _desk(file: int) -> str:
    """The name in a file that anybody with the rights could have written."""
    return desk_name(os.pread(file, 4 * LONGEST, 0).decode(errors="replace"))


def desk_name(text: str) -> str:
    """A name as it can be shown: what is printable, and not too long."""
    return "".join(letter for letter in text if letter.isprintable())[:LONGEST].strip()
