"""The events that a command about partners asks for, each with the text as it goes out. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from mka_assist.call import commands as do
from mka_assist.call.crowding import crowding, feedback_text
from mka_assist.call.events import (
    FeedbackDismissed,
    FeedbackSent,
    Origin,
    PartnerAlarmed,
    PartnerAlarmFailed,
    PartnerCounted,
    PartnerWarned,
    PartnerWithdrawn,
)
from mka_assist.call.partner_messages import danger_for, danger_words, message_for, private
from mka_assist.call.parts import PartnerState
from mka_assist.call.refused import Events, RefusedError, one_line
from mka_assist.call.state import CallState
from mka_assist.call.unit_proposal import units
from mka_assist.decision.outcome import Decision
from mka_assist.rulebook.facts import suggest
from mka_assist.rulebook.message import LIMIT, Notice
from mka_assist.rulebook.model import RuleBook

PartnerCommand = (
    do.AlarmPartner
    | do.AlarmTogether
    | do.ReportFailedAlarm
    | do.CountPartner
    | do.WithdrawPartner
    | do.WarnPartner
    | do.SendFeedback
    | do.DismissFeedback
)
"""What is about a partner organisation."""


class PartnerProposal:
    """Turns one command about partners into the events it asks for, all at one moment."""

    def __init__(self, state: CallState, at: datetime, decision: Decision | None, rulebook: RuleBook) -> None:
        self.state, self.at, self.decision, self.rulebook = state, at, decision, rulebook

    def of(self, command: PartnerCommand) -> Events:
        match command:
            case do.AlarmPartner():
                return self.alarm(command)
            case do.AlarmTogether():
                return self.alarm_together(command)
            case do.ReportFailedAlarm():
                id, reason = self.standing(command.partner), optional(command.reason)
                return (PartnerAlarmFailed(at=self.at, partner=id, reason=reason),)
            case do.CountPartner():
                return self.count(command)
            case do.WithdrawPartner():
                id, reason = self.standing(command.partner), one_line(command.reason, "een reden")
                return tuple(self.withdrawn((id,), reason))
            case do.WarnPartner():
                return self.warn(command)
            case do.SendFeedback():
                return self.send_feedback(command.partner)
            case do.DismissFeedback():
                return self.dismiss_feedback(command)

    def alarm(self, command: do.AlarmPartner) -> Events:
        """An alarm of one partner. A reason counts as an override only when the advice is against it."""
        id, reason = self.partner(command.partner), optional(command.override_reason)
        if self.decision and id in advised(self.decision):
            reason = ""
        return (self.alarmed_now(id, reason),)

    def alarm_together(self, command: do.AlarmTogether) -> Events:
        """The ambulance first, then the partners. Whoever stands alarmed already is passed over."""
        first = units(self.state, self.at, command.units)
        try:
            named = [self.partner(id) for id in command.partners]
        except RefusedError as refused:
            raise RefusedError(refused.refusal.message, refused.refusal.help, first) from refused
        wanted = dict.fromkeys(named or (advised(self.decision) if self.decision else ()))
        if not wanted:
            raise RefusedError(
                "Volgens het advies mag nu geen partner gealarmeerd worden.",
                "Alarmeer een partner met de hand en geef een korte reden.",
                first,
            )
        return (*first, *(self.alarmed_now(id) for id in wanted if id not in self.state.alarmed))

    def alarmed_now(self, id: str, reason: str = "") -> PartnerAlarmed:
        """The alarm of a partner, with its message."""
        text = message_for(self.state, self.rulebook, self.at, id, Notice.ALARM)
        return PartnerAlarmed(at=self.at, partner=id, override_reason=reason, message=text)

    def withdrawn(self, ids: Iterable[str], reason: str) -> Iterator[PartnerWithdrawn]:
        """Partners that need not come any more, each with its stand-down."""
        for id in ids:
            text = message_for(self.state, self.rulebook, self.at, id, Notice.STAND_DOWN)
            yield PartnerWithdrawn(at=self.at, partner=id, reason=reason, message=text)

    def warn(self, command: do.WarnPartner) -> Events:
        """The standing notice for the danger that is known, or the text that was typed."""
        id = self.standing(command.partner)
        if command.notice.strip():
            text = safe_text(command.notice)
            notice = text if len(text) <= 100 else f"{text[:97]}..."
        else:
            danger = danger_for(self.state, self.decision, self.rulebook, id)
            notice = danger_words(danger)
            text = message_for(self.state, self.rulebook, self.at, id, Notice.SAFETY, danger)
        return (PartnerWarned(at=self.at, partner=id, notice=notice, message=text),)

    def count(self, command: do.CountPartner) -> Events:
        """Numbers of a partner; those that are known already change nothing."""
        id, known = self.alarmed(command.partner)
        told = {"called": command.called, "accepted": command.accepted}
        told |= {"on_scene": command.on_scene, "aeds": command.aeds}
        new = {key: within(n) for key, n in told.items() if n is not None and n != getattr(known, key)}
        if not new:
            return ()
        counted = PartnerCounted(at=self.at, origin=Origin.KETENPARTNER, partner=id)
        return (counted.model_copy(update=new),)

    def send_feedback(self, partner: str) -> Events:
        id, known = self.alarmed(partner)
        if known.feedback_sent_at:
            return ()
        text = feedback_text(self.rulebook, id, crowding(self.state, self.rulebook, self.at))
        return (FeedbackSent(at=self.at, partner=id, message=text),)

    def dismiss_feedback(self, command: do.DismissFeedback) -> Events:
        id, partner = self.alarmed(command.partner)
        if partner.feedback_sent_at:
            raise RefusedError(f"De terugkoppeling aan {name_of(self.rulebook, id)} is al verstuurd.")
        reason = one_line(command.reason, "een reden")
        if partner.feedback_dismissed_at:
            return ()
        return (FeedbackDismissed(at=self.at, partner=id, reason=reason),)

    def partner(self, id: str) -> str:
        if id not in self.rulebook.partners:
            raise RefusedError(f'De partner "{id}" bestaat niet.', suggest(id, self.rulebook.partners))
        return id

    def alarmed(self, id: str) -> tuple[str, PartnerState]:
        """A partner that was alarmed in this call, withdrawn since or not."""
        known = self.state.partners.get(id)
        if known is None:
            raise RefusedError(f"{name_of(self.rulebook, id)} is niet gealarmeerd.")
        return id, known

    def standing(self, id: str) -> str:
        """A partner that stands alarmed."""
        _, known = self.alarmed(id)
        if known.failed_at is not None:
            raise RefusedError(f"De alarmering van {name_of(self.rulebook, id)} kwam niet aan.")
        if not known.standing:
            raise RefusedError(f"De alarmering van {name_of(self.rulebook, id)} is al ingetrokken.")
        return id


def optional(reason: str) -> str:
    """A reason that may be left out. Raises `RefusedError`."""
    return one_line(reason, "een reden") if reason.strip() else ""


def safe_text(text: str) -> str:
    """A text typed for a partner: one line, short enough to send, and nothing that looks like data about a
    person. Raises `RefusedError`."""
    text = one_line(text, "de waarschuwing", LIMIT)
    if what := private(text):
        raise RefusedError(
            f"Dit lijkt op {what}; dat gaat niet naar een partner.",
            "Noem alleen wat voor hun eigen veiligheid nodig is.",
        )
    return text


def within(number: int) -> int:
    """A number of people. Raises `RefusedError`."""
    if not 0 <= number <= 999:
        raise RefusedError(f"{number} kan niet.", "Geef een aantal van 0 tot en met 999.")
    return number


def name_of(rulebook: RuleBook, id: str) -> str:
    partner = rulebook.partners.get(id)
    return partner.name if partner else id


def advised(decision: Decision) -> tuple[str, ...]:
    """The partners that may be alarmed without a reason; nobody while the advice is a fallback."""
    return () if decision.fallback else decision.alarmable()
