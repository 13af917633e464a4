"""A message to a partner organisation exactly as it will be sent.

The partner learns where to go and for what, in a safety notice also what the danger is, and nothing about
the patient (Kwaliteitskader 2.3; data minimisation, AVG). Whatever a template or a value holds: only fields
that are allowed are filled in, and only with a value of the shape that such a field has.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum

from mka_assist.rulebook.facts import LOCATIONS, UNKNOWN_WORD, Facts, normal_text
from mka_assist.rulebook.model import Partner, Rule
from mka_assist.rulebook.vocabulary import MESSAGES

LIMIT = 160
"""Characters: what one text message carries. A longer one is cut in parts that may arrive late or apart."""
FIELD = re.compile(r"\{([^{}]*)\}")


class Notice(StrEnum):
    """The messages that go to a partner, by their key in a rule file."""

    ALARM = "bericht"
    SAFETY = "waarschuwing"
    STAND_DOWN = "intrekbericht"


STANDARD: Mapping[Notice, str] = {
    Notice.ALARM: "Reanimatie {gemeente}, {locatie}. Melding {meldingsnummer}, {tijd}.",
    Notice.SAFETY: "LET OP: {gevaar}. Houd afstand tot het veilig is. Reanimatie {gemeente}, {locatie}. "
    "Melding {meldingsnummer}.",
    Notice.STAND_DOWN: "INGETROKKEN: u hoeft niet meer te komen. Reanimatie {gemeente}, {locatie}. "
    "Melding {meldingsnummer}, {tijd}.",
}
"""What is sent to a partner without a template of its own. A proposal: the framework gives no texts."""

DANGERS: Mapping[str, str] = {
    "geweld_of_onveilig": "geweld of onveilig",
    "risicovolle_locatie": "gevaarlijke plek",
    "veilig_bereikbaar": "niet veilig bereikbaar",
    "te_water": "water",
    "geweld": "geweld",
    "verkeer": "verkeer",
    "brand": "brand",
    "gevaarlijke_stof": "gevaarlijke stof",
}
"""What `gevaar` may be, and its words: a fact that safety rules are about, or the kind of danger itself."""

_DANGEROUS = {
    "geweld_of_onveilig": True,
    "risicovolle_locatie": True,
    "veilig_bereikbaar": False,
    "te_water": True,
}
_UNKNOWN = {
    "gevaar": "onveilige situatie",
    "gemeente": "gemeente onbekend",
    "locatie": "plek onbekend",
}
_SHAPES = {
    "meldingsnummer": re.compile(r"[0-9A-Za-z](?:[0-9A-Za-z./-]{0,13}[0-9A-Za-z])?"),
    "tijd": re.compile(r"[0-9]{1,2}:[0-9]{2}"),
    "gemeente": re.compile(r"(?:[^\W\d_]|['., ()-]){1,30}"),
    "partner": re.compile(r"[^{}]{1,60}"),
}
_WORDS = {"locatie": {name: name.replace("_", " ") for name in LOCATIONS}, "gevaar": DANGERS}
_WIDTHS = {"meldingsnummer": 15, "tijd": 5, "gemeente": 30, "partner": 60} | {
    name: max(map(len, (*words.values(), _UNKNOWN.get(name, UNKNOWN_WORD)))) for name, words in _WORDS.items()
}


def message(partner: Partner, notice: Notice, values: Mapping[str, object]) -> str:
    """The message with what is known now: one line of at most `LIMIT` characters.

    `values` holds texts by the name of a field (`gevaar` is a key of `DANGERS`); a field without one, or with
    one that is no such thing, says that it is not known. The name of the partner comes from the rulebook.
    """
    known = {**values, "partner": partner.name}
    text = FIELD.sub(lambda field: _words(field[1], known.get(field[1])), template(partner, notice))
    if len(text) <= LIMIT:
        return text
    whole, _, _ = text[: LIMIT - 2].rpartition(" ")
    return f"{whole or text[: LIMIT - 3]}..."


def danger(rule: Rule, facts: Facts) -> str:
    """Which danger a safety rule is about in this call, as a value of `gevaar`; empty when that is not known.
    `facts` holds what is derived as well: a motorway is dangerous without anybody saying so."""
    about = (fact for fact, value in _DANGEROUS.items() if fact in rule.facts and facts.get(fact) is value)
    return next(about, "")


def template(partner: Partner, notice: Notice) -> str:
    """The line that a message is made from: the partner's own, or the standard one where it has none or one
    that a rule file could not have held."""
    own = {
        Notice.ALARM: partner.message,
        Notice.SAFETY: partner.warning,
        Notice.STAND_DOWN: partner.stand_down,
    }[notice]
    line = normal_text("".join(char if char.isprintable() else " " for char in own))
    return line if line and not stray_brace(line) and not strangers(line, notice) else STANDARD[notice]


def stray_brace(template: str) -> bool:
    """Is there a brace that neither begins nor ends a field?"""
    return bool(re.search(r"[{}]", FIELD.sub("", template)))


def strangers(template: str, notice: Notice) -> tuple[str, ...]:
    """The fields that may not stand in such a message."""
    return tuple(name for name in FIELD.findall(template) if name not in MESSAGES[notice])


def longest(template: str) -> int:
    """How long a message can get when every field is as long as it can be."""
    return len(FIELD.sub(lambda field: "x" * _WIDTHS[field[1]], template))


def _words(name: str, value: object) -> str:
    text = normal_text(value) if isinstance(value, str) and value.isprintable() else ""
    if name in _SHAPES and _SHAPES[name].fullmatch(text):
        return text
    return _WORDS.get(name, {}).get(text) or _UNKNOWN.get(name, UNKNOWN_WORD)
