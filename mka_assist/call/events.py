"""What happened in a call: one frozen model per kind of event. A correction is a new event, never an edit."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, TypeAdapter

from mka_assist.call.event_base import Actor as Actor
from mka_assist.call.event_base import BaseEvent, Message, Name, Number, Short
from mka_assist.call.event_base import InstructionEnd as InstructionEnd
from mka_assist.call.event_base import Level as Level
from mka_assist.call.event_base import Origin as Origin
from mka_assist.call.instruction_events import BarrierMet as BarrierMet
from mka_assist.call.instruction_events import CoachingEnded as CoachingEnded
from mka_assist.call.instruction_events import CoachingStarted as CoachingStarted
from mka_assist.call.instruction_events import InstructionEnded as InstructionEnded
from mka_assist.call.instruction_events import InstructionFlow as InstructionFlow
from mka_assist.call.instruction_events import InstructionLanguage as InstructionLanguage
from mka_assist.call.instruction_events import InstructionStarted as InstructionStarted
from mka_assist.call.instruction_events import InstructionStep as InstructionStep


class CallOpened(BaseEvent):
    """The call was picked up. Names the rulebook that stays in force for this call."""

    type: Literal["call_opened"] = "call_opened"
    number: Name
    region: Short = ""
    rulebook_version: Short
    rulebook_sha256: Short


class FactRecorded(BaseEvent):
    """A question was answered; `value` is the text of the value, "onbekend" when there was no answer."""

    type: Literal["fact_recorded"] = "fact_recorded"
    fact: Name
    value: Name


class FactCorrected(BaseEvent):
    """An earlier answer was wrong. The earlier event stays; this one counts from here on."""

    type: Literal["fact_corrected"] = "fact_corrected"
    fact: Name
    value: Name
    was: Name


class AmbulanceDispatched(BaseEvent):
    """A unit was dispatched for this call."""

    type: Literal["ambulance_dispatched"] = "ambulance_dispatched"
    unit: Name
    level: Level = Level.HOOGCOMPLEX
    urgency: Name = "A0"


class UnitRequested(BaseEvent):
    """There is no free unit: one is asked for, and the request stands until a unit is dispatched. What a
    region calls a virtual unit."""

    type: Literal["unit_requested"] = "unit_requested"
    urgency: Name = "A0"


class UnitNamed(BaseEvent):
    """A unit that had a placeholder gets its call sign and its level of care."""

    type: Literal["unit_named"] = "unit_named"
    unit: Name
    name: Name
    level: Level = Level.HOOGCOMPLEX


class AmbulanceUpgraded(BaseEvent):
    """A unit already coupled to this call at a lower urgency was upgraded."""

    type: Literal["ambulance_upgraded"] = "ambulance_upgraded"
    unit: Name
    urgency: Name = "A0"


class AmbulanceOnScene(BaseEvent):
    type: Literal["ambulance_on_scene"] = "ambulance_on_scene"
    unit: Name


class PartnerAlarmed(BaseEvent):
    """A partner was alarmed; `override_reason` is filled when the advice was not to alarm."""

    type: Literal["partner_alarmed"] = "partner_alarmed"
    partner: Name
    override_reason: Short = ""
    message: Message = ""
    """The message as it went out."""


class PartnerAlarmFailed(BaseEvent):
    """The alarm of a partner did not get there. It does not stand any more and can be given again."""

    type: Literal["partner_alarm_failed"] = "partner_alarm_failed"
    partner: Name
    reason: Short = ""


class PartnerCounted(BaseEvent):
    """How many people of a partner were called, accepted and are on scene, and how many AEDs come along;
    None for a number that stays as it was."""

    type: Literal["partner_counted"] = "partner_counted"
    partner: Name
    called: Number | None = None
    accepted: Number | None = None
    on_scene: Number | None = None
    aeds: Number | None = None


class PartnerWithdrawn(BaseEvent):
    """The alarm of a partner was withdrawn (*intrekken*)."""

    type: Literal["partner_withdrawn"] = "partner_withdrawn"
    partner: Name
    reason: Name
    message: Message = ""
    """The stand-down as it went out; the reason stays here."""


class PartnerWarned(BaseEvent):
    """A safety notice went to an alarmed partner (Kwaliteitskader 2.3: only for their own safety)."""

    type: Literal["partner_warned"] = "partner_warned"
    partner: Name
    notice: Name
    """The danger in a few words, or what was typed."""
    message: Message = ""
    """The notice as it went out."""


class FirstCompression(BaseEvent):
    """The caller reports the first chest compression."""

    type: Literal["first_compression"] = "first_compression"


class FirstResponderOnScene(BaseEvent):
    """An alarmed first responder arrived; `partner` is empty when it is not known whose."""

    type: Literal["first_responder_on_scene"] = "first_responder_on_scene"
    partner: Short = ""


class BystanderNoted(BaseEvent):
    """Somebody who can help happens to be there (Kwaliteitskader 1.3): a bystander, not a first responder
    that was alarmed."""

    type: Literal["bystander_noted"] = "bystander_noted"
    who: Short = ""


class CrowdReported(BaseEvent):
    """The number of first responders on scene, counted or estimated."""

    type: Literal["crowd_reported"] = "crowd_reported"
    number: Number
    counted: bool = False


class FeedbackSent(BaseEvent):
    """Feedback about crowding went to a partner organisation."""

    type: Literal["feedback_sent"] = "feedback_sent"
    partner: Name
    message: Message = ""
    """The text as it went out."""


class FeedbackDismissed(BaseEvent):
    type: Literal["feedback_dismissed"] = "feedback_dismissed"
    partner: Name
    reason: Name


class AlarmSeen(BaseEvent):
    """The centralist acknowledged an alarm on the screen; with a reason it was put aside, against the
    advice."""

    type: Literal["alarm_seen"] = "alarm_seen"
    alarm: Name
    text: Message = ""
    reason: Short = ""


class Undone(BaseEvent):
    """An act inside the program is taken back: the events at these places in the call (the first is 0)
    count no more. They stay in the journal."""

    type: Literal["undone"] = "undone"
    places: tuple[Annotated[int, Field(ge=1)], ...]
    what: Message = ""


class CallerJoined(BaseEvent):
    """A second caller turned out to report the same incident; that call is closed and goes on in this one."""

    type: Literal["caller_joined"] = "caller_joined"
    number: Name
    instructed: bool = False
    """Does this caller get the instruction from here on?"""
    differs: Message = ""
    """What this caller says otherwise than the one before."""


class DecisionTaken(BaseEvent):
    """The receipt of a decision that differs from the one before: what the screen advised, and on what."""

    type: Literal["decision_taken"] = "decision_taken"
    statuses: dict[str, str]
    ambulance: Short
    agree: bool
    cause: Message = ""
    suspicion: Literal["ja", "nee", "onbekend"] = "onbekend"
    """Whether the facts amounted to a suspicion of resuscitation: the moment of recognition is kept."""


class CallResumed(BaseEvent):
    """The program was started again while the call was open, with the rulebook it decides by from here on."""

    type: Literal["call_resumed"] = "call_resumed"
    rulebook_version: Short = ""
    rulebook_sha256: Short = ""
    desk: Short = ""
    """The screen the call went on at."""
    taken_over: bool = False
    """Another screen had the call."""


class CallClosed(BaseEvent):
    type: Literal["call_closed"] = "call_closed"
    reason: Name = "afgehandeld"
    merged_into: Short = ""
    """The call that this one went on in, where it was the same incident."""


Event = Annotated[
    CallOpened
    | FactRecorded
    | FactCorrected
    | AmbulanceDispatched
    | UnitRequested
    | UnitNamed
    | AmbulanceUpgraded
    | AmbulanceOnScene
    | PartnerAlarmed
    | PartnerAlarmFailed
    | PartnerCounted
    | PartnerWithdrawn
    | PartnerWarned
    | InstructionStarted
    | InstructionEnded
    | CoachingStarted
    | CoachingEnded
    | InstructionFlow
    | InstructionStep
    | InstructionLanguage
    | BarrierMet
    | FirstCompression
    | FirstResponderOnScene
    | BystanderNoted
    | CrowdReported
    | FeedbackSent
    | FeedbackDismissed
    | AlarmSeen
    | Undone
    | CallerJoined
    | DecisionTaken
    | CallResumed
    | CallClosed,
    Field(discriminator="type"),
]

EVENT: TypeAdapter[Event] = TypeAdapter(Event)
"""Reads and writes any event as JSON: `EVENT.validate_json(text)`, `EVENT.dump_json(event)`."""
