"""`mka-assist console`: the screen of the dispatcher."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from mka_assist.cli.options import journal_option, region_option, rules_option, trusted_keys_option


@click.command("console", options_metavar="[OPTIES]")
@region_option
@rules_option
@journal_option
@trusted_keys_option
def command(region: str, rules: Path | None, journal: str, keys_file: Path | None) -> int:
    """Behandel een oefenmelding aan het scherm van de centralist."""
    # Textual reads from stdin and draws on stderr.
    if not all(stream and stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr)):
        raise click.UsageError("De console heeft een terminal nodig.", click.get_current_context())
    from mka_assist.cli.boundary import keep_traceback
    from mka_assist.console.app import run_console
    from mka_assist.decision.last_good import Rulebooks
    from mka_assist.paths import rules_dir
    from mka_assist.rulebook.kept import KeptRulebooks
    from mka_assist.rulebook.trust import load_trust

    trust = load_trust(keys_file)
    rulebooks = Rulebooks(rules or rules_dir(), region, KeptRulebooks.of_user(), trust)
    return run_console(rulebooks, journal, keep_traceback)
