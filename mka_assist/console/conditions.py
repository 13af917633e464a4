"""What needs an act in a call, from how it stands and what is advised. Pure.

Only what this dispatcher must do something about is here; what merely happened stands in the log.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from mka_assist.call.crowding import crowding
from mka_assist.call.events import Level
from mka_assist.call.instructing import goals
from mka_assist.call.state import SUSPICION
from mka_assist.call.timings import format_elapsed
from mka_assist.console.alarms import Condition, Priority
from mka_assist.console.lines import clean
from mka_assist.console.partner_conditions import advised_since, partner_conditions
from mka_assist.console.steps import Situation
from mka_assist.decision.outcome import AmbulanceStatus
from mka_assist.rulebook.message import DANGERS
from mka_assist.rulebook.model import Kind

SOUND = "geluid"
"""The matter of sound that fails."""
NEXT = timedelta(seconds=10)
"""The next act in line is no alarm; that it was not done within this time is one."""
MORE = timedelta(seconds=30)
"""The same for what may take some searching: another unit."""
BEGIN = timedelta(seconds=20)
"""Time to begin the instruction, for a suspicion that comes late itself."""


def conditions(at: Situation) -> tuple[Condition, ...]:
    """Every condition of a call that stands, in no order. A closed call asks for nothing any more."""
    if at.state.closed_at is not None:
        return ()
    return (
        *_fallback(at),
        *_ambulance(at),
        *partner_conditions(at),
        *_instruction(at),
        *_crowding(at),
        *_attention(at),
    )


def _fallback(at: Situation) -> Iterator[Condition]:
    if at.decision.fallback:
        yield Condition(
            "terugval",
            Priority.HIGH,
            "TERUGVAL: er is geen betrouwbaar advies.",
            "Handel volgens de papieren kaart.",
            detail=clean(at.decision.channels.cause),
            advice=False,
        )


def _ambulance(at: Situation) -> Iterator[Condition]:
    """An ambulance that must go and does not yet; nothing may be put aside that the partners wait for."""
    state, advice = at.state, at.decision.ambulance
    if state.request and not state.units:
        yield Condition(
            "eenheid",
            Priority.HIGH,
            f"Eenheid aangevraagd ({state.request.urgency}), nog geen gekoppeld.",
            "Koppel een eenheid.",
            "E",
            since=state.request.at,
            advice=False,
        )
    elif advice.status is AmbulanceStatus.INZETTEN:
        since = advised_since(state, lambda taken: taken.ambulance == AmbulanceStatus.INZETTEN.value)
        if at.now - since >= NEXT:
            yield Condition(
                "ambulance",
                Priority.HIGH,
                "Geen ambulance.",
                f"Zet nu {_units(advice.units)} in: {advice.urgency}.",
                "F2",
                detail=clean(advice.text),
                since=since,
                advice=False,
            )
    elif advice.status is AmbulanceStatus.INGEZET:
        yield from _too_little(at)


def _too_little(at: Situation) -> Iterator[Condition]:
    """Fewer units than advised, or none at the urgency that is advised."""
    units, advice = at.state.units, at.decision.ambulance
    high = sum(unit.level in (Level.HOOGCOMPLEX, None) for unit in units.values())
    if advice.urgency and all(unit.urgency != advice.urgency for unit in units.values()):
        now = ", ".join(dict.fromkeys(unit.urgency for unit in units.values()))
        part, what, do = "urgentie", f"Ambulance rijdt met {now}.", f"Waardeer op naar {advice.urgency}."
    elif high < advice.units:
        part, what = "aantal", f"{high} van {_units(advice.units)} hoogcomplex ingezet."
        do = f"Zet er {advice.units - high} bij."
    else:
        return
    begun = [unit.dispatched_at for unit in units.values()]
    since = max(*begun, at.state.suspected_at or at.state.opened_at)
    if at.now - since >= MORE:
        detail = clean(advice.text)
        yield Condition("inzet", Priority.MEDIUM, what, do, "F2", detail, since=since, parts=(part,))


def _units(number: int) -> str:
    return f"{number} {'eenheid' if number == 1 else 'eenheden'}"


def _instruction(at: Situation) -> Iterator[Condition]:
    """The instruction should have begun, or the caller should press by now: by the goals in the rules."""
    state, told = at.state, at.instruction
    over = state.first_responder_at or state.ambulance_on_scene_at or state.first_compression_at
    if told is None or over or state.suspected_at is None or at.decision.facts.get(SUSPICION) is not True:
        return
    limits = {each.goal.id: timedelta(seconds=each.goal.limit.seconds) for each in goals(state, told, at.now)}
    if state.instruction is None:
        due = max(state.opened_at + limits["herkenning"], state.suspected_at + BEGIN)
        if at.now >= due and not state.barriers:
            yield Condition(
                "instructie",
                Priority.MEDIUM,
                "Meldersinstructie niet begonnen.",
                "Begin ermee.",
                "F5",
                since=due,
            )
    elif state.instruction.running:
        limit = limits["eerste-compressie"]
        due = max(state.opened_at + limit, state.instruction.started_at + BEGIN)
        if at.now >= due:
            late = format_elapsed(limit.total_seconds())
            yield Condition(
                "compressie",
                Priority.LOW,
                f"Na {late} nog geen borstcompressie gemeld.",
                "Laat de melder drukken; meld de eerste.",
                "C",
                since=due,
            )


def _crowding(at: Situation) -> Iterator[Condition]:
    found = crowding(at.state, at.rulebook, at.now)
    if found.feedback:
        reports = at.state.crowd
        yield Condition(
            "drukte",
            Priority.LOW,
            f"DRUKTE: {found.reported} ter plaatse, verwacht {found.expected}.",
            clean(f"Koppel terug aan {_and([each.name for each in found.feedback])}."),
            "F9",
            clean(" ".join(each.text for each in found.feedback)),
            reports[-1].at if reports else None,
            (f"{found.reported}", *(each.partner for each in found.feedback)),
        )
    if found.shortage:
        yield Condition(
            "weinig",
            Priority.LOW,
            found.shortage,
            "Vraag hoeveel er zijn.",
            "F4",
            since=found.short_since,
        )


def _attention(at: Situation) -> Iterator[Condition]:
    """What the rules ask to bear in mind. A rule reads "what: what to do"; danger counts as medium."""
    for card in at.decision.cards:
        rule = at.rulebook.rules.get(card.rule)
        if rule is None or rule.kind is not Kind.AANDACHT:
            continue
        what, _, do = clean(card.summary).partition(": ")
        first, _, rest = do.partition(". ")
        first = f"{first[:1].upper()}{first[1:]}".rstrip(".") or "Houd hier rekening mee"
        danger = any(name in DANGERS for name in rule.facts)
        yield Condition(
            card.rule[:60],
            Priority.MEDIUM if danger else Priority.LOW,
            f"{what.rstrip('.')}.",
            f"{first}.",
            detail=clean(f"{rest} [{card.source}]"),
        )


def _and(names: list[str]) -> str:
    """Names as one says them: "a, b en c"."""
    return " en ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def saving(notice: str, since: datetime | None, watching: bool, lost: bool) -> Iterator[Condition]:
    """What goes wrong with keeping the call: `notice` says it in full."""
    if not notice:
        return
    if watching and not lost:
        what, do = "MEEKIJKEN HAPERT: wat hier staat kan oud zijn.", "Kijk op het scherm met de melding."
    elif watching:
        what, do = (
            "NIET OPGESLAGEN: wat u als laatste deed ontbreekt.",
            "Geef het door aan het andere scherm.",
        )
    else:
        what, do = "NIET OPGESLAGEN: het journaal schrijft niet.", "Schrijf mee op de papieren kaart."
    yield Condition(
        "journaal",
        Priority.MEDIUM if watching and not lost else Priority.HIGH,
        what,
        do,
        detail=clean(notice),
        since=since,
        advice=False,
    )


def silent(trouble: str) -> Iterator[Condition]:
    """What is wrong with the sound: that of this screen, whatever the call."""
    if trouble:
        what = clean(trouble).rstrip(".")
        yield Condition(
            SOUND,
            Priority.HIGH,
            f"{what[:1].upper()}{what[1:]}.",
            "Tel zelf hardop; let op deze balk.",
            advice=False,
        )
