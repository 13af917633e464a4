"""A replay waits as long as the call did, divided by the speed, and only through the sleeper it is given."""

from __future__ import annotations

import io

import pytest

from mka_assist.paths import rules_dir
from mka_assist.replay.run import MAX_SPEED, replay_files

STEPS = (
    '{t: "0:10", feit: bewustzijn, waarde: nee}',
    '{t: "0:10", feit: gemeente, waarde: Veldrijk}',
    '{t: "1:00", feit: ademhaling, waarde: geen}',
)


@pytest.mark.parametrize(("speed", "waits"), [(1, [10, 50]), (20, [0.5, 2.5]), (MAX_SPEED, [])])
@pytest.mark.parametrize("form", ["text", "json"])
def test_waiting(write, speed: float, waits: list[float], form: str) -> None:
    slept: list[float] = []
    assert replay_files((write(*STEPS),), rules_dir(), speed, form, io.StringIO(), slept.append) == 0
    assert slept == waits


def test_each_step_is_told_before_the_next_is_waited_for(write) -> None:
    out, seen = io.StringIO(), list[str]()
    replay_files((write(*STEPS),), rules_dir(), 1, "text", out, lambda _: seen.append(out.getvalue()))
    assert "Melding aangenomen" in seen[0]
    assert "Gemeente: Veldrijk" not in seen[0]
    assert "Gemeente: Veldrijk" in seen[1]
    assert "Ademhaling" not in seen[1].split("T+", 1)[1]


def test_a_reader_who_left_is_told_to_the_caller(write) -> None:
    class Gone(io.StringIO):
        def write(self, text: str) -> int:
            raise BrokenPipeError

    with pytest.raises(BrokenPipeError):
        replay_files((write(*STEPS),), rules_dir(), MAX_SPEED, "text", Gone())
