"""Schemas of conditions and of the facts of a call, in two kinds: with the facts of the contract alone, and
for a region that adds its own, of which a schema cannot know the names."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from mka_assist.rulebook.descriptions import FACT_KINDS, KEYS
from mka_assist.rulebook.facts import CONTRACT, FactSpec
from mka_assist.rulebook.schema.values import (
    MUNICIPALITY,
    TEXT,
    Schema,
    any_test,
    described,
    fact_test,
    fact_value,
)
from mka_assist.rulebook.vocabulary import GROUPING

_UNKNOWN_FACT = "Dit feit bestaat niet. Kies een feit uit de handleiding, of geef uw regio een eigen feit."


def condition_definitions(*, own_facts: bool) -> dict[str, Schema]:
    """The definitions that rules refer to; those for regions with own facts have a name of their own."""
    condition = {"$ref": ref("voorwaarde", own_facts=own_facts)}
    several: Schema = {
        "type": "array",
        "minItems": 1,
        "items": condition,
        "errorMessage": "Hier hoort een lijst van voorwaarden: [{feit: waarde}, …].",
    }
    grouping = {"alle": several, "een_van": several, "niet": condition}
    groups = {word: described(word, KEYS[word], grouping[word]) for word in GROUPING}
    given = {name: spec for name, spec in CONTRACT.items() if not spec.progress}
    return {
        _name("voorwaarde", own_facts): _facts(CONTRACT, fact_test, own_facts, groups),
        _name("feiten", own_facts): _facts(CONTRACT, fact_value, own_facts),
        _name("afgeleid", own_facts): _facts(given, _known_value, own_facts) | {"maxProperties": 1},
    }


def ref(name: str, *, own_facts: bool) -> str:
    """Where a definition stands."""
    return f"#/definitions/{_name(name, own_facts)}"


def _name(name: str, own_facts: bool) -> str:
    return f"{name}_eigen" if own_facts else name


def _facts(
    specs: Mapping[str, FactSpec],
    value: Callable[[FactSpec], Schema],
    own_facts: bool,
    more: Mapping[str, Schema] | None = None,
) -> Schema:
    properties = {name: _about(spec, value(spec)) for name, spec in specs.items()} | dict(more or {})
    other: Schema = (
        {"additionalProperties": any_test() if value is fact_test else TEXT}
        if own_facts
        else {"propertyNames": {"enum": list(properties), "errorMessage": _UNKNOWN_FACT}}
    )
    return {
        "type": "object",
        "minProperties": 1,
        "properties": properties,
        "errorMessage": "Hier horen feiten met waarden: {feit: waarde}.",
        **other,
    }


def _known_value(spec: FactSpec) -> Schema:
    return fact_value(spec, unknown=False)


def _about(spec: FactSpec, value: Schema) -> Schema:
    """The fact by its label, with its question and its values."""
    values = f"Waarden: {', '.join(spec.choices) or FACT_KINDS[spec.kind]}."
    about = " ".join(filter(None, (spec.question, values)))
    named = {"anyOf": [{"$ref": MUNICIPALITY}, value]} if spec.name == "gemeente" else value
    return described(spec.label, about, named)
