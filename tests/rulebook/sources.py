"""What the tests of reading share: a rule file, and looking at what was read."""

from __future__ import annotations

import pytest

from mka_assist.rulebook.diagnostics import Finding, InputError, Place
from mka_assist.rulebook.source import Node, Scalar, Sequence, read_bytes, read_text

RULES = """\
# commentaar met “krullen”, een vaste\u00a0spatie en een 'apostrof
soort: partner
partner: hartslagnu
open: 12:30
geldig_vanaf: 2024-05-01

regels:
  - id: jonger-dan-1-jaar
    uitsluiting: {leeftijd: onder 1 jaar, locatie: [spoor, "te: water"]}
    uitleg: Bij een kind jonger dan 1 jaar  # hier eindigt de tekst
    lang: |
      Regel een: met dubbele punt.
      Regel twee # met hekje.
    vouw: >-
      een
      twee
    bron: {document: 'Kader ''s', paragraaf: "5.1"}
"""


def texts(node: Node) -> object:
    """The tree as plain dicts, lists and strings."""
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Sequence):
        return [texts(item) for item in node.items]
    return {key.text: texts(value) for key, value in node.entries}


def places(node: Node) -> list[Place]:
    """The places of all nodes and keys, in order."""
    if isinstance(node, Scalar):
        return [node.place]
    if isinstance(node, Sequence):
        return [node.place, *(place for item in node.items for place in places(item))]
    return [node.place, *(p for key, value in node.entries for p in (key.place, *places(value)))]


def refused(text: str | bytes, name: str = "r.yaml") -> tuple[Finding, ...]:
    """The findings that a text is refused with."""
    with pytest.raises(InputError) as raised:
        read_text(text, name) if isinstance(text, str) else read_bytes(text, name)
    return raised.value.findings
