"""`mka-assist rules verify`: the safety properties of a rulebook, proven or refuted by a call."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from mka_assist.cli.boundary import DONE, FINDINGS
from mka_assist.cli.options import format_option, region_option, trusted_keys_option
from mka_assist.cli.signature_check import SIGNED, SIGNED_TEXT, signature_problems

if TYPE_CHECKING:
    from mka_assist.call.exploration import Explored
    from mka_assist.rulebook.model import RuleBook
    from mka_assist.rulebook.safety.claim import Proof

DEPTH = 4
_GATE = "poort-en-regels"
_GATE_TEXT = (
    "Poort en regels samen: in welke volgorde ook gaat geen partner vóór de ambulance, wordt niemand twee "
    "keer of zonder reden tegen het advies gealarmeerd, en wacht de ambulance nergens op."
)
_REQUEST_TEXT = "Een aangevraagde eenheid telt hier als ambulance"


@click.command("verify", options_metavar="[OPTIES]")
@click.argument(
    "path",
    metavar="[MAP]",
    required=False,
    type=click.Path(path_type=Path),
    help="Map met regels; zonder MAP de meegeleverde regels.",
)
@region_option
@click.option(
    "--depth",
    metavar="N",
    type=click.IntRange(1, 50),
    default=DEPTH,
    show_default=True,
    help="Zoveel handelingen na elkaar worden in elke volgorde doorlopen.",
)
@click.option(
    "--signatures", is_flag=True, help="Controleer ook of het regelboek is ondertekend en niet gewijzigd."
)
@trusted_keys_option
@format_option()
def verify(
    path: Path | None, region: str, depth: int, signatures: bool, keys_file: Path | None, form: str
) -> int:
    """Bewijs dat een regelboek veilig is, of geef de melding waarbij het dat niet is.

    Elke eigenschap wordt over alle combinaties van feiten bewezen, niet met een steekproef; poort en regels
    samen over elke volgorde van handelingen. Zonder --region de landelijke regels en die van elke regio.
    Afsluitcode: 0 alles bewezen, 1 een tegenvoorbeeld, 2 onbruikbare invoer.
    """
    from mka_assist.call.exploration import Explored, explore
    from mka_assist.cli.output import write_json, write_lines
    from mka_assist.paths import rules_dir
    from mka_assist.rulebook.safety.proving import prove, rulebooks

    folder, seen = path or rules_dir(), dict[object, Explored]()
    told = [
        (book, prove(book, nation), explore(book, depth, seen)) for book, nation in rulebooks(folder, region)
    ]
    signed: dict[str, list[str]] = {}
    if signatures or keys_file:
        signed = signature_problems(folder, (book.region for book, _, _ in told), keys_file)
    if form == "json":
        write_json([_as_json(*each, depth, signed.get(each[0].region)) for each in told])
    else:
        write_lines(line for each in told for line in _lines(*each, depth, signed.get(each[0].region)))
    good = all(explored.good and all(proof.proven for proof in proofs) for _, proofs, explored in told)
    return DONE if good and not any(signed.values()) else FINDINGS


def _lines(
    book: RuleBook,
    proofs: tuple[Proof, ...],
    explored: Explored,
    depth: int,
    unsigned: list[str] | None,
) -> Iterator[str]:
    from mka_assist.call.exploration_steps import words

    yield f"{book.region_name or 'Landelijk'}, versie {book.version}"
    for proof in proofs:
        yield f"  {'bewezen ' if proof.proven else 'WEERLEGD'}  {proof.claim.text}"
        for counterexample in proof.counterexamples:
            yield f"      {counterexample.text}"
            yield f"      voorbeeld: {counterexample.example}"
    yield f"  {'bewezen ' if explored.good else 'WEERLEGD'}  {_GATE_TEXT}"
    if explored.good:
        reach = "elk aantal handelingen" if explored.complete else f"hoogstens {depth} handelingen"
        yield f"      voor {reach}; {explored.states} toestanden, {explored.steps} stappen"
        if book.virtual_unit:
            yield f"      {_REQUEST_TEXT}: {book.virtual_unit}"
    else:
        yield f"      {explored.wrong}, na:"
        yield from (f"      {number}. {words(step)}" for number, step in enumerate(explored.path, start=1))
    if unsigned is not None:
        yield f"  {'WEERLEGD' if unsigned else 'bewezen '}  {SIGNED_TEXT}"
        yield from (f"      {problem}" for problem in unsigned)


def _as_json(
    book: RuleBook,
    proofs: tuple[Proof, ...],
    explored: Explored,
    depth: int,
    unsigned: list[str] | None,
) -> dict[str, Any]:
    from mka_assist.call.exploration_steps import words

    return {
        "region": book.region,
        "version": book.version,
        "sha256": book.sha256,
        "properties": [
            *(
                {
                    "id": proof.claim.id,
                    "text": proof.claim.text,
                    "proven": proof.proven,
                    "counterexamples": [
                        {"text": counterexample.text, "example": counterexample.example}
                        for counterexample in proof.counterexamples
                    ],
                }
                for proof in proofs
            ),
            {
                "id": _GATE,
                "text": _GATE_TEXT,
                "proven": explored.good,
                "depth": None if explored.complete else depth,
                "states": explored.states,
                "steps": explored.steps,
                "counterexamples": []
                if explored.good
                else [{"text": explored.wrong, "path": [words(step) for step in explored.path]}],
            },
            *([] if unsigned is None else [_signed_as_json(unsigned)]),
        ],
    }


def _signed_as_json(unsigned: list[str]) -> dict[str, Any]:
    return {
        "id": SIGNED,
        "text": SIGNED_TEXT,
        "proven": not unsigned,
        "counterexamples": [{"text": problem} for problem in unsigned],
    }
