"""The shipped rules, decided by both channels."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Protocol

import pytest

from mka_assist.decision.decide import Decider
from mka_assist.decision.outcome import Decision
from mka_assist.paths import rules_dir
from mka_assist.rulebook.facts import Value, parse_value
from mka_assist.rulebook.loading import load_rulebook
from mka_assist.rulebook.week import local

MONDAY_AFTERNOON = "2026-03-02 14:00"
"""Within the validity of all shipped rules, and no special hour anywhere."""


class Decide(Protocol):
    """Decide on facts as they are written in a rule file."""

    def __call__(
        self, facts: Mapping[str, str], region: str = "", at: str = ..., alarmed: tuple[str, ...] = ()
    ) -> Decision: ...


@pytest.fixture(scope="session")
def decide() -> Iterator[Decide]:
    deciders: dict[str, Decider] = {}

    def decided(
        facts: Mapping[str, str],
        region: str = "",
        at: str = MONDAY_AFTERNOON,
        alarmed: tuple[str, ...] = (),
    ) -> Decision:
        if region not in deciders:
            deciders[region] = Decider(load_rulebook(rules_dir(), region))
        specs = deciders[region].rulebook.facts
        given: dict[str, Value | None] = {
            name: parse_value(specs[name], text) for name, text in facts.items()
        }
        decision = deciders[region].decide(given, local(dt.datetime.fromisoformat(at)), alarmed)
        assert decision.channels.agree, decision.channels.cause
        return decision

    yield decided
    for decider in deciders.values():
        decider.close()
