"""What is new between two pictures of a desk, in the order in which it matters. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from mka_assist.plain.partners import grouped
from mka_assist.plain.picture import NO_SUSPICION, Picture

_NUMBERS = re.compile(r"\d+")


def news(before: Picture, after: Picture, *, done: bool = False) -> list[str]:
    """One line per thing that happened. `done`: the message told what was done for partners and units."""
    return list(_news(before, after, done))


def _news(before: Picture, after: Picture, done: bool) -> Iterator[str]:
    same = before.number == after.number
    if after.message and after.message != before.message:
        yield after.message
    yield from _alarms(before if same else Picture(), after)
    yield from (f"Klok: {each}" for each in after.deadlines if not same or each not in before.deadlines)
    if after.silence != before.silence:
        yield after.silence or "Geluid weer aan."
    if after.number:
        yield from _partners(before if same else Picture(), after, done and same)
    yield from (each for each in after.breaths if each not in before.breaths)
    if after.armed != before.armed:
        yield from after.armed
    said = after.instruction[:1] == before.instruction[:1]
    yield from (each for each in after.instruction if not said or each not in before.instruction)
    if after.metronome != before.metronome:
        yield after.metronome or "Metronoom uit."
    if after.choices != before.choices:
        yield from after.choices
    if after.question != before.question and not after.choices:
        yield after.question


def _alarms(before: Picture, after: Picture) -> Iterator[str]:
    for id, text in after.alarms.items():
        known = before.alarms.get(id)
        if known is None or _bare(known) != _bare(text) or id in after.unseen - before.unseen:
            yield f"{after.since[id]}: {text}"
    for id, text in before.alarms.items():
        if id not in after.alarms:
            yield f"Alarm voorbij: {text.partition(' Toets ')[0]}"


def _partners(before: Picture, after: Picture, done: bool) -> Iterator[str]:
    if after.suspicion != before.suspicion and (before.suspicion or after.suspicion != NO_SUSPICION):
        yield after.suspicion
    if after.ambulance != before.ambulance and not done:
        yield f"Ambulance: {after.ambulance}."
    changed = _changed(before.advised, after.advised)
    if not done:
        changed |= _changed(before.acted, after.acted)
    yield from grouped(changed)


def _changed(before: Mapping[str, str], after: Mapping[str, str]) -> dict[str, str]:
    return {name: word for name, word in after.items() if before.get(name) != word}


def _bare(text: str) -> str:
    """A text without its numbers: a clock that runs in it is no news."""
    return _NUMBERS.sub("0", text)
