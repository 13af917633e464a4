"""A difference between rules in plain Dutch: the sentences, and the page for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING

from mka_assist.cli.folding import wrapped
from mka_assist.rulebook.clauses import capital, listed
from mka_assist.rulebook.difference.compare import Region
from mka_assist.rulebook.difference.outcomes import WARNED, About, Outcome
from mka_assist.rulebook.difference.report import BookDifference, Later, Report, Told
from mka_assist.rulebook.difference.texts import TextChange
from mka_assist.rulebook.model import Status
from mka_assist.rulebook.week import local

if TYPE_CHECKING:
    from mka_assist.replay.otherwise import Otherwise, RecordedCall

SAME = "Geen verschil: elke melding wordt beslist zoals voorheen."


def difference_lines(report: Report, calls: Calls | None) -> Iterator[str]:
    """The page: per rulebook the differences, what comes later, what is only text; then the calls."""
    yield f"Vergeleken op {report.on:%d-%m-%Y}."
    if not report.differs:
        yield SAME
    for name in report.gone:
        yield f"Regio {name} is vervallen."
    for name in report.added:
        yield f"Regio {name} is nieuw."
    for book in report.books:
        if book.differs or book.texts or book.later:
            yield ""
            yield from _book(book)
    if calls is not None:
        yield ""
        yield from _calls(calls)


def _book(book: BookDifference) -> Iterator[str]:
    yield capital(book.name)
    if book.as_nation:
        yield f"  {counted(book.as_nation, 'verschil', 'verschillen')} zoals landelijk"
    yield from _regions(book.told)
    for later in book.later:
        yield from wrapped("  ", later_in_words(later))
        yield from _regions(later.told)
    for heading, texts in grouped_texts(book):
        yield f"  {heading}"
        for text in texts:
            yield from _text(text)


def grouped_texts(book: BookDifference) -> Iterator[tuple[str, list[TextChange]]]:
    """What is written differently, under a heading that says what can come of it."""
    acts = [text for text in book.texts if text.handling]
    only = [text for text in book.texts if (text.pure or not book.differs) and text not in acts]
    rest = [text for text in book.texts if text not in acts and text not in only]
    if acts:
        yield "Anders tijdens de melding (het advies verandert niet):", _folded(acts)
    if rest:
        yield "Ook gewijzigd:", _folded(rest)
    if only:
        yield "Alleen tekst (geen beslissing verandert hierdoor):", _folded(only)


def _folded(texts: list[TextChange]) -> list[TextChange]:
    """What reads the same of several, together."""
    of: dict[TextChange, list[str]] = {}
    for text in texts:
        alike = replace(text, of="") if text.was or text.becomes else text
        of.setdefault(alike, []).append(text.of)
    return [replace(text, of=listed(names, "en")) for text, names in of.items()]


def _regions(told: Sequence[Told]) -> Iterator[str]:
    for group in grouped(told):
        yield from wrapped("  - ", sentence(group))
        if more := others(group[0].region):
            yield from wrapped("    ", more)
        yield f"    {group[0].region.example}"  # not folded: it is there to be pasted


def grouped(told: Sequence[Told]) -> list[list[Told]]:
    """Regions that say the same of several partners, together."""
    groups: dict[object, list[Told]] = {}
    for one in told:
        region = one.region
        alone = region.subject if region.subject.about is not About.PARTNER else None
        key = alone, one.when, region.was, region.becomes, region.pair, region.from_was
        groups.setdefault(key, []).append(one)
    return [*groups.values()]


def sentence(group: Sequence[Told]) -> str:
    """Regions as one plain sentence: when, who, what it was, what it becomes, and by which rule."""
    region = group[0].region
    rules = (
        listed(dict.fromkeys(id for one in group for id in one.region.rules), "en") if region.rules else ""
    )
    cause = f" ({'regels' if ' ' in rules else 'regel'} {rules})" if rules else _agreement(region)
    if region.subject.about is About.AANDACHT:
        change = f'aandachtspunt "{region.subject.name}" {_shown(region.pair[1])}'
    else:
        was, becomes = (outcome_in_words(outcome, region) for outcome in region.pair)
        names = listed((one.region.subject.name for one in group), "en")
        change = f"{names}{':' if len(group) > 1 else ''} was {was}, wordt {becomes}"
    part = "in een deel van deze meldingen: " if region.from_was is None else ""
    return f"{capital(group[0].when)}: {part}{change}{cause}"


def _agreement(region: Region) -> str:
    named = {outcome.key for outcome in region.pair}
    return " (afspraak)" if Status.GEEN_AFSPRAAK in named else ""


def outcome_in_words(outcome: Outcome, region: Region) -> str:
    """An outcome; that it brings a warning is said only where that makes a difference."""
    plain = outcome.words.removesuffix(WARNED)
    same = [one for one in (*region.was, *region.becomes) if one.words.removesuffix(WARNED) == plain]
    return outcome.words if len(same) > 1 else plain


def _shown(becomes: Outcome) -> str:
    return "verschijnt" if becomes.key == "ja" else "verschijnt niet meer"


def others(region: Region) -> str:
    """The other outcomes that change in the same calls, or nothing."""
    was, becomes = region.pair
    if len(region.was) > 1:
        words = (outcome_in_words(o, region) for o in region.was if o != was)
        return f"ook waar het {listed(words)} was"
    if len(region.becomes) > 1:
        words = (outcome_in_words(o, region) for o in region.becomes if o != becomes)
        return f"of, naar de andere regels: {listed(words)}"
    return ""


def later_in_words(later: Later) -> str:
    """What changes on a later day, as the start of a list."""
    gone = f"vervalt {later.gone} verschil" if later.gone == 1 else f"vervallen {later.gone} verschillen"
    parts = [
        *(("is er dit verschil:" if len(later.told) == 1 else "zijn er ook deze:",) if later.told else ())
    ]
    if later.gone:
        parts.insert(0, gone)
    return f"Vanaf {later.start:%d-%m-%Y} {' en '.join(parts)}{'' if later.told else '.'}"


def _text(text: TextChange) -> Iterator[str]:
    if not text.was:
        yield f"  - {text.of}: {text.part}"
        return
    yield f"  - {text.of}, {text.part}"
    yield from wrapped("      was:   ", text.was)
    yield from wrapped("      wordt: ", text.becomes)


class Calls:
    """The calls that were gone through, and what would have gone otherwise in them."""

    def __init__(self, number: int, otherwise: Sequence[Otherwise]) -> None:
        self.number = number
        self.otherwise = tuple(otherwise)

    @property
    def changed(self) -> int:
        return len({(one.call.region, one.call.number, one.call.opened_at) for one in self.otherwise})


def calls_in_words(calls: Calls) -> str:
    """How many calls would have gone otherwise."""
    if not calls.number:
        return "Geen meldingen gevonden bij deze regelboeken."
    if not calls.changed:
        return f"Van {counted(calls.number, 'melding', 'meldingen')} zou er geen anders zijn gegaan."
    verb = "zou" if calls.changed == 1 else "zouden"
    return (
        f"Van {counted(calls.number, 'melding', 'meldingen')} {verb} er {calls.changed} anders zijn gegaan:"
    )


def call_heading(call: RecordedCall) -> str:
    """Which call it is: its number and when it was opened."""
    region = f", {call.region}" if call.region else ""
    return f"{call.number} ({local(call.opened_at):%d-%m-%Y %H:%M}{region})"


def change_in_words(one: Otherwise) -> str:
    """One thing that would have gone otherwise, with the time since the call was opened."""
    from mka_assist.call.timings import format_elapsed

    when = f"op {format_elapsed(one.seconds)}"
    if one.subject.about is About.AANDACHT:
        return f'{when} aandachtspunt "{one.subject.name}" {_shown(one.becomes)}'
    return f"{when} {one.subject.name} was {one.was.words}, wordt {one.becomes.words}"


def _calls(calls: Calls) -> Iterator[str]:
    yield calls_in_words(calls)
    for call, changes in groupby(calls.otherwise, lambda one: one.call):
        yield f"  - {call_heading(call)}"
        for one in changes:
            yield from wrapped("      ", change_in_words(one))


def counted(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"
