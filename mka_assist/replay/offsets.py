"""Times in a fixture: minutes and seconds since the call was opened, such as "1:07" or "1:02:07"."""

from __future__ import annotations

import re

from mka_assist.rulebook.fields import Fields

_OFFSET = re.compile(r"(?:(\d{1,2}):)?(\d{1,3}):([0-5]\d)")


def read_offset(fields: Fields, key: str) -> int | None:
    """The seconds a field stands for, or None when it is absent or wrong (which is reported)."""
    text = fields.text(key)
    if not text:
        return None
    match = _OFFSET.fullmatch(text)
    if match is None or (match[1] and int(match[2]) > 59):
        help = 'schrijf minuten en seconden sinds het begin, bijvoorbeeld "1:07"'
        fields.report.add("M003", fields.place_of(key), f'"{text}" is geen tijd in een melding', help)
        return None
    return (int(match[1] or 0) * 60 + int(match[2])) * 60 + int(match[3])
