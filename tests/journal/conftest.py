"""Journals with a call in them, and what an intruder with SQLite could do to a copy."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from shutil import copyfile

import pytest
from scripted import play

from mka_assist.journal.store import Journal

Tamper = Callable[..., None]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "journaal.sqlite3"


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("journaal") / "journaal.sqlite3"
    with Journal.open(path) as journal:
        play(journal, "1")
        play(journal, "2", 3)
    return path


@pytest.fixture
def filled(template: Path, path: Path) -> Path:
    """A closed journal with two calls, one after the other."""
    return Path(copyfile(template, path))


@pytest.fixture
def tamper() -> Tamper:
    """Run SQL on a journal with its triggers out of the way."""

    def run(path: Path, *statements: str) -> None:
        with closing(sqlite3.connect(path, isolation_level=None)) as connection:
            for (name,) in connection.execute(
                "SELECT name FROM sqlite_master WHERE type = 'trigger'"
            ).fetchall():
                connection.execute(f"DROP TRIGGER {name}")
            for statement in statements:
                connection.execute(statement)

    return run
