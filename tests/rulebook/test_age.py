"""Ages: the boundary at one year is exact, bounds are knowledge too, and nonsense is refused in Dutch."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mka_assist.rulebook.age import MONTH, OLDEST, YEAR, Age, format_age, parse_age, parse_known_age


@pytest.mark.parametrize(
    "text", ["1 jaar", "12 maanden", "365 dagen", "1 jr", "12 mnd", "1 Jaar", " 1  jaar "]
)
def test_one_year_is_one_year_in_any_words(text):
    assert parse_age(text) == YEAR


@pytest.mark.parametrize("text", ["11 maanden", "0 jaar", "52 weken", "364 dagen", "27 dagen", "0,5 jaar"])
def test_younger_than_one_year(text):
    assert parse_age(text) < YEAR


@pytest.mark.parametrize(
    "text", ["53 weken", "366 dagen", "1 jaar en 1 dag", "1,5 jaar", "1 jaar en 3 maanden"]
)
def test_older_than_one_year(text):
    assert parse_age(text) > YEAR


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("54", 'bij "54" ontbreekt de eenheid: schrijf bijvoorbeeld "54 jaar" of "54 maanden"'),
        ("-3 jaar", '"-3 jaar" is negatief; een leeftijd is 0 of meer'),
        ("900 jaar", '"900 jaar" is ouder dan 130 jaar; controleer het getal en de eenheid'),
        ("oud", '"oud" is geen leeftijd; schrijf bijvoorbeeld "11 maanden", "3 weken" of "54 jaar"'),
        ("", '"" is geen leeftijd; schrijf bijvoorbeeld "11 maanden", "3 weken" of "54 jaar"'),
        (
            "9999999 jaar",
            '"9999999 jaar" is geen leeftijd; schrijf bijvoorbeeld "11 maanden", "3 weken" of "54 jaar"',
        ),
        (
            "1e9 jaar",
            '"1e9 jaar" is geen leeftijd; schrijf bijvoorbeeld "11 maanden", "3 weken" of "54 jaar"',
        ),
    ],
)
def test_what_is_no_age(text, message):
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        parse_age(text)


def test_a_bound_is_knowledge():
    assert parse_known_age("vanaf 1 jaar") == Age(YEAR, OLDEST)
    assert parse_known_age("onder 1 jaar") == Age(0, YEAR - 1)
    with pytest.raises(ValueError, match="niemand is jonger dan 0"):
        parse_known_age("onder 0 jaar")


@given(st.integers(0, 130), st.integers(0, 11))
def test_what_is_written_reads_back(years, months):
    age = min(years * YEAR + months * MONTH, OLDEST)
    assert parse_age(format_age(age)) == age


@given(st.integers(0, OLDEST))
def test_every_age_and_bound_reads_back(age):
    """Also part of a day, and the bounds 0 and 130 years."""
    assert parse_age(format_age(age)) == age
    for known in (Age(age, age), Age(age, OLDEST), Age(0, age)):
        assert parse_known_age(str(known)) == known


@given(st.sampled_from(["vanaf", "onder"]), st.integers(1, 120))
def test_a_bound_reads_back(word, years):
    known = parse_known_age(f"{word} {years} jaar")
    assert parse_known_age(str(known)) == known
