"""From the files in a folder to one checked caller instruction, with a hash of its own."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from pathlib import Path

from mka_assist.instruction.checks import check_barriers, check_flow, check_reach, check_selectors
from mka_assist.instruction.model import CallerInstruction, Flow, Language
from mka_assist.instruction.parts import twice
from mka_assist.instruction.reading_flows import read_flow
from mka_assist.instruction.reading_general import GeneralText, read_general
from mka_assist.instruction.reading_languages import read_language
from mka_assist.instruction.vocabulary import FILE_KEYS, FLOW, GENERAL, LANGUAGE
from mka_assist.rulebook.diagnostics import Diagnostics, Finding, InputError, Place, errors_in
from mka_assist.rulebook.facts import suggest
from mka_assist.rulebook.refusals import shown
from mka_assist.rulebook.source import Mapping as MappingNode
from mka_assist.rulebook.source import Node, Scalar, load_bytes, read_bytes

FOLDER = "meldersinstructie"
_SUFFIXES = (".yaml", ".yml")


def load_instruction(rules: Path) -> CallerInstruction:
    """The caller instruction in a folder of rules. Raises `InputError` with every error found."""
    folders = folders_in(rules)
    if len(folders) != 1:
        what = f"staan {len(folders)} mappen" if folders else "staat geen map"
        message = f'hier {what} "{FOLDER}"'
        help = f'Zet de meldersinstructie in één map, bijvoorbeeld "landelijk/{FOLDER}".'
        raise InputError(Finding("I002", Place(str(rules)), message, help))
    report = Diagnostics.empty()
    instruction = read_folder(folders[0], report)
    report.raise_errors()
    assert instruction, rules
    return instruction


def folders_in(root: Path) -> tuple[Path, ...]:
    """Every folder with a caller instruction at or under a folder, in order of name."""
    if root.resolve().name == FOLDER:
        return (root,)
    found = (Path(folder, FOLDER) for folder, inner, _ in os.walk(root) if FOLDER in inner)
    return tuple(sorted(found))


def files_in(folder: Path) -> tuple[Path, ...]:
    """The files of one caller instruction, in order of name. Raises `InputError` when it cannot be read."""
    try:
        found = sorted(folder.iterdir())
    except OSError:
        place = Place(str(folder))
        raise InputError(
            Finding("B002", place, "deze map is niet te lezen", "Controleer de leesrechten.")
        ) from None
    return tuple(path for path in found if path.name.lower().endswith(_SUFFIXES))


def read_folder(folder: Path, report: Diagnostics) -> CallerInstruction | None:
    """Read all files of a folder as one caller instruction. Every mistake is reported; None when a file
    has an error, for what it lacks would only look like mistakes in the others."""
    contents: dict[str, bytes] = {}
    nodes: dict[str, list[MappingNode]] = {sort: [] for sort in FILE_KEYS}
    reading = Diagnostics.empty()
    for path in files_in(folder):
        try:
            data = load_bytes(path)
            node = read_bytes(data, str(path))
        except InputError as problem:
            reading.findings.extend(problem.findings)
            continue
        contents[path.name] = data
        if (sort := _sort_of(node, reading)) and isinstance(node, MappingNode):
            nodes[sort].append(node)
    found = _read(nodes, Place(str(folder)), reading)
    report.findings.extend(reading.findings)
    if found is None or errors_in(reading.findings):
        return None
    general, flows, languages = found
    return CallerInstruction(
        id=general.id,
        name=general.name,
        version=general.version,
        status=general.status,
        tempo=general.tempo,
        change=general.change,
        goals=general.goals,
        selectors=general.selectors,
        flows=flows,
        barriers=general.barriers,
        languages=languages,
        basis=general.sources,
        sha256=_hash(contents),
        files=tuple(contents),
    )


def _read(
    nodes: Mapping[str, list[MappingNode]], folder: Place, report: Diagnostics
) -> tuple[GeneralText, dict[str, Flow], dict[str, Language]] | None:
    """Read what the files hold, general file first; then hold them against each other."""
    if errors_in(report.findings):
        return None
    for second in nodes[GENERAL][1:]:
        help = f"Zie {nodes[GENERAL][0].place}."
        report.add("I002", second.place, f'er is al een bestand van soort "{GENERAL}"', help)
    if not nodes[GENERAL]:
        help = "Daarin staan het tempo, de doelen, de keuze, de belemmeringen en de bronnen."
        report.add("I002", folder, f'in deze map ontbreekt een bestand van soort "{GENERAL}"', help)
        return None
    general = read_general(nodes[GENERAL][0], report)
    flows: dict[str, Flow] = {}
    for node in nodes[FLOW]:
        if flow := read_flow(node, general.sources, report):
            twice(flow.id, "de stroom", flows, flow.place, report)
            flows[flow.id] = flow
    if errors_in(report.findings):
        return None
    for flow in flows.values():
        check_flow(flow, report)
    check_selectors(general.selectors, flows, report)
    check_barriers(general.barriers.values(), flows, report)
    if not errors_in(report.findings):
        for flow in flows.values():
            check_reach(flow, general.barriers.values(), report)
    languages: dict[str, Language] = {}
    for node in nodes[LANGUAGE]:
        if language := read_language(node, flows, general.barriers, report):
            twice(language.code, "de taal", languages, language.place, report)
            languages[language.code] = language
    return general, flows, languages


def _sort_of(node: Node, report: Diagnostics) -> str:
    """The `soort` of a file, or "" when it is none of ours (which is reported)."""
    found = node.get("soort") if isinstance(node, MappingNode) else None
    sort = found.text if isinstance(found, Scalar) else ""
    if sort in FILE_KEYS:
        return sort
    help = suggest(sort, FILE_KEYS) or f"Begin met soort: {', '.join(FILE_KEYS)}."
    what = f'"{shown(sort)}" is geen soort' if sort else "een soort ontbreekt"
    message = f'{what} in de map "{FOLDER}"'
    report.add("I001", found.place if found else node.place, message, help)
    return ""


def _hash(contents: Mapping[str, bytes]) -> str:
    """One hash of all names and bytes."""
    digest = hashlib.sha256()
    for name, data in sorted(contents.items()):
        digest.update(f"{name}\0{len(data)}\0".encode(errors="surrogateescape") + data)
    return digest.hexdigest()
