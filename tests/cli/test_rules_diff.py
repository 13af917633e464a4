"""`rules diff`: pages in full, the contract for programs, exit codes, and what real calls say."""

from __future__ import annotations

import datetime as dt
import json
import shutil
from pathlib import Path

import pytest
from golden import assert_golden

from mka_assist.call.events import CallOpened, FactRecorded
from mka_assist.journal.store import Journal
from mka_assist.paths import fixtures_dir, rules_dir

AT = ("--at", "2026-11-22")
CALLS = str(fixtures_dir() / "meldingen")
EDITS = {
    "leeftijd": [("landelijk/hartslagnu.yaml", "leeftijd: onder 1 jaar", "leeftijd: onder 2 jaar")],
    "uitvraag": [("landelijk/algemeen.yaml", "ademhaling: [geen, afwijkend]", "ademhaling: geen")],
    "tijden": [("regio/voorbeeld-stad.yaml", "dagen: ma-vr, van: 08:00", "dagen: ma-za, van: 09:00")],
    "afspraak": [("regio/voorbeeld-stad.yaml", "geldig_tot: 2027-06-30", "geldig_tot: 2026-10-31")],
    "rond-het-alarm": [
        ("regio/voorbeeld-platteland.yaml", "geldig_tot: 2027-12-31", "geldig_tot: 2027-06-30"),
        ("regio/voorbeeld-stad.yaml", "late_uitsluiting: intrekken", "late_uitsluiting: laten_staan"),
        ("landelijk/algemeen.yaml", "na_minuten: 6", "na_minuten: 8"),
        ("landelijk/algemeen.yaml", "De eigen organisatie biedt nazorg.", "Vraag uw organisatie."),
    ],
    "tekst": [("landelijk/hartslagnu.yaml", "verwacht: 5", "verwacht: 6")],
}


def edited(folder: Path, name: str) -> str:
    """The shipped rules after an edit, in the folder `nieuw`."""
    shutil.copytree(rules_dir(), folder / "nieuw")
    for file, old, new in EDITS[name]:
        path = folder / "nieuw" / file
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return "nieuw"


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("leeftijd", ("--calls", CALLS)),
        ("uitvraag", ("--region", "voorbeeld-stad")),
        ("tijden", ()),
        ("afspraak", ()),
        ("rond-het-alarm", ()),
    ],
)
def test_the_page_in_full(mka, tmp_path: Path, name: str, options: tuple[str, ...]) -> None:
    done = mka("rules", "diff", str(rules_dir()), edited(tmp_path, name), *AT, *options)
    assert (done.returncode, done.stderr) == (1, "")
    assert_golden(f"diff-{name}.txt", done.stdout)


def test_markdown_in_full(mka, tmp_path: Path) -> None:
    options = (*AT, "--format", "md", "--calls", CALLS)
    done = mka("rules", "diff", str(rules_dir()), edited(tmp_path, "leeftijd"), *options)
    assert (done.returncode, done.stderr) == (1, "")
    assert_golden("diff-leeftijd.md", done.stdout)


def test_nothing_changed_is_said_and_is_exit_code_0(mka, tmp_path: Path) -> None:
    done = mka("rules", "diff", str(rules_dir()), str(rules_dir()), *AT)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == [
        "Vergeleken op 22-11-2026.",
        "Geen verschil: elke melding wordt beslist zoals voorheen.",
    ]
    done = mka("rules", "diff", str(rules_dir()), edited(tmp_path, "tekst"), *AT)
    assert done.returncode == 0
    assert "Alleen tekst (geen beslissing verandert hierdoor):" in done.stdout
    assert "was:   5" in done.stdout


def test_json_is_the_contract(mka, tmp_path: Path) -> None:
    options = (*AT, "--format", "json", "--region", "voorbeeld-stad", "--calls", CALLS)
    done = mka("rules", "diff", str(rules_dir()), edited(tmp_path, "leeftijd"), *options)
    assert (done.returncode, done.stderr) == (1, "")
    told = json.loads(done.stdout)
    assert set(told) == {"same", "on", "regions_gone", "regions_added", "rulebooks", "calls"}
    assert (told["same"], told["on"]) == (False, "2026-11-22")
    (book,) = told["rulebooks"]
    assert set(book) == {"region", "name", "as_nation", "differences", "later", "texts"}
    (one,) = book["differences"]
    assert {**one, "was": one["was"][:1], "example": ""} == {
        "about": "partner",
        "id": "hartslagnu",
        "name": "HartslagNu",
        "when": "kind van 1 tot 2 jaar of alleen bekend als onder 2 jaar",
        "was": ["alarmeren"],
        "becomes": ["uitgesloten"],
        "rules": ["jonger-dan-1-jaar"],
        "call": {
            "facts": {"vermoeden_reanimatie": "ja", "ambulance_ingezet": "ja", "leeftijd": "18 maanden"},
            "moment": one["call"]["moment"],
            "was": "alarmeren",
            "becomes": "uitgesloten",
        },
        "example": "",
    }
    assert one["example"].startswith("- {bij: {leeftijd: 18 maanden}, partner: hartslagnu, dan: uitgesloten")
    assert told["calls"]["changed"] == 0  # the calls that change are not of this region


