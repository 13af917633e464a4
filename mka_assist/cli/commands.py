"""The table of subcommands, and a group that loads a subcommand's file only when it is used."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module

import click

from mka_assist.cli.boundary import INTENDED_USE, version_text
from mka_assist.cli.dutch import speak_dutch, translate

speak_dutch()  # before any parameter is made: some of click's words are looked up at that moment

COMMANDS: Mapping[str, str] = {
    "console": "Behandel een oefenmelding aan het scherm van de centralist.",
    "replay": "Speel opgenomen meldingen af en controleer de verwachtingen.",
    "decide": "Beslis over één melding: wie wordt gealarmeerd en waarom.",
    "rules": "Controleer regelbestanden.",
    "journal": "Bekijk, controleer of exporteer het journaal.",
    "config": "Bekijk of controleer de configuratie van de console.",
    "keys": "Toon de toetsen van de console, zoals u ze hebt ingesteld.",
    "completion": "Geef het script waarmee de shell opdrachten aanvult.",
}
"""Name to the one line in `--help`. Each stands in `mka_assist/cli/<name>.py` as `command`."""


class LazyGroup(click.Group):
    """Knows its subcommands by name and one line; imports one when it is called or completed."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"mka_assist.cli.{cmd_name}").command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """As click does, but near names come from the table."""
        if args[0] not in COMMANDS and not ctx.resilient_parsing:
            raise click.NoSuchCommand(args[0], possibilities=COMMANDS, ctx=ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section(translate("Commands")):
            formatter.write_dl(list(COMMANDS.items()))


def _show_version(ctx: click.Context, param: click.Parameter, value: bool) -> None:
    if value and not ctx.resilient_parsing:
        click.echo(version_text())
        ctx.exit()


@click.group(
    cls=LazyGroup,
    help=f"Beslisondersteuning voor de meldkamer ambulancezorg bij een reanimatie.\n\n{INTENDED_USE}",
    options_metavar="[OPTIES]",
    subcommand_metavar="OPDRACHT [ARGUMENTEN]...",
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="""
    \b
    Afsluitcodes:
      0    in orde
      1    bevindingen, een verwachting die niet uitkomt, of een terugval
      2    onbruikbare invoer
      70   onverwachte fout (het verslag staat in het logbestand)
      130  afgebroken met Ctrl-C
      141  de lezer van de uitvoer is gestopt
    """,
)
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_show_version,
    help="Toon de versie en het beoogde gebruik.",
)
def root() -> None:
    """Holds the subcommands; does nothing itself."""
