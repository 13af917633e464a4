"""Rule files as they were at a git revision. Git is asked through a process, never through a shell."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from mka_assist.rulebook.diagnostics import Finding, InputError, Place
from mka_assist.rulebook.refusals import refusal, shown
from mka_assist.rulebook.source import MAX_BYTES

SECONDS = 30
_MOST_FILES = 1_000
_ENDINGS = (b".yaml", b".yml")
_QUIET = {"LC_ALL": "C", "GIT_TERMINAL_PROMPT": "0", "GIT_OPTIONAL_LOCKS": "0"}


@dataclass(frozen=True, slots=True)
class Revision:
    """A path at a revision, both as typed; `text` is the whole of it, for messages."""

    text: str
    name: str
    path: str

    @classmethod
    def parse(cls, text: str) -> Revision:
        """`REV` or `REV:path`."""
        name, _, path = text.partition(":")
        return cls(text, name, path)


def repository(folder: Path) -> Path | None:
    """The folder of the repository that a folder lies in, or None. Raises `InputError` without git."""
    found = _git(folder, ["rev-parse", "--show-toplevel"], str(folder))
    return None if found.returncode else Path(os.fsdecode(found.stdout).removesuffix("\n"))


def no_repository(revision: Revision) -> InputError:
    """Said where there is no repository to look a revision up in."""
    help = "Geef twee mappen of bestanden, of voer de opdracht uit in de map met de geschiedenis."
    message = f'"{shown(revision.name)}" is geen map of bestand, en hier is geen git-archief'
    return _refused("D002", revision.text, message, help)


def extract(revision: Revision, path: str, root: Path, into: Path) -> None:
    """Write the rule files that a revision has under a path into a folder, by the names they have in the
    repository at `root`. Raises `InputError` when git cannot give them."""
    commit = _commit(revision, root)
    entries = [*_listed(revision, root, commit, path)]
    contents = _contents(revision, root, [blob for blob, _ in entries])
    for (_, name), data in zip(entries, contents, strict=True):
        file = into / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)


def _commit(revision: Revision, root: Path) -> str:
    name = f"{revision.name}^{{commit}}"
    arguments = ["rev-parse", "--verify", "--quiet", "--end-of-options", name]
    if not revision.name or (found := _git(root, arguments, revision.text)).returncode:
        help = "Geef een map, een bestand, of een git-revisie zoals HEAD~1 of main:rules."
        raise _refused("D003", revision.text, f'"{shown(revision.name)}" is geen bekende git-revisie', help)
    return found.stdout.decode("ascii").strip()


def _listed(revision: Revision, root: Path, commit: str, path: str) -> Iterator[tuple[str, str]]:
    """The blobs under a path: object name and path in the repository. Links and submodules are no files."""
    arguments = ["--literal-pathspecs", "ls-tree", "-r", "-z", "-l", "--full-tree", commit]
    found = _git(root, arguments if path == "." else [*arguments, "--", path], revision.text)
    if found.returncode:
        raise _failed(revision.text, found)
    number = 0
    for line in found.stdout.split(b"\0"):
        about, _, name = line.partition(b"\t")
        if not about.startswith(b"100") or not name.lower().endswith(_ENDINGS) or b".." in name.split(b"/"):
            continue
        _, _, blob, size = about.split()
        if int(size) > MAX_BYTES:
            raise InputError(refusal("B003", Place(f"{revision.name}:{os.fsdecode(name)}")))
        number += 1
        if number > _MOST_FILES:
            raise _refused("D004", revision.text, f"hier staan meer dan {_MOST_FILES} regelbestanden")
        yield blob.decode("ascii"), os.fsdecode(name)
    if not number:
        help = f"Geef het pad erbij, bijvoorbeeld {revision.name}:rules."
        raise _refused("D004", revision.text, f'in deze revisie staan geen regelbestanden in "{path}"', help)


def _contents(revision: Revision, root: Path, blobs: Sequence[str]) -> Iterator[bytes]:
    """What stands in these blobs, in order, from one process."""
    found = _git(
        root, ["cat-file", "--batch"], revision.text, "".join(f"{blob}\n" for blob in blobs).encode()
    )
    if found.returncode:
        raise _failed(revision.text, found)
    rest = found.stdout
    for _ in blobs:
        head, _, rest = rest.partition(b"\n")
        size = int(head.split()[-1])
        yield rest[:size]
        rest = rest[size + 1 :]


def _git(
    folder: Path, arguments: Sequence[str], text: str, given: bytes | None = None
) -> subprocess.CompletedProcess[bytes]:
    try:
        return subprocess.run(
            ["git", "-C", str(folder), *arguments],
            input=given if given is not None else b"",
            capture_output=True,
            timeout=SECONDS,
            env={**os.environ, **_QUIET},
            check=False,
        )
    except FileNotFoundError:
        help = "Installeer git, of geef twee mappen of bestanden."
        raise _refused("D001", text, "git is niet gevonden, en zonder git is er geen revisie", help) from None
    except subprocess.TimeoutExpired:
        raise _refused("D005", text, f"git antwoordt niet binnen {SECONDS} seconden") from None
    except (OSError, ValueError):  # ValueError: a NUL in what was typed
        raise _refused("D005", text, "git kan niet worden gestart") from None


def _failed(text: str, found: subprocess.CompletedProcess[bytes]) -> InputError:
    said = found.stderr.decode(errors="replace").strip().splitlines()
    return _refused("D005", text, f"git meldt: {shown(said[-1]) if said else found.returncode}")


def missing(revision: Revision, path: str) -> InputError:
    """Said where a revision does not have a file."""
    help = "Controleer het pad; het begint bij de bovenste map van het git-archief."
    return _refused("D004", revision.text, f'in deze revisie staat geen bestand "{shown(path)}"', help)


def _refused(code: str, text: str, message: str, help: str = "") -> InputError:
    return InputError(Finding(code, Place(text), message, help))
