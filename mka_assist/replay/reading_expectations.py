"""Reading one entry of `verwacht`: what must hold at a time in the call, or at its end."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping

from mka_assist.call.timings import LABELS
from mka_assist.decision.outcome import AmbulanceStatus
from mka_assist.replay.entries import Kinds, keys_of, read_kind, read_offset
from mka_assist.replay.fixture import (
    NEVER,
    ExpectAmbulance,
    Expectation,
    ExpectCard,
    ExpectFeedback,
    ExpectQuestion,
    ExpectRefusal,
    ExpectStatus,
    ExpectTiming,
)
from mka_assist.replay.reading_steps import read_partner
from mka_assist.rulebook.diagnostics import Diagnostics
from mka_assist.rulebook.facts import suggest
from mka_assist.rulebook.fields import Fields
from mka_assist.rulebook.model import RuleBook, Status
from mka_assist.rulebook.reading_conditions import find_spec
from mka_assist.rulebook.source import Node

EXPECTATIONS: Kinds = {
    "partner": ("na", "status", "omdat"),
    "vraag": ("na",),
    "ambulance": ("na",),
    "kaart": ("na",),
    "terugkoppeling": ("na",),
    "geweigerd": ("na",),
    "tijd": ("is",),
}


def read_expectation(
    node: Node, rulebook: RuleBook, moments: Collection[int], report: Diagnostics
) -> Expectation | None:
    """One expectation, or None when it cannot be read (which is reported). `moments` are the times of
    the steps."""
    fields = Fields(node, keys_of(EXPECTATIONS), "een verwachting", report)
    if not fields.nodes:
        return None
    kind = read_kind(fields, EXPECTATIONS)
    if not kind:
        return None
    if kind == "tijd":
        return _timing(fields)
    fields.require("na")
    after = read_offset(fields, "na")
    if after is None:
        return None
    if kind == "geweigerd" and after not in moments:
        help = "Noem precies de tijd van een stap."
        report.add("M007", fields.place_of("na"), "op dit moment is er geen stap", help)
    return _READERS[kind](fields, after, rulebook)


def _status(fields: Fields, after: int, rulebook: RuleBook) -> Expectation | None:
    fields.require("status")
    name, status = read_partner(fields, "partner", rulebook), fields.choice("status", Status)
    because = _rule(fields, "omdat", rulebook, f"{name}/afspraak")
    return ExpectStatus(after, name, Status(status), because, fields.place) if status else None


def _question(fields: Fields, after: int, rulebook: RuleBook) -> Expectation:
    fact = fields.text("vraag")
    if fact and fact != NEVER:
        find_spec(fact, fields.place_of("vraag"), rulebook.facts, fields.report)
    return ExpectQuestion(after, "" if fact == NEVER else fact, fields.place)


def _ambulance(fields: Fields, after: int, _: RuleBook) -> Expectation:
    return ExpectAmbulance(after, fields.choice("ambulance", AmbulanceStatus), fields.place)


def _card(fields: Fields, after: int, rulebook: RuleBook) -> Expectation:
    return ExpectCard(after, _rule(fields, "kaart", rulebook), fields.place)


def _feedback(fields: Fields, after: int, rulebook: RuleBook) -> Expectation:
    return ExpectFeedback(after, read_partner(fields, "terugkoppeling", rulebook), fields.place)


def _refusal(fields: Fields, after: int, _: RuleBook) -> Expectation:
    fields.choice("geweigerd", ("ja",))
    return ExpectRefusal(after, fields.place)


_READERS: Mapping[str, Callable[[Fields, int, RuleBook], Expectation | None]] = {
    "partner": _status,
    "vraag": _question,
    "ambulance": _ambulance,
    "kaart": _card,
    "terugkoppeling": _feedback,
    "geweigerd": _refusal,
}


def _timing(fields: Fields) -> Expectation | None:
    fields.require("is")
    label = fields.choice("tijd", LABELS)
    if fields.text("is") == NEVER:
        return ExpectTiming(label, None, fields.place)
    seconds = read_offset(fields, "is")
    return ExpectTiming(label, seconds, fields.place) if label and seconds is not None else None


def _rule(fields: Fields, key: str, rulebook: RuleBook, *others: str) -> str:
    """The id of the rule a field names; an unknown one is reported."""
    id, known = fields.text(key), (*rulebook.rules, *others)
    if id and id not in known:
        help = suggest(id, known) or "Noem de id van een regel."
        fields.report.add("M008", fields.place_of(key), f'onbekende regel "{id}"', help)
    return id
