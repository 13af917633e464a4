"""`mka-assist replay`: files in, a timeline or JSON out, and an exit code."""

from __future__ import annotations

import datetime as dt
import json
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, TextIO

from rich.console import Console
from rich.text import Text

from mka_assist.decision.decide import Decider
from mka_assist.decision.opening import open_decider
from mka_assist.instruction.loading import load_instruction
from mka_assist.instruction.model import CallerInstruction
from mka_assist.replay.checks import check
from mka_assist.replay.fixture import Fixture
from mka_assist.replay.playing import Moment, play
from mka_assist.replay.reading import read_fixture
from mka_assist.replay.record import record
from mka_assist.replay.timeline import WIDTH, Line, closing, happened, heading
from mka_assist.rulebook.diagnostics import Finding, InputError
from mka_assist.rulebook.model import RuleBook
from mka_assist.rulebook.trust import ANYONE, Trust
from mka_assist.rulebook.week import local

MAX_SPEED = 0.0
"""The speed that waits for nothing."""


class Deciders:
    """One decider per region and version of the rules, made when it is first needed. Closes them all at the
    end of a `with`."""

    def __init__(self, rules: Path, trust: Trust = ANYONE) -> None:
        self._rules, self._trust = rules, trust
        self._known: dict[tuple[str, dt.date | None], Decider] = {}
        self._instruction: CallerInstruction | None = None

    def __enter__(self) -> Deciders:
        return self

    def __exit__(self, *_: object) -> None:
        for decider in self._known.values():
            decider.close()

    def of(self, region: str, on: dt.date | None = None) -> Decider:
        """The decider for calls of a day; without a day by the newest rules. Raises `InputError` when the
        rules of this region cannot be used."""
        newest = self._opened(region, None)
        if on is None or not newest.rulebook.turns:
            return newest  # one version of each file: every day has the same rules
        return self._opened(region, on)

    def _opened(self, region: str, on: dt.date | None) -> Decider:
        if (region, on) not in self._known:
            self._known[region, on] = open_decider(self._rules, region, self._trust, on)
        return self._known[region, on]

    def rulebook(self, region: str, on: dt.date | None = None) -> RuleBook:
        return self.of(region, on).rulebook

    def instruction(self) -> CallerInstruction:
        """The caller instruction that goes with these rules. Raises `InputError` when it cannot be used."""
        if self._instruction is None:
            self._instruction = load_instruction(self._rules)
        return self._instruction


def replay_files(
    paths: Sequence[Path],
    rules: Path,
    speed: float,
    form: str,
    out: TextIO,
    sleep: Callable[[float], object] = time.sleep,
    trust: Trust = ANYONE,
) -> int:
    """Replay each fixture and write a timeline (`form` "text") or JSON to `out`.

    A `speed` of 2 goes twice as fast as the call, `MAX_SPEED` waits for nothing. Gives 0, or 1 when a
    check fails. Raises `InputError` with every mistake in the fixtures before anything is played.
    """
    with Deciders(rules, trust) as deciders:
        fixtures = _read(paths, deciders)
        told = _Told(out if form == "text" else None)
        calls = [
            _replay(fixture, deciders.of(fixture.region, local(fixture.begin).date()), told, speed, sleep)
            for fixture in fixtures
        ]
    ok = all(call["ok"] for call in calls)
    told.lines(_summary(calls))
    if form == "json":
        out.write(json.dumps({"ok": ok, "calls": calls}, ensure_ascii=False, indent=2) + "\n")
    return 0 if ok else 1


def _read(paths: Sequence[Path], deciders: Deciders) -> list[Fixture]:
    fixtures: list[Fixture] = []
    findings: dict[Finding, None] = {}
    for path in paths:
        try:
            fixtures.append(read_fixture(path, deciders.rulebook, deciders.instruction))
        except InputError as problem:
            findings.update(dict.fromkeys(problem.findings))
    if findings:
        raise InputError(*findings)
    return fixtures


class _Page(Console):
    """A console that leaves a reader who has gone (`| head`) to the caller."""

    def on_broken_pipe(self) -> None:
        raise


class _Told:
    """Where the timeline goes; nowhere for JSON. Colour only on a terminal, and never with NO_COLOR."""

    def __init__(self, out: TextIO | None) -> None:
        self._console = _Page(file=out, width=WIDTH, highlight=False) if out else None

    def lines(self, lines: Iterable[Line]) -> None:
        if self._console:
            for line, style in lines:
                self._console.print(Text(line, style), soft_wrap=True)


def _replay(
    fixture: Fixture, decider: Decider, told: _Told, speed: float, sleep: Callable[[float], object]
) -> dict[str, Any]:
    """Play one call while telling it; gives the call as JSON."""
    book, moments = decider.rulebook, list[Moment]()
    told.lines(heading(fixture, book))
    for moment in play(fixture, decider):
        last = moments[-1] if moments else None
        if last and speed and moment.seconds > last.seconds:
            sleep((moment.seconds - last.seconds) / speed)
        told.lines(happened(moment, last, book))
        moments.append(moment)
    checks = check(fixture, moments)
    told.lines(closing(moments[-1].state, checks))
    return record(fixture, moments, checks)


def _summary(calls: Sequence[dict[str, Any]]) -> tuple[Line, ...]:
    """One closing line for a run of several calls."""
    if len(calls) < 2:
        return ()
    wrong = [call["id"] for call in calls if not call["ok"]]
    if wrong:
        return (
            (f"✗ {len(wrong)} van {len(calls)} meldingen niet zoals verwacht: {', '.join(wrong)}", "red"),
        )
    return ((f"✓ {len(calls)} meldingen, alles zoals verwacht.", "green"),)
