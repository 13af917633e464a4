"""`rules verify`: every safety property of a rulebook, proven or with a call that refutes it."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from mka_assist.rulebook.analysis.context import Context
from mka_assist.rulebook.analysis.registry import days
from mka_assist.rulebook.loading import find_rule_files, load_rulebook
from mka_assist.rulebook.model import RuleBook
from mka_assist.rulebook.safety import (
    ambulance_advice,
    ambulance_first,
    known_exclusion,
    more_exclusions,
    unknown_never_excludes,
)
from mka_assist.rulebook.safety.claim import Proof, Property

PROPERTIES: tuple[Property, ...] = tuple(
    module.PROPERTY
    for module in (
        ambulance_first,
        known_exclusion,
        unknown_never_excludes,
        ambulance_advice,
        more_exclusions,
    )
)


def prove(rulebook: RuleBook, nation: RuleBook | None = None) -> tuple[Proof, ...]:
    """Every property of a rulebook, in every period in which other rules are in force. `nation` is the
    national rulebook under that of a region; the nation itself is held against its own."""
    contexts = [
        Context(rulebook.in_force(day), rulebook, day, (nation or rulebook).in_force(day))
        for day in days(rulebook, None)
    ]
    return tuple(
        Proof(
            claim,
            tuple(dict.fromkeys(found for context in contexts for found in claim.counterexamples(context))),
        )
        for claim in PROPERTIES
    )


def rulebooks(root: Path, region: str = "") -> list[tuple[RuleBook, RuleBook | None]]:
    """The rulebooks of a folder, each with the nation's under it: the nation and every region, or one
    region; where files follow each other in time, one for each time. Raises `InputError` when one cannot
    be read."""
    nation = cache(lambda day: load_rulebook(root, on=day))
    found: dict[str, tuple[RuleBook, RuleBook | None]] = {}
    for name in [region] if region else ["", *sorted(find_rule_files(root).regions)]:
        newest = load_rulebook(root, name) if name else nation(None)
        for day in newest.turns:
            book = load_rulebook(root, name, day) if name else nation(day)
            found.setdefault(book.sha256, (book, nation(day) if name else None))
        found.setdefault(newest.sha256, (newest, nation(None) if name else None))
    return [*found.values()]
