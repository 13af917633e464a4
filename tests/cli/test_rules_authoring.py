"""`rules docs`, `fmt`, `new` and `schema` as processes: what they print, write and refuse, and the code."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from mka_assist.paths import rules_dir
from mka_assist.rulebook.schema import schema_text

UNTIDY = """\
# De brandweer.
naam: Brandweer
soort: partner
partner: brandweer   # zo heet zij
groep: brandweer
geldig_vanaf: 2024-05-01
"""
TIDY = """\
# De brandweer.
soort: partner
partner: brandweer  # zo heet zij
naam: Brandweer
groep: brandweer
geldig_vanaf: 2024-05-01
"""


def test_docs_shows_markdown_and_writes_html(mka, tmp_path: Path) -> None:
    shown = mka("rules", "docs")
    assert (shown.returncode, shown.stderr) == (0, "")
    assert shown.stdout.startswith("# Regels first responders reanimatie: landelijk\n")
    assert "VOORBEELD" not in shown.stdout
    written = mka("rules", "docs", "--region", "voorbeeld-kust", "--format", "html", "--output", "kust.html")
    assert (written.returncode, written.stdout, written.stderr) == (0, "", "")
    text = (tmp_path / "kust.html").read_text(encoding="utf-8")
    assert text.startswith("<!DOCTYPE html>\n")
    assert text.endswith("</html>\n")
    assert "VOORBEELD: deze regio bestaat niet" in text


def test_docs_is_utf_8_wherever_it_goes(mka) -> None:
    shown = mka("rules", "docs", env={"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii"})
    assert shown.returncode == 0
    assert "patiënt" in shown.stdout


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["weg"], "weg: fout B001: deze map bestaat niet of is geen map"),
        (
            ["--region", "voorbeeld-kus"],
            'fout B010: onbekende regio "voorbeeld-kus". Hulp: Bedoelde u "voorbeeld-kust"?',
        ),
        (["--output", "weg/a.md"], "Fout: weg/a.md kan niet worden geschreven: "),
        (["--format", "pdf"], "'pdf' is niet een van 'md', 'html'"),
    ],
)
def test_docs_refuses_in_one_line(mka, arguments: list[str], words: str) -> None:
    done = mka("rules", "docs", *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert words in done.stderr
    assert done.stderr.count("\n") == 1


def test_docs_describes_the_version_of_a_day(mka, tmp_path: Path) -> None:
    rules = tmp_path / "regels"
    shutil.copytree(rules_dir() / "landelijk", rules / "landelijk")
    region = (
        'soort: regio\nregio: proef\nnaam: {}\nversie: "1"\ngeldig_vanaf: {}\n{}'
        'partners:\n  - partner: hartslagnu\n    bericht: "{{gemeente}}"\n'
    )
    (rules / "regio").mkdir()
    old, new = rules / "regio" / "proef.yaml", rules / "regio" / "proef@2027.yaml"
    old.write_text(region.format("Oud", "2026-01-01", "geldig_tot: 2026-12-31\n"))
    new.write_text(region.format("Nieuw", "2027-01-01", ""))
    for day, name in (("2026-06-01", "Oud"), ("2027-06-01", "Nieuw")):
        shown = mka("rules", "docs", "regels", "--region", "proef", "--at", day)
        assert shown.stdout.startswith(f"# Regels first responders reanimatie: {name}\n"), shown.stderr
        assert "Andere versies" in shown.stdout


def test_fmt_formats_once_and_is_then_content(mka, tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    file.write_text(UNTIDY)
    file.chmod(0o640)
    check = mka("rules", "fmt", "--check", "a.yaml")
    assert (check.returncode, check.stderr) == (1, "")
    assert check.stdout.splitlines() == [
        "a.yaml: wordt anders opgemaakt",
        "1 anders, 0 al goed, 0 niet aangeraakt",
    ]
    assert file.read_text() == UNTIDY
    done = mka("rules", "fmt", "a.yaml")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == ["a.yaml: opgemaakt", "1 opgemaakt, 0 al goed, 0 niet aangeraakt"]
    assert file.read_text() == TIDY
    assert file.stat().st_mode & 0o777 == 0o640
    again = mka("rules", "fmt", "--check", ".")
    assert (again.returncode, again.stdout) == (0, "0 anders, 1 al goed, 0 niet aangeraakt\n")


def test_fmt_does_not_touch_a_file_with_mistakes(mka, tmp_path: Path) -> None:
    wrong = UNTIDY.replace("groep: brandweer", "groep: brandwer")
    (tmp_path / "fout.yaml").write_text(wrong)
    (tmp_path / "goed.yaml").write_text(UNTIDY)
    done = mka("rules", "fmt", "fout.yaml", "goed.yaml")
    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout.splitlines() == [
        "goed.yaml: opgemaakt",
        'fout.yaml:5:8: fout R008: "brandwer" kan niet bij groep. Hulp: Bedoelde u "brandweer"?',
        "1 opgemaakt, 0 al goed, 1 niet aangeraakt",
    ]
    assert (tmp_path / "fout.yaml").read_text() == wrong
    assert (tmp_path / "goed.yaml").read_text() == TIDY


def test_fmt_says_what_it_cannot_read(mka, tmp_path: Path) -> None:
    (tmp_path / "leeg.yaml").write_text("")
    (tmp_path / "binair.yaml").write_bytes(b"\xff\xfe")
    (tmp_path / "map").mkdir()
    for path in ("weg.yaml", "leeg.yaml", "binair.yaml", "map"):
        done = mka("rules", "fmt", path)
        assert (done.returncode, done.stderr) == (2, ""), path
        assert done.stdout.startswith(path)


def test_the_shipped_rules_are_formatted(mka) -> None:
    done = mka("rules", "fmt", "--check")
    assert done.returncode == 0, done.stdout


def test_schema_is_shown_and_written(mka, tmp_path: Path) -> None:
    shown = mka("rules", "schema", env={"PYTHONIOENCODING": "ascii"})
    assert (shown.returncode, shown.stderr, shown.stdout) == (0, "", schema_text())
    assert mka("rules", "schema", "--output", "s.json").returncode == 0
    assert json.loads((tmp_path / "s.json").read_text(encoding="utf-8")) == json.loads(shown.stdout)


def test_new_shows_a_file_that_can_be_kept(mka, tmp_path: Path) -> None:
    shown = mka("rules", "new", "region", "rijnmond", "--rav", "17", "--partner", "politie")
    assert (shown.returncode, shown.stderr) == (0, "")
    assert "naam: Rotterdam-Rijnmond\n" in shown.stdout
    assert "  - partner: politie\n" in shown.stdout
    assert "brandweer" not in shown.stdout
    assert list(tmp_path.iterdir()) == [tmp_path / "home"]


def test_new_makes_a_folder_that_works(mka, tmp_path: Path) -> None:
    made = mka("rules", "new", "region", "mijn-regio", "--name", "Mijn regio", "--output", "regels")
    assert (made.returncode, made.stderr) == (0, "")
    lines = made.stdout.splitlines()
    assert lines[:3] == [
        "regels/landelijk: de landelijke regels 2026.1 erbij gezet",
        "regels/schema.json: het schema voor uw editor erbij gezet",
        "regels/regio/mijn-regio.yaml: gemaakt",
    ]
    text = (tmp_path / "regels" / "regio" / "mijn-regio.yaml").read_text(encoding="utf-8")
    assert lines[3] == f"Nog in te vullen: {text.count('TODO: ')} plekken."
    assert lines[-1] == "Controleer daarna met: mka-assist rules check regels/regio/mijn-regio.yaml"
    listed = [line.strip().rpartition(": TODO")[0] for line in lines[4:-1]]
    checked = mka("rules", "check", "regels")
    assert checked.returncode == 1
    assert [line.partition(": fout R070")[0] for line in checked.stdout.splitlines()[:-1]] == listed
    assert json.loads((tmp_path / "regels" / "schema.json").read_text(encoding="utf-8"))
    assert mka("rules", "fmt", "--check", "regels").returncode == 0


def test_new_adds_to_a_folder_that_has_rules_and_replaces_nothing(mka, tmp_path: Path) -> None:
    shutil.copytree(rules_dir() / "landelijk", tmp_path / "landelijk")
    (tmp_path / "landelijk" / "ghor.yaml").write_text(
        UNTIDY.replace("brandweer   # zo heet zij", "ghor").replace("naam: Brandweer", "naam: GHOR")
    )
    made = mka("rules", "new", "region", "eigen", "--name", "Eigen", "--partner", "ghor", "--output", ".")
    assert (made.returncode, made.stderr) == (0, "")
    assert made.stdout.splitlines()[0] == "regio/eigen.yaml: gemaakt"
    assert "  - partner: ghor\n" in (tmp_path / "regio" / "eigen.yaml").read_text()
    assert not (tmp_path / "schema.json").exists()
    again = mka("rules", "new", "region", "eigen", "--name", "Anders", "--output", ".")
    assert (again.returncode, again.stdout) == (2, "")
    assert "regio/eigen.yaml bestaat al en is niet overschreven" in again.stderr
    assert "naam: Eigen\n" in (tmp_path / "regio" / "eigen.yaml").read_text()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["Mijn regio", "--name", "x"], "'Mijn regio' kan niet als naam van een regio"),
        (["../weg", "--name", "x"], "'../weg' kan niet als naam van een regio"),
        (["proef"], "De naam van de regio ontbreekt: geef --name of --rav."),
        (["proef", "--rav", "26"], "Onbekende regio '26' bij --rav. Geef een nummer van 1 tot en met 25."),
        (["proef", "--rav", "Zeland"], "Onbekende regio 'Zeland' bij --rav. Bedoelde u \"Zeeland\"?"),
        (["proef", "--name", 'a "b"'], "kan niet als naam"),
        (["proef", "--name", "a\nb"], "kan niet als naam"),
        (
            ["proef", "--name", "x", "--partner", "polite"],
            "Onbekende partner 'polite'. Bedoelde u \"politie\"?",
        ),
    ],
)
def test_new_refuses_in_one_line(mka, tmp_path: Path, arguments: list[str], words: str) -> None:
    done = mka("rules", "new", "region", *arguments, "--output", "regels")
    assert (done.returncode, done.stdout) == (2, "")
    assert words in done.stderr
    assert done.stderr.count("\n") == 1
    assert not (tmp_path / "regels").exists()
