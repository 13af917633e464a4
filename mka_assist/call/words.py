"""Events in Dutch: one line each, for a timeline."""

from __future__ import annotations

from mka_assist.call import events as e


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
        case e.AmbulanceUpgraded():
            return f"ambulance {event.unit} opgewaardeerd naar {event.urgency}"
        case e.AmbulanceOnScene():
            return f"ambulance {event.unit} ter plaatse"
        case e.PartnerAlarmed():
            against = f", tegen het advies: {event.override_reason}" if event.override_reason else ""
            return f"{event.partner} gealarmeerd{against}"
        case e.PartnerWithdrawn():
            return f"alarmering van {event.partner} ingetrokken: {event.reason}"
        case e.PartnerWarned():
            return f"{event.partner} gewaarschuwd: {event.notice}"
        case e.InstructionStarted():
            return "meldersinstructie begonnen"
        case e.InstructionEnded():
            return f"meldersinstructie geëindigd: {_plain(event.reason)}"
        case e.InstructionFlow():
            language = "" if event.language == "nl" else f", taal {event.language}"
            return f"meldersinstructie: stroom {_plain(event.flow)}, stap {_plain(event.step)}{language}"
        case e.InstructionStep():
            because = f" ({_plain(event.answer)})" if event.answer else ""
            turn = ", nieuwe ronde" if event.new_round else ""
            return f"meldersinstructie: stap {_plain(event.step)}{because}{turn}"
        case e.InstructionLanguage():
            return f"meldersinstructie: verder in taal {event.language}"
        case e.BarrierMet():
            where = f" bij stap {_plain(event.step)}" if event.step else ""
            return f"belemmering: {_plain(event.code)}{where}"
        case e.FirstCompression():
            return "eerste borstcompressie"
        case e.FirstResponderOnScene():
            return f"first responder ter plaatse{f' ({event.partner})' if event.partner else ''}"
        case e.CrowdReported():
            return f"{event.number} first responders ter plaatse ({'geteld' if event.counted else 'geschat'})"
        case e.FeedbackSent():
            return f"terugmelding over drukte naar {event.partner}"
        case e.FeedbackDismissed():
            return f"geen terugmelding over drukte naar {event.partner}: {event.reason}"
        case e.DecisionTaken():
            statuses = ", ".join(f"{id} {_plain(status)}" for id, status in event.statuses.items())
            fallback = "" if event.agree else f"; TERUGVAL: {event.cause}"
            return f"advies: ambulance {_plain(event.ambulance)}; {statuses}{fallback}"
        case e.CallResumed():
            return "melding hervat na een herstart"
        case e.CallClosed():
            return f"melding afgesloten: {event.reason}"


def _plain(name: str) -> str:
    return name.replace("_", " ").replace("-", " ")
