"""Cutting the facts of a call into cells, and showing a box of cells as a call."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import ORDERINGS, constants, make_rule, make_rulebook, single

from mka_assist.paths import rules_dir
from mka_assist.rulebook.age import DAY, OLDEST, YEAR, Age
from mka_assist.rulebook.analysis.space import Space
from mka_assist.rulebook.condition import AnyOf, Op
from mka_assist.rulebook.facts import CONTRACT, WEEK_MINUTE, FactKind, FactSpec, format_value, parse_value
from mka_assist.rulebook.loading import find_rule_files, load_rulebook
from mka_assist.rulebook.meaning import test_holds as judged

AGE = CONTRACT["leeftijd"]
PLACE = CONTRACT["gemeente"]


def space_of(*tests, example_facts=None, specs=()):
    condition = AnyOf(tests)
    return Space.of(
        make_rulebook((), [make_rule("r", condition)], (*CONTRACT.values(), *specs), example_facts)
    )


@given(
    st.lists(
        st.builds(
            lambda op, age: single("leeftijd", op, age), st.sampled_from((Op.IS, *ORDERINGS)), constants(AGE)
        ),
        min_size=1,
        max_size=5,
    ),
    st.integers(0, OLDEST),
    st.sampled_from(("exact", "onder", "vanaf")),
)
def test_every_age_that_can_be_told_lies_in_a_cell_of_its_own_kind(tests, age, sort):
    value = {"exact": Age(age, age), "onder": Age(0, age), "vanaf": Age(age, OLDEST)}[sort]
    space = space_of(*tests)
    field = space.fields[space.index["leeftijd"]]
    mask = field.cell(value)
    shown = field.plain(mask)
    assert [judged(test, shown) for test in tests] == [judged(test, value) for test in tests]
    assert parse_value(AGE, format_value(shown)) == shown


@pytest.mark.parametrize("region", ["", *find_rule_files(rules_dir()).regions])
def test_every_cell_of_the_shipped_rules_has_a_value_that_reads_back(region):
    rulebook = load_rulebook(rules_dir(), region)
    space = Space.of(rulebook)
    for field in space.fields:
        for number, value in enumerate(field.values):
            assert field.cell(value) == 1 << number
            shown = field.plain(1 << number)
            assert field.cell(shown) == 1 << number
            if field.name != WEEK_MINUTE.name:
                assert parse_value(field.spec, format_value(shown)) == shown


def test_a_value_beside_a_limit_is_told_by_a_plain_one():
    space = space_of(single("leeftijd", Op.UNDER, YEAR))
    field = space.fields[space.index["leeftijd"]]
    assert [format_value(field.plain(field.cell(Age(a, a)))) for a in (YEAR - 1, YEAR)] == [
        "6 maanden",
        "54 jaar",
    ]
    closer = space_of(single("leeftijd", Op.UNDER, YEAR), single("leeftijd", Op.UNDER, YEAR - DAY))
    field = closer.fields[closer.index["leeftijd"]]
    assert format_value(field.plain(field.cell(Age(YEAR - 1, YEAR - 1)))) == "52 weken"


def test_the_clock_is_never_unknown_and_stays_within_the_week():
    space = space_of(single("_weekminuut", Op.FROM, 0), single("_weekminuut", Op.UNDER, 10080))
    field = space.fields[space.index["_weekminuut"]]
    assert field.unknown == 0
    assert len(field.values) == 1


def test_a_municipality_elsewhere_has_a_name_of_its_own():
    space = space_of(single("gemeente", Op.IS, "elders", "elders 0"))
    field = space.fields[space.index["gemeente"]]
    assert [format_value(value) for value in field.values] == ["onbekend", "elders", "elders 1"]


def test_an_example_call_names_what_matters_and_leaves_out_the_rest():
    tests = [single(name, Op.IS, True) for name in ("zelfdoding", "te_water", "vermoeden_reanimatie")]
    space = space_of(*tests, example_facts={"vermoeden_reanimatie": True, "ambulance_ingezet": True})
    zelfdoding, te_water, vermoeden = (space.index[test.fact] for test in tests)
    unknown, yes, no = 1, 2, 4
    assert [space.fields[zelfdoding].cell(value) for value in (None, True, False)] == [unknown, yes, no]
    assert space.call_of({}) == {}
    assert space.call_of({zelfdoding: yes}) == {"zelfdoding": True}
    assert space.call_of({zelfdoding: yes | no}) == {"zelfdoding": True}
    assert space.call_of({zelfdoding: unknown | no, te_water: unknown}) == {"te_water": None}
    assert space.call_of({vermoeden: yes | unknown}) == {}
    assert space.call_of({vermoeden: no | unknown}) == {"vermoeden_reanimatie": None}
    assert space.call_of({vermoeden: no | yes}) == {"vermoeden_reanimatie": True}
    assert space.whole_call({te_water: yes}) == {
        "vermoeden_reanimatie": True,
        "ambulance_ingezet": True,
        "te_water": True,
    }


def test_the_cells_of_two_rulebooks_together_tell_both_apart():
    def book(choices, *tests):
        spec = FactSpec("soort", FactKind.KEUZE, "Soort", "", choices)
        return make_rulebook((), [make_rule("r", AnyOf(tests))], (spec, *CONTRACT.values()))

    old = book(("a", "b"), single("soort", Op.IS, "a"), single("leeftijd", Op.UNDER, YEAR))
    new = book(("b", "c"), single("soort", Op.IS, "c"), single("leeftijd", Op.UNDER, YEAR + DAY))
    space = Space.of(old, new)
    assert space.fields[space.index["soort"]].values == (None, "a", "b", "c")
    between = space.fields[space.index["leeftijd"]].cell(Age(YEAR, YEAR))
    assert between not in (
        space.fields[space.index["leeftijd"]].cell(Age(age, age)) for age in (YEAR - 1, YEAR + DAY)
    )
