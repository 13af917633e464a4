"""Running the program as a user does: a process of its own, with its own home folder."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Mka = Callable[..., "subprocess.CompletedProcess[str]"]
ROOT = Path(__file__).parents[2]


@pytest.fixture
def home(tmp_path: Path) -> dict[str, str]:
    """An environment in which everything the program keeps lands in a folder of the test."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("XDG_", "LC_", "LANG", "NO_COLOR"))}
    folder = tmp_path / "home"
    folder.mkdir()
    return {**kept, "HOME": str(folder), "PYTHONPATH": str(ROOT), "LANG": "C.UTF-8"}


@pytest.fixture
def mka(home: dict[str, str], tmp_path: Path) -> Mka:
    """Run `mka-assist` with these arguments in an empty folder; output as text."""

    def run(*arguments: str, **options: Any) -> subprocess.CompletedProcess[str]:
        environment = home | options.pop("env", {})
        options = {"capture_output": True, "encoding": "utf-8", "cwd": tmp_path, "timeout": 120} | options
        return subprocess.run([sys.executable, "-m", "mka_assist", *arguments], env=environment, **options)

    return run
