"""Every kind of expectation can fail, says what came out, and makes the replay fail."""

from __future__ import annotations

import pytest

from mka_assist.decision.decide import Decider
from mka_assist.engine.errors import EngineError
from mka_assist.paths import rules_dir
from mka_assist.replay.checks import check
from mka_assist.replay.playing import play
from mka_assist.replay.reading import read_fixture
from mka_assist.rulebook.loading import load_rulebook

ARREST = (
    '{t: "0:08", feit: bewustzijn, waarde: nee}',
    '{t: "0:15", feit: ademhaling, waarde: geen}',
)
CALL = (*ARREST, '{t: "0:20", alarmeer: alle, met: [17-146]}', '{t: "5:00", aantal: 9}')

FAILING = [
    ('{na: "0:15", partner: hartslagnu, status: alarmeren}', "wacht op ambulance (ambulance-eerst)"),
    ('{na: "0:14", partner: hartslagnu, status: wacht_op_ambulance}', "wacht op vermoeden"),
    (
        '{na: "0:15", partner: hartslagnu, status: wacht_op_ambulance, omdat: zelfdoding}',
        "wacht op ambulance (ambulance-eerst)",
    ),
    ('{na: "0:08", vraag: leeftijd}', "ademhaling"),
    ('{na: "0:08", vraag: geen}', "ademhaling"),
    ('{na: "0:15", ambulance: ingezet}', "inzetten"),
    ('{na: "0:15", kaart: let-op-baby}', "geen"),
    ('{na: "0:20", terugkoppeling: hartslagnu}', "geen"),
    ('{na: "0:15", geweigerd: ja}', "niet geweigerd"),
    ('{tijd: ambulance ingezet, is: "0:21"}', "0:20"),
    ("{tijd: ambulance ingezet, is: geen}", "0:20"),
    ('{tijd: ambulance ter plaatse, is: "0:20"}', "geen"),
]
HOLDING = (
    '{na: "0:15", partner: hartslagnu, status: wacht_op_ambulance, omdat: ambulance-eerst}',
    '{na: "0:15", partner: politie, status: geen_afspraak, omdat: politie/afspraak}',
    '{na: "9:59", partner: hartslagnu, status: alarmeren}',
    '{na: "0:08", vraag: ademhaling}',
    '{na: "0:15", ambulance: inzetten}',
    '{na: "5:00", terugkoppeling: hartslagnu}',
    '{tijd: eerste partner gealarmeerd, is: "0:20"}',
    "{tijd: ambulance ter plaatse, is: geen}",
)


@pytest.mark.parametrize(("expectation", "found"), FAILING)
def test_an_expectation_that_does_not_come_true(write, replay, expectation: str, found: str) -> None:
    code, told = replay(write(*CALL, expect=(*HOLDING, expectation)))
    wrong = [one for one in told["calls"][0]["checks"] if not one["ok"]]
    assert code == 1
    assert told["ok"] is told["calls"][0]["ok"] is False
    assert len(wrong) == 1
    assert wrong[0]["found"].startswith(found)
    assert wrong[0]["line"] == 12 + len(HOLDING)


def test_the_same_call_with_only_what_holds(write, replay) -> None:
    code, told = replay(write(*CALL, expect=HOLDING))
    assert (code, told["ok"]) == (0, True)
    assert len(told["calls"][0]["checks"]) == len(HOLDING)


def test_a_refusal_nobody_expected_fails(write, replay) -> None:
    early = '{t: "0:16", alarmeer: hartslagnu, reden: de helper woont ernaast}'
    code, told = replay(write(*ARREST, early))
    [wrong] = told["calls"][0]["checks"]
    assert code == 1
    assert wrong["expected"] == 'op 0:16 stap "alarmeer: hartslagnu, de helper woont ernaast"'
    assert wrong["found"].startswith("geweigerd: Er is nog geen ambulance ingezet")
    assert told["calls"][0]["steps"][-1]["refused"].startswith("Er is nog geen ambulance")
    expected = '{na: "0:16", geweigerd: ja}'
    assert replay(write(*ARREST, early, expect=(expected,)))[0] == 0


def test_the_ambulance_of_a_refused_step_still_goes(write, replay) -> None:
    """An ambulance never waits for a partner."""
    code, told = replay(
        write(
            *ARREST,
            '{t: "0:18", feit: zelfdoding, waarde: ja}',
            '{t: "0:20", alarmeer: hartslagnu, met: [17-146]}',
            expect=(
                '{na: "0:20", geweigerd: ja}',
                '{na: "0:20", ambulance: ingezet}',
                '{tijd: ambulance ingezet, is: "0:20"}',
                "{tijd: eerste partner gealarmeerd, is: geen}",
            ),
        )
    )
    assert code == 0
    types = [event["type"] for event in told["calls"][0]["steps"][-1]["events"]]
    assert types == ["ambulance_dispatched", "decision_taken"]


def test_a_call_decided_by_fallback_fails(write) -> None:
    def broken(_):
        raise EngineError("proef")

    rulebook = load_rulebook(rules_dir())
    fixture = read_fixture(write(*ARREST), lambda _: rulebook)
    checks = check(fixture, list(play(fixture, Decider(rulebook, broken))))
    assert [(one.ok, one.expected) for one in checks] == [(False, "geen terugval")]
    assert "proef" in checks[0].found
