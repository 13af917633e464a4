"""The facts of a call cut into cells: values that no rule can tell apart are one cell."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from mka_assist.rulebook.age import OLDEST, Age
from mka_assist.rulebook.analysis.boxes import Box
from mka_assist.rulebook.cells import distinct, values_around
from mka_assist.rulebook.condition import Op, Test, each_test
from mka_assist.rulebook.facts import (
    WEEK_MINUTE,
    FactKind,
    Facts,
    FactSpec,
    Value,
    format_value,
    parse_value,
)
from mka_assist.rulebook.meaning import Verdict, test_holds
from mka_assist.rulebook.model import RuleBook
from mka_assist.rulebook.week import DAY, WEEK

DISPATCHED = Test("ambulance_ingezet", Op.IS, (True,))
"""What every status rests on, whether or not a rule says so."""
_HOUR = 60
_PLAIN = (
    *("54 jaar", "8 jaar", "16 jaar", "80 jaar", "6 maanden", "18 maanden", "2 weken", "6 weken", "3 dagen"),
    *("vanaf 1 jaar", "onder 1 jaar", "vanaf 18 jaar", "onder 18 jaar"),
)
"""Ages a reader understands at once, where they say the same as the age beside a limit."""


@dataclass(frozen=True)
class Field:
    """One fact of a call: the tests on it, and a value for each cell (unknown first, where it can be)."""

    spec: FactSpec
    tests: tuple[Test, ...]
    values: tuple[Value | None, ...]

    @property
    def name(self) -> str:
        return self.spec.name

    @property
    def full(self) -> int:
        return (1 << len(self.values)) - 1

    @property
    def unknown(self) -> int:
        """The mask of the cell *onbekend*; 0 for the clock, which always knows."""
        return 1 if self.values[0] is None else 0

    def cell(self, value: Value | None) -> int:
        """The mask of the cell a value lies in. Raises `KeyError` for a value that no call can have."""
        return self._cells[self._verdicts(value)]

    def plain(self, mask: int, rather: Value | None = None) -> Value | None:
        """A value from these cells that a reader understands at once; `rather` when that is one of them."""
        if rather is not None and mask & self.cell(rather):
            return rather
        candidates = (*self._plain_values, *(value for value in self.values if value is not None))
        return next((value for value in candidates if mask & self.cell(value)), None)

    @cached_property
    def _cells(self) -> Mapping[tuple[Verdict, ...], int]:
        return {self._verdicts(value): 1 << number for number, value in enumerate(self.values)}

    @cached_property
    def _plain_values(self) -> tuple[Value, ...]:
        """Values to show: those that read back, from their text, to the cell they stand for."""
        if self.spec.name == WEEK_MINUTE.name:
            return tuple(day * DAY + hour * _HOUR for day in range(7) for hour in (12, 15, 9, 18, 21, 3))
        texts = {FactKind.LEEFTIJD: _PLAIN, FactKind.TEKST: ("elders",)}.get(self.spec.kind, ())
        known = (value for value in self.values if value is not None)
        return (*_readable(self.spec, texts), *_readable(self.spec, map(format_value, known)))

    def _verdicts(self, value: Value | None) -> tuple[Verdict, ...]:
        return tuple(test_holds(test, value) for test in self.tests)


@dataclass(frozen=True)
class Space:
    """Every call that rules can tell apart: the product of the cells of all facts they test."""

    fields: tuple[Field, ...]
    plain_case: Facts
    """What an example in a rule file starts from."""

    @classmethod
    def of(cls, *rulebooks: RuleBook) -> Space:
        """The facts tested in any of these rulebooks, cut at the constants of all of them."""
        specs: dict[str, FactSpec] = {WEEK_MINUTE.name: WEEK_MINUTE}
        tests: dict[str, dict[Test, None]] = {DISPATCHED.fact: {DISPATCHED: None}}
        for rulebook in rulebooks:
            for name, spec in rulebook.facts.items():
                specs[name] = _joint(specs.get(name, spec), spec)
            for rule in rulebook.rules.values():
                for test in each_test(rule.condition):
                    tests.setdefault(test.fact, {})[test] = None
        specs.setdefault(DISPATCHED.fact, FactSpec(DISPATCHED.fact, FactKind.JA_NEE, "", progress=True))
        fields = (_field(specs[name], (*found,)) for name, found in tests.items())
        return cls(tuple(fields), rulebooks[-1].example_facts if rulebooks else {})

    @cached_property
    def full(self) -> tuple[int, ...]:
        return tuple(field.full for field in self.fields)

    @cached_property
    def index(self) -> Mapping[str, int]:
        """Fact name to field number."""
        return {field.name: number for number, field in enumerate(self.fields)}

    def mask(self, test: Test, verdicts: Iterable[Verdict]) -> int:
        """The cells in which a test on a given fact has one of these verdicts."""
        wanted = frozenset(verdicts)
        values = self.fields[self.index[test.fact]].values
        return sum(1 << number for number, value in enumerate(values) if test_holds(test, value) in wanted)

    def cells(self, fact: str, mask: int) -> Box | None:
        """The calls in which a fact lies in these cells, as a box; None when there are none."""
        number = self.index[fact]
        mask &= self.full[number]
        if not mask:
            return None
        return {} if mask == self.full[number] else {number: mask}

    def box_of(self, facts: Facts) -> Box:
        """The cell of a whole call; a fact that is absent is unknown."""
        return {n: field.cell(facts.get(field.name)) for n, field in enumerate(self.fields)}

    def call_of(self, box: Box) -> dict[str, Value | None]:
        """An example call in a box, to be laid over the plain case. A free fact is left out, and so is
        one that may be unknown; others get a plain value."""
        call: dict[str, Value | None] = {}
        for number, mask in sorted(box.items()):
            field = self.fields[number]
            rather = self.plain_case.get(field.name)
            if not mask & field.unknown:
                call[field.name] = field.plain(mask, rather)
            elif mask == field.unknown or (rather is not None and not mask & field.cell(rather)):
                call[field.name] = None
        return call

    def whole_call(self, box: Box) -> dict[str, Value | None]:
        """The same example with the plain case under it and the clock set: what to judge."""
        clock = self.index.get(WEEK_MINUTE.name)
        noon = {WEEK_MINUTE.name: self.fields[clock].plain(self.full[clock])} if clock is not None else {}
        return {**noon, **self.plain_case, **self.call_of(box)}


def _joint(one: FactSpec, other: FactSpec) -> FactSpec:
    """The later spec, with the choices of both."""
    if one is other or one.kind is not other.kind:
        return other
    choices = tuple(dict.fromkeys((*one.choices, *other.choices)))
    return FactSpec(
        other.name, other.kind, other.label, other.question, choices, other.recognition, other.progress
    )


def _field(spec: FactSpec, tests: tuple[Test, ...]) -> Field:
    known = (value for value in values_around(spec, tests) if value is not None and _possible(spec, value))
    if spec.name == WEEK_MINUTE.name:
        return Field(spec, tests, (*distinct((*known,), tests),))
    return Field(spec, tests, (*distinct((None, *known), tests),))


def _possible(spec: FactSpec, value: Value) -> bool:
    """Can a call have this value? The clock stays within the week; of an age one bound may be known."""
    if isinstance(value, Age):
        return value.exact or value.low == 0 or value.high == OLDEST
    return spec.name != WEEK_MINUTE.name or 0 <= int(value) < WEEK


def _readable(spec: FactSpec, texts: Iterable[str]) -> Iterable[Value]:
    """The values that these texts read back to."""
    for text in texts:
        try:
            value = parse_value(spec, text)
        except ValueError:
            continue
        if value is not None:
            yield value
