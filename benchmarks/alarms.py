"""Alarms and prompts per ten minutes, over every example call, as a dispatcher would see them.

Each call is replayed second by second through a desk of its own. Nobody acknowledges, which is the worst case
for what stands at once; what is counted is what begins, so acknowledging would change nothing in the numbers.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.figures import table
from mka_assist.call.clock import ReplayClock
from mka_assist.call.log import MemoryLog
from mka_assist.call.session import Session
from mka_assist.console.alarm_watch import AlarmWatch
from mka_assist.console.alarms import Priority
from mka_assist.console.callbook import CallBook
from mka_assist.console.lines import plain
from mka_assist.console.steps import Situation
from mka_assist.console.ui import Sight, Ui, current, guided
from mka_assist.console.views.alerts import alert_lines
from mka_assist.instruction.flow import prompt
from mka_assist.paths import fixtures_dir, rules_dir
from mka_assist.replay.fixture import Fixture
from mka_assist.replay.reading import read_fixture
from mka_assist.replay.run import Deciders

SIZES = ((80, 2), (120, 2), (200, 3))
"""Widths with the lines of the bar."""
GOALS = {Priority.HIGH: 5, Priority.MEDIUM: 15, Priority.LOW: 80}
"""Percent of all alarms (EEMUA 191, ISA-18.2)."""
FLOOD = 10
"""Alarms in ten minutes that no one can handle (EEMUA 191)."""


@dataclass
class Count:
    """What one call asked of the dispatcher."""

    call: str
    seconds: int
    alarms: Counter[str] = field(default_factory=Counter)
    names: list[str] = field(default_factory=list)
    prompts: int = 0
    high_shown: int = 0
    """The most high alarms that stood in the bar at once, at any size."""
    high_standing: int = 0
    repeats: int = 0
    """Alarms that began again while nothing had changed."""
    without_act: int = 0
    in_ten: int = 0
    """The most alarms that began within ten minutes."""

    @property
    def total(self) -> int:
        return sum(self.alarms.values())


def played(fixture: Fixture, deciders: Deciders) -> Iterator[tuple[Session, Sight]]:
    """The call with its alarms, every second from its opening until its end."""
    clock, log = ReplayClock(fixture.begin), _Calls()
    begin = clock.now()
    decider = deciders.of(fixture.region, fixture.begin.date())
    told = deciders.instruction()
    book = CallBook(log, clock, decider)
    watch = AlarmWatch(book, told)
    session = Session.open(fixture.id, log, clock, decider)
    book.sessions[fixture.id] = book.shown = session
    steps = list(fixture.steps)
    for second in range(steps[-1].seconds + 1 if steps else 1):
        clock.set(begin + dt.timedelta(seconds=second))
        while steps and steps[0].seconds <= second:
            session.do(steps.pop(0).command)
        at = Situation(session.state, session.decision, session.rulebook, clock.now(), told)
        alarms = watch.alarms(session, at)
        yield session, Sight(at, session.events, session.notice, Ui(), alarms)


class _Calls(MemoryLog):
    """A log of one call, which nobody lists."""

    def calls(self) -> Sequence[Any]:
        return ()


def count(fixture: Fixture, deciders: Deciders) -> Count:
    """What this call asked for."""
    found = Count(fixture.id, fixture.steps[-1].seconds if fixture.steps else 0)
    before: dict[str, tuple[str, dt.datetime]] = {}
    ever: dict[str, int] = {}
    began: list[dt.datetime] = []
    prompted: set[str] = set()
    for session, sight in played(fixture, deciders):
        now, standing = sight.at.now, {}
        for alarm in sight.alarms:
            one = alarm.condition
            standing[one.id] = (one.name, alarm.since)
            known = before.get(one.id)
            if known is None or known[1] != alarm.since:
                found.alarms[one.priority] += 1
                found.names.append(one.name)
                found.without_act += not (one.what and one.do)
                # What begins again under the same name must have had an event in between.
                found.repeats += ever.get(one.name) == len(session.events)
                began.append(now)
            ever[one.name] = len(session.events)
        before = standing
        high = sum(alarm.condition.priority is Priority.HIGH for alarm in sight.alarms)
        found.high_standing = max(found.high_standing, high)
        shown = max(plain(alert_lines(sight, *size)).count(" *** ") for size in SIZES)
        found.high_shown = max(found.high_shown, shown)
        prompts = set(_prompts(sight))
        found.prompts += len(prompts - prompted)
        prompted = prompts
    found.in_ten = max((sum(0 <= (b - a).total_seconds() < 600 for b in began) for a in began), default=0)
    return found


def _prompts(sight: Sight) -> Iterator[str]:
    """What is asked of the dispatcher beside the alarms: a question, and a line to say."""
    if question := current(sight.at, ""):
        yield question.name
    if (here := guided(sight.at)) and sight.at.instruction:
        yield f"{here.flow} {here.step} {prompt(sight.at.instruction, here).say}"


def counts(paths: Iterable[Path], rules: Path) -> list[Count]:
    """Every call counted."""
    with Deciders(rules) as deciders:
        fixtures = [read_fixture(path, deciders.rulebook, deciders.instruction) for path in paths]
        return [count(fixture, deciders) for fixture in fixtures]


def per_ten(number: int, seconds: int) -> float:
    """So many in ten minutes."""
    return number * 600 / seconds if seconds else 0.0


def report(found: Sequence[Count]) -> str:
    """The table, and what it comes to."""
    head = (
        "call",
        "min",
        "high",
        "medium",
        "low",
        "/10 min",
        "most in 10",
        "prompts",
        "/10 min",
        "high at once",
        "shown",
        "repeats",
    )
    rows = []
    for one in found:
        by = [str(one.alarms[priority]) for priority in Priority]
        rows.append(
            (
                one.call, f"{one.seconds / 60:.1f}", *by, f"{per_ten(one.total, one.seconds):.1f}",
                str(one.in_ten), str(one.prompts), f"{per_ten(one.prompts, one.seconds):.1f}",
                str(one.high_standing), str(one.high_shown), str(one.repeats),
            )
        )  # fmt: skip
    alarms: Counter[str] = sum((one.alarms for one in found), Counter())
    total, seconds = sum(alarms.values()), sum(one.seconds for one in found)
    shares = _shares(alarms)
    kinds = Counter(name.rsplit(" ", 1)[0] for one in found for name in one.names)
    lines = [
        table(head, rows),
        "",
        f"{len(found)} calls, {seconds / 60:.0f} minutes, {total} alarms, {total / len(found):.1f} in a call",
        "shares: " + ", ".join(f"{p} {shares[p]:.0f}% (guide {goal}%)" for p, goal in GOALS.items()),
        f"per 10 minutes of call: {per_ten(total, seconds):.1f} alarms, "
        f"{per_ten(sum(one.prompts for one in found), seconds):.1f} prompts",
        f"calls with more than {FLOOD} alarms in ten minutes: {sum(one.in_ten > FLOOD for one in found)}",
        f"most high alarms in the bar at once: {max(one.high_shown for one in found)}; "
        f"began again without a change: {sum(one.repeats for one in found)}; "
        f"without an act: {sum(one.without_act for one in found)}",
        "",
        table(("alarm", "times"), [(kind, str(number)) for kind, number in kinds.most_common()]),
    ]
    return "\n".join(lines)


def _shares(alarms: Mapping[str, int]) -> dict[Priority, float]:
    total = sum(alarms.values()) or 1
    return {priority: 100 * alarms[priority] / total for priority in Priority}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rules", type=Path, default=rules_dir())
    parser.add_argument("--calls", type=Path, default=None, help="a folder with calls")
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    folder = given.calls or fixtures_dir() / "meldingen"
    found = counts(sorted(folder.glob("*.yaml")), given.rules)
    print(json.dumps([asdict(one) for one in found], indent=2) if given.json else report(found))


if __name__ == "__main__":
    main()
