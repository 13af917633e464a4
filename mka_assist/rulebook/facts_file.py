"""Reading the facts of a call from a YAML or JSON text: `{leeftijd: 54 jaar, zelfdoding: nee}`."""

from __future__ import annotations

from mka_assist.rulebook.diagnostics import Diagnostics
from mka_assist.rulebook.facts import FactKind, Facts, Value
from mka_assist.rulebook.fields import pairs
from mka_assist.rulebook.reading_conditions import Specs, find_spec, read_value
from mka_assist.rulebook.source import Scalar, read_bytes

_JSON_WORDS = {"true": "ja", "false": "nee", "null": "onbekend"}


def read_facts(data: bytes, name: str, specs: Specs) -> Facts:
    """The facts in a text; `name` stands for it in messages. Raises `InputError` with every mistake."""
    report = Diagnostics.empty()
    facts: dict[str, Value | None] = {}
    for fact, (place, node) in pairs(read_bytes(data, name), "dit bestand", report).items():
        spec = find_spec(fact, place, specs, report)
        if spec is None:
            continue
        if isinstance(node, Scalar):
            facts[fact] = read_value(spec, _plain(node, spec.kind), node.place, report)
        else:
            message = f"bij {fact} hoort één waarde, geen lijst of blok"
            report.add("F002", node.place, message, f'Schrijf "{fact}: waarde".')
    report.raise_errors()
    return facts


def _plain(node: Scalar, kind: FactKind) -> str:
    """JSON writes yes, no and unknown as true, false and null; in quotes they are words like any other."""
    if node.quoted or (kind is not FactKind.JA_NEE and node.text != "null"):
        return node.text
    return _JSON_WORDS.get(node.text, node.text)
