"""Which rulebooks may be used here: all, or only those signed by keys that somebody put in the settings."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import platformdirs

from mka_assist.rulebook.diagnostics import Diagnostics, Finding, InputError, Place
from mka_assist.rulebook.facts import suggest
from mka_assist.rulebook.keys import TrustedKey, trusted_key
from mka_assist.rulebook.model import RuleBook
from mka_assist.rulebook.refusals import shown
from mka_assist.rulebook.signatures import verify_signatures
from mka_assist.rulebook.source import MAX_BYTES, load_bytes

SETTINGS = "instellingen.toml"
KEYS, ONLY = "vertrouwde_sleutels", "alleen_ondertekend"
_KNOWN = (KEYS, ONLY)
_AT = re.compile(r"\(at line (\d+), column (\d+)\)")


@dataclass(frozen=True, slots=True)
class Trust:
    """Whether only signed rulebooks are accepted, and by whose keys."""

    signed_only: bool = False
    keys: tuple[TrustedKey, ...] = ()
    source: str = ""
    """The file that says so."""

    def accept(self, root: Path, rulebook: RuleBook) -> None:
        """Raises `InputError` when a rulebook, read from this folder, may not be used here."""
        if not self.signed_only:
            return
        findings = verify_signatures(root, self.keys, rulebook.region, rulebook)
        if findings:
            first = findings[0]
            raise InputError(Finding(first.code, first.place, f"geweigerd: {first.message}", first.help))


ANYONE = Trust()
"""Every rulebook is accepted, signed or not."""


def settings_files() -> tuple[Path, ...]:
    """Where the settings may stand; the first that exists counts. What the administrator of the computer
    set goes before what a user set."""
    folders = (
        platformdirs.site_config_path("mka-assist", appauthor=False),
        platformdirs.user_config_path("mka-assist", appauthor=False),
    )
    return tuple(folder / SETTINGS for folder in folders)


def load_trust(keys_file: Path | None = None) -> Trust:
    """What the settings say; with `keys_file` only rulebooks signed by the keys in that file are accepted.
    Raises `InputError` for a file that cannot be read: doubt never means that everything is accepted."""
    if keys_file:
        return read_trust(keys_file, signed_only=True)
    for path in settings_files():
        try:
            path.lstat()
        except FileNotFoundError:
            continue
        except OSError:
            pass  # it is there, or may be: reading says what is wrong
        return read_trust(path)
    return ANYONE


def read_trust(path: Path, *, signed_only: bool = False) -> Trust:
    """Read a settings file; `signed_only` is what holds when it does not say. Raises `InputError` with every
    mistake and its line."""
    data = load_bytes(path)
    if len(data) > MAX_BYTES:
        raise InputError(Finding("T001", Place(str(path)), "dit bestand is te groot", "Maak het korter."))
    try:
        text = data.decode()
        content = tomllib.loads(text)
    except UnicodeDecodeError:
        help = "Sla het bestand op als UTF-8."
        raise InputError(Finding("T001", Place(str(path)), "dit bestand is geen UTF-8", help)) from None
    except (tomllib.TOMLDecodeError, RecursionError) as problem:
        raise InputError(_unreadable(path, text, str(problem))) from None
    report = Diagnostics.empty()
    trust = _read(path, text, content, signed_only, report)
    report.raise_errors()
    return trust


def _read(path: Path, text: str, content: dict[str, Any], only: bool, report: Diagnostics) -> Trust:
    for key in content:
        if key not in _KNOWN:
            help = suggest(key, _KNOWN) or f"Toegestaan: {', '.join(_KNOWN)}."
            report.add("T002", _place(path, text, key), f'onbekende instelling "{shown(key)}"', help)
    signed_only = content.get(ONLY, only)
    if not isinstance(signed_only, bool):
        report.add("T003", _place(path, text, ONLY), f'"{ONLY}" moet true of false zijn', "Schrijf true.")
    listed = content.get(KEYS, [])
    if not isinstance(listed, list) or not all(isinstance(item, str) for item in listed):
        help = f'Schrijf: {KEYS} = ["ed25519:… naam"].'
        report.add("T003", _place(path, text, KEYS), f'"{KEYS}" moet een lijst van teksten zijn', help)
        listed = []
    keys: list[TrustedKey] = []
    for item in listed:
        try:
            keys.append(trusted_key(item))
        except ValueError as problem:
            help = "Neem de regel over die mka-assist rules keys --key BESTAND toont, met de naam erachter."
            report.add("T004", _place(path, text, f'"{item}"'), str(problem), help)
    if signed_only is True and not listed:
        message = (
            f'"{ONLY}" staat aan, maar er is geen vertrouwde sleutel: elk regelboek zou worden geweigerd'
        )
        help = f'Vul {KEYS} = ["ed25519:… naam"].'
        report.add("T005", _place(path, text, ONLY), message, help)
    return Trust(signed_only is True, tuple(keys), str(path))


def _place(path: Path, text: str, word: str) -> Place:
    """Where a word first stands outside a comment; the whole file when it cannot be found as typed."""
    for number, row in enumerate(text.splitlines(), start=1):
        column = row.find(word) if word else -1
        if column >= 0 and "#" not in row[:column]:
            return Place(str(path), number, column + 1)
    return Place(str(path))


def _unreadable(path: Path, text: str, problem: str) -> Finding:
    """A mistake in the TOML itself; the library says in English what, we say in Dutch where."""
    place = Place(str(path), max(1, len(text.splitlines())), 1)
    if at := _AT.search(problem):
        place = Place(str(path), int(at[1]), int(at[2]))
    help = 'Schrijf elke instelling als naam = waarde, met tekst tussen "aanhalingstekens".'
    return Finding("T001", place, "dit is geen leesbare TOML", help)
