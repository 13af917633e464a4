"""What is new between two pictures of a desk, in the order in which it matters. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mka_assist.plain.partners import grouped
from mka_assist.plain.picture import Picture

_NUMBERS = re.compile(r"\d+")


def news(before: Picture, after: Picture, *, done: bool = False) -> list[str]:
    """One line per thing that happened. `done` leaves out the state of partners that the message told."""
    return list(_news(before, after, done))


def _news(before: Picture, after: Picture, done: bool) -> Iterator[str]:
    same = before.number == after.number
    if after.message and after.message != before.message:
        yield after.message
    yield from _alarms(before if same else Picture(), after)
    yield from (f"Klok: {each}" for each in after.deadlines if not same or each not in before.deadlines)
    if after.silence != before.silence:
        yield after.silence or "Geluid weer aan."
    if after.number and not (done and same):
        yield from _partners(before if same else Picture(), after)
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
        if known is None or _bare(known) != _bare(text):
            yield f"{after.since[id]}: {text}"
    for id, text in before.alarms.items():
        if id not in after.alarms:
            yield f"Alarm voorbij: {text.partition(' Toets ')[0]}"


def _partners(before: Picture, after: Picture) -> Iterator[str]:
    if after.ambulance != before.ambulance:
        yield f"Ambulance: {after.ambulance}."
    yield from grouped(
        {name: word for name, word in after.partners.items() if before.partners.get(name) != word}
    )


def _bare(text: str) -> str:
    """A text without its numbers: a clock that runs in it is no news."""
    return _NUMBERS.sub("0", text)
