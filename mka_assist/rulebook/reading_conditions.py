"""Reading conditions and values of facts: `{leeftijd: onder 1 jaar, een_van: [...]}` to data."""

from __future__ import annotations

import re
from collections.abc import Mapping

from mka_assist.rulebook.age import parse_age
from mka_assist.rulebook.condition import All, AnyOf, Condition, Not, Op, Test
from mka_assist.rulebook.diagnostics import Diagnostics, Place, Severity
from mka_assist.rulebook.facts import FactKind, FactSpec, Value, normal_text, parse_value, suggest
from mka_assist.rulebook.fields import pairs
from mka_assist.rulebook.refusals import shown
from mka_assist.rulebook.source import Mapping as MappingNode
from mka_assist.rulebook.source import Node, Scalar, Sequence
from mka_assist.rulebook.vocabulary import GROUPING

Specs = Mapping[str, FactSpec]
_ORDERINGS = {"onder": Op.UNDER, "vanaf": Op.FROM, "hoogstens": Op.AT_MOST, "boven": Op.OVER}
_NEAR_ORDERINGS = re.compile(r"(jonger|ouder|minder|meer|tot|minstens|tussen|kleiner|groter) |[<>]")
"""What a doctor might write for a bound; told apart only to say what to write instead."""
_MEASURED = (FactKind.LEEFTIJD, FactKind.GETAL)


def find_spec(
    name: str, place: Place, specs: Specs, report: Diagnostics, others: tuple[str, ...] = ()
) -> FactSpec | None:
    """The spec of a fact by name; an unknown name is reported with the nearest known one, or with the
    nearest of `others`, the words that may stand there too."""
    if name in specs:
        return specs[name]
    help = (
        suggest(name, (*specs, *others))
        or "Kies een feit uit de handleiding, of geef uw regio een eigen feit."
    )
    report.add("F001", place, f'onbekend feit "{shown(name)}"', help)
    return None


def read_facts_given(node: Node, what: str, specs: Specs, report: Diagnostics) -> dict[str, Value | None]:
    """Facts with their values, as in an example (`bij:`)."""
    given: dict[str, Value | None] = {}
    for name, (place, value) in pairs(node, what, report).items():
        spec = find_spec(name, place, specs, report)
        if spec is None:
            continue
        if isinstance(value, Scalar):
            given[name] = read_value(spec, value.text, value.place, report)
        else:
            message = f"bij {name} hoort één waarde, geen lijst of blok"
            report.add("F002", value.place, message, f'Schrijf "{name}: waarde".')
    return given


def read_value(spec: FactSpec, text: str, place: Place, report: Diagnostics) -> Value | None:
    """A value of a fact; what cannot be one is reported and reads as unknown."""
    try:
        return parse_value(spec, text)
    except ValueError as problem:
        report.add("F003", place, str(problem))
        return None


def read_condition(node: Node, what: str, specs: Specs, report: Diagnostics) -> Condition:
    """A condition; a mapping means all of it. What cannot be read is reported and reads as never."""
    if isinstance(node, MappingNode) and not node.entries:
        report.add("F004", node.place, f"{what} is leeg", "Noem minstens één feit.")
    parts: list[Condition] = []
    for name, (place, value) in pairs(node, what, report).items():
        if name in GROUPING:
            parts.append(_read_group(name, value, specs, report))
        elif spec := find_spec(name, place, specs, report, GROUPING):
            test = _read_test(spec, value, report)
            if test is not None:
                parts.append(test)
    if not parts:
        return AnyOf(())
    return parts[0] if len(parts) == 1 else All(tuple(parts))


def _read_group(word: str, node: Node, specs: Specs, report: Diagnostics) -> Condition:
    if word == "niet":
        return Not(read_condition(node, '"niet"', specs, report))
    if not isinstance(node, Sequence) or not node.items:
        help = f"Schrijf: {word}: [{{feit: waarde}}, …]."
        report.add("F005", node.place, f'bij "{word}" hoort een lijst van voorwaarden', help)
        return AnyOf(())
    parts = tuple(read_condition(item, f'een deel van "{word}"', specs, report) for item in node.items)
    return All(parts) if word == "alle" else AnyOf(parts)


