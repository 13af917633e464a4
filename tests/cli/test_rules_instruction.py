"""`rules instruction` prints the caller instruction, and `rules check` looks at it beside the rules."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from mka_assist.instruction.loading import load_instruction
from mka_assist.paths import rules_dir

HERE = Path("landelijk", "meldersinstructie")
MANUAL = Path(__file__).parents[2] / "docs" / "meldersinstructie.md"


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    return Path(shutil.copytree(rules_dir(), tmp_path / "regels"))


def test_the_whole_instruction_is_printed(mka, tmp_path: Path) -> None:
    done = mka("rules", "instruction")
    assert (done.returncode, done.stderr) == (0, "")
    for words in (
        "Volwassene (volwassene)",
        "Baby jonger dan 1 jaar (baby)",
        "Belemmeringen",
        "eigen voorstel",
    ):
        assert words in done.stdout
    assert done.stdout.count("Voorstel, vast te stellen door de medisch manager") == 4
    assert mka("rules", "instruction", "--output", "uit.txt").stdout == ""
    assert (tmp_path / "uit.txt").read_text(encoding="utf-8") == done.stdout


def test_one_flow_in_english(mka) -> None:
    done = mka("rules", "instruction", "--flow", "baby", "--language", "en")
    assert done.stdout.startswith("Baby jonger dan 1 jaar (baby)\n")
    assert '"Put the phone on speaker."' in done.stdout
    assert "Volwassene" not in done.stdout


@pytest.mark.parametrize(
    ("option", "value", "words"), [("--flow", "babi", "baby, drenkeling"), ("--language", "fr", "nl, en")]
)
def test_what_does_not_exist_is_one_line(mka, option: str, value: str, words: str) -> None:
    done = mka("rules", "instruction", option, value)
    assert (done.returncode, done.stdout) == (2, "")
    [line] = done.stderr.splitlines()
    assert value in line
    assert words in line


def test_an_instruction_that_cannot_be_used_is_one_line_per_error(mka, rules: Path) -> None:
    file = rules / HERE / "baby.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("naar: knielen}", "naar: kniele}", 1), encoding="utf-8")
    done = mka("rules", "instruction", str(rules))
    assert done.returncode == 2
    [line] = done.stderr.splitlines()
    assert f"{file}:" in line
    assert 'I010: onbekende stap "kniele". Hulp: Bedoelde u "knielen"?' in line


def test_rules_check_tells_both_in_one_list(mka, rules: Path) -> None:
    shipped = mka("rules", "check", "--format", "json", str(rules))
    assert (shipped.returncode, json.loads(shipped.stdout)) == (0, [])
    wrong = rules / HERE / "algemeen.yaml"
    wrong.write_text(
        wrong.read_text(encoding="utf-8").replace("per_minuut: 110", "per_minuut: 130"), encoding="utf-8"
    )
    other = rules / "landelijk" / "knrm.yaml"
    other.write_text(other.read_text(encoding="utf-8") + "onzin: ja\n", encoding="utf-8")
    done = mka("rules", "check", "--format", "json", str(rules))
    assert done.returncode == 1
    assert [(found["code"], found["file"]) for found in json.loads(done.stdout)] == [
        ("R002", str(other)),
        ("I050", str(wrong)),
    ]
    for path in (rules / HERE, wrong):
        assert [
            found["code"] for found in json.loads(mka("rules", "check", "--format", "json", str(path)).stdout)
        ] == ["I050"]
    gone = mka("rules", "check", str(rules / HERE / "weg.yaml"))
    assert gone.returncode == 2
    assert "B001" in gone.stdout


def test_the_manual_tells_every_source_and_how_sure_it_is() -> None:
    manual = MANUAL.read_text(encoding="utf-8")
    for one in load_instruction(rules_dir()).basis.values():
        assert f"| `{one.id}` | {one.certainty.replace('_', ' ')} | {one.says or 'niets'}" in manual
    assert manual.count("eigen voorstel") >= 2
