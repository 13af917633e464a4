"""The steps of a search through a call: other answers, a failing rule engine, and what a centralist does."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from mka_assist.call import commands as do
from mka_assist.call.commands import Command
from mka_assist.rulebook.analysis.boxes import Box, outside
from mka_assist.rulebook.analysis.statements import Statements
from mka_assist.rulebook.facts import UNKNOWN_WORD, WEEK_MINUTE, format_value
from mka_assist.rulebook.hours import moment_in_words
from mka_assist.rulebook.model import Partner

UNIT = "A1"
_DISPATCH, _UPGRADE = do.DispatchAmbulance(UNIT), do.UpgradeAmbulance(UNIT)
_REQUEST = do.RequestUnit()


@dataclass(frozen=True, slots=True)
class Answers:
    """One step: the answers, and the minute of the week, become those of another call."""

    answers: tuple[tuple[str, str], ...]
    minute: int


@dataclass(frozen=True, slots=True)
class EngineFails:
    """One step: from here on there is no reliable advice."""


Step = Answers | EngineFails | Command


def calls(statements: Statements, partners: Iterable[Partner]) -> tuple[Answers, ...]:
    """For every status of every partner one call that gives it, as far as answers can."""
    space, specs = statements.space, statements.rulebook.facts
    found: list[dict[str, str]] = []
    minutes: list[int] = []
    for partner in partners:
        for box in _one_for_each_status(statements, partner):
            call = space.call_of(box)
            minutes.append(int(str(call.pop(WEEK_MINUTE.name, 0))))
            asked = {name: value for name, value in call.items() if not specs[name].progress}
            found.append({name: format_value(value) for name, value in asked.items()})
    names = dict.fromkeys(name for call in found for name in call)
    plain = {name: format_value(value) for name, value in space.plain_case.items()}
    answers = (tuple((n, call.get(n, plain.get(n, UNKNOWN_WORD))) for n in names) for call in found)
    return tuple(dict.fromkeys(map(Answers, answers, minutes)))


def _one_for_each_status(statements: Statements, partner: Partner) -> Iterator[Box]:
    """Calls as a box for every status a partner can have."""
    stronger: list[Box] = []
    for _, boxes in statements.status_regions(partner):
        found = outside(boxes, stronger, statements.full)
        if found is not None:
            yield found
        stronger.extend(boxes)


def commands(ids: list[str]) -> tuple[Command, ...]:
    """What a centralist can do about ambulances and these partners."""
    one, both = ids[0], tuple(ids)
    return (
        _DISPATCH,
        _UPGRADE,
        _REQUEST,
        do.AmbulanceArrived(UNIT),
        do.AlarmTogether(),
        do.AlarmTogether((_REQUEST,), both),
        do.AlarmTogether((_DISPATCH,)),
        do.AlarmTogether((_UPGRADE,), (one,)),
        do.AlarmTogether((_DISPATCH,), both),
        do.AlarmTogether((), (one,)),
        do.AlarmPartner(one),
        do.AlarmPartner(one, "eigen afweging"),
        do.WithdrawPartner(one, "niet meer nodig"),
        do.ReportFailedAlarm(one),
        do.FirstResponderArrived(one),
        do.WithdrawSuspicion("geen reanimatie"),
        do.Close(),
    )


def words(step: Step) -> str:
    """A step in one Dutch line."""
    match step:
        case Answers():
            given = ", ".join(f"{fact}: {text}" for fact, text in step.answers)
            return f"antwoorden op {moment_in_words(step.minute)}: {given or 'geen'}"
        case EngineFails():
            return "de regelmachine valt uit"
        case do.DispatchAmbulance() | do.UpgradeAmbulance() | do.RequestUnit():
            return _ambulance(step)
        case do.AmbulanceArrived():
            return f"ambulance {step.unit} is ter plaatse"
        case do.AlarmTogether():
            units = [_ambulance(unit) for unit in step.units]
            return " en ".join((*units, f"alarmeer samen {' en '.join(step.partners) or 'wie mag'}"))
        case do.AlarmPartner():
            return f"alarmeer {step.partner}{' met een reden' if step.override_reason else ''}"
        case do.WithdrawPartner():
            return f"trek het alarm van {step.partner} in"
        case do.ReportFailedAlarm():
            return f"het alarm van {step.partner} kwam niet aan"
        case do.FirstResponderArrived():
            return f"first responder van {step.partner} is ter plaatse"
        case do.WithdrawSuspicion():
            return "trek het vermoeden in"
        case do.Close():
            return "sluit de melding af"
    return type(step).__name__


def _ambulance(command: do.UnitCommand) -> str:
    if isinstance(command, do.RequestUnit):
        return "vraag een eenheid aan"
    verb = "zet in" if isinstance(command, do.DispatchAmbulance) else "waardeer op"
    return f"{verb} {command.unit}"
