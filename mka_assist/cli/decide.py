"""`mka-assist decide`: one decision on the facts in a file, for people and for scripts."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from mka_assist.cli.boundary import DONE, FINDINGS
from mka_assist.cli.options import format_option, region_option, rules_option

if TYPE_CHECKING:
    from mka_assist.rulebook.facts import Facts
    from mka_assist.rulebook.model import RuleBook


class Moment(click.ParamType[dt.datetime]):
    """A moment in ISO 8601. Without an offset it is the clock on the wall in the Netherlands."""

    name = "tijd"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> dt.datetime:
        from mka_assist.rulebook.week import local

        try:
            return local(dt.datetime.fromisoformat(value))
        except (ValueError, OverflowError):
            self.fail(f"{value!r} is geen tijd; schrijf bijvoorbeeld 2026-11-21T14:30.", param, ctx)


@click.command("decide", options_metavar="[OPTIES]")
@click.option(
    "--facts",
    "source",
    metavar="BESTAND",
    required=True,
    type=click.Path(path_type=Path),
    help="YAML of JSON met feiten en hun waarden; - leest van de standaardinvoer.",
)
@rules_option
@region_option
@click.option("--at", "at", metavar="TIJD", type=Moment(), help="Moment van beslissen (ISO 8601); anders nu.")
@format_option()
def command(source: Path, rules: Path | None, region: str, at: dt.datetime | None, form: str) -> int:
    """Beslis over één melding: wie wordt gealarmeerd en waarom.

    Afsluitcode: 0 beslist, 1 terugval gebruikt, 2 onbruikbare invoer.
    """
    from mka_assist.call.clock import SystemClock
    from mka_assist.cli.output import write_json, write_lines
    from mka_assist.cli.page import page
    from mka_assist.decision.opening import open_decider
    from mka_assist.paths import rules_dir

    decider = open_decider(rules or rules_dir(), region)
    rulebook = decider.rulebook
    facts = _read(source, rulebook)
    decision = decider.decide(facts, at or SystemClock().now())
    if form == "json":
        write_json(decision.as_json())
    else:
        write_lines(page(decision, rulebook))
    return FINDINGS if decision.fallback else DONE


def _read(source: Path, rulebook: RuleBook) -> Facts:
    """The facts from a file or, for "-", from standard input. Raises `InputError`."""
    from mka_assist.rulebook.facts_file import read_facts
    from mka_assist.rulebook.source import MAX_BYTES, load_bytes

    if str(source) != "-":
        return read_facts(load_bytes(source), str(source), rulebook.facts)
    if sys.stdin is None:
        raise click.UsageError("De standaardinvoer is gesloten.", click.get_current_context())
    return read_facts(sys.stdin.buffer.read(MAX_BYTES + 1), "<standaardinvoer>", rulebook.facts)
