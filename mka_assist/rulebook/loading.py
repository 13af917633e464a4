"""From a folder of rule files to a rulebook: which files count, their hash, and reading them once."""

from __future__ import annotations

import datetime as dt
import hashlib
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from mka_assist.rulebook.assembly import assemble
from mka_assist.rulebook.diagnostics import Diagnostics, Finding, InputError, Place, errors_in
from mka_assist.rulebook.editions import in_force
from mka_assist.rulebook.facts import suggest
from mka_assist.rulebook.model import RuleBook
from mka_assist.rulebook.reader import BookText, RegionText, read_document
from mka_assist.rulebook.refusals import shown
from mka_assist.rulebook.source import load_bytes, read_bytes
from mka_assist.rulebook.unfinished import report_unfinished

REGION_FOLDER = "regio"
INSTRUCTION_FOLDER = "meldersinstructie"
"""What stands in it is no rule: the caller instruction has readers and a stamp of its own."""
_SUFFIXES = (".yaml", ".yml")


@dataclass(frozen=True, slots=True)
class RuleFiles:
    """The rule files of a folder: the national ones, and one per region by its id (the file's name)."""

    root: Path
    national: tuple[Path, ...]
    regions: dict[str, Path]
    """One file of each region."""
    editions: dict[str, tuple[Path, ...]]
    """All files of each region: more than one where they follow each other in time."""


def find_rule_files(root: Path) -> RuleFiles:
    """Every rule file under a folder. Raises `InputError` when there is no such folder or nothing in it,
    when a part of it cannot be read, and when two files are about the same region."""
    found = files_under(root)
    regional = [path for path in found if REGION_FOLDER in path.relative_to(root).parts[:-1]]
    names: dict[str, Path] = {}
    editions: dict[str, tuple[Path, ...]] = {}
    for path in regional:
        if names.setdefault(path.stem, path) != path:
            message = f'regio "{path.stem}" heeft nog een bestand: {names[path.stem]}'
            raise InputError(Finding("B014", Place(str(path)), message, "Bewaar één bestand per regio."))
        region = region_of(path)
        editions[region] = (*editions.get(region, ()), path)
    regions = {region: paths[0] for region, paths in editions.items()}
    return RuleFiles(root, tuple(path for path in found if path not in regional), regions, editions)


def region_of(path: Path) -> str:
    """The region that a file is about, by its name: what follows an @ only tells its editions apart."""
    return path.stem.partition("@")[0]


def files_under(root: Path) -> tuple[Path, ...]:
    """Every .yaml and .yml file under a folder, in order of name; not the caller instruction. Raises
    `InputError`."""
    if not os.path.isdir(root):  # noqa: PTH112  # Path.is_dir raises on a name that is too long
        help = "Geef de map met regelbestanden, bijvoorbeeld rules/."
        raise InputError(Finding("B001", Place(str(root)), "deze map bestaat niet of is geen map", help))
    found: list[Path] = []
    for folder, inner, names in os.walk(root, onerror=_refuse_folder):
        inner[:] = (name for name in inner if name != INSTRUCTION_FOLDER)
        found += [Path(folder, name) for name in names if name.lower().endswith(_SUFFIXES)]
    if not found:
        help = "Geef de map met regelbestanden, bijvoorbeeld rules/."
        raise InputError(
            Finding("B001", Place(str(root)), "in deze map staan geen regelbestanden (.yaml)", help)
        )
    return tuple(sorted(found))


def is_instruction(path: Path) -> bool:
    """Is this the folder of the caller instruction, or a file in it?"""
    here = Path(os.path.abspath(path))  # noqa: PTH100  # resolve() would follow links
    folder = here if os.path.isdir(here) else here.parent  # noqa: PTH112  # is_dir raises on a long name
    return folder.name == INSTRUCTION_FOLDER


def load_rulebook(root: Path, region: str = "", on: dt.date | None = None) -> RuleBook:
    """The national rulebook, or that of a region, from the files that count on a day; without a day from the
    newest. Raises `InputError` with every error found."""
    files = find_rule_files(root)
    if not files.national:
        help = f'Regels voor iedereen staan buiten de map "{REGION_FOLDER}".'
        raise InputError(Finding("B015", Place(str(root)), "in deze map staan geen landelijke regels", help))
    report = Diagnostics.empty()
    rulebook = read_rulebook(root, (*files.national, *region_file(files, region)), report, on)
    report.raise_errors()
    assert rulebook, root
    return rulebook


