"""Putting an alarm aside against the advice, with a reason: what F6 offers once every alarm is seen. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from mka_assist.call.commands import SeeAlarm
from mka_assist.console.alarms import Alarm
from mka_assist.console.lines import cut
from mka_assist.console.steps import Menu, Note, Option, Prompt, Step

REASONS = ("is al gedaan", "niet van toepassing", "bewust anders gekozen")
"""Ready reasons."""
MANY = 9


def aside(alarms: Sequence[Alarm]) -> Step:
    """Which alarm, and why. One that the ambulance waits for, or a failure of the program, stays."""
    may = [alarm for alarm in alarms if alarm.condition.advice and not alarm.aside][:MANY]
    if not may:
        left = any(not alarm.aside for alarm in alarms)
        return Note(
            "Alles is gezien; wat er nog staat, blijft staan zolang het geldt."
            if left
            else "Er is geen alarm dat nog niet gezien is."
        )
    if len(may) == 1:
        return _why(may[0])
    options = tuple(Option(f"{cut(alarm.condition.what, 60)} …", _why(alarm)) for alarm in may)
    return Menu("Alles is gezien. Welk alarm opzij zetten?", options)


def _why(alarm: Alarm) -> Menu:
    name, what = alarm.condition.name, alarm.condition.what.rstrip(".")
    ready = tuple(Option(reason, (SeeAlarm(name, what, reason),)) for reason in REASONS)
    other = Prompt(
        "Waarom opzij?",
        "korte reden; staat in het logboek",
        lambda text: (SeeAlarm(name, what, _given(text)),),
    )
    return Menu(f"Opzij zetten: {cut(what, 60)}. Reden:", (*ready, Option("andere reden …", other)))


def _given(text: str) -> str:
    if not text.strip():
        raise ValueError("Typ een korte reden.")
    return text
