"""The list of regions and municipalities: complete, dated, with its source, and found by number or name."""

from __future__ import annotations

from pathlib import Path

import pytest

from mka_assist.rulebook import reference
from mka_assist.rulebook.reference import find_region, municipalities, nearest_municipality, regions


def test_there_are_25_regions_and_each_municipality_is_in_one() -> None:
    assert [region.number for region in regions()] == [*range(1, 26)]
    named = [name for region in regions() for name in region.municipalities]
    assert len(named) == len(set(named)) == len(municipalities()) == 342
    for region in regions():
        assert region.municipalities == tuple(sorted(region.municipalities)), region.name
        assert all(name == name.strip() and name for name in region.municipalities)


def test_the_list_names_its_source_and_its_month() -> None:
    text = Path(reference.__file__).with_name("veiligheidsregios.txt").read_text(encoding="utf-8")
    assert f"# Stand:   {reference.STATE}\n" in text
    assert "# Bron:" in text


@pytest.mark.parametrize(
    ("word", "number"),
    [
        ("17", 17),
        ("Rotterdam-Rijnmond", 17),
        ("rijnmond", 17),
        ("zuid-holland zuid", 18),
        ("Friesland", 2),
        ("9", 9),
    ],
)
def test_a_region_is_found_by_number_and_name(word: str, number: int) -> None:
    found = find_region(word)
    assert found is not None
    assert found.number == number


@pytest.mark.parametrize("word", ["", "0", "26", "Veldrijk", "Nederland"])
def test_what_is_no_region_is_not_found(word: str) -> None:
    assert find_region(word) is None


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Roterdam", "Rotterdam"),
        ("rotterdam", "Rotterdam"),
        ("Den Haag", "'s-Gravenhage"),
        ("den bosch", "'s-Hertogenbosch"),
        ("Sudwest-Fryslan", "Súdwest-Fryslân"),
        ("Qqqq", ""),
    ],
)
def test_a_municipality_is_meant(typed: str, meant: str) -> None:
    assert nearest_municipality(typed) == meant


def test_other_names_lead_to_a_municipality() -> None:
    assert set(reference.OTHER_NAMES.values()) <= municipalities()
    assert not set(reference.OTHER_NAMES) & municipalities()
