"""Reading the steps of the caller instruction in a fixture, held against the flows while they are read.

A fixture says everything itself, so that it can be read without the instruction; with it, a flow, step,
answer or barrier that does not exist is a mistake in the fixture.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from mka_assist.call import commands as do
from mka_assist.call.commands import Command
from mka_assist.instruction import flow as walk
from mka_assist.instruction.flow import FlowError, Position
from mka_assist.instruction.model import CallerInstruction
from mka_assist.replay.entries import Kinds
from mka_assist.rulebook.diagnostics import Place
from mka_assist.rulebook.facts import suggest
from mka_assist.rulebook.fields import Fields
from mka_assist.rulebook.refusals import shown

Instructions = Callable[[], CallerInstruction]
"""Loads the caller instruction, once a fixture turns out to have steps of it. Raises `InputError`."""

INSTRUCTION_STEPS: Kinds = {
    "stroom": ("vanaf",),
    "stap": ("antwoord", "ronde"),
    "taal": (),
    "belemmering": (),
}


class Walk:
    """Where the caller is in the instruction, entry by entry."""

    def __init__(self, load: Instructions | None) -> None:
        self._load = load
        self._known: CallerInstruction | None = None
        self._at: Position | None = None

    def command(self, kind: str, fields: Fields, value: str) -> Command | None:
        """The command of one entry; what cannot be one is reported."""
        match kind:
            case "stroom":
                return self._follow(fields, value)
            case "stap":
                return self._step(fields, value)
            case "taal":
                return self._speak(fields, value)
            case _:
                return self._meet(fields, value)

    @property
    def _instruction(self) -> CallerInstruction | None:
        if self._known is None and self._load:
            self._known = self._load()
        return self._known

    def _follow(self, fields: Fields, flow: str) -> Command | None:
        fields.require("vanaf")
        step, instruction = fields.text("vanaf", longest=80), self._instruction
        language, version, sha256 = self._at.language if self._at else "nl", "", ""
        if instruction:
            if not _known("stroom", flow, instruction.flows, fields.place_of("stroom"), fields):
                return None
            if not _known("stap", step, instruction.flows[flow].steps, fields.place_of("vanaf"), fields):
                return None
            met = self._at.met if self._at else ()
            self._at = Position(flow, step, language, "", met)
            version, sha256 = instruction.version, instruction.sha256
        return do.FollowFlow(flow, step, language, version, sha256) if step else None

    def _step(self, fields: Fields, step: str) -> Command | None:
        answer, new_round, instruction = (
            fields.text("antwoord", longest=80),
            fields.yes("ronde"),
            self._instruction,
        )
        place = fields.place_of("stap")
        if instruction and self._followed(fields, place):
            assert self._at
            steps = instruction.flows[self._at.flow].steps
            if not _known("stap", step, steps, place, fields):
                return None
            try:
                there = walk.advance(instruction, self._at, answer) if answer else None
            except FlowError as problem:
                fields.report.add("M010", fields.place_of("antwoord"), _lower(str(problem)))
                return None
            if there and there.step != step:
                message = f'het antwoord "{answer}" leidt naar de stap "{there.step}"'
                fields.report.add("M010", fields.place_of("antwoord"), message)
                return None
            before, self._at = self._at, walk.jump(instruction, self._at, step)
            begins = walk.begins_round(instruction, before, self._at)
            if begins is not new_round:
                message = f'bij de stap "{step}" begint hier {"een" if begins else "geen"} ronde'
                help = 'Voeg "ronde: ja" toe.' if begins else 'Haal "ronde" weg.'
                fields.report.add("M011", place, message, help)
        return do.TakeStep(step, answer, new_round)

    def _speak(self, fields: Fields, language: str) -> Command | None:
        instruction, place = self._instruction, fields.place_of("taal")
        if instruction and self._followed(fields, place):
            assert self._at
            if not _known("taal", language, walk.languages(instruction), place, fields):
                return None
            self._at = walk.speak(instruction, self._at, language)
        return do.SpeakLanguage(language)

    def _meet(self, fields: Fields, code: str) -> Command | None:
        instruction, place = self._instruction, fields.place_of("belemmering")
        if instruction:
            if not _known("belemmering", code, instruction.barriers, place, fields):
                return None
            self._at = walk.barrier(instruction, self._at, code) if self._at else None
        return do.MeetBarrier(code)

    def _followed(self, fields: Fields, place: Place) -> bool:
        if self._at is None:
            help = 'Begin met "stroom" en "vanaf".'
            fields.report.add("M009", place, "er is nog geen stroom gekozen", help)
        return self._at is not None


def _known(what: str, name: str, names: Iterable[str], place: Place, fields: Fields) -> bool:
    known = tuple(names)
    if name and name not in known:
        help = suggest(name, known) or f"Kies uit: {', '.join(known)}."
        fields.report.add("M009", place, f'onbekend in de meldersinstructie: {what} "{shown(name)}"', help)
    return name in known


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:].removesuffix(".")
