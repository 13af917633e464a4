"""Files about the same thing side by side, each for its own period: on a day exactly one of them counts.

A file is only followed by another where one of them ends (`geldig_tot`); without an end two files about the
same partner are a mistake, told elsewhere. Where none holds, the last one that did goes on: a criterion that
keeps partners away must not vanish because somebody forgot a date.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol, TypeVar

from mka_assist.rulebook.diagnostics import Diagnostics, Place, Severity

FROM, UNTIL = "geldig_vanaf", "geldig_tot"
_DAY = dt.timedelta(days=1)


class Edition(Protocol):
    """A rule file, as far as its period goes."""

    @property
    def about(self) -> str: ...
    @property
    def valid_from(self) -> dt.date | None: ...
    @property
    def valid_until(self) -> dt.date | None: ...
    @property
    def place(self) -> Place: ...
    @property
    def places(self) -> Mapping[str, Place]: ...


T = TypeVar("T", bound=Edition)


def in_force(
    texts: Sequence[T], on: dt.date | None, report: Diagnostics
) -> tuple[tuple[T, ...], tuple[dt.date, ...]]:
    """The texts that count on a day (without a day: the newest), in their order, and the days on which one
    takes over from another. Periods that overlap or leave a gap are reported, and, with a day, a text that
    no longer holds or not yet."""
    gone: set[Place] = set()
    turns: set[dt.date] = set()
    for about in dict.fromkeys(text.about for text in texts):
        same = [text for text in texts if text.about == about]
        if len(same) > 1 and any(text.valid_until for text in same):
            same.sort(key=_start)
            _report_periods(same, report)
            turns.update(_start(text) for text in same)
            chosen = _chosen(same, on)
            gone.update(text.place for text in same if text is not chosen)
        if on:
            _report_day(same, on, report)
    return tuple(text for text in texts if text.place not in gone), tuple(sorted(turns))


def _chosen(editions: Sequence[T], on: dt.date | None) -> T:
    """The last one that has begun; before all of them the first."""
    begun = [one for one in editions if on is None or _start(one) <= on]
    return begun[-1] if begun else editions[0]


def _report_periods(editions: Iterable[Edition], report: Diagnostics) -> None:
    before: Edition | None = None
    for one in editions:
        if before:
            start, end = _start(one), before.valid_until
            if end is None or end >= start:
                until = f"tot en met {end}" if end else "zonder einde"
                message = f"over {one.about} geldt op {start} ook nog {before.place.file} ({until})"
                help = "Laat de ene versie eindigen op de dag voordat de andere begint (geldig_tot)."
                report.add("R062", one.places[FROM], message, help)
            elif end + _DAY < start:
                message = f"over {one.about} geldt van {end + _DAY} tot {start} geen enkel bestand"
                help = f"Zolang blijft {before.place.file} tellen; sluit de periodes op elkaar aan."
                report.add("R063", one.places[FROM], message, help, Severity.WAARSCHUWING)
        before = one


def _report_day(editions: Sequence[Edition], on: dt.date, report: Diagnostics) -> None:
    """A day before all of these or after them; what is between them is told as a gap."""
    first, last = editions[0], editions[-1]
    if on < _start(first):
        message = (
            f"dit bestand geldt pas vanaf {first.valid_from}, maar telt nu al: er is geen eerdere versie"
        )
        help = "Zet de versie van nu ernaast, met geldig_tot op de dag ervoor."
        report.add("R064", first.places[FROM], message, help, Severity.WAARSCHUWING)
    if last.valid_until and on > last.valid_until:
        message = f"dit bestand gold tot en met {last.valid_until} en heeft geen opvolger; het blijft tellen"
        help = "Beoordeel het, en pas geldig_tot aan of zet er een nieuwe versie naast."
        report.add("R064", last.places[UNTIL], message, help, Severity.WAARSCHUWING)


def _start(text: Edition) -> dt.date:
    return text.valid_from or dt.date.min
