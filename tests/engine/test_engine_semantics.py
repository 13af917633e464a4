"""Contract with durable_rules 2.0.28: what a comparison means. Our compiler relies on the part that is sane
(whole numbers, missing fields); the rest is pinned so that a change in a later version is noticed.
"""

import pytest
from bare_engine import END, engine, fire, fires, names, ruleset

VALUES = {
    "0": 0, "1": 1, "1.0": 1.0, "true": True, "false": False, '"1"': "1", '"true"': "true", '""': "",
    "null": None, "[1]": [1], "{}": {},
}  # fmt: skip


@pytest.mark.parametrize(
    ("literal", "equal"),
    [
        (1, {"1", "1.0", "true", '"1"', '""'}),
        (0, {"0", "false", '""'}),
        (True, {"1", "1.0", "true", '"true"'}),
        (False, {"0", "false"}),
        (None, {"null"}),
        ("1", {"1", '"1"'}),
        ("true", {"true", '"true"'}),
    ],
)
def test_equality_coerces_types(literal, equal):
    assert {name for name, value in VALUES.items() if fires({"v": literal}, {"v": value})} == equal


def test_orderings_coerce_types_too():
    assert fires({"$lt": {"v": True}}, {"v": "1"})
    assert fires({"$gte": {"v": 1}}, {"v": "true"})


@pytest.mark.parametrize("operator", ["$eq", "$neq", "$lt", "$lte", "$gt", "$gte", "$ex"])
def test_a_missing_field_satisfies_nothing(operator):
    assert not fires({operator: {"v": 1}}, {})


@pytest.mark.parametrize(
    ("operator", "number", "true_for"),
    [
        ("$eq", -3, {-3}),
        ("$gte", -3, {-3, 0, 7}),
        ("$lte", 0, {-9, -3, 0}),
        ("$gte", 7, {7}),
        ("$lte", -9, {-9}),
    ],
)
def test_whole_numbers_compare_as_they_should(operator, number, true_for):
    assert {value for value in (-9, -3, 0, 7) if fires({operator: {"v": number}}, {"v": value})} == true_for


def test_null_is_not_missing():
    assert fires({"$ex": {"v": 1}}, {"v": None})
    assert not fires({"$neq": {"v": 1}}, {"v": None})
    assert not fires({"$neq": {"v": None}}, {"v": None})
    assert not fires({"$lt": {"v": 1}}, {"v": None})


def test_nan_is_read_as_null():
    assert fires({"v": None}, {"v": float("nan")})


def test_or_and_any_fire_once_per_true_branch():
    assert fires({"$or": [{"v": 1}, {"w": 1}]}, {"v": 1, "w": 1}) == 2
    either = ruleset(r={"any": [{"m": {"v": 1}}, {"n": {"w": 1}}]}, _end=END)
    assert fire(either, {"v": 1, "w": 1, "_end": 1}) == ["r", "r", "_end"]


def test_one_message_fills_two_places_only_with_dist_0():
    twice = [{"a": {"v": 1}}, {"b": {"v": 1}}]
    assert fire(ruleset(r={"all": twice}, _end=END), {"v": 1, "_end": 1}) == ["_end"]
    assert fire(ruleset(r={"all": twice, "dist": 0}, _end=END), {"v": 1, "_end": 1}) == ["r", "_end"]


@pytest.mark.parametrize("operator", ["$iany", "$iall"])
def test_nothing_holds_of_an_empty_list(operator):
    assert fires({operator: {"v": {"$i": 1}}}, {"v": [1, 1]})
    assert not fires({operator: {"v": {"$i": 1}}}, {"v": []})


def test_a_fact_fires_every_rule_and_an_event_only_the_first():
    both = {"r1": {"all": [{"m": {"v": 1}}]}, "r2": {"all": [{"m": {"v": 1}}]}}
    assert fire(ruleset(**both), {"v": 1}) == ["r1", "r2"]
    handle = ruleset(**both)
    _, state = engine.assert_event(handle, '{"id":"m","sid":"0","v":1}')
    assert names(handle, state) == ["r1"]


