"""One process per contestant, because the stock `Host` never stops its threads and because memory can only
be told apart that way. They wait while another one works, and are asked for one block of calls at a time.
"""

from __future__ import annotations

import gc
import multiprocessing
import time
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module, metadata
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from benchmarks.calls import DAY, Call, sample
from benchmarks.figures import memory
from mka_assist.decision.decide import Decider
from mka_assist.rulebook import meaning
from mka_assist.rulebook.loading import load_rulebook
from mka_assist.rulebook.model import RuleBook


@dataclass(frozen=True, slots=True)
class Contestant:
    """Who takes part: its module under `peers` ("" is ourselves), and the distribution it comes from."""

    name: str
    distribution: str
    module: str = ""
    jobs: tuple[str, ...] = ("judge", "decide")


CONTESTANTS = (
    Contestant(
        "mka-assist",
        "mka-assist",
        jobs=("decide", "first", "definition", "engine", "ask_next"),
    ),
    Contestant("C engine, bare", "durable-rules", "bare", jobs=("judge",)),
    Contestant("durable_rules Host", "durable-rules", "host"),
    Contestant("zen-engine table", "zen-engine", "zen_table"),
    Contestant("zen-engine expression", "zen-engine", "zen_expression"),
    Contestant("cedarpy", "cedarpy", "cedar"),
)


@dataclass(frozen=True, slots=True)
class Ready:
    """A contestant is ready to be measured."""

    version: str
    loaded_ms: float
    """Milliseconds to import it and put the rules in."""
    memory: float
    """Megabytes for the engine with its rules, on top of the rulebook and the calls."""
    wrong: int
    """Calls on which its verdicts are not those of the definition."""
    lost: int
    """Calls on which they were only when it was asked again."""


Spent = tuple[int, int]
"""Nanoseconds on the wall, and of processor time: the second is not disturbed by other processes."""


class WorkerError(Exception):
    """A contestant cannot take part (any more); the message says why."""


class Worker:
    """The parent's end of a contestant's process."""

    def __init__(self, contestant: Contestant, root: Path, region: str, count: int) -> None:
        context = multiprocessing.get_context("spawn")
        self.contestant = contestant
        self._connection, theirs = context.Pipe()
        self._process = context.Process(
            target=_serve, args=(theirs, contestant, root, region, count), daemon=True
        )
        self._process.start()
        theirs.close()
        self.ready: Ready = self._receive()

    def run(self, job: str, start: int, stop: int) -> list[Spent]:
        """What each call of a block took. Raises `WorkerError`."""
        self._connection.send((job, start, stop))
        spent: list[Spent] = self._receive()
        return spent

    def growth(self) -> float:
        """Megabytes that came on top since it was ready. Raises `WorkerError`."""
        self._connection.send(("memory", 0, 0))
        grown: float = self._receive()
        return grown

    def stop(self) -> None:
        self._process.kill()
        self._process.join()

    def _receive(self) -> Any:
        try:
            answer = self._connection.recv()
        except EOFError:
            self._process.join()
            raise WorkerError(f"its process stopped with exit code {self._process.exitcode}") from None
        if isinstance(answer, str):
            self.stop()
            raise WorkerError(answer)
        return answer


def _serve(connection: Connection, contestant: Contestant, root: Path, region: str, count: int) -> None:
    """The child. Whatever goes wrong is told in one line."""
    try:
        book = load_rulebook(root, region)
        calls = sample(book, count)
        gc.collect()
        before, started = memory(), time.perf_counter()
        jobs, begin, right = _load(contestant, book, calls)
        loaded_ms = (time.perf_counter() - started) * 1e3
        held = memory() - before
        again = [index for index in range(count) if not right(index)]
        wrong = sum(not right(index) for index in again)
        version = _version(contestant.distribution)
        ready = Ready(version, loaded_ms, held, wrong, len(again) - wrong)
        gc.collect()
        gc.freeze()  # the calls are ours, not the contestant's: its garbage collections need not look at them
        before = memory()
        connection.send(ready)
        while True:
            job, start, stop = connection.recv()
            if job == "memory":
                connection.send(memory() - before)
                continue
            if start == 0:
                begin(job)
            connection.send([jobs[job](index) for index in range(start, stop)])
    except EOFError:
        return
    except ImportError as problem:
        connection.send(f"not installed ({problem}); install with: pip install -e '.[bench]'")
    except Exception as problem:
        connection.send(f"{type(problem).__name__}: {problem}")


def _version(distribution: str) -> str:
    """The version of an installed distribution; a checkout that is not installed has none."""
    try:
        return metadata.version(distribution)
    except metadata.PackageNotFoundError:
        return ""


def _timed(run: Callable[[int], object]) -> Callable[[int], Spent]:
    wall, processor = time.perf_counter_ns, time.process_time_ns

    def timed(index: int) -> Spent:
        processor_then, then = processor(), wall()
        run(index)
        now = wall()
        return now - then, processor() - processor_then

    return timed


_Loaded = tuple[dict[str, Callable[[int], Spent]], Callable[[str], object], Callable[[int], bool]]


def _load(contestant: Contestant, book: RuleBook, calls: list[Call]) -> _Loaded:
    """The jobs (by number of a call), what to do at the start of a round of one, and
    whether its answer for a call is right."""
    if not contestant.module:
        from benchmarks.ours import Ours

        ours = Ours(book, calls)
        jobs = {name: _timed(job) for name, job in ours.jobs.items()} | dict(ours.self_timed)
        return jobs, lambda job: ours.forget() if job == "first" else None, ours.right
    book = book.in_force(DAY.date())
    given = [call.given for call in calls]
    peer_module = import_module(f"benchmarks.peers.{contestant.module}")
    if contestant.module == "bare":
        import durable_rules_engine

        messages, differing = peer_module.record(book, given)
        fire = peer_module.fire(durable_rules_engine)
        return {"judge": _timed(lambda i: fire(messages[i]))}, lambda job: None, lambda i: i not in differing
    from benchmarks.statements import PeerChannel

    channel = PeerChannel(book, peer_module.load)
    decider = Decider(book, lambda _: channel)

    def right(index: int) -> bool:
        return meaning.judge(book, given[index], channel.judge) == meaning.judge(book, given[index])

    return (
        {
            "judge": _timed(lambda i: meaning.judge(book, given[i], channel.judge)),
            "decide": _timed(lambda i: decider.decide(calls[i].facts, calls[i].at)),
        },
        lambda job: None,
        right,
    )
