"""Reading what a file lays down beside its rules, and putting nation and region together in that."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypedDict

from mka_assist.rulebook.diagnostics import Diagnostics, Place
from mka_assist.rulebook.facts import suggest
from mka_assist.rulebook.fields import Fields
from mka_assist.rulebook.policy import Aftercare, CrowdLimits, Deviation, LatePolicy
from mka_assist.rulebook.reading_rules import deviation_of, read_deviation, read_source
from mka_assist.rulebook.refusals import shown
from mka_assist.rulebook.vocabulary import (
    AFTERCARE_GROUPS,
    AFTERCARE_KEYS,
    LIMIT_KEYS,
    REGION_LIMIT_KEYS,
    REQUIRED,
    VIRTUAL_UNIT_KEYS,
)


@dataclass(frozen=True, slots=True)
class PolicyText:
    """What one file lays down; a region's text goes before the national one."""

    virtual_unit: Deviation | None = None
    late: LatePolicy | None = None
    limits: CrowdLimits | None = None
    aftercare: Mapping[str, Aftercare] = field(default_factory=dict)
    places: Mapping[str, Place] = field(default_factory=dict)
    """Where the limits (`drukte_grens`) and the aftercare of each group stand."""


class Policy(TypedDict):
    """The fields of a rulebook that are not rules or partners."""

    virtual_unit: Deviation | None
    late_policy: LatePolicy
    crowd_limits: CrowdLimits
    aftercare: Mapping[str, Aftercare]


def read_policy(fields: Fields, report: Diagnostics, *, regional: bool) -> PolicyText:
    """The policy of a national file or a region; limits of a region need the decision on file."""
    limits, place = _read_limits(fields, report, regional=regional), fields.place_of("drukte_grens")
    aftercare, places = _read_aftercare(fields, report)
    return PolicyText(
        virtual_unit=_read_virtual_unit(fields, report),
        late=read_late(fields),
        limits=limits,
        aftercare=aftercare,
        places={**places, **({"drukte_grens": place} if limits else {})},
    )


def read_late(fields: Fields) -> LatePolicy | None:
    """What a region, or one of its partners, proposes for a late exclusion."""
    chosen = fields.choice("late_uitsluiting", LatePolicy)
    return LatePolicy(chosen) if chosen else None


def combined(
    national: Sequence[PolicyText], region: PolicyText | None, until: dt.date | None, report: Diagnostics
) -> Policy:
    """The nation's policy with that of a region before it, which ends (`until`) when the region's file does.

    What two national files both lay down is reported.
    """
    seen: dict[str, Place] = {}
    for text in national:
        for name, place in text.places.items():
            if name in seen:
                what = f'"{name}"' if name == "drukte_grens" else f'nazorg voor "{name}"'
                report.add("R065", place, f"{what} staat er al", f"Zie {seen[name]}; haal er één weg.")
            seen.setdefault(name, place)
    texts = [*national, *([region] if region else [])]
    limits = [text.limits for text in texts if text.limits]
    unit = region.virtual_unit if region else None
    if unit and until and (unit.valid_until is None or unit.valid_until > until):
        unit = unit.model_copy(update={"valid_until": until})
    return Policy(
        virtual_unit=unit,
        late_policy=(region.late if region else None) or LatePolicy.KEUZE,
        crowd_limits=limits[-1] if limits else CrowdLimits(),
        aftercare={group: care for text in texts for group, care in text.aftercare.items()},
    )


def _read_virtual_unit(fields: Fields, report: Diagnostics) -> Deviation | None:
    unit = fields.sub("virtuele_eenheid", VIRTUAL_UNIT_KEYS, *REQUIRED[VIRTUAL_UNIT_KEYS])
    if unit is None:
        return None
    date, until = unit.date("datum"), unit.date("geldig_tot")
    if date and until and until < date:
        help = "Controleer de datum en het einde van het besluit."
        report.add("R040", unit.place_of("geldig_tot"), "het besluit eindigt voordat het begint", help)
    return deviation_of(unit)


def _read_limits(fields: Fields, report: Diagnostics, *, regional: bool) -> CrowdLimits | None:
    keys = REGION_LIMIT_KEYS if regional else LIMIT_KEYS
    limits = fields.sub("drukte_grens", keys, *REQUIRED[keys])
    if limits is None:
        return None
    return CrowdLimits(
        needed=limits.number("nodig", 1, 20, 1),
        after=60 * limits.number("na_minuten", 1, 60, 1),
        source=read_source(limits, report),
        deviation=read_deviation(limits) if regional else None,
    )


def _read_aftercare(
    fields: Fields, report: Diagnostics
) -> tuple[Mapping[str, Aftercare], Mapping[str, Place]]:
    found: dict[str, Aftercare] = {}
    places: dict[str, Place] = {}
    for item in fields.items("nazorg"):
        entry = Fields(item, AFTERCARE_KEYS, "een blok nazorg", report)
        entry.require(*REQUIRED[AFTERCARE_KEYS])
        lines = tuple(text for text, _ in entry.texts("tekst", longest=120))
        care = Aftercare(lines=lines, source=read_source(entry, report))
        for group, place in entry.texts("voor"):
            if group not in AFTERCARE_GROUPS:
                help = suggest(group, AFTERCARE_GROUPS) or f"Kies uit: {', '.join(AFTERCARE_GROUPS)}."
                report.add("R048", place, f'"{shown(group)}" kan niet bij voor', help)
            elif group in found:
                help = f"Zie {places[group]}; haal er één weg."
                report.add("R065", place, f'nazorg voor "{group}" staat er al', help)
            else:
                found[group], places[group] = care, place
    return found, places
