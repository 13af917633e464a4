"""Options that several subcommands share, so that they read the same everywhere."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import click

Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]


class Moment(click.ParamType[dt.datetime]):
    """A moment in ISO 8601. Without an offset it is the clock on the wall in the Netherlands."""

    name = "tijd"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> dt.datetime:
        from mka_assist.rulebook.week import local

        try:
            return local(dt.datetime.fromisoformat(value))
        except (ValueError, OverflowError):
            self.fail(f"{value!r} is geen tijd; schrijf bijvoorbeeld 2026-11-21T14:30.", param, ctx)


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
at_option: Decorator = click.option(
    "--at", "at", metavar="TIJD", type=Moment(), help="Moment van beslissen (ISO 8601); anders nu."
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


trusted_keys_option: Decorator = click.option(
    "--trusted-keys",
    "keys_file",
    metavar="BESTAND",
    type=click.Path(path_type=Path),
    help="Gebruik alleen een regelboek dat is ondertekend met een sleutel uit dit bestand.",
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


def facts_option(*, required: bool) -> Decorator:
    """`--facts`, given to the function as `source`."""
    return click.option(
        "--facts",
        "source",
        metavar="BESTAND",
        required=required,
        type=click.Path(path_type=Path),
        help="YAML of JSON met feiten en hun waarden; - leest van de standaardinvoer.",
    )
