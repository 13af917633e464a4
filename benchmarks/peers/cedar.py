"""Cedar (cedarpy): one policy per statement; the policies that determine the answer are the verdicts.

Every test is guarded with `has`: without that an unknown field is an error, and an error skips a policy
without a word.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from benchmarks.statements import Literal, Message, Peer, Stage


def load(stages: Sequence[Stage]) -> Peer:
    """Parse the policies of each stage, once."""
    import cedarpy

    policies = [cedarpy.PolicySet.from_str(_policies(stage)) for stage in stages]
    nobody = cedarpy.Entities.from_json_str("[]")
    who = {
        "principal": {"type": "Meldkamer", "id": "meldkamer"},
        "action": {"type": "Action", "id": "beoordelen"},
        "resource": {"type": "Melding", "id": "melding"},
    }

    def judge(stage: int, message: Message) -> Iterable[int]:
        answer = cedarpy.is_authorized({**who, "context": message}, policies[stage], nobody).diagnostics
        if answer.errors:
            raise RuntimeError(answer.errors)
        return [int(name.removeprefix("policy")) for name in answer.reasons]

    return judge


def _policies(stage: Stage) -> str:
    return "\n".join(
        "permit(principal, action, resource) when { "
        + " || ".join("(" + " && ".join(map(_test, branch)) + ")" for branch in statement.branches)
        + " };"
        for statement in stage
    )


def _test(literal: Literal) -> str:
    name, comparison, number = literal
    return f"context has {name} && context.{name} {comparison} {number}"
