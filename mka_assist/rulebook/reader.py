"""Reading one rule file: its `soort` says what it holds. Reports every mistake; never stops at the first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from mka_assist.rulebook.diagnostics import Diagnostics, Place
from mka_assist.rulebook.facts import CONTRACT, FactKind, FactSpec, Value
from mka_assist.rulebook.fields import IDENTIFIER, Fields
from mka_assist.rulebook.model import Rule
from mka_assist.rulebook.reading_conditions import Specs, read_facts_given
from mka_assist.rulebook.reading_partners import PartnerText, read_partner
from mka_assist.rulebook.reading_policy import PolicyText, read_policy
from mka_assist.rulebook.reading_rules import read_rule
from mka_assist.rulebook.refusals import shown
from mka_assist.rulebook.source import Mapping as MappingNode
from mka_assist.rulebook.source import Node
from mka_assist.rulebook.vocabulary import (
    BOOK,
    EVERYBODY,
    FACT_KEYS,
    FILE_KEYS,
    GROUPING,
    PARTNER,
    REGION,
    REGION_PARTNER_KEYS,
    REQUIRED,
)

_ALL_KEYS = tuple(dict.fromkeys(key for keys in FILE_KEYS.values() for key in keys))


@dataclass(frozen=True, slots=True)
class BookText:
    """A national file: general rules (`regelboek`) or one partner, with what it says of itself."""

    about: str
    """What it is about, in words: two files about the same are editions of it."""
    version: str
    valid_from: dt.date | None
    valid_until: dt.date | None
    example_facts: Mapping[str, Value | None]
    rules: tuple[Rule, ...]
    partners: tuple[PartnerText, ...]
    policy: PolicyText
    place: Place
    places: Mapping[str, Place]
    """Where its period stands."""


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
    policy: PolicyText
    place: Place
    places: Mapping[str, Place]
    """Where its period stands."""

    @property
    def about(self) -> str:
        return f"regio {self.id}"

    def all_rules(self) -> tuple[Rule, ...]:
        """The rules for everybody and those of each partner."""
        return (*self.rules, *(rule for partner in self.partners for rule in partner.rules))


def read_document(node: Node, report: Diagnostics) -> BookText | RegionText | None:
    """Read a whole rule file; None when not even its `soort` can be read."""
    if not isinstance(node, MappingNode):
        help = 'Begin met "soort: partner".'
        report.add("R001", node.place, "een regelbestand moet uit sleutels met waarden bestaan", help)
        return None
    probe = Fields(node, _ALL_KEYS, "dit bestand", Diagnostics.empty())
    if "soort" not in probe:
        if probe.missing("soort"):
            help = 'Begin met "soort: regelboek", "soort: partner" of "soort: regio".'
            report.add("R003", node.place, 'de sleutel "soort" ontbreekt in dit bestand', help)
        else:
            Fields(node, _ALL_KEYS, "dit bestand", report)
        return None
    probe.report = report
    sort = probe.choice("soort", FILE_KEYS)
    if not sort:
        return None
    fields = Fields(node, FILE_KEYS[sort], f"een bestand van soort {sort}", report)
    fields.period()
    match sort:
        case "partner":
            return _read_partner_file(fields, report)
        case "regio":
            return _read_region(fields, report)
        case _:
            return _read_book(fields, report)


def _read_book(fields: Fields, report: Diagnostics) -> BookText:
    fields.require(*REQUIRED[FILE_KEYS[BOOK]])
    about = fields.identifier(BOOK)
    fields.text("naam", longest=100)
    given: Mapping[str, Value | None] = {}
    if "uitgangspunt" in fields:
        given = read_facts_given(fields.nodes["uitgangspunt"], '"uitgangspunt"', CONTRACT, report)
    return BookText(
        about=f"{BOOK} {about}",
        version=fields.text("versie", longest=20),
        valid_from=fields.date("geldig_vanaf"),
        valid_until=fields.date("geldig_tot"),
        example_facts=given,
        rules=_read_rules(fields, CONTRACT, report),
        partners=(),
        policy=read_policy(fields, report, regional=False),
        place=fields.place,
        places=_period(fields),
    )


def _read_partner_file(fields: Fields, report: Diagnostics) -> BookText:
    fields.require(*REQUIRED[FILE_KEYS[PARTNER]])
    partner = read_partner(fields, CONTRACT, report)
    return BookText(
        about=f"{PARTNER} {partner.id if partner else ''}",
        version="",
        valid_from=fields.date("geldig_vanaf"),
        valid_until=fields.date("geldig_tot"),
        example_facts={},
        rules=(),
        partners=(partner,) if partner else (),
        policy=PolicyText(),
        place=fields.place,
        places=_period(fields),
    )


def _read_region(fields: Fields, report: Diagnostics) -> RegionText:
    fields.require(*REQUIRED[FILE_KEYS[REGION]])
    seen = len(report.findings)
    facts = _read_own_facts(fields, report)
    faulty = len(report.findings) > seen
    specs = {**CONTRACT, **facts}
    partners = (
        read_partner(Fields(item, REGION_PARTNER_KEYS, "een partner", report), specs, report)
        for item in fields.items("partners")
    )
    region = RegionText(
        id=fields.identifier("regio"),
        name=fields.text("naam", longest=60),
        example=fields.yes("voorbeeld"),
        version=fields.text("versie", longest=20),
        valid_from=fields.date("geldig_vanaf"),
        valid_until=fields.date("geldig_tot"),
        facts=facts,
        rules=_read_rules(fields, specs, report),
        partners=tuple(partner for partner in partners if partner),
        policy=read_policy(fields, report, regional=True),
        place=fields.place_of(REGION),
        places=_period(fields),
    )
    if faulty:  # where a fact of its own cannot be read, its use is no second mistake
        report.findings[seen:] = [f for f in report.findings[seen:] if f.code != "F001"]
    return region


def _period(fields: Fields) -> Mapping[str, Place]:
    return {key: fields.place_of(key) for key in ("geldig_vanaf", "geldig_tot")}


def _read_rules(fields: Fields, specs: Specs, report: Diagnostics) -> tuple[Rule, ...]:
    rules = (read_rule(item, specs, (EVERYBODY,), report) for item in fields.items("regels"))
    return tuple(rule for rule in rules if rule)


def _read_own_facts(fields: Fields, report: Diagnostics) -> Mapping[str, FactSpec]:
    own: dict[str, FactSpec] = {}
    for item in fields.items("feiten"):
        fact = Fields(item, FACT_KEYS, "een feit", report)
        fact.require(*REQUIRED[FACT_KEYS])
        name, kind = fact.identifier("feit"), fact.choice("soort", FactKind)
        if not name or not kind:
            continue
        if name in CONTRACT or name in own:
            report.add(
                "F010", fact.place_of("feit"), f'het feit "{name}" bestaat al', "Kies een andere naam."
            )
            continue
        if name in GROUPING:
            message = f'"{name}" is een woord van de regeltaal en kan geen feit zijn'
            report.add("F012", fact.place_of("feit"), message, "Kies een andere naam.")
            continue
        choices = _read_choices(fact, kind, report)
        own[name] = FactSpec(name, FactKind(kind), fact.text("naam", longest=40), fact.text("vraag"), choices)
    return own


def _read_choices(fact: Fields, kind: str, report: Diagnostics) -> tuple[str, ...]:
    """The values of a fact that is a choice; each must be readable as one in a condition."""
    if kind == FactKind.KEUZE and fact.missing("waarden"):
        help = "Noem ze: waarden: [een, twee]."
        report.add("F011", fact.place, "bij een feit van soort keuze ontbreken de waarden", help)
    elif kind != FactKind.KEUZE and "waarden" in fact:
        message = f'"waarden" hoort niet bij een feit van soort {kind}'
        report.add("F011", fact.key_place("waarden"), message, "Alleen bij soort keuze horen waarden.")
    choices: list[str] = []
    for text, place in fact.texts("waarden"):
        if not IDENTIFIER.fullmatch(text) or text in ("bekend", "onbekend") or text in choices:
            reason = "staat er al" if text in choices else "kan geen waarde van een feit zijn"
            help = 'Gebruik kleine letters, cijfers en streepjes; "bekend" en "onbekend" gelden al.'
            report.add("F013", place, f'"{shown(text)}" {reason}', help)
        choices.append(text)
    return tuple(choices)
