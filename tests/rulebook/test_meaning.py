"""The definition: three answers, and what each criterion does with them."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mka_assist.rulebook import condition as c
from mka_assist.rulebook.age import OLDEST, YEAR, Age
from mka_assist.rulebook.condition import All, AnyOf, Not, Op
from mka_assist.rulebook.diagnostics import Place
from mka_assist.rulebook.meaning import derived, effect, holds, strongest
from mka_assist.rulebook.meaning import test_holds as holds_for
from mka_assist.rulebook.model import Kind, OnUnknown, Rule, Source, Status

FACTS = ("a", "b", "c")
ANSWERS = st.sampled_from([True, False, None])
CALLS = st.fixed_dictionaries(dict.fromkeys(FACTS, ANSWERS))
CONDITIONS = st.recursive(
    st.builds(
        c.Test,
        st.sampled_from(FACTS),
        st.just(Op.IS),
        st.sampled_from([(True,), (False,)]),
    )
    | st.builds(c.Test, st.sampled_from(FACTS), st.sampled_from([Op.KNOWN, Op.UNKNOWN])),
    lambda inner: (
        st.builds(All, st.lists(inner, max_size=3).map(tuple))
        | st.builds(AnyOf, st.lists(inner, max_size=3).map(tuple))
        | st.builds(Not, inner)
    ),
    max_leaves=8,
)


def rule(kind: Kind = Kind.INSLUITING, **fields: object) -> Rule:
    whole = {
        "id": "r", "kind": kind, "condition": All(()), "text": "t",
        "source": Source(document="d"), "place": Place("x.yaml", 1, 1), **fields,
    }  # fmt: skip
    return Rule.model_validate(whole)


@given(CONDITIONS, CALLS)
def test_not_swaps_yes_and_no_and_leaves_unknown(condition, facts):
    opposite = {True: False, False: True, None: None}
    assert holds(Not(condition), facts) is opposite[holds(condition, facts)]


@given(st.lists(CONDITIONS, max_size=3).map(tuple), CALLS)
def test_de_morgan(parts, facts):
    assert holds(Not(All(parts)), facts) is holds(AnyOf(tuple(Not(p) for p in parts)), facts)


@given(CONDITIONS, CALLS, st.sampled_from(FACTS), st.booleans())
def test_a_verdict_stands_when_more_becomes_known(condition, facts, name, answer):
    """Monotone, but for tests that ask whether something is known."""
    if any(t.op in (Op.KNOWN, Op.UNKNOWN) for t in c.each_test(condition)) or facts[name] is not None:
        return
    before, after = holds(condition, facts), holds(condition, facts | {name: answer})
    assert before is None or after is before


@pytest.mark.parametrize("absent", [{}, {"a": None}])
def test_not_asked_and_not_answered_are_both_unknown(absent):
    assert holds(c.Test("a", Op.IS, (True,)), absent) is None
    assert holds(c.Test("a", Op.IS, (False,)), absent) is None
    assert holds(c.Test("a", Op.KNOWN), absent) is False
    assert holds(c.Test("a", Op.UNKNOWN), absent) is True


@pytest.mark.parametrize(
    ("op", "age", "verdict"),
    [
        (Op.UNDER, Age(YEAR, YEAR), False),
        (Op.UNDER, Age(YEAR - 1, YEAR - 1), True),
        (Op.FROM, Age(YEAR, YEAR), True),
        (Op.FROM, Age(YEAR, OLDEST), True),
        (Op.UNDER, Age(0, YEAR - 1), True),
        (Op.AT_MOST, Age(YEAR, YEAR), True),
        (Op.AT_MOST, Age(YEAR, OLDEST), None),
        (Op.OVER, Age(YEAR, OLDEST), None),
        (Op.OVER, Age(YEAR, YEAR), False),
        (Op.IS, Age(YEAR, YEAR), True),
        (Op.IS, Age(YEAR, OLDEST), None),
        (Op.IS, Age(0, YEAR - 1), False),
    ],
)
def test_ages_against_one_year(op, age, verdict):
    assert holds_for(c.Test("leeftijd", op, (YEAR,)), age) is verdict


@given(st.integers(0, OLDEST), st.integers(0, OLDEST), st.integers(0, OLDEST), st.sampled_from(list(Op)))
def test_a_bound_knows_only_what_every_age_within_it_agrees_on(low, high, limit, op):
    low, high = min(low, high), max(low, high)
    verdict = holds_for(c.Test("leeftijd", op, (limit,)), Age(low, high))
    for age in {low, high, min(max(limit, low), high)}:
        exact = holds_for(c.Test("leeftijd", op, (limit,)), Age(age, age))
        assert verdict is None or exact is verdict


@pytest.mark.parametrize(
    ("kind", "verdict", "on_unknown", "expected"),
    [
        (Kind.INSLUITING, True, OnUnknown.NAVRAGEN, None),
        (Kind.INSLUITING, False, OnUnknown.NAVRAGEN, Status.UITGESLOTEN),
        (Kind.UITSLUITING, True, OnUnknown.ALARMEREN, Status.UITGESLOTEN),
        (Kind.UITSLUITING, False, OnUnknown.ALARMEREN, None),
        (Kind.UITSLUITING, None, OnUnknown.ALARMEREN, None),
        (Kind.INSLUITING, None, OnUnknown.NAVRAGEN, Status.NAVRAGEN),
        (Kind.INSLUITING, None, OnUnknown.WACHTEN, Status.UITGESLOTEN),
    ],
)
def test_what_a_criterion_does(kind, verdict, on_unknown, expected):
    assert effect(rule(kind, on_unknown=on_unknown), verdict) is expected


@given(st.lists(st.sampled_from([*Status, None])))
def test_the_strongest_status_counts_in_any_order(statuses):
    assert strongest(statuses) is strongest(reversed(statuses))
    assert strongest([]) is Status.ALARMEREN


class TestDerivation:
    def make(self, id: str, value: bool, overrides: bool = False) -> Rule:
        return rule(Kind.AFLEIDING, id=id, derives=("a", value), overrides_input=overrides)

    def test_what_was_said_stands(self):
        assert derived((self.make("r1", True),), {"r1": True}, {"a": False}) == {}

    def test_unless_the_rule_overrides_it(self):
        assert derived((self.make("r1", True, True),), {"r1": True}, {"a": False}) == {"a": True}

    def test_an_answer_that_was_none_is_filled_in(self):
        assert derived((self.make("r1", True),), {"r1": True}, {"a": None}) == {"a": True}

    def test_the_first_in_the_file_counts(self):
        rules = (self.make("r1", True), self.make("r2", False))
        assert derived(rules, {"r1": True, "r2": True}, {}) == {"a": True}

    @pytest.mark.parametrize("verdict", [False, None])
    def test_only_a_yes_derives(self, verdict):
        assert derived((self.make("r1", True),), {"r1": verdict}, {}) == {}


def test_dates_are_part_of_an_agreement():
    from mka_assist.rulebook.meaning import has_agreement
    from mka_assist.rulebook.model import Agreement, Partner

    day = dt.date(2026, 1, 1)

    def partner(**fields: object) -> Partner:
        whole = {"id": "p", "name": "P", "group": "politie", "criteria": (), "place": Place("x"), **fields}
        return Partner.model_validate(whole)

    agreed = Agreement(party="p", document="d", date=day, valid_until=day.replace(month=6))
    assert not has_agreement(partner(), day)
    assert has_agreement(partner(needs_agreement=False), day)
    assert has_agreement(partner(agreement=agreed), day)
    assert has_agreement(partner(agreement=agreed), dt.date(2026, 6, 1))
    assert not has_agreement(partner(agreement=agreed), dt.date(2026, 6, 2))
    assert not has_agreement(partner(agreement=agreed), dt.date(2025, 12, 31))
