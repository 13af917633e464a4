"""The words of the caller instruction: what may stand in its files, and the limits a text must keep."""

from __future__ import annotations

import re
from collections.abc import Mapping

GENERAL, FLOW, LANGUAGE = "meldersinstructie", "instructiestroom", "instructietaal"

PROPOSAL, DECIDED = "voorstel, vast te stellen door de medisch manager", "vastgesteld"
_STATUS = ("status", "vastgesteld_door", "vastgesteld_op")

FILE_KEYS: Mapping[str, tuple[str, ...]] = {
    GENERAL: (
        "soort", GENERAL, "naam", "versie", *_STATUS, "tempo", "wissel", "doelen", "keuze", "belemmeringen",
        "bronnen",
    ),
    FLOW: ("soort", "stroom", "naam", *_STATUS, "overstap", "altijd", "stappen"),
    LANGUAGE: ("soort", "taal", "naam", *_STATUS, "stromen", "belemmeringen"),
}  # fmt: skip
"""What a file may hold, by its `soort`."""

BASIS_KEYS = ("bron", "document", "vindplaats", "zegt", "zekerheid")
STEP_KEYS = (
    "id", "zeg", "let_op", "volgende", "duwen", "ronde", "haal_hulp", "duur", "einde", "bron",
)  # fmt: skip
CHOICE_KEYS = ("toets", "antwoord", "label", "naar", "als_tweede_persoon")
BARRIER_KEYS = ("belemmering", "toets", "naam", "zeg", "let_op", "naar", "bron")
GOAL_KEYS = ("doel", "naam", "streef", "grens")

BARRIERS = (
    "kan-niet-verplaatsen", "niet-bij-patient", "weigert", "verlaat-telefoon", "hangt-op", "taal",
    "niet-kalm", "patient-verandert", "overleden", "niet-reanimeren", "geen-harde-ondergrond",
)  # fmt: skip
"""The reasons that are counted in audits of calls; a file may add its own, but lacks none of these."""

GOALS = ("herkenning", "eerste-compressie")

SLOWEST, FASTEST = 100, 120
"""Compressions per minute that no file may go beyond (Nederlandse Reanimatieraad)."""

LONGEST_LINE = 90
"""Characters that can be read aloud in one breath."""
LONGEST_LABEL = 24
LONGEST_HINT = 140

RESERVED_KEYS: Mapping[str, str] = {
    "b": "een belemmering",
    "c": "de eerste compressie",
    "e": "een eenheid",
    "s": "het geluid",
    "u": "ongedaan maken",
    "v": "waarom",
    **dict.fromkeys("xzqd", "een vraag na de negende"),
}
"""Keys that mean the same at every step."""

ASKS_PERMISSION: Mapping[str, re.Pattern[str]] = {
    "nl": re.compile(
        r"\b(wilt u|wil je|kunt u|kun je|zou|zoudt|durft|mag ik|mogen|misschien|eventueel|alstublieft|"
        r"probeer|probeert|proberen|als u wilt|bent u bereid)\b",
        re.IGNORECASE,
    ),
    "en": re.compile(
        r"\b(do you want|would you|could you|can you|are you willing|please|maybe|perhaps|try to)\b",
        re.IGNORECASE,
    ),
}
"""Offering a choice makes callers help less often, so a line tells and does not ask."""

SENDS_AWAY: Mapping[str, re.Pattern[str]] = {
    "nl": re.compile(r"\b(haal|haalt|halen|deur open|loop naar buiten)\b", re.IGNORECASE),
    "en": re.compile(r"\b(get|gets|fetch|fetches|opens? the|go outside)\b", re.IGNORECASE),
}
"""Words by which somebody leaves the patient."""

PRIVATE = re.compile(
    r"[{}@]|\d{4,}|\b(naam|heet|heten|geboortedatum|geboren|bsn|burgerservicenummer|telefoonnummer|adres|"
    r"name|birth|address|phone number)\b",
    re.IGNORECASE,
)
"""A line asks for nobody's data and holds nobody's: it is read aloud and shown in training."""
