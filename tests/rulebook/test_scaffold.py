"""A new file of a region: nothing wrong with it but what is still to be filled in, and nothing after that."""

from __future__ import annotations

import datetime as dt
import re
import shutil
from pathlib import Path

import pytest

from mka_assist.paths import rules_dir
from mka_assist.rulebook.checking import check_paths
from mka_assist.rulebook.diagnostics import InputError, Severity
from mka_assist.rulebook.formatting import format_text
from mka_assist.rulebook.loading import load_rulebook
from mka_assist.rulebook.reference import find_region, regions
from mka_assist.rulebook.scaffold import NewRegion, region_file
from mka_assist.rulebook.source import read_text
from mka_assist.rulebook.unfinished import unfinished

TODAY = dt.date(2026, 11, 22)
NATION = load_rulebook(rules_dir())
ALL = tuple(partner for partner in NATION.partners.values() if partner.needs_agreement)


def new(name: str = "Mijn regio", rav: str = "", partners: tuple[str, ...] = ()) -> str:
    chosen = tuple(NATION.partners[id] for id in partners) or ALL
    return region_file(NewRegion("proef", name, TODAY, chosen, find_region(rav) if rav else None))


def filled_in(text: str) -> str:
    """What an author makes of it in five minutes."""
    text = re.sub(r'datum: "TODO[^"]*"', f"datum: {TODAY}", text)
    text = re.sub(r'geldig_tot: "TODO[^"]*"', "geldig_tot: 2027-11-21", text)
    text = text.replace('["TODO: noem de gemeenten"]', "[Assen]")
    text = text.replace('gemeente: "TODO: noem de gemeenten"', "gemeente: Assen")
    return re.sub(r'"TODO[^"]*"', "Afspraak 7", text)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(rules_dir() / "landelijk", tmp_path / "landelijk")
    (tmp_path / "regio").mkdir()
    return tmp_path


CASES = [
    ("Mijn regio", "", ()),
    ("Zeeland", "19", ()),
    ("'t Gooi", "Gooi en Vechtstreek", ("politie", "brandweer")),
    ("Haaglanden", "15", ("brandweer", "boa")),
    ("Kust: noord", "10", ("knrm",)),
    ("12", "Friesland", ("politie",)),
]


@pytest.mark.parametrize(("name", "rav", "partners"), CASES)
def test_only_what_is_to_be_filled_in_is_found(
    folder: Path, name: str, rav: str, partners: tuple[str, ...]
) -> None:
    text = new(name, rav, partners)
    (folder / "regio" / "proef.yaml").write_text(text, encoding="utf-8")
    found = check_paths([folder], TODAY).findings
    assert {finding.code for finding in found} == {"R070"}
    assert {finding.severity for finding in found} == {Severity.FOUT}
    assert [(f.place.line, f.place.column) for f in found] == [
        (value.place.line, value.place.column) for value in unfinished(read_text(text, "proef.yaml"))
    ]
    with pytest.raises(InputError):
        load_rulebook(folder, "proef")


@pytest.mark.parametrize(("name", "rav", "partners"), CASES)
def test_filled_in_nothing_is_found(folder: Path, name: str, rav: str, partners: tuple[str, ...]) -> None:
    text = filled_in(new(name, rav, partners))
    (folder / "regio" / "proef.yaml").write_text(text, encoding="utf-8")
    assert check_paths([folder], TODAY).findings == ()
    book = load_rulebook(folder, "proef")
    assert book.region_name == name
    assert {p.id for p in book.partners.values() if p.agreement} == {*(partners or (p.id for p in ALL))}


@pytest.mark.parametrize("number", range(1, 26))
def test_every_region_has_its_municipalities(number: int) -> None:
    text = new(rav=str(number), partners=("politie",))
    listed = (
        text.partition("controleer):\n")[2]
        .partition("\nsoort: ")[0]
        .replace("\n#   ", " ")
        .removeprefix("#   ")
    )
    assert listed == ", ".join(regions()[number - 1].municipalities)


def test_it_is_laid_out_as_formatting_does() -> None:
    for name, rav, partners in CASES:
        text = new(name, rav, partners)
        assert format_text(text, "proef.yaml") == text
        assert text.startswith("# yaml-language-server: $schema=../schema.json\n")
