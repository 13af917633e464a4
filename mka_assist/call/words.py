"""Events in Dutch: one line each, for a timeline."""

from __future__ import annotations

from mka_assist.call import events as e
from mka_assist.rulebook.model import RuleBook


def named(event: e.Event, rulebook: RuleBook) -> e.Event:
    """The same event with partner and fact by the names a centralist knows them by."""
    names = {}
    if known := rulebook.partners.get(getattr(event, "partner", "")):
        names["partner"] = known.name
    if spec := rulebook.facts.get(getattr(event, "fact", "")):
        names["fact"] = spec.label
    return event.model_copy(update=names)


def sentence(event: e.Event) -> str:
    """What happened, in one line; partners and facts by the names they have in the rules."""
    match event:
        case e.CallOpened():
            where = f", regio {event.region}" if event.region else ""
            return f"melding {event.number} aangenomen{where}; regels {event.rulebook_version}"
        case e.FactRecorded():
            return f"{event.fact}: {event.value}"
        case e.FactCorrected():
            return f"{event.fact}: {event.value} (verbeterd, was {event.was})"
        case e.AmbulanceDispatched():
            return f"ambulance {event.unit} ingezet, {event.urgency}, {event.level}"
        case e.UnitRequested():
            return f"geen eenheid vrij: eenheid aangevraagd, {event.urgency}"
        case e.UnitNamed():
            return f"{event.unit} is {event.name}, {event.level}"
        case e.AmbulanceUpgraded():
            return f"ambulance {event.unit} opgewaardeerd naar {event.urgency}"
        case e.AmbulanceOnScene():
            return f"ambulance {event.unit} ter plaatse"
        case e.PartnerAlarmed():
            against = f", tegen het advies: {event.override_reason}" if event.override_reason else ""
            return f"{event.partner} gealarmeerd{against}"
        case e.PartnerAlarmFailed():
            because = f": {event.reason}" if event.reason else ""
            return f"alarmering van {event.partner} is niet aangekomen{because}"
        case e.PartnerCounted():
            return f"{event.partner}: {_numbers(event)}"
        case e.PartnerWithdrawn():
            return f"alarmering van {event.partner} ingetrokken: {event.reason}"
        case e.PartnerWarned():
            return f"{event.partner} gewaarschuwd: {event.notice}"
        case e.InstructionStarted():
            return "meldersinstructie begonnen"
        case e.InstructionEnded():
            by = f", overgenomen door {event.taken_over_by}" if event.taken_over_by else ""
            return f"meldersinstructie geëindigd: {plain_name(event.reason)}{by}"
        case e.CoachingStarted():
            return "coachen via de luidspreker begonnen"
        case e.CoachingEnded():
            return "coachen via de luidspreker gestopt"
        case e.InstructionFlow():
            language = "" if event.language == "nl" else f", {_language(event.language)}"
            return (
                f"meldersinstructie: stroom {plain_name(event.flow)}, stap {plain_name(event.step)}{language}"
            )
        case e.InstructionStep():
            because = f" ({plain_name(event.answer)})" if event.answer else ""
            turn = ", nieuwe ronde" if event.new_round else ""
            return f"meldersinstructie: stap {plain_name(event.step)}{because}{turn}"
        case e.InstructionLanguage():
            return f"meldersinstructie: verder {_language(event.language)}"
        case e.BarrierMet():
            where = f" bij stap {plain_name(event.step)}" if event.step else ""
            return f"belemmering: {plain_name(event.code)}{where}"
        case e.FirstCompression():
            return "eerste borstcompressie"
        case e.FirstResponderOnScene():
            return f"first responder ter plaatse{f' ({event.partner})' if event.partner else ''}"
        case e.CrowdReported():
            how = "geteld" if event.counted else "geschat"
            return f"{event.number} first responders ter plaatse ({how}{_HEARD.get(event.origin, '')})"
        case e.BystanderNoted():
            return f"omstander die kan helpen{f': {event.who}' if event.who else ''}"
        case e.AlarmSeen():
            because = f", opzij gezet: {event.reason}" if event.reason else ""
            return f"gezien: {event.text or event.alarm}{because}"
        case e.Undone():
            return f"ongedaan gemaakt: {event.what}"
        case e.CallerJoined():
            instructed = "; deze melder krijgt de instructie" if event.instructed else ""
            differs = f"; zegt anders: {event.differs}" if event.differs else ""
            return f"tweede melder, melding {event.number}, hoort hierbij{instructed}{differs}"
        case e.FeedbackSent():
            return f"drukte teruggekoppeld aan {event.partner}"
        case e.FeedbackDismissed():
            return f"drukte niet teruggekoppeld aan {event.partner}: {event.reason}"
        case e.DecisionTaken():
            statuses = ", ".join(f"{id} {plain_name(status)}" for id, status in event.statuses.items())
            fallback = "" if event.agree else f"; TERUGVAL: {event.cause}"
            return f"advies: ambulance {plain_name(event.ambulance)}; {statuses}{fallback}"
        case e.CallResumed():
            desk = f" op {event.desk}" if event.desk else ""
            return (
                f"melding overgenomen{desk}" if event.taken_over else f"melding hervat{desk} na een herstart"
            )
        case e.CallClosed():
            return f"melding afgesloten: {event.reason}"


_HEARD = {e.Origin.KETENPARTNER: ", volgens een partner", e.Origin.AMBULANCE: ", volgens de ambulance"}


def _numbers(event: e.PartnerCounted) -> str:
    known = {
        "opgeroepen": event.called,
        "geaccepteerd": event.accepted,
        "ter plaatse": event.on_scene,
        "AED": event.aeds,
    }
    return ", ".join(f"{number} {word}" for word, number in known.items() if number is not None)


def _language(code: str) -> str:
    """In which language, in words where there are words for it."""
    return {"nl": "in het Nederlands", "en": "in het Engels"}.get(code, f"in taal {code}")


def plain_name(name: str) -> str:
    """A name from the rules as words."""
    words = name.replace("_", " ").replace("-", " ").split(" ")
    return " ".join("AED" if word == "aed" else word for word in words)
