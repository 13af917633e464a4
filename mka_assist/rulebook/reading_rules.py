"""Reading one rule, with its source, deviation and examples."""

from __future__ import annotations

import datetime as dt

from mka_assist.rulebook.condition import AnyOf, Condition
from mka_assist.rulebook.diagnostics import Diagnostics
from mka_assist.rulebook.facts import Value, parse_value
from mka_assist.rulebook.fields import Fields, pairs
from mka_assist.rulebook.model import (
    WAITING,
    AmbulanceAdvice,
    Deviation,
    Example,
    Kind,
    OnUnknown,
    Rule,
    Source,
    Status,
)
from mka_assist.rulebook.reading_conditions import (
    Specs,
    find_spec,
    read_condition,
    read_facts_given,
)
from mka_assist.rulebook.source import Mapping as MappingNode
from mka_assist.rulebook.source import Node, Scalar
from mka_assist.rulebook.vocabulary import (
    AMBULANCE_KEYS,
    CRITERIA,
    DEVIATION_KEYS,
    EFFECTS,
    EVERYBODY,
    EXAMPLE_KEYS,
    ONLY_FOR,
    REQUIRED,
    RULE_KEYS,
    SOURCE_KEYS,
    URGENCIES,
    VERDICTS,
)


def read_rule(node: Node, specs: Specs, applies_to: tuple[str, ...], report: Diagnostics) -> Rule | None:
    """One rule, or None when so much is missing that nothing can stand for it. `applies_to` is the
    default for criteria."""
    fields = Fields(node, RULE_KEYS, "een regel", report)
    if not fields.nodes:
        return None
    fields.require(*REQUIRED[RULE_KEYS])
    kind = _read_kind(fields, report)
    if kind is None:
        return None
    for key, allowed in ONLY_FOR.items():
        if key in fields and kind not in allowed:
            message = f'"{key}" hoort niet bij een regel van soort {kind}'
            report.add("R021", fields.key_place(key), message, "Haal de sleutel weg.")
    effect, on_unknown = Status.UITGESLOTEN, OnUnknown.ALARMEREN
    if kind in CRITERIA:
        effect, on_unknown = _read_consequence(fields, kind, report)
    rule_id = fields.identifier("id")
    if not rule_id:
        return None
    valid_from, valid_until = fields.period()
    audience = fields.texts("geldt_voor")
    return Rule(
        id=rule_id,
        kind=kind,
        condition=_read_main_condition(fields, kind, specs, report),
        text=fields.text("uitleg"),
        source=read_source(fields, report),
        place=fields.place,
        applies_to=(tuple(t for t, _ in audience) or applies_to) if kind in CRITERIA else (),
        derives=_read_derivation(fields, specs, report) if kind is Kind.AFLEIDING else None,
        overrides_input=fields.yes("gaat_voor_invoer"),
        effect=effect,
        on_unknown=on_unknown,
        unshakable=fields.yes("onwrikbaar"),
        safety=fields.yes("veiligheid"),
        ambulance=_read_ambulance(fields) if kind is Kind.AMBULANCE else None,
        deviation=read_deviation(fields),
        replaces=fields.identifier("vervangt"),
        valid_from=valid_from,
        valid_until=valid_until,
        examples=tuple(
            example
            for item in fields.items("voorbeelden")
            if (example := _read_example(item, kind, specs, applies_to, report))
        ),
        places={
            **dict(audience),
            **{key: fields.place_of(key) for key in ("id", "vervangt", "gaat_voor_invoer")},
        },
    )


def read_source(fields: Fields, report: Diagnostics) -> Source:
    """The `bron` of a rule or an expected number."""
    source = fields.sub("bron", SOURCE_KEYS, *REQUIRED[SOURCE_KEYS])
    if source is None:
        return Source(document="")
    return Source(document=source.text("document"), paragraph=source.text("paragraaf", longest=40))


def read_deviation(fields: Fields) -> Deviation | None:
    """The `afwijking` of a rule or of limits."""
    deviation = fields.sub("afwijking", DEVIATION_KEYS, *REQUIRED[DEVIATION_KEYS])
    return deviation_of(deviation) if deviation else None


def deviation_of(fields: Fields) -> Deviation:
    """A decision on file from its own fields."""
    return Deviation(
        reason=fields.text("reden"),
        decision=fields.text("besluit"),
        decided_by=fields.text("vastgesteld_door"),
        date=fields.date("datum") or dt.date.max,
        valid_until=fields.date("geldig_tot"),
    )


def _read_kind(fields: Fields, report: Diagnostics) -> Kind | None:
    """The one kind of a rule. Where an unknown key may have been meant for it, that was reported."""
    kinds = [kind for kind in Kind if kind.value in fields]
    if len(kinds) == 1:
        return kinds[0]
    if kinds or not fields.meant:
        named = f"staan {len(kinds)} soorten" if kinds else "ontbreekt de soort"
        report.add("R020", fields.place, f"in deze regel {named}", f"Noem er één: {', '.join(Kind)}.")
    return None


