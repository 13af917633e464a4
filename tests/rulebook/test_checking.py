"""`rules check`: what a path is checked with, and that every finding is told once."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from broken_files import FOLDER

from mka_assist.paths import rules_dir
from mka_assist.rulebook.checking import check_paths
from mka_assist.rulebook.loading import files_under


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    """A copy of the shipped rules."""
    return shutil.copytree(rules_dir(), tmp_path / "rules")


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def codes(*paths: Path) -> list[str]:
    return [finding.code for finding in check_paths(paths).findings]


SHIPPED = ("", "landelijk", "regio", *(str(p.relative_to(rules_dir())) for p in files_under(rules_dir())))


@pytest.mark.parametrize("name", sorted(SHIPPED))
def test_the_shipped_rules_are_clean_as_a_whole_per_folder_and_per_file(name: str) -> None:
    result = check_paths((rules_dir() / name,))
    assert result.findings == ()
    assert result.files
    assert not result.unreadable


@pytest.mark.parametrize(
    ("folder", "name"), [("regio", "voorbeeld-kust.yaml"), ("landelijk", "hartslagnu.yaml")]
)
def test_a_file_named_from_within_its_folder_has_its_context_too(folder, name, monkeypatch) -> None:
    monkeypatch.chdir(rules_dir() / folder)
    for path in (Path(name), Path("..") / folder / name, Path()):
        assert check_paths((path,)).findings == ()


def test_a_file_in_any_other_folder_stands_alone() -> None:
    assert codes(FOLDER / "mappen" / "partner-in-twee-bestanden" / "landelijk" / "brandweer.yaml") == ["R050"]
    (alone,) = check_paths((FOLDER / "voorbeeld-klopt-niet.yaml",)).findings
    assert alone.code == "V003"


def test_a_region_is_checked_on_top_of_the_nation(rules) -> None:
    region = rules / "regio" / "voorbeeld-stad.yaml"
    change(region, "vervangt: leeftijd-vanaf-1-jaar", "vervangt: leeftijd-vanaf-2-jaar")
    (found,) = check_paths((region,)).findings
    assert (found.code, found.place.file) == ("R054", str(region))
    assert check_paths((rules,)).findings == (found,)
    assert codes(rules / "regio") == ["R054"]
    assert codes(rules / "regio" / "voorbeeld-kust.yaml") == []


def test_the_examples_of_a_region_run_also_when_its_file_is_called_yml(rules) -> None:
    region = rules / "regio" / "voorbeeld-stad.yaml"
    change(region, "{leeftijd: 11 maanden}, dan: alarmeren", "{leeftijd: 11 maanden}, dan: navragen")
    assert codes(region) == codes(rules) == ["V003"]
    region = region.rename(region.with_suffix(".YML"))
    assert codes(region) == codes(rules) == ["V003"]


def test_national_examples_are_not_held_against_a_region_that_deviates(rules) -> None:
    example = "\n      - {bij: {leeftijd: 11 maanden}, partner: politie, dan: geen_afspraak}"
    change(rules / "landelijk" / "algemeen.yaml", example, example * 2)
    assert codes(rules) == []


def test_a_mistake_in_the_nation_is_told_once_and_where_a_region_is_asked_for_too(rules) -> None:
    nation = rules / "landelijk" / "boa.yaml"
    change(nation, "groep: boa", "groep: bao")
    for path in (
        rules,
        rules / "landelijk",
        nation,
        rules / "regio",
        rules / "regio" / "voorbeeld-kust.yaml",
    ):
        (found,) = check_paths((path,)).findings
        assert (found.code, found.place.file) == ("R008", str(nation)), path


def test_a_mistake_in_each_file_is_told_in_one_run(rules) -> None:
    change(rules / "landelijk" / "boa.yaml", "groep: boa", "groep: bao")
    change(rules / "landelijk" / "politie.yaml", "naam: Politie", "naam:\tPolitie")
    change(rules / "regio" / "voorbeeld-kust.yaml", "dagen: ma-vr", "dagen: maandag")
    assert codes(rules) == ["R008", "Y006", "R044"]


def test_several_paths_tell_each_finding_once() -> None:
    one, other = FOLDER / "ja-met-hoofdletter.yaml", FOLDER / "tab.yaml"
    result = check_paths((other, one, other, one))
    assert [f.place.file for f in result.findings] == [str(one), str(other)]
    assert result.files == (str(other), str(one))
    assert not result.unreadable


def test_findings_stand_in_the_order_of_the_text(tmp_path) -> None:
    lines = (
        (FOLDER / "ja-met-hoofdletter.yaml").read_text(encoding="utf-8").replace("dan: uitgesloten", "dan: x")
    )
    path = tmp_path / "a.yaml"
    path.write_text(lines.replace("soort: partner", "soort: partner\nx: 1"), encoding="utf-8")
    assert [(f.code, f.place.line) for f in check_paths((path,)).findings] == [
        ("R002", 2),
        ("F003", 10),
        ("R008", 15),
    ]


def test_a_warning_alone_does_not_keep_the_examples_from_running(tmp_path) -> None:
    text = (FOLDER / "voorbeeld-klopt-niet.yaml").read_text(encoding="utf-8")
    second = text[text.index("  - id") : text.index("    voorbeelden")].replace("jonger-dan-1-jaar", "tweede")
    second = second.replace("leeftijd: onder 1 jaar", "zelfdoding: ja")
    path = tmp_path / "a.yaml"
    path.write_text(text + second, encoding="utf-8")
    assert codes(path) == ["V003", "R030"]


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("weg.yaml", "fout B001: het bestand bestaat niet. Hulp: Controleer de map en de bestandsnaam."),
        ("weg/", "fout B001: het bestand bestaat niet. Hulp: Controleer de map en de bestandsnaam."),
        ("x" * 5000, "fout B002: het bestand kan niet worden gelezen. Hulp: Controleer de leesrechten."),
        ("a\0b.yaml", "fout B002: het bestand kan niet worden gelezen. Hulp: Controleer de leesrechten."),
        (
            "leeg",
            "fout B001: in deze map staan geen regelbestanden (.yaml). "
            "Hulp: Geef de map met regelbestanden, bijvoorbeeld rules/.",
        ),
        ("pijp.yaml", "fout B006: dit is geen gewoon bestand. Hulp: Geef een gewoon bestand op."),
        (
            "groot.yaml",
            "fout B003: het bestand is groter dan 1 MB. Hulp: Verdeel de inhoud over meer bestanden.",
        ),
        ("kapot.yaml", "fout B001: het bestand bestaat niet. Hulp: Controleer de map en de bestandsnaam."),
        ("kring.yaml", "fout B002: het bestand kan niet worden gelezen. Hulp: Controleer de leesrechten."),
    ],
    ids=lambda text: ascii(text[:20]),
)  # fmt: skip
def test_what_cannot_be_read_is_said_and_marked(tmp_path, name, message) -> None:
    (tmp_path / "leeg").mkdir()
    os.mkfifo(tmp_path / "pijp.yaml")
    (tmp_path / "groot.yaml").write_bytes(b"#" * 1_000_001)
    (tmp_path / "kapot.yaml").symlink_to(tmp_path / "weg")
    (tmp_path / "kring.yaml").symlink_to(tmp_path / "kring.yaml")
    path = tmp_path / name
    result = check_paths((path,))
    assert [str(finding) for finding in result.findings] == [f"{path}: {message}"]
    assert result.unreadable


def test_a_broken_link_in_a_folder_is_not_passed_over(rules) -> None:
    (rules / "landelijk" / "kapot.yaml").symlink_to(rules / "weg")
    result = check_paths((rules,))
    assert [f.code for f in result.findings] == ["B001"]
    assert result.unreadable


def test_an_unreadable_folder_is_not_passed_over(rules, monkeypatch) -> None:
    real = os.scandir

    def scandir(path):
        if Path(path).name == "landelijk":
            raise PermissionError(13, "Permission denied", str(path))
        return real(path)

    monkeypatch.setattr(os, "scandir", scandir)
    (found,) = check_paths((rules,)).findings
    assert str(found) == (
        f"{rules}/landelijk: fout B002: deze map is niet te lezen. Hulp: Controleer de leesrechten."
    )


def test_too_many_values_are_refused(tmp_path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text("- a\n" * 50_001, encoding="utf-8")
    (found,) = check_paths((path,)).findings
    assert (found.code, found.place.line) == ("Y019", 50_000)


def test_files_without_rules_are_passed_over(rules) -> None:
    for name in ("LEESMIJ.md", "landelijk/boa.yaml~", "landelijk/boa.yaml.oud"):
        (rules / name).write_text("{", encoding="utf-8")
    (rules / "map.yaml").mkdir()
    assert codes(rules) == []
