"""`rules verify`: proofs as text and JSON, counterexamples, and the exit code that goes with them."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from mka_assist.paths import rules_dir

PROPERTIES = [
    "ambulance-eerst",
    "bekende-uitsluiting",
    "onbekend-sluit-niet-uit",
    "altijd-ambulanceadvies",
    "meer-uitsluitingen-nooit-onveiliger",
    "poort-en-regels",
]
GROUP_CHANGED = """\
soort: regio
regio: proef
naam: Proefregio
versie: "1"
geldig_vanaf: 2026-01-01
partners:
  - partner: hartslagnu
    groep: overig
    afspraak: {partij: HartslagNu, document: Afspraak 1, datum: 2026-01-01}
"""


def test_the_shipped_rules_are_proven(mka) -> None:
    done = mka("rules", "verify")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("Landelijk, versie ")
    assert "WEERLEGD" not in done.stdout
    assert done.stdout.count("  bewezen   ") == len(PROPERTIES) * 4
    assert "voor hoogstens 4 handelingen;" in done.stdout


def test_json_names_every_property(mka) -> None:
    done = mka("rules", "verify", "--region", "voorbeeld-stad", "--depth", "12", "--format", "json")
    assert (done.returncode, done.stderr) == (0, "")
    [book] = json.loads(done.stdout)
    assert book["region"] == "voorbeeld-stad"
    assert [found["id"] for found in book["properties"]] == PROPERTIES
    assert all(found["proven"] and found["counterexamples"] == [] for found in book["properties"])
    assert book["properties"][-1]["depth"] is None


def test_a_counterexample_gives_exit_code_1(mka, tmp_path: Path) -> None:
    shutil.copytree(rules_dir(), tmp_path / "rules")
    (tmp_path / "rules" / "regio" / "proef.yaml").write_text(GROUP_CHANGED)
    done = mka("rules", "verify", "rules", "--region", "proef")
    assert (done.returncode, done.stderr) == (1, "")
    lines = done.stdout.splitlines()
    refuted = next(n for n, line in enumerate(lines) if line.startswith("  WEERLEGD"))
    assert "Geen burgerhulpverlener" in lines[refuted]
    assert lines[refuted + 1].strip().startswith("HartslagNu wordt gealarmeerd terwijl ")
    assert lines[refuted + 2].strip().startswith("voorbeeld: - {bij: {")
    as_json = json.loads(mka("rules", "verify", "rules", "--region", "proef", "--format", "json").stdout)
    wrong = [found for found in as_json[0]["properties"] if not found["proven"]]
    assert "bekende-uitsluiting" in [found["id"] for found in wrong]
    assert all(found["counterexamples"][0]["example"].startswith("- {bij: ") for found in wrong)


def test_what_cannot_be_read_gives_exit_code_2(mka, tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("soort: onzin\n")
    for arguments in (("weg",), (".",), ("--region", "nergens"), ("--depth", "0")):
        done = mka("rules", "verify", *arguments)
        assert (done.returncode, done.stdout) == (2, ""), arguments
        assert "Traceback" not in done.stderr
        assert done.stderr


def test_a_rule_nobody_can_oversee_is_told_and_nothing_is_proven(mka) -> None:
    folder = Path(__file__).parents[2] / "fixtures" / "fout" / "met-landelijk"
    done = mka("rules", "verify", str(folder), "--region", "zin-te-ingewikkeld")
    assert (done.returncode, done.stdout) == (2, "")
    assert " A017: " in done.stderr
