"""A page as one HTML file that needs nothing else, and that prints well on A4."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from itertools import groupby

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

_STYLE = """\
:root { --ink: #1a1a1a; --soft: #555; --line: #bbb; --shade: #f3f4f6; --rule: #12466e; --warn: #8a1f11; }
* { box-sizing: border-box; }
body { font: 16px/1.5 system-ui, "Segoe UI", "Liberation Sans", sans-serif; color: var(--ink);
  background: #fff; max-width: 62rem; margin: 2rem auto; padding: 0 1.5rem; }
h1 { font-size: 1.9rem; line-height: 1.2; }
h2 { font-size: 1.45rem; margin-top: 3rem; border-bottom: 2px solid var(--ink); padding-bottom: .2rem; }
h3 { font-size: 1.1rem; margin: 0 0 .5rem; }
h4 { font-size: 1rem; margin: 1rem 0 .25rem; }
section { border-top: 1px solid var(--line); padding-top: 1.1rem; margin-top: 1.6rem; }
a { color: var(--rule); }
code { font: .9em ui-monospace, "Liberation Mono", monospace; background: var(--shade); padding: 0 .25em; }
table { border-collapse: collapse; width: calc(100% - 1px); margin: .75rem 0 1rem; font-size: .92rem; }
th, td { border: 1px solid var(--line); padding: .3rem .55rem; text-align: left; vertical-align: top; }
thead th { background: var(--shade); }
table.names th { width: 13rem; font-weight: 600; background: var(--shade); }
td, th { overflow-wrap: break-word; }
td:first-child { min-width: 11rem; }
.rule { border-left: 4px solid var(--rule); background: var(--shade); padding: .5rem .8rem; margin: .5rem 0;
  font-size: 1.05rem; }
.warning { border: 2px solid var(--warn); color: var(--warn); padding: .5rem .8rem; font-weight: 600; }
@media print {
  body { font-size: 9pt; line-height: 1.35; max-width: none; margin: 0; padding: 0; }
  h1 { font-size: 18pt; }
  section { padding-top: 8pt; margin-top: 10pt; }
  table { font-size: 8.5pt; margin: 5pt 0 7pt; }
  th, td { padding: 1.5pt 4pt; }
  table.names th { width: 7rem; }
  td:first-child { min-width: 9rem; }
  .rule { font-size: 9.5pt; padding: 4pt 7pt; margin: 4pt 0; }
  h2 { break-before: page; margin-top: 0; }
  h2, h3, h4 { break-after: avoid; }
  section { break-inside: avoid-page; }
  section.long { break-inside: auto; }
  thead { display: table-header-group; }
  tr, .rule, .warning { break-inside: avoid; }
  a { color: inherit; text-decoration: none; }
  th, thead th, .rule, code { -webkit-print-color-adjust: exact; print-color-adjust: exact; }
}
"""
_LONG = 24
"""A part with more rows than this may be cut by the end of a sheet; a shorter one moves to the next."""


def html(page: Page) -> str:
    """The whole file; ends with a newline."""
    return "\n".join((*_head(page), *_body(page.blocks), "</main>", "</body>", "</html>", ""))


def _head(page: Page) -> Iterator[str]:
    title = escape(page.title)
    yield "<!DOCTYPE html>"
    yield '<html lang="nl">'
    yield "<head>"
    yield '<meta charset="utf-8">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield f"<title>{title}</title>"
    yield f"<style>\n{_sheet(page)}{_STYLE}</style>"
    yield "</head>"
    yield "<body>"
    yield "<main>"
    yield f"<h1>{title}</h1>"


def _sheet(page: Page) -> str:
    """What stands on every printed sheet: the title, the mark and the number of the page."""
    mark = f"@top-right {{ content: {_css(page.mark)}; font: bold 9pt sans-serif; color: #8a1f11; }} "
    return (
        "@page { size: A4; margin: 20mm 16mm 18mm; "
        f"@top-left {{ content: {_css(page.title)}; font: 8pt sans-serif; color: #555; }} "
        f"{mark if page.mark else ''}"
        '@bottom-right { content: counter(page) " / " counter(pages); font: 8pt sans-serif; } }\n'
    )


def _css(text: str) -> str:
    """A text as a CSS string that cannot end the style it stands in."""
    return '"' + "".join(c if c.isalnum() or c in " .,:()-" else f"\\{ord(c):x} " for c in text) + '"'


def _body(blocks: tuple[Block, ...]) -> Iterator[str]:
    """The blocks in order; what belongs to a heading of level 3 becomes one section, to be kept together."""
    part = 0
    numbered: list[tuple[int, Block]] = []
    for block in blocks:
        if isinstance(block, Heading) and block.level <= 3:
            part = part + 1 if block.level == 3 else 0
            part = part if block.level < 3 else len(numbered) + 1
        numbered.append((part, block))
    for number, group in groupby(numbered, key=lambda item: item[0]):
        inside = [block for _, block in group]
        if number:
            rows = sum(len(block.rows) for block in inside if isinstance(block, Table))
            yield '<section class="long">' if rows > _LONG else "<section>"
        yield from map(_block, inside)
        if number:
            yield "</section>"


def _block(block: Block) -> str:
    match block:
        case Heading(level, text, anchor):
            id = f' id="{escape(anchor)}"' if anchor else ""
            return f"<h{level}{id}>{escape(text)}</h{level}>"
        case Paragraph(text, warning, rule):
            kind = ' class="warning"' if warning else ' class="rule"' if rule else ""
            return f"<p{kind}>{_text(text)}</p>"
        case Listing(items):
            return "<ul>\n" + "\n".join(f"<li>{_text(item)}</li>" for item in items) + "\n</ul>"
        case Table(columns, rows):
            return "\n".join(_table(columns, rows))


def _table(columns: tuple[str, ...], rows: tuple[tuple[Text, ...], ...]) -> Iterator[str]:
    yield "<table>" if columns else '<table class="names">'
    if columns:
        head = "".join(f'<th scope="col">{escape(column)}</th>' for column in columns)
        yield f"<thead><tr>{head}</tr></thead>"
    yield "<tbody>"
    for first, *others in rows:
        cells = "".join(f"<td>{_text(cell)}</td>" for cell in others)
        lead = f"<td>{_text(first)}</td>" if columns else f'<th scope="row">{_text(first)}</th>'
        yield f"<tr>{lead}{cells}</tr>"
    yield "</tbody></table>"


def _text(text: Text) -> str:
    return "".join(map(_inline, inlines(text)))


def _inline(inline: Inline) -> str:
    match inline:
        case Code(text):
            return f"<code>{escape(text)}</code>"
        case Strong(text):
            return f"<strong>{escape(text)}</strong>"
        case Link(text, anchor):
            return f'<a href="#{escape(anchor)}">{escape(text)}</a>'
        case _:
            return escape(inline)
