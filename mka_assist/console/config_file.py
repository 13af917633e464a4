"""Reading one configuration file of the console: what it sets, and all that is wrong with it, with the place.

A mistake costs only the setting it stands in.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple, TypeGuard

from mka_assist.console.actions import ACTIONS
from mka_assist.console.config_keys import NAMED, refused_keys, remappable
from mka_assist.console.config_places import Names, spot, spots
from mka_assist.console.glyphs import NAMES
from mka_assist.console.themes import PALETTES
from mka_assist.rulebook.diagnostics import Finding, InputError, Place
from mka_assist.rulebook.facts import suggest
from mka_assist.rulebook.refusals import shown
from mka_assist.rulebook.source import load_bytes
from mka_assist.sound.players import PLACE
from mka_assist.sound.speaker import Mode as SoundMode

LONGEST = 64_000
"""Bytes of a configuration file."""
THEME, GLYPHS, SOUND, KEYS, LOCKED = "thema", "tekens", "geluid", "toetsen", "vergrendeld"
SOUND_KIND, SOUND_COMMAND = "geluid.soort", "geluid.opdracht"
SETTINGS = (THEME, GLYPHS, SOUND, KEYS)
"""What can be set, and locked."""
CHOICES: Mapping[str, tuple[str, ...]] = {
    THEME: tuple(PALETTES),
    GLYPHS: NAMES,
    SOUND_KIND: tuple(SoundMode),
}
FREE_KEYS = f"Kies een vrije letter of een vrij cijfer, of {', '.join(NAMED)}."
_AT = re.compile(r"\(at line (\d+), column (\d+)\)")


@dataclass(frozen=True, slots=True)
class Layer:
    """What one file sets: names with a dot, such as "geluid.soort" and "toetsen.log", to values."""

    path: Path
    values: Mapping[str, Any] = field(default_factory=dict)
    locked: frozenset[str] = frozenset()
    findings: tuple[Finding, ...] = ()
    places: Mapping[str, Place] = field(default_factory=dict)
    """Where each value stands."""


class Problem(NamedTuple):
    """A mistake at a setting, or at its value."""

    code: str
    where: Names
    message: str
    help: str
    at_value: bool = True


def read_layer(path: Path, *, site: bool = False) -> Layer:
    """Read a file; `site` for that of the administrator, which may lock settings. Raises nothing: what cannot
    be read is a finding."""
    try:
        data = load_bytes(path)
        if len(data) > LONGEST:
            return _unreadable(path, Place(str(path)), "dit bestand is te groot", "Maak het korter.")
        text = data.decode("utf-8-sig")
        content = tomllib.loads(text)
    except InputError as error:
        return Layer(path, findings=error.findings)
    except UnicodeDecodeError:
        return _unreadable(path, Place(str(path)), "dit bestand is geen UTF-8", "Sla het op als UTF-8.")
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        return _unreadable(path, *_syntax(path, text, str(error)))
    reading, found = _Reading(), spots(text)
    reading.read(content, site)
    findings = (
        Finding(
            each.code,
            Place(str(path), *spot(found, each.where, value=each.at_value)),
            each.message,
            each.help,
        )
        for each in reading.problems
    )
    places = {
        name: Place(str(path), *spot(found, tuple(name.split(".")), value=True)) for name in reading.values
    }
    return Layer(
        path,
        reading.values,
        _locked(content, site),
        tuple(sorted(findings, key=lambda finding: finding.place)),
        places,
    )


def chosen(name: str, value: object) -> str:
    """Why a value is none of the choices of a setting; empty when it is one."""
    return "" if value in CHOICES[name] else f'"{name}" kent geen {_typed(value)}'


@dataclass(slots=True)
class _Reading:
    """What was found in a file so far."""

    values: dict[str, Any] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def wrong(self, code: str, where: Names, message: str, help: str, at_value: bool = True) -> None:
        self.problems.append(Problem(code, where, message, help, at_value))

    def read(self, content: Mapping[str, Any], site: bool) -> None:
        self.unknown(content, (*SETTINGS, LOCKED), ())
        for name in (THEME, GLYPHS):
            if name in content:
                self.choice(name, content[name])
        if (sound := self.table(content, SOUND, 'soort = "bel"')) is not None:
            self.sound(sound)
        if (keys := self.table(content, KEYS, 'explain = "v"')) is not None:
            self.keys(keys)
        if LOCKED in content:
            self.locked(content[LOCKED], site)

    def table(self, content: Mapping[str, Any], name: str, example: str) -> Mapping[str, Any] | None:
        table = content.get(name, {})
        if isinstance(table, dict):
            return table
        help = f"Schrijf [{name}] op een eigen regel, en eronder {example}."
        self.wrong("C003", (name,), f'"{name}" moet een tabel zijn', help)
        return None

    def unknown(self, table: Mapping[str, Any], known: Sequence[str], where: Names, help: str = "") -> None:
        for name in table:
            if name not in known:
                text = suggest(name, known) or help or f"Toegestaan: {', '.join(known)}."
                message = f'onbekende instelling "{shown(".".join((*where, name)))}"'
                self.wrong("C002", (*where, name), message, text, at_value=False)

    def choice(self, name: str, value: object) -> None:
        if why := chosen(name, value):
            near = suggest(value, CHOICES[name]) if isinstance(value, str) else ""
            help = f"{near} Kies uit: {', '.join(CHOICES[name])}.".strip()
            self.wrong("C003", tuple(name.split(".")), why, help)
        else:
            self.values[name] = value

    def sound(self, table: Mapping[str, Any]) -> None:
        self.unknown(table, ("soort", "opdracht"), (SOUND,))
        if "soort" in table:
            self.choice(SOUND_KIND, table["soort"])
        command = table.get("opdracht")
        if command is None:
            return
        if _is_texts(command) and any(PLACE in part for part in command):
            self.values[SOUND_COMMAND] = tuple(command)
        else:
            message = f'"{SOUND_COMMAND}" moet een lijst van teksten zijn, met {PLACE} voor het geluid'
            help = f'Schrijf: opdracht = ["aplay", "-q", "{PLACE}"].'
            self.wrong("C003", (SOUND, "opdracht"), message, help)

    def keys(self, table: Mapping[str, Any]) -> None:
        ids = [action.id for action in ACTIONS]
        may = [action.id for action in ACTIONS if remappable(action)]
        self.unknown(table, ids, (KEYS,), f"Te wijzigen: {', '.join(may)}.")
        wanted: dict[str, str] = {}
        for id in ids:
            name = table.get(id)
            if isinstance(name, str):
                wanted[id] = name
            elif name is not None:
                help = f'Schrijf één toets als tekst, zoals {id} = "v".'
                self.wrong("C003", (KEYS, id), f'"{KEYS}.{id}" moet een tekst zijn', help)
        refused = refused_keys(ACTIONS, wanted)
        for id, why in refused.items():
            help = FREE_KEYS if id in may else f"Te wijzigen: {', '.join(may)}."
            self.wrong("C004", (KEYS, id), why, help, at_value=id in may)
        self.values |= {f"{KEYS}.{id}": name.lower() for id, name in wanted.items() if id not in refused}

    def locked(self, names: object, site: bool) -> None:
        help = f'Schrijf: {LOCKED} = ["{SOUND}"]; kies uit {", ".join(SETTINGS)}.'
        if not site:
            message = f'"{LOCKED}" hoort niet in uw eigen configuratie'
            help = "Vastleggen doet de beheerder van deze computer; haal deze regel weg."
            self.wrong("C002", (LOCKED,), message, help, at_value=False)
        elif not _is_texts(names):
            self.wrong("C003", (LOCKED,), f'"{LOCKED}" moet een lijst van teksten zijn', help)
        else:
            for name in sorted(set(names) - set(SETTINGS)):
                message = f'"{LOCKED}" kent geen {_typed(name)}'
                self.wrong("C003", (LOCKED,), message, suggest(name, SETTINGS) or help)


def _locked(content: Mapping[str, Any], site: bool) -> frozenset[str]:
    names = content.get(LOCKED, []) if site else []
    return frozenset(names) & frozenset(SETTINGS) if _is_texts(names) else frozenset()


def _is_texts(value: object) -> TypeGuard[list[str]]:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


def _typed(value: object) -> str:
    return f'"{shown(value)}"' if isinstance(value, str) else "waarde die geen tekst is"


def _unreadable(path: Path, place: Place, message: str, help: str) -> Layer:
    return Layer(path, findings=(Finding("C001", place, message, help),))


def _syntax(path: Path, text: str, problem: str) -> tuple[Place, str, str]:
    """A mistake in the TOML itself: the place, what, and help. The library says in English what."""
    at = _AT.search(problem)
    end = len(text.rstrip().split("\n"))
    place = Place(str(path), *map(int, at.groups())) if at else Place(str(path), end, 1)
    if problem.startswith(("Cannot", "Duplicate")):
        return place, "deze naam staat er een tweede keer", "Haal een van beide weg."
    help = 'Schrijf elke instelling als naam = waarde, met tekst tussen "aanhalingstekens".'
    return place, "dit is geen leesbare TOML", help
