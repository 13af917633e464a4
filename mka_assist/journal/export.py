"""Events as lines of JSON, each with its hash and the hash before it, and reading such lines back."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from pydantic import ValidationError

from mka_assist.call.events import EVENT
from mka_assist.call.log import JournalError
from mka_assist.journal.chain import Row, canonical

_KEYS = {"seq": int, "call": str, "call_seq": int, "prev": str, "hash": str, "event": dict}


def export_lines(rows: Iterable[Row]) -> Iterator[str]:
    """One line of JSON per row, without a line end. Raises `JournalError` at a row that is not JSON."""
    for row in rows:
        try:
            event = json.loads(row.payload)
        except ValueError as error:
            raise JournalError(f"Gebeurtenis {row.seq} is onleesbaar.", "Controleer het journaal.") from error
        kept = {**row._asdict(), "event": event}
        yield canonical({key: kept[key] for key in _KEYS})


def read_lines(lines: Iterable[str], source: str = "invoer") -> tuple[Row, ...]:
    """The rows of an export; empty lines are skipped. `source` names the lines in messages.

    Raises `JournalError` with source and line at the first line that is not an exported event. Whether the
    chain is whole is up to `chain.verify`.
    """
    return tuple(_row(line, f"{source}:{number}") for number, line in enumerate(lines, 1) if line.strip())


def _row(line: str, where: str) -> Row:
    help = "Gebruik een export van het journaal."
    try:
        found = json.loads(line)
        canonical(found).encode()
    except (ValueError, RecursionError) as error:
        raise JournalError(f"{where}: dit is geen JSON.", help) from error
    if not isinstance(found, dict) or set(found) != set(_KEYS):
        raise JournalError(f"{where}: de velden moeten {', '.join(_KEYS)} zijn.", help)
    for key, kind in _KEYS.items():
        if type(found[key]) is not kind:
            raise JournalError(f"{where}: het veld {key} klopt niet.", help)
    # The payload is what was exported, not what this version makes of it: a later version may add fields.
    payload = canonical(found.pop("event"))
    try:
        EVENT.validate_json(payload)
    except ValidationError as error:
        raise JournalError(f"{where}: dit is geen geldige gebeurtenis.", help) from error
    event = json.loads(payload)
    return Row(at=event["at"], type=event["type"], payload=payload, **found)
