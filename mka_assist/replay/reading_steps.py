"""Reading one step of a fixture: a time and a command of the call, in the words of the file."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from mka_assist.call import commands as do
from mka_assist.call.commands import Command
from mka_assist.call.events import InstructionEnd
from mka_assist.replay.entries import Kinds, keys_of, read_kind, read_offset
from mka_assist.replay.fixture import Step
from mka_assist.replay.reading_instruction import INSTRUCTION_STEPS, Walk
from mka_assist.replay.reading_people import PEOPLE_COMMANDS, PEOPLE_STEPS
from mka_assist.replay.reading_people import read_partner as read_partner
from mka_assist.rulebook.diagnostics import Diagnostics
from mka_assist.rulebook.facts import parse_value
from mka_assist.rulebook.fields import Fields
from mka_assist.rulebook.model import RuleBook
from mka_assist.rulebook.reading_conditions import find_spec
from mka_assist.rulebook.source import Node

EVERYBODY = "alle"
INSTRUCTION = ("start", "stop")

STEPS: Kinds = {
    "feit": ("waarde",),
    **PEOPLE_STEPS,
    "alarmeer": ("met", "reden"),
    "trek_in": ("reden",),
    "waarschuw": ("tekst",),
    "instructie": ("reden",),
    **INSTRUCTION_STEPS,
    "compressie": (),
    "terugkoppeling": (),
    "geen_terugkoppeling": ("reden",),
    "geen_vermoeden": (),
    "ongedaan": (),
    "sluit": (),
}
_NEEDED: Mapping[str, str] = {
    "feit": "waarde",
    "trek_in": "reden",
    "geen_terugkoppeling": "reden",
}


def read_step(node: Node, rulebook: RuleBook, walk: Walk, report: Diagnostics) -> Step | None:
    """One step, or None when it cannot be read (which is reported). `walk` follows the caller instruction."""
    fields = Fields(node, ("t", *keys_of(STEPS)), "een stap", report)
    if not fields.nodes:
        return None
    fields.require("t")
    seconds = read_offset(fields, "t")
    kind = read_kind(fields, STEPS, "t")
    if not kind:
        return None
    if kind in _NEEDED:
        fields.require(_NEEDED[kind])
    value = fields.text(kind, longest=100)
    if kind in INSTRUCTION_STEPS:
        command = walk.command(kind, fields, value) if value else None
    else:
        command = _COMMANDS[kind](fields, value, rulebook) if value else None
    if command is None or seconds is None:
        return None
    extra = (fields.text(key) for key in STEPS[kind] if key in fields and key != "met")
    return Step(seconds, command, ", ".join((f"{kind}: {value}", *extra)))


def _answer(fields: Fields, fact: str, rulebook: RuleBook) -> Command | None:
    spec = find_spec(fact, fields.place_of("feit"), rulebook.facts, fields.report)
    text = fields.text("waarde")
    if spec is None or not text:
        return None
    try:
        parse_value(spec, text)
    except ValueError as problem:
        fields.report.add("F003", fields.place_of("waarde"), str(problem))
        return None
    return do.Answer(fact, text)


def _alarm(fields: Fields, _: str, rulebook: RuleBook) -> Command:
    """Everybody the advice allows, or one partner; `met` dispatches units in the same go."""
    name = read_partner(fields, "alarmeer", rulebook, EVERYBODY)
    units = tuple(do.DispatchAmbulance(unit) for unit, _ in fields.texts("met"))
    if name == EVERYBODY or units:
        if "reden" in fields:
            message = '"reden" hoort bij het alarmeren van één partner, zonder "met"'
            fields.report.add("M005", fields.key_place("reden"), message)
        return do.AlarmTogether(units, () if name == EVERYBODY else (name,))
    return do.AlarmPartner(name, fields.text("reden"))


def _withdraw(fields: Fields, _: str, rulebook: RuleBook) -> Command:
    return do.WithdrawPartner(read_partner(fields, "trek_in", rulebook), fields.text("reden"))


def _warn(fields: Fields, _: str, rulebook: RuleBook) -> Command:
    return do.WarnPartner(read_partner(fields, "waarschuw", rulebook), fields.text("tekst"))


def _instruction(fields: Fields, _: str, __: RuleBook) -> Command | None:
    word = fields.choice("instructie", INSTRUCTION)
    if word == "start":
        if "reden" in fields:
            fields.report.add("M005", fields.key_place("reden"), '"reden" hoort bij instructie: stop')
        return do.StartInstruction()
    fields.require("reden")
    reason = fields.choice("reden", InstructionEnd)
    return do.EndInstruction(InstructionEnd(reason)) if word and reason else None


def _compression(fields: Fields, _: str, __: RuleBook) -> Command | None:
    return do.ReportFirstCompression() if fields.choice("compressie", ("ja",)) else None


def _undo(fields: Fields, _: str, __: RuleBook) -> Command | None:
    return do.Undo() if fields.choice("ongedaan", ("ja",)) else None


def _feedback(fields: Fields, _: str, rulebook: RuleBook) -> Command:
    return do.SendFeedback(read_partner(fields, "terugkoppeling", rulebook))


def _no_feedback(fields: Fields, _: str, rulebook: RuleBook) -> Command:
    return do.DismissFeedback(read_partner(fields, "geen_terugkoppeling", rulebook), fields.text("reden"))


_COMMANDS: Mapping[str, Callable[[Fields, str, RuleBook], Command | None]] = {
    "feit": _answer,
    **PEOPLE_COMMANDS,
    "alarmeer": _alarm,
    "trek_in": _withdraw,
    "waarschuw": _warn,
    "instructie": _instruction,
    "compressie": _compression,
    "terugkoppeling": _feedback,
    "geen_terugkoppeling": _no_feedback,
    "geen_vermoeden": lambda _, reason, __: do.WithdrawSuspicion(reason),
    "ongedaan": _undo,
    "sluit": lambda _, reason, __: do.Close(reason),
}
