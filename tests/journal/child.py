"""A console without a screen: plays calls into a journal and says after each command what was acknowledged.

    child.py JOURNAL NUMBER --hold      one call but for closing it, then waits to be killed
    child.py JOURNAL NUMBER --many      calls NUMBER-1, NUMBER-2, ... without end
    child.py JOURNAL NUMBER --paced     the same, each command after a line on its input, until that ends
    child.py JOURNAL NUMBER --stop N    one call, and kills itself at the Nth step inside SQLite
    child.py JOURNAL NUMBER --full      one call, on a disk that is full half-way and then has room again

Each line it prints is: call number, events in the call, events not saved.
"""

from __future__ import annotations

import os
import resource
import signal
import sys
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
    journal: Journal, number: str, *, full: bool = False, paced: bool = False, steps: int = len(SCRIPT)
) -> None:
    call = Session.open(number, journal, ReplayClock(START), FakeDecider())
    say(call)
    for step, command in enumerate(SCRIPT[:steps]):
        if paced and not sys.stdin.readline():
            sys.exit()
        if full and step == 4:
            limit(Path(f"{journal.path}-wal").stat().st_size + 1000)
        if full and step == len(SCRIPT) - 2:
            limit(resource.RLIM_INFINITY)
        call.do(command)
        say(call)


def limit(size: int) -> None:
    """No file may grow over this many bytes."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))


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
        one_call(journal, number, full=how == "--full")


main(*sys.argv[1:])
