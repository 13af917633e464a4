"""zen-engine at its fastest: no decision around it, one compiled expression per stage, a list of answers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from benchmarks.statements import Literal, Message, Peer, Stage

NOWHERE = 10**17
"""Beyond every number in a rule; stands for a field that is unknown, which would be an error otherwise."""


def load(stages: Sequence[Stage]) -> Peer:
    """Compile an expression per stage."""
    import zen

    compiled = [zen.compile_expression(_expression(stage)) for stage in stages]

    def judge(stage: int, message: Message) -> Iterable[int]:
        return [index for index, holds in enumerate(compiled[stage].evaluate(message)) if holds]

    return judge


def _expression(stage: Stage) -> str:
    return "[" + ", ".join(
        " or ".join("(" + " and ".join(map(_test, branch)) + ")" for branch in statement.branches)
        for statement in stage
    ) + "]"  # fmt: skip


def _test(literal: Literal) -> str:
    name, comparison, number = literal
    return f"({name} ?? {-NOWHERE if comparison == '>=' else NOWHERE}) {comparison} {number}"
