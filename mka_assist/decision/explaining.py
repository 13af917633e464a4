"""Why a call is decided as it is, per partner, rule and single test, and the smallest change of the facts
by which it would be decided otherwise.

The changes are exact: of all calls there can be, the nearest with another status. A fact to change is one
that a person says, the progress of the call, or the moment.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from mka_assist.decision.advice import agreement_reason
from mka_assist.decision.explanation import (
    Change,
    Contribution,
    DerivationExplanation,
    Explanation,
    Origin,
    PartnerExplanation,
    Reading,
    RuleExplanation,
)
from mka_assist.rulebook.analysis.decisions import Decisions, Way, nearest
from mka_assist.rulebook.analysis.space import Space
from mka_assist.rulebook.analysis.statements import Statements
from mka_assist.rulebook.analysis.wording import choice_in_words
from mka_assist.rulebook.condition import Condition, Not, Test
from mka_assist.rulebook.facts import WEEK_MINUTE, Facts, Value
from mka_assist.rulebook.meaning import Verdict, derived, effects, has_agreement, holds, judge, status
from mka_assist.rulebook.model import STRENGTH, Kind, Partner, Rule, RuleBook, Status
from mka_assist.rulebook.week import week_minute

__all__ = ["MOST_WAYS", "Change", "Explainer", "Explanation", "PartnerExplanation"]

MOST_WAYS = 3
"""How many changes are named where several are equally small."""


class Explainer:
    """Explains calls by the rules in force on one day; keeps what it worked out of each partner."""

    def __init__(self, rulebook: RuleBook, on: dt.date) -> None:
        self.book = rulebook.in_force(on)
        self.day = on
        self.space = Space.of(self.book)
        self._statements = Statements(self.book, self.space)
        self._decisions: dict[str, Decisions] = {}
        order = {name: position for position, name in enumerate(self.book.facts)}
        self._order = [order.get(field.name, len(order)) for field in self.space.fields]

    def explain(self, given: Facts, at: dt.datetime, partners: Sequence[str] = ()) -> Explanation:
        """Explain a call at a moment by the rules of this explainer's day, which for a call over midnight is
        the day before. `partners` are all when none is named."""
        given = {**given, WEEK_MINUTE.name: week_minute(at)}
        known, verdicts = judge(self.book, given)
        read = _Reader(given, known)
        done = effects(self.book, verdicts)
        return Explanation(
            facts=known,
            given=given,
            derivations=tuple(self._derivations(given)),
            partners={
                id: self._partner(self.book.partners[id], read, verdicts, done)
                for id in partners or self.book.partners
            },
            others=tuple(
                RuleExplanation(rule, verdicts[rule.id], read.condition(rule.condition))
                for rule in self.book.criteria
                if rule.kind in (Kind.AMBULANCE, Kind.AANDACHT)
            ),
        )

    def _partner(
        self,
        partner: Partner,
        read: _Reader,
        verdicts: Mapping[str, Verdict],
        done: Mapping[str, Status | None],
    ) -> PartnerExplanation:
        found = status(partner, read.known, done, self.day)
        covered = has_agreement(partner, self.day)
        rules = tuple(
            RuleExplanation(
                rule,
                verdicts[rule.id],
                read.condition(rule.condition),
                done[rule.id],
                decides=covered and done[rule.id] is found,
            )
            for rule in (self.book.rules[id] for id in partner.criteria)
        )
        if not covered:
            return PartnerExplanation(partner, found, agreement_reason(partner, self.day), rules, (), ())
        others = [other for other in Status if other is not found]
        alarm = [Status.ALARMEREN] if found is not Status.ALARMEREN else []
        to_alarm, to_other = (
            self.changes(partner, read.given, read.known, wanted) for wanted in (alarm, others)
        )
        return PartnerExplanation(partner, found, None, rules, to_alarm, to_other)

    def changes(
        self, partner: Partner, given: Facts, known: Facts, wanted: Sequence[Status]
    ) -> tuple[Change, ...]:
        """The smallest changes of the facts given that bring one of these statuses, first those that fill
        in what is unknown, then in the order of the facts; at most `MOST_WAYS`. `given` holds the clock,
        `known` also what was derived."""
        decisions = self._of(partner)
        call = self.space.box_of(given)
        least, ways = len(call), list[tuple[Status, Way]]()
        for brings in wanted:
            found = nearest(decisions, call, STRENGTH[brings], least)
            if found and len(found[0].cells) < least:
                least, ways = len(found[0].cells), []
            ways.extend((brings, way) for way in found)
        chosen: dict[tuple[Status, tuple[int, ...]], Way] = {}
        for brings, way in sorted(ways, key=lambda entry: self._rank(known, *entry)):
            chosen.setdefault((brings, way.fields), way)
        return tuple(self._change(brings, way) for (brings, _), way in [*chosen.items()][:MOST_WAYS])

    def _of(self, partner: Partner) -> Decisions:
        if partner.id not in self._decisions:
            *entries, _ = self._statements.status_regions(partner)
            boxes = {STRENGTH[found]: boxes for found, boxes in entries}
            self._decisions[partner.id] = Decisions.of(boxes, STRENGTH[Status.ALARMEREN], self.space.full)
        return self._decisions[partner.id]

    def _rank(self, known: Facts, brings: Status, way: Way) -> tuple[int, list[int], int, list[int]]:
        """Fewest known facts changed first, then the order of the facts, then the statuses that alarm
        most; of several ways through the same facts the widest."""
        changed = sum(known.get(self.space.fields[number].name) is not None for number in way.fields)
        places = sorted(self._order[number] for number in way.fields)
        return changed, places, -STRENGTH[brings], [-mask.bit_count() for _, mask in way.cells]

    def _change(self, status: Status, way: Way) -> Change:
        cells = sorted(way.cells, key=lambda entry: self._order[entry[0]])
        fields = {self.space.fields[number]: mask for number, mask in cells}
        return Change(
            status,
            {field.name: field.plain(mask) for field, mask in fields.items()},
            {field.name: choice_in_words(field, mask) for field, mask in fields.items()},
        )

    def _derivations(self, given: Facts) -> Iterator[DerivationExplanation]:
        known = dict(given)
        for stratum in self.book.strata:
            verdicts = {rule.id: holds(rule.condition, known) for rule in stratum}
            read, settled = _Reader(given, known), derived(stratum, verdicts, known)
            first: dict[str, str] = {}
            for rule in sorted(stratum, key=lambda rule: not rule.overrides_input):
                if verdicts[rule.id] and rule.derives and rule.derives[0] in settled:
                    first.setdefault(rule.derives[0], rule.id)
            for rule in stratum:
                assert rule.derives, rule.id
                fact, value = rule.derives
                came_to = _contribution(verdicts[rule.id], known.get(fact), first.get(fact), rule)
                reading = read.condition(rule.condition)
                yield DerivationExplanation(rule, verdicts[rule.id], reading, fact, value, came_to)
            known.update(settled)


def _contribution(verdict: Verdict, before: Value | None, first: str | None, rule: Rule) -> Contribution:
    if not verdict:
        return Contribution.GEEN
    assert rule.derives, rule.id
    if first == rule.id and before != rule.derives[1]:
        return Contribution.AFGELEID if before is None else Contribution.OVERSCHREVEN
    return Contribution.AL_AFGELEID if first not in (None, rule.id) else Contribution.AL_GEGEVEN


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads conditions, and says of each value where it comes from."""

    given: Facts
    known: Facts

    def condition(self, condition: Condition) -> Reading:
        verdict = holds(condition, self.known)
        if isinstance(condition, Test):
            value = self.known.get(condition.fact)
            return Reading(condition, verdict, (), value, self._origin(condition.fact, value))
        parts = (condition.part,) if isinstance(condition, Not) else condition.parts
        return Reading(condition, verdict, tuple(self.condition(part) for part in parts))

    def _origin(self, fact: str, value: Value | None) -> Origin:
        if value is None:
            return Origin.ONBEKEND if fact in self.given else Origin.NIET_GEVRAAGD
        before = self.given.get(fact)
        if before is None:
            return Origin.AFGELEID
        return Origin.GEGEVEN if before == value else Origin.OVERSCHREVEN
