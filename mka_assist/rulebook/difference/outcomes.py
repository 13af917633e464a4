"""What a rulebook decides in which calls: per partner, for the ambulance, and for each point of attention."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from mka_assist.rulebook.analysis.boxes import Box, Boxes, Full
from mka_assist.rulebook.analysis.decisions import Decisions
from mka_assist.rulebook.analysis.regions import regions
from mka_assist.rulebook.analysis.statements import Statements
from mka_assist.rulebook.facts import Facts
from mka_assist.rulebook.meaning import effects, has_agreement, judge, status
from mka_assist.rulebook.model import STRENGTH, AmbulanceAdvice, Kind, Partner, Rule, RuleBook, Status


class About(StrEnum):
    """What a decision is about."""

    PARTNER = "partner"
    AMBULANCE = "ambulance"
    AANDACHT = "aandacht"


@dataclass(frozen=True, slots=True)
class Subject:
    """Whom or what is decided about; for attention the id of the rule."""

    about: About
    id: str
    name: str = field(compare=False)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What is decided: a key for programs, words for people. The lower the rank, the less is alarmed; of
    ambulance advice the rank says nothing."""

    key: str
    words: str
    rank: int = field(compare=False)


WARNED = " met waarschuwing"
AMBULANCE = Subject(About.AMBULANCE, "ambulance", "Ambulance")
NO_PARTNER = Outcome("geen_partner", "niet in het regelboek", -1)
NO_ADVICE = Outcome("gewone_uitvraag", "gewone uitvraag", 1_000)
CARD = Outcome("ja", "aandachtspunt", 0)
NO_CARD = Outcome("nee", "geen aandachtspunt", 1)
NONE = {About.PARTNER: NO_PARTNER, About.AMBULANCE: NO_ADVICE, About.AANDACHT: NO_CARD}
"""What a rulebook decides about what it does not know."""


Pair = tuple[Outcome, Outcome]
"""What was decided, and what is decided now."""


def stricter(pair: Pair) -> bool:
    """Does less become possible?"""
    was, becomes = pair
    return becomes.rank < was.rank


def of_status(found: Status, warns: bool = False) -> Outcome:
    """The outcome of a status. `warns`: whoever is under way already is warned that it is not safe."""
    words = found.value.replace("_", " ")
    if warns:
        return Outcome(f"{found.value}+waarschuwing", f"{words}{WARNED}", 2 * STRENGTH[found])
    return Outcome(found.value, words, 2 * STRENGTH[found] + 1)


def of_advice(advice: AmbulanceAdvice) -> Outcome:
    """The outcome of an ambulance advice."""
    extra = " en een eenheid dichtbij" if advice.near_unit_as_extra else ""
    words = f"{advice.urgency} met {advice.high_complexity} hoogcomplex{extra}"
    return Outcome(words, words, 0)


@dataclass(frozen=True, slots=True)
class Decided:
    """What is decided about one subject, in which calls: a decision list, and the outcome of each rank."""

    decisions: Decisions
    outcomes: Mapping[int, Outcome]

    @classmethod
    def of(cls, entries: Iterable[tuple[Outcome, Boxes]], rest: Outcome, full: Full) -> Decided:
        """Outcomes with their boxes, the lower rank first; every other call has the rest."""
        listed = dict(entries)
        boxes = {outcome.rank: boxes for outcome, boxes in listed.items() if boxes}
        outcomes = {outcome.rank: outcome for outcome in (*listed, rest)}
        return cls(Decisions.of(boxes, rest.rank, full), outcomes)


def of_partner(statements: Statements, partner: Partner | None, on: dt.date) -> Decided:
    """What is decided about a partner; None for one that is not in the rulebook."""
    if partner is None:
        return Decided.of((), NO_PARTNER, statements.full)
    if not has_agreement(partner, on):
        return Decided.of((), of_status(Status.GEEN_AFSPRAAK), statements.full)
    return Decided.of(_statuses(statements, partner), of_status(Status.ALARMEREN), statements.full)


