"""`mka-assist rules new`: a first file to fill in."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mka_assist.cli.boundary import DONE

if TYPE_CHECKING:
    from mka_assist.rulebook.model import Partner, RuleBook
    from mka_assist.rulebook.reference import SafetyRegion


@click.group("new", options_metavar="[OPTIES]", subcommand_metavar="OPDRACHT [ARGUMENTEN]...")
def new() -> None:
    """Begin een nieuw regelbestand."""


@new.command("region", options_metavar="[OPTIES]")
@click.argument("id", metavar="REGIO", help="Naam in kleine letters en streepjes; zo heet ook het bestand.")
@click.option("--name", metavar="NAAM", default="", help="Naam zoals mensen die lezen.")
@click.option(
    "--rav",
    metavar="NUMMER|NAAM",
    default="",
    help="Een van de 25 regio's: vult de naam en de gemeenten in.",
)
@click.option(
    "--partner",
    "partners",
    metavar="PARTNER",
    multiple=True,
    help="Alleen deze partner, mag vaker; anders alle partners die een afspraak nodig hebben.",
)
@click.option(
    "--output",
    metavar="MAP",
    type=click.Path(path_type=Path),
    help="Map met regels om het bestand in te zetten, in plaats van het te tonen.",
)
def region(id: str, name: str, rav: str, partners: tuple[str, ...], output: Path | None) -> int:
    """Begin een bestand voor een regio.

    Staan in de map van --output nog geen landelijke regels, dan komen de meegeleverde erbij. Afsluitcode:
    0 gemaakt, 2 onbruikbare invoer of een bestand dat er al is.
    """
    from mka_assist.call.clock import SystemClock
    from mka_assist.cli.files import write_file
    from mka_assist.cli.output import write_lines, write_utf8
    from mka_assist.paths import rules_dir
    from mka_assist.rulebook.loading import REGION_FOLDER, load_rulebook
    from mka_assist.rulebook.scaffold import NewRegion, region_file
    from mka_assist.rulebook.week import local

    reference = _reference(rav)
    title = name or (reference.name if reference else "")
    _check_names(id, title)
    own_rules = output is not None and _has_national_rules(output)
    rulebook = load_rulebook(output if output and own_rules else rules_dir())
    today = local(SystemClock().now()).date()
    text = region_file(NewRegion(id, title, today, _chosen(rulebook, partners), reference))
    if output is None:
        write_utf8(text)
        return DONE
    path = output / REGION_FOLDER / f"{id}.yaml"
    write_lines(_prepare(output, rulebook, complete=own_rules))
    write_file(path, text, replace=False)
    write_lines([f"{path}: gemaakt", *_to_fill_in(text, path)])
    return DONE


def _reference(rav: str) -> SafetyRegion | None:
    if not rav:
        return None
    from mka_assist.rulebook.facts import suggest
    from mka_assist.rulebook.reference import find_region, regions

    if found := find_region(rav):
        return found
    help = suggest(rav, [known.name for known in regions()]) or "Geef een nummer van 1 tot en met 25."
    raise _refused(f"Onbekende regio {rav!r} bij --rav. {help}")


def _check_names(id: str, title: str) -> None:
    from mka_assist.rulebook.fields import IDENTIFIER

    if not IDENTIFIER.fullmatch(id) or len(id) > 80:
        raise _refused(
            f"{id!r} kan niet als naam van een regio: gebruik kleine letters, cijfers en streepjes."
        )
    if not title:
        raise _refused("De naam van de regio ontbreekt: geef --name of --rav.")
    if len(title) > 60 or not title.isprintable() or any(mark in title for mark in '"\\'):
        raise _refused(f'{title!r} kan niet als naam: gebruik hooguit 60 tekens, zonder " en \\.')


def _chosen(rulebook: RuleBook, names: tuple[str, ...]) -> tuple[Partner, ...]:
    from mka_assist.rulebook.facts import suggest

    for name in names:
        if name not in rulebook.partners:
            help = suggest(name, rulebook.partners) or f"Kies uit: {', '.join(rulebook.partners)}."
            raise _refused(f"Onbekende partner {name!r}. {help}")
    known = rulebook.partners.values()
    return tuple(partner for partner in known if (partner.id in names if names else partner.needs_agreement))


def _has_national_rules(folder: Path) -> bool:
    from mka_assist.rulebook.diagnostics import InputError
    from mka_assist.rulebook.loading import find_rule_files

    try:
        return bool(find_rule_files(folder).national)
    except InputError:
        return False


def _prepare(folder: Path, rulebook: RuleBook, *, complete: bool) -> Iterator[str]:
    """See that there is a folder of regions; a folder without national rules gets those that come with the
    program, and the schema."""
    from shutil import copytree

    from mka_assist.cli.boundary import reason
    from mka_assist.paths import rules_dir
    from mka_assist.rulebook.checking import NATION_FOLDER
    from mka_assist.rulebook.loading import REGION_FOLDER
    from mka_assist.rulebook.schema import FILE_NAME, schema_text

    try:
        (folder / REGION_FOLDER).mkdir(parents=True, exist_ok=True)
        if complete:
            return
        copytree(rules_dir() / NATION_FOLDER, folder / NATION_FOLDER)
        (folder / FILE_NAME).write_text(schema_text(), encoding="utf-8")
    except OSError as problem:
        raise _refused(f"In {folder} kan niet worden geschreven: {reason(problem)}.") from None
    yield f"{folder / NATION_FOLDER}: de landelijke regels {rulebook.version} erbij gezet"
    yield f"{folder / FILE_NAME}: het schema voor uw editor erbij gezet"


def _to_fill_in(text: str, path: Path) -> Iterator[str]:
    from mka_assist.rulebook.source import read_text
    from mka_assist.rulebook.unfinished import unfinished

    found = [*unfinished(read_text(text, str(path)))]
    yield f"Nog in te vullen: {len(found)} plekken."
    for value in found:
        yield f"  {value.place}: {value.text}"
    yield f"Controleer daarna met: mka-assist rules check {path}"


def _refused(message: str) -> click.UsageError:
    return click.UsageError(message, click.get_current_context())
