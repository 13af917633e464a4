"""`mka-assist decide`: the contract other programs script against, and the page a person reads."""

from __future__ import annotations

import datetime as dt
import json
import subprocess
import sys
from pathlib import Path

import pytest

from mka_assist.cli.page import SYMBOLS, page
from mka_assist.decision import outcome as o
from mka_assist.rulebook.diagnostics import Place
from mka_assist.rulebook.facts import CONTRACT
from mka_assist.rulebook.model import Partner, RuleBook, Status

CALL = "{bewustzijn: nee, ademhaling: geen, leeftijd: 54 jaar, ambulance_ingezet: ja}"


def test_json_is_the_contract(mka) -> None:
    done = mka("decide", "--facts", "-", "--format", "json", "--at", "2026-11-21T14:30", input=CALL)
    assert (done.returncode, done.stderr) == (0, "")
    found = json.loads(done.stdout)
    assert set(found) == {"partners", "ambulance", "ask_next", "cards", "rulebook", "channels"}
    assert {"status", "urgency", "units"} <= set(found["ambulance"])
    assert set(found["rulebook"]) == {"version", "sha256", "files"}
    assert found["channels"]["agree"] is True
    assert found["partners"]["hartslagnu"]["status"] == "alarmeren"
    for partner in found["partners"].values():
        assert set(partner) == {"status", "reasons", "unknown"}
        assert partner["status"] in list(Status)
        for reason in partner["reasons"]:
            assert {"rule", "kind", "verdict", "text", "source"} <= set(reason)
            assert reason["verdict"] in ("ja", "nee", "onbekend")


def test_facts_may_come_from_a_file_in_yaml_or_json(mka, tmp_path: Path) -> None:
    (tmp_path / "feiten.yaml").write_text("bewustzijn: nee\nademhaling: geen\nleeftijd: onbekend\n")
    (tmp_path / "feiten.json").write_text('{"bewustzijn": false, "ademhaling": "geen", "leeftijd": null}')
    at = ("--format", "json", "--at", "2026-11-21T14:30")
    from_yaml = mka("decide", "--facts", "feiten.yaml", *at)
    assert from_yaml.returncode == 0
    assert from_yaml.stdout == mka("decide", "--facts", "feiten.json", *at).stdout


def test_a_time_without_a_zone_is_dutch_time(mka) -> None:
    """The example city's community officers work from 08:00 to 18:00 on weekdays."""

    def boa(at: str) -> str:
        done = mka(
            "decide", "--facts", "-", "--region", "voorbeeld-stad", "--at", at, "--format", "json", input=CALL
        )
        return str(json.loads(done.stdout)["partners"]["boa"]["status"])

    assert boa("2026-07-20T07:59") == boa("2026-07-20T05:59Z") == "niet_beschikbaar"
    assert boa("2026-07-20T08:00") == boa("2026-07-20T06:00Z") != "niet_beschikbaar"
    assert boa("2026-01-19T07:30Z") == boa("2026-01-19T08:30+01:00") != "niet_beschikbaar"