def test_codes_of_a_message():
    handle = ruleset(r={"all": [{"m": {"v": 1}}]})
    assert fire(handle, {"v": 2}) == 1  # matches nothing
    assert fire(handle, {"v": 1}) == ["r"]
    assert fire(handle, {"v": 1}) == 2  # the same id
    assert engine.assert_fact(handle, '{"sid":"0","v":1}')[0] == 0
    assert engine.assert_fact(handle, '{"sid":"0","v":1}')[0] == 2  # the same content
    assert engine.assert_fact(handle, '{"sid":"0","v":1.0}')[0] == 0  # other content


def test_retracting_what_is_not_there_says_nothing():
    handle = ruleset(r={"all": [{"m": {"v": 1}}]})
    fire(handle, {"v": 1})
    assert engine.retract_fact(handle, '{"id":"no such","sid":"0"}')[0] == 0


def _order(**priorities):
    rules = {name: {"all": [{"m": {"v": 1}}], "pri": pri} for name, pri in priorities.items()}
    return fire(ruleset(**rules), {"v": 1})


def test_lower_priority_numbers_go_first_and_ties_in_order_of_declaration():
    assert _order(a=2, b=1, c=1, d=0) == ["d", "b", "c", "a"]


def test_priorities_are_16_bits_without_a_sign():
    assert _order(minus_one=-1, five=5) == ["five", "minus_one"]
    assert _order(wraps=65_536, five=5) == ["wraps", "five"]


def test_a_broken_priority_is_refused_only_as_first_key():
    assert _order(a=2, b=1.5, c=0) == ["c", "b", "a"]
    with pytest.raises(engine.error, match="102"):
        ruleset(r={"pri": 1.5, "all": [{"m": {"v": 1}}]})


def test_not_in_first_place_never_fires_and_in_second_place_fires_too_early():
    first = ruleset(r={"all": [{"a$not": {"v": 1}}, {"b": {"w": 1}}]}, _end=END)
    assert fire(first, {"w": 1, "_end": 1}) == ["_end"]
    second = ruleset(r={"all": [{"b": {"w": 1}}, {"a$not": {"v": 1}}]}, _end=END)
    assert fire(second, {"w": 1, "_end": 1}, mid="w") == ["r", "_end"]
    assert fire(second, {"v": 1, "_end": 1}, mid="v") == ["_end"]
    _, state = engine.retract_fact(second, '{"id":"v","sid":"0","v":1}')
    assert names(second, state) == ["r"]  # again


def test_regular_expressions_are_of_a_dialect_of_their_own():
    def matches(pattern, value):
        return bool(fires({"$mt": {"v": pattern}}, {"v": value}))

    assert matches("a+", "aaa")
    assert not matches("a+", "aaab")  # the whole value
    assert not matches(r"\d+", "12")
    assert matches("nil", None)


def test_a_dot_in_a_name_is_a_nested_field():
    assert fires({"a.b": 1}, {"a": {"b": 1}})
    assert fires({"a.b": 1}, {"a.b": 1})


def test_texts_are_compared_by_byte_and_only_up_to_65535():
    assert not fires({"v": "caf\u00e9"}, {"v": "cafe\u0301"})
    assert not fires({"$lt": {"v": "ab!"}}, {"v": "ab"})
    assert not fires({"v": "x" * 65_534 + "a"}, {"v": "x" * 65_534 + "b"})
    assert fires({"v": "x" * 65_535 + "a"}, {"v": "x" * 65_535 + "b"})


def test_integers_saturate_and_lose_digits_against_floats():
    assert fires({"v": 2**63 - 1}, {"v": 2**70})
    assert fires({"v": -(2**63)}, {"v": -(2**70)})
    assert fires({"v": 9007199254740992.0}, {"v": 9007199254740993})
    assert not fires({"v": 9007199254740992}, {"v": 9007199254740993})


@pytest.mark.parametrize(
    ("value", "code"), [("1e+16", 204), ("1e-05", 204), ("Infinity", 202), ("-Infinity", 204)]
)
def test_floats_as_json_writes_them_are_not_always_read(value, code):
    with pytest.raises(engine.error, match=str(code)):
        engine.assert_fact(ruleset(_end=END), f'{{"id":"m","sid":"0","_end":1,"v":{value}}}')
