"""A page as Markdown: readable as plain text, and with tables where it is rendered."""

from __future__ import annotations

import re

from mka_assist.rulebook.documentation.blocks import (
    Block,
    Code,
    Heading,
    Inline,
    Link,
    Listing,
    Page,
    Paragraph,
    Strong,
    Table,
    Text,
    inlines,
)

_SPECIAL = re.compile(r"([\\`*_\[\]<>|#])")


def markdown(page: Page) -> str:
    """The whole page; ends with a newline."""
    return "\n\n".join((f"# {_escaped(page.title)}", *map(_block, page.blocks))) + "\n"


def _block(block: Block) -> str:
    match block:
        case Heading(level, text, anchor):
            target = f'<a id="{anchor}"></a>\n\n' if anchor else ""
            return f"{target}{'#' * level} {_escaped(text)}"
        case Paragraph(text, warning, rule):
            said = _text(text)
            return f"> **{said}**" if warning else f"> {said}" if rule else said
        case Listing(items):
            return "\n".join(f"- {_text(item)}" for item in items)
        case Table(columns, rows):
            head = tuple(map(_escaped, columns)) or ("",) * len(rows[0])
            lines = [head, ("---",) * len(head), *((_text(cell) for cell in row) for row in rows)]
            return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _text(text: Text) -> str:
    return "".join(map(_inline, inlines(text)))


def _inline(inline: Inline) -> str:
    match inline:
        case Code(text):
            return f"`{text}`"
        case Strong(text):
            return f"**{_escaped(text)}**"
        case Link(text, anchor):
            return f"[{_escaped(text)}](#{anchor})"
        case _:
            return _escaped(inline)


def _escaped(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", text)
