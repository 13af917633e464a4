"""`rules test` as a user runs it: exit codes, output, watching, JUnit."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

RULE = """\
soort: partner
partner: hartslagnu
naam: HartslagNu
groep: burgerhulpverleners
geldig_vanaf: 2024-05-01
evalueren_voor: 2028-11-30

regels:
  - id: zelfdoding
    uitsluiting: {zelfdoding: ja}
    bij_onbekend: alarmeren
    uitleg: Niet bij zelfdoding.
    bron: {document: Kader}
    voorbeelden:
      - {bij: {zelfdoding: ja}, dan: uitgesloten, omdat: zelfdoding}
      - {bij: {zelfdoding: nee}, dan: alarmeren}
"""


@pytest.fixture
def rule(tmp_path: Path) -> Path:
    file = tmp_path / "hartslagnu.yaml"
    file.write_text(RULE, encoding="utf-8")
    return file


def test_the_shipped_rules_pass(mka) -> None:
    done = mka("rules", "test")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[-1].endswith("tests geslaagd")
    assert "meldingen: " in done.stdout


def test_a_test_that_fails_gives_exit_code_1(mka, rule: Path) -> None:
    rule.write_text(RULE.replace("dan: alarmeren", "dan: navragen"), encoding="utf-8")
    done = mka("rules", "test", rule.name)
    assert (done.returncode, done.stderr) == (1, "")
    assert "  ✗ hartslagnu/zelfdoding: zelfdoding nee -> navragen\n" in done.stdout
    assert "hartslagnu.yaml:16:9: fout V003: " in done.stdout
    assert done.stdout.splitlines()[-1] == "✗ 1 van 2 tests mislukt"
    as_json = json.loads(mka("rules", "test", rule.name, "--format", "json").stdout)
    assert (as_json["ok"], as_json["failed"]) == (False, 1)


def test_no_test_at_all_gives_exit_code_1(mka, rule: Path) -> None:
    done = mka("rules", "test", rule.name, "--only", "sneeuw")
    assert (done.returncode, done.stderr) == (1, "")
    assert 'geen enkele test heeft "sneeuw" in de naam' in done.stdout


@pytest.mark.parametrize(
    "arguments",
    [("weg.yaml",), ("weg/",), (".", "--calls", "weg.yaml"), ("hartslagnu.yaml", "weg.yaml")],
)
def test_what_cannot_be_read_gives_exit_code_2(mka, rule: Path, arguments: tuple[str, ...]) -> None:
    done = mka("rules", "test", *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("weg")
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--minimum", "80"), "--minimum hoort bij --coverage."),
        (("--watch", "--format", "json"), "--watch toont alleen tekst."),
        (("--coverage", "--minimum", "101"), "101"),
        (("--junit", "weg/uit.xml"), "weg/uit.xml"),
    ],
)
def test_options_that_do_not_fit(mka, rule: Path, arguments: tuple[str, ...], told: str) -> None:
    done = mka("rules", "test", rule.name, *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert told in done.stderr
    assert done.stderr.startswith("Fout: ")
    assert done.stderr.count("\n") == 1


def test_an_unknown_region_gives_exit_code_2(mka) -> None:
    done = mka("rules", "test", "--region", "voorbeeld-kst")
    assert (done.returncode, done.stdout) == (2, "")
    assert 'Bedoelde u "voorbeeld-kust"?' in done.stderr


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("--coverage",), 0),
        (("--coverage", "--minimum", "66"), 0),
        (("--coverage", "--minimum", "67"), 1),
        (("--mutants",), 1),
        (("--mutants", "--only", "zelfdoding ja"), 1),
    ],
)
def test_coverage_and_mutants_decide_too(mka, rule: Path, arguments: tuple[str, ...], code: int) -> None:
    done = mka("rules", "test", rule.name, *arguments)
    assert (done.returncode, done.stderr) == (code, "")


def test_the_suggested_example_makes_it_good(mka, rule: Path) -> None:
    said = mka("rules", "test", rule.name, "--mutants", "--format", "json")
    (missed,) = json.loads(said.stdout)["mutants"]["missed"]
    rule.write_text(f"{RULE}      {missed['example']}\n", encoding="utf-8")
    done = mka("rules", "test", rule.name, "--mutants", "--coverage", "--minimum", "100")
    assert done.returncode == 0, done.stdout


def test_junit_is_written_whether_or_not_tests_pass(mka, rule: Path, tmp_path: Path) -> None:
    assert mka("rules", "test", rule.name, "--junit", "uit.xml").returncode == 0
    assert ET.parse(tmp_path / "uit.xml").getroot().get("failures") == "0"
    rule.write_text(RULE.replace("dan: alarmeren", "dan: navragen"), encoding="utf-8")
    assert mka("rules", "test", rule.name, "--junit", "uit.xml").returncode == 1
    assert ET.parse(tmp_path / "uit.xml").getroot().get("failures") == "1"


def test_watching_tests_again_after_a_change_until_ctrl_c(home, rule: Path, tmp_path: Path) -> None:
    program = [sys.executable, "-u", "-m", "mka_assist", "rules", "test", rule.name, "--watch"]
    with subprocess.Popen(
        program,
        cwd=tmp_path,
        env=home,
        stdout=subprocess.PIPE,
        text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),  # also in the background
    ) as running:
        lines = iter(running.stdout.readline, "")
        assert next(lines) == "✓ 2 tests geslaagd\n"
        assert next(lines).endswith(" wacht op een wijziging; Ctrl-C stopt\n")
        swap(rule, RULE.replace("dan: alarmeren", "dan: navragen"))
        assert next(lines) == "  ✗ hartslagnu/zelfdoding: zelfdoding nee -> navragen\n"
        assert "V003" in next(lines)
        assert next(lines) == "✗ 1 van 2 tests mislukt\n"
        next(lines)
        swap(rule, "\t")
        assert "hartslagnu.yaml:1:1: fout Y" in next(lines)
        assert next(lines) == "✗ 1 fout\n"
        next(lines)
        rule.unlink()
        assert "fout B001" in next(lines)
        next(lines)
        running.send_signal(signal.SIGINT)
        assert running.wait(timeout=60) == 2


def swap(file: Path, text: str) -> None:
    """Write a file as an editor does: all of it at once."""
    new = file.with_suffix(".new")
    new.write_text(text, encoding="utf-8")
    new.replace(file)
