"""The 31 cases decide as the framework asks, by the national rules alone."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from mka_assist.decision.outcome import AmbulanceStatus
from mka_assist.rulebook.model import Status

CASES = yaml.safe_load((Path(__file__).parents[1] / "data" / "cases.yaml").read_text(encoding="utf-8"))
ASKED = {
    "alarm": Status.ALARMEREN,
    "alarm_while_unknown": Status.ALARMEREN,
    "cannot_be_judged": Status.ALARMEREN,
    "alarm_if_reachable": Status.NAVRAGEN,
    "do_not_alarm": Status.UITGESLOTEN,
    "withdraw_and_warn": Status.UITGESLOTEN,
}
"""What the framework's decision on citizen responders is in our words, once an ambulance is dispatched."""

case = pytest.mark.parametrize("case", CASES, ids=lambda case: case["geval"])
Case = Mapping[str, Any]


def test_all_cases_are_here() -> None:
    assert len({case["geval"] for case in CASES}) == len(CASES) == 31
    assert {case["kader"] for case in CASES} == set(ASKED)


@case
def test_with_an_ambulance_dispatched(decide, case: Case) -> None:
    decision = decide(case["feiten"] | {"ambulance_ingezet": "ja"})
    found = decision.partners["hartslagnu"]
    assert found.status == ASKED[case["kader"]]
    if "omdat" in case:
        assert case["omdat"] in [reason.rule for reason in found.reasons if reason.decides]
    others = {id: partner.status for id, partner in decision.partners.items() if id != "hartslagnu"}
    assert len(others) == 5
    assert set(others.values()) == {Status.GEEN_AFSPRAAK}
    assert decision.ambulance.status is AmbulanceStatus.INGEZET
    assert (decision.ambulance.urgency, decision.ambulance.units) == ("A0", 2)
    assert case.get("kaart", "") in [card.rule for card in decision.cards] + [""]


@case
def test_without_an_ambulance_nobody_is_alarmed(decide, case: Case) -> None:
    decision = decide(case["feiten"])
    expected = ASKED[case["kader"]]
    if expected is Status.ALARMEREN:
        expected = Status.WACHT_OP_AMBULANCE
    assert decision.partners["hartslagnu"].status == expected
    assert decision.ambulance.status is AmbulanceStatus.INZETTEN


@case
def test_before_there_is_a_suspicion_nobody_is_alarmed(decide, case: Case) -> None:
    signs = ("bewustzijn", "ademhaling", "vermoeden_reanimatie")
    quiet = {fact: value for fact, value in case["feiten"].items() if fact not in signs}
    decision = decide(quiet | {"ambulance_ingezet": "ja"})
    waiting = {Status.WACHT_OP_VERMOEDEN, Status.UITGESLOTEN}
    assert decision.partners["hartslagnu"].status in waiting
    assert decision.ambulance.status is AmbulanceStatus.GEWONE_UITVRAAG


@pytest.mark.parametrize("case", [case for case in CASES if case["kader"] == "alarm_if_reachable"])
def test_in_the_water_the_answer_on_reaching_decides(decide, case: Case) -> None:
    facts = case["feiten"] | {"ambulance_ingezet": "ja"}
    ashore = decide(facts | {"veilig_bereikbaar": "ja"})
    away = decide(facts | {"veilig_bereikbaar": "nee"})
    assert ashore.partners["hartslagnu"].status is Status.ALARMEREN
    assert away.partners["hartslagnu"].status is Status.UITGESLOTEN
    assert "veilig_bereikbaar" in decide(facts).partners["hartslagnu"].unknown


@pytest.mark.parametrize("case", [case for case in CASES if case["kader"] == "withdraw_and_warn"])
def test_learnt_after_the_alarm_the_partner_is_warned_first(decide, case: Case) -> None:
    decision = decide(case["feiten"] | {"ambulance_ingezet": "ja"}, alarmed=("hartslagnu",))
    first = decision.cards[0]
    assert first.rule == case["omdat"]
    assert first.indicator == "critical"
    assert first.summary.startswith("Waarschuw HartslagNu")
