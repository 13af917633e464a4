"""Coverage: what counts as reached, what can be reached at all, and the percentage."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest
from small_rules import HARTSLAGNU, write_call, write_rules

from mka_assist.paths import fixtures_dir, rules_dir
from mka_assist.testing.coverage import Coverage, coverage
from mka_assist.testing.running import Runner
from mka_assist.testing.session import Request, carry_out
from mka_assist.testing.suite import collect


def covered(rules: Path, *calls: Path, only: str = "") -> Coverage:
    suite = collect([rules], calls)
    with closing(Runner(suite.books)) as runner:
        return coverage(suite, runner, suite.only(only).rules)


def rows(found: Coverage) -> dict[str, tuple]:
    return {row.name: (row.verdicts, row.decided, row.missed) for row in found.rows}


def test_a_rule_counts_where_the_outcome_of_a_test_rests_on_it(tmp_path: Path) -> None:
    found = rows(covered(write_rules(tmp_path)))
    # Two examples of its own, and the six about a partner that meets a rule on the derived fact.
    assert found["landelijk/risico-uit-locatie"] == ((1, 1, 5), None, ())
    # Only its own example: a card of another rule says nothing of this one.
    assert found["landelijk/let-op-water"] == ((1, 0, 0), None, ("nee", "onbekend"))
    assert found["landelijk/ambulance-eerst"] == ((6, 1, 0), 1, ("onbekend",))
    assert found["hartslagnu/jonger-dan-1-jaar"] == ((1, 1, 3), 1, ())


def test_each_condition_of_several_has_to_be_yes_and_no(tmp_path: Path) -> None:
    found = rows(covered(write_rules(tmp_path)))
    verdicts, decided, missed = found["hartslagnu/onveilig"]
    assert (verdicts, decided) == ((1, 0, 4), 1)
    assert missed == (
        "nee",
        'nee op "geweld_of_onveilig: ja"',
        'ja op "risicovolle_locatie: ja"',
        'nee op "risicovolle_locatie: ja"',
    )


def test_a_call_reaches_what_it_expects_something_of(tmp_path: Path) -> None:
    rules, calls = write_rules(tmp_path), write_call(tmp_path)
    without, with_call = rows(covered(rules)), rows(covered(rules, calls))
    assert 'ja op "risicovolle_locatie: ja"' not in with_call["hartslagnu/onveilig"][2]
    assert with_call["hartslagnu/onveilig"][:2] == ((2, 0, 5), 2)
    assert with_call["landelijk/let-op-water"] == without["landelijk/let-op-water"]


def test_what_no_call_can_reach_is_not_asked_for(tmp_path: Path) -> None:
    found = covered(write_rules(tmp_path))
    goals = {row.name: row.goals for row in found.rows}
    assert goals["dorp/brandweer/tijden"] == 2, "the clock is never unknown"
    known = HARTSLAGNU.replace("{leeftijd: onder 1 jaar}", "{leeftijd: onbekend}")
    goals = {row.name: row.goals for row in covered(write_rules(tmp_path, hartslagnu=known)).rows}
    assert goals["hartslagnu/jonger-dan-1-jaar"] == 2, "whether a fact is known is always known"


def test_the_percentage_is_rounded_down(tmp_path: Path) -> None:
    found = covered(write_rules(tmp_path))
    missed = sum(len(row.missed) for row in found.rows)
    assert (found.goals, found.reached) == (27, 27 - missed)
    assert found.percent == 100 * found.reached // 27
    assert Coverage(()).percent == 0


def test_only_shows_rules_by_name_and_counts_all_tests(tmp_path: Path) -> None:
    rules = write_rules(tmp_path)
    some, every = rows(covered(rules, only="hartslagnu/")), rows(covered(rules))
    assert list(some) == ["hartslagnu/jonger-dan-1-jaar", "hartslagnu/onveilig"]
    assert all(every[name] == row for name, row in some.items())


@pytest.mark.parametrize(("minimum", "ok"), [(0, True), (59, True), (60, False), (100, False)])
def test_less_than_the_minimum_is_not_good(tmp_path: Path, minimum: int, ok: bool) -> None:
    found = carry_out(Request((write_rules(tmp_path),), coverage=True, minimum=minimum))
    assert found.coverage.percent == 59
    assert (found.passed, found.ok) == (True, ok)


def test_the_shipped_tests_reach_everything() -> None:
    found = covered(rules_dir(), fixtures_dir() / "meldingen")
    assert [(row.name, row.missed) for row in found.rows if row.missed] == []
    assert found.percent == 100
    assert all(row.decided for row in found.rows if row.decided is not None)
