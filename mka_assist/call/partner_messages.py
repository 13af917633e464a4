"""What goes out to a partner in this call, as text: made from its templates and from what is known.

What the centralist types for a partner is held against the same limits: nothing about who the patient is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime

from mka_assist.call.events import FactCorrected, FactRecorded
from mka_assist.call.state import CallState, facts
from mka_assist.decision.outcome import Decision
from mka_assist.rulebook.message import DANGERS, Notice, message
from mka_assist.rulebook.model import RuleBook, Status
from mka_assist.rulebook.week import local

UNSAFE = "onveilige situatie"
"""The danger in words, while nothing more is known."""

_PRIVATE: Mapping[str, re.Pattern[str]] = {
    "een telefoonnummer": re.compile(r"(?<!\d)(?:\+31|0031|0)(?:[ -]?\d){9}(?!\d)"),
    "een burgerservicenummer": re.compile(r"(?<!\d)\d(?:[ .]?\d){7,8}(?!\d)|\bbsn\b", re.IGNORECASE),
    "een geboortedatum": re.compile(
        r"(?<!\d)\d{1,2}[-/.]\d{1,2}[-/.](?:19|20)?\d{2}(?!\d)|\bgeboren\b", re.IGNORECASE
    ),
    "een leeftijd": re.compile(r"\d[ -]?(?:jaar|jarige?|jr|maand|maanden|mnd)\b", re.IGNORECASE),
    "een naam": re.compile(r"\b(?i:mevrouw|meneer|mevr|mw|dhr|de heer|familie|fam)\b\.? +[A-Z]"),
    "een e-mailadres": re.compile(r"\S@\S+\.\w"),
    "een adres": re.compile(r"\b[1-9]\d{3} ?[A-Z]{2}\b"),
}


def private(text: str) -> str:
    """What in a typed text looks like data about a person, in words; empty when nothing does."""
    return next((what for what, pattern in _PRIVATE.items() if pattern.search(text)), "")


def message_for(
    state: CallState, rulebook: RuleBook, at: datetime, id: str, notice: Notice, danger: str = ""
) -> str:
    """The text that goes to a partner now; empty for a partner that the rulebook does not know any more."""
    partner = rulebook.partners.get(id)
    if partner is None:
        return ""
    known = facts(state, rulebook.facts)
    values = {name: known.get(name) for name in ("gemeente", "locatie")}
    told = {"meldingsnummer": state.number, "tijd": f"{local(at):%H:%M}", "gevaar": danger}
    return message(partner, notice, {**values, **told})


def danger_for(state: CallState, decision: Decision | None, rulebook: RuleBook, id: str) -> str:
    """The danger for a partner as a key of `DANGERS`: of the safety rules that exclude it what was learned
    last, otherwise the same of those that exclude another partner. Empty when no safety rule excludes
    anybody: what is unknown is no danger yet."""
    if decision is None:
        return ""
    own = decision.partners.get(id)
    for decided in (*((own,) if own else ()), *decision.partners.values()):
        if decided.status is not Status.UITGESLOTEN:
            continue
        rules = (rulebook.rules.get(reason.rule) for reason in decided.reasons if reason.decides)
        unsafe = [rule for rule in rules if rule and rule.safety]
        if unsafe:
            facts = {fact for rule in unsafe for fact in rule.facts}
            found = [name for name in DANGERS if name in facts]
            return max(found, key=lambda name: learned_at(state, rulebook, {name}), default="")
    return ""


def learned_at(state: CallState, rulebook: RuleBook, names: set[str]) -> datetime:
    """When the last answer came that bears on these facts, also through what follows from an answer; the
    pick-up when there is none."""
    for stratum in reversed(rulebook.strata):
        names = names | {
            fact for rule in stratum if rule.derives and rule.derives[0] in names for fact in rule.facts
        }
    times = (
        event.at
        for place, event in enumerate(state.history)
        if isinstance(event, FactRecorded | FactCorrected)
        and event.fact in names
        and place not in state.undone
    )
    return max(times, default=state.opened_at)


def danger_words(danger: str) -> str:
    """A danger as a partner reads it."""
    return DANGERS.get(danger, UNSAFE)
