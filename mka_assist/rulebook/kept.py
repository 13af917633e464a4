"""Copies of rulebooks that were accepted: to fall back on, and to go on with a call that began under one.

A copy is a folder of rules of its own, named by the hash of the rulebook in it, and is never changed. Losing
the copies costs only the way back, so a disk that refuses is no reason to stop.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
import re
import shutil
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import platformdirs

from mka_assist.rulebook.diagnostics import InputError
from mka_assist.rulebook.loading import contents_of, hash_of
from mka_assist.rulebook.model import RuleBook
from mka_assist.rulebook.signatures import SIGNATURES
from mka_assist.rulebook.source import load_bytes

MOST = 30
"""So many copies are kept, those used last; one that a folder last opened with is never thrown away."""
_HASH = re.compile(r"[0-9a-f]{64}")
_LAST = "laatste"


@dataclass(frozen=True, slots=True)
class KeptRulebooks:
    """The copies in one folder."""

    folder: Path

    @classmethod
    def of_user(cls) -> KeptRulebooks:
        """The copies in the user's own data folder."""
        return cls(platformdirs.user_data_path("mka-assist", appauthor=False) / "regelboeken")

    def keep(self, root: Path, rulebook: RuleBook, on: dt.date | None = None) -> bool:
        """Keep a rulebook that was read from this folder for a day, as its last good one. Says whether that
        worked."""
        try:
            contents = contents_of(root, rulebook.region)
            if hash_of({name: contents.get(name, b"") for name in rulebook.files}) != rulebook.sha256:
                return False  # changed since it was read: the next one that is accepted will be kept
            if os.path.lexists(root / SIGNATURES):
                contents[SIGNATURES] = load_bytes(root / SIGNATURES)
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._copy(rulebook.sha256, contents)
            self._note(root, rulebook, on)
            self._prune(rulebook.sha256)
        except (InputError, OSError):
            return False
        return True

    def copy_of(self, sha256: str) -> Path | None:
        """The folder of rules with a kept rulebook, by its hash. What is in it must still prove itself."""
        if not _HASH.fullmatch(sha256):
            return None
        folder = self.folder / sha256
        return folder if folder.is_dir() else None

    def last_good(self, root: Path, region: str) -> tuple[str, dt.date | None]:
        """The hash of the rulebook that was last kept from a folder for a region, or nothing; and for which
        day it was read."""
        try:
            noted = json.loads(self._note_of(root, region).read_bytes())
            return str(noted["sha256"]), dt.date.fromisoformat(noted["dag"]) if noted["dag"] else None
        except (OSError, ValueError, LookupError, TypeError):
            return "", None

    def _copy(self, sha256: str, contents: Mapping[str, bytes]) -> None:
        """Make a copy under another name and then give it its own, so that it is never seen half made."""
        target = self.folder / sha256
        if _is_copy(target, contents):
            os.utime(target)
            return
        made = Path(tempfile.mkdtemp(prefix=".nieuw-", dir=self.folder))
        try:
            for name, data in contents.items():
                path = made / name
                path.parent.mkdir(parents=True, exist_ok=True)
                with path.open("wb") as file:
                    file.write(data)
                    file.flush()
                    os.fsync(file.fileno())
            old = self.folder / f"{made.name}-oud"
            if target.exists():  # the same rules, but with another signature, or damaged
                target.rename(old)
            made.rename(target)
            shutil.rmtree(old, ignore_errors=True)
        finally:
            shutil.rmtree(made, ignore_errors=True)

    def _note(self, root: Path, rulebook: RuleBook, on: dt.date | None) -> None:
        path = self._note_of(root, rulebook.region)
        path.parent.mkdir(mode=0o700, exist_ok=True)
        day = on.isoformat() if on else ""
        noted = {"map": _name(root), "regio": rulebook.region, "dag": day, "sha256": rulebook.sha256}
        with tempfile.NamedTemporaryFile("w", dir=path.parent, delete=False) as file:
            json.dump(noted, file)
        Path(file.name).replace(path)

    def _note_of(self, root: Path, region: str) -> Path:
        name = hashlib.sha256(f"{_name(root)}\0{region}".encode(errors="surrogateescape")).hexdigest()
        return self.folder / _LAST / f"{name}.json"

    def _prune(self, used: str) -> None:
        """Throw away what was not used for longest."""
        needed = {used}
        for note in (self.folder / _LAST).glob("*.json"):
            with suppress(OSError, ValueError, LookupError, TypeError):
                needed.add(json.loads(note.read_bytes())["sha256"])
        copies = [path for path in self.folder.iterdir() if _HASH.fullmatch(path.name)]
        copies.sort(key=lambda path: path.stat().st_mtime, reverse=True)
        for old in copies[MOST:]:
            if old.name not in needed:
                shutil.rmtree(old, ignore_errors=True)


def _is_copy(folder: Path, contents: Mapping[str, bytes]) -> bool:
    """Does a copy hold exactly this?"""
    found = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    try:
        return found == {*contents} and all((folder / n).read_bytes() == data for n, data in contents.items())
    except OSError:
        return False


def _name(root: Path) -> str:
    """The folder as it was named, from the root of the disk; a link may come to point elsewhere."""
    return os.path.abspath(root)  # noqa: PTH100  # resolve() would follow links
