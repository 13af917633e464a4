"""`mka-assist rules docs`: one readable page about a rulebook."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from mka_assist.cli.boundary import DONE, INTENDED_USE
from mka_assist.cli.options import at_option, output_option, region_option


@click.command("docs", options_metavar="[OPTIES]")
@click.argument(
    "path",
    metavar="[MAP]",
    required=False,
    type=click.Path(path_type=Path),
    help="Map met regels; zonder MAP de meegeleverde regels.",
)
@region_option
@at_option
@click.option(
    "--format",
    "form",
    type=click.Choice(["md", "html"]),
    default="md",
    show_default=True,
    help="Markdown, of één HTML-bestand dat goed afdrukt.",
)
@output_option
def docs(path: Path | None, region: str, at: dt.datetime | None, form: str, output: Path | None) -> int:
    """Maak één leesbare pagina van een regelboek.

    Elke regel als Nederlandse zin, met bron, voorbeelden en afspraken, en een beslistabel per partner.
    Afsluitcode: 0 gemaakt, 2 onbruikbare invoer.
    """
    from mka_assist.call.clock import SystemClock
    from mka_assist.cli.output import write_result
    from mka_assist.paths import rules_dir
    from mka_assist.rulebook.documentation.html import html
    from mka_assist.rulebook.documentation.markdown import markdown
    from mka_assist.rulebook.documentation.page import page_of
    from mka_assist.rulebook.loading import load_rulebook
    from mka_assist.rulebook.week import local

    day = local(at or SystemClock().now()).date()
    page = page_of(load_rulebook(path or rules_dir(), region, day), INTENDED_USE)
    write_result(html(page) if form == "html" else markdown(page), output)
    return DONE
