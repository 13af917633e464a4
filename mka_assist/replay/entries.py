"""What steps and expectations share: a kind with the keys that go with it, and times within a call."""

from __future__ import annotations

import re
from collections.abc import Mapping

from mka_assist.rulebook.fields import Fields

Kinds = Mapping[str, tuple[str, ...]]
"""The key that says what kind of entry it is, and which other keys belong to that kind."""

_OFFSET = re.compile(r"(?:(\d{1,2}):)?(\d{1,3}):([0-5]\d)")


def keys_of(kinds: Kinds) -> tuple[str, ...]:
    """Every key that an entry of any kind may have."""
    return tuple(dict.fromkeys(key for kind, extra in kinds.items() for key in (kind, *extra)))


def read_kind(fields: Fields, kinds: Kinds, always: str = "") -> str:
    """The one kind of an entry, or "" when there is none or more than one (which is reported). Keys that
    do not belong to the kind are reported too; `always` belongs to every kind."""
    found = [kind for kind in kinds if kind in fields]
    if len(found) != 1:
        if found or not fields.meant:
            what = f"noemt {len(found)} dingen tegelijk" if found else "zegt niet wat er gebeurt"
            help = f"Noem er één: {', '.join(kinds)}."
            fields.report.add("M004", fields.place, f"{fields.what} {what}", help)
        return ""
    for key in fields.nodes:
        if key not in (always, found[0], *kinds[found[0]]):
            message = f'"{key}" hoort niet bij {fields.what} "{found[0]}"'
            fields.report.add("M005", fields.key_place(key), message)
    return found[0]


def read_offset(fields: Fields, key: str) -> int | None:
    """Minutes and seconds since the call was opened, such as "1:07" or "1:02:07", in seconds; None when
    the field is absent or wrong (which is reported)."""
    text = fields.text(key)
    if not text:
        return None
    match = _OFFSET.fullmatch(text)
    if match is None or (match[1] and int(match[2]) > 59):
        help = 'Schrijf minuten en seconden sinds het begin, bijvoorbeeld "1:07".'
        fields.report.add("M003", fields.place_of(key), f'"{text}" is geen tijd in een melding', help)
        return None
    return (int(match[1] or 0) * 60 + int(match[2])) * 60 + int(match[3])
