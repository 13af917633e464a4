"""The shipped caller instruction, and a small one to break."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from mka_assist.instruction.loading import FOLDER, load_instruction
from mka_assist.instruction.model import CallerInstruction
from mka_assist.paths import rules_dir

SMALL = Path(__file__).parent / "klein"


@pytest.fixture(scope="session")
def shipped() -> CallerInstruction:
    return load_instruction(rules_dir())


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A folder with a copy of the small caller instruction."""
    return Path(shutil.copytree(SMALL, tmp_path / FOLDER))
