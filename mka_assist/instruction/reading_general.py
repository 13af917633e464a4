"""Reading the general file of the caller instruction: tempo, goals, which flow when, barriers and sources."""

from __future__ import annotations

from dataclasses import dataclass

from mka_assist.instruction.model import Barrier, Basis, Goal, Limit, Selector, Status, Tempo
from mka_assist.instruction.parts import (
    Sources,
    check_line,
    read_basis,
    read_key,
    read_sources,
    read_status,
    twice,
)
from mka_assist.instruction.vocabulary import (
    BARRIER_KEYS,
    BARRIERS,
    FASTEST,
    FILE_KEYS,
    GENERAL,
    GOAL_KEYS,
    GOALS,
    LONGEST_HINT,
    LONGEST_LABEL,
    SENDS_AWAY,
    SLOWEST,
)
from mka_assist.rulebook.diagnostics import Diagnostics, Place
from mka_assist.rulebook.facts import CONTRACT
from mka_assist.rulebook.fields import Fields
from mka_assist.rulebook.reading_conditions import read_condition
from mka_assist.rulebook.source import Node


@dataclass(frozen=True, slots=True)
class GeneralText:
    """The general file, read but not yet held against the flows."""

    id: str
    name: str
    version: str
    status: Status
    tempo: Tempo
    change: Limit
    goals: dict[str, Goal]
    selectors: tuple[Selector, ...]
    barriers: dict[str, Barrier]
    sources: dict[str, Basis]
    place: Place


def read_general(node: Node, report: Diagnostics) -> GeneralText:
    """Every mistake is reported; the result is usable only when there are no errors."""
    fields = Fields(node, FILE_KEYS[GENERAL], f"een bestand van soort {GENERAL}", report)
    fields.require(
        GENERAL, "naam", "versie", "tempo", "wissel", "doelen", "keuze", "belemmeringen", "bronnen"
    )
    sources = read_sources(fields, report)
    return GeneralText(
        id=fields.identifier(GENERAL),
        name=fields.text("naam", longest=100),
        version=fields.text("versie", longest=20),
        status=read_status(fields),
        tempo=_read_tempo(fields, sources, report),
        change=_read_limit(fields, "wissel", 30, 600, sources, report),
        goals=_read_goals(fields, sources, report),
        selectors=_read_selectors(fields, sources, report),
        barriers=_read_barriers(fields, sources, report),
        sources=sources,
        place=fields.place,
    )


def _read_tempo(fields: Fields, sources: Sources, report: Diagnostics) -> Tempo:
    tempo = fields.sub("tempo", ("per_minuut", "van", "tot", "bron"), "per_minuut", "van", "tot")
    if tempo is None:
        return Tempo(SLOWEST, SLOWEST, FASTEST, ())
    found = Tempo(
        per_minute=tempo.number("per_minuut", 1, 300, SLOWEST),
        low=tempo.number("van", 1, 300, SLOWEST),
        high=tempo.number("tot", 1, 300, FASTEST),
        basis=read_basis(tempo, sources, report),
    )
    if not SLOWEST <= found.low <= found.per_minute <= found.high <= FASTEST:
        message = f"het tempo {found.per_minute} (van {found.low} tot {found.high}) kan niet"
        help = f"Schrijf een tempo van {SLOWEST} tot en met {FASTEST} per minuut, binnen van en tot."
        report.add("I050", tempo.place_of("per_minuut"), message, help)
    return found


def _read_limit(
    fields: Fields, key: str, lowest: int, highest: int, sources: Sources, report: Diagnostics
) -> Limit:
    limit = fields.sub(key, ("seconden", "bron"), "seconden")
    if limit is None:
        return Limit(lowest, ())
    return Limit(limit.number("seconden", lowest, highest, lowest), read_basis(limit, sources, report))


