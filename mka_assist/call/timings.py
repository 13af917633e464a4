"""How long things took in a call, counted from the moment it was opened."""

from __future__ import annotations

from collections.abc import Mapping

from mka_assist.call.state import CallState


def timings(state: CallState) -> Mapping[str, float | None]:
    """Dutch label to seconds since opening, in the order things should go; None for what did not happen."""
    moments = {
        "vermoeden reanimatie": state.suspected_at,
        "ambulance ingezet": state.ambulance_dispatched_at,
        "eerste partner gealarmeerd": state.first_alarm_at,
        "eerste borstcompressie": state.first_compression_at,
        "first responder ter plaatse": state.first_responder_at,
        "ambulance ter plaatse": state.ambulance_on_scene_at,
        "melding afgesloten": state.closed_at,
    }
    return {
        label: (moment - state.opened_at).total_seconds() if moment else None
        for label, moment in moments.items()
    }


def format_elapsed(seconds: float) -> str:
    """Whole seconds as "1:07", from an hour on as "1:02:07"."""
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
