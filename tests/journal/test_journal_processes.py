"""Real programs that write one journal together, are killed at any moment, or run out of disk."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from random import Random
from shlex import quote

import pytest
from scripted import SCRIPT, START, FakeDecider, play

from mka_assist.call.clock import ReplayClock
from mka_assist.call.commands import Close
from mka_assist.call.events import Event
from mka_assist.call.log import CallRefusedError, MemoryLog
from mka_assist.call.session import Session
from mka_assist.call.state import fold
from mka_assist.journal.store import Journal

TESTS = Path(__file__).parents[1]
CHILD = Path(__file__).with_name("child.py")
ENVIRONMENT = {**os.environ, "PYTHONPATH": f"{TESTS.parent}{os.pathsep}{TESTS}"}
Child = subprocess.Popen[str]
Start = Callable[..., Child]
EVENTS = play(MemoryLog(), "x").events
"""What a scripted call holds; its number stands in the first event and in what partners are told."""


@pytest.fixture
def start(path: Path) -> Iterator[Start]:
    """Start `child.py` on the journal of the test; what still runs at the end is killed."""
    children: list[Child] = []

    def run(number: str, *how: str) -> Child:
        child = subprocess.Popen(
            [sys.executable, str(CHILD), str(path), number, *how],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            env=ENVIRONMENT,
        )
        children.append(child)
        return child

    yield run
    for child in children:
        child.kill()
        child.communicate()


def stop(child: Child) -> str:
    """Kill -9; what it still had said."""
    assert child.stdout
    assert child.stderr
    child.kill()
    rest, errors = child.stdout.read(), child.stderr.read()
    assert errors == ""
    return rest


def acknowledged(output: str) -> dict[str, int]:
    """Call number to the number of events it was said to have; half a line says nothing."""
    whole = [line.split() for line in output.splitlines(keepends=True) if line.endswith("\n")]
    assert all(unsaved == "0" for _, _, unsaved in whole)
    return {number: int(events) for number, events, _ in whole}


def scripted(number: str, count: int) -> Sequence[Event]:
    """All but the first of so many events of the scripted call, under this number."""
    return play(MemoryLog(), number).events[1:count]


def check(journal: Journal, said: dict[str, int]) -> None:
    """Nothing acknowledged is lost, nothing is there twice, and the chain holds."""
    assert journal.verify().intact
    for number, count in said.items():
        stored = journal.read(number)
        assert len(stored) >= count
        assert stored[1:] == scripted(number, len(stored))
        assert fold(stored).events == len(stored)


def go_on(journal: Journal) -> None:
    """Every call that was not closed can be taken up at once and closed."""
    for call in journal.calls():
        if not call.closed:
            resumed = Session.resume(call.number, journal, ReplayClock(START), FakeDecider())
            assert not resumed.unsaved
            assert resumed.do(Close()).refusal is None
    assert all(call.closed for call in journal.calls())


def steps_of_a_call(path: Path) -> int:
    """How many steps SQLite takes for a whole call."""
    steps = 0

    def step() -> int:
        nonlocal steps
        steps += 1
        return 0

    with Journal.open(path) as journal:
        journal._connection.set_progress_handler(step, 1)
        play(journal, "x")
    return steps


def test_killed_at_any_step_inside_sqlite_loses_nothing_acknowledged(
    path: Path, start: Start, tmp_path: Path
) -> None:
    random = Random(20261121)
    steps = steps_of_a_call(tmp_path / "proef.sqlite3")
    assert steps > 1000
    for round in range(12):
        last = random.randrange(steps)
        output, errors = start(f"r{round}", "--stop", str(last)).communicate(timeout=60)
        assert errors == ""
        said = acknowledged(output)
        assert said.get(f"r{round}", 0) < len(EVENTS)
        with Journal.open(path) as journal:
            check(journal, said)
    with Journal.open(path) as journal:
        assert len(journal.calls()) >= 6
        go_on(journal)
        assert journal.verify().intact


def test_killed_from_outside_at_any_moment_loses_nothing_acknowledged(path: Path, start: Start) -> None:
    random = Random(20261121)
    for round in range(8):
        child = start(f"r{round}", "--many")
        assert child.stdout
        output = "".join(child.stdout.readline() for _ in range(random.randrange(1, 150)))
        for _ in range(random.randrange(20_000)):
            pass  # Somewhere inside the next command, not always at its start.
        rest = stop(child)
        with Journal.open(path) as journal:
            check(journal, acknowledged(output + rest))
    with Journal.open(path) as journal:
        go_on(journal)
        assert journal.verify().intact


def test_two_programs_write_their_calls_into_one_journal(path: Path, start: Start) -> None:
    """They are set going at the same moment, command after command, so that they meet at the file."""
    children = {number: start(number, "--paced") for number in ("a", "b")}
    output = dict.fromkeys(children, "")
    for _ in range(60):
        for child in children.values():
            assert child.stdin
            child.stdin.write("\n")
            child.stdin.flush()
        for number, child in children.items():
            assert child.stdout
            output[number] += child.stdout.readline()
    for number, child in children.items():
        rest, errors = child.communicate(timeout=60)
        assert (child.returncode, errors) == (0, "")
        output[number] += rest
    with Journal.open(path) as journal:
        check(journal, acknowledged(output["a"]) | acknowledged(output["b"]))
        turns = [row.call.split("-")[0] for row in journal.rows()]
        assert len(turns) == sum(call.events for call in journal.calls())
    assert sum(one != two for one, two in pairwise(turns)) > 20


def test_a_call_in_use_elsewhere_is_refused_until_that_program_is_gone(path: Path, start: Start) -> None:
    child = start("1", "--hold")
    assert child.stdout
    for _ in range(len(SCRIPT)):
        assert child.stdout.readline()
    with Journal.open(path) as journal:
        before = journal.rows()
        with pytest.raises(CallRefusedError, match="Melding 1 is al open op een ander scherm"):
            Session.resume("1", journal, ReplayClock(START), FakeDecider())
        assert journal.rows() == before
        stop(child)
        go_on(journal)


def test_files_that_may_not_grow_hold_up_nothing_and_lose_nothing(path: Path, start: Start) -> None:
    output, errors = start("1", "--limit").communicate(timeout=60)
    assert errors == ""
    check_unsaved_for_a_while(output)
    with Journal.open(path) as journal:
        assert journal.read("1")[1:] == scripted("1", len(EVENTS))
        assert journal.verify().intact


def test_a_disk_that_is_really_full_holds_up_nothing_and_loses_nothing(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """On a disk of 200 kB in memory, mounted in a namespace of its own."""
    copy = tmp_path_factory.mktemp("kopie") / "j.db"
    child = [sys.executable, str(CHILD), str(tmp_path / "j.db"), "1", "--full"]
    mounted = f"mount -t tmpfs -o size=200k tmpfs {quote(str(tmp_path))}"
    namespace = ["unshare", "--map-root-user", "--mount", "sh", "-c"]
    try:
        subprocess.run([*namespace, mounted], check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("this machine lets nobody mount a small disk")
    script = f"{mounted} && {shlex.join(child)} && cp {quote(str(tmp_path))}/j.db {quote(str(copy))}"
    ran = subprocess.run(
        [*namespace, script], env=ENVIRONMENT, capture_output=True, encoding="utf-8", timeout=60
    )
    assert (ran.returncode, ran.stderr) == (0, "")
    check_unsaved_for_a_while(ran.stdout)
    with Journal.open(copy) as journal:
        assert journal.read("1")[1:] == scripted("1", len(EVENTS))
        assert journal.verify().intact


def check_unsaved_for_a_while(output: str) -> None:
    lines = [line.split() for line in output.splitlines()]
    unsaved = [int(line[2]) for line in lines]
    assert max(unsaved) > 5
    assert unsaved[-1] == 0
    assert int(lines[-1][1]) == len(EVENTS)