def _read_test(spec: FactSpec, node: Node, report: Diagnostics) -> Condition | None:
    if isinstance(node, MappingNode):
        message = f"bij {spec.name} hoort een waarde of een lijst van waarden, geen blok"
        report.add("F002", node.place, message, f'Schrijf "{spec.name}: waarde".')
        return None
    if isinstance(node, Sequence):
        test: Condition = _read_list_test(spec, node, report)
    else:
        try:
            test = _read_scalar_test(spec, normal_text(node.text))
        except ValueError as problem:
            report.add("F003", node.place, str(problem))
            return None
    if spec.kind is FactKind.LEEFTIJD and isinstance(test, Test) and test.op is Op.IS and test.values:
        message = "deze toets geldt alleen bij precies die leeftijd, niet een dag ouder of jonger"
        help = "Schrijf onder X, vanaf X of van X tot Y."
        report.add("F006", node.place, message, help, Severity.WAARSCHUWING)
    return test


def _read_list_test(spec: FactSpec, node: Sequence, report: Diagnostics) -> Condition:
    """A list means: one of these values. (The reader tells True from 1 by the kind of the fact.)"""
    if not node.items:
        report.add("F004", node.place, f"de lijst bij {spec.name} is leeg", "Noem minstens één waarde.")
    values: list[str | bool | int] = []
    for item in node.items:
        if not isinstance(item, Scalar):
            message = f"in de lijst bij {spec.name} horen gewone waarden"
            report.add("F002", item.place, message, f'Schrijf "{spec.name}: [waarde, waarde]".')
            continue
        try:
            values.append(_constant(spec, normal_text(item.text)))
        except ValueError as problem:
            report.add("F003", item.place, str(problem))
    return Test(spec.name, Op.IS, tuple(dict.fromkeys(values)))


def _read_scalar_test(spec: FactSpec, text: str) -> Condition:
    if text in ("bekend", "onbekend"):
        return Test(spec.name, Op.KNOWN if text == "bekend" else Op.UNKNOWN)
    word, _, rest = text.partition(" ")
    if spec.kind in _MEASURED and _NEAR_ORDERINGS.match(text):
        raise ValueError(f'"{shown(text)}" is geen grens: schrijf onder X, vanaf X, hoogstens X of boven X')
    if rest and (word in _ORDERINGS or word == "van"):
        return _read_bound(spec, word, rest, shown(text))
    return Test(spec.name, Op.IS, (_constant(spec, text),))


def _read_bound(spec: FactSpec, word: str, rest: str, typed: str) -> Condition:
    """`onder X`, `vanaf X`, `hoogstens X`, `boven X` or `van X tot Y`."""
    if spec.kind not in _MEASURED:
        raise ValueError(f'"{typed}" kan niet bij {spec.name}: alleen een leeftijd of getal heeft een grens')
    low_text, to, high_text = rest.partition(" tot ")
    if to != (" tot " if word == "van" else ""):
        raise ValueError(f'"{typed}" heeft geen goede grenzen: schrijf "van X tot Y", "vanaf X" of "onder Y"')
    low = _constant(spec, low_text)
    if word != "van":
        return Test(spec.name, _ORDERINGS[word], (low,))
    high = _constant(spec, high_text)
    if low >= high:  # type: ignore[operator]  # both are numbers: the kind was checked above
        raise ValueError(f'"{typed}" geldt nooit: de ondergrens moet lager zijn dan de bovengrens')
    return All((Test(spec.name, Op.FROM, (low,)), Test(spec.name, Op.UNDER, (high,))))


def _constant(spec: FactSpec, text: str) -> str | bool | int:
    """A constant to compare with: for ages a number of twelfths of a day."""
    if text in ("bekend", "onbekend"):
        hint = f"schrijf een_van: [{{{spec.name}: {text}}}, …]"
        raise ValueError(f'"{text}" kan niet in een lijst of als grens: {hint}')
    if spec.kind is FactKind.LEEFTIJD and text:
        return parse_age(text)
    value = parse_value(spec, text)
    assert isinstance(value, str | bool | int), spec
    return value
