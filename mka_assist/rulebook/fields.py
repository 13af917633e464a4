"""Reading a mapping key by key: known keys only, typed values, and reading goes on after a mistake."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping

from mka_assist.rulebook.diagnostics import Diagnostics, Place
from mka_assist.rulebook.facts import normal_text, suggest
from mka_assist.rulebook.source import Mapping as MappingNode
from mka_assist.rulebook.source import Node, Scalar, Sequence

IDENTIFIER = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)*")


class Fields:
    """The fields of one mapping. A wrong or missing value is reported and reads as empty."""

    def __init__(self, node: Node, allowed: tuple[str, ...], what: str, report: Diagnostics) -> None:
        self.place, self.what, self.report = node.place, what, report
        self.nodes: dict[str, Node] = {}
        if not isinstance(node, MappingNode):
            report.add(
                "R001",
                node.place,
                f"{what} moet uit sleutels met waarden bestaan",
                "schrijf: sleutel: waarde",
            )
            return
        for key, value in node.entries:
            if key.text in allowed:
                self.nodes[key.text] = value
            else:
                help = suggest(key.text, allowed) or f"toegestaan: {', '.join(allowed)}"
                report.add("R002", key.place, f'onbekende sleutel "{key.text}" in {what}', help)

    def __contains__(self, key: str) -> bool:
        return key in self.nodes

    def require(self, *keys: str) -> None:
        for key in keys:
            if key not in self.nodes:
                self.report.add("R003", self.place, f'de sleutel "{key}" ontbreekt in {self.what}')

    def place_of(self, key: str) -> Place:
        return self.nodes[key].place if key in self.nodes else self.place

    def text(self, key: str, *, longest: int = 500) -> str:
        """Plain text on one line; empty when the key is absent."""
        node = self.nodes.get(key)
        if node is None:
            return ""
        if not isinstance(node, Scalar):
            self.report.add("R004", node.place, f'"{key}" moet gewone tekst zijn')
            return ""
        text = normal_text(node.text)
        if not text:
            self.report.add(
                "R005", node.place, f'"{key}" is leeg', "vul een waarde in of haal de sleutel weg"
            )
        elif len(text) > longest:
            self.report.add("R006", node.place, f'"{key}" is langer dan {longest} tekens')
            return text[:longest]
        return text

    def identifier(self, key: str) -> str:
        text = self.text(key, longest=80)
        if text and not IDENTIFIER.fullmatch(text):
            self.report.add(
                "R007",
                self.place_of(key),
                f'"{text}" kan niet als {key}',
                "gebruik kleine letters, cijfers en streepjes, bijvoorbeeld jonger-dan-1-jaar",
            )
        return text

    def choice(self, key: str, choices: Iterable[str], default: str = "") -> str:
        if key not in self.nodes:
            return default
        text, known = self.text(key), tuple(choices)
        if text and text not in known:
            help = suggest(text, known) or f"kies uit: {', '.join(known)}"
            self.report.add("R008", self.place_of(key), f'"{text}" kan niet bij {key}', help)
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
                message = f'"{text}" kan niet bij {key}: een heel getal van {lowest} tot en met {highest}'
                self.report.add("R009", self.place_of(key), message)
            return default
        return int(text)

    def date(self, key: str) -> dt.date | None:
        text = self.text(key)
        if not text:
            return None
        try:
            if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
                raise ValueError
            return dt.date.fromisoformat(text)
        except ValueError:
            help = "schrijf jaar-maand-dag, bijvoorbeeld 2026-11-30"
            self.report.add("R010", self.place_of(key), f'"{text}" is geen bestaande datum', help)
            return None

    def moment(self, key: str) -> dt.datetime | None:
        """A local moment (Europe/Amsterdam) without a zone, such as 2026-03-02 14:00."""
        text = self.text(key)
        if not text:
            return None
        try:
            if not re.fullmatch(r"\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}", text):
                raise ValueError
            return dt.datetime.fromisoformat(text)
        except ValueError:
            help = "schrijf jaar-maand-dag uur:minuut, bijvoorbeeld 2026-03-02 14:00"
            self.report.add("R026", self.place_of(key), f'"{text}" is geen bestaand moment', help)
            return None

    def items(self, key: str) -> tuple[Node, ...]:
        """The items of a list; one single value counts as a list of one."""
        node = self.nodes.get(key)
        if node is None:
            return ()
        if isinstance(node, Sequence):
            if not node.items:
                self.report.add("R011", node.place, f'de lijst bij "{key}" is leeg')
            return node.items
        return (node,)

    def texts(self, key: str) -> tuple[tuple[str, Place], ...]:
        """The texts of a list, each with its place; anything but text in it is reported."""
        found: list[tuple[str, Place]] = []
        for item in self.items(key):
            if isinstance(item, Scalar) and item.text:
                found.append((normal_text(item.text), item.place))
            else:
                self.report.add("R004", item.place, f'in de lijst bij "{key}" hoort gewone tekst')
        return tuple(found)

    def sub(self, key: str, allowed: tuple[str, ...], *required: str) -> Fields | None:
        """The fields of a mapping inside this one, or None when the key is absent."""
        if key not in self.nodes:
            return None
        fields = Fields(self.nodes[key], allowed, f'"{key}"', self.report)
        if isinstance(self.nodes[key], MappingNode):
            fields.require(*required)
        return fields


def pairs(node: Node, what: str, report: Diagnostics) -> Mapping[str, tuple[Place, Node]]:
    """The entries of a mapping whose keys are names of facts."""
    if not isinstance(node, MappingNode):
        report.add("R001", node.place, f"{what} moet uit feiten met waarden bestaan", "schrijf: feit: waarde")
        return {}
    return {key.text: (key.place, value) for key, value in node.entries}
