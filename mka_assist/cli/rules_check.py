"""`mka-assist rules check`: everything that is wrong with rule files, or the page that explains a finding."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from mka_assist.cli.boundary import BAD_INPUT, DONE, FINDINGS
from mka_assist.cli.options import at_option, format_option


@click.command("check", options_metavar="[OPTIES]")
@click.argument(
    "paths",
    metavar="[PAD...]",
    nargs=-1,
    type=click.Path(path_type=Path),
    help="Regelbestanden of mappen; zonder PAD de meegeleverde regels.",
)
@at_option
@click.option(
    "--explain", "code", metavar="CODE", help="Toon alleen de uitleg bij een bevinding, zoals A003."
)
@format_option(("text", "json", "github"))
def check(paths: tuple[Path, ...], at: dt.datetime | None, code: str | None, form: str) -> int:
    """Controleer regels en hun voorbeelden.

    Meldt elke bevinding met bestand, regel en kolom, en waar dat kan met een melding als voorbeeld dat in de
    regels geplakt kan worden. Afsluitcode: 0 zonder bevindingen, 1 met bevindingen, 2 als een bestand of map
    niet te lezen is.
    """
    from mka_assist.call.clock import SystemClock
    from mka_assist.cli.instruction import with_instruction
    from mka_assist.cli.output import write_json, write_lines
    from mka_assist.paths import rules_dir
    from mka_assist.rulebook.checking import check_paths
    from mka_assist.rulebook.reporting import github_lines, json_objects, text_lines
    from mka_assist.rulebook.week import local

    if code is not None:
        write_lines(_page(code).splitlines())
        return DONE
    paths = paths or (rules_dir(),)
    today = local(at or SystemClock().now()).date()
    result = with_instruction(check_paths(paths, today), paths)
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


def _page(code: str) -> str:
    """The page of a finding. Raises `UsageError` for a code without one."""
    from mka_assist.rulebook.analysis.registry import MODULES, page

    if not page(code.upper()):
        message = f"Geen uitleg bij {code!r}. Kies uit: {', '.join(sorted(MODULES))}."
        raise click.UsageError(message, click.get_current_context())
    return page(code.upper())
