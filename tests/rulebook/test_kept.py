"""Copies of accepted rulebooks: whole or absent, found by hash, a bounded number, and never in the way."""

from __future__ import annotations

import datetime as dt
import json
import os
import shutil
from pathlib import Path

import pytest

from mka_assist.paths import rules_dir
from mka_assist.rulebook import kept as module
from mka_assist.rulebook.kept import KeptRulebooks
from mka_assist.rulebook.loading import load_rulebook
from mka_assist.rulebook.model import RuleBook

REGION = "voorbeeld-kust"
DAY = dt.date(2026, 11, 22)
NOTHING = ("", None)


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    """A copy of the shipped rules."""
    return shutil.copytree(rules_dir(), tmp_path / "rules")


@pytest.fixture
def kept(tmp_path: Path) -> KeptRulebooks:
    return KeptRulebooks(tmp_path / "data" / "regelboeken")


def edited(rules: Path, text: str, region: str = "") -> RuleBook:
    with (rules / "landelijk" / "knrm.yaml").open("a") as file:
        file.write(f"# {text}\n")
    return load_rulebook(rules, region)


def left_over(kept: KeptRulebooks) -> list[str]:
    return [path.name for path in kept.folder.iterdir() if path.name.startswith(".")]


def test_a_copy_is_the_same_rulebook_and_only_that(rules, kept) -> None:
    book = load_rulebook(rules, REGION)
    assert kept.keep(rules, book)
    copy = kept.copy_of(book.sha256)
    assert copy == kept.folder / book.sha256
    assert load_rulebook(copy, REGION).sha256 == book.sha256
    found = {path.relative_to(copy).as_posix() for path in copy.rglob("*") if path.is_file()}
    assert found == set(book.files)
    assert kept.folder.stat().st_mode & 0o777 == 0o700
    assert left_over(kept) == []


def test_the_last_good_one_is_of_this_folder_and_this_region(rules, kept, tmp_path, monkeypatch) -> None:
    first, coast = load_rulebook(rules), load_rulebook(rules, REGION)
    assert kept.last_good(rules, "") == NOTHING
    kept.keep(rules, first)
    kept.keep(rules, coast, DAY)
    second = edited(rules, "anders")
    kept.keep(rules, second)
    assert kept.last_good(rules, "") == (second.sha256, None)
    assert kept.last_good(rules, REGION) == (coast.sha256, DAY)
    assert kept.last_good(tmp_path / "elders", "") == kept.last_good(rules, "voorbeeld-stad") == NOTHING
    monkeypatch.chdir(tmp_path)
    assert kept.last_good(Path("rules"), "")[0] == second.sha256
    assert kept.copy_of(first.sha256)


def test_a_signature_goes_along_also_when_it_came_later(rules, kept) -> None:
    book = load_rulebook(rules)
    kept.keep(rules, book)
    for text in ('{"handtekeningen": []}', '{"handtekeningen": [] }'):
        (rules / "handtekening.json").write_text(text)
        kept.keep(rules, book)
        assert (kept.copy_of(book.sha256) / "handtekening.json").read_text() == text
    assert load_rulebook(kept.copy_of(book.sha256)).sha256 == book.sha256
    assert left_over(kept) == []


def test_a_damaged_copy_is_made_again(rules, kept) -> None:
    book = load_rulebook(rules)
    kept.keep(rules, book)
    copy = kept.copy_of(book.sha256)
    (copy / "landelijk" / "knrm.yaml").write_text("stuk")
    (copy / "landelijk" / "extra.yaml").write_text("erbij")
    kept.keep(rules, book)
    assert load_rulebook(copy).sha256 == book.sha256


def test_what_changed_since_it_was_read_is_not_kept_under_the_wrong_name(rules, kept) -> None:
    book = load_rulebook(rules)
    edited(rules, "anders")
    assert not kept.keep(rules, book)
    assert kept.copy_of(book.sha256) is None
    (rules / "landelijk" / "knrm.yaml").unlink()
    assert not kept.keep(rules, book)


@pytest.mark.parametrize("name", ["", "..", "../../etc", "A" * 64, "a" * 64, "a" * 63 + "\n"])
def test_only_a_hash_of_a_copy_names_one(kept, name) -> None:
    assert kept.copy_of(name) is None


@pytest.mark.parametrize("text", ["", "[]", "{}", "1", "{"])
def test_a_damaged_note_is_no_note(rules, kept, text) -> None:
    kept.keep(rules, load_rulebook(rules))
    (note,) = (kept.folder / "laatste").iterdir()
    note.write_text(text)
    assert kept.last_good(rules, "") == NOTHING
    assert kept.keep(rules, edited(rules, "anders"))


def test_a_bounded_number_is_kept_and_never_without_the_last_good_ones(rules, kept, monkeypatch) -> None:
    monkeypatch.setattr(module, "MOST", 3)
    coast = load_rulebook(rules, REGION)
    kept.keep(rules, coast)
    made = []
    for number in range(6):
        made.append(edited(rules, str(number)))
        kept.keep(rules, made[-1])
        for age, path in enumerate(
            sorted(kept.folder.glob("[0-9a-f]*"), key=lambda p: -p.stat().st_mtime_ns)
        ):
            os.utime(
                path, (1_000_000 - age, 1_000_000 - age)
            )  # the order is that of keeping, not of the clock
    alive = [book for book in (coast, *made) if kept.copy_of(book.sha256)]
    assert alive == [coast, *made[-3:]]


@pytest.mark.parametrize("obstacle", ["file", "note"])
def test_a_disk_that_refuses_stops_nobody(rules, kept, obstacle) -> None:
    book = load_rulebook(rules)
    kept.folder.parent.mkdir()
    if obstacle == "file":
        kept.folder.write_text("geen map")
    else:
        kept.folder.mkdir()
        (kept.folder / "laatste").write_text(json.dumps("geen map"))
    assert not kept.keep(rules, book)
    assert kept.last_good(rules, "") == NOTHING
