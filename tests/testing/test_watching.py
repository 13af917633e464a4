"""Watching: the work is done again after a change and not otherwise, and Ctrl-C ends it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from mka_assist.testing.watching import state_of, watch


class Clock:
    """A tick does the next thing, and then presses Ctrl-C."""

    def __init__(self, *happenings: Callable[[], object]) -> None:
        self._left: Iterator[Callable[[], object]] = iter(happenings)

    def __call__(self) -> None:
        happening = next(self._left, None)
        if happening is None:
            raise KeyboardInterrupt
        happening()


def nothing() -> None:
    pass


def test_the_work_is_done_again_after_each_change_only(tmp_path: Path) -> None:
    rules = tmp_path / "rules"
    (rules / "regio").mkdir(parents=True)
    file, other = rules / "a.yaml", rules / "regio" / "b.yml"
    file.write_text("1")
    seen: list[str] = []

    def work() -> int:
        seen.append("".join(p.read_text() for p in sorted(rules.rglob("*.y*ml"))))
        return len(seen)

    def touch() -> None:
        os.utime(file, ns=(1, 1))

    clock = Clock(
        nothing,
        lambda: file.write_text("22"),
        nothing,
        lambda: other.write_text("3"),
        lambda: (rules / "notitie.txt").write_text("x"),
        touch,
        other.unlink,
        nothing,
    )
    assert watch(work, lambda: state_of([rules]), clock, lambda: seen.append("-")) == 9
    assert seen == ["1", "-", "22", "-", "223", "-", "223", "-", "22", "-"]


def test_a_change_during_the_work_is_not_lost(tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    file.write_text("1")
    seen: list[str] = []

    def work() -> int:
        seen.append(file.read_text())
        if len(seen) == 1:
            file.write_text("22")
        return 0

    watch(work, lambda: state_of([file]), Clock(nothing, nothing), nothing)
    assert seen == ["1", "22"]


def test_it_ends_with_what_the_last_round_gave(tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    codes = iter([0, 1, 2])
    change = [lambda n=n: file.write_text("x" * n) for n in (1, 2)]
    assert watch(lambda: next(codes), lambda: state_of([file]), Clock(*change), nothing) == 2


def test_ctrl_c_during_a_later_round_gives_the_round_before(tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    rounds = iter([1])

    def work() -> int:
        for code in rounds:
            return code
        raise KeyboardInterrupt

    assert watch(work, lambda: state_of([file]), Clock(lambda: file.write_text("x")), nothing) == 1


def test_ctrl_c_during_the_first_round_is_an_interruption(tmp_path: Path) -> None:
    def work() -> int:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        watch(work, dict, Clock(), nothing)


def test_a_folder_that_is_not_there_has_no_state(tmp_path: Path) -> None:
    assert state_of([tmp_path / "weg", tmp_path / "weg.yaml"]) == {}
