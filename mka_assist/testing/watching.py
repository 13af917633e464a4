"""Doing something again whenever a file changes.

By looking at times and sizes, not by the file system's own notice: rule files often stand on a network drive,
where such notices do not come, and looking at a few dozen files twice a second costs nothing.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

State = Mapping[str, tuple[int, int]]
"""Per file the time of its last change (nanoseconds) and its size."""


def state_of(paths: Iterable[Path]) -> State:
    """How these files, and the rule files under these folders, stand now. What is not there is left out."""
    files = (file for path in paths for file in (path, *path.rglob("*")))
    found: dict[str, tuple[int, int]] = {}
    for file in files:
        try:
            stat = file.stat()
        except OSError:  # gone since, or never there
            continue
        if file.suffix.lower() in (".yaml", ".yml"):
            found[str(file)] = stat.st_mtime_ns, stat.st_size
    return found


def watch(
    work: Callable[[], int],
    state: Callable[[], State],
    tick: Callable[[], None],
    waiting: Callable[[], None],
) -> int:
    """Do the work, and again after each change, until somebody presses Ctrl-C. Gives what it last gave.

    `tick` waits a moment; `waiting` says that a round is over, when Ctrl-C gives the result of that round.
    The state is taken before the work, so that no change during it is lost.
    """
    seen = state()
    last = work()
    try:
        while True:
            waiting()
            while (now := state()) == seen:
                tick()
            seen = now
            last = work()
    except KeyboardInterrupt:
        return last


def half_a_second() -> None:
    """The moment to wait between two looks: short for a person, long for a disk."""
    time.sleep(0.5)
