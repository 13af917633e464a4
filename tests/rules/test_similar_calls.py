"""Calls like the real ones, made up: citizen responders by the national rules, ambulance dispatched."""

from __future__ import annotations

import pytest

ARREST = {"bewustzijn": "nee", "ademhaling": "geen"}

CALLS = [
    # Water
    ("tiener uit het water, ligt op de kant", {"leeftijd": "15 jaar", "te_water": "nee"}, "alarmeren", ""),
    ("drenkeling, bereikbaar of niet is onbekend", {"te_water": "ja"}, "navragen", "patient-in-het-water"),
    ("drenkeling in ondiep water", {"te_water": "ja", "veilig_bereikbaar": "ja"}, "alarmeren", ""),
    (
        "door het ijs gezakt",
        {"locatie": "water", "te_water": "ja", "veilig_bereikbaar": "nee"},
        "uitgesloten",
        "patient-in-het-water",
    ),
    ("onwel op een boot aan de steiger", {"locatie": "water", "te_water": "nee"}, "alarmeren", ""),
    ("kind van 3 naast het zwembad", {"locatie": "zwembad", "leeftijd": "3 jaar"}, "alarmeren", ""),
    # Plek niet veilig te bereiken
    ("koolmonoxide in huis", {"veilig_bereikbaar": "nee"}, "uitgesloten", "veilig-bereikbaar"),
    ("koolmonoxide, patiënt ligt buiten", {"veilig_bereikbaar": "ja"}, "alarmeren", ""),
    (
        "in een mestput",
        {"locatie": "bedrijf", "veilig_bereikbaar": "nee"},
        "uitgesloten",
        "veilig-bereikbaar",
    ),
    ("stroom staat er nog op", {"veilig_bereikbaar": "nee"}, "uitgesloten", "veilig-bereikbaar"),
    # Geweld
    (
        "steekpartij",
        {"geweld_of_onveilig": "ja", "ernstig_trauma": "ja"},
        "uitgesloten",
        "geweld-of-onveilig",
    ),
    ("agressieve hond", {"geweld_of_onveilig": "ja"}, "uitgesloten", "geweld-of-onveilig"),
    ("ruzie gehoord, niemand weet iets", {"geweld_of_onveilig": "onbekend"}, "alarmeren", ""),
    # Verkeer en spoor
    ("onwel op het perron", {"locatie": "openbare_ruimte"}, "alarmeren", ""),
    ("op de overweg", {"locatie": "spoor"}, "uitgesloten", "risicovolle-locatie"),
    ("onwel op de vluchtstrook", {"locatie": "snelweg"}, "uitgesloten", "risicovolle-locatie"),
    (
        "snelweg, melder ziet geen gevaar",
        {"locatie": "snelweg", "risicovolle_locatie": "nee"},
        "uitgesloten",
        "risicovolle-locatie",
    ),
    ("onwel in een auto op een parkeerplaats", {"locatie": "weg", "ernstig_trauma": "nee"}, "alarmeren", ""),
    (
        "midden op een provinciale weg",
        {"locatie": "weg", "risicovolle_locatie": "ja"},
        "uitgesloten",
        "risicovolle-locatie",
    ),
    (
        "aanrijding met een fietser",
        {"locatie": "weg", "ernstig_trauma": "ja"},
        "uitgesloten",
        "ernstig-trauma",
    ),
    # Val en werk
    (
        "van de steiger gevallen",
        {"locatie": "bouwplaats", "ernstig_trauma": "ja"},
        "uitgesloten",
        "ernstig-trauma",
    ),
    ("onwel op de bouwplaats", {"locatie": "bouwplaats", "ernstig_trauma": "nee"}, "alarmeren", ""),
    ("onwel in de sporthal", {"locatie": "overig", "leeftijd": "40 jaar"}, "alarmeren", ""),
    # Zorg
    ("verpleeghuis", {"locatie": "zorginstelling", "leeftijd": "88 jaar"}, "alarmeren", ""),
    ("poli in het ziekenhuis", {"locatie": "ziekenhuis"}, "uitgesloten", "buiten-ziekenhuis"),
    ("parkeerplaats bij het ziekenhuis", {"locatie": "openbare_ruimte"}, "alarmeren", ""),
    ("niet-reanimerenpenning", {"niet_reanimeren_verklaring": "ja"}, "alarmeren", ""),
    # Leeftijd: 1 jaar of ouder is 365 dagen of meer
    ("pasgeboren", {"leeftijd": "0 dagen"}, "uitgesloten", "jonger-dan-1-jaar"),
    ("tweeling van 52 weken", {"leeftijd": "52 weken"}, "uitgesloten", "jonger-dan-1-jaar"),
    ("364 dagen", {"leeftijd": "364 dagen"}, "uitgesloten", "jonger-dan-1-jaar"),
    ("365 dagen", {"leeftijd": "365 dagen"}, "alarmeren", ""),
    ("1 jaar en 1 dag", {"leeftijd": "1 jaar en 1 dag"}, "alarmeren", ""),
    ("nog geen jaar, zegt de oma", {"leeftijd": "onder 1 jaar"}, "uitgesloten", "jonger-dan-1-jaar"),
    ("een kind, hoe oud precies weet niemand", {"leeftijd": "onder 12 jaar"}, "alarmeren", ""),
    ("een volwassene", {"leeftijd": "vanaf 18 jaar"}, "alarmeren", ""),
    # Zelfdoding en vergiftiging
    ("ophanging", {"zelfdoding": "ja"}, "uitgesloten", "zelfdoding"),
    (
        "van een flat, opzet onbekend",
        {"zelfdoding": "onbekend", "ernstig_trauma": "ja"},
        "uitgesloten",
        "ernstig-trauma",
    ),
    ("overdosis, opzet onbekend", {"zelfdoding": "onbekend"}, "alarmeren", ""),
    ("overdosis met afscheidsbrief", {"zelfdoding": "ja"}, "uitgesloten", "zelfdoding"),
    # Geen (zeker) vermoeden
    ("toeval, ademhaling onbekend", {"ademhaling": "onbekend"}, "wacht_op_vermoeden", "vermoeden-reanimatie"),
    ("flauwgevallen, ademt normaal", {"ademhaling": "normaal"}, "wacht_op_vermoeden", "vermoeden-reanimatie"),
    ("kortademig maar bij bewustzijn", {"bewustzijn": "ja"}, "wacht_op_vermoeden", "vermoeden-reanimatie"),
    ("snurkende ademhaling", {"ademhaling": "afwijkend"}, "alarmeren", ""),
    (
        "slachtoffer zit overeind, centralist trekt het vermoeden in",
        {"bewustzijn": "ja", "vermoeden_reanimatie": "nee"},
        "wacht_op_vermoeden",
        "vermoeden-reanimatie",
    ),
    # Verloop
    ("ambulance nog niet ingezet", {"ambulance_ingezet": "nee"}, "wacht_op_ambulance", "ambulance-eerst"),
    (
        "ambulance is er al",
        {"ambulance_ter_plaatse": "ja"},
        "niet_van_toepassing",
        "ambulance-ter-plaatse",
    ),
    ("er is al een first responder", {"first_responder_ter_plaatse": "ja"}, "alarmeren", ""),
]


@pytest.mark.parametrize(("facts", "status", "because"), [c[1:] for c in CALLS], ids=[c[0] for c in CALLS])
def test_citizen_responders(decide, facts, status, because) -> None:
    found = decide({**ARREST, "ambulance_ingezet": "ja", **facts}).partners["hartslagnu"]
    deciding = [reason.rule for reason in found.reasons if reason.decides]
    assert found.status == status, deciding
    assert not because or because in deciding
    if status == "alarmeren":
        assert deciding == []
