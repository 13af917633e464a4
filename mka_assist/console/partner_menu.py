"""The menu of one partner, and the parts it shares with others: warn, withdraw, feedback. Pure."""

from __future__ import annotations

from mka_assist.call.commands import (
    AlarmPartner,
    DismissFeedback,
    ReportFailedAlarm,
    SendFeedback,
    WarnPartner,
    WithdrawPartner,
)
from mka_assist.call.partner_messages import danger_for, message_for
from mka_assist.call.partner_proposal import safe_text
from mka_assist.call.parts import PartnerState
from mka_assist.call.proposal import advised
from mka_assist.call.refused import RefusedError
from mka_assist.console.partner_reading import HINT, numbers
from mka_assist.console.steps import Commands, Menu, Note, Option, Prompt, Situation, Step
from mka_assist.decision.outcome import PartnerDecision
from mka_assist.rulebook.message import LIMIT, Notice
from mka_assist.rulebook.week import local

REASONS = ("niet meer nodig", "onveilig", "geen reanimatie")
"""Ready reasons to withdraw an alarm."""
FAILED = ("geen bevestiging", "storing", "niemand beschikbaar")
"""Ready reasons why an alarm did not get there."""
NO_FEEDBACK = ("al bekend", "zo veel zijn er nodig")
"""Ready reasons to leave out feedback about crowding."""


def one(at: Situation, id: str, decided: PartnerDecision) -> Menu:
    name, partner = at.name(id), at.state.partners.get(id)
    show = Option("bericht tonen", Note(_messages(at, id, partner)))
    if partner is None:
        return Menu(name, (_alarm(at, id, decided), show))
    count = Option("aantallen …", Prompt(f"{name}:", HINT, lambda text: (numbers(id, text),)))
    if not partner.standing:
        return Menu(name, (_alarm(at, id, decided), count, show))
    options = [
        Option("waarschuwen …", warn(at, (id,), name)),
        Option("alarm intrekken …", withdraw((id,), name)),
        Option("alarm kwam niet aan …", _failed(id, name)),
        count,
        show,
    ]
    if not partner.feedback_sent_at:
        options.append(Option("drukte teruggekoppeld", (SendFeedback(id),)))
        if not partner.feedback_dismissed_at:
            options.append(Option("geen terugkoppeling over drukte …", no_feedback((id,), name)))
    return Menu(name, tuple(options))


def _alarm(at: Situation, id: str, decided: PartnerDecision) -> Option:
    partner = at.state.partners.get(id)
    again = "opnieuw " if partner else ""
    because = " (de vorige kwam niet aan)" if partner and partner.failed_at else ""
    if id in advised(at.decision):
        return Option(f"{again}alarmeren{because}", (AlarmPartner(id),))
    status = decided.status.replace("_", " ")
    title = f"Reden om {at.name(id)} toch te alarmeren"
    against = Prompt(title, "korte reden", lambda text: (AlarmPartner(id, text),))
    return Option(f"toch {again}alarmeren (advies: {status}) …", against)


def _messages(at: Situation, id: str, partner: PartnerState | None) -> str:
    """What was sent last, with when; before the first alarm what will be sent."""
    if partner is None:
        text = message_for(at.state, at.rulebook, at.now, id, Notice.ALARM)
        return f"Wordt verstuurd aan {at.name(id)}: {text}" if text else f"{at.name(id)} heeft geen bericht."
    sent = (
        (partner.alarmed_at, partner.message),
        (partner.warned_at, partner.warning),
        (partner.withdrawn_at, partner.stand_down),
    )
    told = [f"{local(moment):%H:%M:%S} {text}" for moment, text in sent if moment and text]
    return (
        f"Verstuurd aan {at.name(id)}: {' / '.join(reversed(told))}"
        if told
        else (f"Aan {at.name(id)} is alleen het alarm zelf verstuurd.")
    )


def notice(at: Situation, id: str) -> str:
    """The safety notice as it will be sent."""
    danger = danger_for(at.state, at.decision, at.rulebook, id)
    return message_for(at.state, at.rulebook, at.now, id, Notice.SAFETY, danger)


def warn(at: Situation, ids: tuple[str, ...], who: str, *, withdraw: bool = False) -> Prompt:
    """The notice ready to send. Left as it stands each partner gets its own; typed over all get that text."""
    start = notice(at, ids[0])
    gone = tuple(WithdrawPartner(id, "onveilig") for id in ids) if withdraw else ()

    def read(text: str) -> Step:
        if start and text.strip() == start:
            return (*(WarnPartner(id) for id in ids), *gone)
        try:
            typed = safe_text(text)
        except RefusedError as refused:
            raise ValueError(refused.refusal.message) from refused
        return (*(WarnPartner(id, typed) for id in ids), *gone)

    return Prompt(f"Aan {who}:", "Enter verstuurt; u kunt de tekst aanpassen", read, start, LIMIT)


def withdraw(ids: tuple[str, ...], who: str) -> Menu:
    def because(reason: str) -> Commands:
        return tuple(WithdrawPartner(id, reason) for id in ids)

    other = Prompt(f"Reden om {who} in te trekken", "korte reden", because)
    ready = tuple(Option(reason, because(reason)) for reason in REASONS)
    return Menu(f"Alarm intrekken ({who}), want:", (*ready, Option("andere reden …", other)))


def no_feedback(ids: tuple[str, ...], who: str) -> Menu:
    def because(reason: str) -> Commands:
        return tuple(DismissFeedback(id, reason) for id in ids)

    ready = tuple(Option(reason, because(reason)) for reason in NO_FEEDBACK)
    other = Prompt(f"Waarom geen terugkoppeling aan {who}?", "korte reden", because)
    return Menu(f"Geen terugkoppeling aan {who}, want:", (*ready, Option("andere reden …", other)))


def _failed(id: str, name: str) -> Menu:
    ready = tuple(Option(reason, (ReportFailedAlarm(id, reason),)) for reason in FAILED)
    other = Prompt(
        "Waarom kwam het alarm niet aan?", "korte reden", lambda text: (ReportFailedAlarm(id, text),)
    )
    return Menu(f"Het alarm van {name} kwam niet aan:", (*ready, Option("andere reden …", other)))
