"""A first file for a region: everything in its place, and TODO where only the region knows what to write."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from textwrap import wrap

from mka_assist.rulebook.formatting import format_text
from mka_assist.rulebook.formatting.layout import WIDTH
from mka_assist.rulebook.model import Partner
from mka_assist.rulebook.reference import STATE, SafetyRegion

_IN_PLACES = ("brandweer", "boa")
"""Groups that seldom go everywhere in a region: their municipalities are filled in to choose from."""

_OWN_RULE = """\
      # Voorbeeld van een eigen regel met de testgevallen die erbij horen: pas hem aan of haal hem weg.
      - id: {id}-niet-op-het-water
        uitsluiting: {{locatie: water}}
        gevolg: niet_van_toepassing
        bij_onbekend: alarmeren
        uitleg: Naar een reanimatie op het water gaat deze partner niet.
        bron: {{document: "TODO: in welk document staat dit?"}}
        voorbeelden:
          - {{bij: {{locatie: water{place}}}, dan: niet_van_toepassing, omdat: {id}-niet-op-het-water}}
          - {{bij: {{locatie: woning{place}}}, dan: alarmeren}}
          - {{bij: {{locatie: onbekend{place}}}, dan: alarmeren}}
"""

_NAUTICAL_RULE = """\
  # Zonder deze regel zouden nautische partners ook naar een woning gaan.
  - id: nautisch-alleen-bij-water
    insluiting: {{een_van: [{{te_water: ja}}, {{locatie: [water, strand]}}]}}
    geldt_voor: nautisch
    gevolg: niet_van_toepassing
    bij_onbekend: navragen
    uitleg: Nautische partners gaan alleen naar een reanimatie op het water, op het strand of te water.
    bron: {{document: "TODO: in welk document staat dit?"}}
    voorbeelden:
      - {{bij: {{locatie: strand}}, partner: {id}, dan: alarmeren}}
      - {{bij: {{te_water: ja}}, partner: {id}, dan: alarmeren}}
      - {{bij: {{locatie: weg}}, partner: {id}, dan: navragen, omdat: nautisch-alleen-bij-water}}
      - bij: {{locatie: weg, te_water: nee}}
        partner: {id}
        dan: niet_van_toepassing
        omdat: nautisch-alleen-bij-water
"""


@dataclass(frozen=True, slots=True)
class NewRegion:
    """What a new region is called, from which day its rules count, and who takes part."""

    id: str
    name: str
    start: dt.date
    partners: tuple[Partner, ...]
    reference: SafetyRegion | None = None


def region_file(region: NewRegion) -> str:
    """The text of the file, laid out as formatting does it."""
    return format_text(
        "\n".join((*_head(region), *_rules(region), *_partners(region), "")), f"{region.id}.yaml"
    )


def _head(region: NewRegion) -> Iterator[str]:
    yield "# yaml-language-server: $schema=../schema.json"
    yield "#"
    yield f"# Regels van de regio {region.name}."
    yield "# Waar TODO staat, moet u nog iets invullen: mka-assist rules check noemt elke plek. Tot dan wordt"
    yield "# dit bestand geweigerd. Haal partners weg die in uw regio niet meedoen."
    if found := region.reference:
        yield "#"
        yield f"# Veiligheidsregio {found.number}, {found.name}. Gemeenten (stand {STATE}; controleer):"
        yield from _comment(", ".join(found.municipalities))
    yield "soort: regio"
    yield f"regio: {region.id}"
    yield f"naam: {_quoted(region.name)}"
    yield 'versie: "1"'
    yield f"geldig_vanaf: {region.start}"
    yield f"evalueren_voor: {_two_years_later(region.start)}"


def _rules(region: NewRegion) -> Iterator[str]:
    nautical = next((partner.id for partner in region.partners if partner.group == "nautisch"), "")
    if nautical:
        yield "regels:"
        yield _NAUTICAL_RULE.format(id=nautical)


def _partners(region: NewRegion) -> Iterator[str]:
    yield "partners:"
    for partner in region.partners:
        yield from _partner(partner, region)


def _partner(partner: Partner, region: NewRegion) -> Iterator[str]:
    place = ""
    yield f"  # {partner.name}: zonder geldige afspraak geen alarmering (Kwaliteitskader, par. 5.1)."
    yield f"  - partner: {partner.id}"
    yield "    afspraak:"
    yield '      partij: "TODO: met wie is de afspraak gemaakt?"'
    yield '      document: "TODO: in welk document staat zij?"'
    yield '      datum: "TODO: jaar-maand-dag"'
    yield '      geldig_tot: "TODO: jaar-maand-dag"'
    if partner.group in _IN_PLACES:
        names = region.reference.municipalities if region.reference else ("TODO: noem de gemeenten",)
        place = f", gemeente: {_quoted(names[0])}"
        yield "    # Laat alleen de gemeenten staan waar deze partner komt. Tijden kunnen er zo bij:"
        yield "    #   tijden: [{dagen: ma-vr, van: 18:00, tot: 07:00}]"
        yield "    dekking:"
        yield f"      gemeenten: [{', '.join(map(_quoted, names))}]"
        yield '      bron: {document: "TODO: in welk document staat dit?"}'
    yield '    bericht: "Reanimatie {gemeente}, {locatie}. Melding {meldingsnummer}, {tijd}."'
    if partner.group != "nautisch":
        yield "    regels:"
        yield _OWN_RULE.format(id=partner.id, place=place)


def _comment(text: str) -> Iterable[str]:
    return wrap(text, WIDTH, initial_indent="#   ", subsequent_indent="#   ", break_on_hyphens=False)


def _quoted(text: str) -> str:
    """A name as YAML; in quotation marks where it could be anything else than text."""
    plain = text.replace("-", "").replace(" ", "").isalnum() and text[0].isalpha()
    return text if plain else f'"{text}"'


def _two_years_later(day: dt.date) -> dt.date:
    return day.replace(year=day.year + 2, day=min(day.day, 28))
