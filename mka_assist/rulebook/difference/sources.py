"""What `rules diff` compares: folders, single files, or either at a git revision.

A single file is compared in its context: the same folder of rules, once with the one file and once with the
other in its place. What does not lie on disk as a folder of rules is laid out as one in a temporary folder;
messages keep the names the user typed.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from mka_assist.rulebook.diagnostics import Finding, InputError, Place
from mka_assist.rulebook.loading import REGION_FOLDER, files_under, find_rule_files, load_rulebook
from mka_assist.rulebook.model import RuleBook

_PARTS = ("landelijk", REGION_FOLDER)
"""The folders that stand in a folder of rules."""
_DEFAULT = "rules"


@dataclass(frozen=True, slots=True)
class RuleSet:
    """A folder of rules to compare. `names` says what messages call a path and all that is under it."""

    root: Path
    names: tuple[tuple[Path, str], ...]

    def regions(self) -> tuple[str, ...]:
        """The regions that have a file. Raises `InputError`."""
        with self.named():
            return (*find_rule_files(self.root).regions,)

    def load(self, region: str = "") -> RuleBook:
        """The rulebook of the nation or of a region. Raises `InputError`, with the names the user knows."""
        with self.named():
            return load_rulebook(self.root, region)

    @contextmanager
    def named(self) -> Iterator[None]:
        """Gives messages the names the user knows."""
        try:
            yield
        except InputError as problem:
            raise InputError(*map(self._renamed, problem.findings)) from None

    def _renamed(self, finding: Finding) -> Finding:
        return replace(
            finding,
            place=replace(finding.place, file=self._name(finding.place.file)),
            message=self._name(finding.message),
            help=self._name(finding.help),
        )

    def _name(self, text: str) -> str:
        for path, name in self.names:
            text = text.replace(str(path), name)
        return text


@dataclass(frozen=True, slots=True)
class _Found:
    """What a user named: a path on disk, and what messages call it."""

    path: Path
    shown: str

    @property
    def single(self) -> bool:
        return not self.path.is_dir()


@contextmanager
def rule_sets(old: str, new: str) -> Iterator[tuple[RuleSet, RuleSet]]:
    """Both sides, as folders of rules, for as long as they are needed. Raises `InputError` when one is no
    folder, file or revision."""
    with tempfile.TemporaryDirectory(prefix="mka-assist-") as folder:
        was = _find(old, new, Path(folder, "oud"))
        becomes = _find(new, old, Path(folder, "nieuw"))
        if was.single or becomes.single:
            yield _as_one_file(was, becomes, Path(folder))
        else:
            yield _whole(was), _whole(becomes)


def _whole(found: _Found) -> RuleSet:
    return RuleSet(found.path, ((found.path, found.shown),))


def _find(text: str, other: str, into: Path) -> _Found:
    """What a text names: a path on disk, else a path at a revision, in the repository of the other side or
    of the folder we are in. A bare revision means the path of the other side, else the folder of rules."""
    if os.path.lexists(text):
        return _Found(Path(text), text)
    # Only here is a process needed: comparing folders should not load what it takes to start one.
    from mka_assist.rulebook.difference.git import Revision, extract, missing, no_repository, repository

    revision = Revision.parse(text)
    beside = Path(other).absolute() if os.path.lexists(other) else None
    near = [*((beside if beside.is_dir() else beside.parent,) if beside else ()), Path()]
    root = next((found for folder in near if (found := repository(folder))), None)
    if root is None:
        raise no_repository(revision)
    inside = beside and beside.resolve().is_relative_to(root.resolve())
    default = beside.resolve().relative_to(root.resolve()).as_posix() if beside and inside else _DEFAULT
    path = PurePosixPath(revision.path or default)  # one spelling: "./rules/" is "rules"
    single = path.suffix in (".yaml", ".yml")
    around = next((above.parent for above in path.parents if above.name in _PARTS), path)
    extract(revision, str(around if single else path), root, into)
    if not (into / path).exists():
        raise missing(revision, str(path))
    return _Found(into / path, f"{revision.name}:{path}")


def _as_one_file(old: _Found, new: _Found, folder: Path) -> tuple[RuleSet, RuleSet]:
    """Two folders that differ in one file. A folder on one side is the context, and the file stands for the
    one of the same name there; of two files the context is that of the new one, or else of the old."""
    context, shown, name = _context(old, new)
    sets = []
    for side, found in (("oud", old), ("nieuw", new)):
        root = folder / f"{side}-in-zijn-map"
        for path in files_under(context) if context else ():
            _copy(path, root / path.relative_to(context))  # type: ignore[arg-type]  # there is a context
        if found.single:
            (root / name).unlink(missing_ok=True)
            _copy(found.path, root / name)
        sets.append(RuleSet(root, ((root / name, found.shown), (root, shown))))
    return sets[0], sets[1]


def _context(old: _Found, new: _Found) -> tuple[Path | None, str, Path]:
    """The folder of rules around a single file, what messages call it, and the name of the file in it."""
    for found, other in ((new, old), (old, new)):
        if not found.single:
            same = [path for path in files_under(found.path) if path.name == other.path.name]
            if len(same) == 1:
                return found.path, found.shown, same[0].relative_to(found.path)
            message = f'in {found.shown} staat niet precies één bestand "{other.path.name}"'
            help = "Vergelijk twee bestanden of twee mappen."
            raise InputError(Finding("D006", Place(other.shown), message, help))
    for found in (new, old):
        if found.single and (root := _root_of(found.path)):
            name = found.path.absolute().relative_to(root)
            return root, found.shown.removesuffix(name.as_posix()).rstrip("/") or ".", name
    return None, new.shown, Path(new.path.name)


def _root_of(file: Path) -> Path | None:
    """The folder of rules that a file lies in, if it does."""
    return next((above.parent for above in file.absolute().parents if above.name in _PARTS), None)


def _copy(path: Path, to: Path) -> None:
    to.parent.mkdir(parents=True, exist_ok=True)
    try:
        shutil.copyfile(path, to)
    except OSError:
        raise InputError(Finding("B002", Place(str(path)), "dit bestand is niet te lezen")) from None
