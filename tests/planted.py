"""A small folder of rules to plant a fault in: a nation, and one region on it."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

from mka_assist.rulebook.checking import check_paths
from mka_assist.rulebook.diagnostics import Finding

TODAY = dt.date(2026, 3, 2)

NATION = """\
soort: regelboek
regelboek: landelijk
naam: Proef
versie: "1"
geldig_vanaf: 2024-05-01
uitgangspunt: {vermoeden_reanimatie: ja, ambulance_ingezet: ja}
regels:
  - id: vermoeden
    afleiding: {vermoeden_reanimatie: ja}
    als: {bewustzijn: nee, ademhaling: geen}
    uitleg: Vermoeden.
    bron: {document: Kader}
    voorbeelden: [{bij: {bewustzijn: ja}, dan: nee}]
  - id: eerst-vermoeden
    insluiting: {vermoeden_reanimatie: ja}
    gevolg: wacht_op_vermoeden
    bij_onbekend: wachten
    uitleg: Alleen bij een vermoeden.
    bron: {document: Kader}
    voorbeelden: [{bij: {vermoeden_reanimatie: ja}, partner: hartslagnu, dan: alarmeren}]
  - id: eerst-ambulance
    volgorde: {ambulance_ingezet: ja}
    onwrikbaar: ja
    uitleg: Eerst de ambulance.
    bron: {document: Kader}
    voorbeelden: [{bij: {ambulance_ingezet: nee}, partner: hartslagnu, dan: wacht_op_ambulance}]
  - id: ziekenhuis
    uitsluiting: {locatie: ziekenhuis}
    bij_onbekend: alarmeren
    uitleg: Niet in een ziekenhuis.
    bron: {document: Kader}
    voorbeelden: [{bij: {locatie: ziekenhuis}, partner: hartslagnu, dan: uitgesloten}]
  - id: twee-eenheden
    ambulance: {urgentie: A0, hoogcomplex: 2}
    als: {vermoeden_reanimatie: ja}
    uitleg: Twee eenheden.
    bron: {document: Kader}
    voorbeelden: [{bij: {vermoeden_reanimatie: ja}, dan: ja}]
"""

PARTNERS = {
    "hartslagnu": """\
soort: partner
partner: hartslagnu
naam: HartslagNu
groep: burgerhulpverleners
geldig_vanaf: 2024-05-01
regels:
  - id: zelfdoding
    uitsluiting: {zelfdoding: ja}
    geldt_voor: burgerhulpverleners
    bij_onbekend: alarmeren
    uitleg: Niet bij zelfdoding.
    bron: {document: Kader}
    voorbeelden: [{bij: {zelfdoding: ja}, dan: uitgesloten}]
  - id: pasgeboren
    uitsluiting: {leeftijd: onder 4 weken}
    bij_onbekend: alarmeren
    uitleg: Niet bij een pasgeborene.
    bron: {document: Kader}
    voorbeelden: [{bij: {leeftijd: 3 weken}, dan: uitgesloten}]
""",
    "politie": """\
soort: partner
partner: politie
naam: Politie
groep: politie
geldig_vanaf: 2024-05-01
""",
}

REGION = """\
soort: regio
regio: proef
naam: Proefregio
versie: "1"
geldig_vanaf: 2026-01-01
"""

AGREEMENT = "afspraak: {partij: Partij, document: Afspraak 1, datum: 2026-01-01, geldig_tot: 2027-12-31}"
OFFICERS = f"""\
  - partner: politie
    {AGREEMENT}
"""


def rule(text: str, *, indent: int = 6) -> str:
    """A rule of the region as `id kind: condition; more: keys`, with what every rule must have."""
    id, _, rest = text.partition(" ")
    lines = [f"- id: {id}", *(f"  {part.strip()}" for part in rest.split(";"))]
    if re.match(r"insluiting|uitsluiting", rest):
        lines += [] if "bij_onbekend" in text else ["  bij_onbekend: alarmeren"]
    lines += [f"  uitleg: Regel {id}.", "  bron: {document: Afspraak 1}"]
    return "".join(f"{' ' * indent}{line}\n" for line in lines)


def officers(*rules: str, more: str = "") -> str:
    """The partners of a region: the police with an agreement, and these rules."""
    own = "    regels:\n" + "".join(map(rule, rules)) if rules else ""
    return f"partners:\n{OFFICERS}{more}{own}"


def general(*rules: str) -> str:
    """Rules of a region for everybody."""
    return "regels:\n" + "".join(rule(text, indent=2) for text in rules)


class Folder:
    """Writes the folder, checks it, and finds where a text stands in it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.region = path / "regio" / "proef.yaml"
        self.nation = path / "landelijk" / "algemeen.yaml"
        self.region.parent.mkdir()
        self.nation.parent.mkdir()
        self.nation.write_text(NATION)
        for name, text in PARTNERS.items():
            (self.nation.parent / f"{name}.yaml").write_text(text)

    def write(self, *parts: str) -> Folder:
        self.region.write_text(REGION + "".join(parts))
        return self

    def told(self, today: dt.date | None = TODAY) -> list[Finding]:
        """What the check says, without rules that lack an example."""
        return [f for f in check_paths((self.path,), today).findings if f.code != "R030"]

    def line(self, text: str, file: Path | None = None) -> int:
        """The number of the first line that holds a text."""
        lines = (file or self.region).read_text().splitlines()
        return next(number for number, line in enumerate(lines, start=1) if text in line)

    def paste(self, example: str, id: str, file: Path | None = None) -> None:
        """Paste an example under a rule."""
        file = file or self.region
        text = file.read_text()
        start = text.index(f"- id: {id}\n")
        column = start - text.rindex("\n", 0, start) - 1
        at = text.index("bron: {document", start)
        end = text.index("\n", at) + 1
        assert "voorbeelden:" not in text[end : end + 30], "this rule has examples"
        pad = " " * (column + 2)
        file.write_text(f"{text[:end]}{pad}voorbeelden:\n{pad}  {example}\n{text[end:]}")
