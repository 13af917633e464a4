"""The words of the rule language: what may stand in a rule file, and where."""

from __future__ import annotations

from collections.abc import Mapping

from mka_assist.rulebook.model import Kind, Status

BOOK, PARTNER, REGION = "regelboek", "partner", "regio"

VALIDITY = ("geldig_vanaf", "geldig_tot", "evalueren_voor")
FILE_KEYS: Mapping[str, tuple[str, ...]] = {
    BOOK: ("soort", "regelboek", "naam", "versie", *VALIDITY, "uitgangspunt", "regels"),
    PARTNER: (
        "soort", "partner", "naam", "groep", *VALIDITY, "afspraak", "dekking", "drukte", "bericht", "regels",
    ),
    REGION: ("soort", "regio", "naam", "voorbeeld", "versie", *VALIDITY, "feiten", "partners", "regels"),
}  # fmt: skip
"""What a file may hold, by its `soort`."""

REGION_PARTNER_KEYS = tuple(key for key in FILE_KEYS[PARTNER] if key not in ("soort", *VALIDITY))
"""In a region the agreement with a partner says how long it holds."""

RULE_KEYS = (
    "id", *(kind.value for kind in Kind), "als", "geldt_voor", "gevolg", "bij_onbekend", "gaat_voor_invoer",
    "onwrikbaar", "veiligheid", "vervangt", "afwijking", "geldig_vanaf", "geldig_tot", "uitleg", "bron",
    "voorbeelden",
)  # fmt: skip

EVERYBODY = "alle"

GROUPS: Mapping[str, bool] = {
    "burgerhulpverleners": False,
    "politie": True,
    "brandweer": True,
    "nautisch": True,
    "boa": True,
    "overig": True,
}
"""Partner groups, and whether the group needs a written agreement before it may be alarmed. The framework
lists the criteria for citizen responders itself and wants agreements for all others (Kwaliteitskader 5.1)."""

EFFECTS = tuple(s for s in Status if s not in (Status.ALARMEREN, Status.GEEN_AFSPRAAK))
"""What a criterion may lead to."""

DAYS = ("ma", "di", "wo", "do", "vr", "za", "zo")

MESSAGE_FIELDS = ("meldingsnummer", "tijd", "gemeente", "locatie", "partner")
"""The only fields a partner message may contain: where to go and for what, nothing about the patient
(Kwaliteitskader 2.3; AVG)."""

TEST_WORDS = ("onder", "vanaf", "hoogstens", "boven", "van")
GROUPING = ("alle", "een_van", "niet")
