"""Whatever a centralist presses, there is always a line to say, and always a way to the end."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mka_assist.instruction import flow as walk
from mka_assist.instruction.flow import Position
from mka_assist.instruction.loading import load_instruction
from mka_assist.instruction.model import CallerInstruction
from mka_assist.paths import rules_dir

SHIPPED = load_instruction(rules_dir())
ACTS = st.lists(
    st.tuples(
        st.sampled_from(["answer", "answer", "answer", "barrier", "jump", "speak", "switch"]),
        st.integers(0, 200),
    ),
    max_size=40,
)


def pick(names: object, at: int) -> str:
    known = list(names)  # type: ignore[call-overload]  # any collection of names
    return str(known[at % len(known)])


def act(instruction: CallerInstruction, at: Position, what: str, which: int) -> Position:
    match what:
        case "answer":
            ways = walk.choices(instruction, at)
            return walk.advance(instruction, at, ways[which % len(ways)].answer) if ways else at
        case "barrier":
            return walk.barrier(instruction, at, pick(instruction.barriers, which))
        case "jump":
            return walk.jump(instruction, at, pick(instruction.flows[at.flow].steps, which))
        case "speak":
            return walk.speak(instruction, at, pick(walk.languages(instruction), which))
        case _:
            return walk.switch(instruction, at, pick(instruction.flows, which))


@given(st.sampled_from(sorted(SHIPPED.flows)), ACTS)
def test_any_walk_has_something_to_say(flow: str, acts: list[tuple[str, int]]) -> None:
    at = walk.start(SHIPPED, {}, flow=flow)
    for what, which in acts:
        at = act(SHIPPED, at, what, which)
        prompt = walk.prompt(SHIPPED, at)
        assert prompt.say
        assert prompt.dutch
        assert prompt.title
        assert prompt.language == at.language
        assert prompt.proposal
        assert prompt.end is (not prompt.choices)
        assert len({choice.key for choice in prompt.choices}) == len(prompt.choices)
        assert all(choice.label for choice in prompt.choices)


@given(st.sampled_from(sorted(SHIPPED.flows)), ACTS)
def test_the_same_walk_leads_to_the_same_place(flow: str, acts: list[tuple[str, int]]) -> None:
    ends = []
    for _ in range(2):
        at = walk.start(SHIPPED, {}, flow=flow)
        for what, which in acts:
            at = act(SHIPPED, at, what, which)
        ends.append(at)
    assert ends[0] == ends[1]


@pytest.mark.parametrize("flow", sorted(SHIPPED.flows))
def test_from_every_step_and_barrier_the_end_is_near(flow: str) -> None:
    """Every path can end, by answers alone and soon; loops are left whenever help takes over."""
    for step in SHIPPED.flows[flow].steps:
        here = Position(flow, step)
        for start in (here, *(walk.barrier(SHIPPED, here, code) for code in SHIPPED.barriers)):
            at, answers = start, 0
            while not walk.prompt(SHIPPED, at).end:
                ways = [choice.answer for choice in walk.choices(SHIPPED, at)]
                at = walk.advance(SHIPPED, at, "hulp-neemt-over" if "hulp-neemt-over" in ways else ways[0])
                answers += 1
                assert answers <= 2
