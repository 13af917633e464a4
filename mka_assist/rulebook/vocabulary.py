"""The words of the rule language: what may stand in a rule file, and where."""

from __future__ import annotations

from collections.abc import Mapping

from mka_assist.rulebook.model import Kind, Status

BOOK, PARTNER, REGION = "regelboek", "partner", "regio"

VALIDITY = ("geldig_vanaf", "geldig_tot", "evalueren_voor")
FILE_KEYS: Mapping[str, tuple[str, ...]] = {
    BOOK: (
        "soort", "regelboek", "naam", "versie", *VALIDITY, "uitgangspunt", "drukte_grens", "nazorg", "regels",
    ),
    PARTNER: (
        "soort", "partner", "naam", "groep", *VALIDITY, "afspraak", "dekking", "drukte", "bericht",
        "waarschuwing", "intrekbericht", "regels",
    ),
    REGION: (
        "soort", "regio", "naam", "voorbeeld", "versie", *VALIDITY, "virtuele_eenheid", "late_uitsluiting",
        "drukte_grens", "nazorg", "feiten", "regels", "partners",
    ),
}  # fmt: skip
"""What a file may hold, by its `soort`, in the order in which formatting puts it."""

REGION_PARTNER_KEYS = (
    "partner", "naam", "groep", "afspraak", "dekking", "drukte", "bericht", "waarschuwing", "intrekbericht",
    "late_uitsluiting", "regels",
)  # fmt: skip
"""In a region the agreement with a partner says how long it holds."""

ONLY_IN_REGION = ("virtuele_eenheid", "late_uitsluiting")
"""What no national file can lay down: the choice is the region's."""

RULE_KEYS = (
    "id", "vervangt", "afwijking", *(kind.value for kind in Kind), "als", "geldt_voor", "gevolg",
    "bij_onbekend", "gaat_voor_invoer", "onwrikbaar", "veiligheid", "geldig_vanaf", "geldig_tot", "uitleg",
    "bron", "voorbeelden",
)  # fmt: skip

FACT_KEYS = ("feit", "soort", "naam", "vraag", "waarden")
SOURCE_KEYS = ("document", "paragraaf")
AGREEMENT_KEYS = ("partij", "document", "datum", "geldig_tot")
COVERAGE_KEYS = ("gemeenten", "tijden", "bron")
HOURS_KEYS = ("dagen", "van", "tot")
EXPECTED_KEYS = ("verwacht", "aeds", "terugkoppeling", "bron")
AMBULANCE_KEYS = ("urgentie", "hoogcomplex", "eenheid_dichtbij")
DEVIATION_KEYS = ("reden", "besluit", "vastgesteld_door", "datum")
VIRTUAL_UNIT_KEYS = (*DEVIATION_KEYS, "geldig_tot")
LIMIT_KEYS = ("nodig", "na_minuten", "bron")
REGION_LIMIT_KEYS = (*LIMIT_KEYS, "afwijking")
AFTERCARE_KEYS = ("voor", "tekst", "bron")
EXAMPLE_KEYS = ("bij", "op", "partner", "dan", "omdat")

BLOCKS: Mapping[str, tuple[str, ...]] = {
    "feiten": FACT_KEYS,
    "partners": REGION_PARTNER_KEYS,
    "regels": RULE_KEYS,
    "bron": SOURCE_KEYS,
    "afspraak": AGREEMENT_KEYS,
    "dekking": COVERAGE_KEYS,
    "tijden": HOURS_KEYS,
    "drukte": EXPECTED_KEYS,
    "ambulance": AMBULANCE_KEYS,
    "afwijking": DEVIATION_KEYS,
    "virtuele_eenheid": VIRTUAL_UNIT_KEYS,
    "drukte_grens": REGION_LIMIT_KEYS,
    "nazorg": AFTERCARE_KEYS,
    "voorbeelden": EXAMPLE_KEYS,
}
"""The keys of the block, or of each block in the list, that stands under a key."""

REQUIRED: Mapping[tuple[str, ...], tuple[str, ...]] = {
    FILE_KEYS[BOOK]: (BOOK, "naam", "versie", "geldig_vanaf", "regels"),
    FILE_KEYS[PARTNER]: (PARTNER, "naam", "groep", "geldig_vanaf"),
    FILE_KEYS[REGION]: (REGION, "naam", "versie", "geldig_vanaf", "partners"),
    REGION_PARTNER_KEYS: (PARTNER,),
    RULE_KEYS: ("id", "uitleg", "bron"),
    FACT_KEYS: ("feit", "soort", "naam"),
    SOURCE_KEYS: ("document",),
    AGREEMENT_KEYS: ("partij", "document", "datum"),
    COVERAGE_KEYS: (),
    HOURS_KEYS: ("van", "tot"),
    EXPECTED_KEYS: ("verwacht", "bron"),
    AMBULANCE_KEYS: ("urgentie", "hoogcomplex"),
    DEVIATION_KEYS: DEVIATION_KEYS,
    VIRTUAL_UNIT_KEYS: DEVIATION_KEYS,
    LIMIT_KEYS: LIMIT_KEYS,
    REGION_LIMIT_KEYS: REGION_LIMIT_KEYS,
    AFTERCARE_KEYS: AFTERCARE_KEYS,
    EXAMPLE_KEYS: ("bij", "dan"),
}
"""What may not be missing from a mapping with these keys."""

CRITERIA = (Kind.INSLUITING, Kind.UITSLUITING, Kind.VOLGORDE)
"""The kinds of rule that decide a partner's status."""

ONLY_FOR: Mapping[str, tuple[Kind, ...]] = {
    "als": (Kind.AFLEIDING, Kind.AMBULANCE),
    "gaat_voor_invoer": (Kind.AFLEIDING,),
    "geldt_voor": CRITERIA,
    "gevolg": CRITERIA,
    "bij_onbekend": CRITERIA,
    "onwrikbaar": CRITERIA,
    "vervangt": CRITERIA,
    "afwijking": CRITERIA,
    "veiligheid": (Kind.INSLUITING, Kind.UITSLUITING),
}
"""Keys of a rule that only some kinds of rule have."""

UNFINISHED = "TODO"
"""With this word begins a value that is still to be filled in."""

VERDICTS = ("ja", "nee", "onbekend")
URGENCIES = ("A0", "A1", "A2", "B1", "B2")

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

MESSAGES: Mapping[str, tuple[str, ...]] = {
    "bericht": MESSAGE_FIELDS,
    "waarschuwing": (*MESSAGE_FIELDS, "gevaar"),
    "intrekbericht": MESSAGE_FIELDS,
}
"""The messages of a partner and their fields: only what its own safety asks for may be added to what the
alarm said (Kwaliteitskader 2.3)."""

AFTERCARE_GROUPS = (*GROUPS, "melder", "omstanders")
"""For whom there can be aftercare: the partner groups, and who was there already."""

GROUPING = ("alle", "een_van", "niet")
