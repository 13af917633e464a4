"""The facts of a call as a user hands them over: in a file, or on standard input."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from mka_assist.rulebook.facts import Facts
from mka_assist.rulebook.facts_file import read_facts
from mka_assist.rulebook.model import RuleBook
from mka_assist.rulebook.source import MAX_BYTES, load_bytes


def read_source(source: Path, rulebook: RuleBook) -> Facts:
    """The facts from a file or, for "-", from standard input. Raises `InputError`."""
    if str(source) != "-":
        return read_facts(load_bytes(source), str(source), rulebook.facts)
    if sys.stdin is None:
        raise click.UsageError("De standaardinvoer is gesloten.", click.get_current_context())
    return read_facts(sys.stdin.buffer.read(MAX_BYTES + 1), "<standaardinvoer>", rulebook.facts)
