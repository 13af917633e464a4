"""Reading one rule file: its `soort` says what it holds. Reports every mistake; never stops at the first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from mka_assist.rulebook.diagnostics import Diagnostics, Place
from mka_assist.rulebook.facts import CONTRACT, FactKind, FactSpec, Value
from mka_assist.rulebook.fields import Fields
from mka_assist.rulebook.model import Rule
from mka_assist.rulebook.reading_conditions import Specs, read_facts_given
from mka_assist.rulebook.reading_partners import PartnerText, read_partner
from mka_assist.rulebook.reading_rules import read_rule
from mka_assist.rulebook.source import Mapping as MappingNode
from mka_assist.rulebook.source import Node
from mka_assist.rulebook.vocabulary import BOOK, EVERYBODY, FILE_KEYS, PARTNER, REGION, REGION_PARTNER_KEYS

_ALL_KEYS = tuple(dict.fromkeys(key for keys in FILE_KEYS.values() for key in keys))


@dataclass(frozen=True, slots=True)
class BookText:
    """A national file: general rules (`regelboek`) or one partner, with what it says of itself."""

    version: str
    valid_from: dt.date | None
    example_facts: Mapping[str, Value | None]
    rules: tuple[Rule, ...]
    partners: tuple[PartnerText, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class RegionText:
    """A regional file: own facts, partners with their agreements, and rules for all of them."""

    id: str
    name: str
    example: bool
    version: str
    valid_from: dt.date | None
    valid_until: dt.date | None
    facts: Mapping[str, FactSpec]
    rules: tuple[Rule, ...]
    partners: tuple[PartnerText, ...]
    place: Place


def read_document(node: Node, report: Diagnostics) -> BookText | RegionText | None:
    """Read a whole rule file; None when not even its `soort` can be read."""
    probe = Fields(node, _ALL_KEYS, "dit bestand", Diagnostics.empty())
    if not isinstance(node, MappingNode):
        report.add(
            "R001",
            node.place,
            "een regelbestand bestaat uit sleutels met waarden",
            "begin met: soort: partner",
        )
        return None
    if "soort" not in probe:
        report.add(
            "R010", node.place, 'de sleutel "soort" ontbreekt', f"begin met soort: {', '.join(FILE_KEYS)}"
        )
        return None
    probe.report = report
    sort = probe.choice("soort", FILE_KEYS)
    if not sort:
        return None
    fields = Fields(node, FILE_KEYS[sort], f"een bestand van soort {sort}", report)
    _check_dates(fields)
    match sort:
        case "partner":
            return _read_partner_file(fields, report)
        case "regio":
            return _read_region(fields, report)
        case _:
            return _read_book(fields, report)


def _check_dates(fields: Fields) -> None:
    start = fields.date("geldig_vanaf")
    for key in ("geldig_tot", "evalueren_voor"):
        end = fields.date(key)
        if start and end and end < start:
            fields.report.add("R011", fields.place_of(key), f'"{key}" ligt vóór "geldig_vanaf"')


def _read_book(fields: Fields, report: Diagnostics) -> BookText:
    fields.require(BOOK, "naam", "versie", "geldig_vanaf", "regels")
    given: Mapping[str, Value | None] = {}
    if "uitgangspunt" in fields:
        given = read_facts_given(fields.nodes["uitgangspunt"], '"uitgangspunt"', CONTRACT, report)
    return BookText(
        version=fields.text("versie", longest=20),
        valid_from=fields.date("geldig_vanaf"),
        example_facts=given,
        rules=_read_rules(fields, CONTRACT, report),
        partners=(),
        place=fields.place,
    )


def _read_partner_file(fields: Fields, report: Diagnostics) -> BookText:
    fields.require(PARTNER, "naam", "groep", "geldig_vanaf")
    partner = read_partner(fields, CONTRACT, report)
    return BookText("", fields.date("geldig_vanaf"), {}, (), (partner,) if partner else (), fields.place)


def _read_region(fields: Fields, report: Diagnostics) -> RegionText:
    fields.require(REGION, "naam", "versie", "geldig_vanaf", "partners")
    facts = _read_own_facts(fields, report)
    specs = {**CONTRACT, **facts}
    partners = (
        read_partner(Fields(item, REGION_PARTNER_KEYS, "een partner", report), specs, report)
        for item in fields.items("partners")
    )
    return RegionText(
        id=fields.identifier("regio"),
        name=fields.text("naam", longest=60),
        example=fields.yes("voorbeeld"),
        version=fields.text("versie", longest=20),
        valid_from=fields.date("geldig_vanaf"),
        valid_until=fields.date("geldig_tot"),
        facts=facts,
        rules=_read_rules(fields, specs, report),
        partners=tuple(partner for partner in partners if partner),
        place=fields.place,
    )


def _read_rules(fields: Fields, specs: Specs, report: Diagnostics) -> tuple[Rule, ...]:
    rules = (read_rule(item, specs, (EVERYBODY,), report) for item in fields.items("regels"))
    return tuple(rule for rule in rules if rule)


def _read_own_facts(fields: Fields, report: Diagnostics) -> Mapping[str, FactSpec]:
    own: dict[str, FactSpec] = {}
    for item in fields.items("feiten"):
        fact = Fields(item, ("feit", "soort", "naam", "vraag", "waarden"), "een feit", report)
        fact.require("feit", "soort", "naam")
        name, kind = fact.identifier("feit"), fact.choice("soort", FactKind)
        if not name or not kind:
            continue
        if name in CONTRACT or name in own:
            report.add("F010", fact.place_of("feit"), f'het feit "{name}" bestaat al', "kies een andere naam")
            continue
        choices = tuple(text for text, _ in fact.texts("waarden"))
        if (kind == FactKind.KEUZE) != bool(choices):
            message = '"waarden" hoort bij soort keuze, en alleen daarbij'
            report.add("F011", fact.place_of("waarden"), message)
        own[name] = FactSpec(name, FactKind(kind), fact.text("naam", longest=40), fact.text("vraag"), choices)
    return own
