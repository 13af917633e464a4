"""`rules explain`: a page a doctor can read, JSON for programs, and mistakes in one line."""

from __future__ import annotations

import json

import pytest
from golden import assert_golden

AT = ("--at", "2026-11-21T14:30")
VIOLENCE = (
    "{bewustzijn: nee, ademhaling: geen, geweld_of_onveilig: ja, leeftijd: 54 jaar, ambulance_ingezet: ja}"
)
MOTORWAY = (
    "{bewustzijn: nee, ademhaling: geen, locatie: snelweg, risicovolle_locatie: nee, gemeente: onbekend}"
)
WATER = "{vermoeden_reanimatie: ja, te_water: ja, leeftijd: 8 maanden, ambulance_ingezet: ja}"


@pytest.mark.parametrize(
    ("name", "call", "options"),
    [
        ("explain-geweld.txt", VIOLENCE, ()),
        ("explain-snelweg.txt", MOTORWAY, ("--region", "voorbeeld-stad", "--partner", "boa")),
        ("explain-te-water.txt", WATER, ("--partner", "hartslagnu")),
    ],
)
def test_the_page_in_full(mka, name: str, call: str, options: tuple[str, ...]) -> None:
    done = mka("rules", "explain", "--facts", "-", *AT, *options, input=call)
    assert (done.returncode, done.stderr) == (0, "")
    assert max(map(len, done.stdout.splitlines())) <= 100
    assert_golden(name, done.stdout)


def test_json_has_a_verdict_for_every_test(mka) -> None:
    done = mka("rules", "explain", "--facts", "-", *AT, "--format", "json", input=VIOLENCE)
    assert (done.returncode, done.stderr) == (0, "")
    told = json.loads(done.stdout)
    assert set(told) == {"facts", "derivations", "partners", "others"}
    assert told["facts"]["vermoeden_reanimatie"] == "ja"
    assert told["facts"]["tijdstip"] == "zaterdag 14:30 uur"
    partner = told["partners"]["hartslagnu"]
    assert partner["status"] == "uitgesloten"
    assert partner["to_alarm"] == [
        {
            "status": "alarmeren",
            "facts": {"geweld_of_onveilig": "nee"},
            "words": {"geweld_of_onveilig": "nee"},
        }
    ]
    (rule,) = [rule for rule in partner["rules"] if rule["decides"]]
    assert rule["condition"].pop("test")
    assert rule["condition"] == {
        "fact": "geweld_of_onveilig",
        "value": "ja",
        "origin": "gegeven",
        "verdict": "ja",
    }
    assert {"rule", "kind", "verdict", "text", "source", "place", "effect"} <= set(rule)


@pytest.mark.parametrize(
    ("options", "cause"),
    [
        (("--partner", "politei"), "Onbekende partner 'politei'. Bedoelde u \"politie\"?"),
        (("--region", "voorbeeld-stat"), 'onbekende regio "voorbeeld-stat"'),
        (("--at", "morgen"), "'morgen' is geen tijd"),
    ],
)
def test_a_mistake_is_one_line_and_exit_code_2(mka, options: tuple[str, ...], cause: str) -> None:
    done = mka("rules", "explain", "--facts", "-", *options, input="{}")
    assert (done.returncode, done.stdout) == (2, "")
    assert cause in done.stderr
    assert done.stderr.count("\n") == 1


def test_facts_that_cannot_be_read_name_their_place(mka) -> None:
    done = mka("rules", "explain", "--facts", "-", input="{leeftijd: oud}")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("<standaardinvoer>:1:")
