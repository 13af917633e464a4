"""Facts of a call: their kinds, their names in the fixed contract, and reading their values from text."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum

from mka_assist.rulebook.age import Age, parse_known_age
from mka_assist.rulebook.refusals import shown

Value = bool | str | int | Age
Facts = Mapping[str, Value | None]
"""Fact name to value. `None` is *onbekend* (asked, no answer); a fact that is absent was not asked."""

UNKNOWN_WORD = "onbekend"


class FactKind(StrEnum):
    """The kinds of value a fact can have, by the words used in a rule file."""

    JA_NEE = "ja_nee"
    KEUZE = "keuze"
    LEEFTIJD = "leeftijd"
    TEKST = "tekst"
    GETAL = "getal"


@dataclass(frozen=True, slots=True)
class FactSpec:
    """One fact: what it may be, the question that settles it, and whether a centralist is asked it.

    `question` is empty for facts nobody is asked (progress of the call, derived facts, the clock).
    """

    name: str
    kind: FactKind
    label: str
    question: str = ""
    choices: tuple[str, ...] = ()
    recognition: bool = False
    progress: bool = False


def _ja_nee(
    name: str, label: str, question: str = "", *, recognition: bool = False, progress: bool = False
) -> FactSpec:
    return FactSpec(name, FactKind.JA_NEE, label, question, (), recognition, progress)


LOCATIONS = (
    "woning", "openbare_ruimte", "weg", "snelweg", "spoor", "water", "strand", "zwembad",
    "bedrijf", "bouwplaats", "zorginstelling", "ziekenhuis", "overig",
)  # fmt: skip

CONTRACT: Mapping[str, FactSpec] = {
    spec.name: spec
    for spec in (
        _ja_nee("bewustzijn", "Bij bewustzijn", "Reageert de patiënt?", recognition=True),
        FactSpec(
            "ademhaling",
            FactKind.KEUZE,
            "Ademhaling",
            "Ademt de patiënt normaal?",
            ("normaal", "afwijkend", "geen"),
            recognition=True,
        ),
        _ja_nee("vermoeden_reanimatie", "Vermoeden reanimatie"),
        _ja_nee("geweld_of_onveilig", "Geweld of onveilig", "Is er geweld, of is het er onveilig?"),
        _ja_nee("veilig_bereikbaar", "Veilig bereikbaar", "Kunnen helpers de patiënt veilig bereiken?"),
        FactSpec("locatie", FactKind.KEUZE, "Locatie", "Waar is de patiënt?", LOCATIONS),
        _ja_nee("risicovolle_locatie", "Risicovolle locatie", "Is de plek gevaarlijk voor helpers?"),
        _ja_nee("ernstig_trauma", "Ernstig trauma", "Is er een zwaar ongeval gebeurd?"),
        _ja_nee("zelfdoding", "Zelfdoding", "Lijkt het op een (poging tot) zelfdoding?"),
        FactSpec("leeftijd", FactKind.LEEFTIJD, "Leeftijd", "Is de patiënt jonger dan 1 jaar?"),
        _ja_nee("te_water", "Te water", "Ligt de patiënt nog in het water?"),
        FactSpec("gemeente", FactKind.TEKST, "Gemeente", "In welke gemeente is het?"),
        _ja_nee(
            "niet_reanimeren_verklaring",
            "Niet-reanimerenverklaring",
            "Is er een niet-reanimerenverklaring gemeld?",
        ),
        _ja_nee("ambulance_ingezet", "Ambulance ingezet", progress=True),
        _ja_nee("ambulance_ter_plaatse", "Ambulance ter plaatse", progress=True),
        _ja_nee("first_responder_ter_plaatse", "First responder ter plaatse", progress=True),
    )
}
"""The fact names others script against. The order is the order of asking where nothing else decides."""

WEEK_MINUTE = FactSpec("_weekminuut", FactKind.GETAL, "Tijdstip in de week")
"""Minutes since Monday 00:00, local time; set by the clock, never typed."""


def nearest(word: str, known: Iterable[str]) -> str:
    """The known name that looks most like a word, or nothing."""
    word = word[:100].lower()
    denied = word.startswith(("niet ", "geen "))  # "niet alarmeren" must not be taken for "alarmeren"
    names = [name for name in known if not denied or name.startswith(("niet", "geen"))]
    near = get_close_matches(word, names, n=1, cutoff=0.6)
    near = near or [name for name in names if len(word) > 2 and name.startswith(word)]
    return near[0] if near else ""


def suggest(word: str, known: Iterable[str]) -> str:
    """The nearest known name as a Dutch question, or nothing."""
    near = nearest(word, known)
    return f'Bedoelde u "{near}"?' if near else ""


def normal_text(text: str) -> str:
    """One spelling for one text: composed accents, single spaces."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def parse_value(spec: FactSpec, text: str) -> Value | None:
    """Read a value for a fact; "onbekend" is None. Raises `ValueError` with a Dutch sentence."""
    word = normal_text(text)
    if word == UNKNOWN_WORD:
        return None
    if not word:
        raise ValueError(f"bij {spec.name} ontbreekt een waarde")
    match spec.kind:
        case FactKind.JA_NEE:
            if word not in ("ja", "nee"):
                raise ValueError(f'"{shown(word)}" kan niet bij {spec.name}: schrijf ja, nee of onbekend')
            return word == "ja"
        case FactKind.KEUZE:
            if word not in spec.choices:
                near = nearest(word, spec.choices)
                hint = f', "{near}" wel' if near else f": kies uit {', '.join(spec.choices)} of onbekend"
                raise ValueError(f'"{shown(word)}" kan niet bij {spec.name}{hint}')
            return word
        case FactKind.LEEFTIJD:
            return parse_known_age(word)
        case FactKind.GETAL:
            if not word.removeprefix("-").isdecimal() or len(word) > 9:
                raise ValueError(f'"{shown(word)}" kan niet bij {spec.name}: schrijf een heel getal')
            return int(word)
        case FactKind.TEKST:
            if len(word) > 100:
                raise ValueError(f"de tekst bij {spec.name} is langer dan 100 tekens")
            return word


def format_value(value: Value | None) -> str:
    """Write a value as the text that reads back to it."""
    if value is None:
        return UNKNOWN_WORD
    if isinstance(value, bool):
        return "ja" if value else "nee"
    return str(value)