def test_the_call_in_json_is_decided_otherwise(mka, tmp_path: Path) -> None:
    new = edited(tmp_path, "leeftijd")
    done = mka("rules", "diff", str(rules_dir()), new, *AT, "--format", "json")
    call = json.loads(done.stdout)["rulebooks"][0]["differences"][0]["call"]
    for rules, status in ((str(rules_dir()), call["was"]), (new, call["becomes"])):
        options = ("--facts", "-", "--rules", rules, "--format", "json", *AT)
        decided = mka("rules", "explain", *options, input=json.dumps(call["facts"]))
        assert json.loads(decided.stdout)["partners"]["hartslagnu"]["status"] == status


def test_the_example_passes_where_it_is_pasted(mka, tmp_path: Path) -> None:
    new = edited(tmp_path, "leeftijd")
    done = mka("rules", "diff", str(rules_dir()), new, *AT, "--format", "json")
    example = json.loads(done.stdout)["rulebooks"][0]["differences"][0]["example"]
    for folder, code in ((tmp_path / new, 0), (Path(shutil.copytree(rules_dir(), tmp_path / "oud")), 1)):
        file = folder / "landelijk" / "hartslagnu.yaml"
        text = file.read_text(encoding="utf-8")
        lines = [line for line in text.splitlines(keepends=True) if "12 maanden" not in line]
        place = next(n for n, line in enumerate(lines) if "voorbeelden:" in line) + 1
        file.write_text("".join([*lines[:place], f"      {example}\n", *lines[place:]]), encoding="utf-8")
        checked = mka("rules", "check", str(folder), "--format", "json")
        failed = [finding for finding in json.loads(checked.stdout) if finding["code"].startswith("V")]
        assert bool(failed) == bool(code)


def test_calls_in_a_journal(mka, tmp_path: Path) -> None:
    at = dt.datetime(2026, 3, 2, 13, 0, tzinfo=dt.UTC)
    with Journal.open(tmp_path / "journaal.db") as journal:
        journal.append(
            "26-0017",
            [
                CallOpened(at=at, number="26-0017", rulebook_version="x", rulebook_sha256="y"),
                FactRecorded(at=at + dt.timedelta(seconds=5), fact="vermoeden_reanimatie", value="ja"),
                FactRecorded(at=at + dt.timedelta(seconds=67), fact="leeftijd", value="18 maanden"),
            ],
        )
    new = edited(tmp_path, "leeftijd")
    done = mka("rules", "diff", str(rules_dir()), new, *AT, "--journal", "journaal.db")
    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout.splitlines()[-3:] == [
        "Van 1 melding zou er 1 anders zijn gegaan:",
        "  - 26-0017 (02-03-2026 14:00)",
        "      op 1:07 HartslagNu was wacht op ambulance, wordt uitgesloten",
    ]
    done = mka("rules", "diff", str(rules_dir()), str(rules_dir()), *AT, "--journal", "journaal.db")
    assert done.stdout.splitlines()[-1] == "Van 1 melding zou er geen anders zijn gegaan."


@pytest.mark.parametrize(
    ("arguments", "cause"),
    [
        (("geen-map", str(rules_dir())), "geen-map: fout D00"),
        ((str(rules_dir()), "nieuw", "--region", "elders"), "onbekende regio"),
        ((str(rules_dir()), "nieuw", "--calls", "weg.yaml"), "weg.yaml"),
        ((str(rules_dir()), "nieuw", "--journal", "weg.db"), "weg.db"),
        ((str(rules_dir()),), "Argument ontbreekt"),
        ((str(rules_dir()), "kapot"), "kapot/landelijk/hartslagnu.yaml:"),
    ],
)
def test_what_cannot_be_read_is_one_line_and_exit_code_2(mka, tmp_path: Path, arguments, cause: str) -> None:
    edited(tmp_path, "tekst")
    shutil.copytree(rules_dir(), tmp_path / "kapot")
    file = tmp_path / "kapot" / "landelijk" / "hartslagnu.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("zelfdoding: ja}", "zelfdodig: ja}", 1))
    done = mka("rules", "diff", *arguments, *AT)
    assert (done.returncode, done.stdout) == (2, "")
    assert cause in done.stderr
    assert done.stderr.count("\n") == 1
