"""Which signs stand on the screen: all of them, or only those that every terminal and every font has.

The views write one set of signs; this turns it into another where the screen is painted. A sign never changes
its width, so nothing moves.
"""

from __future__ import annotations

import locale
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from rich.cells import cell_len, set_cell_size

UNICODE, ASCII = "unicode", "ascii"
NAMES = (UNICODE, ASCII)

_SAME = (
    ("√✓✔", "v"),
    ("×✗✘", "x"),
    ("»▶►▸→⇒", ">"),
    ("«◀◄◂←⇐", "<"),
    ("↑▲△⇑", "^"),
    ("↓▼▽⇓", "v"),
    ("…", "~"),
    ("●◉■◆•", "*"),
    ("○◯□◇", "o"),
    ("♥♡", "+"),
    ("█▓▉▊▋▌", "#"),
    ("▒", "="),
    ("░▍▎▏·", "."),
    ("–—‐‑−", "-"),
    ("“”„‟", '"'),
    ("‘’‚‛", "'"),
    ("─━┄┅┈┉╌╍╴╶╸╺", "-"),
    ("│┃┆┇┊┋╎╏╵╷╹╻║▕", "|"),
    ("═", "="),
    ("┌┍┎┏┐┑┒┓└┕┖┗┘┙┚┛├┝┞┟┠┡┢┣┤┥┦┧┨┩┪┫┬┭┮┯┰┱┲┳┴┵┶┷┸┹┺┻┼┽┾┿╀╁╂╃╄╅╆╇╈╉╊╋", "+"),
    ("╔╗╚╝╠╣╦╩╬╒╓╕╖╘╙╛╜╞╟╡╢╤╥╧╨╪╫╭╮╯╰", "+"),
    ("\u00a0\u2009\u202f", " "),
)
TABLE: Mapping[str, str] = {sign: plain for signs, plain in _SAME for sign in signs}
"""What a sign becomes in the ascii set: one cell for one cell."""
_TABLE = str.maketrans(dict(TABLE))


@dataclass(frozen=True, slots=True)
class Glyphs:
    """A set of signs, for a terminal that reads this encoding. Letters with an accent are no signs: they stay
    as long as the terminal can show them."""

    name: str = UNICODE
    encoding: str = "utf-8"

    def shown(self, text: str) -> str:
        """The text as it stands on the screen, in as many cells as before."""
        return text if text.isascii() else _shown(text, self)


ALL_SIGNS = Glyphs()


def glyphs(name: str = "", encoding: str | None = None) -> Glyphs:
    """The set of this name, for the terminal of this process. Without a name it is unicode on a terminal that
    reads UTF-8, and ascii on every other."""
    encoding = (encoding or locale.getencoding()).lower().replace("_", "-")
    encoding = "utf-8" if encoding in ("utf8", "utf-8") else encoding
    return Glyphs(name or (UNICODE if encoding == "utf-8" else ASCII), encoding)


@lru_cache(maxsize=1024)
def _shown(text: str, glyphs: Glyphs) -> str:
    width = cell_len(text)
    if glyphs.name == ASCII:
        text = text.translate(_TABLE)
    if glyphs.encoding != "utf-8":
        text = "".join(_readable(text, glyphs.encoding))
    return text if cell_len(text) == width else set_cell_size(text, width)


def _readable(text: str, encoding: str) -> Iterator[str]:
    """Each character, the bare letter of one with an accent, or a question mark for each cell."""
    for sign in text:
        bare = unicodedata.normalize("NFKD", sign)[:1]
        for found in (sign, TABLE.get(sign, ""), bare if cell_len(bare) == cell_len(sign) else ""):
            if found and _encodes(found, encoding):
                yield found
                break
        else:
            yield "?" * cell_len(sign)


def _encodes(text: str, encoding: str) -> bool:
    try:
        text.encode(encoding)
    except (UnicodeEncodeError, LookupError):
        return text.isascii()
    return True
