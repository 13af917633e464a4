"""A conversation for the tests of the line mode."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from plain_kit import Kit

sys.path.append(str(Path(__file__).parents[1] / "console"))  # for the typist of recorded calls


@pytest.fixture
def kit(tmp_path) -> Iterator[Kit]:
    made = Kit(tmp_path)
    yield made
    made.close()
