"""A difference between rules as Markdown: to stand under a change that is proposed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from mka_assist.cli.difference import (
    SAME,
    Calls,
    call_heading,
    calls_in_words,
    change_in_words,
    counted,
    grouped,
    grouped_texts,
    later_in_words,
    others,
    sentence,
)
from mka_assist.rulebook.clauses import capital
from mka_assist.rulebook.difference.report import BookDifference, Report, Told


def markdown(report: Report, calls: Calls | None) -> Iterator[str]:
    """The lines of the text; no two empty ones in a row."""
    before = ""
    for line in _markdown(report, calls):
        if line or before:
            yield line
        before = line


def _markdown(report: Report, calls: Calls | None) -> Iterator[str]:
    yield "# Wat deze wijziging doet"
    yield ""
    yield f"Vergeleken op {report.on:%d-%m-%Y}."
    if not report.differs:
        yield ""
        yield SAME
    for names, word in ((report.gone, "vervallen"), (report.added, "nieuw")):
        if names:
            yield ""
            yield f"Regio's die zijn {word}: {', '.join(names)}."
    for book in report.books:
        if book.differs or book.texts or book.later:
            yield from _markdown_book(book)
    if calls is not None:
        yield from ("", "## Meldingen", "", calls_in_words(calls), "")
        for call, changes in groupby(calls.otherwise, lambda one: one.call):
            yield f"- {_escaped(call_heading(call))}"
            yield from (f"  - {_escaped(change_in_words(one))}" for one in changes)


def _markdown_book(book: BookDifference) -> Iterator[str]:
    yield from ("", f"## {_escaped(capital(book.name))}")
    if book.as_nation:
        yield from ("", f"{counted(book.as_nation, 'verschil', 'verschillen')} zoals landelijk.")
    yield from _markdown_regions(book.told)
    for later in book.later:
        yield from ("", _escaped(later_in_words(later)))
        yield from _markdown_regions(later.told)
    for heading, texts in grouped_texts(book):
        yield from ("", heading, "", "| wat | was | wordt |", "| --- | --- | --- |")
        for text in texts:
            cells = (f"{text.of}, {text.part}", text.was, text.becomes)
            yield f"| {' | '.join(_escaped(cell).replace('|', '&#124;') for cell in cells)} |"


def _markdown_regions(told: Sequence[Told]) -> Iterator[str]:
    if told:
        yield ""
    for group in grouped(told):
        more = others(group[0].region)
        yield f"- {_escaped(sentence(group))}{f'; {_escaped(more)}' if more else ''}."
        yield from ("", "  ```yaml", f"  {group[0].region.example}", "  ```", "")


def _escaped(text: str) -> str:
    """Text in which Markdown sees no marks, on one line."""
    for sign in "\\`*_<>[]#":
        text = text.replace(sign, f"\\{sign}")
    return " ".join(text.split())
