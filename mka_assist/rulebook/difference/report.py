"""The whole difference between two sets of rules: nation and regions, now and later, decisions and texts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from mka_assist.rulebook.analysis.wording import box_in_words
from mka_assist.rulebook.diagnostics import Finding, InputError, Place
from mka_assist.rulebook.difference.compare import Region
from mka_assist.rulebook.difference.outcomes import Outcome, Subject
from mka_assist.rulebook.difference.periods import Period, periods
from mka_assist.rulebook.difference.sources import RuleSet
from mka_assist.rulebook.difference.texts import TextChange, text_changes
from mka_assist.rulebook.model import RuleBook

NATION = "landelijk"


@dataclass(frozen=True, slots=True)
class Told:
    """One region of calls as it is told: `when` says in words which calls, `day` from when on."""

    when: str
    region: Region
    day: dt.date

    @property
    def key(self) -> tuple[Subject, str, tuple[Outcome, ...], tuple[Outcome, ...]]:
        """What it says, whichever rulebook it is said of."""
        return self.region.subject, self.when, self.region.was, self.region.becomes


@dataclass(frozen=True, slots=True)
class Later:
    """What changes from a later day on: new differences, and how many from before are gone."""

    start: dt.date
    told: tuple[Told, ...]
    gone: int


@dataclass(frozen=True, slots=True)
class BookDifference:
    """One rulebook, old and new. `as_nation` counts the differences that the nation's rules have just so;
    they are not in `told` again, nor are its texts."""

    region: str
    name: str
    told: tuple[Told, ...]
    later: tuple[Later, ...]
    texts: tuple[TextChange, ...]
    as_nation: int = 0

    @property
    def differs(self) -> bool:
        """Is any call decided differently, now or later?"""
        return bool(self.told or self.as_nation or any(later.told for later in self.later))

    @property
    def handled_otherwise(self) -> bool:
        """Does a call go otherwise in what is not a decision, such as what opens the partner alarm?"""
        return any(text.handling for text in self.texts)


@dataclass(frozen=True, slots=True)
class Report:
    """Every rulebook that was compared, and the regions that only one side has."""

    on: dt.date
    books: tuple[BookDifference, ...]
    gone: tuple[str, ...]
    added: tuple[str, ...]
    loaded: Mapping[str, tuple[RuleBook, RuleBook]]

    @property
    def differs(self) -> bool:
        """Does anything mean something else than it did?"""
        books = any(book.differs or book.handled_otherwise for book in self.books)
        return bool(self.gone or self.added or books)


def report(old: RuleSet, new: RuleSet, region: str, on: dt.date) -> Report:
    """Compare one region, or without one the nation and every region. Raises `InputError`."""
    was, becomes = old.regions(), new.regions()
    names = [region] if region else ["", *(name for name in becomes if name in was)]
    loaded = {name: (old.load(name), new.load(name)) for name in names}
    nation: BookDifference | None = None
    books: list[BookDifference] = []
    for name, (before, after) in loaded.items():
        with old.named(), new.named():
            found = book_difference(before, after, on)
        nation = nation or (found if not name else None)
        books.append(_without(found, nation) if nation and name else found)
    return Report(
        on,
        tuple(books),
        tuple(name for name in was if name not in becomes and not region),
        tuple(name for name in becomes if name not in was and not region),
        loaded,
    )


def book_difference(old: RuleBook, new: RuleBook, on: dt.date) -> BookDifference:
    """Everything that differs between two rulebooks from a day on. Raises `InputError` where a fact is of
    another kind in the one than in the other: then no call is a call of both."""
    for name, spec in new.facts.items():
        if name in old.facts and old.facts[name].kind is not spec.kind:
            message = f'feit "{name}" was {old.facts[name].kind} en is nu {spec.kind}'
            help = "Geef het feit een nieuwe naam; dan zijn de regelboeken te vergelijken."
            raise InputError(Finding("D007", Place(new.files[-1]), message, help))
    order = {name: position for position, name in enumerate({**new.facts, **old.facts})}
    first, *rest = periods(old, new, on)
    told = _told(first, order)
    later = tuple(Later(period.start, _told(period, order), period.gone) for period in rest)
    named = {id for one in (*told, *(t for period in later for t in period.told)) for id in one.region.rules}
    name = new.region_name or NATION
    return BookDifference(new.region, name, told, later, text_changes(old, new, named))


def _told(period: Period, order: Mapping[str, int]) -> tuple[Told, ...]:
    space = period.difference.space
    return tuple(Told(box_in_words(space, r.box, order), r, period.start) for r in period.new)


def _without(book: BookDifference, nation: BookDifference) -> BookDifference:
    """What is particular to a region."""
    known = {one.key for one in nation.told}
    own = tuple(one for one in book.told if one.key not in known)
    later = {(period.start, one.key) for period in nation.later for one in period.told}
    rest = tuple(
        Later(
            period.start,
            tuple(one for one in period.told if (period.start, one.key) not in later),
            period.gone,
        )
        for period in book.later
    )
    texts = tuple(text for text in book.texts if text not in nation.texts)
    return BookDifference(
        book.region,
        book.name,
        own,
        tuple(period for period in rest if period.told or period.gone),
        texts,
        len(book.told) - len(own),
    )
