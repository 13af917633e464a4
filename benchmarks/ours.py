"""Our own decision as jobs to measure: the whole, and its parts."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from benchmarks.calls import DAY, Call
from mka_assist.decision.asking import Asker
from mka_assist.decision.decide import Decider
from mka_assist.engine.compiler import Engine
from mka_assist.rulebook import meaning
from mka_assist.rulebook.model import RuleBook

Job = Callable[[int], object]
"""Does its work for the call with this number."""


class Ours:
    """The jobs by name."""

    def __init__(self, book: RuleBook, calls: Sequence[Call]) -> None:
        self.book, self.calls = book.in_force(DAY.date()), calls
        self.decider, self.fresh = Decider(self.book), Decider(self.book)
        engine, given = Engine(self.book), [call.given for call in calls]
        self.jobs: Mapping[str, Job] = {
            "decide": lambda i: self.decider.decide(calls[i].facts, calls[i].at),
            "first": lambda i: self.fresh.decide(calls[i].facts, calls[i].at),
            "definition": lambda i: meaning.judge(self.book, given[i]),
            "engine": lambda i: meaning.judge(self.book, given[i], engine.judge),
        }
        self.self_timed: Mapping[str, Callable[[int], tuple[int, int]]] = {"ask_next": self._ask_next}
        """Jobs that tell how long they took themselves; their processor time is not known (0)."""

    def forget(self) -> None:
        """Start the job "first" anew: a warm engine, and nothing remembered of earlier calls."""
        self.fresh.close()
        self.fresh = Decider(self.book)
        self.fresh.decide({}, DAY)

    def right(self, index: int) -> bool:
        """Do the two channels agree on this call?"""
        return not self.decider.decide(self.calls[index].facts, self.calls[index].at).fallback

    def _ask_next(self, index: int) -> tuple[int, int]:
        """Only what to ask next, measured inside a whole decision."""
        real, spent = Asker.ask_next, 0

        def timed(*arguments: Any, **named: Any) -> Any:
            nonlocal spent
            then = time.perf_counter_ns()
            answer = real(*arguments, **named)
            spent += time.perf_counter_ns() - then
            return answer

        Asker.ask_next = timed  # type: ignore[method-assign]  # to look inside, for one call
        try:
            self.jobs["decide"](index)
        finally:
            Asker.ask_next = real  # type: ignore[method-assign]
        return spent, 0
