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


def _checked(expectation: Expectation, moments: Sequence[Moment]) -> Check:
    place = expectation.place
    match expectation:
        case ExpectTiming(label, seconds):
            found, wanted = timings(moments[-1].state)[label], _elapsed(seconds)
            return Check(f"{label}: {wanted}", _elapsed(found), found == seconds, place)
        case ExpectRefusal(after):
            refusals = [m.outcome.refusal for m in moments if m.seconds == after and m.outcome.refusal]
            found_text = refusals[0].message if refusals else "niet geweigerd"
            return Check(f"op {format_elapsed(after)} geweigerd", found_text, bool(refusals), place)
    moment = [m for m in moments if m.seconds <= expectation.after][-1]
    when = f"na {format_elapsed(expectation.after)}"
    match expectation:
        case ExpectStatus(_, partner, status, because):
            decided = moment.decision.partners[partner]
            causes = [reason.rule for reason in decided.reasons if reason.decides]
            ok = decided.status is status and (not because or because in causes)
            wanted = f"{when} {partner}: {_words(status, [because] if because else [])}"
            return Check(wanted, _words(decided.status, causes), ok, place)
        case ExpectQuestion(_, fact):
            first = next(iter(moment.decision.ask_next), "")
            return Check(f"{when} eerste vraag: {fact or NEVER}", first or NEVER, first == fact, place)
        case ExpectAmbulance(_, ambulance):
            advice = str(moment.decision.ambulance.status)
            wanted = f"{when} ambulance: {_words(ambulance)}"
            return Check(wanted, _words(advice), advice == ambulance, place)
        case ExpectCard(_, rule):
            shown = _cards(moment.decision)
            return Check(f"{when} kaart: {rule}", ", ".join(shown) or NEVER, rule in shown, place)
        case ExpectFeedback(_, partner):
            proposed = [feedback.partner for feedback in moment.crowding.feedback]
            wanted, found_text = f"{when} terugkoppeling: {partner}", ", ".join(proposed) or NEVER
            return Check(wanted, found_text, partner in proposed, place)


def _cards(decision: Decision) -> list[str]:
    return [card.rule for card in decision.cards if card.rule]


def _elapsed(seconds: float | None) -> str:
    return NEVER if seconds is None else format_elapsed(seconds)


def _words(status: str, because: Sequence[str] = ()) -> str:
    words = status.replace("_", " ")
    return f"{words} ({', '.join(because)})" if because else words
