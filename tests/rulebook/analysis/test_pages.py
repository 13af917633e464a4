"""Every finding stands in the registry once, and its docstring is a page for the rule author."""

from __future__ import annotations

import re
from importlib import import_module
from pathlib import Path

import pytest

from mka_assist.rulebook import analysis
from mka_assist.rulebook.analysis.registry import MODULES, page

FILES = [path.stem for path in Path(analysis.__file__).parent.glob("*.py") if "\nCODE = " in path.read_text()]


def test_every_finding_is_registered() -> None:
    assert {module.__name__.rpartition(".")[2] for module in MODULES.values()} == set(FILES)
    assert all(re.fullmatch(r"A\d{3}", code) for code in MODULES)
    assert len(MODULES) == len(FILES)


@pytest.mark.parametrize("name", FILES)
def test_a_page_says_what_why_right_and_wrong(name: str) -> None:
    module = import_module(f"mka_assist.rulebook.analysis.{name}")
    text = page(module.CODE)
    assert text.startswith(f"{module.CODE}: ")
    headings = [text.index(f"\n{word}") for word in ("Wat: ", "Waarom: ", "GOED", "FOUT")]
    assert headings == sorted(headings)


def test_there_is_no_page_for_another_code() -> None:
    assert page("R030") == ""
