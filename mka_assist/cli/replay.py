"""`mka-assist replay`: play recorded calls through the same code as the console."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from mka_assist.cli.options import format_option, rules_option, trusted_keys_option


class Speed(click.ParamType[float]):
    """How many times as fast as the call itself; 0 stands for "max", without waiting."""

    name = "snelheid"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> float:
        if value == "max":
            return 0.0
        try:
            speed = float(str(value))
        except ValueError:
            speed = 0.0
        if not 0 < speed <= 1000:
            self.fail(f"{value!r} is geen snelheid; schrijf max of een getal tot 1000, zoals 2.", param, ctx)
        return speed


@click.command("replay", options_metavar="[OPTIES]")
@click.argument(
    "fixtures",
    metavar="MELDING...",
    nargs=-1,
    required=True,
    type=click.Path(path_type=Path),
    help="Bestanden met opgenomen meldingen.",
)
@rules_option
@trusted_keys_option
@click.option(
    "--speed",
    metavar="GETAL|max",
    type=Speed(),
    default="max",
    show_default=True,
    help="Hoeveel keer zo snel als de melding zelf; max wacht niet.",
)
@format_option()
def command(
    fixtures: tuple[Path, ...], rules: Path | None, keys_file: Path | None, speed: float, form: str
) -> int:
    """Speel opgenomen meldingen af en controleer de verwachtingen.

    Afsluitcode: 0 alles zoals verwacht, 1 een verwachting komt niet uit, 2 onbruikbare invoer.
    """
    from io import StringIO

    from mka_assist.cli.output import write_utf8
    from mka_assist.paths import rules_dir
    from mka_assist.replay.run import replay_files
    from mka_assist.rulebook.trust import load_trust

    # JSON is UTF-8, whatever the terminal's encoding is; a timeline goes out line by line.
    out = StringIO() if form == "json" or sys.stdout is None else sys.stdout
    code = replay_files(fixtures, rules or rules_dir(), speed, form, out, trust=load_trust(keys_file))
    if isinstance(out, StringIO):
        write_utf8(out.getvalue())
    return code
