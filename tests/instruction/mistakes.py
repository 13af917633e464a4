"""Mistakes in the small caller instruction and what must be said of each, in one golden text.

The golden text changes only by hand or by this command, and the change is read before it is committed:

    python tests/instruction/mistakes.py
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import NamedTuple

from mka_assist.instruction.checking import check_instructions
from mka_assist.instruction.loading import FOLDER

SMALL = Path(__file__).parent / "klein"
GOLDEN = Path(__file__).parents[1] / "messages" / "meldersinstructie.golden.txt"
HEADER = """\
# Elke fout in de kleine meldersinstructie (tests/instruction/klein) met wat `rules check` erover meldt.
# Bijwerken: python tests/instruction/mistakes.py (en lees daarna wat er veranderde).
"""
NEXT = "    volgende: [{toets: j, antwoord: gedaan, label: Staan, naar: duwen}]\n"
BABY = """\
  baby:
    handen: Put two fingers on the chest.
    duwen: Push hard 30 times.
    aed: The other one gets the AED.
    kijken: Look at the chest.
    einde: Go on until the helper takes over.
"""
ADULT = (SMALL / "volwassene.yaml").read_text(encoding="utf-8")
LONG = "Zet uw handen op elkaar midden op de borst en duw dan zo hard en zo snel als u kunt naar beneden."


class Mistake(NamedTuple):
    """In a file the first `old` becomes `new`; an empty `old` adds a file with the text `new`."""

    name: str
    file: str
    old: str
    new: str


def in_general(name: str, old: str, new: str) -> Mistake:
    return Mistake(name, "algemeen.yaml", old, new)


def in_flow(name: str, old: str, new: str) -> Mistake:
    return Mistake(name, "volwassene.yaml", old, new)


def in_english(name: str, old: str, new: str) -> Mistake:
    return Mistake(name, "engels.yaml", old, new)


MISTAKES = (
    # The files
    in_flow("soort-onbekend", "soort: instructiestroom", "soort: instructiestrom"),
    in_flow("soort-ontbreekt", "soort: instructiestroom\n", ""),
    Mistake("soort-partner", "knrm.yaml", "", "soort: partner\npartner: knrm\n"),
    Mistake("lijst-als-bestand", "lijst.yaml", "", "- een\n"),
    Mistake("tweede-algemeen-bestand", "zz.yaml", "", "soort: meldersinstructie\nmeldersinstructie: twee\n"),
    in_general("geen-algemeen-bestand", "soort: meldersinstructie", "soort: instructietaal"),
    in_flow("sleutel-onbekend", "    let_op:", "    letop:"),
    in_flow("tab", "    let_op:", "\tlet_op:"),
    # The general file
    in_general("tempo-te-snel", "per_minuut: 110", "per_minuut: 121"),
    in_general("tempo-te-traag", "van: 100", "van: 90"),
    in_general("tempo-buiten-van-tot", "tot: 120", "tot: 105"),
    in_general("wissel-te-kort", "{seconden: 120,", "{seconden: 10,"),
    in_general("doel-ontbreekt", "doel: herkenning", "doel: eerste-compressie"),
    in_general("doel-onbekend", "doel: herkenning", "doel: herkening"),
    in_general("streef-boven-grens", "streef: {seconden: 60,", "streef: {seconden: 100,"),
    in_general("doel-zonder-bron", "streef: {seconden: 60, bron: [boek]}", "streef: {seconden: 60}"),
    in_general("bron-onbekend", "tot: 120, bron: [boek]", "tot: 120, bron: [bok]"),
    in_general("bron-zonder-vindplaats", "vindplaats: bladzijde 1, ", ""),
    in_general("bron-dubbel", "bron: eigen, document", "bron: boek, document"),
    in_general("zekerheid-onbekend", "zekerheid: gelezen", "zekerheid: zeker"),
    in_general("keuze-van-onbekende-stroom", "stroom: baby, als", "stroom: babi, als"),
    in_general("keuze-zonder-als-bovenaan", "als: {leeftijd: onder 1 jaar}, ", ""),
    in_general("keuze-zonder-laatste", "stroom: volwassene, ", "stroom: volwassene, als: {te_water: nee}, "),
    in_general("keuze-met-onbekend-feit", "als: {leeftijd:", "als: {leeftyd:"),
    in_general("belemmering-ontbreekt", "belemmering: weigert", "belemmering: wil-niet"),
    in_general("belemmering-dubbel", "belemmering: weigert", "belemmering: overleden"),
    in_general("belemmering-toets-dubbel", "toets: w, naam: Wil niet", "toets: n, naam: Wil niet"),
    in_general("belemmering-naar-onbekende-stap", "naar: kijken", "naar: kijk"),
    in_general("belemmering-stuurt-weg", "zeg: Duw harder.", "zeg: Haal iemand."),
    in_general("vastgesteld-zonder-wie", "voorstel, vast te stellen door de medisch manager", "vastgesteld"),
    in_general("voorstel-met-datum", "tempo:", "vastgesteld_op: 2026-11-01\ntempo:"),
    # The flows
    in_flow("stap-onbekend", "label: Staan, naar: duwen", "label: Staan, naar: duwn"),
    in_flow("altijd-naar-onbekende-stap", "naar: einde}", "naar: slot}"),
    in_flow("overstap-onbekend", "overstap: handen", "overstap: vingers"),
    in_flow("stap-dubbel", "id: aed", "id: duwen"),
    in_flow("stap-los", "  - id: einde", "  - {id: los, zeg: Stop., einde: ja, bron: [boek]}\n  - id: einde"),
    in_flow("stap-zonder-vervolg", NEXT, ""),
    in_flow("einde-met-vervolg", "    einde: ja\n", f"    einde: ja\n{NEXT}"),
    in_flow("nooit-een-einde", "  - {toets: o, antwoord: hulp, label: Hulp is er, naar: einde}\n", ""),
    in_flow("toets-te-lang", "toets: j, antwoord: gedaan", "toets: ja, antwoord: gedaan"),
    in_flow("toets-vergeven", "toets: j, antwoord: gedaan", "toets: b, antwoord: gedaan"),
    in_flow("toets-dubbel", "toets: n, antwoord: duwt-niet", "toets: j, antwoord: duwt-niet"),
    in_flow("toets-ook-altijd", "toets: n, antwoord: duwt-niet", "toets: o, antwoord: duwt-niet"),
    in_flow("antwoord-dubbel", "antwoord: duwt-niet", "antwoord: duwt"),
    in_flow("ronde-zonder-duwen", "    duwen: ja\n", ""),
    in_flow("geen-ronde", "    ronde: ja\n", ""),
    in_flow("enige-helper-weggestuurd", ", als_tweede_persoon: ja", ""),
    in_flow("begint-met-wegsturen", NEXT, f"{NEXT}    haal_hulp: ja\n"),
    in_flow("stuurt-weg-zonder-merk", "    haal_hulp: ja\n", ""),
    in_flow("bron-ontbreekt", "    bron: [eigen]\n", ""),
    in_flow("zin-te-lang", "Zet uw handen op de borst.", LONG),
    in_flow("zin-vraagt-toestemming", "Zet uw handen op de borst.", "Wilt u uw handen neerzetten?"),
    in_flow("zin-vraagt-naam", "Zet uw handen op de borst.", "Hoe is de naam van de patiënt?"),
    in_flow("zin-met-invulveld", "Zet uw handen op de borst.", '"Zet uw handen op de borst, {melder}."'),
    in_flow("zin-met-nummer", "Zet uw handen op de borst.", "Bel 0612345678."),
    in_flow("label-te-lang", "label: Staan", "label: De handen staan nu midden op de borst"),
    in_flow("duur-in-woorden", "duur: 10", "duur: tien"),
    Mistake("stroom-dubbel", "baby.yaml", "stroom: baby", "stroom: volwassene"),
    Mistake("stroom-nooit-gekozen", "peuter.yaml", "", ADULT.replace("stroom: volwassene", "stroom: peuter")),
    # The languages
    in_english("stap-niet-vertaald", "    kijken: Look at the chest.\n", ""),
    in_english("stroom-niet-vertaald", BABY, ""),
    in_english("belemmering-niet-vertaald", "  weigert: I help you.\n", ""),
    in_english("zinnen-ontbreken", "[Pull now., Pull together.]", "Pull now."),
    in_english("vertaling-van-onbekende-stap", "    kijken: Look", "    kijkn: Look"),
    in_english("ander-getal", "Push hard 30 times", "Push hard 15 times"),
    in_english("vertaling-vraagt-toestemming", "Put your hands", "Could you put your hands"),
    in_english("vertaling-stuurt-weg", "Put your hands on the chest.", "Get the AED."),
    in_english("taal-is-nederlands", "taal: en", "taal: nl"),
    in_english("taal-voluit", "taal: en", "taal: engels"),
    Mistake("taal-dubbel", "fries.yaml", "", (SMALL / "engels.yaml").read_text(encoding="utf-8")),
)  # fmt: skip


def said_of(mistake: Mistake) -> list[str]:
    """The lines of `rules check` on the small instruction with one mistake in it."""
    with tempfile.TemporaryDirectory() as parent:
        folder = Path(shutil.copytree(SMALL, Path(parent) / FOLDER))
        path = folder / mistake.file
        if mistake.old:
            text = path.read_text(encoding="utf-8")
            assert mistake.old in text, mistake
            path.write_text(text.replace(mistake.old, mistake.new, 1), encoding="utf-8")
        else:
            path.write_text(mistake.new, encoding="utf-8")
        return [str(finding).replace(f"{folder}", FOLDER) for finding in check_instructions((folder,))[0]]


def golden() -> dict[str, list[str]]:
    """The expected lines of every mistake."""
    expected: dict[str, list[str]] = {}
    name = ""
    for line in GOLDEN.read_text(encoding="utf-8").splitlines():
        if line.startswith("  "):
            expected[name].append(line[2:])
        elif line and not line.startswith("#"):
            name = line
            expected[name] = []
    return expected


def main() -> None:
    """Write the golden text anew."""
    blocks = ("\n".join((one.name, *(f"  {line}" for line in said_of(one)))) for one in MISTAKES)
    GOLDEN.write_text(HEADER + "\n" + "\n\n".join(blocks) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
