"""The floor: the C module alone, fed the very messages our engine feeds it, without a line around it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from types import ModuleType
from typing import Any

from mka_assist.engine.compiler import Engine
from mka_assist.rulebook import meaning
from mka_assist.rulebook.facts import Facts
from mka_assist.rulebook.model import RuleBook

_NAME = "durable_rules_engine"


class Recorder(ModuleType):
    """Stands in for the C module and keeps what is asserted, and which actions come of it."""

    def __init__(self, real: Any) -> None:
        super().__init__(_NAME)
        self.real = real
        self.asserted: list[tuple[int, str]] = []
        self.actions: list[str | None] = []

    def __getattr__(self, name: str) -> Any:
        return getattr(self.real, name)

    def assert_fact(self, handle: int, message: str) -> Any:
        self.asserted.append((handle, message))
        return self.real.assert_fact(handle, message)

    def start_action_for_state(self, handle: int, state: int) -> Any:
        started = self.real.start_action_for_state(handle, state)
        self.actions.append(started and started[1])
        return started

    def complete_and_start_action(self, handle: int, state: int) -> Any:
        action = self.real.complete_and_start_action(handle, state)
        self.actions.append(action)
        return action


def record(book: RuleBook, given: Sequence[Facts]) -> tuple[list[list[tuple[int, str]]], set[int]]:
    """Per call what our engine asserts, ready to be asserted again; and the calls on which either that
    engine or the bare repetition of it answers something else than it should."""
    import durable_rules_engine as real

    recorder = Recorder(real)
    sys.modules[_NAME] = recorder
    try:
        engine = Engine(book)
    finally:
        sys.modules[_NAME] = real
    asserted, wrong = [], set[int]()
    for index, facts in enumerate(given):
        recorder.asserted, recorder.actions = [], []
        _, verdicts = meaning.judge(book, facts, engine.judge)
        right = verdicts == meaning.judge(book, facts)[1]
        if not right or fire(real)(recorder.asserted) != recorder.actions:
            wrong.add(index)
        asserted.append(recorder.asserted)
    _KEPT.append(engine)
    return asserted, wrong


_KEPT: list[Engine] = []
"""The engines behind the handles; they delete their rulesets when they go."""


def fire(c: Any) -> Callable[[Sequence[tuple[int, str]]], list[str | None]]:
    """The least that can be done: assert, run every action, delete the session."""
    assert_fact, start, complete, delete = (
        c.assert_fact,
        c.start_action_for_state,
        c.complete_and_start_action,
        c.delete_state,
    )

    def run(messages: Sequence[tuple[int, str]]) -> list[str | None]:
        actions: list[str | None] = []
        for handle, message in messages:
            _, state = assert_fact(handle, message)
            action = start(handle, state)[1]
            actions.append(action)
            while action is not None:
                action = complete(handle, state)
                actions.append(action)
            delete(handle, "0")
        return actions

    return run
