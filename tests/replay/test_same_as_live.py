"""A replay is the same code as a live call, and says the same thing every time."""

from __future__ import annotations

import datetime as dt
import io
import os
import subprocess
import sys
from pathlib import Path

from mka_assist.call import commands as do
from mka_assist.call.clock import ReplayClock
from mka_assist.call.events import Level
from mka_assist.call.log import MemoryLog
from mka_assist.call.session import Session
from mka_assist.call.state import facts, fold
from mka_assist.paths import fixtures_dir, rules_dir
from mka_assist.replay.playing import play
from mka_assist.replay.reading import read_fixture
from mka_assist.replay.run import Deciders, replay_files

CALLS = fixtures_dir() / "meldingen"
SCRIPT = [
    (10, do.Answer("bewustzijn", "nee")),
    (18, do.Answer("ademhaling", "afwijkend")),
    (24, do.AlarmTogether((do.DispatchAmbulance("13-101"), do.DispatchAmbulance("13-104")))),
    (26, do.Answer("locatie", "openbare_ruimte")),
    (30, do.StartInstruction()),
    (58, do.ReportFirstCompression()),
    (70, do.Answer("geweld_of_onveilig", "ja")),
]
"""The first steps of k04-mes-gezien.yaml, by hand."""


def test_a_replayed_call_has_the_events_and_decisions_of_a_live_one() -> None:
    with Deciders(rules_dir()) as deciders:
        fixture = read_fixture(CALLS / "k04-mes-gezien.yaml", deciders.rulebook)
        moments = list(play(fixture, deciders.of("")))
        clock, log = ReplayClock(dt.datetime(2026, 3, 7, 22, 40, tzinfo=dt.UTC)), MemoryLog()
        live = Session.open(fixture.id, log, clock, deciders.of(""))
        begin = clock.now()
        assert moments[0].decision == live.decision
        for moment, (seconds, command) in zip(moments[1:], SCRIPT, strict=False):
            clock.set(begin + dt.timedelta(seconds=seconds))
            outcome = live.do(command)
            assert moment.outcome == outcome
            assert moment.decision == live.decision
            assert moment.state == live.state == fold(log.read(fixture.id))


def test_every_decision_is_that_of_the_facts_of_its_moment() -> None:
    with Deciders(rules_dir()) as deciders:
        fixture = read_fixture(CALLS / "c31-zwemmer-onder.yaml", deciders.rulebook)
        decider = deciders.of(fixture.region)
        for moment in list(play(fixture, decider)):
            given = facts(moment.state, decider.rulebook.facts)
            assert moment.decision == decider.decide(given, moment.state.last_at, moment.state.alarmed)


def test_json_is_the_same_byte_for_byte(tmp_path: Path) -> None:
    """In this process and in others with another folder, hash seed, locale and time zone."""
    paths = [CALLS / "c31-zwemmer-onder.yaml", CALLS / "k06-huis-vol.yaml", CALLS / "p01-spoor.yaml"]
    out = io.StringIO()
    assert replay_files(paths, rules_dir(), 0, "json", out) == 0
    expected = out.getvalue().encode()
    for seed, zone, folder in (("1", "UTC", Path.cwd()), ("2", "Asia/Tokyo", tmp_path)):
        environment = os.environ | {
            "PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": "C", "HOME": str(tmp_path),
            "PYTHONPATH": str(Path(__file__).parents[2]),
        }  # fmt: skip
        command = [sys.executable, "-m", "mka_assist", "replay", *(os.path.relpath(p, folder) for p in paths)]
        done = subprocess.run(
            [*command, "--format", "json"], env=environment, cwd=folder, capture_output=True, check=True
        )
        assert done.stdout == expected


def test_a_unit_dispatched_in_one_go_with_the_partners_goes_first() -> None:
    with Deciders(rules_dir()) as deciders:
        fixture = read_fixture(CALLS / "k02-eerste-verjaardag.yaml", deciders.rulebook)
        moments = list(play(fixture, deciders.of("")))
    together = next(m for m in moments if m.step and isinstance(m.step.command, do.AlarmTogether))
    types = [event.type for event in together.outcome.events]
    assert types[:3] == ["ambulance_dispatched", "ambulance_dispatched", "partner_alarmed"]
    assert together.outcome.events[0].level is Level.HOOGCOMPLEX
