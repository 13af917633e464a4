"""What a command asks for: the events it proposes. Pure; whether they pass is up to the gate (`gate.py`)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

from mka_assist.call import commands as do
from mka_assist.call.commands import Command
from mka_assist.call.events import (
    Actor,
    AlarmSeen,
    AmbulanceOnScene,
    BystanderNoted,
    CallClosed,
    CallerJoined,
    CallOpened,
    CoachingEnded,
    CoachingStarted,
    CrowdReported,
    FactCorrected,
    FactRecorded,
    FirstCompression,
    FirstResponderOnScene,
    InstructionEnd,
    InstructionEnded,
    InstructionStarted,
    Origin,
)
from mka_assist.call.instruction_proposal import instructed, running
from mka_assist.call.partner_proposal import PartnerProposal, within
from mka_assist.call.partner_proposal import advised as advised
from mka_assist.call.partner_proposal import name_of as name_of
from mka_assist.call.parts import UnitState
from mka_assist.call.refused import Events, RefusedError, one_line
from mka_assist.call.state import SUSPICION, CallState
from mka_assist.call.undoing import undo
from mka_assist.call.unit_proposal import name_unit, units
from mka_assist.decision.outcome import Decision
from mka_assist.rulebook.facts import parse_value, suggest
from mka_assist.rulebook.model import RuleBook


def opening(command: Command, now: datetime, rulebook: RuleBook) -> Events:
    if not isinstance(command, do.Open):
        raise RefusedError("Er is geen melding geopend.", "Open eerst een melding.")
    return (
        CallOpened(
            at=now.astimezone(UTC),
            number=one_line(command.number, "het nummer van de melding"),
            region=rulebook.region,
            rulebook_version=rulebook.version,
            rulebook_sha256=rulebook.sha256,
        ),
    )


class Proposal:
    """Turns one command into the events it asks for, all at one moment."""

    def __init__(self, state: CallState, at: datetime, decision: Decision | None, rulebook: RuleBook) -> None:
        self.state, self.at, self.rulebook = state, at, rulebook
        self.partners = PartnerProposal(state, at, decision, rulebook)

    def of(self, command: Command) -> Events:
        match command:
            case do.Open():
                raise RefusedError("De melding is al geopend.")
            case do.Answer() | do.Correct():
                return self.answer(command.fact, command.text, command.origin)
            case do.DispatchAmbulance() | do.UpgradeAmbulance() | do.RequestUnit():
                return units(self.state, self.at, (command,))
            case do.NameUnit():
                return name_unit(self.state, self.at, command)
            case do.AmbulanceArrived():
                return self.ambulance_arrived(command.unit)
            case (
                do.AlarmPartner()
                | do.AlarmTogether()
                | do.ReportFailedAlarm()
                | do.CountPartner()
                | do.WithdrawPartner()
                | do.WarnPartner()
                | do.SendFeedback()
                | do.DismissFeedback()
            ):
                return self.partners.of(command)
            case do.StartInstruction():
                return () if self.instructing else (InstructionStarted(at=self.at),)
            case do.FollowFlow() | do.TakeStep() | do.SpeakLanguage() | do.MeetBarrier():
                return instructed(self.state, self.at, command)
            case do.EndInstruction():
                running(self.state)
                return (InstructionEnded(at=self.at, reason=command.reason),)
            case do.ReportFirstCompression():
                known = self.state.first_compression_at is not None
                return () if known else (FirstCompression(at=self.at, origin=Origin.MELDER),)
            case do.FirstResponderArrived():
                return self.first_responder_arrived(command)
            case do.EndCoaching():
                return () if self.state.coaching_since is None else (CoachingEnded(at=self.at),)
            case do.NoteBystander():
                who = one_line(command.who, "wie het is") if command.who.strip() else ""
                return (BystanderNoted(at=self.at, origin=Origin.MELDER, who=who),)
            case do.ReportCrowd():
                number = within(command.number)
                return (
                    CrowdReported(at=self.at, origin=command.origin, number=number, counted=command.counted),
                )
            case do.WithdrawSuspicion():
                return self.withdraw_suspicion(one_line(command.reason, "een reden"))
            case do.SeeAlarm():
                seen = one_line(command.alarm, "het alarm")[:100]
                reason = one_line(command.reason, "een reden") if command.reason.strip() else ""
                return (AlarmSeen(at=self.at, alarm=seen, text=command.text[:500], reason=reason),)
            case do.Undo():
                return undo(self.state, self.at, self.rulebook)
            case do.JoinCaller():
                other = one_line(command.number, "het nummer van de melding")
                told = {"instructed": command.instructed, "differs": command.differs[:500]}
                return (CallerJoined(at=self.at, number=other).model_copy(update=told),)
            case do.Close():
                reason = one_line(command.reason, "een reden")
                return (CallClosed(at=self.at, reason=reason, merged_into=command.merged_into),)

    @property
    def instructing(self) -> bool:
        return self.state.instruction is not None and self.state.instruction.running

    def answer(self, fact: str, text: str, origin: Origin) -> Events:
        """An answer, or a correction of one. The same value again, in whatever words, changes nothing."""
        spec = self.rulebook.facts.get(fact)
        if spec is None or fact.startswith("_"):
            raise RefusedError(f'Het feit "{fact}" bestaat niet.', suggest(fact, self.rulebook.facts))
        if spec.progress:
            raise RefusedError(f"{spec.label} volgt uit het verloop van de melding.")
        text = one_line(text, "een antwoord")
        try:
            value = parse_value(spec, text)
        except ValueError as error:
            raise RefusedError(f"{error}.") from error
        was = self.state.answers.get(fact)
        if was is None:
            return (FactRecorded(at=self.at, origin=origin, fact=fact, value=text),)
        try:
            if parse_value(spec, was) == value:
                return ()
        except ValueError:
            pass  # The earlier answer was given under another rulebook.
        return (FactCorrected(at=self.at, origin=origin, fact=fact, value=text, was=was),)

    def ambulance_arrived(self, unit: str) -> Events:
        known: Mapping[str, UnitState] = self.state.units
        if unit not in known:
            raise RefusedError(
                f"Eenheid {unit} is niet ingezet.", suggest(unit, known) or "Zet de eenheid in."
            )
        if known[unit].on_scene_at:
            return ()
        there = AmbulanceOnScene(at=self.at, origin=Origin.AMBULANCE, unit=unit)
        coached = self.state.coaching_since is not None
        left = (CoachingEnded(at=self.at, actor=Actor.SYSTEEM, origin=Origin.SYSTEEM),) if coached else ()
        return (there, *self.instruction_ends(InstructionEnd.AMBULANCE, unit), *left)

    def instruction_ends(self, reason: InstructionEnd, by: str = "") -> Events:
        """The end of a running instruction that follows from something else; `by` took over."""
        if not self.instructing:
            return ()
        return (
            InstructionEnded(
                at=self.at, actor=Actor.SYSTEEM, origin=Origin.SYSTEEM, reason=reason, taken_over_by=by
            ),
        )

    def first_responder_arrived(self, command: do.FirstResponderArrived) -> Events:
        """An arrival. Who was not alarmed is a bystander (Kwaliteitskader 1.3) and does not count here. In
        principle the instruction ends (2.3); coaching over the speaker is possible (5.2)."""
        partner = command.partner
        if partner:
            id, known = self.partners.alarmed(partner)
            seen = known.arrived_at is not None
        else:
            id, seen = "", self.state.first_responder_at is not None
            if not self.state.partners:
                raise RefusedError("Er is geen partner gealarmeerd; wie er toevallig is, is omstander.")
        if seen:
            return ()
        there = FirstResponderOnScene(at=self.at, partner=id)
        if command.stay:
            return (there,)
        by = name_of(self.rulebook, id) if id else ""
        coach = (CoachingStarted(at=self.at),) if command.coach and not self.state.coaching_since else ()
        return (there, *self.instruction_ends(InstructionEnd.FIRST_RESPONDER, by), *coach)

    def withdraw_suspicion(self, reason: str) -> Events:
        """The suspicion answered with no, every alarm withdrawn, the instruction ended."""
        return (
            *self.answer(SUSPICION, "nee", Origin.CENTRALIST),
            *self.partners.withdrawn(self.state.alarmed, reason),
            *self.instruction_ends(InstructionEnd.GEEN_REANIMATIE),
        )
