"""A screen that wants a call, without a screen: writes until it is refused, and says what was acknowledged.

    rival.py JOURNAL DESK --free         opens call 1 and writes without end
    rival.py JOURNAL DESK --paced        the same, each event after a line on its input, until that ends
    rival.py JOURNAL DESK --stop N       the same as --free, and stops itself at the Nth step inside SQLite
    rival.py JOURNAL DESK --again        after each line on its input: takes call 1 over and writes until
                                         it is refused
    rival.py JOURNAL DESK --die          opens call 1; takes it over in a child process that is killed, once
                                         at each possible moment; after each it writes on, or resumes first

Each line it prints is: what was written, events not saved, events lost; or "weg" and why nothing more is.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from itertools import count
from pathlib import Path
from types import FrameType

from scripted import START, FakeDecider

from mka_assist.call.clock import ReplayClock
from mka_assist.call.commands import Correct
from mka_assist.call.session import Session
from mka_assist.journal.store import Journal


def say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def write(
    call: Session, desk: str, numbers: count[int], most: int = 0, *, paced: bool = False, gently: bool = False
) -> None:
    """Write until this is refused, or for so many events."""
    for _ in range(most) if most else count():
        if paced and not sys.stdin.readline():
            return
        value = f"{desk} {next(numbers)}"
        outcome = call.do(Correct("gemeente", value))
        if gently:
            time.sleep(0.002)  # whoever takes over must get a turn at the lock, on a busy machine too
        if outcome.refusal:
            say(f"weg {outcome.refusal.message}")
            return
        say(f"{value} {len(call.unsaved)} {len(call.lost)}")


def again(journal: Journal, desk: str) -> None:
    numbers = count()
    while sys.stdin.readline():
        call = Session.take_over("1", journal, ReplayClock(START), FakeDecider())
        write(call, desk, numbers, gently=True)


def die(path: str, desk: str) -> None:
    """A child for each moment; the call itself is open here, so each child takes it from us."""
    with Journal.open(path, desk=desk) as journal:
        call = Session.open("1", journal, ReplayClock(START), FakeDecider())
        numbers = count()
        for moment in count(1):
            child = os.fork()
            if not child:
                killed_at(path, moment)
            _, status = os.waitpid(child, 0)
            write(call, desk, numbers, 1)
            if call.watching:
                call = Session.resume("1", journal, ReplayClock(START), FakeDecider())
                write(call, desk, numbers, 1)
            if status == 0:
                return


def killed_at(path: str, moment: int) -> None:
    """Take the call over, and be killed at the given call into C."""
    calls = count(1)

    def step(frame: FrameType, event: str, argument: object) -> None:
        if event.startswith("c_") and "journal" in frame.f_code.co_filename and next(calls) == moment:
            os.kill(os.getpid(), signal.SIGKILL)

    journal = Journal.open(path, desk="neemt over")
    sys.setprofile(step)
    Session.take_over("1", journal, ReplayClock(START), FakeDecider())
    sys.setprofile(None)
    os._exit(0)


def stop_at(journal: Journal, last: int) -> None:
    steps = count(1)

    def step() -> int:
        if next(steps) == last:
            os.kill(os.getpid(), signal.SIGSTOP)
        return 0

    journal._connection.set_progress_handler(step, 1)


def main(path: str, desk: str, how: str, number: str = "0") -> None:
    if how == "--die":
        die(path, desk)
        return
    with Journal.open(Path(path), desk=desk) as journal:
        if how == "--again":
            again(journal, desk)
            return
        if how == "--stop":
            stop_at(journal, int(number))
        call = Session.open("1", journal, ReplayClock(START), FakeDecider())
        say("open")
        write(call, desk, count(), paced=how == "--paced")


main(*sys.argv[1:])
