"""Reading a mapping key by key: known keys only, typed values, and reading goes on after a mistake."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping

from mka_assist.rulebook.diagnostics import Diagnostics, Place
from mka_assist.rulebook.facts import nearest, normal_text, suggest
from mka_assist.rulebook.refusals import shown
from mka_assist.rulebook.source import Mapping as MappingNode
from mka_assist.rulebook.source import Node, Scalar, Sequence
from mka_assist.rulebook.vocabulary import ONLY_IN_REGION, UNFINISHED

IDENTIFIER = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)*")
YEARS = range(2000, 2200)
"""A date outside these years is a typing mistake."""


class Fields:
    """The fields of one mapping. A wrong or missing value is reported and reads as empty."""

    def __init__(self, node: Node, allowed: tuple[str, ...], what: str, report: Diagnostics) -> None:
        self.place, self.what, self.report = node.place, what, report
        self.nodes: dict[str, Node] = {}
        self.keys: dict[str, Place] = {}
        self.meant: set[str] = set()
        """Keys that an unknown key probably stands for ("" for none): these are not missing as well."""
        if is_empty(node):
            report.add("R013", node.place, f"{what} is leeg", "Vul het in of haal het weg.")
        elif not isinstance(node, MappingNode):
            message = f"{what} moet uit sleutels met waarden bestaan"
            report.add("R001", node.place, message, 'Schrijf "sleutel: waarde".')
        else:
            self.nodes = {key.text: value for key, value in node.entries if key.text in allowed}
            self.keys = {key.text: key.place for key, _ in node.entries}
            for key, _ in node.entries:
                if key.text not in allowed:
                    self._unknown(key, allowed)

    def __contains__(self, key: str) -> bool:
        return key in self.nodes

    def missing(self, key: str) -> bool:
        """Is a key absent, and not merely misspelt?"""
        return key not in self.nodes and key not in self.meant

    def require(self, *keys: str) -> None:
        """Report each of these keys that is missing; where nothing could be read that was said already."""
        for key in keys if self.nodes else ():
            if self.missing(key):
                message = f'de sleutel "{key}" ontbreekt in {self.what}'
                self.report.add("R003", self.place, message, f'Voeg "{key}: …" toe.')

    def place_of(self, key: str) -> Place:
        return self.nodes[key].place if key in self.nodes else self.place

    def key_place(self, key: str) -> Place:
        """Where a key itself stands: for what is wrong with its being there."""
        return self.keys.get(key, self.place)

    def text(self, key: str, *, longest: int = 500) -> str:
        """Plain text on one line; empty when the key is absent or what stands there is reported."""
        node = self.nodes.get(key)
        if node is None:
            return ""
        if not isinstance(node, Scalar):
            help = "Begint de tekst met { of [? Zet de tekst tussen aanhalingstekens."
            self.report.add("R004", node.place, f'"{key}" moet gewone tekst zijn', help)
            return ""
        text = normal_text(node.text)
        if not text:
            help = "Vul een waarde in of haal de sleutel weg."
            self.report.add("R005", node.place, f'"{key}" is leeg', help)
        elif len(text) > longest:
            message = f'"{key}" is langer dan {longest} tekens'
            self.report.add("R006", node.place, message, "Maak de tekst korter.")
            return ""
        return text

    def identifier(self, key: str) -> str:
        text = self.text(key, longest=80)
        if text and not IDENTIFIER.fullmatch(text):
            help = "Gebruik kleine letters, cijfers en streepjes, bijvoorbeeld jonger-dan-1-jaar."
            self.report.add("R007", self.place_of(key), f'"{shown(text)}" kan niet als {key}', help)
        return text

    def choice(self, key: str, choices: Iterable[str], default: str = "") -> str:
        if key not in self.nodes:
            return default
        text, known = self.text(key), tuple(choices)
        if text and text not in known:
            help = suggest(text, known) or f"Kies uit: {', '.join(known)}."
            self.report.add("R008", self.place_of(key), f'"{shown(text)}" kan niet bij {key}', help)
            return default
        return text or default

    def yes(self, key: str) -> bool:
        return self.choice(key, ("ja", "nee"), "nee") == "ja"

    def number(self, key: str, lowest: int, highest: int, default: int = 0) -> int:
        if key not in self.nodes:
            return default
        text = self.text(key)
        if not (text.isdecimal() and len(text) < 7 and lowest <= int(text) <= highest):
            if text:
                help = f"Schrijf een heel getal van {lowest} tot en met {highest}."
                self.report.add("R009", self.place_of(key), f'"{shown(text)}" kan niet bij {key}', help)
            return default
        return int(text)

    def date(self, key: str) -> dt.date | None:
        found = self._moment(key, r"\d{4}-\d{2}-\d{2}")
        if isinstance(found, str):
            help = "Schrijf jaar-maand-dag, bijvoorbeeld 2026-11-30 (jaar 2000 tot en met 2199)."
            self.report.add("R010", self.place_of(key), f'"{found}" is geen bruikbare datum', help)
            return None
        return found.date() if found else None

    def moment(self, key: str) -> dt.datetime | None:
        """A local moment (Europe/Amsterdam) without a zone, such as 2026-03-02 14:00."""
        found = self._moment(key, r"\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}")
        if isinstance(found, str):
            help = "Schrijf jaar-maand-dag uur:minuut, bijvoorbeeld 2026-03-02 14:00."
            self.report.add("R026", self.place_of(key), f'"{found}" is geen bruikbaar moment', help)
            return None
        return found

    def period(self) -> tuple[dt.date | None, dt.date | None]:
        """When it holds: the first and the last day, where they are given."""
        start = self.date("geldig_vanaf")
        for key in ("geldig_tot", "evalueren_voor"):
            end = self.date(key)
            if start and end and end < start:
                message = f'"{key}" ligt vóór "geldig_vanaf"'
                self.report.add("R012", self.place_of(key), message, "Controleer beide datums.")
        return start, self.date("geldig_tot")

    def items(self, key: str) -> tuple[Node, ...]:
        """The items of a list; one single value counts as a list of one."""
        node = self.nodes.get(key)
        if node is None:
            return ()
        if is_empty(node):
            help = "Vul de lijst of haal de sleutel weg."
            self.report.add("R011", node.place, f'de lijst bij "{key}" is leeg', help)
            return ()
        return node.items if isinstance(node, Sequence) else (node,)

    def texts(self, key: str, longest: int = 100) -> tuple[tuple[str, Place], ...]:
        """The texts of a list, each with its place; anything but text in it is reported."""
        found: list[tuple[str, Place]] = []
        for item in self.items(key):
            text = normal_text(item.text) if isinstance(item, Scalar) else ""
            if not text:
                message = f'in de lijst bij "{key}" hoort gewone tekst'
                self.report.add("R004", item.place, message, "Schrijf de teksten met komma's ertussen.")
            elif len(text) > longest:
                message = f'een tekst in de lijst bij "{key}" is langer dan {longest} tekens'
                self.report.add("R006", item.place, message, "Maak de tekst korter.")
            else:
                found.append((text, item.place))
        return tuple(found)

    def sub(self, key: str, allowed: tuple[str, ...], *required: str) -> Fields | None:
        """The fields of a mapping inside this one, or None when the key is absent."""
        if key not in self.nodes:
            return None
        fields = Fields(self.nodes[key], allowed, f'"{key}"', self.report)
        fields.require(*required)
        return fields

    def _unknown(self, key: Scalar, allowed: tuple[str, ...]) -> None:
        if key.text in ONLY_IN_REGION:
            help = "Hierover beslist een regio: zet het bovenin haar bestand."
            self.report.add("R028", key.place, f'"{key.text}" kan niet in {self.what}', help)
            return
        near = nearest(key.text, [k for k in allowed if k not in self.nodes]) or nearest(key.text, allowed)
        self.meant.add(near)
        help = f'Bedoelde u "{near}"?' if near else f"Toegestaan: {', '.join(allowed)}."
        self.report.add("R002", key.place, f'onbekende sleutel "{shown(key.text)}" in {self.what}', help)

    def _moment(self, key: str, pattern: str) -> dt.datetime | str | None:
        """A moment, None when nothing is given, or the text that is no moment."""
        text = self.text(key)
        if text.startswith(UNFINISHED):  # told by `unfinished`
            return None
        try:
            found = dt.datetime.fromisoformat(text) if re.fullmatch(pattern, text) else None
        except ValueError:
            found = None
        return found if found and found.year in YEARS else shown(text) or None


def pairs(node: Node, what: str, report: Diagnostics) -> Mapping[str, tuple[Place, Node]]:
    """The entries of a mapping whose keys are names of facts."""
    if isinstance(node, MappingNode):
        return {key.text: (key.place, value) for key, value in node.entries}
    if is_empty(node):
        report.add("R013", node.place, f"{what} is leeg", 'Schrijf "feit: waarde".')
    else:
        message = f"{what} moet uit feiten met waarden bestaan"
        report.add("R001", node.place, message, 'Schrijf "feit: waarde".')
    return {}


def is_empty(node: Node) -> bool:
    """Is nothing written here: no text, no items, no entries?"""
    match node:
        case Scalar():
            return not node.text
        case Sequence():
            return not node.items
        case _:
            return not node.entries
