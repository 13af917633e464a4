"""`mka-assist journal`: read what was kept, check its chain, and hand it out. Nothing here writes to it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import IO, TYPE_CHECKING

import click

from mka_assist.cli.boundary import DONE, FINDINGS
from mka_assist.cli.options import format_option, journal_option, rules_option

if TYPE_CHECKING:
    from mka_assist.call.events import Event
    from mka_assist.journal.chain import Verification

LONGEST_LINE = 1_000_000


class Head(click.ParamType[str]):
    """The hash of a journal's last row, noted earlier."""

    name = "eindpunt"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        if not re.fullmatch(r"[0-9a-f]{64}", value):
            self.fail(f"{value!r} is geen eindpunt; dat heeft 64 tekens, 0-9 en a-f.", param, ctx)
        return value


@click.group("journal", options_metavar="[OPTIES]", subcommand_metavar="OPDRACHT [ARGUMENTEN]...")
def command() -> None:
    """Bekijk, controleer of exporteer het journaal."""


@command.command("list", options_metavar="[OPTIES]")
@journal_option
@format_option()
def list_calls(journal: str, form: str) -> int:
    """Toon welke meldingen erin staan."""
    from mka_assist.cli.output import write_json, write_lines
    from mka_assist.journal.store import Journal

    with Journal.open(journal, writable=False) as opened:
        calls = opened.calls()
    if form == "json":
        write_json([asdict(call) for call in calls])
    else:
        ends = {True: "afgesloten", False: "open"}
        write_lines(
            f"{_local_text(call.opened_at)}  {call.number}  "
            f"{call.events} {'gebeurtenis' if call.events == 1 else 'gebeurtenissen'}, {ends[call.closed]}"
            for call in calls
        )
        if not calls:
            write_lines(["geen meldingen"])
    return DONE


@command.command("show", options_metavar="[OPTIES]")
@click.argument("number", metavar="NUMMER", help="Nummer van de melding.")
@journal_option
@format_option()
def show(number: str, journal: str, form: str) -> int:
    """Toon alles wat er in een melding gebeurde."""
    from mka_assist.call.log import call_unknown
    from mka_assist.cli.output import write_json, write_lines
    from mka_assist.journal.store import Journal

    with Journal.open(journal, writable=False) as opened:
        events = opened.read(number) if number else ()
    if not events:
        raise call_unknown(number)
    if form == "json":
        write_json([event.model_dump(mode="json") for event in events])
    else:
        write_lines(_timeline(events))
    return DONE


@command.command("summary", options_metavar="[OPTIES]")
@click.argument("number", metavar="NUMMER", help="Nummer van de melding.")
@journal_option
@rules_option
def summarize(number: str, journal: str, rules: Path | None) -> int:
    """Vat een melding samen: ritformulier, tijden, doelen, wat nog open is en nazorg.

    De namen, doelen en nazorg komen uit de regels die gelden op de dag van de melding.
    """
    from mka_assist.call.log import call_unknown
    from mka_assist.call.state import fold
    from mka_assist.call.summary import lines, summary
    from mka_assist.cli.output import write_lines
    from mka_assist.instruction.loading import load_instruction
    from mka_assist.journal.store import Journal
    from mka_assist.paths import rules_dir
    from mka_assist.rulebook.loading import load_rulebook
    from mka_assist.rulebook.week import local

    with Journal.open(journal, writable=False) as opened:
        events = opened.read(number) if number else ()
    if not events:
        raise call_unknown(number)
    state, folder = fold(events), rules or rules_dir()
    rulebook = load_rulebook(folder, state.region, local(state.opened_at).date())
    write_lines(lines(summary(state, events, rulebook, load_instruction(folder))))
    if rulebook.sha256 != state.rulebook_sha256:
        write_lines(["", f"De regels zijn gewijzigd sinds deze melding (toen {state.rulebook_version})."])
    return DONE


@command.command("verify", options_metavar="[OPTIES]")
@journal_option
@click.option(
    "--export",
    "exported",
    metavar="BESTAND",
    type=click.Path(exists=True, dir_okay=False, allow_dash=True),
    help="Controleer een export in plaats van het journaal; - leest van de standaardinvoer.",
)
@click.option("--head", metavar="EINDPUNT", type=Head(), help="Eerder genoteerd eindpunt.")
@format_option()
def verify(journal: str, exported: str | None, head: str | None, form: str) -> int:
    """Controleer of er niets is gewijzigd, weggehaald of ingevoegd.

    Afsluitcode: 0 in orde, 1 niet in orde, 2 niet te lezen. Noteer het eindpunt buiten het journaal en geef
    het een volgende keer mee: alleen dan valt het op als er aan het einde iets is afgehaald.
    """
    from mka_assist.cli.output import write_json, write_lines
    from mka_assist.journal.store import Journal

    if exported:
        found = _verify_export(exported, head or "")
    else:
        with Journal.open(journal, writable=False) as opened:
            found = opened.verify(head or "")
    if form == "json":
        write_json({"intact": found.intact, **asdict(found)})
    else:
        verdict = found.broken.message if found.broken else "In orde."
        write_lines([verdict, f"Gebeurtenissen: {found.events}. Eindpunt: {found.head}"])
    return DONE if found.intact else FINDINGS


@command.command("export", options_metavar="[OPTIES]")
@click.argument("number", metavar="[NUMMER]", default="", help="Nummer van de melding; zonder NUMMER alles.")
@journal_option
def export(number: str, journal: str) -> int:
    """Schrijf de gebeurtenissen als regels JSON.

    Elke regel heeft haar plaats in de keten; `verify --export` controleert ze.
    """
    from mka_assist.call.log import call_unknown
    from mka_assist.cli.output import write_utf8
    from mka_assist.journal.export import export_lines
    from mka_assist.journal.store import Journal

    with Journal.open(journal, writable=False) as opened:
        rows = opened.rows(number)
    if number and not rows:
        raise call_unknown(number)
    for line in export_lines(rows):
        write_utf8(line + "\n")
    return DONE


def _verify_export(path: str, head: str) -> Verification:
    """Check an export. One of a single call may have gaps between its rows, where other calls stood."""
    from mka_assist.journal.chain import verify
    from mka_assist.journal.export import read_lines

    with click.open_file(path, encoding="utf-8", errors="replace") as stream:
        rows = read_lines(_lines(stream), "<standaardinvoer>" if path == "-" else path)
    return verify(rows, expected_head=head, whole=len({row.call for row in rows}) > 1)


def _lines(stream: IO[str]) -> Iterator[str]:
    """The lines of a stream, none longer than any event: an endless line is refused, not read."""
    return iter(lambda: stream.readline(LONGEST_LINE), "")


def _timeline(events: tuple[Event, ...]) -> Iterator[str]:
    from mka_assist.call.timings import format_elapsed
    from mka_assist.call.words import sentence
    from mka_assist.rulebook.week import local

    start = events[0].at
    yield f"{local(start):%Y-%m-%d}"
    for event in events:
        elapsed = format_elapsed((event.at - start).total_seconds())
        yield f"{local(event.at):%H:%M:%S}  {elapsed:>8}  {sentence(event)}"


def _local_text(moment: str) -> str:
    """A stored time as Dutch local time; as it stands when somebody changed it into something else."""
    from mka_assist.rulebook.week import local

    try:
        return f"{local(dt.datetime.fromisoformat(moment)):%Y-%m-%d %H:%M:%S}"
    except (ValueError, OverflowError):
        return moment