def _statuses(statements: Statements, partner: Partner) -> Iterator[tuple[Outcome, Boxes]]:
    """The decision list of a partner, where an exclusion for the safety of the helper stands apart: it
    brings a warning to whoever is under way already."""
    *entries, _ = statements.status_regions(partner)
    for found, boxes in entries:
        if found is Status.UITGESLOTEN:
            yield of_status(found, warns=True), (*_unsafe(statements, partner),)
        yield of_status(found), boxes


def _unsafe(statements: Statements, partner: Partner) -> Iterator[Box]:
    for id in partner.criteria:
        rule = statements.rulebook.rules[id]
        if rule.safety:
            for found, boxes in statements.effects(rule):
                if found is Status.UITGESLOTEN:
                    yield from boxes


def of_ambulance(statements: Statements, ranks: Mapping[str, int]) -> Decided:
    """What is advised about the ambulance. The first rule that holds counts; as advice has no order of its
    own, each call is put under its advice alone, with the rank that `ranks` gives it."""
    rules = [rule for rule in statements.rulebook.criteria if rule.ambulance]
    entries: dict[Outcome, Boxes] = {}
    first = [
        (of_advice(rule.ambulance), statements.true_boxes(rule.condition)) for rule in rules if rule.ambulance
    ]
    for advice, boxes in regions(first, statements.full):
        advice = replace(advice, rank=ranks[advice.key])
        entries[advice] = (*entries.get(advice, ()), *boxes)
    return Decided.of(entries.items(), NO_ADVICE, statements.full)


def advice_ranks(*rulebooks: RuleBook) -> dict[str, int]:
    """A rank for each advice that stands in any of these rulebooks."""
    found = {of_advice(rule.ambulance).key for book in rulebooks for rule in book.criteria if rule.ambulance}
    return {key: rank for rank, key in enumerate(sorted(found), start=1)}


def of_card(statements: Statements, rule: Rule | None) -> Decided:
    """When a point of attention is shown."""
    shown = statements.true_boxes(rule.condition) if rule else ()
    return Decided.of([(CARD, shown)], NO_CARD, statements.full)


def decided(book: RuleBook, facts: Facts, on: dt.date) -> dict[Subject, Outcome]:
    """Everything that is decided on one call, by definition. `facts` hold the clock."""
    known, verdicts = judge(book, facts)
    done = effects(book, verdicts)
    found: dict[Subject, Outcome] = {}
    for id, partner in book.partners.items():
        what = status(partner, known, done, on)
        found[Subject(About.PARTNER, id, partner.name)] = of_status(what, _warns(book, partner, what, done))
    advice = next((rule.ambulance for rule in book.criteria if rule.ambulance and verdicts[rule.id]), None)
    found[AMBULANCE] = of_advice(advice) if advice else NO_ADVICE
    for id, rule in cards_of(book).items():
        found[card_subject(rule)] = CARD if verdicts[id] else NO_CARD
    return found


def _warns(book: RuleBook, partner: Partner, found: Status, done: Mapping[str, Status | None]) -> bool:
    return found is Status.UITGESLOTEN and any(
        book.rules[id].safety and done[id] is Status.UITGESLOTEN for id in partner.criteria
    )


def renamed_cards(old: RuleBook, new: RuleBook) -> dict[Subject, Subject]:
    """Points of attention with the same text under another id: the old, and what it is now."""
    was, becomes = cards_of(old), cards_of(new)
    fresh = {rule.text: rule for id, rule in becomes.items() if id not in was}
    gone = (rule for id, rule in was.items() if id not in becomes and rule.text in fresh)
    return {card_subject(rule): card_subject(fresh.pop(rule.text)) for rule in gone if rule.text in fresh}


def card_subject(rule: Rule) -> Subject:
    """A point of attention as what is decided about."""
    return Subject(About.AANDACHT, rule.id, rule.text)


def cards_of(rulebook: RuleBook) -> dict[str, Rule]:
    """The points of attention of a rulebook, by id."""
    return {rule.id: rule for rule in rulebook.criteria if rule.kind is Kind.AANDACHT}
