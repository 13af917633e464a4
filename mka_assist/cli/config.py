"""`mka-assist config`: where the configuration of the console stands, what is wrong with it, what holds."""

from __future__ import annotations

from pathlib import Path

import click

from mka_assist.cli.boundary import BAD_INPUT, DONE


@click.group("config", options_metavar="[OPTIES]", subcommand_metavar="OPDRACHT [ARGUMENTEN]...")
def command() -> None:
    """Bekijk of controleer de configuratie van de console."""


@command.command("pad", options_metavar="[OPTIES]")
def path() -> int:
    """Toon waar uw configuratie staat, of kan staan."""
    from mka_assist.cli.output import write_lines
    from mka_assist.console.config import user_file

    write_lines([str(user_file())])
    return DONE


@command.command("check", options_metavar="[OPTIES]")
@click.argument(
    "file",
    metavar="[BESTAND]",
    required=False,
    type=click.Path(path_type=Path),
    help="Dit bestand in plaats van uw eigen configuratie.",
)
def check(file: Path | None) -> int:
    """Controleer de configuratie van de beheerder en die van uzelf.

    Meldt elke fout met bestand, regel en kolom. Afsluitcode 2 als er een fout is; de console zelf begint
    altijd, en laat weg wat niet klopt.
    """
    from mka_assist.cli.boundary import say
    from mka_assist.cli.output import write_lines
    from mka_assist.console.config import combined, layers, user_file
    from mka_assist.rulebook.diagnostics import errors_in

    found = layers(file)
    findings = combined(found, {}, {}).findings
    for finding in findings:
        say(str(finding))
    if errors_in(findings):
        return BAD_INPUT
    write_lines(f"{layer.path}: in orde" for layer in found if not layer.findings)
    if not found:
        write_lines([f"{user_file(file)}: dit bestand is er niet; de standaard geldt"])
    return DONE


@command.command("toon", options_metavar="[OPTIES]")
def show() -> int:
    """Toon wat geldt, en waar het vandaan komt."""
    from mka_assist.cli.output import write_lines
    from mka_assist.console.config import effective, load_config

    config = load_config()
    settings = {name: (_toml(value), source) for name, (value, source) in effective(config).items()}
    wide = max(len(f"{name} = {value}") for name, (value, _) in settings.items())
    write_lines(
        f"{f'{name} = {value}'.ljust(wide)}  # {source}" for name, (value, source) in settings.items()
    )
    if config.trouble:
        from mka_assist.cli.boundary import say

        say(config.trouble)
    return DONE


@command.command("voorbeeld", options_metavar="[OPTIES]")
def example() -> int:
    """Toon een configuratie met uitleg, om mee te beginnen."""
    from mka_assist.cli.output import write_utf8
    from mka_assist.console.config_example import example

    write_utf8(example())
    return DONE


def _toml(value: object) -> str:
    """A text or a list of texts as it stands in a TOML file."""
    from json import dumps  # the texts of TOML are those of JSON

    return dumps(value, ensure_ascii=False)
