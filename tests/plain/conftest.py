"""A conversation for the tests of the line mode."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from plain_kit import Kit


@pytest.fixture
def kit(tmp_path) -> Iterator[Kit]:
    made = Kit(tmp_path)
    yield made
    made.close()
