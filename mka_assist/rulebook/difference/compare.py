"""Two rulebooks on one day: every call that they decide differently, in few regions. Exact."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass

from mka_assist.rulebook.analysis.boxes import Box, Boxes
from mka_assist.rulebook.analysis.space import Space
from mka_assist.rulebook.analysis.statements import Statements
from mka_assist.rulebook.difference.cover import cover, cut_back
from mka_assist.rulebook.difference.outcomes import (
    AMBULANCE,
    About,
    Decided,
    Outcome,
    Pair,
    Subject,
    advice_ranks,
    card_subject,
    cards_of,
    of_ambulance,
    of_card,
    of_partner,
    renamed_cards,
)
from mka_assist.rulebook.difference.showing import Showing, plain_call, whole_call
from mka_assist.rulebook.difference.target import Gained, Target, TooManyPiecesError, Turned
from mka_assist.rulebook.facts import Facts
from mka_assist.rulebook.meaning import has_agreement
from mka_assist.rulebook.model import Partner, Rule, RuleBook


@dataclass(frozen=True, slots=True)
class Region:
    """Calls that are decided differently: those in the box where the outcome was one of `was` and becomes one
    of `becomes`; one of the two is a single outcome.

    With `from_was`, every call in the box that had an outcome of `was` gets one of `becomes`. Without, every
    call in the box that gets an outcome of `becomes` had one of `was`: what some other rule still stops stays
    as it was. None promises neither: where rulebooks have little in common, it is a part of these calls.
    """

    subject: Subject
    box: Box
    was: tuple[Outcome, ...]
    becomes: tuple[Outcome, ...]
    from_was: bool | None
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
                of_partner(self.before, was, self.on),
                of_partner(self.after, becomes, self.on),
            )
        ranks = advice_ranks(self.old, self.new)
        yield from self._differing(
            AMBULANCE, of_ambulance(self.before, ranks), of_ambulance(self.after, ranks)
        )
        for subject, was_card, card in self._cards():
            if not (was_card and card and self._same_rules([was_card], [card])):
                yield from self._differing(subject, of_card(self.before, was_card), of_card(self.after, card))

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

    def _differing(self, subject: Subject, before: Decided, after: Decided) -> Iterator[Region]:
        for here, there, from_was in ((after, before, True), (before, after, False)):
            for rank in here.decisions.ranks:
                gained = Gained(here.decisions, there.decisions, rank)
                if gained.some_on({}) is not None:
                    yield from self._told(subject, gained, here, there, from_was)

    def _told(
        self, subject: Subject, gained: Gained, here: Decided, there: Decided, from_was: bool
    ) -> Iterator[Region]:
        """What `here` decides of these calls and `there` did not, by the claim that needs fewest boxes."""
        claims: dict[bool, Target] = {from_was: gained}
        if {*here.decisions.ranks, *there.decisions.ranks} <= {gained.rank, there.decisions.ranks[-1]}:
            claims[not from_was] = Turned(gained)
        told: dict[bool | None, Boxes] = {}
        for claim in sorted(claims, reverse=True):
            with suppress(TooManyPiecesError):
                told[claim] = cover(claims[claim], self.rather)
        if not told:
            told[None] = cut_back(gained.whole_seeds(), gained)
        chosen = min(told, key=lambda claim: (len(told[claim]), sum(map(len, told[claim]))))
        for box in told[chosen]:
            yield self._region(subject, box, gained, (here, there), chosen, from_was)

    def _region(
        self,
        subject: Subject,
        box: Box,
        gained: Gained,
        sides: tuple[Decided, Decided],
        claim: bool | None,
        from_was: bool,
    ) -> Region:
        single = sides[0].outcomes[gained.rank]
        others = [sides[1].outcomes[rank] for rank in sorted(gained.pairs(box), reverse=True)]
        pair = (others[0], single) if from_was else (single, others[0])
        named = plain_call(self.space, box, lambda box: gained.paired(box, others[0].rank))
        call = whole_call(self.space, named)
        return Region(
            subject,
            box,
            (*others,) if from_was else (single,),
            (single,) if from_was else (*others,),
            claim,
            pair,
            call,
            self.showing.example(subject, pair, named),
            self.showing.causes(subject, pair, call, self.changed),
        )


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
