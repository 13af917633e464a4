"""What is around the program: the wheel carries its data, and installing fails in one clear line."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from mka_assist import paths

ROOT = Path(__file__).parents[2]


def test_the_files_that_come_with_the_program_are_found() -> None:
    assert (paths.rules_dir() / "landelijk").is_dir()
    assert (paths.fixtures_dir() / "meldingen").is_dir()


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True, timeout=120)
    (built,) = folder.glob("*.whl")
    return built


def test_the_wheel_carries_rules_and_calls_and_nothing_stray(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    for folder in ("rules", "fixtures"):
        for file in (ROOT / folder).rglob("*.yaml"):
            assert f"mka_assist/data/{file.relative_to(ROOT)}" in names
    assert not [name for name in names if "__pycache__" in name or name.startswith("tests/")]


def test_the_wheel_works_from_any_folder(wheel: Path, tmp_path: Path, home: dict[str, str]) -> None:
    site = tmp_path / "site"
    zipfile.ZipFile(wheel).extractall(site)
    code = (
        "from mka_assist import paths; from mka_assist.cli import main; "
        "import sys; print(paths.rules_dir()); sys.argv[1:] = ['rules', 'check']; main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, env=home | {"PYTHONPATH": str(site)},
        capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    where, closing = done.stdout.splitlines()
    assert where == str(site / "mka_assist" / "data" / "rules")
    assert closing.startswith("geen bevindingen in ")
    assert done.returncode == 0


@pytest.mark.parametrize("version", ["Python 3.13.0", "Python 3.10.2", "geen Python"])
def test_a_python_that_does_not_fit_is_one_line(tmp_path: Path, version: str) -> None:
    (tmp_path / "scripts").mkdir()
    shutil.copy(ROOT / "scripts" / "install", tmp_path / "scripts")
    python = tmp_path / "python"
    answers = version.startswith("Python")
    python.write_text(f'#!/bin/sh\n[ "$1" = --version ] && {"echo " + version if answers else "exit 127"}\n')
    python.chmod(0o755)
    done = subprocess.run(
        [tmp_path / "scripts" / "install", "."], env=os.environ | {"PYTHON": str(python)},
        capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("Fout: er is geen passende Python; nodig is 3.11 of 3.12, gevonden: ")
    assert f", gevonden: {version}. Hulp: " in done.stderr
    assert done.stderr.count("\n") == 1
    assert not (tmp_path / ".venv").exists()


def test_ci_runs_what_make_test_runs() -> None:
    assert os.access(ROOT / ".ci" / "run", os.X_OK)
    assert "make test" in (ROOT / ".ci" / "run").read_text()
