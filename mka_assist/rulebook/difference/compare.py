"""Two rulebooks on one day: every call that they decide differently, in few regions. Exact."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from mka_assist.rulebook.analysis.boxes import Box, Boxes, absorb, meets
from mka_assist.rulebook.analysis.space import Space
from mka_assist.rulebook.analysis.statements import Statements
from mka_assist.rulebook.difference.cover import cover
from mka_assist.rulebook.difference.outcomes import (
    AMBULANCE,
    About,
    Outcome,
    Pair,
    Regions,
    Subject,
    ambulance_regions,
    card_regions,
    card_subject,
    cards_of,
    partner_regions,
    renamed_cards,
    stricter,
)
from mka_assist.rulebook.difference.showing import Showing
from mka_assist.rulebook.facts import Facts
from mka_assist.rulebook.meaning import has_agreement
from mka_assist.rulebook.model import Partner, Rule, RuleBook


@dataclass(frozen=True, slots=True)
class Region:
    """Calls that are decided differently: those in the box where the outcome was one of `was` and becomes one
    of `becomes`. With `from_was`, every call in the box that had an outcome of `was` gets the one outcome of
    `becomes`. Else every call in the box that gets an outcome of `becomes` had the one outcome of `was`: what
    some other rule still stops stays as it was.
    """

    subject: Subject
    box: Box
    was: tuple[Outcome, ...]
    becomes: tuple[Outcome, ...]
    from_was: bool
    pair: Pair
    """What the example call was and becomes."""
    call: Facts
    """One of these calls, in full."""
    example: str
    """The same call as a test to paste in the new rules; in the old where the new do not know the partner."""
    rules: tuple[str, ...]
    """The rules that bring about the outcome of that call: those that changed where there are any, else with
    the changed derivations behind them. None where an agreement makes the difference."""


@dataclass(frozen=True, slots=True)
class Difference:
    """What two rulebooks decide differently on a day, region by region in the cells of `space`."""

    space: Space
    regions: tuple[Region, ...]


def compare(old: RuleBook, new: RuleBook, on: dt.date) -> Difference:
    """Every difference between the rules in force on a day. Regions of one subject stand together, and
    together hold exactly the calls that are decided differently."""
    comparison = _Comparison(old, new, on)
    return Difference(comparison.space, tuple(comparison.regions()))


class _Comparison:
    def __init__(self, old: RuleBook, new: RuleBook, on: dt.date) -> None:
        self.showing = Showing(old, new, on)
        old, new = old.in_force(on), new.in_force(on)
        self.old, self.new, self.on = old, new, on
        self.space = Space.of(old, new)
        self.before, self.after = Statements(old, self.space), Statements(new, self.space)
        self.full = self.space.full
        self.changed = {
            id
            for id in old.rules.keys() | new.rules.keys()
            if meaning_of(old.rules.get(id)) != meaning_of(new.rules.get(id))
        }
        tested = {
            fact
            for id in self.changed
            for rule in (old.rules.get(id), new.rules.get(id))
            if rule
            for fact in rule.facts
        }
        self.rather = [number for number, field in enumerate(self.space.fields) if field.name in tested]
        self.same_derivations = _derivations(old) == _derivations(new)

    def regions(self) -> Iterator[Region]:
        for id in dict.fromkeys((*self.new.partners, *self.old.partners)):
            was, becomes = self.old.partners.get(id), self.new.partners.get(id)
            named = becomes or was
            assert named, id
            if was and becomes and self._same(was, becomes):
                continue
            yield from self._differing(
                Subject(About.PARTNER, id, named.name),
                partner_regions(self.before, was, self.on),
                partner_regions(self.after, becomes, self.on),
            )
        yield from self._differing(
            AMBULANCE,
            ambulance_regions(self.before),
            ambulance_regions(self.after),
        )
        for subject, was_card, card in self._cards():
            if not (was_card and card and self._same_rules([was_card], [card])):
                yield from self._differing(
                    subject, card_regions(self.before, was_card), card_regions(self.after, card)
                )

    def _cards(self) -> Iterator[tuple[Subject, Rule | None, Rule | None]]:
        """Points of attention, old and new; one under another id with the same text is the same."""
        was, becomes = cards_of(self.old), cards_of(self.new)
        renamed = {now.id: before.id for before, now in renamed_cards(self.old, self.new).items()}
        for id, rule in becomes.items():
            yield card_subject(rule), was.get(renamed.get(id, id)), rule
        for id, rule in was.items():
            if id not in becomes and id not in renamed.values():
                yield card_subject(rule), rule, None

    def _same(self, was: Partner, becomes: Partner) -> bool:
        if has_agreement(was, self.on) != has_agreement(becomes, self.on):
            return False
        before = [self.old.rules[id] for id in was.criteria]
        return self._same_rules(before, [self.new.rules[id] for id in becomes.criteria])

    def _same_rules(self, was: Sequence[Rule], becomes: Sequence[Rule]) -> bool:
        """Do rules mean the same, and rest on the same derivations? Then nothing needs to be worked out."""
        return self.same_derivations and [*map(meaning_of, was)] == [*map(meaning_of, becomes)]

    def _differing(self, subject: Subject, before: Regions, after: Regions) -> Iterator[Region]:
        pairs = {
            (was, becomes): found
            for was, here in before
            for becomes, there in after
            if was != becomes and (found := meets(here, there, self.full))
        }
        tighter = [pair for pair in pairs if stricter(pair)]
        looser = [pair for pair in pairs if not stricter(pair)]
        for becomes in dict.fromkeys(pair[1] for pair in tighter):
            mine = {pair: pairs[pair] for pair in tighter if pair[1] == becomes}
            yield from self._told(subject, mine, before, after, (True,))
        for was in dict.fromkeys(pair[0] for pair in looser):
            mine = {pair: pairs[pair] for pair in looser if pair[0] == was}
            yield from self._told(subject, mine, before, after, (False,))

    def _told(
        self,
        subject: Subject,
        pairs: Mapping[Pair, Boxes],
        before: Regions,
        after: Regions,
        claims: tuple[bool, ...],
    ) -> Iterator[Region]:
        """The calls of these pairs in few regions, by the claim that needs fewest."""
        on = absorb((box for boxes in pairs.values() for box in boxes), self.full)
        was = {was for was, _ in pairs}
        becomes = {becomes for _, becomes in pairs}
        if len(pairs) == 1:
            claims = (True, False)
        told: dict[bool, Boxes] = {}
        for from_was in claims:
            ones, others = (was, becomes) if from_was else (becomes, was)
            sides, opposite = (before, after) if from_was else (after, before)
            here = [box for outcome, boxes in sides if outcome in ones for box in boxes]
            there = [box for outcome, boxes in opposite if outcome not in others for box in boxes]
            told[from_was] = cover(on, meets(here, there, self.full), self.full, self.rather)
        from_was = min(told, key=lambda claim: (len(told[claim]), sum(map(len, told[claim]))))
        for box in told[from_was]:
            inside = {
                pair: found for pair, boxes in pairs.items() if (found := meets((box,), boxes, self.full))
            }
            yield self._region(subject, box, inside, from_was)

    def _region(self, subject: Subject, box: Box, pairs: Mapping[Pair, Boxes], from_was: bool) -> Region:
        pair = min(pairs, key=lambda pair: -max(pair[0].rank, pair[1].rank))
        piece = min(pairs[pair], key=self._plainness)
        call = self.space.whole_call(piece)
        return Region(
            subject,
            box,
            tuple(sorted({was for was, _ in pairs}, key=lambda o: -o.rank)),
            tuple(sorted({becomes for _, becomes in pairs}, key=lambda o: -o.rank)),
            from_was,
            pair,
            call,
            self.showing.example(subject, pair, self.space.call_of(piece)),
            self.showing.causes(subject, pair, call, self.changed),
        )

    def _plainness(self, box: Box) -> tuple[int, int]:
        """How far a call in this box is from the plain case, and how much it must name."""
        call = self.space.call_of(box)
        plain = self.space.plain_case
        return sum(call.get(name, value) != value for name, value in plain.items()), len(call)


def meaning_of(rule: Rule | None) -> object:
    """What of a rule can make a difference to a decision."""
    if rule is None:
        return None
    return (
        rule.kind,
        rule.condition,
        rule.derives,
        rule.overrides_input,
        rule.effect,
        rule.on_unknown,
        rule.safety,
        rule.ambulance,
    )


def _derivations(book: RuleBook) -> list[object]:
    return [meaning_of(rule) for stratum in book.strata for rule in stratum]
