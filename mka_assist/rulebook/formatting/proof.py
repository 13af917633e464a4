"""Is what was written the same as what was read? Same texts, rules and comments; only places differ."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Mapping as MappingType

from pydantic import BaseModel

from mka_assist.rulebook.diagnostics import Diagnostics
from mka_assist.rulebook.formatting.comments import comments_in
from mka_assist.rulebook.formatting.tree import read_tree
from mka_assist.rulebook.reader import read_document
from mka_assist.rulebook.source import Mapping, Node, Scalar, Sequence, read_text

_PLACES = ("place", "places")


def same_meaning(old: str, new: str, name: str) -> bool:
    """Do two texts of a rule file mean the same, down to each text and each comment?"""
    before, after = read_text(old, name), read_text(new, name)
    return (
        _texts(before) == _texts(after) and _read(before) == _read(after) and _comments(old) == _comments(new)
    )


def essence(value: object) -> object:
    """A model without the places in it, to compare with another."""
    match value:
        case BaseModel():
            fields = [name for name in type(value).model_fields if name not in _PLACES]
            return type(value), tuple(essence(getattr(value, name)) for name in fields)
        case MappingType():
            return tuple((key, essence(item)) for key, item in value.items())
        case tuple() | list():
            return tuple(map(essence, value))
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = [field.name for field in dataclasses.fields(value) if field.name not in _PLACES]
        return type(value), tuple(essence(getattr(value, name)) for name in fields)
    return value


def _texts(node: Node) -> object:
    """Every text by its keys, whatever their order."""
    match node:
        case Scalar(text):
            return text
        case Sequence(items):
            return tuple(map(_texts, items))
        case Mapping(entries):
            return {key.text: _texts(value) for key, value in entries}


def _read(node: Node) -> object:
    report = Diagnostics.empty()
    document = read_document(node, report)
    found = Counter((finding.code, finding.message) for finding in report.findings)
    return essence(document), found


def _comments(text: str) -> Counter[str]:
    return Counter(comments_in(text, read_tree(text)))
