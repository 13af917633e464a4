"""Whatever is done to a rule file, reading it ends in a rulebook or in lines of Dutch with their places."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mka_assist.paths import rules_dir
from mka_assist.rulebook.checking import check_paths
from mka_assist.rulebook.diagnostics import Finding, InputError
from mka_assist.rulebook.loading import files_under, load_rulebook
from mka_assist.rulebook.model import RuleBook

NAMES = tuple(path.relative_to(rules_dir()).as_posix() for path in files_under(rules_dir()))
TEXTS = {name: (rules_dir() / name).read_text(encoding="utf-8") for name in NAMES}
SCALARS = (
    "", "ja", "Ja", "nee", "onbekend", "bekend", "null", "~", "{}", "[]", "[{}]", "[[]]", "{a: b}", "'",
    '"', "- x", "*x", "&x", "!!int 3", "|", ">", "?", "0", "-1", "99999999999", "1e9", "5 jaar", "onder",
    "onder 1 jaar", "van 5 jaar tot 1 jaar", "vanaf 1 jaar tot 5 jaar", "2026-13-01", "0001-01-01",
    "9999-12-31", "0001-01-01 00:00", "2026-03-29 02:30", "25:00", "24:00", "alle", "niet", "een_van",
    "alarmeren", "wachten", "x" * 600, "١٢ jaar", "½ jaar", "²", "{gemeente", '"{leeftijd}"', '"{}"', '"{0}"',
    '"\\n"', "a: b: c", "\u00a0", "\t", "é", "🚑", "voorbeeld-kust", "politie", "ambulance-eerst",
    "nautisch",
)  # fmt: skip
KEYS = (
    "partner", "regio", "soort", "id", "als", "vervangt", "geldt_voor", "onwrikbaar", "afleiding",
    "uitsluiting", "gevolg", "bij", "dan", "omdat", "niet", "een_van", "leeftijd", "gemeente", "feiten",
    "afwijking", "x",
)  # fmt: skip
WORDS = ("scalar", "key")
"""Mutations that leave the shape of a text whole, so that its meaning is read."""
LINES = ("delete", "double", "swap", "indent", "splice", "text")
ENGLISH = re.compile(
    r"\b(None|True|False|error|expected|found|while|line \d|column \d|invalid|NoneType|str|int|dict|list|"
    r"object|mapping|Traceback|must be|cannot|<class)\b"
)


@st.composite
def mutated(draw) -> tuple[str, str]:
    """The name of a shipped file, and its text with up to three things done to it."""
    name = draw(st.sampled_from(NAMES))
    lines = TEXTS[name].split("\n")
    ways = draw(st.sampled_from((WORDS, WORDS + LINES)))
    for _ in range(draw(st.integers(1, 3))):
        at, other = draw(st.integers(0, len(lines) - 1)), draw(st.integers(0, len(lines) - 1))
        match draw(st.sampled_from(ways)):
            case "scalar":
                new = draw(st.one_of(*[st.sampled_from(SCALARS)] * 4, st.text(max_size=12)))
                lines[at] = replaced(r"(?<=: )[^,}\]]*", new, lines[at], draw(st.integers(0, 3)))
            case "key":
                lines[at] = replaced(
                    r"[\w-]+(?=:)", draw(st.sampled_from(KEYS)), lines[at], draw(st.integers(0, 3))
                )
            case "delete":
                del lines[at : at + 1 + other % 3]
                lines = lines or [""]
            case "double":
                lines.insert(other, lines[at])
            case "swap":
                lines[at], lines[other] = lines[other], lines[at]
            case "indent":
                lines[at] = " " * draw(st.integers(0, 12)) + lines[at].lstrip()
            case "splice":
                more = TEXTS[draw(st.sampled_from(NAMES))].split("\n")
                lines = lines[:at] + more[draw(st.integers(0, len(more) - 1)) :]
            case "text":
                column = draw(st.integers(0, len(lines[at])))
                lines[at] = lines[at][:column] + draw(st.text(max_size=3)) + lines[at][column:]
    return name, "\n".join(lines)


def replaced(pattern: str, new: str, line: str, which: int) -> str:
    """The line with one of the places that match replaced, where there are any."""
    found = list(re.finditer(pattern, line))
    if not found:
        return line
    match = found[which % len(found)]
    return line[: match.start()] + new + line[match.end() :]


@pytest.fixture(scope="module")
def rules(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the shipped rules to break."""
    root = tmp_path_factory.mktemp("regels")
    for name, text in TEXTS.items():
        (root / name).parent.mkdir(exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    return root


def assert_told_well(findings: tuple[Finding, ...], root: Path) -> None:
    assert len(set(findings)) == len(findings)
    for finding in findings:
        line = str(finding)
        assert line.isprintable(), line
        own_words = re.sub(r'"[^"]*"', "", finding.text.replace(str(root), ""))
        assert not ENGLISH.search(own_words), line
        assert finding.message[0].islower() or not finding.message[0].isalpha(), line
        assert not finding.message.endswith("."), line
        path = Path(finding.place.file)
        assert path == root or path.is_relative_to(root), line
        if finding.place.line:
            text = path.read_bytes().decode("utf-8", "replace").removeprefix("\ufeff")
            lines = re.split(r"\r\n|\r|\n", text)
            assert 1 <= finding.place.line <= len(lines), line
            assert 1 <= finding.place.column <= len(lines[finding.place.line - 1]) + 1, line


@settings(max_examples=80)
@given(mutated())
def test_a_mutated_file_gives_a_rulebook_or_findings(rules: Path, change: tuple[str, str]) -> None:
    name, text = change
    path = rules / name
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    try:
        assert_told_well(check_paths((rules,)).findings, rules)
        assert_told_well(check_paths((path,)).findings, rules)
        for region in ("", path.stem if "regio" in path.parts else "voorbeeld-kust"):
            try:
                assert isinstance(load_rulebook(rules, region), RuleBook)
            except InputError as refused:
                assert_told_well(refused.findings, rules)
    finally:
        path.write_text(TEXTS[name], encoding="utf-8")


@settings(max_examples=80)
@given(st.sampled_from(NAMES), st.binary(max_size=200), st.integers(0, 4000))
def test_bytes_thrown_into_a_file_are_told(rules: Path, name: str, junk: bytes, at: int) -> None:
    path, good = rules / name, TEXTS[name].encode()
    path.write_bytes(good[:at] + junk + good[at:])
    try:
        assert_told_well(check_paths((path,)).findings, rules)
    finally:
        path.write_bytes(good)
