"""How a call stands now, in a few lines, for whoever asks."""

from __future__ import annotations

from collections.abc import Iterator

from mka_assist.call.timings import format_elapsed, timings
from mka_assist.console.desk import Desk
from mka_assist.console.lines import clean
from mka_assist.console.ui import Sight, questions
from mka_assist.console.views.start import INTENDED_USE
from mka_assist.console.views.top import SHORT_HASH
from mka_assist.plain.partners import grouped
from mka_assist.plain.picture import Picture, clock, waiting


def standing(desk: Desk, now: Picture) -> Iterator[str]:
    """The clock, the call, its alarms, who was alarmed, what was answered, and what is asked."""
    sight = desk.sight
    if sight is None:
        yield from beginning(desk)
        return
    state = sight.at.state
    yield f"{clock(desk)} Melding {state.number}, OEFENING. {_rules(desk)}"
    yield f"{now.suspicion} {_moments(sight)}".strip()
    yield from (f"{now.since[id]}: {text}" for id, text in now.alarms.items())
    yield f"Ambulance: {now.ambulance}."
    yield from grouped({**now.acted, **now.advised})
    if answers := ", ".join(_answers(sight)):
        yield f"Antwoorden: {answers}."
    yield from (line for line in (now.silence, now.metronome) if line)
    yield from now.instruction
    yield from waiting(now)


def beginning(desk: Desk) -> Iterator[str]:
    """What the program is for, which rules decide, and the calls that are still open."""
    yield INTENDED_USE
    yield _rules(desk)
    if desk.trouble:
        yield f"Vorige regels in gebruik: {clean(desk.trouble)}."
    for place, call in enumerate(desk.open_calls[:9], start=1):
        passed = format_elapsed(max(0.0, (desk.now - call.opened_at).total_seconds()))
        yield f"{place}: hervat melding {clean(call.number)}, open sinds {passed}."


def _rules(desk: Desk) -> str:
    book = desk.rulebook
    region = clean(book.region_name or book.region) or "landelijke regels, geen regio"
    example = "VOORBEELD " if book.example_region else ""
    return f"Regels: {example}{region}, {clean(book.version)}, {book.sha256[:SHORT_HASH]}."


def _moments(sight: Sight) -> str:
    done = [
        f"{label} {format_elapsed(passed)}"
        for label, passed in timings(sight.at.state).items()
        if passed is not None
    ]
    text = ", ".join(done)
    return f"{text[:1].upper()}{text[1:]}." if text else ""


def _answers(sight: Sight) -> Iterator[str]:
    given = sight.at.state.answers
    for spec in questions(sight.at.rulebook):
        if spec.name in given:
            yield f"{clean(spec.label)} {clean(given[spec.name]).replace('_', ' ')}"
