"""The two statements of a condition say exactly what the definition says."""

import pytest
from hypothesis import assume, example, given
from strategies import ALL_FACTS, SPECS, calls, conditions, make_rule, single

from mka_assist.engine.branches import statements
from mka_assist.engine.encoding import Aspect, Field, encode
from mka_assist.engine.errors import CompileError
from mka_assist.rulebook.age import OLDEST, YEAR, Age
from mka_assist.rulebook.condition import All, AnyOf, Not, Op
from mka_assist.rulebook.facts import FactKind, FactSpec
from mka_assist.rulebook.meaning import holds
from mka_assist.rulebook.week import opening_hours

COMPARE = {"==": int.__eq__, ">=": int.__ge__, "<=": int.__le__}


def compiled(condition, specs=SPECS):
    return statements(make_rule("proef", condition), specs)


def answer(both, facts, specs=SPECS):
    """True, False or None: by the branches alone, as any two-valued engine would find it."""
    fields = {field for branch in (*both.true, *both.false) for field, _, _ in branch}
    numbers = encode(fields, facts, specs)

    def satisfied(branches):
        return any(
            all(f in numbers and COMPARE[op](numbers[f], n) for f, op, n in branch) for branch in branches
        )

    yes, no = satisfied(both.true), satisfied(both.false)
    assert not (yes and no)
    return True if yes else False if no else None


ONE_YEAR = single("leeftijd", Op.IS, YEAR)


@given(conditions(max_leaves=10), calls())
@example(All(()), {})
@example(AnyOf(()), {})
@example(Not(All(())), {})
@example(ONE_YEAR, {"leeftijd": Age(0, OLDEST)})
@example(Not(Not(ONE_YEAR)), {"leeftijd": Age(YEAR, YEAR)})
def test_the_branches_say_what_the_definition_says(condition, facts):
    try:
        both = compiled(condition)
    except CompileError:
        assume(False)
    assert answer(both, facts) is holds(condition, facts)


@pytest.mark.parametrize("op", [Op.UNDER, Op.FROM, Op.AT_MOST, Op.OVER])
@pytest.mark.parametrize("low", range(3, 8))
@pytest.mark.parametrize("high", range(3, 8))
def test_every_ordering_around_its_bound(op, low, high):
    for test, facts in (
        (single("leeftijd", op, 5), {"leeftijd": Age(min(low, high), max(low, high))}),
        (single("aantal", op, 5), {"aantal": low}),
    ):
        for condition in (test, Not(test), Not(Not(test))):
            assert answer(compiled(condition), facts) is holds(condition, facts)


def test_a_list_of_60_places_is_one_branch_each_way():
    both = compiled(single("plek", Op.IS, *(f"gemeente {n}" for n in range(60))))
    assert (len(both.true), len(both.false)) == (1, 1)


def test_opening_hours_of_a_week_stay_small():
    spec = FactSpec("_weekminuut", FactKind.GETAL, "Tijdstip")
    hours = opening_hours((0, 1, 2, 3, 4, 5, 6), 22 * 60, 6 * 60)
    both = compiled(hours, {spec.name: spec})
    assert len(both.true) <= 8
    assert len(both.false) <= 9
    for minute in range(0, 7 * 24 * 60, 15):
        facts = {spec.name: minute}
        assert answer(both, facts, {spec.name: spec}) is holds(hours, facts)


def test_what_cannot_be_is_left_out():
    yes, no = single("vraag_0", Op.IS, True), single("vraag_0", Op.IS, False)
    assert compiled(All((yes, no))).true == ()
    assert compiled(All((single("aantal", Op.FROM, 5), single("aantal", Op.UNDER, 5)))).true == ()
    assert compiled(All((yes, single("vraag_0", Op.UNKNOWN)))).true == ()


def test_what_is_double_is_said_once():
    yes, other = single("vraag_0", Op.IS, True), single("vraag_1", Op.IS, True)
    number = Field("vraag_0", Aspect.NUMBER)
    assert compiled(All((yes, yes, single("vraag_0", Op.KNOWN)))).true == (((number, "==", 1),),)
    assert compiled(AnyOf((All((yes, other)), yes))).true == (((number, "==", 1),),)


def test_whether_a_fact_is_known_is_tested_last():
    condition = All((single("vraag_0", Op.KNOWN), single("vraag_1", Op.IS, True)))
    ((*_, (last, _, _)),) = compiled(condition).true
    assert last == Field("vraag_0", Aspect.KNOWN)


def test_a_rule_that_is_too_complicated_is_named():
    pairs = [AnyOf((single(f"a{n}", Op.IS, True), single(f"b{n}", Op.IS, True))) for n in range(9)]
    specs = {f"{x}{n}": FactSpec(f"{x}{n}", FactKind.JA_NEE, "") for x in "ab" for n in range(9)}
    rule = make_rule("alles-tegelijk", All(tuple(pairs)))
    assert len(statements(make_rule("net-niet", All(tuple(pairs[:7]))), specs).true) == 128
    with pytest.raises(CompileError) as caught:
        statements(rule, specs)
    assert str(caught.value) == 'regel "alles-tegelijk" is te ingewikkeld (meer dan 200 gevallen); splits hem'


def test_a_rule_with_very_many_comparisons_is_too_complicated():
    specs = {f"v{n}": FactSpec(f"v{n}", FactKind.JA_NEE, "") for n in range(101)}
    tests = tuple(single(name, Op.IS, True) for name in specs)
    assert len(statements(make_rule("net-niet", All(tests[:100])), specs).true[0]) == 100
    with pytest.raises(CompileError, match='"te-lang" is te ingewikkeld'):
        statements(make_rule("te-lang", All(tests)), specs)


@pytest.mark.parametrize(
    ("condition", "message"),
    [
        (single("bestaat_niet", Op.IS, True), 'regel "proef": onbekend feit "bestaat_niet"'),
        (
            single("plek", Op.UNDER, 5),
            'regel "proef": "onder" kan niet bij plek: dat is geen getal of leeftijd',
        ),
        (single("aantal", Op.FROM, 2**60), f'regel "proef": de grens {2**60} bij aantal is te groot'),
    ],
)
def test_what_cannot_be_compiled_is_named(condition, message):
    with pytest.raises(CompileError) as caught:
        compiled(condition)
    assert str(caught.value) == message


def test_the_strategies_use_every_kind_of_fact():
    assert {spec.kind for spec in ALL_FACTS} == set(FactKind)
