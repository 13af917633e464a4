"""Whatever the text: reading ends in a tree or in findings, and what is accepted is read as PyYAML does."""

from __future__ import annotations

import json
import re

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from sources import RULES, places, texts

from mka_assist.rulebook.diagnostics import InputError
from mka_assist.rulebook.refusals import REFUSALS
from mka_assist.rulebook.source import MAX_FINDINGS, Node, read_bytes, read_text


def outcome(text: str | bytes) -> Node | InputError:
    try:
        return read_text(text, "r.yaml") if isinstance(text, str) else read_bytes(text, "r.yaml")
    except InputError as error:
        return error


def assert_handled(text: str | bytes) -> None:
    """The promise for any input at all: a tree or findings, with every place inside the text."""
    result = outcome(text)
    if isinstance(result, InputError):
        assert 1 <= len(result.findings) <= MAX_FINDINGS
        for finding in result.findings:
            assert finding.code in REFUSALS
            assert finding.message.isprintable()
            assert finding.help.isprintable()
            assert not re.search(r"\{(char|key|first|open|close)\}", finding.message + finding.help)
        spots = [finding.place for finding in result.findings if finding.place.line]
    else:
        spots = places(result)
    lines = re.split(r"\r\n|\r|\n", text if isinstance(text, str) else text.decode(errors="replace"))
    for place in spots:
        assert 1 <= place.line <= len(lines)
        assert 1 <= place.column <= len(lines[place.line - 1]) + 1


@pytest.mark.parametrize(
    "text",
    [
        "[" * 100_000,
        "{a: " * 100_000,
        "- " * 100_000,
        "a:\n" + "".join(f"{' ' * n}a:\n" for n in range(1, 1000)),
        "? " * 100_000,
        "[\n" * 100_000,
        "[" * 100_000 + "]" * 100_000,
        "a: &a [x, x]\n" + "".join(f"{chr(98 + n)}: &{chr(98 + n)} [*{chr(97 + n)}]\n" for n in range(20)),
        "[" + "1," * 499_000 + "]",
        "a:" * 499_000,
        '"' + "a\n" * 499_000 + '"',
        "\n" * 999_000,
        "|\n" + "\n" * 999_000,
        "|\n" + " " * 999_000 + "x",
        "--- \n" * 100_000,
        "a: " + "x" * 999_000,
        "{" + " " * 999_000,
        "\t" * 500_000 + "{",
        "a: [" + "\t" * 500_000,
        "“" * 300_000,
        "\ufeff" * 300_000,
        "a: “\n" * 150_000 + "[",
    ],
    ids=lambda text: repr(text[:12]),
)
@pytest.mark.timeout(60)
def test_large_and_hostile_texts_end_in_an_answer(text: str) -> None:
    assert_handled(text)


SNIPPETS = st.sampled_from(
    [": ", ":", "- ", "-", "\n", "\n  ", " ", "\t", "#", " #", "{", "}", "[", "]", ",", '"', "'", "|",
     ">", "?", "&a ", "*a", "!x ", "%", "---\n", "...\n", "<<: ", "a", "b:1", "-x", "\\", "\\u00", "é",
     "\u00a0", "“", "\u200b", "\r", "\r\n", "\ufeff", "😀", "@", "`", "=", "~", "0", "\x00", "\u2028",
     "\ud800"]
)  # fmt: skip


@given(st.binary(max_size=200))
@settings(max_examples=300)
def test_any_bytes(data: bytes) -> None:
    assert_handled(data)


@given(st.text(st.characters(), max_size=100))
@settings(max_examples=300)
def test_any_text(text: str) -> None:
    assert_handled(text)


@given(st.lists(SNIPPETS, max_size=25).map("".join))
@settings(max_examples=2000)
def test_any_heap_of_yaml_signs(text: str) -> None:
    assert_handled(text)


@given(
    st.lists(
        st.tuples(st.integers(0, len(RULES)), st.integers(0, 12), SNIPPETS | st.just("")),
        min_size=1,
        max_size=4,
    )
)
@settings(max_examples=500)
def test_a_damaged_rule_file(edits: list[tuple[int, int, str]]) -> None:
    text = RULES
    for at, length, replacement in edits:
        text = text[:at] + replacement + text[at + length :]
    assert_handled(text)


# PyYAML writes keys over 128 characters as `? key`, which is refused.
WORDS = st.text(
    st.characters(min_codepoint=32, max_codepoint=0x24F, exclude_categories=["C", "Z"]) | st.just(" ")
)
KEYS = WORDS.filter(bool).map(lambda text: text[:60])
TREES = st.recursive(
    WORDS, lambda inner: st.lists(inner, max_size=5) | st.dictionaries(KEYS, inner, max_size=5), max_leaves=25
)


@given(TREES)
def test_quoted_yaml_gives_back_the_texts_and_the_structure(tree: object) -> None:
    text = yaml.safe_dump(tree, default_style="'", allow_unicode=True)
    assert texts(read_text(text, "r.yaml")) == tree


@given(TREES, st.sampled_from([None, 1, "\t"]), st.booleans())
def test_json_gives_back_the_texts_and_the_structure(
    tree: object, indent: int | str | None, ascii: bool
) -> None:
    text = json.dumps(tree, indent=indent, ensure_ascii=ascii)
    assert texts(read_text(text, "r.json")) == tree


LEGAL = st.lists(SNIPPETS.filter(lambda s: s not in "\r\r\n" and "\t" not in s), max_size=12).map("".join)


@given(LEGAL)
@settings(max_examples=1000)
def test_what_is_accepted_means_what_pyyaml_reads(text: str) -> None:
    """Our scanner refuses more than PyYAML, but never reads another text or another structure."""
    result = outcome(text)
    if not isinstance(result, InputError):
        assert texts(result) == yaml.load(text.removeprefix("\ufeff"), Loader=yaml.BaseLoader)
