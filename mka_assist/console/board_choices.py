"""The board: every open call, another one, and a second caller for the same incident. Pure."""

from __future__ import annotations

from mka_assist.call.timings import format_elapsed
from mka_assist.console.steps import Deed, Do, Menu, Option, OtherCall, Situation, Step


def board(at: Situation) -> Step:
    """All open calls with their most urgent matter."""
    options = [Option(_shown(at, call), Do(Deed.SWITCH, call.number)) for call in at.others]
    options.append(Option("nieuwe melding aannemen", Do(Deed.OPEN), "n"))
    here = [call for call in at.others if call.here]
    if here and at.state.closed_at is None:
        options.append(Option("deze melder hoort bij een andere melding …", _merge(here), "m"))
    return Menu("Open meldingen:" if at.others else "Er zijn geen andere open meldingen.", tuple(options))


def _shown(at: Situation, call: OtherCall) -> str:
    passed = format_elapsed(max(0.0, (at.now - call.opened_at).total_seconds()))
    where = "" if call.here else f"  op {call.desk}" if call.desk else "  nog niet hervat"
    return f"{call.number}  T+ {passed}{where}{f'  {call.matter}' if call.matter else ''}"


def _merge(here: list[OtherCall]) -> Menu:
    """Which call, and who gets the instruction."""
    options = []
    for call in here:
        who = (
            Option("de eerste melder houdt de instructie", Do(Deed.MERGE, call.number)),
            Option("deze melder krijgt de instructie", Do(Deed.MERGE_INSTRUCTED, call.number)),
        )
        options.append(Option(call.number, Menu(f"Samen met {call.number}. Wie krijgt de instructie?", who)))
    return Menu("Bij welke melding hoort deze melder?", tuple(options))
