"""How much the console asks for, over every example call; and what looking back costs after a restart."""

from __future__ import annotations

import re
import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from time import process_time
from types import ModuleType

import pytest
from console_kit import START

from mka_assist.call import commands as do
from mka_assist.call.clock import ReplayClock
from mka_assist.call.log import MemoryLog
from mka_assist.call.session import Session
from mka_assist.console import conditions
from mka_assist.console.alarm_watch import AlarmWatch
from mka_assist.console.alarms import Priority
from mka_assist.console.callbook import CallBook
from mka_assist.console.steps import Situation
from mka_assist.decision.decide import Decider
from mka_assist.paths import fixtures_dir, rules_dir
from mka_assist.rulebook.loading import load_rulebook

SCRIPT = Path(__file__).parents[2] / "benchmarks" / "alarms.py"


@pytest.fixture(scope="module")
def script() -> ModuleType:
    """The script that prints the figures."""
    spec = spec_from_file_location("alarms_benchmark", SCRIPT)
    assert spec
    assert spec.loader
    module = sys.modules["alarms_benchmark"] = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def found(script):
    calls = sorted((fixtures_dir() / "meldingen").glob("*.yaml"))
    assert len(calls) >= 30
    return script.counts(calls, rules_dir())


def test_one_high_alarm_is_visible_at_a_time(found) -> None:
    assert {one.call: one.high_shown for one in found if one.high_shown > 1} == {}


def test_no_alarm_repeats_without_a_change(found) -> None:
    assert {one.call: one.names for one in found if one.repeats} == {}


def test_every_alarm_says_what_to_do(found) -> None:
    assert [one.call for one in found if one.without_act] == []


def test_no_call_comes_near_a_flood(found) -> None:
    """Ten in ten minutes is a flood (EEMUA 191); a resuscitation stays at half of that."""
    assert {one.call: one.in_ten for one in found if one.in_ten > 5} == {}


def test_high_is_rare_and_most_is_low(found) -> None:
    total = {priority: sum(one.alarms[priority] for one in found) for priority in Priority}
    assert sum(total.values()), "there is something to count"
    assert total[Priority.HIGH] < total[Priority.MEDIUM] < total[Priority.LOW]
    assert total[Priority.HIGH] <= 0.1 * sum(total.values())


def test_the_figures_are_told(script, found) -> None:
    text = script.report(found)
    for part in ("per 10 minutes of call", "shares: hoog", "began again without a change: 0"):
        assert part in text


def test_looking_back_over_a_long_call_goes_unnoticed() -> None:
    """After a restart: 200 events in which every answer changes the advice."""
    decider = Decider(load_rulebook(rules_dir(), "voorbeeld-kust"))
    clock, log = ReplayClock(START), MemoryLog()
    session = Session.open("1", log, clock, decider)
    for number in range(200):
        clock.advance(1)
        session.do(do.Answer("geweld_of_onveilig", "ja" if number % 2 else "nee"))
        if len(session.events) >= 200:
            break
    at = Situation(session.state, session.decision, session.rulebook, clock.now())
    times = []
    for _ in range(5):
        watch = AlarmWatch(CallBook(log, clock, decider))  # type: ignore[arg-type]  # only calls() is missing
        begun = process_time()
        assert watch.alarms(session, at)
        times.append(process_time() - begun)
    decider.close()
    assert len(session.events) >= 200
    assert min(times) < 0.5, "processor time, ten times what it takes on a slow machine"


def test_the_page_tells_of_every_alarm(found) -> None:
    """Every matter that the source names, and every one that comes up in an example call."""
    page = (SCRIPT.parents[1] / "docs" / "alarmen.md").read_text(encoding="utf-8")
    told = set(re.findall(r"^\| `([a-z-]+)", page, re.MULTILINE))
    console = Path(conditions.__file__).parent
    sources = (console / f"{name}.py" for name in ("conditions", "partner_conditions", "alarm_watch"))
    named = {
        name
        for source in sources
        for name in re.findall(
            r'(?:Condition\(\s+|^SOUND = |^ELSEWHERE = )"([a-z-]+)"', source.read_text(), re.MULTILINE
        )
    }
    named |= {name.split()[0] for one in found for name in one.names}
    assert {"ambulance", "geluid", "elders", "veiligheid"} <= named
    assert {name for name in named if not name.startswith("let-op-")} | {"let-op-"} == told
