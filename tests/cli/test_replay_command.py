"""`mka-assist replay` as a process: exit codes, JSON in UTF-8, and one line for what cannot be read."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from mka_assist.paths import fixtures_dir

CALLS = sorted((fixtures_dir() / "meldingen").glob("*.yaml"))


def test_the_shipped_calls_go_as_expected(mka) -> None:
    done = mka("replay", *map(str, CALLS))
    assert (done.returncode, done.stderr) == (0, "")
    assert "\x1b" not in done.stdout
    assert "Ambulance" in done.stdout


def test_json_is_utf8_whatever_the_terminal_is(mka) -> None:
    done = mka("replay", str(CALLS[0]), "--format", "json", env={"PYTHONIOENCODING": "ascii"})
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["ok"] is True
    assert not done.stdout.isascii()


def test_an_expectation_that_fails_gives_exit_code_1(mka, tmp_path: Path) -> None:
    text = CALLS[0].read_text(encoding="utf-8")
    assert "inzetten" in text
    (tmp_path / "anders.yaml").write_text(text.replace("inzetten", "ter_plaatse"), encoding="utf-8")
    done = mka("replay", "anders.yaml")
    assert (done.returncode, done.stderr) == (1, "")
    assert "✗" in done.stdout


@pytest.mark.parametrize("path", ["weg.yaml", ".", "/dev/zero", "leeg.yaml"])
def test_a_call_that_cannot_be_read_is_one_line(mka, tmp_path: Path, path: str) -> None:
    (tmp_path / "leeg.yaml").touch()
    done = mka("replay", path)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(f"{path}: fout B0")
    assert done.stderr.count("\n") == 1
