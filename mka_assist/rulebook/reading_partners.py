"""Reading a partner: agreement, coverage, expected numbers, message and its own rules."""

from __future__ import annotations

import re
from dataclasses import dataclass

from mka_assist.rulebook.condition import AnyOf, Condition, Op, Test
from mka_assist.rulebook.diagnostics import Diagnostics, Place
from mka_assist.rulebook.facts import nearest
from mka_assist.rulebook.fields import Fields
from mka_assist.rulebook.message import LIMIT, Notice, longest, strangers, stray_brace
from mka_assist.rulebook.model import Agreement, Expected, Kind, OnUnknown, Rule, Source, Status
from mka_assist.rulebook.policy import LatePolicy
from mka_assist.rulebook.reading_conditions import Specs
from mka_assist.rulebook.reading_policy import read_late
from mka_assist.rulebook.reading_rules import read_rule, read_source
from mka_assist.rulebook.refusals import shown
from mka_assist.rulebook.vocabulary import (
    AGREEMENT_KEYS,
    COVERAGE_KEYS,
    DAYS,
    EXPECTED_KEYS,
    GROUPS,
    HOURS_KEYS,
    MESSAGES,
    REGION_PARTNER_KEYS,
    REQUIRED,
)
from mka_assist.rulebook.week import opening_hours


@dataclass(frozen=True, slots=True)
class PartnerText:
    """A partner as one file describes it; a region's text adds to the national one."""

    id: str
    name: str
    group: str
    agreement: Agreement | None
    expected: Expected | None
    message: str
    warning: str
    stand_down: str
    late: LatePolicy | None
    rules: tuple[Rule, ...]
    place: Place
    national: bool = True
    """Does the nation know this partner? One that only a region knows always needs an agreement."""


def read_partner(fields: Fields, specs: Specs, report: Diagnostics) -> PartnerText | None:
    """A partner from the fields of a file or of an entry under `partners:`; None without an id."""
    fields.require(*REQUIRED[REGION_PARTNER_KEYS])
    id = fields.identifier("partner")
    if not id:
        return None
    own = tuple(rule for node in fields.items("regels") if (rule := read_rule(node, specs, (id,), report)))
    return PartnerText(
        id=id,
        name=fields.text("naam", longest=60),
        group=fields.choice("groep", GROUPS),
        agreement=_read_agreement(fields, report),
        expected=_read_expected(fields, report),
        message=_read_message(fields, Notice.ALARM, specs, report),
        warning=_read_message(fields, Notice.SAFETY, specs, report),
        stand_down=_read_message(fields, Notice.STAND_DOWN, specs, report),
        late=read_late(fields),
        rules=(*_read_coverage(id, fields, report), *own),
        place=fields.place_of("partner"),
    )


def _read_agreement(fields: Fields, report: Diagnostics) -> Agreement | None:
    agreement = fields.sub("afspraak", AGREEMENT_KEYS, *REQUIRED[AGREEMENT_KEYS])
    if agreement is None:
        return None
    date, until = agreement.date("datum"), agreement.date("geldig_tot")
    if date is None:
        return None
    if until and until < date:
        help = "Controleer de datum en het einde van de afspraak."
        report.add("R040", agreement.place_of("geldig_tot"), "de afspraak eindigt vóór zij begint", help)
        return None
    return Agreement(
        party=agreement.text("partij"), document=agreement.text("document"), date=date, valid_until=until
    )


def _read_expected(fields: Fields, report: Diagnostics) -> Expected | None:
    expected = fields.sub("drukte", EXPECTED_KEYS, *REQUIRED[EXPECTED_KEYS])
    if expected is None:
        return None
    return Expected(
        responders=expected.number("verwacht", 1, 100, 1),
        aeds=expected.number("aeds", 0, 100),
        feedback=expected.text("terugkoppeling"),
        source=read_source(expected, report),
    )


def _read_message(fields: Fields, notice: Notice, specs: Specs, report: Diagnostics) -> str:
    text, place, allowed = fields.text(notice, longest=300), fields.place_of(notice), MESSAGES[notice]
    if stray_brace(text):
        help = "Zet elk veld tussen één { en één }, bijvoorbeeld {gemeente}."
        report.add("R041", place, "de accolades in het bericht kloppen niet", help)
        return ""
    unknown = strangers(text, notice)
    for name in unknown:
        near = "" if name in specs else nearest(name, allowed)
        fields_allowed = f"Toegestaan: {', '.join(f'{{{field}}}' for field in allowed)}."
        help = f'Bedoelde u "{{{near}}}"?' if near else fields_allowed
        message = f'"{{{shown(name)}}}" mag niet in een bericht aan een partner'
        report.add("R042", place, message, help)
    if not unknown and (length := longest(text)) > LIMIT:
        help = f"Hoogstens {LIMIT}, met elk veld op zijn langst. Maak de tekst korter."
        report.add("R049", place, f"dit bericht kan {length} tekens lang worden", help)
    return text


