"""`mka-assist console`: the screen of the dispatcher."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mka_assist.cli.options import journal_option, region_option, rules_option, trusted_keys_option

if TYPE_CHECKING:
    from mka_assist.console.config import Config
    from mka_assist.decision.last_good import Rulebooks

# As in mka_assist/console/config_file.py, which the help need not load.
THEMES = ("donker", "licht", "hoog-contrast", "monochroom")
GLYPHS = ("unicode", "ascii")
SOUNDS = ("bel", "opdracht", "uit")
NO_SCREEN = ("", "dumb", "unknown")
"""Names in `TERM` of terminals that cannot move their cursor."""


@click.command("console", options_metavar="[OPTIES]")
@region_option
@rules_option
@journal_option
@trusted_keys_option
@click.option("--thema", "theme", type=click.Choice(THEMES), help="Kleuren van het scherm.")
@click.option("--tekens", "glyphs", type=click.Choice(GLYPHS), help="Tekens op het scherm.")
@click.option("--geluid", "sound", type=click.Choice(SOUNDS), help="Hoe het geluid klinkt.")
@click.option(
    "--platte-tekst",
    "plain_text",
    is_flag=True,
    help="Regel voor regel in plaats van een scherm: voor een schermlezer of een pijp.",
)
@click.option(
    "--config",
    "config_file",
    metavar="BESTAND",
    type=click.Path(path_type=Path),
    help="Dit bestand in plaats van uw eigen configuratie.",
)
def command(
    region: str,
    rules: Path | None,
    journal: str,
    keys_file: Path | None,
    theme: str | None,
    glyphs: str | None,
    sound: str | None,
    plain_text: bool,
    config_file: Path | None,
) -> int:
    """Behandel een oefenmelding aan het scherm van de centralist."""
    if why := _no_input() if plain_text else _no_screen():
        raise click.UsageError(why, click.get_current_context())
    asked = {"thema": theme, "tekens": glyphs, "geluid": sound}
    if plain_text:
        from mka_assist.plain.run import run_plain

        return run_plain(*_loaded(region, rules, journal, keys_file, config_file, asked))
    from mka_assist.cli.curtain import curtain
    from mka_assist.cli.keeper import keep

    keeper = os.getpid()
    again = keep()
    with curtain(region):
        loaded = _loaded(region, rules, journal, keys_file, config_file, asked)
        from mka_assist.console.running import run_console
        from mka_assist.console.themes import MONOCHROME

        if loaded[-1].theme != MONOCHROME.name:
            os.environ.pop("NO_COLOR", None)  # empty, or a theme was asked for; Textual turns all grey
        return run_console(*loaded, again=again, keeper=keeper)


def _loaded(
    region: str,
    rules: Path | None,
    journal: str,
    keys_file: Path | None,
    config_file: Path | None,
    asked: dict[str, str | None],
) -> tuple[Rulebooks, str, Callable[[Exception], object], Config]:
    """What both ways to run the console begin with. Raises `InputError`."""
    from mka_assist.cli.boundary import keep_traceback
    from mka_assist.console.config import load_config
    from mka_assist.decision.last_good import Rulebooks
    from mka_assist.paths import rules_dir
    from mka_assist.rulebook.kept import KeptRulebooks
    from mka_assist.rulebook.trust import load_trust

    trust = load_trust(keys_file)
    rulebooks = Rulebooks(rules or rules_dir(), region, KeptRulebooks.of_user(), trust)
    return rulebooks, journal, keep_traceback, load_config(config_file, asked)


def _no_screen() -> str:
    """Why there can be no screen here; empty when there can. Textual reads from stdin and draws on stderr."""
    if not all(stream and stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr)):
        return "De console heeft een terminal nodig; zonder terminal kan het met --platte-tekst."
    if os.environ.get("TERM", "") in NO_SCREEN:
        return "Deze terminal kan geen scherm tonen; het kan met --platte-tekst."
    return ""


def _no_input() -> str:
    return "" if sys.stdin and sys.stdout else "Er is geen invoer of geen uitvoer."
