"""Steps of a fixture about who comes and who is there: units, partners, first responders, bystanders."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from mka_assist.call import commands as do
from mka_assist.call.commands import Command
from mka_assist.call.events import Level, Origin
from mka_assist.replay.entries import Kinds
from mka_assist.rulebook.facts import suggest
from mka_assist.rulebook.fields import Fields
from mka_assist.rulebook.model import RuleBook

NOBODY_KNOWN = "onbekend"
URGENCIES = ("A0", "A1", "A2", "B1", "B2")
AFTER = ("neemt_over", "coachen", "gaat_door")
"""What becomes of the instruction when a first responder arrives."""
HEARD = {"melder": Origin.MELDER, "partner": Origin.KETENPARTNER, "ambulance": Origin.AMBULANCE}
COUNTS = {"opgeroepen": "called", "geaccepteerd": "accepted", "ter_plaatse": "on_scene", "aeds": "aeds"}

PEOPLE_STEPS: Kinds = {
    "ambulance": ("niveau", "urgentie"),
    "aangevraagd": (),
    "roepnummer": ("wordt", "niveau"),
    "opgeschaald": ("urgentie",),
    "ambulance_ter_plaatse": (),
    "mislukt": ("reden",),
    "aantallen": tuple(COUNTS),
    "first_responder": ("daarna",),
    "coachen": (),
    "omstander": (),
    "aantal": ("geteld", "van"),
}


def read_partner(fields: Fields, key: str, rulebook: RuleBook, *others: str) -> str:
    """The partner a field names, or one of a few other words; an unknown one is reported."""
    name, known = fields.text(key), (*rulebook.partners, *others)
    if name and name not in known:
        help = suggest(name, known) or f"Kies uit: {', '.join(known)}."
        fields.report.add("M006", fields.place_of(key), f'onbekende partner "{name}"', help)
    return name


def _dispatch(fields: Fields, unit: str, _: RuleBook) -> Command:
    return do.DispatchAmbulance(unit, _level(fields), _urgency(fields, "urgentie"))


def _name(fields: Fields, unit: str, _: RuleBook) -> Command:
    fields.require("wordt")
    return do.NameUnit(unit, fields.text("wordt", longest=100), _level(fields))


def _level(fields: Fields) -> Level:
    return Level(fields.choice("niveau", Level, Level.HOOGCOMPLEX))


def _urgency(fields: Fields, key: str) -> str:
    return fields.choice(key, URGENCIES, "A0")


def _failed(fields: Fields, _: str, rulebook: RuleBook) -> Command:
    return do.ReportFailedAlarm(read_partner(fields, "mislukt", rulebook), fields.text("reden"))


def _counts(fields: Fields, _: str, rulebook: RuleBook) -> Command:
    numbers = {field: fields.number(key, 0, 999) for key, field in COUNTS.items() if key in fields}
    if not numbers:
        help = f"Noem er minstens één: {', '.join(COUNTS)}."
        fields.report.add("M004", fields.place, "een stap met aantallen noemt geen aantal", help)
    return do.CountPartner(read_partner(fields, "aantallen", rulebook), **numbers)


def _arrival(fields: Fields, _: str, rulebook: RuleBook) -> Command:
    name = read_partner(fields, "first_responder", rulebook, NOBODY_KNOWN)
    after = fields.choice("daarna", AFTER, "neemt_over")
    partner = "" if name == NOBODY_KNOWN else name
    return do.FirstResponderArrived(partner, coach=after == "coachen", stay=after == "gaat_door")


def _coaching(fields: Fields, _: str, __: RuleBook) -> Command | None:
    return do.EndCoaching() if fields.choice("coachen", ("stop",)) else None


def _crowd(fields: Fields, _: str, __: RuleBook) -> Command:
    origin = HEARD[fields.choice("van", tuple(HEARD), "melder")]
    return do.ReportCrowd(fields.number("aantal", 0, 999), fields.yes("geteld"), origin)


PEOPLE_COMMANDS: Mapping[str, Callable[[Fields, str, RuleBook], Command | None]] = {
    "ambulance": _dispatch,
    "aangevraagd": lambda fields, _, __: do.RequestUnit(_urgency(fields, "aangevraagd")),
    "roepnummer": _name,
    "opgeschaald": lambda fields, unit, _: do.UpgradeAmbulance(unit, _urgency(fields, "urgentie")),
    "ambulance_ter_plaatse": lambda _, unit, __: do.AmbulanceArrived(unit),
    "mislukt": _failed,
    "aantallen": _counts,
    "first_responder": _arrival,
    "coachen": _coaching,
    "omstander": lambda _, who, __: do.NoteBystander("" if who == "ja" else who),
    "aantal": _crowd,
}
