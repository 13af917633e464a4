"""A replayed call as JSON: every step with its decision, the timings and the checks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from mka_assist.call.events import EVENT
from mka_assist.call.timings import format_elapsed, timings
from mka_assist.replay.checks import Check
from mka_assist.replay.fixture import Fixture
from mka_assist.replay.playing import Moment


def record(fixture: Fixture, moments: Sequence[Moment], checks: Sequence[Check]) -> dict[str, Any]:
    """One call. Holds no path and no time but the call's own, so that it is the same wherever it runs."""
    return {
        "id": fixture.id,
        "title": fixture.title,
        "case": fixture.case,
        "source": fixture.source,
        "filled_in": fixture.filled_in,
        "region": fixture.region,
        "begin": fixture.begin.isoformat(),
        "steps": [_step(moment) for moment in moments],
        "timings": dict(timings(moments[-1].state)),
        "checks": [_check(one) for one in checks],
        "ok": all(one.ok for one in checks),
    }


def _step(moment: Moment) -> dict[str, Any]:
    return {
        "t": format_elapsed(moment.seconds),
        "step": moment.step.words if moment.step else "",
        "refused": str(moment.outcome.refusal or ""),
        "events": [EVENT.dump_python(event, mode="json") for event in moment.outcome.events],
        "feedback": [feedback.partner for feedback in moment.crowding.feedback],
        "shortage": moment.crowding.shortage,
        "decision": moment.decision.as_json(),
    }


def _check(one: Check) -> dict[str, Any]:
    line = one.place.line if one.place else 0
    return {"expected": one.expected, "found": one.found, "ok": one.ok, "line": line}
