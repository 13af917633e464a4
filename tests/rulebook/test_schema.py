"""The JSON Schema: current, complete in Dutch, right about the shipped rules, and about broken ones."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from broken_files import FOLDER, cases, golden

from mka_assist.paths import rules_dir
from mka_assist.rulebook.descriptions import FACT_KINDS, KEYS, KINDS, ON_UNKNOWN, SORTS, STATUSES
from mka_assist.rulebook.diagnostics import InputError
from mka_assist.rulebook.facts import FactKind
from mka_assist.rulebook.loading import files_under
from mka_assist.rulebook.model import Kind, OnUnknown, Status
from mka_assist.rulebook.schema import FILE_NAME, schema, schema_text
from mka_assist.rulebook.source import Mapping, Node, Scalar, read_file
from mka_assist.rulebook.vocabulary import BLOCKS, FILE_KEYS, GROUPING, REQUIRED

VALIDATOR = jsonschema.Draft7Validator(schema())
SHIPPED = files_under(rules_dir())


def as_an_editor_sees_it(node: Node) -> Any:
    """YAML 1.2 as editors read it: what is not in quotation marks may be a number, a boolean or nothing."""
    if isinstance(node, Scalar):
        if node.quoted:
            return node.text
        if re.fullmatch(r"[-+]?\d+", node.text):
            return int(node.text)
        if re.fullmatch(r"[-+]?(\.\d+|\d+(\.\d*)?)([eE][-+]?\d+)?", node.text):
            return float(node.text)
        return {"true": True, "false": False, "null": None, "~": None, "": None}.get(node.text, node.text)
    if isinstance(node, Mapping):
        return {key.text: as_an_editor_sees_it(value) for key, value in node.entries}
    return [as_an_editor_sees_it(item) for item in node.items]


def refused(path: Path) -> list[str]:
    """Where and why the schema refuses a file."""
    found = as_an_editor_sees_it(read_file(path))
    return [f"{error.json_path}: {error.message}" for error in VALIDATOR.iter_errors(found)]


def test_the_committed_schema_is_current() -> None:
    committed = (rules_dir() / FILE_NAME).read_text(encoding="utf-8")
    assert committed == schema_text(), f"mka-assist rules schema --output rules/{FILE_NAME}"


def test_it_is_a_schema() -> None:
    jsonschema.Draft7Validator.check_schema(schema())
    assert json.loads(schema_text()) == schema()


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_the_shipped_rules_are_right(path: Path) -> None:
    assert refused(path) == []


def test_every_word_of_the_language_is_described() -> None:
    words = {key for keys in (*FILE_KEYS.values(), *BLOCKS.values(), *REQUIRED) for key in keys}
    assert set(KEYS) == words | set(GROUPING)
    assert set(KINDS) == set(Kind)
    assert set(STATUSES) == set(Status)
    assert set(ON_UNKNOWN) == set(OnUnknown)
    assert set(SORTS) == set(FILE_KEYS)
    assert set(FACT_KINDS) == set(FactKind)
    for text in (*KEYS.values(), *KINDS.values(), *STATUSES.values(), *ON_UNKNOWN.values(), *SORTS.values()):
        assert text[:1].isupper() or text.startswith("ja: "), text
        assert text.endswith("."), text


def test_every_key_in_the_schema_has_a_title_and_a_description() -> None:
    def properties(part: Any, path: str) -> Any:
        if isinstance(part, list):
            for number, item in enumerate(part):
                yield from properties(item, f"{path}[{number}]")
        elif isinstance(part, dict):
            conditional = path.endswith((".if", ".then", ".else")) or ".dependencies" in path
            for name, value in part.get("properties", {}).items() if not conditional else ():
                yield f"{path}.{name}", value
            for key, value in part.items():
                if key != "properties":
                    yield from properties(value, f"{path}.{key}")
                else:
                    for name, inner in value.items():
                        yield from properties(inner, f"{path}.{name}")

    found = [*properties(schema(), "$")]
    assert len(found) > 100
    for path, value in found:
        assert value.get("title"), path
        assert value.get("description"), path


GAPS = {
    "R006": "how long a text may be",
    "R012": "the order of two dates",
    "R030": "only a warning",
    "R040": "the order of two dates",
    "R046": "two times compared",
    "R047": "the names of municipalities",
    "R049": "how long a message may get",
    "R053": "the names of partners",
    "R057": "derivations followed",
    "F006": "only a warning",
    "F007": "the contents of two places",
    "R070": "the word TODO is text; only as a date it is refused",
}
"""What a schema of one file cannot know, by code: no such file has to be refused."""

GAP_FILES = {
    "leeftijd-te-oud.yaml": "an age as a number",
    "leeftijd-van-10-tot-10.yaml": "two ages compared",
}
"""Files that a schema cannot refuse, though most with their code can be."""

OTHER_FILES = re.compile(r"[BVYW]\d|R05|R06|E0")
"""Codes about the text itself, about other files, and about the meaning."""


def structural() -> list[tuple[str, str]]:
    """The broken files with a code that the schema should know, each with the code."""
    found = []
    for case, lines in golden().items():
        codes = [match[1] for line in lines if (match := re.search(r": (?:fout|waarschuwing) (\w+):", line))]
        known = [code for code in codes if re.fullmatch(r"[RF]\d{3}", code)]
        if (
            known
            and not case.startswith("mappen/")
            and not any(code in GAPS or OTHER_FILES.match(code) for code in codes)
        ):
            found.append((case, known[0]))
    return found


@pytest.mark.parametrize(("case", "code"), structural())
def test_a_broken_file_is_refused(case: str, code: str) -> None:
    try:
        told = refused(FOLDER / case)
    except InputError:
        return  # not even YAML: an editor says so by itself
    assert bool(told) is (case not in GAP_FILES), f"{code}: {told}"


def test_most_kinds_of_mistakes_are_seen() -> None:
    assert len(structural()) > 80
    assert set(GAP_FILES) <= set(cases())
