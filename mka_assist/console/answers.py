"""The answer a key gives to the question that stands."""

from __future__ import annotations

from mka_assist.call.commands import Answer
from mka_assist.console.steps import Menu, Note, Option, Prompt, Step
from mka_assist.rulebook.facts import UNKNOWN_WORD, FactKind, FactSpec, parse_value

BREATHING = "ademhaling"
"""The one question with keys of its own: normal, not normal, none."""

_BREATHS = {"yes": "normaal", "no": "afwijkend", "none": "geen"}
_WORDS = {"yes": "ja", "no": "nee"}
_AGES = {"yes": "onder 1 jaar", "no": "vanaf 1 jaar"}


def answer_for(action: str, spec: FactSpec | None) -> Step:
    """From an answer key (yes, no, none, unknown, fill) to what it says about a question."""
    if spec is None:
        return Note("Er is geen vraag. Kies er een met een cijfer of een pijl.")
    if action == "unknown":
        return (Answer(spec.name, UNKNOWN_WORD),)
    if action == "fill":
        return value_for(spec)
    text = _texts(spec).get(action)
    if text is None:
        return Note(
            "Deze toets past niet bij de vraag." if action == "none" else "Druk op Enter om te kiezen."
        )
    return (Answer(spec.name, text),)


def offered(spec: FactSpec) -> tuple[tuple[str, str], ...]:
    """The acts that answer a question, by id, each with what it says."""
    unknown = ("unknown", "Onbekend")
    if spec.name == BREATHING:
        return ("yes", "Normaal"), ("no", "Niet normaal"), ("none", "Geen"), unknown
    match spec.kind:
        case FactKind.JA_NEE:
            return ("yes", "Ja"), ("no", "Nee"), unknown
        case FactKind.LEEFTIJD:
            return ("yes", "Jonger dan 1 jaar"), ("no", "1 jaar of ouder"), unknown, ("fill", "Typen")
        case FactKind.KEUZE:
            return ("fill", f"Kies uit {len(spec.choices)}"), unknown
        case _:
            return ("fill", "Typen"), unknown


def fillable(spec: FactSpec) -> bool:
    """Is the answer to this question chosen from a list or typed?"""
    return spec.kind is not FactKind.JA_NEE and spec.name != BREATHING


def yes_or_no(spec: FactSpec) -> bool:
    """Is this question answered with a letter?"""
    return bool(_texts(spec))


def _texts(spec: FactSpec) -> dict[str, str]:
    if spec.name == BREATHING:
        return _BREATHS
    return {FactKind.JA_NEE: _WORDS, FactKind.LEEFTIJD: _AGES}.get(spec.kind, {})


def value_for(spec: FactSpec) -> Step:
    """The answer to a question that is not a plain yes or no: from a list, or typed."""
    if spec.kind is FactKind.KEUZE:
        options = tuple(Option(c.replace("_", " "), (Answer(spec.name, c),)) for c in spec.choices)
        return Menu(spec.question, options)
    if spec.kind is FactKind.JA_NEE:
        return Note("Antwoord met J, N of O.")

    def read(text: str) -> Step:
        parse_value(spec, text)
        return (Answer(spec.name, text),)

    hints = {
        FactKind.LEEFTIJD: "bijvoorbeeld 54 jaar, 11 maanden of onder 1 jaar",
        FactKind.GETAL: "een heel getal",
    }
    return Prompt(spec.question, hints.get(spec.kind, "typ het antwoord"), read)
