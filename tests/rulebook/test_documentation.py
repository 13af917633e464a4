"""The page about a rulebook: nothing is left out, both forms say the same, and HTML needs nothing else."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest

from mka_assist.paths import rules_dir
from mka_assist.rulebook.descriptions import LATE
from mka_assist.rulebook.documentation.blocks import Code, Heading, Link, Page, Paragraph, Strong, Table
from mka_assist.rulebook.documentation.html import html
from mka_assist.rulebook.documentation.markdown import markdown
from mka_assist.rulebook.documentation.page import EXAMPLE_MARK, page_of
from mka_assist.rulebook.loading import find_rule_files, load_rulebook
from mka_assist.rulebook.meaning import effect
from mka_assist.rulebook.message import STANDARD
from mka_assist.rulebook.model import RuleBook, Status
from mka_assist.rulebook.phrases import condition_clause
from mka_assist.rulebook.sentences import rule_sentence

REGIONS = ("", *sorted(find_rule_files(rules_dir()).regions))


@pytest.fixture(scope="module", params=REGIONS, ids=lambda region: region or "landelijk")
def book(request: pytest.FixtureRequest) -> RuleBook:
    return load_rulebook(rules_dir(), request.param)


class Reader(HTMLParser):
    """The text of a page, its tags and attributes; fails on a tag that is closed in the wrong order."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text: list[str] = []
        self.open: list[str] = []
        self.attributes: list[tuple[str, str, str]] = []
        self.tags: list[str] = []
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(tag, name, value or "") for name, value in attrs]
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if not {"style", "title"} & set(self.open):
            self.text.append(data)

    @property
    def words(self) -> str:
        return " ".join(" ".join(self.text).split())


def plain(text: str) -> str:
    """Words without Markdown's marks."""
    text = re.sub(r'<a id="[^"]*"></a>|^[>#|-]+ |\|', " ", text, flags=re.MULTILINE)
    text = re.sub(r"\]\(#[^)]*\)", "", text)
    return re.sub(r"\\(.)", r"\1", re.sub(r"(?<!\\)[\[*`]|\*\*", "", text))


def squeezed(text: str) -> str:
    return re.sub(r"[\s|>*`\[\]\\#-]+", "", text)


def test_every_rule_stands_on_the_page_with_its_sentence_source_and_examples(book: RuleBook) -> None:
    words = squeezed(Reader(html(page_of(book))).words)
    in_markdown = squeezed(plain(markdown(page_of(book))))
    for rule in book.rules.values():
        for part in (rule.id, rule_sentence(rule, book), rule.text, rule.citation):
            assert squeezed(part) in words, part
            assert squeezed(part) in in_markdown, part
        assert words.count(squeezed(rule_sentence(rule, book))) >= 1
        if rule.deviation:
            assert squeezed(rule.deviation.reason) in words
            assert squeezed(rule.deviation.decided_by) in words


def test_what_is_laid_down_around_the_alarm_stands_on_the_page(book: RuleBook) -> None:
    own = [text for one in book.partners.values() for text in (one.message, one.warning, one.stand_down)]
    unit = book.virtual_unit
    aftercare = [part for care in book.aftercare.values() for part in (*care.lines, str(care.source))]
    for text in (squeezed(Reader(html(page_of(book))).words), squeezed(plain(markdown(page_of(book))))):
        for part in (*own, *STANDARD.values(), *book.aftercare, *aftercare, str(book.crowd_limits.source)):
            assert squeezed(part) in text, part
        assert squeezed(LATE[book.late_policy]) in text
        assert (squeezed("ook een aangevraagde eenheid") in text) is bool(unit)
        if unit:
            assert all(squeezed(part) in text for part in (unit.reason, unit.decision, unit.decided_by))
            assert f"{unit.valid_until:%d%m%Y}" in text


