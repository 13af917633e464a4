"""How long things took in a call, counted from the moment it was opened."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from mka_assist.call.state import CallState

_MOMENTS: Mapping[str, Callable[[CallState], datetime | None]] = {
    "vermoeden reanimatie": lambda state: state.suspected_at,
    "ambulance ingezet": lambda state: state.ambulance_dispatched_at,
    "eerste partner gealarmeerd": lambda state: state.first_alarm_at,
    "eerste borstcompressie": lambda state: state.first_compression_at,
    "first responder ter plaatse": lambda state: state.first_responder_at,
    "ambulance ter plaatse": lambda state: state.ambulance_on_scene_at,
    "melding afgesloten": lambda state: state.closed_at,
}
LABELS = tuple(_MOMENTS)
"""What is timed, in the order things should go."""


def timings(state: CallState) -> Mapping[str, float | None]:
    """Dutch label to seconds since opening; None for what did not happen."""
    moments = {label: moment(state) for label, moment in _MOMENTS.items()}
    return {
        label: (moment - state.opened_at).total_seconds() if moment else None
        for label, moment in moments.items()
    }


def format_elapsed(seconds: float) -> str:
    """Whole seconds as "1:07", from an hour on as "1:02:07"."""
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
