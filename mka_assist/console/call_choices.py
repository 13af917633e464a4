"""Choices about the course of a call: who is on scene, the suspicion, the end. Pure."""

from __future__ import annotations

from mka_assist.call.commands import (
    Answer,
    Close,
    FirstResponderArrived,
    NoteBystander,
    ReportFirstCompression,
    WithdrawSuspicion,
)
from mka_assist.call.events import Origin
from mka_assist.call.state import SUSPICION
from mka_assist.call.unfinished import unfinished
from mka_assist.console.crowd_choices import crowd as crowd
from mka_assist.console.steps import Menu, Option, Prompt, Situation, Step, twice

ROOM = 70
"""Characters for what is still open, in a line that announces the closing on 80 columns."""
BYSTANDER = Option("toevallige hulpverlener: omstander, neemt niet over", (NoteBystander(),), "o")
"""Whoever was not alarmed is no first responder (Kwaliteitskader 1.3)."""


def responder(at: Situation) -> Step:
    """A first responder is on scene: of which partner, and does it end the instruction? The same key again
    takes what is usual: it takes over, and the instruction ends."""
    coming = tuple(id for id in at.state.alarmed if not at.state.partners[id].arrived_at)
    if not coming:
        why = (
            "Van alle gealarmeerde partners is al iemand ter plaatse."
            if at.state.alarmed
            else "Er is geen partner gealarmeerd; wie er toevallig is, is omstander."
        )
        return Menu(why, (BYSTANDER,))
    guiding = at.state.instruction is not None and at.state.instruction.running
    title = "First responder ter plaatse: van wie?"
    if len(coming) == 1:
        return Menu(title, (*_ways(coming[0], f"van {at.name(coming[0])}", guiding), BYSTANDER), again=True)
    first = [] if at.state.first_responder_at else [_ways("", "niet bekend van wie", guiding)[0]]
    known = [_named(at, id, guiding) for id in coming]
    others = [] if at.state.first_responder_at or not guiding else [_unknown()]
    return Menu(title, (*first, *known, *others, BYSTANDER), again=True)


def _named(at: Situation, id: str, guiding: bool) -> Option:
    """One partner; while the instruction runs it is asked whether that ends."""
    who = f"van {at.name(id)}"
    ways = _ways(id, who, guiding)
    if len(ways) == 1:
        return ways[0]
    return Option(f"{who} …", Menu(f"First responder {who}: wat nu?", ways, again=True))


def _unknown() -> Option:
    ways = _ways("", "niet bekend van wie", True)
    return Option(
        "niet bekend van wie, coachen of doorgaan …", Menu("First responder: wat nu?", ways, again=True)
    )


def _ways(id: str, who: str, guiding: bool) -> tuple[Option, ...]:
    """It takes over; or the centralist coaches on the speaker, or the instruction goes on (5.2)."""
    if not guiding:
        return (Option(who, (FirstResponderArrived(id),)),)
    return (
        Option(f"{who}, neemt over: de instructie eindigt", (FirstResponderArrived(id),)),
        Option(f"{who}; u blijft coachen op de luidspreker", (FirstResponderArrived(id, coach=True),)),
        Option(f"{who}; de instructie gaat door", (FirstResponderArrived(id, stay=True),)),
    )


def compression(at: Situation) -> Step:
    """The caller gives the first compression: at once, for the time counts."""
    return (ReportFirstCompression(),)


def suspicion(at: Situation) -> Step:
    """Set the suspicion without questions; where there is one, withdraw it with a reason."""
    if at.decision.facts.get(SUSPICION) is not True:
        return (Answer(SUSPICION, "ja", Origin.CENTRALIST),)
    reasons = ("patiënt ademt normaal", "patiënt reageert", "dubbele melding")
    options = tuple(Option(reason, (WithdrawSuspicion(reason),)) for reason in reasons)
    other = Prompt(
        "Waarom is er geen vermoeden meer?",
        "korte reden; trekt alle alarmen in",
        lambda text: (WithdrawSuspicion(text),),
    )
    names = at.names(at.state.alarmed)
    running = at.state.instruction is not None and at.state.instruction.running
    ends = "instructie stopt" if running else ""
    parts = [part for part in (ends, f"trekt in: {names}" if names else "") if part]
    title = f"Vermoeden intrekken{': ' if parts else ''}{'; '.join(parts)}. Reden:"
    return Menu(title, (*options, Option("andere reden …", other)))


def close(at: Situation) -> Step:
    """Close the call; what is still open is named first."""
    matters = unfinished(at.state, at.rulebook, at.now)
    named = [matter for place, matter in enumerate(matters) if len(", ".join(matters[: place + 1])) <= ROOM]
    named = named or list(matters[:1])
    more = f" (en {len(matters) - len(named)} meer)" if len(named) < len(matters) else ""
    warning = f"; nog open: {', '.join(named)}{more}" if matters else ""
    return twice(f"melding {at.state.number} afsluiten{warning}", (Close(),))
