"""What is compared: folders, single files in their context, git revisions; and what is said of all else."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from mka_assist.paths import rules_dir
from mka_assist.rulebook.diagnostics import Finding, InputError
from mka_assist.rulebook.difference.report import report
from mka_assist.rulebook.difference.sources import rule_sets

DAY = dt.date(2026, 11, 22)
FILE = Path("landelijk", "hartslagnu.yaml")
OLD, NEW = "leeftijd: onder 1 jaar", "leeftijd: onder 2 jaar"


def git(folder: Path, *arguments: str) -> str:
    command = ["git", "-c", "user.name=Proef", "-c", "user.email=proef@example.org", *arguments]
    environment = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    done = subprocess.run(
        command, cwd=folder, env=environment, check=True, capture_output=True, text=True, timeout=60
    )
    return done.stdout.strip()


def edit(folder: Path, old: str = OLD, new: str = NEW, file: Path = FILE) -> None:
    text = (folder / file).read_text(encoding="utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The shipped rules, in a repository with two revisions; the second has another limit of age."""
    root = tmp_path / "archief"
    shutil.copytree(rules_dir(), root / "rules")
    git(tmp_path, "init", "-q", "-b", "main", str(root))
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", "een")
    git(root, "tag", "eerste")
    edit(root / "rules")
    git(root, "commit", "-q", "-a", "-m", "twee")
    return root


def told(old: str | Path, new: str | Path, region: str = "") -> list[tuple[str, str]]:
    with rule_sets(str(old), str(new)) as (was, becomes):
        found = report(was, becomes, region, DAY)
    return [(one.region.subject.id, one.when) for book in found.books for one in book.told]


LIMIT = [("hartslagnu", "kind van 1 tot 2 jaar of alleen bekend als onder 2 jaar")]


def test_folders(folder: Path) -> None:
    assert told(rules_dir(), folder / "rules") == LIMIT
    assert told(folder / "rules", folder / "rules") == []


