"""How the line mode is used, for the manual: made from the words and keys it really takes."""

from __future__ import annotations

from mka_assist.plain.spoken import TYPED, WORDS
from mka_assist.rulebook.documentation.blocks import Block, Code, Heading, Paragraph, Table

TITLE = "Regel voor regel"
PARAGRAPHS = (
    "Met --platte-tekst gaat de console regel voor regel, voor een schermlezer, een pijp of een terminal die "
    "geen scherm kan tonen. Het is dezelfde console: dezelfde toetsen, meldingen en hetzelfde journaal.",
    "Typ een toets en Enter, of meer toetsen op een regel met een spatie ertussen, zoals n n n of f2 f2. "
    "Hoofdletters maken niet uit. Vraagt een toets om een tekst, dan is de rest van de regel die tekst, of "
    "anders de volgende regel; F1 tot en met F10 en esc blijven dan toetsen.",
    "Elke regel die terugkomt is één ding dat nieuw is. Na een vergissing wordt de rest van de regel niet "
    "gedaan; er staat bij wat. Wat twee keer moet, wacht hier 10 seconden op de tweede keer, en een menu "
    "blijft een minuut open: voorlezen kost tijd.",
    "Eindigt de invoer, dan eindigt het programma; een open melding is later te hervatten. De afsluitcode is "
    "dan 0, of 2 als niet alles kon worden opgeslagen.",
)


def line_mode(level: int) -> tuple[Block, ...]:
    """The part of the manual about the line mode, under a heading of this level."""
    words = tuple((Code(word), text) for word, text in WORDS.items())
    keys = ", ".join(TYPED)
    return (
        Heading(level, TITLE),
        *map(Paragraph, PARAGRAPHS),
        Table(("Woord", "Wat"), words),
        Paragraph(f"Toetsen met een naam: {keys}."),
    )
