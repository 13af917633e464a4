"""Reading a fixture file. Reports every mistake with its place; names are checked against the rulebook."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from mka_assist.replay.fixture import Fixture, Step
from mka_assist.replay.reading_expectations import read_expectation
from mka_assist.replay.reading_instruction import Instructions, Walk
from mka_assist.replay.reading_steps import read_step
from mka_assist.rulebook.diagnostics import Diagnostics, InputError
from mka_assist.rulebook.fields import Fields
from mka_assist.rulebook.model import RuleBook
from mka_assist.rulebook.source import read_file
from mka_assist.rulebook.week import local

SORT = "melding"
FILE_KEYS = ("soort", SORT, "titel", "bron", "regio", "begin", "stappen", "verwacht")
Books = Callable[[str], RuleBook]
"""The rulebook of a region by its id ("" is national); raises `InputError` when there is none."""


def read_fixture(path: Path, books: Books, instructions: Instructions | None = None) -> Fixture:
    """Read one call. Without `instructions` its steps in the caller instruction are taken as they stand.
    Raises `InputError` with every mistake found in it."""
    report = Diagnostics.empty()
    fields = Fields(read_file(path), FILE_KEYS, "een melding", report)
    if not fields.nodes:
        report.raise_errors()
    fields.require("soort", SORT, "titel", "bron", "begin", "stappen")
    fields.choice("soort", (SORT,))
    id, title = fields.identifier(SORT), fields.text("titel")
    case, source, filled_in = _read_source(fields)
    region, begin = fields.identifier("regio"), fields.moment("begin")
    rulebook = _rulebook(region, books, fields, report)
    if rulebook is None:
        raise InputError(*report.sorted())
    steps = _read_steps(fields, rulebook, Walk(instructions), report)
    moments = frozenset(step.seconds for step in steps)
    expectations = tuple(
        found
        for item in fields.items("verwacht")
        if (found := read_expectation(item, rulebook, moments, report))
    )
    report.raise_errors()
    assert begin, "a missing begin is an error"
    return Fixture(
        id=id,
        title=title,
        case=case,
        source=source,
        filled_in=filled_in,
        region=region,
        begin=local(begin),
        steps=steps,
        expectations=expectations,
    )


def _read_source(fields: Fields) -> tuple[str, str, str]:
    source = fields.sub("bron", ("geval", "naam", "aangevuld"), "naam", "aangevuld")
    if source is None:
        return "", "", ""
    return source.text("geval", longest=20), source.text("naam"), source.text("aangevuld")


def _rulebook(region: str, books: Books, fields: Fields, report: Diagnostics) -> RuleBook | None:
    """The rulebook of the call's region. An unknown region is a mistake in this file, not in the rules."""
    try:
        return books(region)
    except InputError as problem:
        for finding in problem.findings:
            if finding.code != "B010":
                raise
            report.add("M001", fields.place_of("regio"), finding.message, finding.help)
        return None


def _read_steps(fields: Fields, rulebook: RuleBook, walk: Walk, report: Diagnostics) -> tuple[Step, ...]:
    steps: list[Step] = []
    for item in fields.items("stappen"):
        step = read_step(item, rulebook, walk, report)
        if step is None:
            continue
        if steps and step.seconds < steps[-1].seconds:
            help = "Zet de stappen op volgorde van tijd."
            report.add("M002", item.place, "deze stap gebeurt eerder dan de vorige", help)
        steps.append(step)
    return tuple(steps)
