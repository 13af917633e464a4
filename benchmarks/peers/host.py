"""durable_rules as its own manual shows it: `durable.lang`, an action per rule, `assert_fact` on the stock
`Host`, which starts threads that never stop. Each fact is retracted afterwards: without that its session
grows with every call, and a second call with the same facts is refused.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import reduce
from typing import Any

from benchmarks.statements import Literal, Message, Peer, Stage

MOST_BRANCHES = 60
"""Per ruleset: the engine refuses a fact when more than 64 conditions are pending at once (error 303)."""


def load(stages: Sequence[Stage]) -> Peer:
    """Define the rulesets and start the host."""
    from durable.lang import (  # type: ignore[import-untyped]  # it has no types
        get_host,
        m,
        ruleset,
        when_all,
    )

    fired: list[int] = []
    rulesets: list[list[str]] = []
    for stage in stages:
        rows = [(index, branch) for index, s in enumerate(stage) for branch in s.branches]
        names = [f"stage{len(rulesets)}part{part}" for part in range(-(-len(rows) // MOST_BRANCHES))]
        rulesets.append(names)
        for part, name in enumerate(names):
            with ruleset(name):
                for index, branch in rows[part * MOST_BRANCHES :][:MOST_BRANCHES]:
                    holds = reduce(lambda a, b: a & b, [_condition(m, literal) for literal in branch])
                    when_all(holds)(_collect(fired, index))
                when_all(m.call == 1)(lambda c: None)  # a fact that no rule matches is an exception
    host = get_host()

    def judge(stage: int, message: Message) -> Iterable[int]:
        fired.clear()
        fact = {**message, "call": 1}
        for name in rulesets[stage]:
            state = host.assert_fact(name, fact)  # None when a thread of the host got to the actions first
            if state and "exception" in state:
                raise RuntimeError(state["exception"])
            host.retract_fact(name, fact)
        return set(fired)

    return judge


def _collect(fired: list[int], index: int) -> Callable[[Any], None]:
    def action(c: Any) -> None:
        fired.append(index)

    return action


def _condition(m: Any, literal: Literal) -> Any:
    name, comparison, number = literal
    field = getattr(m, name)
    return (
        field == number if comparison == "==" else field >= number if comparison == ">=" else field <= number
    )
