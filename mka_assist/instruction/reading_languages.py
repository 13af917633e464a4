"""Reading the spoken lines in another language, held against the Dutch ones."""

from __future__ import annotations

import re
from collections.abc import Mapping

from mka_assist.instruction.model import DUTCH, Barrier, Flow, Language
from mka_assist.instruction.parts import check_line, read_status
from mka_assist.instruction.vocabulary import FILE_KEYS, LANGUAGE, SENDS_AWAY
from mka_assist.rulebook.diagnostics import Diagnostics, Place, Severity
from mka_assist.rulebook.fields import Fields
from mka_assist.rulebook.refusals import shown
from mka_assist.rulebook.source import Node

_CODE = re.compile(r"[a-z]{2}")
_FIGURE = re.compile(r"\d+")


def read_language(
    node: Node, flows: Mapping[str, Flow], barriers: Mapping[str, Barrier], report: Diagnostics
) -> Language | None:
    """One language, or None when it has no code. What is not translated is reported and said in Dutch."""
    fields = Fields(node, FILE_KEYS[LANGUAGE], f"een bestand van soort {LANGUAGE}", report)
    fields.require("taal", "naam", "stromen", "belemmeringen")
    code = fields.text("taal", longest=20)
    if code and (not _CODE.fullmatch(code) or code == DUTCH):
        help = f'Schrijf de code van twee letters, bijvoorbeeld en. In "{DUTCH}" staan de stromen zelf.'
        report.add("I071", fields.place_of("taal"), f'"{shown(code)}" kan niet als taal', help)
        return None
    name, status = fields.text("naam", longest=40), read_status(fields)
    lines: dict[tuple[str, str], str] = {}
    spoken = fields.sub("stromen", tuple(flows))
    for flow in flows.values() if spoken else ():
        assert spoken
        if spoken.missing(flow.id):
            _untranslated(f'de stroom "{flow.id}"', code, spoken.place, report)
        elif of_flow := spoken.sub(flow.id, tuple(flow.steps)):
            lines |= {(flow.id, step): text for step, text in _lines(of_flow, flow, code, report).items()}
    said = fields.sub("belemmeringen", tuple(barriers))
    phrases = _phrases(said, barriers, code, report) if said else {}
    if not code:
        return None
    return Language(code, name, status, lines, phrases, fields.place_of("taal"))


def _lines(fields: Fields, flow: Flow, code: str, report: Diagnostics) -> dict[str, str]:
    found: dict[str, str] = {}
    for step in flow.steps.values():
        if fields.missing(step.id):
            _untranslated(f'de stap "{step.id}" in "{flow.id}"', code, fields.place, report)
        text = fields.text(step.id)
        if not text:
            continue
        place = fields.place_of(step.id)
        check_line(text, code, place, report)
        _same_figures(step.say, text, place, report)
        if not step.sends_away:
            _stays(text, code, place, report)
        found[step.id] = text
    return found


def _phrases(
    fields: Fields, barriers: Mapping[str, Barrier], code: str, report: Diagnostics
) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for barrier in barriers.values():
        said = fields.texts(barrier.code, longest=500)
        if fields.missing(barrier.code):
            _untranslated(f'de belemmering "{barrier.code}"', code, fields.place, report)
        elif said and len(said) != len(barrier.say):
            message = (
                f'"{barrier.code}" heeft in het Nederlands {len(barrier.say)} zinnen en hier {len(said)}'
            )
            report.add(
                "I072", fields.place_of(barrier.code), message, "Vertaal elke zin.", Severity.WAARSCHUWING
            )
        for dutch, (text, place) in zip(barrier.say, said, strict=False):
            check_line(text, code, place, report)
            _same_figures(dutch, text, place, report)
            _stays(text, code, place, report)
        if said:
            found[barrier.code] = tuple(text for text, _ in said)
    return found


def _untranslated(what: str, code: str, place: Place, report: Diagnostics) -> None:
    message = f'{what} is niet vertaald (taal "{code}")'
    report.add("I070", place, message, "Tot dan klinkt de zin in het Nederlands.", Severity.WAARSCHUWING)


def _same_figures(dutch: str, text: str, place: Place, report: Diagnostics) -> None:
    """A figure that differs between two languages is a medical mistake."""
    ours, theirs = sorted(_FIGURE.findall(dutch)), sorted(_FIGURE.findall(text))
    if ours != theirs:
        message = f"de getallen zijn anders dan in het Nederlands ({', '.join(ours) or 'geen'})"
        report.add("I073", place, message, f'In het Nederlands staat: "{dutch}"')


def _stays(text: str, code: str, place: Place, report: Diagnostics) -> None:
    pattern = SENDS_AWAY.get(code)
    if pattern and (found := pattern.search(text)):
        message = f'deze zin stuurt iemand weg ("{found[0]}")'
        report.add("I021", place, message, "In het Nederlands blijft de melder bij de patiënt.")
