"""`mka-assist rules`: everything that is done with rule files themselves."""

from __future__ import annotations

from pathlib import Path

import click

from mka_assist.cli.boundary import BAD_INPUT, DONE, FINDINGS
from mka_assist.cli.options import format_option
from mka_assist.cli.rules_docs import docs
from mka_assist.cli.rules_explain import explain
from mka_assist.cli.rules_test import test


@click.group("rules", options_metavar="[OPTIES]", subcommand_metavar="OPDRACHT [ARGUMENTEN]...")
def command() -> None:
    """Controleer regelbestanden."""


@command.command("check", options_metavar="[OPTIES]")
@click.argument(
    "paths",
    metavar="[PAD...]",
    nargs=-1,
    type=click.Path(path_type=Path),
    help="Regelbestanden of mappen; zonder PAD de meegeleverde regels.",
)
@format_option(("text", "json", "github"))
def check(paths: tuple[Path, ...], form: str) -> int:
    """Controleer regels en hun voorbeelden.

    Meldt elke bevinding met bestand, regel en kolom. Afsluitcode: 0 zonder bevindingen, 1 met bevindingen,
    2 als een bestand of map niet te lezen is.
    """
    from mka_assist.cli.instruction import with_instruction
    from mka_assist.cli.output import write_json, write_lines
    from mka_assist.paths import rules_dir
    from mka_assist.rulebook.checking import check_paths
    from mka_assist.rulebook.reporting import github_lines, json_objects, text_lines

    paths = paths or (rules_dir(),)
    result = with_instruction(check_paths(paths), paths)
    match form:
        case "json":
            write_json(json_objects(result))
        case "github":
            write_lines(github_lines(result))
        case _:
            write_lines(text_lines(result))
    if result.unreadable:
        return BAD_INPUT
    return FINDINGS if result.findings else DONE


command.add_command(docs)
command.add_command(explain)
command.add_command(test)
