"""Small changes to a rule, one at a time: the mistakes an author could make. A test should notice each.

A limit one step off, a comparison that includes its limit or not, a condition or a value left out, yes for
no, another `bij_onbekend` or `gevolg`, a group left out of `geldt_voor`, and the rule not there at all.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from mka_assist.rulebook.age import DAY, OLDEST
from mka_assist.rulebook.condition import All, AnyOf, Condition, Not, Op, Test
from mka_assist.rulebook.facts import FactKind, FactSpec, Value
from mka_assist.rulebook.model import WAITING, OnUnknown, Partner, Rule, RuleBook, Status
from mka_assist.rulebook.vocabulary import CRITERIA, EVERYBODY
from mka_assist.testing.hours import Change, changed_hours, on_the_clock
from mka_assist.testing.wording import Specs, constant_text, operand_text, rule_name, test_text

_BESIDE = {
    Op.UNDER: Op.AT_MOST,
    Op.AT_MOST: Op.UNDER,
    Op.FROM: Op.OVER,
    Op.OVER: Op.FROM,
    Op.KNOWN: Op.UNKNOWN,
    Op.UNKNOWN: Op.KNOWN,
}
"""A comparison and the one it is mixed up with."""


@dataclass(frozen=True, slots=True)
class Mutant:
    """A rule and the same rule with one change."""

    rule: Rule
    changed: Rule
    words: str

    @property
    def name(self) -> str:
        """ "hartslagnu/zelfdoding: bij_onbekend alarmeren → navragen"."""
        return f"{rule_name(self.rule)}: {self.words}"

    def within(self, book: RuleBook) -> RuleBook | None:
        """A rulebook with the changed rule; None when it does not hold this rule."""
        old = book.rules.get(self.rule.id)
        if old is None or old.place != self.rule.place:
            return None
        changed = book.model_copy(
            update={
                "rules": {id: self._instead(rule) for id, rule in book.rules.items()},
                "strata": tuple(tuple(map(self._instead, stratum)) for stratum in book.strata),
                "partners": {id: self._for(partner, book) for id, partner in book.partners.items()},
            }
        )
        changed.__dict__.pop("criteria", None)  # a copy takes the cached value along
        return changed

    def _instead(self, rule: Rule) -> Rule:
        return self.changed if rule.id == self.rule.id else rule

    def _for(self, partner: Partner, book: RuleBook) -> Partner:
        """The partner, without the rule where it no longer applies; what it replaced is back then."""
        concerns = {EVERYBODY, partner.group, partner.id}
        if concerns.isdisjoint(self.rule.applies_to) or not concerns.isdisjoint(self.changed.applies_to):
            return partner
        gone = {self.rule.id}
        still = {book.rules[id].replaces for id in partner.criteria if id not in gone}
        back = {id for id in partner.replaced if id == self.rule.replaces and id not in still}
        kept = {*partner.criteria, *back} - gone
        return partner.model_copy(
            update={
                "criteria": tuple(id for id in book.rules if id in kept),
                "replaced": tuple(id for id in partner.replaced if id not in back | gone),
            }
        )


def mutants(rule: Rule, specs: Specs) -> Iterator[Mutant]:
    """Every change to one rule, in a fixed order. `specs` are the facts of its rulebook."""
    for condition, words in _conditions(rule.condition, specs):
        yield _mutant(rule, words, condition=condition)
    if rule.derives:
        fact, value = rule.derives
        other = _other_value(value, specs[fact])
        if other is not None:
            words = f"{fact}: {constant_text(value, specs[fact])} → {constant_text(other, specs[fact])}"
            yield _mutant(rule, f"afleiding {words}", derives=(fact, other))
        yield _mutant(
            rule, f"gaat_voor_invoer: {_swap(rule.overrides_input)}", overrides_input=not rule.overrides_input
        )
    if rule.kind in CRITERIA:
        yield from _consequences(rule)
    yield _mutant(rule, "zonder deze regel", valid_until=dt.date.min)


def _mutant(rule: Rule, words: str, **changes: Any) -> Mutant:
    changed = rule.model_copy(update=changes)
    changed.__dict__.pop("facts", None)  # a copy takes the cached value along
    return Mutant(rule, changed, words)


def _swap(before: bool) -> str:
    return "ja → nee" if before else "nee → ja"


def _consequences(rule: Rule) -> Iterator[Mutant]:
    """Another answer to unknown, another status, fewer partners."""
    for choice in OnUnknown if not on_the_clock(rule.condition) else ():
        fits = choice is not OnUnknown.WACHTEN or rule.effect in WAITING
        if choice is not rule.on_unknown and fits:
            yield _mutant(rule, f"bij_onbekend: {rule.on_unknown} → {choice}", on_unknown=choice)
    effect = _other_effect(rule.effect)
    yield _mutant(rule, f"gevolg: {rule.effect} → {effect}", effect=effect)
    if len(rule.applies_to) > 1:
        for name in rule.applies_to:
            left = tuple(other for other in rule.applies_to if other != name)
            yield _mutant(rule, f"geldt_voor: zonder {name}", applies_to=left)


def _other_effect(effect: Status) -> Status:
    """One other status that may stand there too: any example that names the status tells them apart."""
    if effect in WAITING:
        return next(other for other in Status if other in WAITING and other is not effect)
    return Status.UITGESLOTEN if effect is Status.NAVRAGEN else Status.NAVRAGEN


def _conditions(condition: Condition, specs: Specs) -> Iterator[Change]:
    """Every change to a condition; opening hours change as they are written, for all days of a period."""
    if on_the_clock(condition):
        yield from changed_hours(condition)
        return
    match condition:
        case Test():
            yield from _tests(condition, specs[condition.fact], specs)
        case Not(part):
            yield part, f"zonder niet om {_short(part, specs)}"
            for changed, words in _conditions(part, specs):
                yield Not(changed), words
        case All(parts) | AnyOf(parts):
            make = type(condition)
            for number, part in enumerate(parts):
                before, after = parts[:number], parts[number + 1 :]
                if before or after:
                    yield make((*before, *after)), f"zonder {_short(part, specs)}"
                for changed, words in _conditions(part, specs):
                    yield make((*before, changed, *after)), words


def _short(condition: Condition, specs: Specs) -> str:
    """A condition in one line, for naming a change."""
    match condition:
        case Test():
            return test_text(condition, specs)
        case Not(part):
            return f"niet: {{{_short(part, specs)}}}"
        case All(parts):
            return ", ".join(_short(part, specs) for part in parts)
        case AnyOf(parts):
            return f"een_van: [{', '.join(f'{{{_short(part, specs)}}}' for part in parts)}]"


def _tests(test: Test, spec: FactSpec, specs: Specs) -> Iterator[Change]:
    if test.op is Op.IS and len(test.values) > 1:
        for value in test.values:
            left = tuple(other for other in test.values if other != value)
            yield replace(test, values=left), f"{test.fact}: zonder {constant_text(value, spec)}"
        return
    for changed in _changed_tests(test, spec):
        yield changed, f"{test_text(test, specs)} → {operand_text(changed, specs)}"


def _changed_tests(test: Test, spec: FactSpec) -> Iterator[Test]:
    if test.op in _BESIDE and not (test.values and spec.kind is FactKind.GETAL):
        yield replace(test, op=_BESIDE[test.op])  # of whole numbers that is a limit one step off
    if test.op is Op.IS:
        other = _other_value(test.values[0], spec)
        if other is not None:
            yield replace(test, values=(other,))
    elif test.values:
        for limit in _steps(int(test.values[0]), spec):
            yield replace(test, values=(limit,))


def _other_value(value: Value, spec: FactSpec) -> Any:
    """One other value of a fact, or None when there is none."""
    match spec.kind:
        case FactKind.JA_NEE:
            return not value
        case FactKind.KEUZE:
            position = spec.choices.index(str(value)) + 1
            other = spec.choices[position % len(spec.choices)]
            return other if other != value else None
        case FactKind.TEKST:
            return "elders" if value != "elders" else "ergens"
        case FactKind.GETAL:
            return int(str(value)) + 1
        case FactKind.LEEFTIJD:
            return value + DAY if isinstance(value, int) else None


def _steps(limit: int, spec: FactSpec) -> Iterator[int]:
    """A limit one step lower and one higher: a whole number, or the nearest age in whole days."""
    if spec.kind is FactKind.GETAL:
        yield from (limit - 1, limit + 1)
    else:
        lower, higher = (limit - 1) // DAY * DAY, limit // DAY * DAY + DAY
        if lower > 0:
            yield lower
        if higher <= OLDEST:
            yield higher
