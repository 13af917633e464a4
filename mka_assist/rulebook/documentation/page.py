"""The whole page about a rulebook: what it is, how to read it, partners, rules and facts."""

from __future__ import annotations

from collections.abc import Iterator

from mka_assist.rulebook.descriptions import FACT_KINDS, STATUSES
from mka_assist.rulebook.documentation.blocks import (
    Block,
    Code,
    Heading,
    Link,
    Listing,
    Page,
    Paragraph,
    Strong,
    Table,
    Text,
    spread,
)
from mka_assist.rulebook.documentation.partners import partner_chapter
from mka_assist.rulebook.documentation.policy import policy_chapter
from mka_assist.rulebook.documentation.rules import (
    date_words,
    facts_words,
    rule_chapters,
    rule_link,
    status_words,
)
from mka_assist.rulebook.facts import FactSpec
from mka_assist.rulebook.model import RuleBook

EXAMPLE_MARK = "VOORBEELD: deze regio bestaat niet"


def page_of(rulebook: RuleBook, notice: str = "") -> Page:
    """The page about a rulebook; `notice` is the intended use, to stand at the top."""
    title = f"Regels first responders reanimatie: {rulebook.region_name or 'landelijk'}"
    content = (
        *partner_chapter(rulebook),
        *policy_chapter(rulebook),
        *rule_chapters(rulebook),
        *_facts(rulebook),
    )
    blocks = (*_opening(rulebook, notice), *_contents(content), *_reading(rulebook), *content)
    return Page(title, EXAMPLE_MARK if rulebook.example_region else "", blocks)


def _opening(rulebook: RuleBook, notice: str) -> Iterator[Block]:
    if rulebook.example_region:
        warning = "De gemeenten, afspraken en besluiten zijn verzonnen. Niet gebruiken."
        yield Paragraph(f"{EXAMPLE_MARK}. {warning}", warning=True)
    if notice:
        yield Paragraph(notice)
    rows: list[tuple[Text, ...]] = [
        ("Regio", rulebook.region_name or "geen: alleen de landelijke regels"),
        ("Versie", rulebook.version),
        ("Regels geldig vanaf", date_words(rulebook.valid_from)),
        ("Kenmerk (sha256)", (Code(rulebook.sha256),)),
        ("Bestanden", spread(map(Code, rulebook.files))),
    ]
    if rulebook.turns:
        days = " en ".join(map(date_words, rulebook.turns))
        rows.insert(3, ("Andere versies", f"op {days} gaat een nieuwe versie van een bestand in"))
    yield Table((), tuple(rows))


def _contents(blocks: tuple[Block, ...]) -> Iterator[Block]:
    """Where to find each partner and each rule."""
    yield Heading(4, "Inhoud")
    chapters: dict[str, list[Link]] = {}
    for block in blocks:
        if isinstance(block, Heading) and block.level == 2:
            chapters[block.text] = []
        elif isinstance(block, Heading) and block.anchor:
            chapters[next(reversed(chapters))].append(Link(block.text, block.anchor))
    yield Listing(tuple((Strong(title), ": ", *_linked(links)) for title, links in chapters.items() if links))


def _linked(links: list[Link]) -> tuple[Link | str, ...]:
    return tuple(part for link in links for part in (", ", link))[1:]


def _reading(rulebook: RuleBook) -> Iterator[Block]:
    yield Heading(4, "Zo leest u deze pagina")
    yield Paragraph(
        "Per partner beantwoorden de criteria de melding met ja, nee of onbekend. Elk antwoord kan een "
        "status geven. Spreken meer criteria, dan telt de sterkste status; de sterkste staat bovenaan. "
        "Zonder ingezette ambulance wordt niemand gealarmeerd, wat de regels ook zeggen."
    )
    yield Table(
        ("Status", "Betekenis"),
        tuple(((Strong(status_words(status)),), meaning) for status, meaning in STATUSES.items()),
    )
    plain = facts_words(rulebook.example_facts, rulebook)
    yield Paragraph(f"De voorbeelden gaan uit van: {plain}, tenzij zij zelf iets anders zeggen.")


def _facts(rulebook: RuleBook) -> Iterator[Block]:
    yield Heading(2, "Feiten en hun vragen")
    yield Table(
        ("Feit", "Betekenis", "Waarden", "Vraag", "Regels"),
        tuple(_fact(spec, rulebook) for spec in rulebook.facts.values()),
    )


def _fact(spec: FactSpec, rulebook: RuleBook) -> tuple[Text, ...]:
    values = ", ".join(choice.replace("_", " ") for choice in spec.choices) or FACT_KINDS[spec.kind]
    question = spec.question or ("volgt uit het verloop" if spec.progress else "wordt niet gevraagd")
    used = [id for id, rule in rulebook.rules.items() if spec.name in rule.facts]
    rules: Text = spread(rule_link(id, rulebook) for id in used) or "geen"
    return (Code(spec.name),), spec.label, values, question, rules
