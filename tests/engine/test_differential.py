"""Engine and definition give the same facts and the same verdicts, whatever the rulebook and the call."""

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import calls, make_rule, make_rulebook, rulebooks, single

from mka_assist.engine.compiler import Engine
from mka_assist.engine.errors import CompileError, EngineError
from mka_assist.rulebook import meaning
from mka_assist.rulebook.condition import All, AnyOf, Not, Op
from mka_assist.rulebook.model import Kind


def assert_same(rulebook, some_calls):
    try:
        engine = Engine(rulebook)
    except CompileError:
        return
    for facts in some_calls:
        assert meaning.judge(rulebook, facts, engine.judge) == meaning.judge(rulebook, facts)
    engine.close()


@given(rulebooks(), st.lists(calls(), min_size=1, max_size=8))
def test_small_rulebooks(rulebook, some_calls):
    assert_same(rulebook, some_calls)


@settings(max_examples=30)
@given(rulebooks(max_rules=300), st.lists(calls(), min_size=1, max_size=8))
def test_rulebooks_of_up_to_300_rules(rulebook, some_calls):
    assert_same(rulebook, some_calls)


YES = single("vraag_0", Op.IS, True)
CHAIN = make_rulebook(
    strata=(
        (
            make_rule("eerst", YES, Kind.AFLEIDING, derives=("diep_0", True)),
            make_rule("later", Not(YES), Kind.AFLEIDING, derives=("diep_0", False)),
        ),
        (
            make_rule(
                "dieper",
                single("diep_0", Op.IS, True),
                Kind.AFLEIDING,
                derives=("diep_1", True),
                overrides_input=True,
            ),
        ),
    ),
    criteria=(make_rule("einde", All((single("diep_1", Op.IS, True), single("vraag_1", Op.UNKNOWN)))),),
)


@pytest.mark.parametrize(
    ("given_facts", "end"),
    [
        ({"vraag_0": True}, True),
        ({"vraag_0": False}, None),
        ({"vraag_0": True, "diep_1": False}, True),  # the rule overrides what was said
        ({"vraag_0": True, "diep_0": False, "diep_1": False}, False),  # this one does not
        ({"vraag_0": True, "vraag_1": False}, False),
        ({}, None),
    ],
)
def test_derivations_chain_through_the_engine(given_facts, end):
    engine = Engine(CHAIN)
    facts, verdicts = meaning.judge(CHAIN, given_facts, engine.judge)
    assert verdicts["einde"] is end
    assert (facts, verdicts) == meaning.judge(CHAIN, given_facts)


def test_300_rules_that_all_match():
    conditions = [
        AnyOf((YES, single("vraag_1", Op.IS, True), single("aantal", Op.FROM, n))) for n in range(300)
    ]
    rulebook = make_rulebook(criteria=[make_rule(f"r{n}", c) for n, c in enumerate(conditions)])
    engine = Engine(rulebook)
    everything = {"vraag_0": True, "vraag_1": True, "aantal": 1000}
    assert set(engine.judge(rulebook.criteria, everything).values()) == {True}
    nothing = {"vraag_0": False, "vraag_1": False, "aantal": -1000}
    assert set(engine.judge(rulebook.criteria, nothing).values()) == {False}
    assert set(engine.judge(rulebook.criteria, {}).values()) == {None}


def test_the_rules_in_force_on_a_day_need_no_new_engine():
    old = make_rule("oud", YES, valid_until=dt.date(2025, 12, 31))
    rulebook = make_rulebook(criteria=(old, make_rule("blijft", Not(YES))))
    engine = Engine(rulebook)
    today = rulebook.in_force(dt.date(2026, 1, 1))
    assert meaning.judge(today, {"vraag_0": True}, engine.judge)[1] == {"blijft": False}


def test_a_rulebook_without_rules_has_no_verdicts():
    assert Engine(make_rulebook()).judge((), {"vraag_0": True}) == {}


def test_a_rule_of_another_rulebook_is_refused_and_closes_the_engine():
    engine = Engine(CHAIN)
    other = make_rule("einde", Not(YES))
    with pytest.raises(EngineError, match="einde"):
        engine.judge((other,), {})
    with pytest.raises(EngineError, match="gesloten"):
        engine.judge(CHAIN.criteria, {})
    assert Engine(CHAIN).judge(CHAIN.criteria, {}) == {"einde": None}


def test_yes_and_no_at_once_is_an_anomaly(monkeypatch):
    engine = Engine(CHAIN)
    last = engine._parts[-1]
    monkeypatch.setattr(type(last.durable), "fire", lambda self, values: set(range(len(last.says))))
    with pytest.raises(EngineError, match="ja en nee"):
        engine.judge(CHAIN.criteria, {})


def test_a_value_of_a_wrong_type_is_an_engine_error():
    engine = Engine(CHAIN)
    with pytest.raises(EngineError, match="vraag_1"):
        engine.judge(CHAIN.criteria, {"vraag_1": "ja"})