def _read_main_condition(fields: Fields, kind: Kind, specs: Specs, report: Diagnostics) -> Condition:
    key = "als" if kind in ONLY_FOR["als"] else kind.value
    fields.require(key)
    if key not in fields:
        return AnyOf(())
    return read_condition(fields.nodes[key], f'"{key}"', specs, report)


def _read_consequence(fields: Fields, kind: Kind, report: Diagnostics) -> tuple[Status, OnUnknown]:
    order = kind is Kind.VOLGORDE
    effect = Status(
        fields.choice("gevolg", EFFECTS, Status.WACHT_OP_AMBULANCE if order else Status.UITGESLOTEN)
    )
    on_unknown = OnUnknown(
        fields.choice("bij_onbekend", OnUnknown, OnUnknown.WACHTEN if order else OnUnknown.ALARMEREN)
    )
    if kind in (Kind.INSLUITING, Kind.UITSLUITING) and fields.missing("bij_onbekend"):
        help = "Schrijf wat er gebeurt zolang dit niet bekend is: alarmeren, navragen of wachten."
        report.add("R022", fields.place, 'de sleutel "bij_onbekend" ontbreekt in een regel', help)
    named = fields.text("gevolg") in EFFECTS or fields.missing("gevolg")
    if named and on_unknown is OnUnknown.WACHTEN and effect not in WAITING:
        help = 'Schrijf "navragen", of kies een gevolg dat wacht, bijvoorbeeld wacht_op_vermoeden.'
        key = "bij_onbekend" if "bij_onbekend" in fields else "gevolg"
        report.add(
            "R023", fields.place_of(key), f'"wachten" bij onbekend past niet bij gevolg {effect}', help
        )
    if "afwijking" in fields and fields.missing("vervangt"):
        help = "Noem bij vervangt de regel waarvan u afwijkt, of haal de afwijking weg."
        report.add("R027", fields.key_place("afwijking"), '"afwijking" staat hier zonder "vervangt"', help)
    return effect, on_unknown


def _read_derivation(fields: Fields, specs: Specs, report: Diagnostics) -> tuple[str, Value] | None:
    entries = pairs(fields.nodes["afleiding"], '"afleiding"', report)
    if len(entries) != 1:
        if isinstance(fields.nodes["afleiding"], MappingNode):
            message = "een afleiding noemt precies één feit met één waarde"
            report.add("R024", fields.place_of("afleiding"), message, "Maak van elk feit een eigen regel.")
        return None
    [(name, (place, node))] = entries.items()
    spec = find_spec(name, place, specs, report)
    if spec is None:
        return None
    if spec.progress:
        message = f'"{name}" volgt uit het verloop van de melding en kan niet worden afgeleid'
        report.add("R025", place, message, "Leid een ander feit af.")
        return None
    try:
        value = parse_value(spec, node.text) if isinstance(node, Scalar) else None
    except ValueError as problem:
        report.add("F003", node.place, str(problem))
        return None
    if value is None:
        message = "een afleiding noemt precies één feit met één bekende waarde"
        report.add("R024", node.place, message, "Schrijf één waarde; onbekend is geen waarde.")
        return None
    return name, value


def _read_ambulance(fields: Fields) -> AmbulanceAdvice | None:
    advice = fields.sub("ambulance", AMBULANCE_KEYS, *REQUIRED[AMBULANCE_KEYS])
    if advice is None:
        return None
    return AmbulanceAdvice(
        urgency=advice.choice("urgentie", URGENCIES, "A0"),
        high_complexity=advice.number("hoogcomplex", 1, 9, 1),
        near_unit_as_extra=advice.yes("eenheid_dichtbij"),
    )


def _read_example(
    node: Node, kind: Kind, specs: Specs, applies_to: tuple[str, ...], report: Diagnostics
) -> Example | None:
    """An example; in a partner's own rules it is about that partner unless it names another."""
    if isinstance(node, MappingNode) and node.get("id"):
        help = 'Zet "- id:" recht onder dat van de andere regels.'
        report.add("R031", node.place, "hier staat een regel tussen de voorbeelden", help)
        return None
    fields = Fields(node, EXAMPLE_KEYS, "een voorbeeld", report)
    if not fields.nodes:
        return None
    fields.require(*REQUIRED[EXAMPLE_KEYS])
    for key in ("omdat", "partner") if kind not in CRITERIA else ():
        if key in fields:
            message = f'"{key}" hoort niet in een voorbeeld bij een regel van soort {kind}'
            report.add("R021", fields.key_place(key), message, "Haal de sleutel weg.")
    expected = fields.choice("dan", Status if kind in CRITERIA else VERDICTS)
    if not expected or "bij" not in fields:
        return None
    return Example(
        facts=read_facts_given(fields.nodes["bij"], '"bij"', specs, report),
        expected=expected,
        because=fields.text("omdat", longest=80),
        at=fields.moment("op"),
        partner=fields.identifier("partner") or (applies_to[0] if applies_to != (EVERYBODY,) else ""),
        place=fields.place,
        places={key: fields.place_of(key) for key in ("omdat", "partner")},
    )
