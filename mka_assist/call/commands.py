"""What a centralist can do in a call. A command asks; the gate (`gate.py`) says whether it happens."""

from __future__ import annotations

from dataclasses import dataclass

from mka_assist.call.events import Event, InstructionEnd, Level, Origin


@dataclass(frozen=True, slots=True)
class Open:
    """Pick up a call under a number of its own."""

    number: str


@dataclass(frozen=True, slots=True)
class Answer:
    """Record the answer to a question. Another answer than before becomes a correction."""

    fact: str
    text: str
    origin: Origin = Origin.MELDER


@dataclass(frozen=True, slots=True)
class Correct:
    """Put an earlier answer right."""

    fact: str
    text: str
    origin: Origin = Origin.CENTRALIST


@dataclass(frozen=True, slots=True)
class DispatchAmbulance:
    """Dispatch a unit for this call; for a unit already dispatched it sets another urgency."""

    unit: str
    level: Level = Level.HOOGCOMPLEX
    urgency: str = "A0"


@dataclass(frozen=True, slots=True)
class UpgradeAmbulance:
    """Raise the urgency of a unit that is coupled to this call, here or elsewhere."""

    unit: str
    urgency: str = "A0"


@dataclass(frozen=True, slots=True)
class RequestUnit:
    """There is no free unit: note that one is asked for."""

    urgency: str = "A0"


UnitCommand = DispatchAmbulance | UpgradeAmbulance | RequestUnit
"""What brings a unit to the call, or asks for one."""


@dataclass(frozen=True, slots=True)
class NameUnit:
    """Give a unit that has a placeholder its call sign and its level of care."""

    unit: str
    name: str
    level: Level = Level.HOOGCOMPLEX


@dataclass(frozen=True, slots=True)
class AmbulanceArrived:
    """A dispatched unit is on scene; it takes over from the caller instruction."""

    unit: str


@dataclass(frozen=True, slots=True)
class AlarmPartner:
    """Alarm one partner, against the advice only with a reason."""

    partner: str
    override_reason: str = ""


@dataclass(frozen=True, slots=True)
class AlarmTogether:
    """Ambulance and partners in one go, the ambulance first. No partners named means: every partner the
    advice allows and that is not alarmed yet. Units may be left out once an ambulance is dispatched.
    """

    units: tuple[UnitCommand, ...] = ()
    partners: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReportFailedAlarm:
    """The alarm of a partner did not get there."""

    partner: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class CountPartner:
    """How many of a partner were called, accepted and are on scene, and how many AEDs come along (0 to 999);
    None leaves a number as it was."""

    partner: str
    called: int | None = None
    accepted: int | None = None
    on_scene: int | None = None
    aeds: int | None = None


@dataclass(frozen=True, slots=True)
class WithdrawPartner:
    """Withdraw the alarm of a partner (*intrekken*)."""

    partner: str
    reason: str


@dataclass(frozen=True, slots=True)
class WarnPartner:
    """Pass a safety notice to an alarmed partner (Kwaliteitskader 2.3); without a text of its own the notice
    that the rules have for the danger that is known."""

    partner: str
    notice: str = ""


@dataclass(frozen=True, slots=True)
class StartInstruction:
    """Start the caller instruction, or start it again."""


@dataclass(frozen=True, slots=True)
class FollowFlow:
    """Follow a flow of the caller instruction, which starts when it was not running. Made by `instructing`,
    which knows the flows; so are the next three."""

    flow: str
    step: str
    language: str = "nl"
    version: str = ""
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class TakeStep:
    """Go to a step of the flow that is followed; with `new_round` a turn of pressing begins there."""

    step: str
    answer: str = ""
    new_round: bool = False


@dataclass(frozen=True, slots=True)
class SpeakLanguage:
    """Go on in another language."""

    language: str


@dataclass(frozen=True, slots=True)
class MeetBarrier:
    """Something keeps the caller from helping, by its reason code; also before the instruction began."""

    code: str


@dataclass(frozen=True, slots=True)
class EndInstruction:
    reason: InstructionEnd


@dataclass(frozen=True, slots=True)
class ReportFirstCompression:
    """The caller gives the first compression."""


@dataclass(frozen=True, slots=True)
class FirstResponderArrived:
    """An alarmed first responder is on scene and takes over; no partner means: not known whose. With
    `coach` the centralist stays on the speaker, with `stay` the instruction itself goes on."""

    partner: str = ""
    coach: bool = False
    stay: bool = False


@dataclass(frozen=True, slots=True)
class EndCoaching:
    """The centralist leaves the speaker."""


@dataclass(frozen=True, slots=True)
class NoteBystander:
    """Somebody who can help happens to be there; not an alarmed first responder."""

    who: str = ""


@dataclass(frozen=True, slots=True)
class ReportCrowd:
    """How many first responders are on scene (0 to 999), counted or estimated, heard from the caller or
    reported by a partner or the ambulance."""

    number: int
    counted: bool = False
    origin: Origin = Origin.MELDER


@dataclass(frozen=True, slots=True)
class SendFeedback:
    """Tell a partner organisation about crowding."""

    partner: str


@dataclass(frozen=True, slots=True)
class DismissFeedback:
    """Do not tell a partner organisation about crowding, and say why."""

    partner: str
    reason: str


@dataclass(frozen=True, slots=True)
class WithdrawSuspicion:
    """No resuscitation after all: withdraws every alarm and ends the instruction."""

    reason: str


@dataclass(frozen=True, slots=True)
class SeeAlarm:
    """Acknowledge an alarm of the screen; a reason puts it aside against the advice."""

    alarm: str
    text: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Undo:
    """Take back the last act inside the program that still counts."""


@dataclass(frozen=True, slots=True)
class JoinCaller:
    """A second caller reports the same incident, picked up under another number; `differs` says what it tells
    otherwise."""

    number: str
    instructed: bool = False
    differs: str = ""


@dataclass(frozen=True, slots=True)
class Close:
    """Close the call. Nothing can be added afterwards."""

    reason: str = "afgehandeld"
    merged_into: str = ""
    """The call that goes on with this caller, where it is the same incident."""


Command = (
    Open
    | Answer
    | Correct
    | DispatchAmbulance
    | UpgradeAmbulance
    | RequestUnit
    | NameUnit
    | AmbulanceArrived
    | AlarmPartner
    | AlarmTogether
    | ReportFailedAlarm
    | CountPartner
    | WithdrawPartner
    | WarnPartner
    | StartInstruction
    | FollowFlow
    | TakeStep
    | SpeakLanguage
    | MeetBarrier
    | EndInstruction
    | ReportFirstCompression
    | FirstResponderArrived
    | EndCoaching
    | NoteBystander
    | ReportCrowd
    | SendFeedback
    | DismissFeedback
    | WithdrawSuspicion
    | SeeAlarm
    | Undo
    | JoinCaller
    | Close
)


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a command did not happen, in one Dutch line, and what to do instead."""

    message: str
    help: str = ""
    ambulance: tuple[Event, ...] = ()
    """What of the same command does happen: an ambulance never waits for a partner."""

    def __str__(self) -> str:
        return f"{self.message} Hulp: {self.help}" if self.help else self.message
