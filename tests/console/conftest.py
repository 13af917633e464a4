"""Desks for the tests of the console; the colours do not depend on who runs the tests."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from console_kit import Kit, rulebook

from mka_assist.paths import rules_dir


@pytest.fixture(autouse=True)
def own_colours(monkeypatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)


@pytest.fixture
def kit(tmp_path) -> Iterator[Kit]:
    made = Kit(tmp_path)
    yield made
    made.close()


@pytest.fixture
def told_kit(tmp_path) -> Iterator[Kit]:
    """A desk with the caller instruction as it is shipped, in a made-up region as it is shipped."""
    made = Kit(tmp_path, rulebook("voorbeeld-stad", rules_dir()), told=True)
    yield made
    made.close()


@pytest.fixture
def fallback_kit(tmp_path) -> Iterator[Kit]:
    """A desk of which the engine does not work."""
    made = Kit(tmp_path, fallback=True)
    yield made
    made.close()
