"""Every mistake in the files gets exactly the lines that the golden text promises."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mistakes import GOLDEN, MISTAKES, SMALL, Mistake, golden, said_of

from mka_assist.instruction.checking import check_instructions
from mka_assist.instruction.loading import FOLDER, load_instruction
from mka_assist.paths import rules_dir
from mka_assist.rulebook.diagnostics import InputError, errors_in

EXPECTED = golden()
PLACE = re.compile(r"([^:]+)(?::(\d+):(\d+))?: (fout|waarschuwing) ([A-Z]\d{3}): (.+)")
PACKAGE = Path(__file__).parents[2] / "mka_assist" / "instruction"


def codes(*paths: Path) -> list[str]:
    return [finding.code for finding in check_instructions(paths)[0]]


def test_every_mistake_has_its_lines_and_every_line_its_mistake() -> None:
    assert [one.name for one in MISTAKES] == list(EXPECTED), f"see {GOLDEN.name} for how to add or remove one"
    assert all(EXPECTED.values())


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda one: one.name)
def test_a_mistake_is_told_as_promised(mistake: Mistake) -> None:
    assert said_of(mistake) == EXPECTED[mistake.name]


def test_every_code_is_shown_by_a_mistake() -> None:
    sources = [path.read_text(encoding="utf-8") for path in PACKAGE.glob("*.py")]
    known = set(re.findall(r'"(I\d{3})"', "".join(sources)))
    shown = {found[5] for lines in EXPECTED.values() for line in lines if (found := PLACE.fullmatch(line))}
    assert known - shown == set()
    assert len(known) >= 25


def test_the_small_instruction_is_without_findings(small: Path) -> None:
    assert check_instructions((small,)) == ((), tuple(str(path) for path in sorted(small.iterdir())))
    assert load_instruction(small.parent).id == "klein"


def test_an_error_refuses_the_instruction_and_a_warning_does_not(small: Path) -> None:
    english = small / "engels.yaml"
    text = english.read_text(encoding="utf-8")
    english.write_text(text.replace("  weigert: I help you.\n", ""), encoding="utf-8")
    assert "weigert" not in load_instruction(small.parent).languages["en"].barriers
    english.write_text(text.replace("30 times", "15 times"), encoding="utf-8")
    with pytest.raises(InputError) as refused:
        load_instruction(small.parent)
    assert [finding.code for finding in refused.value.findings] == ["I073", "I073"]


def test_one_file_is_told_within_its_folder(small: Path) -> None:
    baby, adult = small / "baby.yaml", small / "volwassene.yaml"
    long = (
        "Zet uw handen op de borst en blijf dan rustig duwen tot de hulp er is en het van u overneemt, hoor."
    )
    adult.write_text(
        adult.read_text(encoding="utf-8").replace("Zet uw handen op de borst.", long), encoding="utf-8"
    )
    assert codes(adult) == codes(small) == codes(small.parent) == ["I030"]
    assert codes(baby) == []
    adult.write_text("soort: partner\n", encoding="utf-8")
    assert codes(baby) == ["I001"]  # it cannot be judged without the others


def test_a_file_that_is_not_there_or_does_not_belong(small: Path) -> None:
    assert codes(small / "kind.yaml") == ["B001"]
    (small / "notitie.txt").write_text("hallo", encoding="utf-8")
    assert codes(small / "notitie.txt") == ["I001"]
    assert codes(small) == []


def test_other_paths_are_left_alone(tmp_path: Path) -> None:
    assert check_instructions((rules_dir() / "regio", tmp_path, tmp_path / ("x" * 300))) == ((), ())
    assert check_instructions((rules_dir() / "landelijk" / "knrm.yaml",)) == ((), ())


def test_rules_without_or_with_two_instructions_have_none_to_follow(small: Path) -> None:
    (small.parent / "leeg").mkdir()
    for root, words in ((small.parent / "leeg", "staat geen map"), (small.parent, "staan 2 mappen")):
        (small.parent / "tweede" / FOLDER).mkdir(parents=True, exist_ok=True)
        with pytest.raises(InputError) as refused:
            load_instruction(root)
        [finding] = refused.value.findings
        assert finding.code == "I002"
        assert words in finding.message


NAMES = sorted(path.name for path in SMALL.glob("*.yaml"))
TEXTS = {name: (SMALL / name).read_text(encoding="utf-8") for name in NAMES}
PIECES = st.sampled_from(
    ["", "ja", "nee", "[]", "{}", "{a: b}", "'", "- x", "*x", "|", "0", "duwen", "v", "{", "é"]
)


@st.composite
def broken(draw: st.DrawFn) -> tuple[str, str]:
    """The name of a file, and its text with up to three lines changed."""
    name = draw(st.sampled_from(NAMES))
    lines = TEXTS[name].split("\n")
    for _ in range(draw(st.integers(1, 3))):
        at, other = draw(st.integers(0, len(lines) - 1)), draw(st.integers(0, len(lines) - 1))
        match draw(st.sampled_from(("delete", "double", "swap", "value", "text", "indent"))):
            case "delete":
                lines[at] = ""
            case "double":
                lines.insert(other, lines[at])
            case "swap":
                lines[at], lines[other] = lines[other], lines[at]
            case "value":
                new = draw(PIECES)
                lines[at] = re.sub(
                    r"(?<=: )[^,}\]]*", lambda _, new=new: new, lines[at], count=draw(st.integers(1, 3))
                )
            case "text":
                column = draw(st.integers(0, len(lines[at])))
                lines[at] = lines[at][:column] + draw(st.text(max_size=3)) + lines[at][column:]
            case _:
                lines[at] = " " * draw(st.integers(0, 8)) + lines[at].lstrip()
    return name, "\n".join(lines)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("regels") / FOLDER
    root.mkdir()
    for name, text in TEXTS.items():
        (root / name).write_text(text, encoding="utf-8")
    return root


@settings(max_examples=600)
@given(broken())
def test_whatever_is_done_to_a_file_ends_in_an_instruction_or_in_lines(
    folder: Path, change: tuple[str, str]
) -> None:
    name, text = change
    (folder / name).write_bytes(text.encode("utf-8", "surrogatepass"))
    try:
        findings, _ = check_instructions((folder,))
        for finding in findings:
            line = str(finding)
            assert line.isprintable(), line
            assert finding.message[0].islower() or not finding.message[0].isalpha(), line
            assert not finding.message.endswith("."), line
        if errors_in(findings):
            with pytest.raises(InputError) as refused:
                load_instruction(folder.parent)
            assert set(refused.value.findings) == set(errors_in(findings))
        else:
            assert load_instruction(folder.parent).flows
    finally:
        (folder / name).write_text(TEXTS[name], encoding="utf-8")
