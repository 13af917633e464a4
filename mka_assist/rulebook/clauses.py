"""What is said of one fact, as a Dutch clause that can stand in every word order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from mka_assist.rulebook.facts import FactKind, FactSpec


@dataclass(frozen=True, slots=True)
class Clause:
    """Subject, complement, verb and what follows the verb: "de patiënt", "jonger", "is", "dan 1 jaar"."""

    subject: str
    complement: str
    verb: str = "is"
    tail: str = ""

    @property
    def after_if(self) -> str:
        """The order after "als": "de patiënt jonger is dan 1 jaar"."""
        return _joined(self.subject, self.complement, self.verb, self.tail)

    @property
    def main(self) -> str:
        """The order of a sentence by itself: "de patiënt is jonger dan 1 jaar"."""
        return _joined(self.subject or "het", self.verb, self.complement, self.tail)


@dataclass(frozen=True, slots=True)
class Wording:
    """How sentences speak of a fact: what it is called, and for yes and no a clause each."""

    noun: str
    yes: Clause | None = None
    no: Clause | None = None
    values: Mapping[str, str] | None = None
    """Values of a choice as they read after "is"."""


def _both(noun: str, subject: str, yes: str, no: str, verb: str = "is", tail: str = "") -> Wording:
    return Wording(noun, Clause(subject, yes, verb, tail), Clause(subject, no, verb, tail))


WORDINGS: Mapping[str, Wording] = {
    "bewustzijn": _both("het bewustzijn", "de patiënt", "bij bewustzijn", "niet bij bewustzijn"),
    "ademhaling": Wording(
        "de ademhaling", values={"normaal": "normaal", "afwijkend": "afwijkend", "geen": "afwezig"}
    ),
    "vermoeden_reanimatie": _both(
        "het vermoeden", "er", "een vermoeden van een reanimatie", "geen vermoeden van een reanimatie"
    ),
    "geweld_of_onveilig": _both(
        "de veiligheid", "de situatie", "gewelddadig of onveilig", "veilig en zonder geweld"
    ),
    "veilig_bereikbaar": _both(
        "de bereikbaarheid", "de patiënt", "veilig bereikbaar", "niet veilig bereikbaar"
    ),
    "locatie": Wording(
        "de locatie",
        values={
            "woning": "een woning",
            "openbare_ruimte": "de openbare ruimte",
            "weg": "een weg",
            "snelweg": "een snelweg",
            "spoor": "het spoor",
            "water": "het water",
            "strand": "het strand",
            "zwembad": "een zwembad",
            "bedrijf": "een bedrijf",
            "bouwplaats": "een bouwplaats",
            "zorginstelling": "een zorginstelling",
            "ziekenhuis": "een ziekenhuis",
            "overig": "een overige plek",
        },
    ),
    "risicovolle_locatie": _both("het risico van de locatie", "de locatie", "risicovol", "niet risicovol"),
    "ernstig_trauma": _both(
        "het trauma", "er", "sprake", "geen sprake", tail="van een ernstig trauma"
    ),
    "zelfdoding": _both(
        "de zelfdoding", "er", "sprake", "geen sprake", tail="van een (poging tot) zelfdoding"
    ),
    "leeftijd": Wording("de leeftijd"),
    "te_water": _both("te water", "de patiënt", "in het water", "niet in het water", "ligt"),
    "gemeente": Wording("de gemeente"),
    "niet_reanimeren_verklaring": _both(
        "de niet-reanimerenverklaring", "er", "een niet-reanimerenverklaring gemeld",
        "geen niet-reanimerenverklaring gemeld",
    ),
    "ambulance_ingezet": _both("de ambulance", "de ambulance", "ingezet", "niet ingezet"),
    "ambulance_ter_plaatse": _both("de ambulance", "de ambulance", "ter plaatse", "niet ter plaatse"),
    "first_responder_ter_plaatse": _both(
        "de first responder", "er", "een first responder ter plaatse", "geen first responder ter plaatse"
    ),
}  # fmt: skip
"""The facts of the contract. A region's own facts are spoken of by the name that the region gave them."""


def wording(spec: FactSpec) -> Wording:
    """How sentences speak of a fact."""
    if spec.name in WORDINGS:
        return WORDINGS[spec.name]
    name = f'"{spec.label or spec.name.replace("_", " ")}"'
    if spec.kind is not FactKind.JA_NEE:
        return Wording(name)
    answer = f"het antwoord op {name}"
    return Wording(name, Clause(answer, "ja"), Clause(answer, "nee"))


def listed(words: Iterable[str], last: str = "of") -> str:
    """ "a, b of c"."""
    *first, final = words
    return f"{', '.join(first)} {last} {final}" if first else final


def capital(text: str) -> str:
    """With a capital letter at the start; 's and 't keep theirs."""
    return text if text[:1] in "'\"(" else text[:1].upper() + text[1:]


def _joined(*parts: str) -> str:
    return " ".join(part for part in parts if part)
