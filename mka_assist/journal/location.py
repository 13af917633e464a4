"""Where the journal is, and making a new one that is whole from the first moment it can be seen."""

from __future__ import annotations

import os
import sqlite3
import tempfile
from contextlib import closing, suppress
from pathlib import Path

from platformdirs import user_data_path

from mka_assist.call.log import JournalError
from mka_assist.journal.chain import GENESIS
from mka_assist.journal.trouble import damaged

APPLICATION = 0x6D6B6131  # "mka1"
SCHEMA = 1
SMALLEST = 512
"""The size in bytes of the smallest page SQLite has."""
_TABLE = f"""
CREATE TABLE events (
  seq INTEGER PRIMARY KEY,
  call TEXT NOT NULL,
  call_seq INTEGER NOT NULL,
  at TEXT NOT NULL,
  type TEXT NOT NULL,
  payload TEXT NOT NULL,
  prev TEXT NOT NULL,
  hash TEXT NOT NULL,
  UNIQUE (call, call_seq)
);
CREATE TRIGGER events_no_update BEFORE UPDATE ON events BEGIN SELECT RAISE(ABORT, 'alleen toevoegen'); END;
CREATE TRIGGER events_no_delete BEFORE DELETE ON events BEGIN SELECT RAISE(ABORT, 'alleen toevoegen'); END;
CREATE TRIGGER events_follow BEFORE INSERT ON events BEGIN
  SELECT CASE
    WHEN (NEW.seq - 1) || NEW.prev IS NOT
      coalesce((SELECT seq || hash FROM events ORDER BY seq DESC LIMIT 1), '0{GENESIS}')
    THEN RAISE(ABORT, 'keten')
    WHEN NEW.type = 'call_opened' AND NEW.call_seq > 1 THEN RAISE(ABORT, 'bestaat')
    WHEN NEW.type <> 'call_opened' AND NEW.call_seq = 1 THEN RAISE(ABORT, 'onbekend')
    WHEN NEW.call_seq - 1 IS NOT (SELECT coalesce(max(call_seq), 0) FROM events WHERE call = NEW.call)
    THEN RAISE(ABORT, 'bezet')
    WHEN (SELECT type FROM events WHERE call = NEW.call AND call_seq = NEW.call_seq - 1) = 'call_closed'
    THEN RAISE(ABORT, 'afgesloten')
  END;
END;
"""
# The insert trigger also stops INSERT OR REPLACE, which deletes without firing a delete trigger.


def locate(url: str | Path = "") -> Path:
    """The file a URL means: a path or sqlite:///path; nothing means the user's own data folder."""
    if not url:
        folder = user_data_path("mka-assist", appauthor=False)
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return folder / "journaal.sqlite3"
    text = str(url)
    if text.startswith("sqlite:///"):
        text = text.removeprefix("sqlite:///")
    elif "://" in text:
        raise JournalError(
            f"Het journaal {text} heeft een onbekende soort.", "Geef een pad of sqlite:///pad."
        )
    if not text or "\0" in text:
        raise JournalError("Het pad van het journaal is leeg of bevat een nulteken.", "Geef een pad.")
    try:
        return Path(text).expanduser().absolute()
    except RuntimeError:  # "~somebody" that does not exist
        return Path(text).absolute()


def check_file(path: Path) -> None:
    """Refuse what cannot be a journal before SQLite touches it. Raises `JournalError` or `OSError`."""
    if path.is_dir():
        raise JournalError(f"Het journaal {path} is een map.", "Geef de naam van een bestand.")
    if not path.is_file():
        raise JournalError(f"Het journaal {path} is geen gewoon bestand.", "Geef de naam van een bestand.")
    size = path.stat().st_size
    if 0 < size < SMALLEST:  # SQLite would take this for a new database
        raise damaged(path)
    if size == 0:
        raise JournalError(
            f"Het journaal {path} is een leeg bestand.",
            "Herstel een kopie, of verwijder het bestand om opnieuw te beginnen.",
        )


def create(path: Path) -> None:
    """Make a new, empty journal that only its owner can read; leave it be when somebody else just made it.

    It is made under another name and then linked into place, so a journal is never seen half made.
    Raises `OSError` or `sqlite3.Error`.
    """
    if not path.parent.is_dir():
        raise JournalError(f"De map {path.parent} voor het journaal bestaat niet.", "Maak de map eerst aan.")
    handle, name = tempfile.mkstemp(prefix=f".{path.name[:50]}.", suffix=".nieuw", dir=path.parent)
    os.close(handle)
    made = Path(name)
    try:
        with closing(sqlite3.connect(made, isolation_level=None)) as connection:
            connection.execute("PRAGMA synchronous = FULL")
            connection.executescript(f"BEGIN; {_TABLE}")
            connection.execute(f"PRAGMA application_id = {APPLICATION}")
            connection.execute(f"PRAGMA user_version = {SCHEMA}")
            connection.execute("COMMIT")
            connection.execute("PRAGMA journal_mode = WAL")
        with suppress(FileExistsError):
            os.link(made, path)
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
    finally:
        for rest in ("", "-journal", "-wal", "-shm"):
            Path(name + rest).unlink(missing_ok=True)
