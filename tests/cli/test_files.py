"""Writing a file: all of it or nothing, with the rights of what was there, and a reason when it cannot be."""

from __future__ import annotations

import os
from pathlib import Path

import click
import pytest

from mka_assist.cli.files import write_file


def rights(path: Path) -> int:
    return path.stat().st_mode & 0o777


def test_a_new_file_gets_the_rights_of_any_new_file(tmp_path: Path) -> None:
    mask = os.umask(0o027)
    try:
        write_file(tmp_path / "nieuw.txt", "één\n")
    finally:
        os.umask(mask)
    assert (tmp_path / "nieuw.txt").read_bytes() == "één\n".encode()
    assert rights(tmp_path / "nieuw.txt") == 0o640


@pytest.mark.parametrize("mode", [0o600, 0o664, 0o755])
def test_a_file_keeps_its_rights(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "a.txt"
    path.write_text("oud")
    path.chmod(mode)
    write_file(path, "nieuw")
    assert (path.read_text(), rights(path)) == ("nieuw", mode)
    assert [*tmp_path.iterdir()] == [path]


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "echt").mkdir()
    target, link = tmp_path / "echt" / "a.txt", tmp_path / "a.txt"
    target.write_text("oud")
    link.symlink_to(target)
    write_file(link, "nieuw")
    assert link.is_symlink()
    assert target.read_text() == "nieuw"


def test_what_may_not_be_replaced_stays(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("oud")
    with pytest.raises(click.ClickException, match="bestaat al en is niet overschreven"):
        write_file(path, "nieuw", replace=False)
    assert path.read_text() == "oud"


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("weg/a.txt", "het bestand of de map bestaat niet"),
        ("map", "dit is een map, geen bestand"),
        ("x" * 300, "de naam is te lang"),
        ("a\0b", "deze naam kan niet"),
        ("vol/a.txt/b", "dit is geen map"),
    ],
)
def test_the_reason_is_told_and_nothing_is_left_behind(tmp_path: Path, name: str, why: str) -> None:
    (tmp_path / "map").mkdir()
    (tmp_path / "vol").mkdir()
    (tmp_path / "vol" / "a.txt").write_text("oud")
    with pytest.raises(click.ClickException, match=f"kan niet worden geschreven: .*{why}"):
        write_file(tmp_path / name, "nieuw")
    assert sorted(tmp_path.iterdir()) == [tmp_path / "map", tmp_path / "vol"]
    assert (tmp_path / "vol" / "a.txt").read_text() == "oud"
