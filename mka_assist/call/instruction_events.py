"""What happened in the caller instruction (*meldersinstructie*) of a call."""

from __future__ import annotations

from typing import Literal

from mka_assist.call.event_base import BaseEvent, InstructionEnd, Name, Short


class InstructionStarted(BaseEvent):
    type: Literal["instruction_started"] = "instruction_started"


class InstructionEnded(BaseEvent):
    type: Literal["instruction_ended"] = "instruction_ended"
    reason: InstructionEnd
    taken_over_by: Short = ""
    """The partner or the unit that took over, where that is known."""


class CoachingStarted(BaseEvent):
    """The caller instruction ended, but the centralist stays on the speaker and coaches whoever presses
    (Kwaliteitskader 5.2)."""

    type: Literal["coaching_started"] = "coaching_started"


class CoachingEnded(BaseEvent):
    type: Literal["coaching_ended"] = "coaching_ended"


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
