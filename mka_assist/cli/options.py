"""Options that several subcommands share, so that they read the same everywhere."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import click

Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]

rules_option: Decorator = click.option(
    "--rules",
    metavar="MAP",
    type=click.Path(path_type=Path),
    help="Map met regels in plaats van de meegeleverde.",
)
region_option: Decorator = click.option(
    "--region",
    metavar="REGIO",
    default="",
    help="Naam van het regelbestand van de regio; zonder deze optie alleen de landelijke regels.",
)
journal_option: Decorator = click.option(
    "--journal",
    metavar="URL",
    default="",
    help="Journaal in plaats van dat in uw gegevensmap.",
)
output_option: Decorator = click.option(
    "--output",
    metavar="BESTAND",
    type=click.Path(path_type=Path),
    help="Schrijf naar dit bestand in plaats van naar het scherm.",
)


def format_option(forms: Sequence[str] = ("text", "json")) -> Decorator:
    """`--format`, given to the function as `form`."""
    return click.option(
        "--format",
        "form",
        type=click.Choice(forms),
        default=forms[0],
        show_default=True,
        help="Vorm van de uitvoer.",
    )
