"""In which calls a condition is true, false or unknown, and which status a partner has: exactly, as boxes.

Everything is said of the facts *given* in a call. A derived fact is replaced by what `meaning.derived` makes
of it: a derivation that overrides, then what was given, then an ordinary derivation, else unknown; of
several the first in the file. The agreement and the date stand outside: a partner is taken to have a valid
agreement, and the rules to be those in force.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from mka_assist.rulebook.analysis.boxes import EVERYWHERE, Box, Boxes, absorb, meets
from mka_assist.rulebook.analysis.space import DISPATCHED, Space
from mka_assist.rulebook.condition import All, Condition, Not, Test
from mka_assist.rulebook.diagnostics import Finding, InputError, Place
from mka_assist.rulebook.facts import Value
from mka_assist.rulebook.meaning import test_holds
from mka_assist.rulebook.model import STRENGTH, Kind, OnUnknown, Partner, Rule, RuleBook, Status

MOST_BOXES = 1_000
"""More boxes for a single condition are refused."""
Accepts = Callable[[Value | None], bool]
# INVARIANT: a fact is derived in one stratum only, and tested by derivations in later ones (see assembly).


class TooComplexError(InputError):
    """A condition has too many cases to work out; names the rule."""


class Statements:
    """Answers for one rulebook in a space that holds at least its facts; remembers what it worked out."""

    def __init__(self, rulebook: RuleBook, space: Space | None = None) -> None:
        self.rulebook = rulebook
        self.space = space or Space.of(rulebook)
        self.full = self.space.full
        self._derivations: dict[str, list[Rule]] = {}
        for rule in sorted(
            (rule for stratum in rulebook.strata for rule in stratum), key=lambda r: not r.overrides_input
        ):
            assert rule.derives, rule.id
            self._derivations.setdefault(rule.derives[0], []).append(rule)
        self._known: dict[tuple[Condition, bool, bool], Boxes] = {}
        self._effects: dict[str, tuple[tuple[Status, Boxes], ...]] = {}

    def true_boxes(self, condition: Condition) -> Boxes:
        """The calls in which a condition is known to hold."""
        return self.where(condition, True)

    def false_boxes(self, condition: Condition) -> Boxes:
        """The calls in which a condition is known not to hold."""
        return self.where(condition, False)

    def unknown_boxes(self, condition: Condition) -> Boxes:
        """The calls in which nobody can tell whether a condition holds."""
        not_false, not_true = (self.where(condition, want, or_unknown=True) for want in (True, False))
        return meets(not_false, not_true, self.full)

    def where(self, condition: Condition, want: bool, or_unknown: bool = False) -> Boxes:
        """The calls in which a condition is `want`, or, when asked for, unknown."""
        key = condition, want, or_unknown
        if key not in self._known:
            self._known[key] = self._where(condition, want, or_unknown)
        return self._known[key]

    def _where(self, condition: Condition, want: bool, or_unknown: bool) -> Boxes:
        if isinstance(condition, Not):
            return self.where(condition.part, not want, or_unknown)
        if isinstance(condition, Test):
            wanted = (want, None) if or_unknown else (want,)
            return self._value(condition.fact, lambda value: test_holds(condition, value) in wanted)
        each = [self.where(part, want, or_unknown) for part in condition.parts]
        if isinstance(condition, All) is not want:
            self._refuse(condition, sum(map(len, each)))
            return absorb((box for boxes in each for box in boxes), self.full)
        whole = EVERYWHERE
        for boxes in sorted(each, key=len):
            self._refuse(condition, len(whole) * len(boxes))
            whole = meets(whole, boxes, self.full)
        return whole

    def _refuse(self, condition: Condition, boxes: int) -> None:
        """Nobody can oversee a rule of so many cases, and the engine would not take it."""
        if boxes > MOST_BOXES:
            rules = self.rulebook.rules.values()
            rule = next((r for r in rules if condition in parts_of(r.condition)), None)
            raise TooComplexError(
                Finding(
                    "A017",
                    rule.place if rule else Place(self.rulebook.files[0] if self.rulebook.files else ""),
                    f"deze voorwaarde is te ingewikkeld om na te rekenen: meer dan {MOST_BOXES} gevallen",
                    "Splits de regel, of leid eerst een eigen feit af.",
                )
            )

    def _value(self, fact: str, accepts: Accepts) -> Boxes:
        """The calls in which the value of a fact, given or derived, is acceptable."""
        field = self.space.fields[self.space.index[fact]]
        good = sum(1 << number for number, value in enumerate(field.values) if accepts(value))
        derivations = self._derivations.get(fact)
        if not derivations:
            return self._boxes(fact, good)
        found: list[Box] = []
        left = self._settle((r for r in derivations if r.overrides_input), accepts, EVERYWHERE, found)
        found.extend(meets(left, self._boxes(fact, good & ~field.unknown), self.full))
        left = meets(left, self._boxes(fact, good | field.unknown), self.full)
        left = self._settle((r for r in derivations if not r.overrides_input), accepts, left, found)
        if good & field.unknown:
            found.extend(left)
        return absorb(found, self.full)

    def _settle(self, rules: Iterable[Rule], accepts: Accepts, left: Boxes, found: list[Box]) -> Boxes:
        """Add to `found` where these derivations settle an acceptable value, in turn. `left` is what no
        earlier one has settled otherwise; returns what is left after these."""
        for rule in rules:
            assert rule.derives, rule.id
            if accepts(rule.derives[1]):
                found.extend(meets(left, self.where(rule.condition, True), self.full))
            else:
                left = meets(left, self.where(rule.condition, False, or_unknown=True), self.full)
        return left

    def _boxes(self, fact: str, mask: int) -> Boxes:
        box = self.space.cells(fact, mask)
        return () if box is None else (box,)

    def effects(self, rule: Rule) -> tuple[tuple[Status, Boxes], ...]:
        """What a criterion does: each status it leads to, with the calls in which it does."""
        if rule.id not in self._effects:
            self._effects[rule.id] = tuple((s, boxes) for s, boxes in self._effect(rule) if boxes)
        return self._effects[rule.id]

    def _effect(self, rule: Rule) -> Iterator[tuple[Status, Boxes]]:
        if_unknown = {
            OnUnknown.ALARMEREN: None,
            OnUnknown.NAVRAGEN: Status.NAVRAGEN,
            OnUnknown.WACHTEN: rule.effect,
        }[rule.on_unknown]
        yield rule.effect, self.where(rule.condition, in_the_way(rule), if_unknown is rule.effect)
        if if_unknown not in (None, rule.effect):
            yield if_unknown, self.unknown_boxes(rule.condition)

    def statuses(self, partner: Partner) -> dict[Status, Boxes]:
        """Per status the calls in which some criterion leads to it, strongest first. The strongest counts:
        a call has the first status that holds it. What is in none of them is `alarmeren`."""
        found: dict[Status, list[Box]] = {}
        for id in partner.criteria:
            for status, boxes in self.effects(self.rulebook.rules[id]):
                if status is not Status.ALARMEREN:
                    found.setdefault(status, []).extend(boxes)
        return {status: tuple(found[status]) for status in sorted(found, key=STRENGTH.__getitem__)}

    def status_regions(self, partner: Partner) -> list[tuple[Status, Boxes]]:
        """A decision list: the status of a call is the first whose boxes hold it. Ends with `alarmeren`
        everywhere, for where nothing stands in the way."""
        found = self.statuses(partner)
        waiting = (*found.pop(Status.WACHT_OP_AMBULANCE, ()), *self.not_dispatched)
        return [
            *((status, absorb(boxes, self.full)) for status, boxes in found.items()),
            (Status.WACHT_OP_AMBULANCE, absorb(waiting, self.full)),
            (Status.ALARMEREN, EVERYWHERE),
        ]

    def behind(self, rule: Rule) -> frozenset[str]:
        """Every fact that a rule looks at, itself or through derivations."""
        waiting, seen = set(rule.facts), set[str]()
        while waiting:
            fact = waiting.pop()
            seen.add(fact)
            waiting |= {name for r in self._derivations.get(fact, ()) for name in r.facts} - seen
        return frozenset(seen)

    @property
    def not_dispatched(self) -> Boxes:
        """The calls without an ambulance, as far as is known: nobody is alarmed there, whatever the rules."""
        return self.where(DISPATCHED, False, or_unknown=True)

    def in_the_way(self, partner: Partner) -> Boxes:
        """Every call in which the partner is not alarmed."""
        return tuple(box for _, boxes in self.status_regions(partner)[:-1] for box in boxes)


def in_the_way(rule: Rule) -> bool:
    """The verdict with which a criterion stands in the way: an exclusion that holds, an inclusion that
    does not."""
    return rule.kind is Kind.UITSLUITING


def parts_of(condition: Condition) -> Iterator[Condition]:
    """A condition and everything inside it."""
    yield condition
    match condition:
        case Test():
            return
        case Not(part):
            yield from parts_of(part)
        case _:
            for part in condition.parts:
                yield from parts_of(part)
