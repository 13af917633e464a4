"""`mka-assist rules diff`: what a change of the rules does, call by call, exactly."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mka_assist.cli.boundary import DONE, FINDINGS
from mka_assist.cli.options import at_option, format_option

if TYPE_CHECKING:
    from mka_assist.cli.difference import Calls
    from mka_assist.rulebook.difference.report import Report


@click.command("diff", options_metavar="[OPTIES]")
@click.argument("old", metavar="OUD", help="Map, bestand of git-revisie: REV of REV:pad.")
@click.argument("new", metavar="NIEUW", help="Hetzelfde, van de nieuwe regels.")
@click.option(
    "--region",
    metavar="REGIO",
    default="",
    help="Vergelijk alleen deze regio; zonder deze optie landelijk en elke regio.",
)
@at_option
@click.option(
    "--calls",
    metavar="PAD",
    multiple=True,
    type=click.Path(path_type=Path),
    help="Bestand of map met meldingen om na te gaan; mag vaker.",
)
@click.option("--journal", metavar="URL", help="Journaal met meldingen om na te gaan.")
@format_option(("text", "json", "md"))
def diff(
    old: str,
    new: str,
    region: str,
    at: dt.datetime | None,
    calls: tuple[Path, ...],
    journal: str | None,
    form: str,
) -> int:
    """Toon welke meldingen door een wijziging anders worden beslist.

    Geen vergelijking van tekst: elke melding die er kan zijn telt mee. Per verschil een zin en een voorbeeld
    om te plakken. Afsluitcode: 0 zelfde beslissingen, 1 verschillen, 2 onleesbaar.
    """
    from mka_assist.call.clock import SystemClock
    from mka_assist.cli.difference import difference_lines
    from mka_assist.cli.difference_json import difference_json
    from mka_assist.cli.difference_markdown import markdown
    from mka_assist.cli.output import write_json, write_lines
    from mka_assist.rulebook.difference.report import report
    from mka_assist.rulebook.difference.sources import rule_sets
    from mka_assist.rulebook.week import local

    day = local(at or SystemClock().now()).date()
    with rule_sets(old, new) as (was, becomes):
        found = report(was, becomes, region, day)
        gone_through = _gone_through(found, calls, journal)
    match form:
        case "json":
            write_json(difference_json(found, gone_through))
        case "md":
            write_lines(markdown(found, gone_through))
        case _:
            write_lines(difference_lines(found, gone_through))
    return FINDINGS if found.differs else DONE


def _gone_through(report: Report, paths: tuple[Path, ...], journal: str | None) -> Calls | None:
    """What would have gone otherwise in the calls that were asked for; None when none were."""
    if not paths and journal is None:
        return None
    from mka_assist.cli.difference import Calls
    from mka_assist.replay.otherwise import fixture_calls, journal_calls, otherwise

    calls = [*fixture_calls(paths, lambda name: report.loaded.get(name, ()))]
    if journal is not None:
        calls += [call for call in journal_calls(journal) if call.region in report.loaded]
    changed = [one for call in calls for one in otherwise(call, *report.loaded[call.region], report.on)]
    return Calls(len(calls), changed)
