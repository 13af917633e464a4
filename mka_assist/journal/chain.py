"""The chain that ties all events of a journal together, and finding the first broken link.

Each row carries the SHA-256 of itself and of the row before it, over the whole journal. So a changed,
removed, inserted or moved row shows. Two things do not show by themselves: rows cut off at the end, and a
journal of which somebody recalculated the whole chain. Against both helps a head noted earlier, outside the
journal: give it as `expected_head`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from typing import NamedTuple

from mka_assist.call.events import EVENT, Event

GENESIS = "0" * 64
"""What the first row has for the hash of the row before it."""


class Row(NamedTuple):
    """One stored event. `seq` counts over the journal and `call_seq` within the call, both from 1;
    `at` and `type` repeat what is in `payload`, the event as canonical JSON.
    """

    seq: int
    call: str
    call_seq: int
    at: str
    type: str
    payload: str
    prev: str
    hash: str

    @property
    def event(self) -> Event:
        """The event itself; raises `pydantic.ValidationError` when the payload is not one."""
        return EVENT.validate_json(self.payload)


class Damage(StrEnum):
    """What is wrong with a link."""

    GEWIJZIGD = "gewijzigd"
    ONTBREEKT = "ontbreekt"
    VOLGORDE = "volgorde"
    SLUIT_NIET_AAN = "sluit_niet_aan"
    ANKER = "anker"


@dataclass(frozen=True, slots=True)
class Break:
    """The first broken link: which event, and what is wrong, in one Dutch sentence."""

    seq: int
    call: str
    call_seq: int
    damage: Damage
    message: str


@dataclass(frozen=True, slots=True)
class Verification:
    """What came of checking a chain. `head` is the hash of the last row: note it to have an anchor."""

    events: int
    head: str
    broken: Break | None

    @property
    def intact(self) -> bool:
        return self.broken is None


canonical = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode
"""The one way to write a value as JSON: sorted keys, no spaces, text as it is."""


def row_hash(prev: str, seq: int, call: str, call_seq: int, at: str, type: str, payload: str) -> str:
    """The hash of a row: SHA-256 over its other columns, a line each and the call last. Only the call may
    hold a line end, so no two rows read the same.
    """
    lines = f"{prev}\n{seq}\n{call_seq}\n{at}\n{type}\n{payload}\n{call}"
    return sha256(lines.encode()).hexdigest()


def link(events: Iterable[Event], call: str, call_seq: int, seq: int, prev: str) -> list[Row]:
    """The rows for events that follow row `seq` with hash `prev`, as numbers `call_seq` and up of a call."""
    rows: list[Row] = []
    for number, event in enumerate(events):
        content = event.model_dump(mode="json")
        at, type, payload = content["at"], content["type"], canonical(content)
        own = row_hash(prev, seq + 1 + number, call, call_seq + number, at, type, payload)
        rows.append(Row(seq + 1 + number, call, call_seq + number, at, type, payload, prev, own))
        prev = own
    return rows


def verify(rows: Sequence[Row], *, expected_head: str = "", whole: bool = True) -> Verification:
    """Check the chain of a whole journal, or (`whole=False`) of the rows of one call taken out of it.

    `expected_head` is a head noted earlier; a journal that only grew since still contains it.
    """
    head = rows[-1].hash if rows else GENESIS
    broken = _first_break(rows, whole)
    if broken is None and expected_head and expected_head not in {GENESIS, *(row.hash for row in rows)}:
        seq, call, call_seq = (rows[-1].seq, rows[-1].call, rows[-1].call_seq) if rows else (0, "", 0)
        message = "Het eerder genoteerde eindpunt ontbreekt: aan het einde is iets weggehaald of vervangen."
        broken = Break(seq, call, call_seq, Damage.ANKER, message)
    return Verification(len(rows), head, broken)


def _first_break(rows: Sequence[Row], whole: bool) -> Break | None:
    hashes = {row.hash for row in rows}
    seq, prev = 0, GENESIS
    call_seqs: dict[str, int] = {}
    for row in rows:
        damage, message = _damage(row, seq, prev, call_seqs.get(row.call, 0), hashes, whole)
        if damage:
            where = f"Gebeurtenis {row.seq} (melding {row.call}, nummer {row.call_seq})"
            return Break(row.seq, row.call, row.call_seq, damage, f"{where} {message}.")
        seq, prev = row.seq, row.hash
        call_seqs[row.call] = row.call_seq
    return None


def _damage(
    row: Row, seq: int, prev: str, call_seq: int, hashes: set[str], whole: bool
) -> tuple[Damage | None, str]:
    if row.seq <= seq:
        return Damage.VOLGORDE, f"staat na gebeurtenis {seq}"
    next = row.seq == seq + 1
    if whole and not next:
        gone = str(seq + 1) if row.seq == seq + 2 else f"{seq + 1} tot en met {row.seq - 1}"
        return Damage.ONTBREEKT, f"volgt niet op de vorige: {gone} ontbreekt"
    if next and row.prev != prev:
        if row.prev in hashes:
            return Damage.VOLGORDE, "staat niet op haar plaats in de keten"
        return (
            Damage.SLUIT_NIET_AAN,
            "sluit niet aan: de vorige is vervangen, of er is er een tussenuit gehaald",
        )
    own = row_hash(row.prev, row.seq, row.call, row.call_seq, row.at, row.type, row.payload)
    if row.hash != own or "\n" in row.at + row.type + row.payload:
        return Damage.GEWIJZIGD, "is gewijzigd: de inhoud past niet bij de controlesom"
    if row.call_seq != call_seq + 1:
        return Damage.ONTBREEKT, f"volgt binnen de melding niet op nummer {call_seq}"
    return None, ""
