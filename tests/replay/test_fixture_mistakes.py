"""Every mistake in a fixture is a finding with its place, all at once, before anything is played."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from mka_assist.paths import rules_dir
from mka_assist.replay.run import replay_files
from mka_assist.rulebook.diagnostics import InputError

STEPS = [
    ('{t: "0:08", feit: bewustzijn, waarde: misschien}', "F003", "schrijf ja, nee of onbekend"),
    ('{t: "0:08", feit: bewustzin, waarde: nee}', "F001", 'bedoelde u "bewustzijn"?'),
    ('{t: "0:08", feit: bewustzijn}', "R003", 'de sleutel "waarde" ontbreekt'),
    ("{feit: bewustzijn, waarde: nee}", "R003", 'de sleutel "t" ontbreekt'),
    ('{t: "0:61", compressie: ja}', "M003", '"0:61" is geen tijd in een melding'),
    ('{t: "8", compressie: ja}', "M003", "minuten en seconden"),
    ('{t: "1:60:00", compressie: ja}', "M003", "is geen tijd"),
    ('{t: "0:08"}', "M004", "zegt niet wat er gebeurt"),
    ('{t: "0:08", compressie: ja, aantal: 3}', "M004", "noemt 2 dingen tegelijk"),
    ('{t: "0:08", compressie: nee}', "R008", '"nee" kan niet bij compressie'),
    ('{t: "0:08", alarmeer: hartslag}', "M006", 'bedoelde u "hartslagnu"?'),
    ('{t: "0:08", alarmeer: alle, reden: zomaar}', "M005", "bij het alarmeren van één partner"),
    ('{t: "0:08", trek_in: hartslagnu}', "R003", 'de sleutel "reden" ontbreekt'),
    (
        '{t: "0:08", waarschuw: hartslagnu, tekst: een mes, reden: mes}',
        "M005",
        '"reden" hoort niet bij een stap "waarschuw"',
    ),
    ('{t: "0:08", instructie: stop}', "R003", 'de sleutel "reden" ontbreekt'),
    ('{t: "0:08", instructie: stop, reden: moe}', "R008", '"moe" kan niet bij reden'),
    ('{t: "0:08", instructie: start, reden: moe}', "M005", "hoort bij instructie: stop"),
    ('{t: "0:08", aantal: veel}', "R009", "een heel getal van 0 tot en met 999"),
    ('{t: "0:08", ambulance: 17-146, niveau: hoog}', "R008", "hoogcomplex"),
    ('{t: "0:08", ambulance: 17-146, urgentie: A9}', "R008", "A0"),
    ('{t: "0:08", alarm: alle}', "R002", 'bedoelde u "alarmeer"?'),
    ('{t: "0:08", aangevraagd: spoed}', "R008", "A0"),
    ('{t: "0:08", roepnummer: eenheid 1}', "R003", 'de sleutel "wordt" ontbreekt'),
    ('{t: "0:08", mislukt: brand, reden: storing}', "M006", "onbekende partner"),
    ('{t: "0:08", aantallen: hartslagnu}', "M004", "noemt geen aantal"),
    ('{t: "0:08", aantallen: hartslagnu, opgeroepen: 1000}', "R009", "van 0 tot en met 999"),
    ('{t: "0:08", first_responder: onbekend, daarna: weg}', "R008", '"weg" kan niet bij daarna'),
    ('{t: "0:08", coachen: start}', "R008", '"start" kan niet bij coachen'),
    ('{t: "0:08", aantal: 7, van: buurman}', "R008", '"buurman" kan niet bij van'),
    ('{t: "0:08", ongedaan: nee}', "R008", '"nee" kan niet bij ongedaan'),
    ("alarmeer alle", "R001", "een stap moet uit sleutels met waarden bestaan"),
]
EXPECTATIONS = [
    ('{na: "0:08", partner: hartslagnu, status: alarm}', "R008", 'bedoelde u "alarmeren"?'),
    ('{na: "0:08", partner: hartslagnu}', "R003", 'de sleutel "status" ontbreekt'),
    ('{na: "0:08", partner: brand, status: alarmeren}', "M006", "onbekende partner"),
    (
        '{na: "0:08", partner: hartslagnu, status: uitgesloten, omdat: zelfdodin}',
        "M008",
        'bedoelde u "zelfdoding"?',
    ),
    ('{na: "0:08", vraag: leeftyd}', "F001", 'bedoelde u "leeftijd"?'),
    ('{na: "0:08", ambulance: onderweg}', "R008", "kies uit"),
    ('{na: "0:08", kaart: geweld}', "M008", 'onbekende regel "geweld"'),
    ('{na: "0:09", geweigerd: ja}', "M007", "op dit moment is er geen stap"),
    ("{geweigerd: ja}", "R003", 'de sleutel "na" ontbreekt'),
    ('{tijd: eerste compressie, is: "0:08"}', "R008", 'bedoelde u "eerste borstcompressie"?'),
    ("{tijd: ambulance ingezet}", "R003", 'de sleutel "is" ontbreekt'),
    ("{tijd: ambulance ingezet, is: nooit}", "M003", '"nooit" is geen tijd'),
    ('{na: "0:08", partner: hartslagnu, status: alarmeren, is: "0:08"}', "M005", '"is" hoort niet bij'),
    ('{na: "0:08"}', "M004", "zegt niet wat er gebeurt"),
    ('{na: "0:08", vraag: leeftijd, ambulance: ingezet}', "M004", "noemt 2 dingen tegelijk"),
]


def findings(path: Path) -> list[str]:
    out = io.StringIO()
    with pytest.raises(InputError) as caught:
        replay_files((path,), rules_dir(), 0, "text", out)
    assert out.getvalue() == ""
    return [str(finding) for finding in caught.value.findings]


@pytest.mark.parametrize(("step", "code", "words"), STEPS)
def test_a_wrong_step(write, step: str, code: str, words: str) -> None:
    path = write('{t: "0:02", feit: gemeente, waarde: Veldrijk}', step)
    [told] = findings(path)
    assert told.startswith(f"{path}:8:")
    assert f"fout {code}: " in told
    assert words.lower() in told.lower()


@pytest.mark.parametrize(("expectation", "code", "words"), EXPECTATIONS)
def test_a_wrong_expectation(write, expectation: str, code: str, words: str) -> None:
    path = write('{t: "0:08", feit: bewustzijn, waarde: nee}', expect=(expectation,))
    [told] = findings(path)
    assert told.startswith(f"{path}:9:")
    assert f"fout {code}: " in told
    assert words.lower() in told.lower()


def test_steps_must_stand_in_the_order_of_time(write) -> None:
    path = write('{t: "1:10", compressie: ja}', '{t: "0:40", instructie: start}')
    [told] = findings(path)
    assert told == (
        f"{path}:8:5: fout M002: deze stap gebeurt eerder dan de vorige. "
        "Hulp: Zet de stappen op volgorde van tijd."
    )


def test_an_unknown_region_is_a_mistake_in_the_fixture(write) -> None:
    path = write('{t: "0:08", compressie: ja}', region="voorbeeld-kusd")
    [told] = findings(path)
    assert told.startswith(f"{path}:5:8: fout M001: ")
    assert 'Bedoelde u "voorbeeld-kust"?' in told


def test_all_mistakes_of_all_files_at_once(write) -> None:
    first = write('{t: "0:08", alarmeer: niemand}', '{t: "x", compressie: ja}', id="een")
    second = write("{compressie: ja}", id="twee")
    out = io.StringIO()
    with pytest.raises(InputError) as caught:
        replay_files((first, second), rules_dir(), 0, "json", out)
    codes = [(Path(f.place.file).stem, f.code) for f in caught.value.findings]
    assert codes == [("een", "M006"), ("een", "M003"), ("twee", "R003")]
    assert out.getvalue() == ""


@pytest.mark.parametrize(
    ("key", "line", "code"),
    [
        ("soort", "soort: partner", "R008"),
        ("melding", "melding: Een Melding", "R007"),
        ("begin", "begin: 2026-02-30 14:00", "R026"),
        ("bron", "bron: {geval: C01}", "R003"),
        ("titel", "titel: ''", "R005"),
        ("titel", "naam: Proef", "R002"),
    ],
)
def test_a_wrong_head(write, key: str, line: str, code: str) -> None:
    path = write('{t: "0:08", compressie: ja}')
    lines = path.read_text(encoding="utf-8").splitlines()
    lines = [line if old.startswith(f"{key}:") else old for old in lines]
    path.write_text("\n".join(lines), encoding="utf-8")
    assert any(f"fout {code}: " in told for told in findings(path))


@pytest.mark.parametrize("text", ["", "- een lijst", "soort: melding", "{a: b", "stappen: []"])
def test_something_else_than_a_call(tmp_path: Path, text: str) -> None:
    path = tmp_path / "proef.yaml"
    path.write_text(text, encoding="utf-8")
    assert findings(path)
