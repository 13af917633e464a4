"""What an author still has to fill in: a value that begins with TODO, as a new file of a region has them.

An unfinished agreement must not alarm anybody: such a file is refused until everything is filled in.
"""

from __future__ import annotations

from collections.abc import Iterator

from mka_assist.rulebook.diagnostics import Diagnostics
from mka_assist.rulebook.refusals import shown
from mka_assist.rulebook.source import Mapping, Node, Scalar
from mka_assist.rulebook.vocabulary import UNFINISHED


def unfinished(node: Node) -> Iterator[Scalar]:
    """Every value that is still to be filled in, in the order of the text."""
    match node:
        case Scalar(text):
            if text.startswith(UNFINISHED):
                yield node
        case Mapping(entries):
            for _, value in entries:
                yield from unfinished(value)
        case _:
            for item in node.items:
                yield from unfinished(item)


def report_unfinished(node: Node, report: Diagnostics) -> None:
    """One finding for each value that is still to be filled in."""
    for value in unfinished(node):
        report.add("R070", value.place, f"hier staat nog {shown(value.text)}", "Vul de hele waarde in.")
