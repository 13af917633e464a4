"""The first screen: what the program is for, which rules decide, and the calls that are still open."""

from __future__ import annotations

from datetime import datetime

from mka_assist import __version__
from mka_assist.call.timings import format_elapsed
from mka_assist.console.calls import OpenCall
from mka_assist.console.lines import Line, Lines, Role, cell, clean, cut, fold, line, pad
from mka_assist.console.views.top import EXAMPLE, SHORT_HASH
from mka_assist.rulebook.model import RuleBook
from mka_assist.rulebook.week import local

INTENDED_USE = (
    "Bedoeld voor training, evaluatie en het ontwerpen van regels; "
    "niet voor echte patiëntenzorg zonder conformiteitsbeoordeling (MDR, regel 11)."
)
MOST = 9
"""So many open calls can be chosen by a digit."""


def start(
    rulebook: RuleBook,
    calls: tuple[OpenCall, ...],
    now: datetime,
    width: int,
    height: int,
    trouble: str = "",
) -> Lines:
    """The whole first screen; the latest open calls first. `trouble` is why the rule files as they stand now
    are not used."""
    rows: list[Line] = [
        (),
        line(f"  mka-assist {__version__}", Role.QUESTION),
        line("  Beslisondersteuning voor de meldkamer ambulancezorg bij een reanimatie"),
        (),
        *(line(f"  {text}", Role.ASK) for text in fold(INTENDED_USE, width - 4)),
        (),
        *_rules(rulebook, width),
        _last_good(trouble, width),
    ]
    rows += _calls(calls, now, height - len(rows))
    return pad(rows, width, height)


def _rules(rulebook: RuleBook, width: int) -> list[Line]:
    region = clean(rulebook.region_name or rulebook.region) or "landelijke regels, geen regio"
    mark = f"{EXAMPLE}  " if rulebook.example_region else ""
    files = len(rulebook.files)
    stamp = f"{clean(rulebook.version)}  {rulebook.sha256[:SHORT_HASH]}  ({files} bestanden)"
    return [
        ((f"  {cell('Regio', 12)}", Role.DIM), (mark, Role.ASK), (region, Role.TEXT)),
        ((f"  {cell('Regelset', 12)}", Role.DIM), (stamp, Role.TEXT)),
    ]


def _last_good(trouble: str, width: int) -> Line:
    """In one line, always in the same place: that this is not the rulebook in the folder, and why."""
    if not trouble:
        return ()
    return line(cut(f"  Vorige regels in gebruik: {clean(trouble)}", width), Role.STOP)


def _calls(calls: tuple[OpenCall, ...], now: datetime, room: int) -> list[Line]:
    new: Line = (("  [N] ", Role.KEY), ("Nieuwe melding", Role.STRONG))
    if not calls:
        return [new, line("  Geen open meldingen.", Role.DIM)]
    count = "1 open melding" if len(calls) == 1 else f"{len(calls)} open meldingen"
    rows: list[Line] = [new, (), line(f"  {count}; Enter hervat de bovenste.", Role.STRONG)]
    fits = min(MOST, room - len(rows) - (len(calls) > room - len(rows)))
    for place, call in enumerate(calls[:fits], start=1):
        passed = format_elapsed(max(0.0, (now - call.opened_at).total_seconds()))
        where = f"op {clean(call.desk)}" if call.desk else f"{call.events} regels"
        since = f"sinds {local(call.opened_at):%d-%m %H:%M:%S}   T+ {passed:>8}   {where}"
        number = cell(clean(call.number), 20)
        rows.append(((f"  [{place}] ", Role.KEY), (f"{number} ", Role.STRONG), (since, Role.TEXT)))
    if len(calls) > fits:
        rows.append(line(f"      en {len(calls) - fits} oudere: sluit eerst een melding af", Role.DIM))
    return rows
