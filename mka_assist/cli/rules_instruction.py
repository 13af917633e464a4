"""`mka-assist rules instruction`: the caller instruction as a text to read, decide on and print."""

from __future__ import annotations

from pathlib import Path

import click

from mka_assist.cli.boundary import DONE
from mka_assist.cli.options import output_option


@click.command("instruction", options_metavar="[OPTIES]")
@click.argument(
    "path",
    metavar="[MAP]",
    required=False,
    type=click.Path(path_type=Path),
    help="Map met regels; zonder MAP de meegeleverde regels.",
)
@click.option("--flow", metavar="STROOM", default="", help="Alleen deze stroom, bijvoorbeeld baby.")
@click.option("--language", metavar="TAAL", default="nl", help="Taal van de zinnen, bijvoorbeeld en.")
@output_option
def instruction(path: Path | None, flow: str, language: str, output: Path | None) -> int:
    """Toon de meldersinstructie als leesbare tekst.

    Elke stap met zijn zin, waar de centralist op let, wat erop volgt en op welke bron hij rust. Afsluitcode:
    0 getoond, 2 onbruikbare invoer.
    """
    from mka_assist.cli.output import write_result
    from mka_assist.instruction.flow import languages
    from mka_assist.instruction.loading import load_instruction
    from mka_assist.instruction.script import pages
    from mka_assist.paths import rules_dir

    found = load_instruction(path or rules_dir())
    for name, value, known in (
        ("--flow", flow, tuple(found.flows)),
        ("--language", language, languages(found)),
    ):
        if value and value not in known:
            raise click.BadParameter(
                f"{value!r} bestaat niet; kies uit: {', '.join(known)}.", param_hint=name
            )
    write_result("\n".join(pages(found, language, flow)) + "\n", output)
    return DONE