def read_rulebook(
    root: Path, paths: Sequence[Path], report: Diagnostics, on: dt.date | None = None
) -> RuleBook | None:
    """Read these files as one rulebook, as it is on a day; without a day from the newest of each. `paths`
    hold at most one region. Every mistake is reported.

    None when a file has an error: what it lacks would only look like mistakes in the other files.
    """
    books: list[BookText] = []
    regions: list[RegionText] = []
    files: dict[str, str] = {}
    contents: dict[str, bytes] = {}
    reading = Diagnostics.empty()
    for path in paths:
        name = name_in(root, path)
        try:
            data = load_bytes(path)
            node = read_bytes(data, str(path))
        except InputError as problem:
            reading.findings.extend(problem.findings)
            continue
        contents[name] = data
        files[str(path)] = name
        document = read_document(node, reading)
        report_unfinished(node, reading)
        if isinstance(document, BookText):
            books.append(document)
            if REGION_FOLDER in name.split("/")[:-1]:
                help = "Zet het bestand bij de landelijke regels."
                message = f'in de map "{REGION_FOLDER}" hoort een bestand van soort regio'
                reading.add("B013", document.place, message, help)
        elif document:
            regions.append(document)
            _check_region_file(document, path, name, alone=len(paths) == 1, report=reading)
    report.findings.extend(reading.findings)
    if errors_in(reading.findings):
        return None
    found: list[BookText | RegionText] = [*books, *regions]
    texts, turns = in_force(found, on, report)
    names = [files[text.place.file] for text in texts]
    region = next((text for text in texts if isinstance(text, RegionText)), None)
    return assemble(
        [text for text in texts if isinstance(text, BookText)],
        region,
        (hash_of({name: contents[name] for name in names}), tuple(names)),
        report,
    ).model_copy(update={"turns": turns})


def _check_region_file(
    region: RegionText, path: Path, name: str, *, alone: bool, report: Diagnostics
) -> None:
    if not alone and REGION_FOLDER not in name.split("/")[:-1]:
        help = f'Zet het bestand in de map "{REGION_FOLDER}".'
        report.add("B012", region.place, "een regio staat tussen de landelijke regels", help)
    elif region.id and region.id != region_of(path):
        help = f"Noem het bestand {shown(region.id)}.yaml."
        report.add("B011", region.place, f'regio "{shown(region.id)}" staat in {path.name}', help)


def region_file(files: RuleFiles, region: str) -> tuple[Path, ...]:
    """The file of a region, or its editions, or nothing for the nation. Raises `InputError` for a region
    without a file."""
    if not region:
        return ()
    if region not in files.regions:
        known = sorted(files.regions)
        help = suggest(region, known) or f"Bekende regio's: {', '.join(known) or 'geen'}."
        raise InputError(Finding("B010", Place(str(files.root)), f'onbekende regio "{shown(region)}"', help))
    return files.editions[region]


def contents_of(root: Path, region: str = "") -> dict[str, bytes]:
    """The bytes of every file that the rulebook of the nation or a region may be read from, by the name it
    has seen from the folder. Raises `InputError`."""
    files = find_rule_files(root)
    return {name_in(root, path): load_bytes(path) for path in (*files.national, *region_file(files, region))}


def hash_of(contents: Mapping[str, bytes]) -> str:
    """One hash of all names and bytes, whatever the order of reading."""
    digest = hashlib.sha256()
    for name in sorted(contents):
        data = contents[name]
        digest.update(f"{name}\0{len(data)}\0".encode(errors="surrogateescape") + data)
    return digest.hexdigest()


def name_in(root: Path, path: Path) -> str:
    """The name of a file as seen from the folder of rules."""
    return Path(os.path.relpath(path, root)).as_posix()


def _refuse_folder(problem: OSError) -> None:
    help = "Controleer de leesrechten."
    raise InputError(Finding("B002", Place(str(problem.filename)), "deze map is niet te lezen", help))
