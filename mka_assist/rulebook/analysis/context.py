"""What a finding looks at: a rulebook on one day, the nation's rulebook under it, and what was worked out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from mka_assist.rulebook.analysis.boxes import Box, Boxes
from mka_assist.rulebook.analysis.example import Wish, entry
from mka_assist.rulebook.analysis.space import Space
from mka_assist.rulebook.analysis.statements import Statements, in_the_way
from mka_assist.rulebook.analysis.texts import Texts
from mka_assist.rulebook.facts import Facts
from mka_assist.rulebook.model import Kind, Partner, Rule, RuleBook

CRITERIA = (Kind.INSLUITING, Kind.UITSLUITING, Kind.VOLGORDE)


@dataclass(frozen=True)
class Context:
    """A rulebook with only the rules in force on `day`. Findings are told of its own rules: those of the
    region where there is one, for what the nation wrote is told when the nation is checked."""

    rulebook: RuleBook
    whole: RuleBook
    """The same with the rules of every day."""
    day: dt.date
    nation: RuleBook | None = None
    """The national rulebook on the same day, under that of a region."""
    today: dt.date | None = None
    """Without a date nothing is said of what has expired."""
    texts: Texts = field(default_factory=Texts)

    @cached_property
    def space(self) -> Space:
        return Space.of(*([self.nation] if self.nation else []), self.rulebook)

    @cached_property
    def statements(self) -> Statements:
        return Statements(self.rulebook, self.space)

    @cached_property
    def national_statements(self) -> Statements:
        return Statements(self.nation, self.space) if self.nation else self.statements

    @cached_property
    def own_rules(self) -> tuple[Rule, ...]:
        """The rules to tell of, in file order."""
        national: Mapping[str, Rule] = self.nation.rules if self.nation else {}
        return tuple(rule for rule in self.rulebook.rules.values() if rule.id not in national)

    @cached_property
    def own_partners(self) -> tuple[Partner, ...]:
        """The partners to tell of: for a region those it says something of."""
        national: Mapping[str, Partner] = self.nation.partners if self.nation else {}
        return tuple(
            partner
            for id, partner in self.rulebook.partners.items()
            if id not in national or national[id].place != partner.place
        )

    @cached_property
    def own_files(self) -> tuple[str, ...]:
        """The files to tell of."""
        rules = (rule.place.file for rule in self.own_rules)
        return tuple(dict.fromkeys((*rules, *(partner.place.file for partner in self.own_partners))))

    @cached_property
    def in_order(self) -> tuple[Rule, ...]:
        """All rules, what the nation wrote first: of two that do the same, the later is one too many."""
        own = {rule.id for rule in self.own_rules}
        return (*(r for r in self.rulebook.rules.values() if r.id not in own), *self.own_rules)

    def partners_of(self, rule: Rule) -> tuple[Partner, ...]:
        """The partners that must meet a rule."""
        return tuple(p for p in self.rulebook.partners.values() if rule.id in p.criteria)

    def passes(self, rule: Rule) -> Boxes:
        """The calls in which a criterion is known to let its partners through."""
        return self.statements.where(rule.condition, not in_the_way(rule))

    def stops(self, rule: Rule) -> Boxes:
        """The calls in which a criterion is known to stand in the way."""
        return self.statements.where(rule.condition, in_the_way(rule))

    def example(self, box: Box, about: Partner | Rule, facts: Facts | None = None, because: str = "") -> str:
        """A call in a box as an example for a rule file, with what comes of it; it shows these values and
        names this rule where it can."""
        if isinstance(about, Rule) and about.kind in CRITERIA:
            partners = (*self.partners_of(about), *self.rulebook.partners.values())
            about = next((p for p in partners if p.agreement or not p.needs_agreement), partners[0])
        return entry(self.whole, self.space, self.day, box, about, Wish(facts or {}, because))

    def once(self, work: Callable[[Context], frozenset[str]]) -> frozenset[str]:
        """What some finding worked out for this context, done once."""
        if work not in self._done:
            self._done[work] = work(self)
        return self._done[work]

    @cached_property
    def _done(self) -> dict[Callable[[Context], frozenset[str]], frozenset[str]]:
        return {}
