"""Reading what several files of the caller instruction share: sources, the status of a text, spoken lines."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from mka_assist.instruction.model import Basis, Certainty, Choice, Status
from mka_assist.instruction.vocabulary import (
    ASKS_PERMISSION,
    BASIS_KEYS,
    CHOICE_KEYS,
    DECIDED,
    LONGEST_LABEL,
    LONGEST_LINE,
    PRIVATE,
    PROPOSAL,
    RESERVED_KEYS,
)
from mka_assist.rulebook.diagnostics import Diagnostics, Place, Severity
from mka_assist.rulebook.facts import suggest
from mka_assist.rulebook.fields import Fields
from mka_assist.rulebook.refusals import shown
from mka_assist.rulebook.source import Node

Sources = Mapping[str, Basis]


def read_sources(fields: Fields, report: Diagnostics) -> dict[str, Basis]:
    """The sources that steps and figures may name under `bron`."""
    sources: dict[str, Basis] = {}
    for item in fields.items("bronnen"):
        source = Fields(item, BASIS_KEYS, "een bron", report)
        source.require("bron", "document", "zekerheid")
        id = source.identifier("bron")
        certainty = source.choice("zekerheid", Certainty, Certainty.EIGEN)
        if not id:
            continue
        if certainty != Certainty.EIGEN:
            source.require("vindplaats", "zegt")
        twice(id, "de bron", sources, source.place_of("bron"), report)
        sources[id] = Basis(
            id=id,
            document=source.text("document", longest=160),
            found_at=source.text("vindplaats", longest=200),
            says=source.text("zegt", longest=240),
            certainty=Certainty(certainty),
            place=source.place,
        )
    return sources


def read_basis(fields: Fields, sources: Sources, report: Diagnostics) -> tuple[Basis, ...]:
    """What a part rests on: every part says so, if only that the text is our own."""
    fields.require("bron")
    found: list[Basis] = []
    for name, place in fields.texts("bron"):
        if name in sources:
            found.append(sources[name])
        else:
            help = suggest(name, sources) or "Noem een bron uit de lijst bij bronnen."
            report.add("I004", place, f'onbekende bron "{shown(name)}"', help)
    return tuple(dict.fromkeys(found))


def read_status(fields: Fields) -> Status:
    """Whether the text is a proposal, or decided on by whom and when."""
    fields.require("status")
    word = fields.choice("status", (PROPOSAL, DECIDED), PROPOSAL)
    if word == PROPOSAL:
        for key in ("vastgesteld_door", "vastgesteld_op"):
            if key in fields:
                message = f'"{key}" hoort niet bij een voorstel'
                help = f'Schrijf "status: {DECIDED}", of haal de sleutel weg.'
                fields.report.add("I005", fields.key_place(key), message, help)
        return Status()
    fields.require("vastgesteld_door", "vastgesteld_op")
    return Status(fields.text("vastgesteld_door", longest=100), fields.date("vastgesteld_op"))


def read_choice(node: Node, report: Diagnostics) -> Choice | None:
    """One way on from a step, or None when it names no step or no answer."""
    fields = Fields(node, CHOICE_KEYS, "een keuze", report)
    fields.require("toets", "antwoord", "label", "naar")
    answer, to = fields.identifier("antwoord"), fields.identifier("naar")
    key = read_key(fields, report, RESERVED_KEYS)
    label = fields.text("label", longest=LONGEST_LABEL)
    if not answer or not to:
        return None
    return Choice(key, answer, label, to, fields.place_of("naar"), fields.yes("als_tweede_persoon"))


def read_key(fields: Fields, report: Diagnostics, reserved: Mapping[str, str]) -> str:
    """One key of the keyboard."""
    key = fields.text("toets")
    if key and not (len(key) == 1 and key.isascii() and (key.islower() or key.isdecimal())):
        help = "Noem één kleine letter of één cijfer."
        report.add("I015", fields.place_of("toets"), f'"{shown(key)}" is geen toets', help)
    elif key in reserved:
        help = "Kies een andere letter."
        report.add(
            "I016", fields.place_of("toets"), f'de toets "{key}" betekent altijd: {reserved[key]}', help
        )
    return key


def check_line(text: str, language: str, place: Place, report: Diagnostics) -> None:
    """Is a spoken line short, an order and without data of people?"""
    if len(text) > LONGEST_LINE:
        message = f"deze zin heeft {len(text)} tekens; in één adem passen er {LONGEST_LINE}"
        report.add("I030", place, message, "Maak er twee stappen van.", Severity.WAARSCHUWING)
    pattern = ASKS_PERMISSION.get(language)
    if pattern and (found := pattern.search(text)):
        message = f'deze zin vraagt om toestemming ("{found[0]}")'
        report.add("I031", place, message, "Zeg wat de melder doet: zet, duw, draai.", Severity.WAARSCHUWING)
    if found := PRIVATE.search(text):
        message = f'in deze zin staat iets over een persoon of een invulveld ("{found[0]}")'
        report.add("I032", place, message, "Een zin bevat geen gegevens van mensen.")


def twice(name: str, what: str, known: Collection[str], place: Place, report: Diagnostics) -> None:
    """Report a name that stands there already."""
    if name in known:
        report.add("I003", place, f'{what} "{shown(name)}" staat er al', "Kies een andere naam.")
