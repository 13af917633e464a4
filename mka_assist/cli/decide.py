"""`mka-assist decide`: one decision on the facts in a file, for people and for scripts."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from mka_assist.cli.boundary import DONE, FINDINGS
from mka_assist.cli.options import (
    at_option,
    facts_option,
    format_option,
    region_option,
    rules_option,
    trusted_keys_option,
)


@click.command("decide", options_metavar="[OPTIES]")
@facts_option(required=True)
@rules_option
@region_option
@at_option
@trusted_keys_option
@format_option()
def command(
    source: Path, rules: Path | None, region: str, at: dt.datetime | None, keys_file: Path | None, form: str
) -> int:
    """Beslis over één melding: wie wordt gealarmeerd en waarom.

    Afsluitcode: 0 beslist, 1 terugval gebruikt, 2 onbruikbare invoer.
    """
    from mka_assist.call.clock import SystemClock
    from mka_assist.cli.facts import read_source
    from mka_assist.cli.output import write_json, write_lines
    from mka_assist.cli.page import page
    from mka_assist.decision.opening import open_decider
    from mka_assist.paths import rules_dir
    from mka_assist.rulebook.trust import load_trust
    from mka_assist.rulebook.week import local

    moment = at or SystemClock().now()
    decider = open_decider(rules or rules_dir(), region, load_trust(keys_file), local(moment).date())
    rulebook = decider.rulebook
    facts = read_source(source, rulebook)
    decision = decider.decide(facts, moment)
    if form == "json":
        write_json(decision.as_json())
    else:
        write_lines(page(decision, rulebook))
    return FINDINGS if decision.fallback else DONE
