"""Choices about the course of a call: who is on scene, the instruction, the suspicion, the end. Pure."""

from __future__ import annotations

from mka_assist.call.commands import (
    Answer,
    Close,
    FirstResponderArrived,
    ReportCrowd,
    ReportFirstCompression,
    WithdrawSuspicion,
)
from mka_assist.call.crowding import crowding
from mka_assist.call.events import Origin
from mka_assist.call.state import SUSPICION
from mka_assist.console.steps import Menu, Note, Option, Prompt, Situation, Step, twice


def responder(at: Situation) -> Step:
    """A first responder is on scene: of which partner?"""
    coming = tuple(id for id in at.state.alarmed if not at.state.partners[id].arrived_at)
    unknown = Option("niet bekend van wie", (FirstResponderArrived(),))
    if not coming:
        return Note(
            "Van alle gealarmeerde partners is al iemand ter plaatse."
            if at.state.alarmed
            else "Er is geen partner gealarmeerd; wie er toevallig is, is omstander."
        )
    known = tuple(Option(f"van {at.name(id)}", (FirstResponderArrived(id),)) for id in coming)
    if len(known) == 1:
        return twice(f"first responder {known[0].text} ter plaatse", known[0].step)
    first = () if at.state.first_responder_at else (unknown,)
    return Menu("Eerste first responder ter plaatse: van wie?", (*first, *known), again=True)


def crowd(at: Situation) -> Step:
    """How many first responders are on scene."""

    def read(text: str) -> Step:
        counted = text.lower().rstrip().endswith("g")
        number = text.strip().rstrip("gG").strip()
        if not number.isdecimal() or len(number) > 3:
            raise ValueError("Geef een aantal van 0 tot en met 999, bijvoorbeeld 7 of 7g.")
        return (ReportCrowd(int(number), counted),)

    known = crowding(at.state, at.rulebook, at.now)
    expected = f", verwacht {known.expected}" if known.expected is not None else ""
    now = f"; nu gemeld {known.reported}" if known.reported is not None else ""
    hint = f"7 = geschat, 7g = geteld{expected}{now}"
    return Prompt("Hoeveel first responders ter plaatse?", hint, read)


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
    title = "Vermoeden intrekken: alle alarmen worden ingetrokken en de instructie eindigt."
    return Menu(title, (*options, Option("andere reden …", other)))


def close(at: Situation) -> Step:
    """Close the call; what still runs is named first."""
    running = at.state.instruction is not None and at.state.instruction.running
    warning = " (de meldersinstructie loopt nog)" if running else ""
    return twice(f"melding {at.state.number} afsluiten{warning}", (Close(),))
