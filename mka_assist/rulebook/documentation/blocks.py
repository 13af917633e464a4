"""What a page consists of, apart from how it is written: headings, paragraphs, lists and tables."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Code:
    """A name as it stands in a rule file."""

    text: str


@dataclass(frozen=True, slots=True)
class Strong:
    """Words that stand out."""

    text: str


@dataclass(frozen=True, slots=True)
class Link:
    """Words that lead to a heading of the same page."""

    text: str
    anchor: str


Inline = str | Code | Strong | Link
Text = Inline | tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 1 to 4. On paper level 2 starts a new page; what follows level 3 stays with it."""

    level: int
    text: str
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text. `warning`: it may not be overlooked; `rule`: it is the sentence of a rule."""

    text: Text
    warning: bool = False
    rule: bool = False


@dataclass(frozen=True, slots=True)
class Listing:
    """A list of points."""

    items: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table; without column names it is a list of names with their values."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Text, ...], ...]


Block = Heading | Paragraph | Listing | Table


@dataclass(frozen=True, slots=True)
class Page:
    """A page: its title, a word for the top of every printed sheet, and its blocks in order."""

    title: str
    mark: str
    blocks: tuple[Block, ...]


def inlines(text: Text) -> tuple[Inline, ...]:
    """The parts of a text in order."""
    return text if isinstance(text, tuple) else (text,)


def spread(texts: Iterable[Inline], between: str = ", ") -> Text:
    """Parts with the same words between them."""
    found: list[Inline] = []
    for text in texts:
        found += [between, text] if found else [text]
    return tuple(found)
