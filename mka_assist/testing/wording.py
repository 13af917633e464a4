"""How a test, a call and a single condition are written: names for reading, YAML for pasting."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from mka_assist.rulebook.age import format_age
from mka_assist.rulebook.analysis.example import flow
from mka_assist.rulebook.condition import Op, Test
from mka_assist.rulebook.facts import FactKind, Facts, FactSpec, Value, format_value
from mka_assist.rulebook.model import Example, Rule
from mka_assist.rulebook.week import DAY

Specs = Mapping[str, FactSpec]


def rule_name(rule: Rule) -> str:
    """A rule by its file and id: "hartslagnu/zelfdoding". Stays the same wherever the folder stands."""
    return f"{Path(rule.place.file).stem}/{rule.id}"


def example_name(rule: Rule, example: Example) -> str:
    """ "hartslagnu/jonger-dan-1-jaar: leeftijd 11 maanden -> uitgesloten"; the partner is named where the
    file does not."""
    given = [f"{name} {format_value(value)}" for name, value in example.facts.items()]
    if example.at:
        given.append(f"op {moment_text(example.at)}")
    for_whom = "" if example.partner in ("", Path(rule.place.file).stem) else f" ({example.partner})"
    return f"{rule_name(rule)}: {', '.join(given)} -> {example.expected}{for_whom}"


def numbered(names: Iterable[str]) -> Iterator[str]:
    """The names, with a number behind each that was there before."""
    seen: dict[str, int] = {}
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        yield name if seen[name] == 1 else f"{name} ({seen[name]})"


def example_text(
    facts: Facts, expected: str, *, because: str = "", at: dt.datetime | None = None, partner: str = ""
) -> str:
    """An example as one line of YAML, to be pasted under `voorbeelden`."""
    parts = [f"bij: {flow(facts)}"]
    if at:
        parts.append(f"op: {moment_text(at)}")
    if partner:
        parts.append(f"partner: {partner}")
    parts.append(f"dan: {expected}")
    if because:
        parts.append(f"omdat: {because}")
    return f"- {{{', '.join(parts)}}}"


def moment_text(at: dt.datetime) -> str:
    """A moment as an example says it: "2026-03-02 14:00"."""
    return f"{at:%Y-%m-%d %H:%M}"


def test_text(test: Test, specs: Specs) -> str:
    """A single test as the rule says it: "leeftijd: onder 1 jaar"."""
    return f"{test.fact}: {operand_text(test, specs)}"


def operand_text(test: Test, specs: Specs) -> str:
    """What a single test compares with: "onder 1 jaar", "[snelweg, spoor]", "bekend"."""
    values = [constant_text(value, specs[test.fact]) for value in test.values]
    if test.op is not Op.IS:
        return " ".join((test.op.value, *values))
    return values[0] if len(values) == 1 else f"[{', '.join(values)}]"


def constant_text(value: Value, spec: FactSpec) -> str:
    """A constant of a rule, as it is written."""
    if spec.kind is FactKind.LEEFTIJD and isinstance(value, int):
        return format_age(value)
    return format_value(value)


def clock_text(minute: int, *, end: bool = False) -> str:
    """A minute of the week or the day as a time: "18:00"; the end of a day is "24:00"."""
    minute %= DAY
    return "24:00" if end and not minute else f"{minute // 60:02}:{minute % 60:02}"
