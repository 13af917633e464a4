"""What can be told of a desk at one moment, as sentences: two of these beside each other show what is new."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from mka_assist.call.instructing import goals, turn
from mka_assist.call.state import SUSPICION
from mka_assist.console.alarms import Alarm, Priority
from mka_assist.console.answers import offered
from mka_assist.console.breaths import ABNORMAL, breaths
from mka_assist.console.desk import Desk
from mka_assist.console.instruction_choices import beat_since
from mka_assist.console.lines import clean
from mka_assist.console.steps import Situation
from mka_assist.console.ui import Focus, Opened, Sight, current, guided
from mka_assist.console.views.top import elapsed
from mka_assist.instruction.flow import prompt
from mka_assist.instruction.model import DUTCH
from mka_assist.plain.partners import ambulance_words, partner_words
from mka_assist.plain.spoken import shown_keys
from mka_assist.rulebook.week import local

PRIORITIES: Mapping[Priority, str] = {
    Priority.HIGH: "HOOG ALARM",
    Priority.MEDIUM: "MIDDEN ALARM",
    Priority.LOW: "LAAG ALARM",
}
NO_SUSPICION = "Vermoeden van een reanimatie: onbekend."
_SUSPICION = {
    "ja": "VERMOEDEN VAN EEN REANIMATIE.",
    "nee": "Geen vermoeden van een reanimatie.",
    "": NO_SUSPICION,
}
Told = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """How a desk stands, in lines that can be read aloud."""

    number: str = ""
    message: str = ""
    alarms: Mapping[str, str] = field(default_factory=dict)
    """Id to what it is; the same alarm keeps its id."""
    since: Mapping[str, str] = field(default_factory=dict)
    """Id to since when, and how urgent."""
    unseen: frozenset[str] = frozenset()
    """The alarms that nobody acknowledged yet."""
    deadlines: Told = ()
    """The deadlines that went by."""
    armed: Told = ()
    """The act that is announced and not done yet."""
    choices: Told = ()
    """The open menu, or the line to type."""
    suspicion: str = ""
    ambulance: str = ""
    advised: Mapping[str, str] = field(default_factory=dict)
    """The partners for which nothing was done yet, and what is advised."""
    acted: Mapping[str, str] = field(default_factory=dict)
    """The others, and what was done."""
    instruction: Told = ()
    metronome: str = ""
    breaths: Told = ()
    """What the taps at the breaths of the patient say."""
    question: str = ""
    silence: str = ""


def picture(desk: Desk) -> Picture:
    """The desk as it stands now."""
    sight = desk.sight
    found = Picture(message=clean(desk.ui.message), armed=tuple(_armed(desk)), choices=tuple(_choices(desk)))
    if sight is None:
        return found
    at = sight.at
    return replace(
        found,
        number=at.state.number,
        alarms={one.condition.id: _sentence(one) for one in sight.alarms},
        since={one.condition.id: _since(one, sight) for one in sight.alarms},
        unseen=frozenset(one.condition.id for one in sight.alarms if not one.seen),
        deadlines=tuple(_deadlines(at)),
        ambulance=ambulance_words(at),
        suspicion=suspicion(at),
        advised=partner_words(at, acted=False),
        acted=partner_words(at, acted=True),
        instruction=tuple(_instruction(desk, at)),
        metronome=_metronome(desk, at),
        breaths=tuple(_breaths(sight)),
        question=_question(sight),
        silence=f"Geluid uit tot {local(sight.silent_until):%H:%M:%S}." if sight.silent_until else "",
    )


def waiting(now: Picture) -> Iterator[str]:
    """What the program waits for: the choice that is open, else the question that stands."""
    yield from now.armed
    if now.choices:
        yield from now.choices
    elif now.question:
        yield now.question


def suspicion(at: Situation) -> str:
    """Is there a suspicion of a cardiac arrest?"""
    value = at.decision.facts.get(SUSPICION)
    return _SUSPICION["ja" if value is True else "nee" if value is False else ""]


def clock(desk: Desk) -> str:
    """The time since pick-up and the time of day."""
    day = f"{local(desk.now):%H:%M:%S}"
    if desk.session is None:
        return f"Klok {day}."
    state = desk.session.state
    return f"Klok {elapsed(state.opened_at, state.closed_at or desk.now)}, {day}."


def _sentence(alarm: Alarm) -> str:
    one = alarm.condition
    text = clean(f"{one.what} {one.do}").rstrip(".")
    return f"{text}. Toets {one.key}." if one.key else f"{text}."


def _since(alarm: Alarm, sight: Sight) -> str:
    seen = " opzij gezet," if alarm.aside else " gezien," if alarm.seen else ""
    start = elapsed(sight.at.state.opened_at, alarm.since)
    return f"{PRIORITIES[alarm.condition.priority]},{seen} sinds {start}"


def _deadlines(at: Situation) -> Iterator[str]:
    """Goals that went by unreached, and a change of rescuer that is due."""
    if at.instruction is None or at.state.closed_at is not None:
        return
    suspected = at.decision.facts.get(SUSPICION)
    for one in goals(at.state, at.instruction, at.now):
        counts = suspected is None if one.goal.id == "herkenning" else suspected is True
        if one.reached or not counts:
            continue
        for word, limit in (("doel", one.goal.aim.seconds), ("grens", one.goal.limit.seconds)):
            if one.seconds >= limit:
                name = clean(one.goal.name).lower()
                yield f"{word} {limit // 60}:{limit % 60:02} voorbij, nog niet {name}."
    here = turn(at.state, at.instruction, at.now)
    if here is not None and here.due and at.state.instruction is not None:
        yield f"wissel nu van hulpverlener (ronde {at.state.instruction.rounds})."


def _armed(desk: Desk) -> Iterator[str]:
    opened = desk.ui.opened
    if opened and opened.menu.armed:
        seconds = int(opened.menu.stays.total_seconds())
        act = clean(opened.menu.title)
        yield f"NOGMAALS {desk.armed_key} binnen {seconds} seconden: {act}. Esc: niet doen."


def _choices(desk: Desk) -> Iterator[str]:
    if asked := desk.ui.prompt:
        yield f"Typ: {clean(asked.title)} ({clean(asked.hint)}). Esc: niet doen."
        if asked.start:
            yield f"Een lege regel neemt over: {clean(asked.start)}"
    opened = desk.ui.opened
    if opened and not opened.menu.armed:
        yield f"Kies: {clean(opened.menu.title)}"
        yield from (f"{key}: {clean(option.text)}" for key, option in opened.menu.keyed)
        yield _again(desk, opened)


def _again(desk: Desk, opened: Opened) -> str:
    first = clean(opened.menu.options[0].text)
    return f"Nogmaals {desk.armed_key}: {first}. Esc: niets." if opened.menu.again else "Esc: niets."


def _breaths(sight: Sight) -> Iterator[str]:
    found = breaths(sight.ui.taps, sight.at.now)
    if found is None:
        return
    between = " ".join(f"{seconds:.0f}" for seconds in found.intervals)
    yield (
        f"Seconden tussen de ademhalingen: {between}."
        if between
        else "Eerste ademhaling: tik bij de volgende."
    )
    if found.abnormal:
        keys = shown_keys(sight.actions)
        yield f"{ABNORMAL:.0f} seconden of meer: NIET NORMAAL. Toets {keys['no']}."


def _question(sight: Sight) -> str:
    spec = current(sight.at, sight.ui.selected)
    if sight.watching:
        return "U kijkt mee; Enter neemt deze melding over."
    if spec is None:
        closed = sight.at.state.closed_at is not None
        return "De melding is afgesloten. Enter: terug naar het begin." if closed else "Geen vraag nu."
    shown = shown_keys(sight.actions)
    keys = ", ".join(f"{shown[act]} {label.lower()}" for act, label in offered(spec))
    given = sight.at.state.answers.get(spec.name)
    was = f" Nu: {clean(given).replace('_', ' ')}." if given is not None else ""
    other = sight.ui.focus is Focus.INSTRUCTION and guided(sight.at) is not None
    first = f"eerst {shown['focus']}, dan " if other else ""
    return f"Vraag: {clean(spec.question)}{was} Toetsen: {first}{keys}."


def _instruction(desk: Desk, at: Situation) -> Iterator[str]:
    here = guided(at)
    if here is None or at.instruction is None:
        return
    step = prompt(at.instruction, here)
    yield f"Zeg: {clean(step.say)}"
    if step.language != DUTCH:
        yield f"Dat is: {clean(step.dutch)}"
    if step.listen:
        yield f"Let op: {clean(step.listen)}"
    if step.choices:
        shown = shown_keys(desk.actions)
        first = f"eerst {shown['focus']}, dan " if desk.ui.focus is Focus.QUESTION else ""
        keys = ", ".join(f"{each.key.upper()} {_running(clean(each.label))}" for each in step.choices)
        yield f"Instructie: {first}{keys}."


def _metronome(desk: Desk, at: Situation) -> str:
    if at.instruction is None or beat_since(at) is None:
        return ""
    return f"Metronoom: {at.instruction.tempo.per_minute} per minuut."


def _running(label: str) -> str:
    """A label in the middle of a sentence: without its capital, but "AED" stays as it is."""
    return label if label[1:2].isupper() else f"{label[:1].lower()}{label[1:]}"
