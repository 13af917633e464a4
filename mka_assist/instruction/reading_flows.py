"""Reading one flow: its steps, and the ways on from each."""

from __future__ import annotations

from mka_assist.instruction.model import Choice, Flow, Step
from mka_assist.instruction.parts import (
    Sources,
    check_line,
    read_basis,
    read_choice,
    read_status,
    twice,
)
from mka_assist.instruction.vocabulary import (
    FILE_KEYS,
    FLOW,
    LONGEST_HINT,
    STEP_KEYS,
)
from mka_assist.rulebook.diagnostics import Diagnostics
from mka_assist.rulebook.facts import suggest
from mka_assist.rulebook.fields import Fields
from mka_assist.rulebook.refusals import shown
from mka_assist.rulebook.source import Node


def read_flow(node: Node, sources: Sources, report: Diagnostics) -> Flow | None:
    """One flow, or None when it has no name or no steps (which is reported)."""
    fields = Fields(node, FILE_KEYS[FLOW], f"een bestand van soort {FLOW}", report)
    fields.require("stroom", "naam", "overstap", "stappen")
    id, status = fields.identifier("stroom"), read_status(fields)
    steps: dict[str, Step] = {}
    for item in fields.items("stappen"):
        if step := _read_step(item, sources, report):
            twice(step.id, "de stap", steps, step.place, report)
            steps[step.id] = step
    always, entry = _read_choices(fields, "altijd", report), fields.identifier("overstap")
    if entry and steps and entry not in steps:
        help = suggest(entry, steps) or "Noem de id van een stap in dit bestand."
        report.add("I010", fields.place_of("overstap"), f'onbekende stap "{shown(entry)}"', help)
    if not id or not steps:
        return None
    return Flow(id, fields.text("naam", longest=40), status, steps, always, entry, fields.place_of("stroom"))


def _read_step(node: Node, sources: Sources, report: Diagnostics) -> Step | None:
    fields = Fields(node, STEP_KEYS, "een stap", report)
    fields.require("id", "zeg")
    say = fields.text("zeg")
    if say:
        check_line(say, "nl", fields.place_of("zeg"), report)
    id, basis = fields.identifier("id"), read_basis(fields, sources, report)
    choices, end = _read_choices(fields, "volgende", report), fields.yes("einde")
    if end and choices:
        report.add(
            "I013",
            fields.key_place("volgende"),
            "na een einde komt geen stap meer",
            "Haal één van beide weg.",
        )
    compressing, new_round = fields.yes("duwen"), fields.yes("ronde")
    if new_round and not compressing:
        help = 'Voeg "duwen: ja" toe, of haal "ronde" weg.'
        report.add("I017", fields.place_of("ronde"), "een ronde begint alleen waar de melder duwt", help)
    if not id:
        return None
    return Step(
        id=id,
        say=say,
        listen=fields.text("let_op", longest=LONGEST_HINT),
        choices=choices,
        basis=basis,
        compressing=compressing,
        new_round=new_round,
        sends_away=fields.yes("haal_hulp"),
        seconds=fields.number("duur", 1, 600),
        end=end,
        place=fields.place_of("id"),
    )


def _read_choices(fields: Fields, key: str, report: Diagnostics) -> tuple[Choice, ...]:
    found = (read_choice(item, report) for item in fields.items(key))
    return tuple(choice for choice in found if choice)
