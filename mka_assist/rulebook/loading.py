"""From a folder of rule files to a rulebook: which files count, their hash, and reading them once."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from mka_assist.rulebook.assembly import assemble
from mka_assist.rulebook.diagnostics import Diagnostics, Finding, InputError, Place
from mka_assist.rulebook.facts import suggest
from mka_assist.rulebook.model import RuleBook
from mka_assist.rulebook.reader import BookText, RegionText, read_document
from mka_assist.rulebook.source import load_bytes, read_bytes

REGION_FOLDER = "regio"


@dataclass(frozen=True, slots=True)
class RuleFiles:
    """The rule files of a folder: the national ones, and one per region by its id (the file's name)."""

    root: Path
    national: tuple[Path, ...]
    regions: dict[str, Path]


def find_rule_files(root: Path) -> RuleFiles:
    """Every .yaml file under a folder. Raises `InputError` when there is no such folder or nothing in it."""
    if not root.is_dir():
        help = "geef de map met regelbestanden, bijvoorbeeld rules/"
        raise InputError(Finding("B001", Place(str(root)), "deze map bestaat niet of is geen map", help))
    try:
        found = sorted(p for p in root.rglob("*") if p.suffix in (".yaml", ".yml") and p.is_file())
    except OSError as problem:
        raise InputError(
            Finding("B002", Place(str(root)), f"deze map is niet te lezen ({problem.strerror})")
        ) from problem
    if not found:
        raise InputError(Finding("B001", Place(str(root)), "in deze map staan geen regelbestanden (.yaml)"))
    regional = [p for p in found if REGION_FOLDER in p.relative_to(root).parts[:-1]]
    return RuleFiles(
        root=root,
        national=tuple(p for p in found if p not in regional),
        regions={p.stem: p for p in regional},
    )


def load_rulebook(root: Path, region: str = "") -> RuleBook:
    """The national rulebook, or that of a region. Raises `InputError` with every error found."""
    files = find_rule_files(root)
    report = Diagnostics.empty()
    rulebook = read_rulebook(root, (*files.national, *_region_file(files, region)), report)
    report.raise_errors()
    return rulebook


def _region_file(files: RuleFiles, region: str) -> tuple[Path, ...]:
    if not region:
        return ()
    if region not in files.regions:
        known = tuple(sorted(files.regions))
        help = suggest(region, known) or f"bekende regio's: {', '.join(known) or 'geen'}"
        raise InputError(Finding("B010", Place(str(files.root)), f'onbekende regio "{region}"', help))
    return (files.regions[region],)


def read_rulebook(root: Path, paths: Sequence[Path], report: Diagnostics) -> RuleBook:
    """Read these files as one rulebook; `paths` hold at most one region. Every mistake is reported."""
    books: list[BookText] = []
    region: RegionText | None = None
    digest = hashlib.sha256()
    names: list[str] = []
    for path in paths:
        name = path.relative_to(root).as_posix() if path.is_relative_to(root) else path.name
        try:
            data = load_bytes(path)
            node = read_bytes(data, str(path))
        except InputError as problem:
            report.findings.extend(problem.findings)
            continue
        names.append(name)
        digest.update(f"{name}\0{len(data)}\0".encode() + data)
        document = read_document(node, report)
        if isinstance(document, BookText):
            books.append(document)
        elif document:
            region = document
            if document.id and document.id != path.stem:
                help = f"noem het bestand {document.id}.yaml"
                report.add("B011", document.place, f'regio "{document.id}" staat in {path.name}', help)
    return assemble(books, region, (digest.hexdigest(), tuple(names)), report)
