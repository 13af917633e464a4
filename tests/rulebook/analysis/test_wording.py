"""Sets of cells in words: every set has words of its own, and the words say what is in it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import GIVEN, ORDERINGS, constants, make_rule, make_rulebook, single

from mka_assist.rulebook.age import OLDEST, YEAR
from mka_assist.rulebook.analysis.space import Space
from mka_assist.rulebook.analysis.wording import choice_in_words, phrase, value_word, values_in_words
from mka_assist.rulebook.condition import AnyOf, Op
from mka_assist.rulebook.facts import CONTRACT, WEEK_MINUTE, FactKind, FactSpec
from mka_assist.rulebook.meaning import holds
from mka_assist.rulebook.week import opening_hours

AGE = next(spec for spec in GIVEN if spec.kind is FactKind.LEEFTIJD)
YES, NUMBER = CONTRACT["zelfdoding"], FactSpec("aantal", FactKind.GETAL, "Aantal")


def field_of(spec, *tests):
    space = Space.of(make_rulebook((), [make_rule("r", AnyOf(tests))], (spec, *CONTRACT.values())))
    return space.fields[space.index[spec.name]]


def mask_of(field, *values):
    return sum({field.cell(value) for value in values})


@st.composite
def fields(draw):
    """A field of any kind with a few tests on it."""
    spec = draw(st.sampled_from((*GIVEN, WEEK_MINUTE)))
    measured = spec.kind in (FactKind.LEEFTIJD, FactKind.GETAL)
    value = st.integers(0, 10_079) if spec is WEEK_MINUTE else constants(spec)
    ops = (Op.IS, *(ORDERINGS if measured else ()))
    tests = draw(
        st.lists(
            st.builds(lambda op, v: single(spec.name, op, v), st.sampled_from(ops), value),
            min_size=1,
            max_size=4,
        )
    )
    if draw(st.booleans()) and spec is not WEEK_MINUTE:
        tests.append(single(spec.name, Op.KNOWN))
    return field_of(spec, *tests)


@given(fields())
def test_sets_of_cells_that_differ_have_words_that_differ(field):
    words = {}
    for mask in range(1, min(field.full, 300) + 1):
        assert words.setdefault(values_in_words(field, mask), mask) == mask
        assert phrase(field, mask)
        assert choice_in_words(field, mask)


UNDER_1, FROM_1, FROM_2 = (
    single("leeftijd", Op.UNDER, YEAR),
    single("leeftijd", Op.FROM, YEAR),
    single("leeftijd", Op.FROM, 2 * YEAR),
)


@pytest.mark.parametrize(
    ("tests", "mask", "words"),
    [
        ([UNDER_1], 0b010, "onder 1 jaar"),
        ([FROM_1], 0b101, "vanaf 1 jaar of onbekend"),
        ([UNDER_1, FROM_2], 0b0100, "van 1 tot 2 jaar"),
        ([UNDER_1, FROM_2], 0b10100, "van 1 tot 2 jaar of alleen bekend als onder 2 jaar"),
        ([single("leeftijd", Op.AT_MOST, 70 * YEAR)], 0b010, "hoogstens 70 jaar"),
        ([single("leeftijd", Op.OVER, 70 * YEAR)], 0b100, "boven 70 jaar"),
        ([single("leeftijd", Op.IS, OLDEST)], 0b100, "vanaf 130 jaar"),
        ([UNDER_1], 0b110, "bekend"),
        ([UNDER_1], 0b001, "onbekend"),
    ],
)
def test_ages(tests, mask, words):
    assert values_in_words(field_of(AGE, *tests), mask) == words


def test_a_child_is_called_a_child():
    field = field_of(AGE, single("leeftijd", Op.UNDER, YEAR), single("leeftijd", Op.FROM, 70 * YEAR))
    under, between, over = (1 << n for n in (1, 2, 3))
    assert phrase(field, under) == "kind onder 1 jaar"
    assert phrase(field, between) == "leeftijd van 1 tot 70 jaar"
    assert phrase(field, over) == "leeftijd vanaf 70 jaar"


def test_yes_or_no_and_choices():
    field = field_of(YES, single("zelfdoding", Op.IS, True))
    assert phrase(field, mask_of(field, False, None)) == "zelfdoding nee of onbekend"
    assert choice_in_words(field, mask_of(field, False, None)) == "nee"
    field = field_of(
        CONTRACT["locatie"], single("locatie", Op.IS, "spoor"), single("locatie", Op.IS, "snelweg")
    )
    assert phrase(field, mask_of(field, "spoor", "snelweg")) == "locatie snelweg of spoor"
    assert values_in_words(field, mask_of(field, "woning", None)) == "niet snelweg of spoor, of onbekend"
    assert values_in_words(field, mask_of(field, "woning")) == "niet snelweg of spoor, wel bekend"
    assert choice_in_words(field, mask_of(field, "woning")) == "niet snelweg of spoor"


def test_numbers():
    field = field_of(NUMBER, single("aantal", Op.UNDER, 3), single("aantal", Op.OVER, 5))
    assert [values_in_words(field, 1 << n) for n in (1, 2, 3)] == ["onder 3", "van 3 tot 6", "vanaf 6"]


@pytest.mark.parametrize(
    ("days", "start", "end", "words"),
    [
        ((0, 1, 2, 3, 4), 8 * 60, 18 * 60, "maandag tot en met vrijdag van 08:00 tot 18:00 uur"),
        (
            (0, 1, 2, 3, 4),
            18 * 60,
            7 * 60,
            "maandag tot en met vrijdag van 18:00 tot 07:00 uur de volgende dag",
        ),
        ((6,), 22 * 60, 6 * 60, "zondag van 22:00 tot 06:00 uur de volgende dag"),
        ((5, 6), 0, 24 * 60, "zaterdag of zondag de hele dag"),
        ((0, 2), 9 * 60, 17 * 60, "maandag of woensdag van 09:00 tot 17:00 uur"),
    ],
)
def test_hours_of_the_week(days, start, end, words):
    hours = opening_hours(days, start, end)
    space = Space.of(make_rulebook((), [make_rule("r", hours)], CONTRACT.values()))
    clock = space.fields[space.index[WEEK_MINUTE.name]]
    open_ = sum(1 << n for n, minute in enumerate(clock.values) if holds(hours, {WEEK_MINUTE.name: minute}))
    assert values_in_words(clock, open_) == words
    assert value_word(WEEK_MINUTE.name, 24 * 60 + 65) == "dinsdag 01:05 uur"
