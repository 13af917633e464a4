"""Schemas of the blocks of a rule file: rules, partners, agreements, examples, and the files themselves."""

from __future__ import annotations

from collections.abc import Mapping

from mka_assist.rulebook.descriptions import FACT_KINDS, KEYS, LATE, ON_UNKNOWN, STATUSES
from mka_assist.rulebook.facts import CONTRACT, FactKind
from mka_assist.rulebook.model import WAITING, Kind, OnUnknown, Status
from mka_assist.rulebook.policy import LatePolicy
from mka_assist.rulebook.reference import municipalities
from mka_assist.rulebook.schema.conditions import condition_definitions, ref
from mka_assist.rulebook.schema.values import (
    MUNICIPALITY,
    TEXT,
    YES_NO,
    Schema,
    blocks,
    date,
    days,
    described,
    identifier,
    message,
    moment,
    number,
    one_of,
    one_or_more,
    suggested,
    time,
)
from mka_assist.rulebook.vocabulary import (
    AFTERCARE_GROUPS,
    AFTERCARE_KEYS,
    AGREEMENT_KEYS,
    AMBULANCE_KEYS,
    BOOK,
    COVERAGE_KEYS,
    CRITERIA,
    DEVIATION_KEYS,
    EFFECTS,
    EVERYBODY,
    EXAMPLE_KEYS,
    EXPECTED_KEYS,
    FACT_KEYS,
    FILE_KEYS,
    GROUPING,
    GROUPS,
    HOURS_KEYS,
    LIMIT_KEYS,
    MESSAGES,
    ONLY_FOR,
    PARTNER,
    REGION,
    REGION_LIMIT_KEYS,
    REGION_PARTNER_KEYS,
    REQUIRED,
    RULE_KEYS,
    SOURCE_KEYS,
    URGENCIES,
    VERDICTS,
    VIRTUAL_UNIT_KEYS,
)

_HERE = "#/definitions/"
_PLAIN: Mapping[str, Schema] = {
    **{key: date() for key in ("geldig_vanaf", "geldig_tot", "evalueren_voor", "datum")},
    **{key: identifier() for key in ("regelboek", "partner", "regio", "id", "feit", "vervangt")},
    **dict.fromkeys(("voorbeeld", "gaat_voor_invoer", "onwrikbaar", "veiligheid"), YES_NO),
    "eenheid_dichtbij": YES_NO,
    "groep": one_of(GROUPS),
    **{key: message(allowed) for key, allowed in MESSAGES.items()},
    "bron": {"$ref": f"{_HERE}bron"},
    "afspraak": {"$ref": f"{_HERE}afspraak"},
    "dekking": {"$ref": f"{_HERE}dekking"},
    "drukte": {"$ref": f"{_HERE}drukte"},
    "afwijking": {"$ref": f"{_HERE}afwijking"},
    "ambulance": {"$ref": f"{_HERE}ambulance"},
    "virtuele_eenheid": {"$ref": f"{_HERE}virtuele_eenheid"},
    "drukte_grens": {"$ref": f"{_HERE}drukte_grens"},
    "nazorg": blocks({"$ref": f"{_HERE}nazorg"}),
    "late_uitsluiting": one_of(LatePolicy, LATE),
    "nodig": number(1, 20),
    "na_minuten": number(1, 60),
    "voor": one_or_more(one_of(AFTERCARE_GROUPS)),
    "tekst": one_or_more(TEXT),
    "tijden": blocks({"$ref": f"{_HERE}tijdvak"}),
    "gemeenten": one_or_more({"anyOf": [{"$ref": MUNICIPALITY}, TEXT]}),
    "dagen": days(),
    "van": time("23:59"),
    "tot": time("24:00"),
    "verwacht": number(1, 100),
    "aeds": number(0, 100),
    "hoogcomplex": number(1, 9),
    "urgentie": one_of(URGENCIES),
    "op": moment(),
    "geldt_voor": one_or_more(suggested([EVERYBODY, *GROUPS], identifier())),
    "gevolg": one_of(EFFECTS, STATUSES),
    "bij_onbekend": one_of(OnUnknown, ON_UNKNOWN),
    "waarden": one_or_more({**identifier(), "not": {"enum": ["bekend", "onbekend"]}}),
}  # fmt: skip
"""What stands under a key, where that is the same everywhere; any other key holds text."""


def file_schemas() -> tuple[dict[str, Schema], dict[str, Schema]]:
    """All definitions, and per `soort` the schema of such a file."""
    definitions = {
        "gemeentenaam": {"enum": sorted(municipalities())},
        "bron": block(SOURCE_KEYS),
        "afspraak": block(AGREEMENT_KEYS),
        "tijdvak": block(HOURS_KEYS),
        "dekking": block(COVERAGE_KEYS) | {"anyOf": [{"required": ["gemeenten"]}, {"required": ["tijden"]}]},
        "drukte": block(EXPECTED_KEYS),
        "ambulance": block(AMBULANCE_KEYS),
        "afwijking": block(DEVIATION_KEYS),
        "virtuele_eenheid": block(VIRTUAL_UNIT_KEYS),
        "drukte_grens": block(LIMIT_KEYS),
        "drukte_grens_regio": block(REGION_LIMIT_KEYS),
        "nazorg": block(AFTERCARE_KEYS),
        "feit": _own_fact(),
        **_definitions(own_facts=False),
        **_definitions(own_facts=True),
    }
    plain, own = _rules(own_facts=False), _rules(own_facts=True)
    region, region_own = _region(plain, own_facts=False), _region(own, own_facts=True)
    facts = {"$ref": ref("feiten", own_facts=False)}
    return definitions, {
        BOOK: block(FILE_KEYS[BOOK], uitgangspunt=facts, regels=plain),
        PARTNER: block(FILE_KEYS[PARTNER], regels=plain),
        REGION: {"if": {"required": ["feiten"]}, "then": region_own, "else": region},
    }