def test_a_broken_engine_gives_the_fallback_and_exit_code_1(home: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "feiten.yaml").write_text(CALL)
    code = (
        "import sys; from mka_assist.decision import decide; from mka_assist.engine.compiler import Engine;"
        "Engine.judge = lambda self, rules, facts: {rule.id: None for rule in rules};"
        "sys.argv[1:] = ['decide', '--facts', 'feiten.yaml', *sys.argv[1:]];"
        "from mka_assist.cli import main; main()"
    )
    for form in ("text", "json"):
        done = subprocess.run(
            [sys.executable, "-c", code, "--format", form],
            env=home, cwd=tmp_path, capture_output=True, encoding="utf-8", timeout=60,
        )  # fmt: skip
        assert (done.returncode, done.stderr) == (1, ""), form
        if form == "json":
            assert json.loads(done.stdout)["channels"]["agree"] is False
        else:
            assert done.stdout.startswith("TERUGVAL: ")
            assert "papieren kaart" in done.stdout


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("leeftyd: 3 jaar", "<standaardinvoer>:1:1: fout "),
        ("bewustzijn: nee\nleeftijd: 12", "<standaardinvoer>:2:11: fout "),
        ("a: [", "<standaardinvoer>:1:"),
        ("", "<standaardinvoer>: fout "),
        ("\x00", "<standaardinvoer>:1:1: fout "),
        ("[ja]", "<standaardinvoer>:1:1: fout "),
    ],
)
def test_facts_that_cannot_be_used_are_told_with_their_place(mka, text: str, place: str) -> None:
    done = mka("decide", "--facts", "-", input=text)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(place)
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize(
    "arguments",
    [
        ["--facts", "weg.yaml"],
        ["--facts", "."],
        ["--facts", "/dev/zero"],
        ["--facts", "feiten.yaml", "--rules", "weg"],
        ["--facts", "feiten.yaml", "--rules", "leeg"],
        ["--facts", "feiten.yaml", "--rules", "feiten.yaml"],
        ["--facts", "feiten.yaml", "--region", "../landelijk"],
        ["--facts", "feiten.yaml", "--region", "nergens"],
    ],
    ids=" ".join,
)
def test_files_that_cannot_be_used_are_one_line(mka, tmp_path: Path, arguments: list[str]) -> None:
    (tmp_path / "feiten.yaml").write_text(CALL)
    (tmp_path / "leeg").mkdir()
    done = mka("decide", *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert ": fout B0" in done.stderr
    assert done.stderr.count("\n") == 1


def test_json_is_utf8_whatever_the_terminal_is(mka) -> None:
    arguments = ("decide", "--facts", "-", "--format", "json", "--at", "2026-11-21T14:30")
    plain = mka(*arguments, input=CALL).stdout
    assert "vóór" in mka(*arguments, input="{bewustzijn: nee, ademhaling: geen}").stdout
    assert mka(*arguments, input=CALL, env={"PYTHONIOENCODING": "ascii"}).stdout == plain


def partner(id: str, name: str) -> Partner:
    return Partner(id=id, name=name, group="g", criteria=(), place=Place("a.yaml"))


RULES = RuleBook(
    version="2026.1",
    region="oost",
    region_name="Oost",
    example_region=False,
    sha256="ab" * 32,
    files=("a.yaml",),
    facts=CONTRACT,
    rules={},
    partners={"bw": partner("bw", "Brandweer"), "hn": partner("hn", "HartslagNu")},
    strata=(),
    example_facts={},
    valid_from=dt.date(2024, 1, 1),
)
DECISION = o.Decision(
    partners={
        "bw": o.PartnerDecision(
            Status.UITGESLOTEN,
            (
                o.Reason("r1", "uitsluiting", "ja", "Niet bij ernstig trauma.", "KK, par. 5.1", decides=True),
                o.Reason("r2", "insluiting", "ja", "Doet er niet toe.", "KK", decides=False),
            ),
            (),
        ),
        "hn": o.PartnerDecision(
            Status.WACHT_OP_AMBULANCE,
            (o.Reason("r3", "volgorde", "nee", "Eerst de \x1b[31mambulance.", "", decides=True),),
            ("leeftijd", "te_water"),
        ),
    },
    ambulance=o.AmbulanceDecision(
        o.AmbulanceStatus.INZETTEN, "A0", 2, "Zet twee eenheden in.", "KK", "dichtbij"
    ),
    ask_next=("leeftijd",),
    cards=(
        o.Card("Zet nu in.", o.Indicator.CRITICAL, "KK", "Met A0."),
        o.Card("Let op.", o.Indicator.INFO, ""),
    ),
    rulebook=o.Stamp("2026.1", "ab" * 32, ("a.yaml",)),
    channels=o.Channels(agree=False, cause="De twee rekenwegen verschillen bij: r1."),
    facts={},
)
PAGE = """\
TERUGVAL: De twee rekenwegen verschillen bij: r1.

AMBULANCE  inzetten, A0, 2 hoogcomplex
  Zet twee eenheden in. [KK]
  extra: dichtbij

PARTNERS
  ~ HartslagNu: wacht op ambulance
      Eerst de \x1b[31mambulance.
      onbekend: Leeftijd, Te water
  x Brandweer: uitgesloten
      Niet bij ernstig trauma. [KK, par. 5.1]

VRAAG NU
  1. Is de patiënt jonger dan 1 jaar? (leeftijd)

ADVIES
  !! Zet nu in. [KK]
     Met A0.
  i  Let op.

Regels: Oost, versie 2026.1
        sha256 abababababababababababababababababababababababababababababababab
"""


def test_the_page_reads_from_what_is_urgent_to_what_is_background() -> None:
    assert "\n".join(page(DECISION, RULES)) + "\n" == PAGE


def test_every_status_has_a_symbol() -> None:
    assert set(SYMBOLS) == set(Status)


def test_the_page_on_screen_has_no_control_characters_and_folds_at_100(mka) -> None:
    done = mka("decide", "--facts", "-", "--region", "voorbeeld-kust", input=CALL)
    assert (done.returncode, done.stderr) == (0, "")
    assert all(line.isprintable() and len(line) <= 100 for line in done.stdout.splitlines())
    assert done.stdout.startswith("AMBULANCE  ingezet")
    assert "\nPARTNERS\n  ! HartslagNu: alarmeren\n" in done.stdout
