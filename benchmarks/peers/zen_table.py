"""zen-engine as its editor makes it: a decision table that collects, one row per branch, static loader."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from benchmarks.statements import Message, Peer, Stage


def load(stages: Sequence[Stage]) -> Peer:
    """One decision per stage."""
    import zen

    keys = [f"stage{index}" for index in range(len(stages))]
    content = {key: _decision(stage) for key, stage in zip(keys, stages, strict=True)}
    engine = zen.ZenEngine({"loader": {"type": "static", "content": content}})

    def judge(stage: int, message: Message) -> Iterable[int]:
        return {row["holds"] for row in engine.evaluate(keys[stage], message)["result"]}

    return judge


def _decision(stage: Stage) -> dict[str, Any]:
    fields = dict.fromkeys(name for s in stage for branch in s.branches for name, _, _ in branch)
    rows: list[dict[str, str]] = []
    for index, statement in enumerate(stage):
        for branch in statement.branches:
            cells = dict.fromkeys(fields, "")
            for name, comparison, number in branch:
                test = str(number) if comparison == "==" else f"{comparison} {number}"
                cells[name] = f"{cells[name]} and {test}" if cells[name] else test
            rows.append({"_id": f"row{len(rows)}", **cells, "holds": str(index)})
    table = {
        "hitPolicy": "collect",
        "inputs": [{"id": name, "name": name, "field": name, "type": "expression"} for name in fields],
        "outputs": [{"id": "holds", "name": "holds", "field": "holds", "type": "expression"}],
        "rules": rows,
    }
    return {
        "nodes": [
            {"id": "in", "name": "in", "type": "inputNode"},
            {"id": "table", "name": "table", "type": "decisionTableNode", "content": table},
            {"id": "out", "name": "out", "type": "outputNode"},
        ],
        "edges": [
            {"id": "first", "sourceId": "in", "targetId": "table", "type": "edge"},
            {"id": "second", "sourceId": "table", "targetId": "out", "type": "edge"},
        ],
    }
