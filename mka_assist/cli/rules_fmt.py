"""`mka-assist rules fmt`: rule files laid out in one way, without a change of meaning."""

from __future__ import annotations

from pathlib import Path

import click

from mka_assist.cli.boundary import BAD_INPUT, DONE, FINDINGS


@click.command("fmt", options_metavar="[OPTIES]")
@click.argument(
    "paths",
    metavar="[PAD...]",
    nargs=-1,
    type=click.Path(path_type=Path),
    help="Regelbestanden of mappen; zonder PAD de meegeleverde regels.",
)
@click.option("--check", is_flag=True, help="Schrijf niets; noem alleen welke bestanden anders worden.")
def fmt(paths: tuple[Path, ...], check: bool) -> int:
    """Maak regelbestanden op: vaste volgorde van sleutels, inspringing en regellengte.

    Alle commentaar blijft staan en de betekenis blijft gelijk; dat wordt na het opmaken nagegaan. Een
    bestand met fouten wordt niet aangeraakt. Afsluitcode: 0 in orde, 1 met bevindingen of (bij --check) als
    een bestand anders wordt, 2 als een bestand of map niet te lezen of te schrijven is.
    """
    from mka_assist.cli.files import write_file
    from mka_assist.cli.output import write_lines
    from mka_assist.paths import rules_dir
    from mka_assist.rulebook.formatting.files import format_paths

    result = format_paths(paths or (rules_dir(),))
    changed = [formatted for formatted in result if formatted.text is not None]
    for formatted in changed:
        if not check and formatted.text is not None:
            write_file(formatted.path, formatted.text)
        write_lines([f"{formatted.path}: {'wordt anders opgemaakt' if check else 'opgemaakt'}"])
    write_lines(str(finding) for formatted in result for finding in formatted.findings)
    refused = [formatted for formatted in result if formatted.findings]
    same = len(result) - len(changed) - len(refused)
    done = "anders" if check else "opgemaakt"
    write_lines([f"{len(changed)} {done}, {same} al goed, {len(refused)} niet aangeraakt"])
    if any(formatted.unreadable for formatted in refused):
        return BAD_INPUT
    return FINDINGS if refused or (check and changed) else DONE