def _read_goals(fields: Fields, sources: Sources, report: Diagnostics) -> dict[str, Goal]:
    goals: dict[str, Goal] = {}
    for item in fields.items("doelen"):
        goal = Fields(item, GOAL_KEYS, "een doel", report)
        goal.require(*GOAL_KEYS)
        id = goal.choice("doel", GOALS)
        aim, limit = (_read_limit(goal, key, 1, 600, sources, report) for key in ("streef", "grens"))
        if aim.seconds > limit.seconds:
            message = f"het streven ({aim.seconds} s) ligt boven de grens ({limit.seconds} s)"
            report.add("I051", goal.place_of("streef"), message, "Het streven is het snelste van de twee.")
        if id:
            twice(id, "het doel", goals, goal.place_of("doel"), report)
            goals[id] = Goal(id, goal.text("naam", longest=40), aim, limit, goal.place)
    if "doelen" in fields:
        for missing in (id for id in GOALS if id not in goals):
            help = f"Voeg toe: - {{doel: {missing}, …}}."
            report.add("I052", fields.key_place("doelen"), f'het doel "{missing}" ontbreekt', help)
    return goals


def _read_selectors(fields: Fields, sources: Sources, report: Diagnostics) -> tuple[Selector, ...]:
    found: list[Selector] = []
    for item in fields.items("keuze"):
        selector = Fields(item, ("stroom", "als", "bron"), "een keuze van de stroom", report)
        selector.require("stroom")
        condition = None
        if "als" in selector:
            condition = read_condition(selector.nodes["als"], '"als"', CONTRACT, report)
        basis = read_basis(selector, sources, report)
        if flow := selector.identifier("stroom"):
            found.append(Selector(flow, condition, basis, selector.place_of("stroom")))
    for at, one in enumerate(found, start=1):
        if one.condition is None and at < len(found):
            help = 'Zet de stroom zonder "als" onderaan.'
            report.add("I061", one.place, f'na "{one.flow}" wordt geen stroom meer gekozen', help)
    if found and found[-1].condition is not None:
        help = 'Zet onderaan een stroom zonder "als": die geldt als niets bekend is.'
        report.add("I062", found[-1].place, "er is geen stroom voor als niets bekend is", help)
    return tuple(found)


def _read_barriers(fields: Fields, sources: Sources, report: Diagnostics) -> dict[str, Barrier]:
    barriers: dict[str, Barrier] = {}
    keys: dict[str, str] = {}
    for item in fields.items("belemmeringen"):
        barrier = _read_barrier(item, sources, report)
        if barrier is None:
            continue
        twice(barrier.code, "de belemmering", barriers, barrier.place, report)
        if barrier.key in keys:
            message = f'de toets "{barrier.key}" hoort al bij "{keys[barrier.key]}"'
            report.add("I018", barrier.place, message, "Kies een andere toets.")
        barriers[barrier.code], keys[barrier.key] = barrier, barrier.code
    if "belemmeringen" in fields:
        for missing in (code for code in BARRIERS if code not in barriers):
            help = f"Voeg toe: - {{belemmering: {missing}, …}}."
            report.add(
                "I040", fields.key_place("belemmeringen"), f'de belemmering "{missing}" ontbreekt', help
            )
    return barriers


def _read_barrier(node: Node, sources: Sources, report: Diagnostics) -> Barrier | None:
    fields = Fields(node, BARRIER_KEYS, "een belemmering", report)
    fields.require("belemmering", "toets", "naam", "zeg")
    said = fields.texts("zeg", longest=500)
    for text, place in said:
        check_line(text, "nl", place, report)
        if found := SENDS_AWAY["nl"].search(text):
            message = f'deze zin stuurt iemand weg ("{found[0]}")'
            report.add("I021", place, message, "Bij een belemmering blijft de melder bij de patiënt.")
    code, key = fields.identifier("belemmering"), read_key(fields, report, {})
    basis = read_basis(fields, sources, report)
    if not code or not said:
        return None
    return Barrier(
        code=code,
        key=key,
        label=fields.text("naam", longest=LONGEST_LABEL),
        say=tuple(text for text, _ in said),
        listen=fields.text("let_op", longest=LONGEST_HINT),
        to=fields.identifier("naar"),
        basis=basis,
        place=fields.place_of("belemmering"),
    )
