"""Characters that look like nothing or like another: where they may not stand, and what to say of them."""

from __future__ import annotations

import re
from itertools import islice

from mka_assist.rulebook.diagnostics import Finding, Place
from mka_assist.rulebook.refusals import refusal

# Per line the first is enough: the tail `.*` skips the rest of it.
_UNSEEN = (
    r"(?P<Y001>[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff])"
    r"|(?P<Y002>[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069])"
    r"|(?P<Y003>[\u00ad\u180e\u200b-\u200d\u2060-\u2064\ufeff\U000e0000-\U000e007f])"
)
_SPACE_OR_QUOTE = r"(?P<Y004>[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000])|(?P<Y005>[“”„‟‘’‚‛])"
ANYWHERE = re.compile(f"(?:{_UNSEEN}).*")
IN_SCALAR = re.compile(f"{_UNSEEN}|{_SPACE_OR_QUOTE}")
# May skip too much (a # in a quoted text starts no comment) but never takes a comment for text.
OUTSIDE_COMMENT = re.compile(rf"(?:^|(?<=[ \t]))#.*|(?:{_SPACE_OR_QUOTE}).*", re.MULTILINE)


def place_at(text: str, offset: int, name: str) -> Place:
    """The place of a character, for a text with "\\n" line ends."""
    return Place(name, text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset))


def suspects(pattern: re.Pattern[str], text: str, name: str, most: int) -> list[Finding]:
    """The characters of the wrong kind, at most one a line and `most` in all."""
    found = (match for match in pattern.finditer(text) if match.lastgroup)
    return [character(match, place_at(text, match.start(), name)) for match in islice(found, most)]


def character(match: re.Match[str], where: Place) -> Finding:
    """What to say of a character that one of the patterns found."""
    code = match.lastgroup or ""
    char = match[code]
    return refusal(code, where, char=char if code == "Y005" else f"U+{ord(char):04X}")