def test_what_the_page_is_of_stands_on_top(book: RuleBook) -> None:
    words = Reader(html(page_of(book, "Alleen voor training."))).words
    for part in (
        book.version,
        book.sha256,
        f"{book.valid_from:%d-%m-%Y}",
        "Alleen voor training.",
        *book.files,
    ):
        assert part in words
    for spec in book.facts.values():
        assert spec.name in words
        assert spec.question in words


def test_an_example_region_is_marked_as_such(book: RuleBook) -> None:
    page = page_of(book)
    for text in (html(page), markdown(page)):
        assert (EXAMPLE_MARK in text) is book.example_region
    assert ("@top-right" in html(page)) is book.example_region


def test_links_lead_somewhere(book: RuleBook) -> None:
    page = page_of(book)
    read = Reader(html(page))
    ids = [value for _, name, value in read.attributes if name == "id"]
    assert len(ids) == len(set(ids))
    targets = {value for _, name, value in read.attributes if name == "href"}
    assert targets
    assert targets <= {f"#{id}" for id in ids}
    text = markdown(page)
    anchors = set(re.findall(r'<a id="([^"]*)"></a>', text))
    assert set(re.findall(r"\]\(#([^)]*)\)", text)) <= anchors == set(ids)


def test_html_needs_nothing_from_elsewhere(book: RuleBook) -> None:
    text = html(page_of(book))
    read = Reader(text)
    assert not {"script", "link", "img", "iframe"} & set(read.tags)
    assert not re.search(r"https?://|url\(|@import", text)
    assert '<html lang="nl">' in text
    assert '<meta charset="utf-8">' in text
    assert "@media print" in text


def test_the_page_is_the_same_every_time(book: RuleBook) -> None:
    assert html(page_of(book)) == html(page_of(book))
    assert markdown(page_of(book)) == markdown(page_of(book))


def rows(table: Table) -> list[tuple[str, ...]]:
    def words(cell: object) -> str:
        parts = cell if isinstance(cell, tuple) else (cell,)
        return "".join(part if isinstance(part, str) else part.text for part in parts)

    return [tuple(words(cell) for cell in row) for row in table.rows]


def test_the_decision_table_of_a_partner_says_what_the_definition_says(book: RuleBook) -> None:
    tables = [
        block for block in page_of(book).blocks if isinstance(block, Table) and "onbekend" in block.columns
    ]
    assert len(tables) == len(book.partners)
    for partner, table in zip(book.partners.values(), tables, strict=True):
        found = {row[-1]: row for row in rows(table)}
        for id in partner.criteria:
            rule = book.rules[id]
            assert found[id][0] == condition_clause(rule.condition, book.facts)
            for told, verdict in zip(found[id][1:4], (True, False, None), strict=True):
                meant = effect(rule, verdict)
                assert told == (meant.replace("_", " ") if meant else "–")
        first, *_, last = rows(table)
        assert ("geldige afspraak" in first[0]) is partner.needs_agreement
        assert last[1] == "alarmeren"


def test_special_characters_stay_text() -> None:
    odd = 'a & b <script> "c" | d_e *f* [g](h) \\ `i` #'
    page = Page(
        odd,
        'merk "met" \\ </style>',
        (
            Heading(2, odd, "a"),
            Paragraph((odd, Strong(odd), Link(odd, "a"))),
            Table((odd,), ((odd,), ((Code("x_y"),),))),
        ),
    )
    read = Reader(html(page))
    assert "script" not in read.tags
    assert read.words.count(odd) == 7
    assert html(page).count("</style>") == 1
    text = markdown(page)
    assert re.search(r"(?<!\\)<script>", text) is None
    for line in text.splitlines():
        if line.startswith("| "):
            assert len(re.findall(r"(?<!\\)\|", line)) == 2, line


def test_every_status_and_effect_has_words_on_the_page() -> None:
    text = markdown(page_of(load_rulebook(rules_dir())))
    for status in Status:
        assert f"**{status.replace('_', ' ')}**" in text
