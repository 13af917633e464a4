"""A typist for recorded calls: finds the keys that bring about a command, as a person would find them in the
menus, and presses them. It knows no menu by heart: it looks through what each key offers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from mka_assist.call import commands as do
from mka_assist.call.commands import Command
from mka_assist.call.events import Origin
from mka_assist.call.undoing import passed_over
from mka_assist.console.actions import QUESTION_KEYS, TURNS
from mka_assist.console.answers import answer_for
from mka_assist.console.choices import CHOICES
from mka_assist.console.desk import Desk
from mka_assist.console.instruction_choices import turn
from mka_assist.console.steps import Menu, Prompt, Situation, Step
from mka_assist.console.ui import Focus, questions
from mka_assist.decision.outcome import Decision

Keys = tuple[str, ...]
AGAIN = "again"
"""The key that opened it, once more."""
DEEP = 4
"""No matter is further away than so many menus."""
Wanted = Callable[[Command], bool]


def acts(command: Command, decision: Decision, alarmed: tuple[str, ...]) -> Iterator[Command]:
    """The acts of a person that come to one command of a recorded call. Ambulances go first."""
    if not isinstance(command, do.AlarmTogether):
        yield command
        return
    yield from command.units
    ready = decision.alarmable()
    for id in command.partners or ready:
        if id not in alarmed:
            yield do.AlarmPartner(id)


def keys_for(desk: Desk, command: Command) -> Keys:
    """The keys for one act as the desk stands now; none when no key leads to it."""
    at = desk.situation
    assert at is not None
    if isinstance(command, do.Answer | do.Correct):
        return answer_keys(desk, at, command)
    if isinstance(command, do.Undo):
        return ("u", "u") if passed_over(at.state) else ("u",)
    found = [path for path in _everywhere(desk, at, command) if path]
    return min(found, key=len, default=())


def answer_keys(desk: Desk, at: Situation, command: do.Answer | do.Correct) -> Keys:
    """To the question, and the key or the words of the answer."""
    asked = questions(at.rulebook)
    names = [spec.name for spec in asked]
    if command.fact not in names:
        return min((path for path in _everywhere(desk, at, command) if path), key=len, default=())
    place = names.index(command.fact)
    there = (QUESTION_KEYS[place],)
    spec = asked[place]
    for action, key in (("yes", "j"), ("no", "n"), ("none", "g"), ("unknown", "o"), ("fill", "enter")):
        path = _path(answer_for(action, spec), command, DEEP)
        if path is not None:
            return (*there, key, *path)
    raise AssertionError(f"no key answers {command}")


def _everywhere(desk: Desk, at: Situation, command: Command) -> Iterator[Keys]:
    guiding = desk.ui.focus is Focus.INSTRUCTION
    for action in desk.actions:
        if action.id in CHOICES and (path := _path(CHOICES[action.id](at), command, DEEP)) is not None:
            focus = ("tab",) if action.id == "go_on" and not guiding else ()
            yield (*focus, _key(action.keys), *[_key(action.keys) if k == AGAIN else k for k in path])
    if isinstance(command, do.TakeStep):
        for letter in TURNS:
            if _path(turn(at, letter), command, 0) is not None:
                yield (*(() if guiding else ("tab",)), letter)


def _key(keys: tuple[str, ...]) -> str:
    return keys[0].lower()


def _path(step: Step, command: Command, deep: int) -> Keys | None:
    """The keys from a step to the act, where it is to be found there."""
    if isinstance(step, tuple):
        return () if len(step) == 1 and same(step[0], command) else None
    if deep == 0:
        return None
    if isinstance(step, Menu):
        found = [
            (AGAIN if step.armed else key, *path)
            for key, option in step.keyed
            if (path := _path(option.step, command, deep - 1)) is not None
        ]
        return min(found, key=len, default=None)
    if isinstance(step, Prompt):
        for text in texts(command):
            try:
                after = step.read(text)
            except ValueError:
                continue
            path = _path(after, command, deep - 1)
            if path is not None:
                return (f"={text}", *path)
    return None


def same(found: Command, wanted: Command) -> bool:
    """Is this the act that was meant? Who said it, and the stamp of the instruction, may differ."""
    if isinstance(wanted, do.StartInstruction):
        return isinstance(found, do.FollowFlow | do.StartInstruction)
    if isinstance(wanted, do.Close) and isinstance(found, do.Close):
        return not found.merged_into
    if isinstance(wanted, do.UpgradeAmbulance) and isinstance(found, do.DispatchAmbulance):
        return (found.unit, found.urgency) == (wanted.unit, wanted.urgency)
    return _bare(found) == _bare(wanted)


def _bare(command: Any) -> Any:
    if isinstance(command, do.Correct):
        command = do.Answer(command.fact, command.text)
    if isinstance(command, do.FollowFlow):
        return replace(command, version="", sha256="", language="nl")
    return replace(command, origin=Origin.MELDER) if hasattr(command, "origin") else command


def texts(command: Command) -> Iterator[str]:
    """What a person would type for an act."""
    match command:
        case do.Answer() | do.Correct():
            yield command.text
        case do.DispatchAmbulance() | do.UpgradeAmbulance():
            yield from (command.unit, f"{command.unit} {command.urgency}")
        case do.RequestUnit():
            yield ""
        case do.NameUnit():
            yield command.name
        case do.ReportCrowd():
            yield from (f"{command.number}{mark}" for mark in ("", "g", "p", "a", "gp", "ga"))
        case do.CountPartner():
            numbers = (command.called, command.accepted, command.on_scene, command.aeds)
            yield " ".join("-" if number is None else str(number) for number in numbers)
        case do.AlarmPartner():
            yield command.override_reason
        case do.WarnPartner():
            yield command.notice
        case do.NoteBystander():
            yield command.who
        case _:
            yield getattr(command, "reason", "")
