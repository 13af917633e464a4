"""A replayed call as lines of Dutch text: what happened, what the advice became, checks and timings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from textwrap import wrap

from mka_assist.call.crowding import Crowding
from mka_assist.call.events import (
    CallOpened,
    DecisionTaken,
    Event,
    FactCorrected,
    FactRecorded,
)
from mka_assist.call.state import CallState
from mka_assist.call.timings import format_elapsed, timings
from mka_assist.call.words import named, sentence
from mka_assist.decision.outcome import AmbulanceDecision, Card, Decision, Indicator
from mka_assist.replay.checks import Check
from mka_assist.replay.fixture import NEVER, Fixture
from mka_assist.replay.playing import Moment
from mka_assist.rulebook.model import RuleBook, Status

WIDTH = 80
Line = tuple[str, str]
"""A line and its style, in the words of rich; the text says everything the style says."""

_STYLES = {
    Status.ALARMEREN: "bold green",
    Status.UITGESLOTEN: "bold red",
    Status.NAVRAGEN: "yellow",
}
_CARD_MARKS = {Indicator.CRITICAL: ("!!", "bold red"), Indicator.WARNING: ("! ", "yellow")}
_MARGIN = " " * 9


def heading(fixture: Fixture, rulebook: RuleBook) -> Iterator[Line]:
    """Which call this is, where it comes from, and by which rules it is decided."""
    yield from _block("", f"{fixture.title} ({fixture.id})", "bold")
    case = f"{fixture.case}, " if fixture.case else ""
    yield from _block("  Bron: ", f"{case}{fixture.source}")
    if fixture.filled_in:
        yield from _block("  Aangevuld: ", fixture.filled_in)
    yield from _block("  Regels: ", f"{rulebook.region_name or 'alleen landelijk'}, {rulebook.version}")
    yield from _block("  Begin: ", f"{fixture.begin:%d-%m-%Y %H:%M}")
    yield "", ""


def happened(moment: Moment, before: Moment | None, rulebook: RuleBook) -> Iterator[Line]:
    """One step: its events or its refusal, and then only what changed in the advice."""
    start = f"T+{format_elapsed(moment.seconds):>6} "
    for text, style in _events(moment, rulebook):
        yield from _block(start, text, style)
        start = _MARGIN
    yield from _changes(moment.decision, before.decision if before else None, rulebook)
    told = _crowd(before.crowding) if before else ()
    for text in _crowd(moment.crowding):
        if text not in told:
            yield from _block(f"{_MARGIN}!  ", text, "yellow")


def closing(state: CallState, checks: Sequence[Check]) -> Iterator[Line]:
    """The checks and the timings of a call."""
    yield "", ""
    if checks:
        yield "Controles", "bold"
    for check in checks:
        if check.ok:
            yield from _block("  ✓ ", check.expected, "green")
        else:
            where = f" [{check.place}]" if check.place else ""
            yield from _block("  ✗ ", f"{check.expected}; uitkomst: {check.found}{where}", "bold red")
    yield "Tijden", "bold"
    for label, seconds in timings(state).items():
        yield f"  {label:<30}{NEVER if seconds is None else format_elapsed(seconds):>8}", ""
    yield "", ""


def _events(moment: Moment, rulebook: RuleBook) -> Iterator[Line]:
    told = [event for event in moment.outcome.events if not isinstance(event, DecisionTaken)]
    for event in told:
        text = "melding aangenomen" if isinstance(event, CallOpened) else sentence(_named(event, rulebook))
        yield _sentence(text), "bold"
    if moment.outcome.refusal:
        words = moment.step.words if moment.step else ""
        yield f"✗ Geweigerd ({words}): {moment.outcome.refusal}", "bold red"
    elif not told and moment.step:
        yield f"{_sentence(moment.step.words)} (verandert niets)", ""


def _named(event: Event, rulebook: RuleBook) -> Event:
    """The same event with names as people say them, to be told and not to be kept."""
    event = named(event, rulebook)
    if isinstance(event, FactRecorded | FactCorrected):
        return event.model_copy(update={"value": event.value.replace("_", " ")})
    return event


def _changes(now: Decision, before: Decision | None, rulebook: RuleBook) -> Iterator[Line]:
    if now.fallback and not (before and before.fallback):
        yield from _block(f"{_MARGIN}!! ", f"Terugval: {now.channels.cause}", "bold red")
    if before is None or before.ambulance != now.ambulance:
        yield from _block(f"{_MARGIN}> ", f"Ambulance: {_ambulance(now.ambulance)}")
    groups: dict[tuple[Status, str], list[str]] = {}
    for id, decided in now.partners.items():
        if before is None or before.partners[id].status is not decided.status:
            # At the start nothing is known yet, so the status says enough.
            reason = "" if before is None else next((r.text for r in decided.reasons if r.decides), "")
            groups.setdefault((decided.status, reason), []).append(rulebook.partners[id].name)
    for (status, reason), names in groups.items():
        words = f"{', '.join(names)}: {status.replace('_', ' ')}"
        yield from _block(f"{_MARGIN}> ", f"{words}. {reason}" if reason else words, _STYLES.get(status, ""))
    for card in now.cards:
        if before is None or card not in before.cards:
            yield from _card(card)
    first = next(iter(now.ask_next), "")
    if first and (before is None or next(iter(before.ask_next), "") != first):
        yield from _block(f"{_MARGIN}? ", f"{rulebook.facts[first].question} ({first})", "cyan")


def _card(card: Card) -> Iterator[Line]:
    mark, style = _CARD_MARKS.get(card.indicator, ("i ", ""))
    yield from _block(f"{_MARGIN}{mark} ", card.summary, style)


def _ambulance(advice: AmbulanceDecision) -> str:
    units = f"{advice.units} hoogcomplex" if advice.units else ""
    return ", ".join(part for part in (advice.status.replace("_", " "), advice.urgency, units) if part)


def _crowd(crowd: Crowding) -> tuple[str, ...]:
    texts = (*(feedback.text for feedback in crowd.feedback), crowd.shortage)
    return tuple(text for text in texts if text)


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def _block(start: str, text: str, style: str = "") -> Iterator[Line]:
    """Text folded at the width of the page, later lines under the first."""
    indent = " " * len(start)
    for line in wrap(text, WIDTH, initial_indent=start, subsequent_indent=indent, break_on_hyphens=False) or [
        start
    ]:
        yield line, style