def block(keys: tuple[str, ...], **special: Schema) -> Schema:
    """A mapping with these keys; a key's value is special or what it is everywhere."""
    values = {**dict.fromkeys(keys, TEXT), **_PLAIN, **special}
    return {
        "type": "object",
        "minProperties": 1,
        "properties": {key: described(key, KEYS[key], values[key]) for key in keys},
        "propertyNames": {
            "enum": list(keys),
            "errorMessage": f"Deze sleutel kan hier niet staan. Toegestaan: {', '.join(keys)}.",
        },
        "errorMessage": "Hier horen sleutels met waarden: sleutel: waarde.",
        "allOf": [
            {"required": [key], "errorMessage": f'De sleutel "{key}" ontbreekt.'} for key in REQUIRED[keys]
        ]
        or [{}],
    }


def _definitions(*, own_facts: bool) -> dict[str, Schema]:
    end = "_eigen" if own_facts else ""
    return {
        f"regel{end}": _rule(own_facts=own_facts),
        f"partner{end}": block(REGION_PARTNER_KEYS, regels=_rules(own_facts=own_facts)),
        f"geval{end}": block(EXAMPLE_KEYS, bij={"$ref": ref("feiten", own_facts=own_facts)}, dan={}),
        **condition_definitions(own_facts=own_facts),
    }


def _rules(*, own_facts: bool) -> Schema:
    return blocks({"$ref": ref("regel", own_facts=own_facts)})


def _region(rules: Schema, *, own_facts: bool) -> Schema:
    return block(
        FILE_KEYS[REGION],
        drukte_grens={"$ref": f"{_HERE}drukte_grens_regio"},
        feiten=blocks({"$ref": f"{_HERE}feit"}),
        regels=rules,
        partners=blocks({"$ref": ref("partner", own_facts=own_facts)}),
    )


def _rule(*, own_facts: bool) -> Schema:
    """A rule: exactly one kind, and with each kind only the keys that belong to it."""
    condition = {"$ref": ref("voorwaarde", own_facts=own_facts)}
    rule = block(
        RULE_KEYS,
        als=condition,
        afleiding={"$ref": ref("afgeleid", own_facts=own_facts)},
        voorbeelden=blocks({"$ref": ref("geval", own_facts=own_facts)}),
        **{kind.value: condition for kind in (*CRITERIA, Kind.AANDACHT)},
    )
    belongs: dict[str, Schema] = {}
    for key, kinds in ONLY_FOR.items():
        names = ", ".join(kinds)
        wrong = f'"{key}" hoort alleen bij een regel van soort {names}.'
        belongs[key] = {"anyOf": [{"required": [kind.value]} for kind in kinds], "errorMessage": wrong}
    for kind in Kind:
        belongs[kind.value] = _with_kind(kind)
    belongs["afwijking"] = {**belongs["afwijking"], "required": ["vervangt"]}
    belongs["vervangt"] = {**belongs["vervangt"], "required": ["afwijking"]}
    rule["dependencies"] = belongs
    waits = {"properties": {"bij_onbekend": {"const": OnUnknown.WACHTEN.value}}, "required": ["bij_onbekend"]}
    rule["allOf"] += [
        {
            "anyOf": [{"required": [kind.value]} for kind in Kind],
            "errorMessage": f"In deze regel ontbreekt de soort. Noem er één: {', '.join(Kind)}.",
        },
        {"if": waits, "then": {"anyOf": [{"required": [Kind.VOLGORDE.value]}, {"required": ["gevolg"]}]}},
        {"if": waits, "then": {"properties": {"gevolg": one_of(sorted(WAITING))}}},
    ]
    return rule


def _with_kind(kind: Kind) -> Schema:
    """What a kind asks of the rest of the rule: no other kind, and outcomes of its own in the examples."""
    outcome = one_of(Status, STATUSES) if kind in CRITERIA else one_of(VERDICTS)
    needed = []
    if kind in ONLY_FOR["als"]:
        needed.append("als")
    if kind in (Kind.INSLUITING, Kind.UITSLUITING):
        needed.append("bij_onbekend")
    example: Schema = {"properties": {"dan": outcome}}
    if kind not in CRITERIA:
        example["properties"] |= dict.fromkeys(("omdat", "partner"), False)
    return {
        "required": needed,
        "properties": {
            "voorbeelden": blocks(example),
            **{other.value: False for other in Kind if other is not kind},
        },
    }


def _own_fact() -> Schema:
    taken: Schema = {"not": {"enum": [*CONTRACT, *GROUPING]}, "errorMessage": "Deze naam bestaat al."}
    choice = {"properties": {"soort": {"const": FactKind.KEUZE.value}}, "required": ["soort"]}
    fact = block(FACT_KEYS, soort=one_of(FactKind, FACT_KINDS), feit={"allOf": [identifier(), taken]})
    without = {"properties": {"waarden": False}}
    fact["allOf"] += [{"if": choice, "then": {"required": ["waarden"]}, "else": without}]
    return fact