def _read_coverage(id: str, fields: Fields, report: Diagnostics) -> tuple[Rule, ...]:
    """Area and hours become ordinary criteria, so that both channels judge them like any other."""
    coverage = fields.sub("dekking", COVERAGE_KEYS)
    if coverage is None:
        return ()
    source = read_source(coverage, report) if "bron" in coverage else Source(document=f"afspraak met {id}")
    rules: list[Rule] = []

    def add(part: str, condition: Condition, text: str, on_unknown: OnUnknown) -> None:
        rules.append(
            Rule(
                id=f"{id}/{part}",
                kind=Kind.INSLUITING,
                condition=condition,
                text=text,
                source=source,
                place=coverage.place_of(part),
                applies_to=(id,),
                effect=Status.NIET_BESCHIKBAAR,
                on_unknown=on_unknown,
            )
        )

    if "gemeenten" in coverage:
        places = coverage.texts("gemeenten")
        for name, place in places:
            if name in ("bekend", "onbekend"):
                report.add("R047", place, f'"{name}" is geen gemeente', "Noem elke gemeente bij haar naam.")
        names = tuple(dict.fromkeys(name for name, _ in places))
        text = f"Alleen in {', '.join(names)}."
        add("gemeenten", Test("gemeente", Op.IS, names), text, OnUnknown.NAVRAGEN)
    if "tijden" in coverage:
        spans = [_read_hours(Fields(n, HOURS_KEYS, "een tijdvak", report)) for n in coverage.items("tijden")]
        known = list(filter(None, spans))
        text = f"Alleen {' en '.join(words for _, words in known)}."
        add("tijden", AnyOf(tuple(condition for condition, _ in known)), text, OnUnknown.ALARMEREN)
    if not rules:
        help = "Vul aan wat is afgesproken, of haal de dekking weg."
        report.add("R043", coverage.place, '"dekking" noemt geen gemeenten en geen tijden', help)
    return tuple(rules)


def _read_hours(fields: Fields) -> tuple[Condition, str] | None:
    fields.require(*REQUIRED[HOURS_KEYS])
    days = tuple(
        dict.fromkeys(
            day for text, place in fields.texts("dagen") for day in _read_days(text, place, fields.report)
        )
    ) or tuple(range(7))
    start, end = _read_time(fields, "van", 23), _read_time(fields, "tot", 24)
    if start is None or end is None:
        return None
    if start == end:
        help = "Schrijf voor een hele dag: van 00:00, tot 24:00."
        message = f"dit tijdvak begint en eindigt om {fields.text('van')}"
        fields.report.add("R046", fields.place_of("tot"), message, help)
    named = "elke dag" if len(days) == 7 else ", ".join(DAYS[day] for day in days)
    return opening_hours(
        days, start, end % 1440
    ), f"{named} van {fields.text('van')} tot {fields.text('tot')}"


def _read_days(text: str, place: Place, report: Diagnostics) -> tuple[int, ...]:
    """A day ("ma") or a run of days ("vr-ma", over the weekend)."""
    first, _, last = text.partition("-")
    if first in DAYS and (last or first) in DAYS:
        begin, end = DAYS.index(first), DAYS.index(last or first)
        return tuple((begin + step) % 7 for step in range((end - begin) % 7 + 1))
    help = f"Schrijf {', '.join(DAYS)} of een reeks als ma-vr."
    report.add("R044", place, f'"{shown(text)}" is geen dag', help)
    return ()


def _read_time(fields: Fields, key: str, last_hour: int) -> int | None:
    """Minutes since midnight; as an end 24:00 is a time too."""
    text = fields.text(key)
    match = re.fullmatch(r"(\d{1,2}):([0-5]\d)", text)
    if match and int(match[1]) <= last_hour and (minutes := int(match[1]) * 60 + int(match[2])) <= 1440:
        return minutes
    if text:
        help = "Schrijf uren:minuten, bijvoorbeeld 08:30."
        if text == "24:00":
            help = "Een tijdvak begint niet om 24:00; schrijf 00:00."
        fields.report.add("R045", fields.place_of(key), f'"{shown(text)}" is geen tijd', help)
    return None
