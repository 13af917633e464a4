"""`mka-assist rules ask`: what to ask next and why, the plan, and how many questions calls take."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from mka_assist.cli.boundary import DONE
from mka_assist.cli.options import at_option, facts_option, format_option, region_option, rules_option

if TYPE_CHECKING:
    from mka_assist.cli.questions import CallEffort


@click.command("ask", options_metavar="[OPTIES]")
@facts_option(required=False)
@rules_option
@region_option
@at_option
@click.option(
    "--depth",
    metavar="GETAL",
    type=click.IntRange(1, 8),
    default=4,
    show_default=True,
    help="Hoeveel vragen diep het plan gaat.",
)
@click.option(
    "--calls",
    metavar="PAD",
    multiple=True,
    type=click.Path(path_type=Path),
    help="Tel de vragen in de meldingen van dit bestand of deze map; mag vaker.",
)
@format_option()
def ask(
    source: Path | None,
    rules: Path | None,
    region: str,
    at: dt.datetime | None,
    depth: int,
    calls: tuple[Path, ...],
    form: str,
) -> int:
    """Toon wat u nu het best vraagt, en waarom.

    Per vraag: welke antwoorden voor wie iets veranderen, en door welke regel. Daarna het plan met de kortste
    volgorde van vragen. Met --calls: hoeveel vragen meldingen kosten tot het advies vastligt. Afsluitcode: 0
    gedaan, 2 onbruikbare invoer.
    """
    from mka_assist.call.clock import SystemClock
    from mka_assist.cli.facts import read_source
    from mka_assist.cli.output import write_json, write_lines
    from mka_assist.cli.questions import (
        effort_json,
        effort_lines,
        plan_json,
        plan_lines,
        question_lines,
        questions_json,
    )
    from mka_assist.decision.plan import Planner
    from mka_assist.decision.questions import Interview
    from mka_assist.paths import rules_dir
    from mka_assist.rulebook.loading import load_rulebook

    whole: dict[str, Any] = {}
    lines: list[str] = []
    folder = rules or rules_dir()
    if source or not calls:
        rulebook = load_rulebook(folder, region)
        given = read_source(source, rulebook) if source else {}
        interview = Interview(rulebook, at or SystemClock().now())
        questions, plan = interview.questions(given), Planner(interview).plan(given, depth)
        whole |= {"questions": questions_json(questions), "plan": plan_json(plan)}
        lines += question_lines(questions, rulebook)
        lines += ["", *plan_lines(plan, rulebook, depth)] if questions else []
    if calls:
        counted = _counted(calls, folder, region)
        whole["calls"] = effort_json(counted)
        lines += [*([""] if lines else []), *effort_lines(counted)]
    if form == "json":
        write_json(whole)
    else:
        write_lines(lines)
    return DONE


def _counted(paths: tuple[Path, ...], folder: Path, region: str) -> list[CallEffort]:
    """The calls of the region, or of every region, with the rules of their own region and day."""
    from mka_assist.call.state import facts
    from mka_assist.cli.questions import CallEffort
    from mka_assist.decision.effort import effort
    from mka_assist.decision.questions import Interview
    from mka_assist.replay.otherwise import fixture_calls
    from mka_assist.rulebook.loading import load_rulebook
    from mka_assist.rulebook.model import RuleBook

    books: dict[str, RuleBook] = {}

    def book_of(name: str) -> tuple[RuleBook, ...]:
        if region and name != region:
            return ()
        if name not in books:
            books[name] = load_rulebook(folder, name)
        return (books[name],)

    counted: list[CallEffort] = []
    for call in fixture_calls(paths, book_of):
        book = books[call.region]
        answers = facts(call.moments[-1][1], book.facts)
        asked = {name: value for name, value in answers.items() if book.facts[name].question}
        counted.append(CallEffort(call.number, call.region, effort(Interview(book, call.opened_at), asked)))
    return counted
