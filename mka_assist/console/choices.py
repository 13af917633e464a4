"""What a key of a call comes to, from how the call stands. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from mka_assist.console.alarm_choices import alarm, ambulance, unit
from mka_assist.console.answers import answer_for
from mka_assist.console.board_choices import board
from mka_assist.console.call_choices import close, compression, crowd, responder, suspicion
from mka_assist.console.instruction_choices import barrier, go_on, instruction, turn
from mka_assist.console.partner_choices import partners
from mka_assist.console.steps import Situation, Step
from mka_assist.console.ui import current

CHOICES: Mapping[str, Callable[[Situation], Step]] = {
    "alarm": alarm,
    "responder": responder,
    "crowd": crowd,
    "instruction": instruction,
    "barrier": barrier,
    "go_on": go_on,
    "compression": compression,
    "ambulance": ambulance,
    "suspicion": suspicion,
    "partners": partners,
    "unit": unit,
    "board": board,
    "close": close,
}
"""By the id of the action. All other keys are a letter of the instruction, or answer the question."""


def step_for(at: Situation, action: str, key: str, selected: str) -> Step:
    """What this action offers; `selected` is the question that was chosen by hand."""
    if action == "turn":
        return turn(at, key)
    choice = CHOICES.get(action)
    return choice(at) if choice else answer_for(action, current(at, selected))
