"""Schemas of single values, as an editor sees them: it takes `5` for a number where the reader sees text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from mka_assist.rulebook.age import UNITS
from mka_assist.rulebook.facts import UNKNOWN_WORD, FactKind, FactSpec
from mka_assist.rulebook.fields import IDENTIFIER, YEARS
from mka_assist.rulebook.vocabulary import DAYS

Schema = dict[str, Any]

_AGE = rf"[0-9]{{1,6}}(,[0-9]{{1,2}})? *({'|'.join(UNITS)})"
_AGES = rf"{_AGE}( *(en +)?{_AGE})*"
_IGNORING_CASE = str.maketrans({c: f"[{c}{c.upper()}]" for c in "abcdefghijklmnopqrstuvwxyz"})
_ORDERINGS = ("onder", "vanaf", "hoogstens", "boven")
_KNOWN = ("bekend", UNKNOWN_WORD)

MUNICIPALITY = "#/definitions/gemeentenaam"
"""Where the list of municipalities stands."""

TEXT: Schema = {
    "type": ["string", "number"],
    "minLength": 1,
    "errorMessage": "Hier hoort gewone tekst op één regel.",
}
YES_NO: Schema = {"enum": ["ja", "nee"], "errorMessage": "Schrijf ja of nee."}


def identifier() -> Schema:
    """A name in small letters."""
    return {
        "type": ["string", "integer"],
        "pattern": f"^{IDENTIFIER.pattern}$",
        "errorMessage": "Gebruik kleine letters, cijfers en streepjes, bijvoorbeeld jonger-dan-1-jaar.",
    }


def date() -> Schema:
    """A day, year first."""
    year = f"({'|'.join(sorted({f'{y:04}'[:2] for y in YEARS}))})[0-9]{{2}}"
    return {
        "type": "string",
        "pattern": f"^{year}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$",
        "errorMessage": "Schrijf jaar-maand-dag, bijvoorbeeld 2026-11-30.",
    }


def moment() -> Schema:
    """A day and a time."""
    return {
        "type": "string",
        "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}[ T]+[0-9]{2}:[0-9]{2}$",
        "errorMessage": "Schrijf jaar-maand-dag uur:minuut, bijvoorbeeld 2026-03-02 14:00.",
    }


def time(last: str) -> Schema:
    """A time of the day, up to and including the last."""
    late = "|24:00" if last == "24:00" else ""
    return {
        "type": "string",
        "pattern": f"^(([01]?[0-9]|2[0-3]):[0-5][0-9]{late})$",
        "errorMessage": "Schrijf uren:minuten, bijvoorbeeld 08:30.",
    }


def number(lowest: int, highest: int) -> Schema:
    """A whole number, in quotation marks or not."""
    return {
        "type": ["integer", "string"],
        "minimum": lowest,
        "maximum": highest,
        "pattern": "^[0-9]{1,6}$",
        "errorMessage": f"Schrijf een heel getal van {lowest} tot en met {highest}.",
    }


def message(allowed: Sequence[str]) -> Schema:
    """A message to a partner: only these fields may stand in it."""
    fields = ", ".join(f"{{{name}}}" for name in allowed)
    return {
        "type": "string",
        "pattern": rf"^([^{{}}]|\{{({'|'.join(allowed)})\}})*$",
        "errorMessage": f"In een bericht mogen alleen deze velden staan: {fields}. Niets over de patiënt.",
    }


def days() -> Schema:
    """A day, a run of days, or a list of these."""
    day = "|".join(DAYS)
    one: Schema = {
        "type": "string",
        "pattern": f"^({day})(-({day})?)?$",
        "examples": [*DAYS, "ma-vr"],
        "errorMessage": f"Schrijf {', '.join(DAYS)} of een reeks als ma-vr.",
    }
    return one_or_more(one)


def one_of(words: Iterable[str], meanings: Mapping[Any, str] | None = None) -> Schema:
    """One of these words, with what each of them means."""
    choices = list(dict.fromkeys(map(str, words)))
    found: Schema = {"enum": choices, "errorMessage": f"Kies uit: {', '.join(choices)}."}
    if meanings:
        found["enumDescriptions"] = [meanings[word] for word in choices]
    return found


def one_or_more(item: Schema, in_list: Schema | None = None) -> Schema:
    """One word, or a list of them (of which the items may be others)."""
    return {"anyOf": [item, {"type": "array", "minItems": 1, "items": in_list or item}]}


def blocks(item: Schema) -> Schema:
    """One block, or a list of them. Asked by type, so that an error is told of the block it is in."""
    return {"if": {"type": "array"}, "then": {"minItems": 1, "items": item}, "else": item}


def described(title: str, description: str, value: Schema) -> Schema:
    """A value with what an editor says of it. Beside a reference draft-07 reads nothing: that goes inside."""
    return {"title": title, "description": description, **({"allOf": [value]} if "$ref" in value else value)}


def suggested(words: Sequence[str], other: Schema) -> Schema:
    """Some words to choose from, where another text is allowed as well."""
    return {"anyOf": [{"enum": list(words)}, other]}


def fact_value(spec: FactSpec, *, unknown: bool = True) -> Schema:
    """A value of a fact, as in an example."""
    also = [UNKNOWN_WORD] if unknown else []
    match spec.kind:
        case FactKind.JA_NEE:
            return one_of(["ja", "nee", *also])
        case FactKind.KEUZE:
            return one_of([*spec.choices, *also])
        case FactKind.LEEFTIJD:
            bounds = f"((onder|vanaf) +)?{_AGES}".translate(_IGNORING_CASE)
            pattern = f"^({bounds}{f'|{UNKNOWN_WORD}' if unknown else ''})$"
            return _age(pattern, ["11 maanden", "54 jaar", "onder 1 jaar", "vanaf 1 jaar", *also])
        case _:
            return TEXT


def fact_test(spec: FactSpec) -> Schema:
    """A test on a fact, as in a condition: also known or unknown, a list, and bounds."""
    match spec.kind:
        case FactKind.JA_NEE:
            return one_or_more(one_of(["ja", "nee", *_KNOWN]), one_of(["ja", "nee"]))
        case FactKind.KEUZE:
            return one_or_more(one_of([*spec.choices, *_KNOWN]), one_of(spec.choices))
        case FactKind.LEEFTIJD:
            age = _AGES.translate(_IGNORING_CASE)
            bounds = f"({'|'.join(_ORDERINGS)}) +{age}|van +{age} tot +{age}"
            written = ["onder 1 jaar", "vanaf 1 jaar", "van 1 jaar tot 18 jaar", *_KNOWN]
            exact = _age(f"^{age}$", ["11 maanden", "54 jaar"])
            return one_or_more(_age(f"^({age}|{bounds}|{'|'.join(_KNOWN)})$", written), exact)
        case _:
            return any_test()


def any_test() -> Schema:
    """A test on a fact of which the schema does not know the values."""
    return one_or_more({**TEXT, "examples": [*_KNOWN]})


def _age(pattern: str, examples: list[str]) -> Schema:
    return {
        "type": "string",
        "pattern": pattern,
        "examples": examples,
        "errorMessage": 'Schrijf een leeftijd met eenheid, zoals "11 maanden", "onder 1 jaar" of "54 jaar".',
    }
