"""`rules ask`: questions with their reasons, the plan, and the table over calls."""

from __future__ import annotations

import json
from statistics import fmean

import pytest
from golden import assert_golden

from mka_assist.paths import fixtures_dir

AT = ("--at", "2026-11-23T14:00")
STAD = ("--region", "voorbeeld-stad")
CALLS = str(fixtures_dir() / "meldingen")
MOTORWAY = "{vermoeden_reanimatie: ja, locatie: snelweg, te_water: onbekend}"


@pytest.mark.parametrize(
    ("name", "options", "facts"),
    [
        ("ask-begin.txt", STAD, None),
        ("ask-snelweg.txt", STAD, MOTORWAY),
        ("ask-diep.txt", ("--depth", "8"), "{vermoeden_reanimatie: ja, locatie: woning, zelfdoding: nee}"),
        ("ask-klaar.txt", (), "{bewustzijn: ja}"),
    ],
)
def test_the_page_in_full(mka, name: str, options: tuple[str, ...], facts: str | None) -> None:
    given = ("--facts", "-") if facts else ()
    done = mka("rules", "ask", *AT, *options, *given, input=facts or "")
    assert (done.returncode, done.stderr) == (0, "")
    assert_golden(name, done.stdout)


def test_the_table_over_calls(mka) -> None:
    done = mka("rules", "ask", "--calls", CALLS, *STAD)
    assert (done.returncode, done.stderr) == (0, "")
    assert_golden("ask-meldingen.txt", done.stdout)


def test_json_is_the_contract(mka) -> None:
    options = (*AT, *STAD, "--facts", "-", "--calls", CALLS, "--format", "json")
    done = mka("rules", "ask", *options, input=MOTORWAY)
    assert (done.returncode, done.stderr) == (0, "")
    told = json.loads(done.stdout)
    assert set(told) == {"questions", "plan", "calls"}
    first = told["questions"][0]
    assert (first["fact"], first["asked"], first["together"]) == ("veilig_bereikbaar", False, [])
    assert [answer["value"] for answer in first["answers"]] == ["ja", "nee"]
    assert first["answers"][1]["effects"] == [
        {
            "about": "partner",
            "id": "politie",
            "name": "Politie",
            "was": "wacht_op_ambulance",
            "becomes": "uitgesloten+waarschuwing",
            "rules": ["veilig-bereikbaar"],
        }
    ]
    assert (told["plan"]["open"], told["plan"]["question"], told["plan"]["expected"]) == (
        2,
        "veilig_bereikbaar",
        1.5,
    )
    calls = told["calls"]["calls"]
    assert {call["region"] for call in calls} == {"voorbeeld-stad"}
    assert told["calls"]["mean"]["console"] == fmean(call["console"] for call in calls)
    assert all(call["fewest"] <= min(call["console"], call["plan"]) for call in calls)


@pytest.mark.parametrize(
    ("options", "cause"),
    [
        (("--depth", "0"), "--depth"),
        (("--facts", "weg.yaml"), "weg.yaml"),
        (("--calls", "weg.yaml"), "weg.yaml"),
        (("--region", "elders"), "onbekende regio"),
    ],
)
def test_a_mistake_is_one_line_and_exit_code_2(mka, options: tuple[str, ...], cause: str) -> None:
    done = mka("rules", "ask", *options)
    assert (done.returncode, done.stdout) == (2, "")
    assert cause in done.stderr
    assert done.stderr.count("\n") == 1
