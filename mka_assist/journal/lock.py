"""One writer per call: a lock on a file per call, which the kernel releases when the program dies."""

from __future__ import annotations

import fcntl
import os
from hashlib import sha256
from pathlib import Path

from mka_assist.call.log import CallRefusedError


class CallLock:
    """The right to write one call. Held until `release`, or until the process ends however it ends."""

    def __init__(self, journal: Path, number: str) -> None:
        """Take the lock at once. Raises `CallRefusedError` when another screen has it, `OSError` when the
        lock file cannot be made.
        """
        folder = journal.with_name(f"{journal.name}.locks")
        folder.mkdir(mode=0o700, exist_ok=True)
        # A number can hold any character and be too long for a file name; its hash cannot.
        self._path = folder / f"{sha256(number.encode()).hexdigest()[:32]}.lock"
        self._file = self._take(number)

    def _take(self, number: str) -> int:
        while True:
            file = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                os.close(file)
                raise CallRefusedError(
                    f"Melding {number} is al open op een ander scherm.",
                    "Ga daar verder, of sluit dat scherm eerst.",
                ) from None
            except OSError:
                os.close(file)
                raise
            if self._still_there(file):
                return file
            os.close(file)  # The one before us removed the file as it let go; take the new one.

    def _still_there(self, file: int) -> bool:
        try:
            return os.path.samestat(os.fstat(file), self._path.stat())
        except FileNotFoundError:
            return False

    def release(self) -> None:
        """Let go and leave no file behind."""
        self._path.unlink(missing_ok=True)
        os.close(self._file)
