"""`mka-assist keys`: the keys of the console as they were set up, to read, to print or for the manual."""

from __future__ import annotations

from pathlib import Path

import click

from mka_assist.cli.boundary import DONE
from mka_assist.cli.options import format_option, output_option


@click.command("keys", options_metavar="[OPTIES]")
@format_option(("text", "markdown", "html", "man"))
@output_option
@click.option(
    "--config",
    "config_file",
    metavar="BESTAND",
    type=click.Path(path_type=Path),
    help="Dit bestand in plaats van uw eigen configuratie.",
)
def command(form: str, output: Path | None, config_file: Path | None) -> int:
    """Toon de toetsen van de console, zoals u ze hebt ingesteld.

    text is een kaart om te lezen, html een kaart om af te drukken, markdown een bladzijde met de naam van
    elke handeling, man de handleiding van het hele programma.
    """
    from mka_assist.cli.boundary import say
    from mka_assist.cli.key_forms import FORMS
    from mka_assist.cli.output import write_result
    from mka_assist.console.actions import ACTIONS
    from mka_assist.console.config import load_config
    from mka_assist.console.config_keys import remapped

    config = load_config(config_file)
    if config.trouble:
        say(config.trouble)
    write_result(FORMS[form](remapped(ACTIONS, config.keys)), output)
    return DONE
