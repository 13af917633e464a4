"""Events in the words of the screen: partners and questions by the names a dispatcher knows them by."""

from __future__ import annotations

from collections.abc import Sequence

from mka_assist.call.events import CallOpened, DecisionTaken, Event
from mka_assist.call.session import Outcome
from mka_assist.call.timings import format_elapsed
from mka_assist.call.words import named, sentence
from mka_assist.console.lines import Role, clean
from mka_assist.rulebook.clauses import listed
from mka_assist.rulebook.model import RuleBook

_WHO = "\x1a"
"""Stands in a sentence where the name of a partner or unit comes."""


def told(event: Event, rulebook: RuleBook) -> str:
    """One line on what happened; empty for a receipt that has nothing to tell a dispatcher."""
    if isinstance(event, DecisionTaken):
        return "" if event.agree else f"TERUGVAL: {clean(event.cause)}"
    text = clean(sentence(named(event, rulebook)))
    return text[:1].upper() + text[1:]


def story(events: tuple[Event, ...], rulebook: RuleBook) -> list[tuple[str, str]]:
    """What happened, first thing first: the time since the call was opened, and the line."""
    first = events[0]
    assert isinstance(first, CallOpened)
    lines = (
        (format_elapsed((event.at - first.at).total_seconds()), told(event, rulebook)) for event in events
    )
    return [(when, text) for when, text in lines if text]


def together(events: Sequence[Event], rulebook: RuleBook) -> list[str]:
    """One line on each thing that happened; what happened alike to several partners or units is one line."""
    lines: list[tuple[str, list[str]]] = []
    for event in events:
        if isinstance(event, DecisionTaken):
            alike, who = told(event, rulebook), ""
        else:
            field = "partner" if getattr(event, "partner", "") else "unit"
            known = named(event, rulebook)
            who = clean(str(getattr(known, field, "")))
            alike = sentence(known.model_copy(update={field: _WHO}) if who else known)
        if lines and who and lines[-1][0] == alike:
            lines[-1][1].append(who)
        elif alike:
            lines.append((alike, [who]))
    texts = (clean(alike.replace(_WHO, listed(who, "en"))) for alike, who in lines)
    return [text[:1].upper() + text[1:] for text in texts]


def report(outcomes: Sequence[Outcome], consequences: Sequence[str], rulebook: RuleBook) -> tuple[str, Role]:
    """What came of commands, in one text: what was refused first, then what happened and what that means."""
    refused = [str(outcome.refusal) for outcome in outcomes if outcome.refusal]
    done = [*together([event for outcome in outcomes for event in outcome.events], rulebook), *consequences]
    if refused:
        return " ".join([*refused, *done]), Role.STOP
    if done:
        return f"{'. '.join(done)}.", Role.DONE
    return "Er verandert niets: dit stond er al.", Role.DIM
