"""`mka-assist rules test`: examples and calls as tests, their coverage, and mutants."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mka_assist.cli.boundary import BAD_INPUT, DONE, FINDINGS
from mka_assist.cli.options import format_option

if TYPE_CHECKING:
    from mka_assist.testing.session import Report, Request


@click.command("test", options_metavar="[OPTIES]")
@click.argument(
    "paths",
    metavar="[PAD...]",
    nargs=-1,
    type=click.Path(path_type=Path),
    help="Regelbestanden of mappen; zonder PAD de meegeleverde regels en meldingen.",
)
@click.option(
    "--region",
    metavar="REGIO",
    default="",
    help="Test van de regio's alleen deze; zonder deze optie alle regio's.",
)
@click.option(
    "--calls",
    metavar="PAD",
    multiple=True,
    type=click.Path(path_type=Path),
    help="Bestand of map met meldingen die op deze regels moeten uitkomen; mag vaker.",
)
@click.option("--only", metavar="TEKST", default="", help="Alleen tests met deze tekst in hun naam.")
@click.option("--watch", is_flag=True, help="Test opnieuw na elke wijziging, tot Ctrl-C.")
@click.option(
    "--junit",
    metavar="BESTAND",
    type=click.Path(path_type=Path),
    help="Schrijf de uitslag ook als JUnit-XML.",
)
@click.option("--coverage", is_flag=True, help="Toon wat de tests van elke regel bereiken.")
@click.option(
    "--minimum",
    metavar="GETAL",
    type=click.IntRange(0, 100),
    help="Laagste dekking in procenten die goed is, met --coverage.",
)
@click.option("--mutants", is_flag=True, help="Verander regels en toon wat geen test merkt.")
@format_option()
def test(
    paths: tuple[Path, ...],
    region: str,
    calls: tuple[Path, ...],
    only: str,
    watch: bool,
    junit: Path | None,
    coverage: bool,
    minimum: int | None,
    mutants: bool,
    form: str,
) -> int:
    """Test regels met hun voorbeelden en met meldingen.

    Een regel noemt onder voorbeelden wat eruit moet komen en waarom. Afsluitcode: 0 alles geslaagd, 1 een
    test mislukt of er is geen test (of de dekking is te laag, of een mutant is niet opgemerkt), 2 als een
    bestand of map niet te lezen is.
    """
    from mka_assist.paths import fixtures_dir, rules_dir
    from mka_assist.testing.session import Request

    if minimum is not None and not coverage:
        raise click.UsageError("--minimum hoort bij --coverage.", click.get_current_context())
    if watch and form == "json":
        raise click.UsageError("--watch toont alleen tekst.", click.get_current_context())
    shipped = () if paths else (fixtures_dir() / "meldingen",)
    request = Request(
        paths=paths or (rules_dir(),),
        calls=calls or shipped,
        region=region,
        only=only,
        coverage=coverage,
        minimum=minimum or 0,
        mutants=mutants,
    )
    return _watch(request, junit) if watch else _once(request, junit, form)


def _once(request: Request, junit: Path | None, form: str) -> int:
    from mka_assist.cli.output import write_json, write_lines
    from mka_assist.testing.report import as_json, text_lines

    report = _carried_out(request, junit)
    if form == "json":
        write_json(as_json(report))
    else:
        write_lines(text_lines(report))
    return DONE if report.ok else FINDINGS


def _carried_out(request: Request, junit: Path | None) -> Report:
    from mka_assist.testing.session import carry_out

    report = carry_out(request)
    if junit:
        from mka_assist.cli.files import write_file
        from mka_assist.testing.junit import junit as as_junit

        write_file(junit, as_junit(report))
    return report


def _watch(request: Request, junit: Path | None) -> int:
    """Test, and again after each change; each time on a clean screen."""
    from mka_assist.testing.watching import half_a_second, state_of, watch

    files = (*request.paths, *request.calls)
    return watch(partial(_again, request, junit), partial(state_of, files), half_a_second, _wait)


def _again(request: Request, junit: Path | None) -> int:
    from mka_assist.cli.output import write_lines
    from mka_assist.rulebook.diagnostics import InputError
    from mka_assist.testing.report import short_lines

    click.clear()
    try:
        report = _carried_out(request, junit)
    except InputError as problem:
        write_lines(map(str, problem.findings))
        return BAD_INPUT
    write_lines(short_lines(report))
    return DONE if report.ok else FINDINGS


def _wait() -> None:
    from mka_assist.call.clock import SystemClock
    from mka_assist.cli.output import write_lines
    from mka_assist.rulebook.week import local

    write_lines([f"{local(SystemClock().now()):%H:%M:%S} wacht op een wijziging; Ctrl-C stopt"])
