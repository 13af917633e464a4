"""`mka-assist console`: the screen of the dispatcher."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from mka_assist.cli.options import journal_option, region_option, rules_option


@click.command("console", options_metavar="[OPTIES]")
@region_option
@rules_option
@journal_option
def command(region: str, rules: Path | None, journal: str) -> int:
    """Behandel een oefenmelding aan het scherm van de centralist."""
    # Textual reads from stdin and draws on stderr.
    if not all(stream and stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr)):
        raise click.UsageError("De console heeft een terminal nodig.", click.get_current_context())
    from mka_assist.cli.boundary import keep_traceback
    from mka_assist.console.app import run_console
    from mka_assist.paths import rules_dir

    return run_console(rules or rules_dir(), region, journal, keep_traceback)
