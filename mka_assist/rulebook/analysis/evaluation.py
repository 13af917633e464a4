"""A011: een evaluatiedatum of een besluit dat voorbij is

Wat: de datum bij evalueren_voor is verstreken, of ligt meer dan vijf jaar na vandaag. Of het besluit over de
virtuele eenheid is verlopen.

Waarom: landelijke criteria worden minstens elke vijf jaar opnieuw bekeken (Kwaliteitskader 5.1), en regels
van een regio horen dat tempo te volgen. Is het besluit verlopen, dan opent alleen nog een ambulance die is
ingezet of opgeschaald de alarmering van partners.

GOED (vandaag is 2026-03-02):
    evalueren_voor: 2028-01-31

FOUT:
    evalueren_voor: 2025-12-31

In een voorbeeldregio (voorbeeld: ja) zijn de data verzonnen: daar wordt er niet naar gekeken.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from mka_assist.rulebook.analysis.context import Context
from mka_assist.rulebook.diagnostics import Finding, Place, Severity

CODE = "A011"
_KEY = "evalueren_voor"
_YEARS = 5


def find(context: Context) -> Iterator[Finding]:
    """Files of this rulebook whose evaluation date has passed, or is out of sight."""
    today = context.today
    if today is None or context.rulebook.example_region:
        return
    for file in context.own_files:
        try:
            date = dt.date.fromisoformat(context.texts.text(file, _KEY))
        except ValueError:  # no date here, or one that the reader has refused
            continue
        if date < today:
            message, help = (
                f"de evaluatiedatum {date} is voorbij",
                "Evalueer deze regels en noem een nieuwe datum.",
            )
        elif date > _later(today):
            message = f"de evaluatiedatum {date} ligt meer dan {_YEARS} jaar weg"
            help = f"Noem een datum vóór {_later(today)}."
        else:
            continue
        place = context.texts.place(Place(file), _KEY)
        yield Finding(CODE, place, message, help, Severity.WAARSCHUWING)
    yield from _run_out(context, today)


def _run_out(context: Context, today: dt.date) -> Iterator[Finding]:
    """The decision that a requested unit is enough, when its last day has passed."""
    unit = context.rulebook.virtual_unit
    if unit and unit.valid_until and today > unit.valid_until:
        message = f"het besluit over de virtuele eenheid is verlopen op {unit.valid_until}"
        help = "Neem een nieuw besluit en pas datum en geldig_tot aan, of haal het weg."
        file = Place(next(iter(context.own_files), ""))
        place = context.texts.place(file, "virtuele_eenheid", "geldig_tot")
        yield Finding(CODE, place, message, help, Severity.WAARSCHUWING)


def _later(today: dt.date) -> dt.date:
    """The same day so many years on; for 29 February the day after."""
    try:
        return today.replace(year=today.year + _YEARS)
    except ValueError:
        return dt.date(today.year + _YEARS, 3, 1)
