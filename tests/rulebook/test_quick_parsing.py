"""Reading by libyaml gives the same tree, and the same refusals, as reading by the scanner that explains."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from mka_assist.paths import rules_dir
from mka_assist.rulebook import syntax
from mka_assist.rulebook.diagnostics import InputError
from mka_assist.rulebook.source import read_text

FIXTURES = Path(__file__).parents[2] / "fixtures"
FILES = [*sorted(rules_dir().rglob("*.yaml")), *sorted(FIXTURES.rglob("*.yaml"))]
PIECES = [
    "\n".join(lines[start : start + 14])
    for lines in (file.read_text(encoding="utf-8", errors="replace").split("\n") for file in FILES)
    for start in range(0, len(lines), 12)
]
SIGNS = st.sampled_from([*"{}[],:-#'\" \n\t?!&*%|>@\\é“🚑.0", "  ", ": ", "- ", "? ", "---", "\n  ", "\r\n"])

edits = st.lists(st.tuples(st.integers(0, 900), st.sampled_from(("add", "drop")), SIGNS), max_size=4)


def outcome(text: str) -> object:
    try:
        return read_text(text, "p.yaml")
    except InputError as refused:
        return refused.findings


def both(text: str, monkeypatch: pytest.MonkeyPatch) -> tuple[object, object]:
    with monkeypatch.context() as patch:
        patch.setattr(syntax, "_by_libyaml", lambda text: None)
        slow = outcome(text)
    return outcome(text), slow


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_file_reads_the_same(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    quick, slow = both(file.read_text(encoding="utf-8", errors="replace"), monkeypatch)
    assert quick == slow


@settings(max_examples=600)
@given(st.sampled_from(PIECES), edits)
def test_a_mistyped_file_reads_the_same(piece: str, changes: list[tuple[int, str, str]]) -> None:
    for at, what, sign in changes:
        at %= len(piece) + 1
        piece = piece[:at] + (sign if what == "add" else "") + piece[at + (what == "drop") * 2 :]
    with pytest.MonkeyPatch.context() as patch:
        quick, slow = both(piece, patch)
    assert quick == slow


def test_the_shipped_rules_are_read_by_libyaml() -> None:
    if not yaml.__with_libyaml__:
        pytest.skip("this PyYAML was built without libyaml")
    for file in rules_dir().rglob("*.yaml"):
        assert syntax._by_libyaml(file.read_text(encoding="utf-8")) is not None, file
