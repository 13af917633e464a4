"""Holding a replayed call against what its fixture expects, and against what no call may do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mka_assist.call.timings import format_elapsed, timings
from mka_assist.decision.outcome import Decision
from mka_assist.replay.fixture import (
    NEVER,
    ExpectAmbulance,
    Expectation,
    ExpectCard,
    ExpectFeedback,
    ExpectQuestion,
    ExpectRefusal,
    ExpectStatus,
    ExpectTiming,
    Fixture,
)
from mka_assist.replay.playing import Moment
from mka_assist.rulebook.diagnostics import Place


@dataclass(frozen=True, slots=True)
class Check:
    """One check: what was expected, what came out, and the line of the expectation where it has one."""

    expected: str
    found: str
    ok: bool
    place: Place | None = None


def check(fixture: Fixture, moments: Sequence[Moment]) -> tuple[Check, ...]:
    """Every expectation of the fixture, then each refusal nobody expected and each decision by fallback."""
    expected = tuple(_checked(expectation, moments) for expectation in fixture.expectations)
    return (*expected, *_unexpected(fixture, moments))


def _unexpected(fixture: Fixture, moments: Sequence[Moment]) -> Iterator[Check]:
    foreseen = {e.after for e in fixture.expectations if isinstance(e, ExpectRefusal)}
    for moment in moments:
        refusal, when = moment.outcome.refusal, format_elapsed(moment.seconds)
        if refusal and moment.step and moment.seconds not in foreseen:
            yield Check(f'op {when} stap "{moment.step.words}"', f"geweigerd: {refusal.message}", False)
    fallen = next((moment for moment in moments if moment.decision.fallback), None)
    if fallen:
        when = format_elapsed(fallen.seconds)
        yield Check("geen terugval", f"terugval op {when}: {fallen.decision.channels.cause}", False)


def wanted(expectation: Expectation) -> str:
    """What an expectation asks for, in a few words."""
    if isinstance(expectation, ExpectTiming):
        return f"{expectation.label}: {_elapsed(expectation.seconds)}"
    if isinstance(expectation, ExpectRefusal):
        return f"op {format_elapsed(expectation.after)} geweigerd"
    return f"na {format_elapsed(expectation.after)} {_asked(expectation)}"


def _asked(expectation: Expectation) -> str:
    match expectation:
        case ExpectStatus(_, partner, status, because):
            return f"{partner}: {_words(status, [because] if because else [])}"
        case ExpectQuestion(_, fact):
            return f"eerste vraag: {fact or NEVER}"
        case ExpectAmbulance(_, ambulance):
            return f"ambulance: {_words(ambulance)}"
        case ExpectCard(_, rule):
            return f"kaart: {rule}"
        case ExpectFeedback(_, partner):
            return f"terugkoppeling: {partner}"
    raise AssertionError(expectation)


def _checked(expectation: Expectation, moments: Sequence[Moment]) -> Check:
    found, ok = _found(expectation, moments)
    return Check(wanted(expectation), found, ok, expectation.place)


def moment_of(expectation: Expectation, moments: Sequence[Moment]) -> Moment:
    """The moment of the call that an expectation is about; for a timing the last."""
    if isinstance(expectation, ExpectTiming):
        return moments[-1]
    return [moment for moment in moments if moment.seconds <= expectation.after][-1]


def _found(expectation: Expectation, moments: Sequence[Moment]) -> tuple[str, bool]:
    """What came out, and whether that is what was expected."""
    moment = moment_of(expectation, moments)
    match expectation:
        case ExpectTiming(label, seconds):
            found = timings(moment.state)[label]
            return _elapsed(found), found == seconds
        case ExpectRefusal(after):
            refusals = [m.outcome.refusal for m in moments if m.seconds == after and m.outcome.refusal]
            return (refusals[0].message if refusals else "niet geweigerd"), bool(refusals)
        case ExpectStatus(_, partner, status, because):
            decided = moment.decision.partners[partner]
            causes = [reason.rule for reason in decided.reasons if reason.decides]
            ok = decided.status is status and (not because or because in causes)
            return _words(decided.status, causes), ok
        case ExpectQuestion(_, fact):
            first = next(iter(moment.decision.ask_next), "")
            return first or NEVER, first == fact
        case ExpectAmbulance(_, ambulance):
            advice = str(moment.decision.ambulance.status)
            return _words(advice), advice == ambulance
        case ExpectCard(_, rule):
            shown = _cards(moment.decision)
            return ", ".join(shown) or NEVER, rule in shown
        case ExpectFeedback(_, partner):
            proposed = [feedback.partner for feedback in moment.crowding.feedback]
            return ", ".join(proposed) or NEVER, partner in proposed


def _cards(decision: Decision) -> list[str]:
    return [card.rule for card in decision.cards if card.rule]


def _elapsed(seconds: float | None) -> str:
    return NEVER if seconds is None else format_elapsed(seconds)


def _words(status: str, because: Sequence[str] = ()) -> str:
    words = status.replace("_", " ")
    return f"{words} ({', '.join(because)})" if because else words
