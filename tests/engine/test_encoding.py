"""Facts as whole numbers: each field by its meaning, and nothing for what is unknown."""

import pytest
from strategies import SPECS

from mka_assist.engine.encoding import Aspect, Field, encode
from mka_assist.engine.errors import EngineError
from mka_assist.rulebook.age import OLDEST, YEAR, Age


def _one(field, value):
    return encode([field], {field.fact: value}, SPECS).get(field)


def test_ja_and_nee_are_1_and_0():
    field = Field("vraag_0", Aspect.NUMBER)
    assert (_one(field, True), _one(field, False), _one(field, None)) == (1, 0, None)


def test_a_fact_that_was_not_asked_has_no_fields_but_that_it_is_unknown():
    known, number = Field("aantal", Aspect.KNOWN), Field("aantal", Aspect.NUMBER)
    assert encode([known, number], {}, SPECS) == {known: 0}
    assert encode([known, number], {"aantal": -7}, SPECS) == {known: 1, number: -7}


def test_an_age_is_two_bounds():
    low, high = Field("leeftijd", Aspect.LOW), Field("leeftijd", Aspect.HIGH)
    at_least_one = {"leeftijd": Age(YEAR, OLDEST)}
    assert encode([low, high], at_least_one, SPECS) == {low: YEAR, high: OLDEST}


def test_a_list_is_one_field_however_long():
    field = Field("plek", Aspect.MEMBER, frozenset(f"gemeente {n}" for n in range(60)))
    assert (_one(field, "gemeente 59"), _one(field, "elders"), _one(field, None)) == (1, 0, None)


@pytest.mark.parametrize(
    ("age", "expected"),
    [(Age(5, 5), 1), (Age(6, 6), 0), (Age(4, 6), None), (Age(6, 9), 0), (Age(5, 9), None)],
)
def test_an_age_within_bounds_may_be_one_of_a_list(age, expected):
    assert _one(Field("leeftijd", Aspect.MEMBER, frozenset({5, 20})), age) == expected


@pytest.mark.parametrize(
    ("fact", "value"),
    [
        ("vraag_0", 1),
        ("vraag_0", "ja"),
        ("aantal", True),
        ("aantal", 1.0),
        ("leeftijd", 5),
        ("plek", 5),
        ("soort", True),
    ],
)
def test_a_value_of_another_type_is_refused_before_the_engine_sees_it(fact, value):
    with pytest.raises(EngineError, match=fact):
        encode([Field(fact, Aspect.KNOWN)], {fact: value}, SPECS)


def test_a_field_that_does_not_fit_its_fact_is_refused():
    with pytest.raises(EngineError, match="plek"):
        encode([Field("plek", Aspect.NUMBER)], {"plek": "Ede"}, SPECS)
