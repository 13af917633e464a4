"""How long the present rescuer has been pressing, and when the next one takes over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from mka_assist.instruction.model import CallerInstruction


@dataclass(frozen=True, slots=True)
class Round:
    """Whole seconds of this turn; `left` is negative once it is over time."""

    elapsed: int
    left: int

    @property
    def due(self) -> bool:
        return self.left <= 0

    @property
    def text(self) -> str:
        """ "wissel over 1:12", and from the moment it is due "wissel nu" with the time since."""
        if not self.due:
            return f"wissel over {_clock(self.left)}"
        return f"wissel nu (+{_clock(-self.left)})" if self.left else "wissel nu"


def round_at(instruction: CallerInstruction, started: datetime, now: datetime) -> Round:
    """The turn that began at `started`, seen at `now`; a clock that was set back counts as no time."""
    elapsed = max(0, int((now - started).total_seconds()))
    return Round(elapsed, instruction.change.seconds - elapsed)


def _clock(seconds: int) -> str:
    return f"{seconds // 60}:{seconds % 60:02}"
