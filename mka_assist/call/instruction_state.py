"""Where the caller instruction of a call stands: part of the fold over its events. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from mka_assist.call.events import InstructionEnd, InstructionFlow, InstructionLanguage, InstructionStep


@dataclass(frozen=True, slots=True)
class Instruction:
    """The caller instruction; the end is None while it runs. It may start again after it ended.

    The names of flow, step and barrier are those of the files it was spoken from; empty for none.
    """

    first_started_at: datetime
    started_at: datetime
    ended_at: datetime | None = None
    end: InstructionEnd | None = None
    flow: str = ""
    step: str = ""
    step_at: datetime | None = None
    language: str = "nl"
    barrier: str = ""
    """The barrier that is dealt with now."""
    round_at: datetime | None = None
    """When the present rescuer began to press."""
    rounds: int = 0
    version: str = ""
    sha256: str = ""

    @property
    def running(self) -> bool:
        return self.ended_at is None


@dataclass(frozen=True, slots=True)
class Barrier:
    """A barrier that was met (*belemmering*): when, its reason code, and at which step if any."""

    at: datetime
    code: str
    step: str


def followed(
    instruction: Instruction, event: InstructionFlow | InstructionStep | InstructionLanguage
) -> Instruction:
    """The instruction after one more event of its own. Rounds go on when another flow is followed."""
    match event:
        case InstructionFlow():
            return replace(
                instruction,
                flow=event.flow,
                step=event.step,
                step_at=event.at,
                language=event.language,
                barrier="",
                version=event.version,
                sha256=event.sha256,
            )
        case InstructionStep():
            return replace(
                instruction,
                step=event.step,
                step_at=event.at,
                barrier="",
                round_at=event.at if event.new_round else instruction.round_at,
                rounds=instruction.rounds + event.new_round,
            )
        case InstructionLanguage():
            return replace(instruction, language=event.language)
