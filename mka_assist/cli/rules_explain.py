"""`mka-assist rules explain`: why a call is decided as it is, and what would change it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from mka_assist.cli.boundary import DONE
from mka_assist.cli.options import at_option, facts_option, format_option, region_option, rules_option


@click.command("explain", options_metavar="[OPTIES]")
@facts_option(required=True)
@rules_option
@region_option
@at_option
@click.option(
    "--partner", "partners", metavar="PARTNER", multiple=True, help="Alleen deze partner; mag vaker."
)
@format_option()
def explain(
    source: Path,
    rules: Path | None,
    region: str,
    at: dt.datetime | None,
    partners: tuple[str, ...],
    form: str,
) -> int:
    """Leg uit waarom een melding zo wordt beslist, en wat dat zou veranderen.

    Per partner, per regel en per voorwaarde: de gelezen waarde, het oordeel, de tekst en de bron. Daarna de
    kleinste verandering van de feiten waarmee het anders wordt. Afsluitcode: 0 uitgelegd, 2 onbruikbare
    invoer.
    """
    from mka_assist.call.clock import SystemClock
    from mka_assist.cli.explanation import explanation_json, explanation_lines
    from mka_assist.cli.facts import read_source
    from mka_assist.cli.output import write_json, write_lines
    from mka_assist.decision.explaining import Explainer
    from mka_assist.paths import rules_dir
    from mka_assist.rulebook.facts import suggest
    from mka_assist.rulebook.loading import load_rulebook
    from mka_assist.rulebook.week import local

    moment = local(at or SystemClock().now())
    rulebook = load_rulebook(rules or rules_dir(), region, moment.date())
    facts = read_source(source, rulebook)
    for id in partners:
        if id not in rulebook.partners:
            help = suggest(id, rulebook.partners) or f"Kies uit: {', '.join(rulebook.partners)}."
            raise click.UsageError(f"Onbekende partner {id!r}. {help}", click.get_current_context())
    explainer = Explainer(rulebook, moment.date())
    explained = explainer.explain(facts, moment, partners)
    if form == "json":
        write_json(explanation_json(explained, explainer.book))
    else:
        write_lines(explanation_lines(explained, explainer.book, partners_only=bool(partners)))
    return DONE
