"""Rule files that change while the console runs: read, checked and tried on a thread of their own.

What comes of it waits here until the desk fetches it; nothing on this side touches a call or the screen.
"""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from queue import Empty, SimpleQueue

from mka_assist.call.clock import Clock
from mka_assist.call.session import Decider
from mka_assist.call.state import CallState
from mka_assist.decision.last_good import Rulebooks
from mka_assist.rulebook.diagnostics import InputError
from mka_assist.rulebook.loading import files_under
from mka_assist.rulebook.signatures import SIGNATURES
from mka_assist.rulebook.week import local

SECONDS = 2.0
"""So long between two looks at the files."""
Seen = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class News:
    """What came of files that changed: a decider for new calls, or why the last good one stays."""

    decider: Decider | None = None
    trouble: str = ""


class Watcher:
    """Looks at the files of a rulebook. Make it before the rulebook is read, so that no change is missed."""

    def __init__(self, rulebooks: Rulebooks, clock: Clock) -> None:
        self._rulebooks, self._clock = rulebooks, clock
        self._news: SimpleQueue[News] = SimpleQueue()
        self._stop = threading.Event()
        self._read = self._last = self._seen()

    def look(self) -> None:
        """Once: files that changed since they were read, and not since the last look (an editor may be half
        way), are read."""
        seen, before = self._seen(), self._last
        self._last = seen
        if seen == self._read or seen != before:
            return
        self._read = seen
        self._news.put(self._open())

    def news(self) -> News | None:
        """What came of the latest change, once; nothing when there is no news."""
        latest: News | None = None
        while True:
            try:
                latest = self._news.get_nowait()
            except Empty:
                return latest

    def earlier(self, state: CallState) -> Decider | None:
        """The rulebook that a call went by, when there is a copy of it."""
        return self._rulebooks.earlier(state.rulebook_sha256, state.region, local(state.opened_at).date())

    def run(self, stopped: Callable[[], bool]) -> None:
        """Look each time that `stopped` returns, until it says so."""
        while not stopped():
            try:
                self.look()
            except Exception as error:  # the watch goes on: the next look may find them again
                self._news.put(News(trouble=f"de regels zijn niet te volgen ({type(error).__name__})"))

    def start(self) -> None:
        """Look every two seconds, on a thread that ends with the program."""
        threading.Thread(
            target=self.run, args=(lambda: self._stop.wait(SECONDS),), name="regels", daemon=True
        ).start()

    def stop(self) -> None:
        self._stop.set()

    def _open(self) -> News:
        try:
            return News(self._rulebooks.open(self._today()))
        except InputError as problem:
            return News(trouble=self._rulebooks.why(problem))
        except Exception as error:  # a mistake here must not end the watch
            return News(trouble=f"de regels zijn niet te lezen ({type(error).__name__})")

    def _today(self) -> dt.date:
        return local(self._clock.now()).date()

    def _seen(self) -> Seen:
        """What tells that a file changed, and the day: which rules are in force may change at midnight."""
        day = self._today()
        root = self._rulebooks.root
        try:
            paths = files_under(root)
        except InputError as problem:
            return (day, str(problem))
        return (day, *(_mark(path) for path in (*paths, root / SIGNATURES)))


def _mark(path: Path) -> tuple[object, ...]:
    try:
        found = path.stat()
    except (OSError, ValueError):
        return (path, None)
    return (path, found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns)
