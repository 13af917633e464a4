"""A014: een eigen feit waar geen regel naar kijkt

Wat: de regio heeft een feit toegevoegd, maar geen enkele voorwaarde toetst het.

Waarom: de centralist krijgt een vraag waarvan het antwoord niets verandert, of de regel die ernaar zou
kijken is vergeten.

GOED:
    feiten:
      - {feit: hond_los, soort: ja_nee, naam: Hond los, vraag: "Loopt er een hond los?"}
    regels:
      - {id: niet-bij-hond, uitsluiting: {hond_los: ja}, …}

FOUT:
    feiten:
      - {feit: hond_los, soort: ja_nee, naam: Hond los, vraag: "Loopt er een hond los?"}
    regels: []
"""

from __future__ import annotations

from collections.abc import Iterator

from mka_assist.rulebook.analysis.context import Context
from mka_assist.rulebook.diagnostics import Finding, Place, Severity
from mka_assist.rulebook.facts import CONTRACT

CODE = "A014"


def find(context: Context) -> Iterator[Finding]:
    """Facts of the region's own that no rule tests on any day."""
    tested = {fact for rule in context.whole.rules.values() for fact in rule.facts}
    for name, spec in context.rulebook.facts.items():
        if name in CONTRACT or name in tested:
            continue
        files = [Place(file) for file in context.own_files]
        places = (context.texts.place(file, "feiten", ("feit", name), "feit") for file in files)
        place = next((place for place in places if place not in files), files[0])
        message = f'geen regel kijkt naar het feit "{name}" ({spec.label})'
        yield Finding(
            CODE, place, message, "Gebruik het in een regel of haal het weg.", Severity.WAARSCHUWING
        )
