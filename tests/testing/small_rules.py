"""A small folder of rules and a call, as text: what the tests of testing run on."""

from __future__ import annotations

from pathlib import Path

NATION = """\
soort: regelboek
regelboek: landelijk
naam: Kleine landelijke regels
versie: "1"
geldig_vanaf: 2024-05-01
evalueren_voor: 2028-11-30
uitgangspunt: {vermoeden_reanimatie: ja, ambulance_ingezet: ja}

regels:
  - id: risico-uit-locatie
    afleiding: {risicovolle_locatie: ja}
    als: {locatie: [snelweg, spoor]}
    gaat_voor_invoer: ja
    uitleg: Een snelweg of spoorbaan is altijd gevaarlijk.
    bron: {document: Kader}
    voorbeelden:
      - {bij: {locatie: snelweg}, dan: ja}
      - {bij: {locatie: weg}, dan: nee}

  - id: ambulance-eerst
    volgorde: {ambulance_ingezet: ja}
    geldt_voor: alle
    onwrikbaar: ja
    uitleg: Eerst de ambulance, of tegelijk.
    bron: {document: Kader}
    voorbeelden:
      - {bij: {ambulance_ingezet: nee}, partner: hartslagnu, dan: wacht_op_ambulance, omdat: ambulance-eerst}
      - {bij: {ambulance_ingezet: ja}, partner: hartslagnu, dan: alarmeren}

  - id: let-op-water
    aandacht: {te_water: ja}
    uitleg: Let op water.
    bron: {document: Kader}
    voorbeelden:
      - {bij: {te_water: ja}, dan: ja}
"""

HARTSLAGNU = """\
soort: partner
partner: hartslagnu
naam: HartslagNu
groep: burgerhulpverleners
geldig_vanaf: 2024-05-01
evalueren_voor: 2028-11-30

regels:
  - id: jonger-dan-1-jaar
    uitsluiting: {leeftijd: onder 1 jaar}
    bij_onbekend: alarmeren
    uitleg: Bij een kind jonger dan 1 jaar worden burgerhulpverleners niet gealarmeerd.
    bron: {document: Kader, paragraaf: "5.1"}
    voorbeelden:
      - {bij: {leeftijd: 11 maanden}, dan: uitgesloten, omdat: jonger-dan-1-jaar}
      - {bij: {leeftijd: 12 maanden}, dan: alarmeren}

  - id: onveilig
    uitsluiting: {een_van: [{geweld_of_onveilig: ja}, {risicovolle_locatie: ja}]}
    bij_onbekend: alarmeren
    uitleg: Niet naar een onveilige plek.
    bron: {document: Kader, paragraaf: "5.1"}
    voorbeelden:
      - {bij: {geweld_of_onveilig: ja}, dan: uitgesloten, omdat: onveilig}
"""

REGION = """\
soort: regio
regio: dorp
naam: Dorp
voorbeeld: ja
versie: "dorp 1"
geldig_vanaf: 2026-01-01
geldig_tot: 2028-04-30
evalueren_voor: 2028-01-31

partners:
  - partner: brandweer
    naam: Brandweer
    groep: brandweer
    afspraak: {partij: Brandweer, document: Afspraak, datum: 2026-01-01, geldig_tot: 2027-12-31}
    dekking:
      gemeenten: [Veldrijk, "'t Veld"]
      tijden:
        - {dagen: ma-di, van: "18:00", tot: "07:00"}
    regels:
      - id: brandweer-niet-bij-trauma
        uitsluiting: {ernstig_trauma: ja}
        gevolg: niet_van_toepassing
        bij_onbekend: alarmeren
        uitleg: Bij een zwaar ongeval komt de brandweer met haar eigen uitruk.
        bron: {document: Afspraak}
        voorbeelden:
          - {bij: {gemeente: Veldrijk}, op: 2026-03-02 22:30, dan: alarmeren}
          - {bij: {gemeente: Veldrijk, ernstig_trauma: ja}, op: 2026-03-02 22:30, dan: niet_van_toepassing}
"""

CALL = """\
soort: melding
melding: m1
titel: Vrouw van 54 op de weg
bron: {naam: Verzonnen, aangevuld: Alles}
begin: 2026-03-03 19:45

stappen:
  - {t: "0:10", feit: vermoeden_reanimatie, waarde: ja}
  - {t: "0:20", ambulance: 13-150}
  - {t: "0:30", feit: locatie, waarde: snelweg}

verwacht:
  - {na: "0:10", partner: hartslagnu, status: wacht_op_ambulance, omdat: ambulance-eerst}
  - {na: "0:30", partner: hartslagnu, status: uitgesloten, omdat: onveilig}
"""


def write_rules(root: Path, **changes: str) -> Path:
    """The folder `regels` with these files; `changes` replaces the text of one of them by its name."""
    texts = {"landelijk": NATION, "hartslagnu": HARTSLAGNU, "dorp": REGION, **changes}
    rules = root / "regels"
    (rules / "landelijk").mkdir(parents=True, exist_ok=True)
    (rules / "regio").mkdir(exist_ok=True)
    (rules / "landelijk" / "landelijk.yaml").write_text(texts["landelijk"], encoding="utf-8")
    (rules / "landelijk" / "hartslagnu.yaml").write_text(texts["hartslagnu"], encoding="utf-8")
    (rules / "regio" / "dorp.yaml").write_text(texts["dorp"], encoding="utf-8")
    return rules


def write_call(root: Path, text: str = CALL, name: str = "m1") -> Path:
    """The folder `meldingen` with one call."""
    calls = root / "meldingen"
    calls.mkdir(exist_ok=True)
    (calls / f"{name}.yaml").write_text(text, encoding="utf-8")
    return calls