def test_revisions_of_the_folder_on_the_other_side(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert told("eerste", folder / "rules") == LIMIT
    assert told("HEAD", folder / "rules") == []
    monkeypatch.chdir(folder / "rules")
    assert told("HEAD~1", ".") == LIMIT
    assert told("HEAD~1:rules", "main:./rules/") == LIMIT
    assert told("eerste", "main") == LIMIT


def test_what_is_not_committed_is_seen_in_the_folder_and_not_in_the_revision(folder: Path) -> None:
    edit(folder / "rules", NEW, "leeftijd: onder 3 jaar")
    assert told("main", folder / "rules") == [
        ("hartslagnu", "kind van 2 tot 3 jaar of alleen bekend als onder 3 jaar")
    ]


def test_a_single_file_is_compared_in_its_folder(folder: Path, tmp_path: Path) -> None:
    loose = tmp_path / "voorstel.yaml"
    shutil.copy(rules_dir() / FILE, loose)
    assert told(loose, folder / "rules" / FILE) == LIMIT
    assert told(rules_dir() / FILE, loose) == []
    edit(folder / "rules", "uitsluiting: {zelfdoding: ja}", "uitsluiting: {zelfdoding: [ja, nee]}")
    edit(folder / "rules", "locatie: ziekenhuis", "locatie: zorginstelling", Path("landelijk/algemeen.yaml"))
    assert {when for _, when in told(loose, folder / "rules" / FILE)} == {LIMIT[0][1], "zelfdoding nee"}


def test_a_single_file_at_a_revision(folder: Path) -> None:
    file = folder / "rules" / FILE
    assert told("eerste", file) == told(f"eerste:rules/{FILE}", file) == LIMIT
    assert told(f"eerste:rules/{FILE}", f"{folder / 'rules'}") == LIMIT


def test_two_files_at_revisions_have_the_context_of_the_new_one(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)
    assert told(f"eerste:rules/{FILE}", f"main:rules/{FILE}") == LIMIT


def test_loose_files_are_compared_by_themselves(tmp_path: Path) -> None:
    old, new = tmp_path / "oud.yaml", tmp_path / "nieuw.yaml"
    shutil.copy(rules_dir() / FILE, old)
    new.write_text(old.read_text(encoding="utf-8").replace(OLD, NEW, 1), encoding="utf-8")
    assert told(old, new) == LIMIT


def test_a_region_by_itself(folder: Path, tmp_path: Path) -> None:
    edited = tmp_path / "nieuw"
    shutil.copytree(folder / "rules", edited)
    edit(edited, "vanaf 4 weken}", "vanaf 6 weken}", Path("regio/voorbeeld-stad.yaml"))
    expected = [("politie", "kind van 4 tot 6 weken of alleen bekend als onder 6 weken")]
    assert told(folder / "rules", edited, "voorbeeld-stad") == told(folder / "rules", edited) == expected
    assert told(folder / "rules", edited, "voorbeeld-kust") == []


def test_a_region_that_only_one_side_has(folder: Path, tmp_path: Path) -> None:
    edited = tmp_path / "nieuw"
    shutil.copytree(folder / "rules", edited)
    (edited / "regio" / "voorbeeld-stad.yaml").unlink()
    with rule_sets(str(folder / "rules"), str(edited)) as (was, becomes):
        found = report(was, becomes, "", DAY)
    assert (found.gone, found.added, found.differs) == (("voorbeeld-stad",), (), True)


def refused(old: str | Path, new: str | Path) -> str:
    with pytest.raises(InputError) as caught:
        told(old, new)
    return str(caught.value)


@pytest.mark.parametrize("name", ["geen-revisie", "-n", "--all", "HEAD~99", "", ":rules", "main:x\ny"])
def test_an_unknown_revision(folder: Path, name: str) -> None:
    said = refused(name, folder / "rules")
    assert said.startswith(f"{name}: fout D00{4 if name.startswith('main') else 3}: ")


def test_a_name_that_no_process_can_be_given(folder: Path) -> None:
    assert "D005: git kan niet worden gestart" in refused("main\0", folder / "rules")


def test_a_path_that_the_revision_does_not_have(folder: Path) -> None:
    said = refused("main:regels", folder / "rules")
    assert said == (
        'main:regels: fout D004: in deze revisie staan geen regelbestanden in "regels". '
        "Hulp: Geef het pad erbij, bijvoorbeeld main:rules."
    )
    assert "D004" in refused("main:rules/landelijk/weg.yaml", folder / "rules")


def test_no_repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    assert "D002" in refused("HEAD", rules_dir().parent / "bestaat-niet")


def test_no_git(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(folder))
    said = refused("HEAD", folder / "rules")
    assert "D001: git is niet gevonden" in said


def test_a_mistake_at_a_revision_has_the_name_that_was_typed(folder: Path) -> None:
    edit(folder / "rules", NEW, "leeftijdd: onder 2 jaar")
    git(folder, "commit", "-q", "-a", "-m", "fout")
    said = refused(folder / "rules", "HEAD")
    assert f"{folder / 'rules' / FILE}:" in said
    edit(folder / "rules", "leeftijdd", "leeftijd")
    said = refused("HEAD", folder / "rules")
    assert said.startswith(f"HEAD:rules/{FILE}:")
    assert "mka-assist-" not in said


def test_what_is_found_while_comparing_has_the_name_that_was_typed(folder: Path) -> None:
    with rule_sets("HEAD", str(folder / "rules")) as (was, _):
        rule = was.load().rules["zelfdoding"]
        with pytest.raises(InputError) as caught, was.named():
            raise InputError(Finding("A017", rule.place, "te ingewikkeld"))
    assert str(caught.value).startswith(f"HEAD:rules/{FILE}:")


def test_a_file_that_is_too_large_at_a_revision(folder: Path) -> None:
    (folder / "rules" / "landelijk" / "groot.yaml").write_text("#" * 1_000_001)
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "groot")
    (folder / "rules" / "landelijk" / "groot.yaml").unlink()
    assert refused("HEAD", folder / "rules").startswith("HEAD:rules/landelijk/groot.yaml: fout B003")


def test_links_in_a_revision_are_not_followed(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "geheim.yaml").write_text("soort: partner\n")
    (folder / "rules" / "landelijk" / "link.yaml").symlink_to(tmp_path / "geheim.yaml")
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "link")
    (folder / "rules" / "landelijk" / "link.yaml").unlink()
    assert told("HEAD", folder / "rules") == []


def test_a_fact_of_another_kind_cannot_be_compared(folder: Path, tmp_path: Path) -> None:
    edited = tmp_path / "nieuw"
    shutil.copytree(folder / "rules", edited)
    edit(edited, "soort: getal", "soort: tekst", Path("regio/voorbeeld-platteland.yaml"))
    text = (edited / "regio" / "voorbeeld-platteland.yaml").read_text(encoding="utf-8")
    text = text.replace("vanaf 8}", '"8"}').replace(
        "aanrijtijd_ambulance: onder 8", 'aanrijtijd_ambulance: "8"'
    )
    (edited / "regio" / "voorbeeld-platteland.yaml").write_text(text, encoding="utf-8")
    assert "D007" in refused(folder / "rules", edited)
