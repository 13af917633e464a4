"""What happened in a call: one frozen model per kind of event. A correction is a new event, never an edit."""

from __future__ import annotations

from datetime import UTC
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, TypeAdapter

Moment = Annotated[AwareDatetime, AfterValidator(lambda moment: moment.astimezone(UTC))]
Short = Annotated[str, Field(max_length=200)]
Name = Annotated[str, Field(min_length=1, max_length=100)]


class Actor(StrEnum):
    """Who brought it about."""

    CENTRALIST = "centralist"
    SYSTEEM = "systeem"


class Origin(StrEnum):
    """Where the knowledge came from."""

    MELDER = "melder"
    CENTRALIST = "centralist"
    KETENPARTNER = "ketenpartner"
    AMBULANCE = "ambulance"
    SYSTEEM = "systeem"


class Level(StrEnum):
    """Level of care of an ambulance unit (Kwaliteitskader 2.4)."""

    HOOGCOMPLEX = "hoogcomplex"
    MIDDENCOMPLEX = "middencomplex"
    LAAGCOMPLEX = "laagcomplex"


class InstructionEnd(StrEnum):
    """Why the caller instruction ended."""

    FIRST_RESPONDER = "first_responder_ter_plaatse"
    AMBULANCE = "ambulance_ter_plaatse"
    GEEN_REANIMATIE = "geen_reanimatie"
    VERBINDING_VERBROKEN = "verbinding_verbroken"
    NIET_MOGELIJK = "niet_mogelijk"


class BaseEvent(BaseModel):
    """Common to all events: an aware time (kept in UTC), who, and where it came from."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    at: Moment
    actor: Actor = Actor.CENTRALIST
    origin: Origin = Origin.CENTRALIST


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


class PartnerWithdrawn(BaseEvent):
    """The alarm of a partner was withdrawn (*intrekken*)."""

    type: Literal["partner_withdrawn"] = "partner_withdrawn"
    partner: Name
    reason: Name


class PartnerWarned(BaseEvent):
    """A safety notice went to an alarmed partner (Kwaliteitskader 2.3: only for their own safety)."""

    type: Literal["partner_warned"] = "partner_warned"
    partner: Name
    notice: Name


class InstructionStarted(BaseEvent):
    type: Literal["instruction_started"] = "instruction_started"


class InstructionEnded(BaseEvent):
    type: Literal["instruction_ended"] = "instruction_ended"
    reason: InstructionEnd


class InstructionFlow(BaseEvent):
    """Which flow of the caller instruction is followed from here on, where it begins, in which language, and
    of which set of files (a stamp of its own, not that of the rules)."""

    type: Literal["instruction_flow"] = "instruction_flow"
    flow: Name
    step: Name
    language: Name = "nl"
    version: Short = ""
    sha256: Short = ""


class InstructionStep(BaseEvent):
    """The next step of the flow; `answer` led to it and is empty where the centralist just went there.
    With `new_round` a rescuer's turn of pressing begins."""

    type: Literal["instruction_step"] = "instruction_step"
    step: Name
    answer: Short = ""
    new_round: bool = False


class InstructionLanguage(BaseEvent):
    """From here on the lines are spoken in another language."""

    type: Literal["instruction_language"] = "instruction_language"
    language: Name


class BarrierMet(BaseEvent):
    """Something keeps the caller from helping (*belemmering*): its reason code, and at which step."""

    type: Literal["barrier_met"] = "barrier_met"
    code: Name
    step: Short = ""


class FirstCompression(BaseEvent):
    """The caller reports the first chest compression."""

    type: Literal["first_compression"] = "first_compression"


class FirstResponderOnScene(BaseEvent):
    """An alarmed first responder arrived; `partner` is empty when it is not known whose."""

    type: Literal["first_responder_on_scene"] = "first_responder_on_scene"
    partner: Short = ""


class CrowdReported(BaseEvent):
    """The number of first responders on scene, counted or estimated."""

    type: Literal["crowd_reported"] = "crowd_reported"
    number: Annotated[int, Field(ge=0, le=999)]
    counted: bool = False


class FeedbackSent(BaseEvent):
    """Feedback about crowding went to a partner organisation."""

    type: Literal["feedback_sent"] = "feedback_sent"
    partner: Name


class FeedbackDismissed(BaseEvent):
    type: Literal["feedback_dismissed"] = "feedback_dismissed"
    partner: Name
    reason: Name


class DecisionTaken(BaseEvent):
    """The receipt of a decision that differs from the one before: what the screen advised, and on what."""

    type: Literal["decision_taken"] = "decision_taken"
    statuses: dict[str, str]
    ambulance: Short
    agree: bool
    cause: Annotated[str, Field(max_length=500)] = ""
    suspicion: Literal["ja", "nee", "onbekend"] = "onbekend"
    """Whether the facts amounted to a suspicion of resuscitation: the moment of recognition is kept."""


class CallResumed(BaseEvent):
    """The program was started again while the call was open, with the rulebook it decides by from here on."""

    type: Literal["call_resumed"] = "call_resumed"
    rulebook_version: Short = ""
    rulebook_sha256: Short = ""


class CallClosed(BaseEvent):
    type: Literal["call_closed"] = "call_closed"
    reason: Name = "afgehandeld"


Event = Annotated[
    CallOpened
    | FactRecorded
    | FactCorrected
    | AmbulanceDispatched
    | AmbulanceUpgraded
    | AmbulanceOnScene
    | PartnerAlarmed
    | PartnerWithdrawn
    | PartnerWarned
    | InstructionStarted
    | InstructionEnded
    | InstructionFlow
    | InstructionStep
    | InstructionLanguage
    | BarrierMet
    | FirstCompression
    | FirstResponderOnScene
    | CrowdReported
    | FeedbackSent
    | FeedbackDismissed
    | DecisionTaken
    | CallResumed
    | CallClosed,
    Field(discriminator="type"),
]

EVENT: TypeAdapter[Event] = TypeAdapter(Event)
"""Reads and writes any event as JSON: `EVENT.validate_json(text)`, `EVENT.dump_json(event)`."""
