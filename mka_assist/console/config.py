"""How the console is set up: the theme, the signs, the sound and the keys, and where each choice came from.

From weak to strong: the standard, the file of the administrator, that of the user, `NO_COLOR`, an option on
the command line. What the administrator locked only he changes. Nothing here ever stops the console: what is
wrong is told in one line, and the rest counts.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import platformdirs

from mka_assist.console.actions import ACTIONS
from mka_assist.console.config_file import (
    FREE_KEYS,
    GLYPHS,
    KEYS,
    SETTINGS,
    SOUND,
    SOUND_COMMAND,
    SOUND_KIND,
    THEME,
    Layer,
    chosen,
    read_layer,
)
from mka_assist.console.config_keys import refused_keys
from mka_assist.console.glyphs import glyphs
from mka_assist.console.themes import DARK, MONOCHROME
from mka_assist.rulebook.diagnostics import Finding, Place, Severity
from mka_assist.sound.speaker import Mode as SoundMode

FILE = "config.toml"
VARIABLE = "MKA_ASSIST_CONFIG"
STANDARD, TERMINAL = "standaard", "codering van de terminal"
OPTIONS: Mapping[str, str] = {"thema": THEME, "tekens": GLYPHS, "geluid": SOUND_KIND}
"""The options of the command line that set something, by their name without dashes."""


@dataclass(frozen=True, slots=True)
class Config:
    """What holds for this console."""

    theme: str = DARK.name
    glyphs: str = ""
    """Which signs; empty is what suits the terminal."""
    sound: SoundMode = SoundMode.BELL
    command: tuple[str, ...] = ()
    """The player, with `{bestand}` for the sound; empty without one."""
    keys: Mapping[str, str] = field(default_factory=dict)
    """Other keys: id of an act to the name of a key. `remapped` takes them all."""
    sources: Mapping[str, str] = field(default_factory=dict)
    """Where each setting came from, for those that are not the standard."""
    findings: tuple[Finding, ...] = ()
    locked: frozenset[str] = frozenset()
    """The settings that the administrator laid down."""

    @property
    def trouble(self) -> str:
        """What is wrong with the configuration, in one line; empty when nothing is."""
        if not self.findings:
            return ""
        first, rest = self.findings[0], len(self.findings) - 1
        # Without the folder, so that on a narrow screen what is wrong is not cut off.
        place = replace(first.place, file=Path(first.place.file).name)
        more = f" Nog {rest}: mka-assist config check." if rest else ""
        return f"Configuratie: {place}: {first.text}{more}"


STANDARD_CONFIG = Config()


def site_file() -> Path:
    """The file of the administrator of this computer."""
    return platformdirs.site_config_path("mka-assist", appauthor=False) / FILE


def user_file(given: Path | None = None, environ: Mapping[str, str] = os.environ) -> Path:
    """The file of the user: as given, else as the environment says, else in the folder for settings."""
    if given:
        return given
    if named := environ.get(VARIABLE):
        return Path(named)
    return platformdirs.user_config_path("mka-assist", appauthor=False) / FILE


def layers(given: Path | None = None, environ: Mapping[str, str] = os.environ) -> tuple[Layer, ...]:
    """The files that are there, the weakest first. One that was asked for by name must be there."""
    asked = given is not None or bool(environ.get(VARIABLE))
    found = []
    for path, site in ((site_file(), True), (user_file(given, environ), False)):
        if (asked and not site) or _is_there(path):
            found.append(read_layer(path, site=site))
    return tuple(found)


def load_config(
    given: Path | None = None,
    options: Mapping[str, str | None] | None = None,
    environ: Mapping[str, str] = os.environ,
) -> Config:
    """What holds, with `given` as the file of the user and `options` as on the command line ("thema",
    "tekens", "geluid"). Raises nothing."""
    return combined(layers(given, environ), options or {}, environ)


def combined(
    found: tuple[Layer, ...], options: Mapping[str, str | None], environ: Mapping[str, str]
) -> Config:
    """What comes of the files, the environment and the options together."""
    values: dict[str, Any] = {}
    sources: dict[str, Place] = {}
    locked: dict[str, Path] = {}
    findings = [finding for layer in found for finding in layer.findings]
    for layer in found:
        for name, value in layer.values.items():
            if by := locked.get(_setting(name)):
                findings.append(_lock(name, layer.places[name], by))
            else:
                values[name], sources[name] = value, layer.places[name]
        locked |= dict.fromkeys(layer.locked, layer.path)
    if environ.get("NO_COLOR"):
        values[THEME], sources[THEME] = MONOCHROME.name, Place("NO_COLOR")
    for option, value in options.items():
        name, place = OPTIONS[option], Place(f"--{option}")
        if value is None:
            continue
        if by := locked.get(_setting(name)):
            findings.append(_lock(name, place, by))
        elif not chosen(name, value):
            values[name], sources[name] = value, place
    keys = {name.removeprefix(f"{KEYS}."): str(key) for name, key in values.items() if _setting(name) == KEYS}
    for id, why in refused_keys(ACTIONS, keys).items():  # each file was right by itself
        findings.append(Finding("C004", sources[f"{KEYS}.{id}"], why, FREE_KEYS))
        del keys[id], sources[f"{KEYS}.{id}"]
    sound, command = SoundMode(values.get(SOUND_KIND, SoundMode.BELL)), values.get(SOUND_COMMAND, ())
    if sound is SoundMode.COMMAND and not command:
        help = f'Zet onder [{SOUND}] opdracht = ["aplay", "-q", "{{bestand}}"]; tot dan klinkt de bel.'
        findings.append(Finding("C003", sources.pop(SOUND_KIND), "er is geen opdracht voor het geluid", help))
        sound = SoundMode.BELL
    return Config(
        theme=values.get(THEME, DARK.name),
        glyphs=values.get(GLYPHS, ""),
        sound=sound,
        command=command,
        keys=keys,
        sources={name: str(place) for name, place in sources.items()},
        findings=tuple(findings),
        locked=frozenset(locked),
    )


def effective(config: Config) -> Mapping[str, tuple[object, str]]:
    """Every setting as it holds, and where it came from."""
    source = config.sources
    return {
        THEME: (config.theme, source.get(THEME, STANDARD)),
        GLYPHS: (config.glyphs or glyphs().name, source.get(GLYPHS, TERMINAL)),
        SOUND_KIND: (str(config.sound), source.get(SOUND_KIND, STANDARD)),
        SOUND_COMMAND: (list(config.command), source.get(SOUND_COMMAND, STANDARD)),
        **{f"{KEYS}.{id}": (key, source[f"{KEYS}.{id}"]) for id, key in config.keys.items()},
    }


def _setting(name: str) -> str:
    """The setting that a name with a dot belongs to."""
    found = name.split(".")[0]
    assert found in SETTINGS
    return found


def _lock(name: str, place: Place, by: Path) -> Finding:
    message = f'"{_setting(name)}" ligt vast in {by}; deze keuze telt niet'
    return Finding("C005", place, message, "Vraag het de beheerder.", Severity.WAARSCHUWING)


def _is_there(path: Path) -> bool:
    try:
        path.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError:
        return True  # reading it says what is wrong
    return True
