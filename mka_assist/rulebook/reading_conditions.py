"""Reading conditions and values of facts: `{leeftijd: onder 1 jaar, een_van: [...]}` to data."""

from __future__ import annotations

from collections.abc import Mapping

from mka_assist.rulebook.age import parse_age
from mka_assist.rulebook.condition import All, AnyOf, Condition, Not, Op, Test
from mka_assist.rulebook.diagnostics import Diagnostics, Place
from mka_assist.rulebook.facts import FactKind, FactSpec, Value, normal_text, parse_value, suggest
from mka_assist.rulebook.fields import pairs
from mka_assist.rulebook.source import Mapping as MappingNode
from mka_assist.rulebook.source import Node, Scalar, Sequence
from mka_assist.rulebook.vocabulary import GROUPING

Specs = Mapping[str, FactSpec]
_ORDERINGS = {"onder": Op.UNDER, "vanaf": Op.FROM, "hoogstens": Op.AT_MOST, "boven": Op.OVER}


def find_spec(name: str, place: Place, specs: Specs, report: Diagnostics) -> FactSpec | None:
    """The spec of a fact by name; an unknown name is reported with the nearest known one."""
    if name in specs:
        return specs[name]
    help = (
        suggest(name, specs) or "kies een feit uit de lijst in de handleiding, of declareer het onder feiten:"
    )
    report.add("F001", place, f'onbekend feit "{name}"', help)
    return None


def read_facts_given(node: Node, what: str, specs: Specs, report: Diagnostics) -> dict[str, Value | None]:
    """Facts with their values, as in an example (`bij:`)."""
    given: dict[str, Value | None] = {}
    for name, (place, value) in pairs(node, what, report).items():
        spec = find_spec(name, place, specs, report)
        if spec is None:
            continue
        if not isinstance(value, Scalar):
            report.add("F002", value.place, f"bij {name} hoort één waarde, geen lijst of blok")
            continue
        try:
            given[name] = parse_value(spec, value.text)
        except ValueError as problem:
            report.add("F003", value.place, str(problem))
    return given


def read_condition(node: Node, what: str, specs: Specs, report: Diagnostics) -> Condition:
    """A condition; a mapping means all of it. What cannot be read is reported and reads as never."""
    if isinstance(node, MappingNode) and not node.entries:
        report.add("F004", node.place, f"{what} is leeg", "noem minstens één feit")
    parts: list[Condition] = []
    for name, (place, value) in pairs(node, what, report).items():
        if name in GROUPING:
            parts.append(_read_group(name, value, specs, report))
        elif spec := find_spec(name, place, specs, report):
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
        report.add(
            "F005", node.place, f'bij "{word}" hoort een lijst', f"schrijf: {word}: [{{feit: waarde}}, …]"
        )
        return AnyOf(())
    parts = tuple(read_condition(item, f'een deel van "{word}"', specs, report) for item in node.items)
    return All(parts) if word == "alle" else AnyOf(parts)


def _read_test(spec: FactSpec, node: Node, report: Diagnostics) -> Condition | None:
    if isinstance(node, MappingNode):
        report.add(
            "F002", node.place, f"bij {spec.name} hoort een waarde of een lijst van waarden, geen blok"
        )
        return None
    try:
        if isinstance(node, Scalar):
            return _read_scalar_test(spec, normal_text(node.text))
        if not node.items:
            raise ValueError(f"de lijst bij {spec.name} is leeg")
        values: list[str | bool | int] = []
        for item in node.items:
            if not isinstance(item, Scalar):
                report.add("F002", item.place, f"in de lijst bij {spec.name} horen gewone waarden")
                return None
            values.append(_constant(spec, normal_text(item.text)))
        return Test(spec.name, Op.IS, tuple(dict.fromkeys(values)))
    except ValueError as problem:
        report.add("F003", node.place, str(problem))
        return None


def _read_scalar_test(spec: FactSpec, text: str) -> Condition:
    if text in ("bekend", "onbekend"):
        return Test(spec.name, Op.KNOWN if text == "bekend" else Op.UNKNOWN)
    word, _, rest = text.partition(" ")
    if rest and (word in _ORDERINGS or word == "van"):
        if spec.kind not in (FactKind.LEEFTIJD, FactKind.GETAL):
            raise ValueError(
                f'"{text}" kan niet bij {spec.name}: alleen een leeftijd of getal heeft een grens'
            )
        if word != "van":
            return Test(spec.name, _ORDERINGS[word], (_constant(spec, rest),))
        low_text, found, high_text = rest.partition(" tot ")
        if not found:
            raise ValueError(f'"{text}" mist het tweede deel: schrijf "van X tot Y"')
        low, high = _constant(spec, low_text), _constant(spec, high_text)
        if low >= high:  # type: ignore[operator]  # both are numbers: the kind was checked above
            raise ValueError(f'"{text}" is leeg: de ondergrens moet kleiner zijn dan de bovengrens')
        return All((Test(spec.name, Op.FROM, (low,)), Test(spec.name, Op.UNDER, (high,))))
    return Test(spec.name, Op.IS, (_constant(spec, text),))


def _constant(spec: FactSpec, text: str) -> str | bool | int:
    """A constant to compare with: for ages a number of twelfths of a day."""
    if text in ("bekend", "onbekend"):
        raise ValueError(
            f'"{text}" kan niet in een lijst of als grens: gebruik een_van: [{{{spec.name}: {text}}}, …]'
        )
    if spec.kind is FactKind.LEEFTIJD:
        return parse_age(text)
    value = parse_value(spec, text)
    assert isinstance(value, str | bool | int), spec
    return value
