"""`mka-assist rules sign` and `rules keys`: vouch for a rulebook, and the keys that are needed for it."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from mka_assist.cli.boundary import DONE
from mka_assist.cli.options import region_option


@click.command("sign", options_metavar="[OPTIES]")
@click.argument(
    "path",
    metavar="[MAP]",
    required=False,
    type=click.Path(path_type=Path),
    help="Map met regels; zonder MAP de meegeleverde regels.",
)
@region_option
@click.option(
    "--key",
    metavar="BESTAND",
    required=True,
    type=click.Path(path_type=Path),
    help="Uw privésleutel; maak er een met rules keys --new.",
)
def sign(path: Path | None, region: str, key: Path) -> int:
    """Onderteken een regelboek: u staat in voor precies deze bestanden.

    De handtekening komt in handtekening.json in de map met regels; die van anderen blijven staan. Een
    regelboek dat niet te lezen is of zijn eigen voorbeelden niet haalt, wordt niet ondertekend.
    Afsluitcode: 0 ondertekend, 2 onbruikbare invoer.
    """
    from mka_assist.call.clock import SystemClock
    from mka_assist.cli.output import write_lines
    from mka_assist.paths import rules_dir
    from mka_assist.rulebook.diagnostics import Diagnostics
    from mka_assist.rulebook.examples import run_examples
    from mka_assist.rulebook.keys import public_key, read_key
    from mka_assist.rulebook.loading import load_rulebook
    from mka_assist.rulebook.signatures import sign as sign_rulebook

    folder = path or rules_dir()
    rulebook = load_rulebook(folder, region)
    report = Diagnostics.empty()
    run_examples(rulebook, report)
    report.raise_errors()
    private = read_key(key, lambda: _passphrase("Wachtzin"))
    written = sign_rulebook(folder, rulebook, private, SystemClock().now())
    whose = f"regio {region}" if region else "landelijk"
    text = f"Ondertekend: regelboek {whose}, versie {rulebook.version}, {len(rulebook.files)} bestanden."
    write_lines([text, f"Handtekening in {written}, met sleutel {public_key(private)}"])
    return DONE


@click.command("keys", options_metavar="[OPTIES]")
@click.option(
    "--new",
    metavar="BESTAND",
    type=click.Path(path_type=Path),
    help="Maak een nieuwe privésleutel in dit bestand; een bestaand bestand wordt nooit overschreven.",
)
@click.option("--passphrase", is_flag=True, help="Beveilig de nieuwe sleutel met een wachtzin.")
@click.option(
    "--key",
    metavar="BESTAND",
    type=click.Path(path_type=Path),
    help="Toon de openbare sleutel bij deze privésleutel.",
)
def keys(new: Path | None, passphrase: bool, key: Path | None) -> int:
    """Maak of toon een sleutel, of toon wie hier wordt vertrouwd.

    Zonder opties: waar de instellingen staan, of alleen ondertekende regelboeken worden gebruikt, en van wie.
    Afsluitcode: 0 gedaan, 2 onbruikbare invoer.
    """
    from mka_assist.cli.output import write_lines
    from mka_assist.rulebook.keys import make_key, public_key, read_key
    from mka_assist.rulebook.trust import load_trust, settings_files

    if bool(new) and bool(key):
        raise click.UsageError("Kies --new of --key.", click.get_current_context())
    if passphrase and not new:
        raise click.UsageError("--passphrase hoort bij --new.", click.get_current_context())
    if new:
        write_lines([make_key(new, _passphrase("Nieuwe wachtzin", new=True) if passphrase else "")])
    elif key:
        write_lines([public_key(read_key(key, lambda: _passphrase("Wachtzin")))])
    else:
        trust = load_trust()
        only = "ja" if trust.signed_only else "nee"
        source = trust.source or f"geen; zoekt in {' en '.join(map(str, settings_files()))}"
        lines = [f"instellingen: {source}", f"alleen ondertekend: {only}"]
        write_lines([*lines, *(f"vertrouwd: {one}" for one in trust.keys)])
    return DONE


def _passphrase(title: str, *, new: bool = False) -> str:
    """Ask on the terminal; a script gives it as the first line of its standard input."""
    if sys.stdin and sys.stdin.isatty():
        asked: str = click.prompt(title, hide_input=True, confirmation_prompt=new, err=True)
        return asked
    given = sys.stdin.readline().rstrip("\r\n") if sys.stdin else ""
    if not given:
        raise click.UsageError("De wachtzin ontbreekt.", click.get_current_context())
    return given
