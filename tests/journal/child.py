"""A console without a screen: plays calls into a journal and says after each command what was acknowledged.

    child.py JOURNAL NUMBER --hold      one call but for closing it, then waits to be killed
    child.py JOURNAL NUMBER --many      calls NUMBER-1, NUMBER-2, ... without end
    child.py JOURNAL NUMBER --paced     the same, each command after a line on its input, until that ends
    child.py JOURNAL NUMBER --stop N    one call, and kills itself at the Nth step inside SQLite
    child.py JOURNAL NUMBER --limit     one call, half-way files may not grow, and later they may again
    child.py JOURNAL NUMBER --full      one call, half-way the disk is filled, and later it has room again

Each line it prints is: call number, events in the call, events not saved.
"""

from __future__ import annotations

import os
import resource
import signal
import sys
from contextlib import suppress
from itertools import count
from pathlib import Path

from scripted import SCRIPT, START, FakeDecider

from mka_assist.call.clock import ReplayClock
from mka_assist.call.session import Session
from mka_assist.journal.store import Journal


def say(call: Session) -> None:
    sys.stdout.write(f"{call.state.number} {len(call.events)} {len(call.unsaved)}\n")
    sys.stdout.flush()


def one_call(
    journal: Journal, number: str, *, full: str = "", paced: bool = False, steps: int = len(SCRIPT)
) -> None:
    call = Session.open(number, journal, ReplayClock(START), FakeDecider())
    say(call)
    for step, command in enumerate(SCRIPT[:steps]):
        if paced and not sys.stdin.readline():
            sys.exit()
        if full and step == 4:
            no_room(journal.path, full)
        if full and step == len(SCRIPT) - 2:
            room_again(journal.path)
        call.do(command)
        say(call)


def no_room(path: Path, how: str) -> None:
    """No file may grow much, or there is no room left on the disk (of the test alone, one hopes)."""
    if how == "--limit":
        most = Path(f"{path}-wal").stat().st_size + 1000
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, resource.RLIM_INFINITY))
        return
    with suppress(OSError), filler(path).open("wb", buffering=0) as file:
        while file.write(b"x" * 1000):
            pass


def room_again(path: Path) -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    filler(path).unlink(missing_ok=True)


def filler(path: Path) -> Path:
    return path.with_name("vulling")


def kill_at(journal: Journal, last: int) -> None:
    steps = count(1)

    def step() -> int:
        if next(steps) == last:
            os.kill(os.getpid(), signal.SIGKILL)
        return 0

    journal._connection.set_progress_handler(step, 1)


def main(path: str, number: str, how: str, last: str = "0") -> None:
    with Journal.open(path) as journal:
        if how in ("--many", "--paced"):
            for several in count(1):
                one_call(journal, f"{number}-{several}", paced=how == "--paced")
        if how == "--hold":
            one_call(journal, number, steps=len(SCRIPT) - 1)
            sys.stdin.readline()
            return
        if how == "--stop":
            kill_at(journal, int(last))
        one_call(journal, number, full=how if how in ("--limit", "--full") else "")


main(*sys.argv[1:])
