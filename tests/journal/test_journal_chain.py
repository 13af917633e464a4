"""The chain shows every change to what was stored, and names the first broken link."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scripted import SCRIPT, START, FakeDecider, play

from mka_assist.call.clock import ReplayClock
from mka_assist.call.log import MemoryLog
from mka_assist.call.session import Session
from mka_assist.journal.chain import GENESIS, Damage, Row, link, row_hash, verify
from mka_assist.journal.store import Journal

Tamper = Callable[..., None]


def made() -> tuple[Row, ...]:
    """A chain of two calls, without a file."""
    rows: list[Row] = []
    for number in ("1", "2"):
        call = Session.open(number, MemoryLog(), ReplayClock(START), FakeDecider())
        for command in SCRIPT:
            call.do(command)
        rows += link(call.events, number, 1, len(rows), rows[-1].hash if rows else GENESIS)
    return tuple(rows)


ROWS = made()
ANY = st.integers(0, len(ROWS) - 1)


def rehashed(row: Row) -> Row:
    return row._replace(
        hash=row_hash(row.prev, row.seq, row.call, row.call_seq, row.at, row.type, row.payload)
    )


def test_an_untouched_chain_is_intact() -> None:
    assert verify(ROWS).intact
    assert verify(ROWS).head == ROWS[-1].hash
    assert verify(()).intact


def test_the_hash_is_what_it_was_when_the_first_journals_were_written() -> None:
    written = row_hash(GENESIS, 1, "26-0001", 1, "2026-11-21T10:00:00Z", "call_opened", '{"number":"é"}')
    assert written == "1fce929fcb4e119d6ca614140633d583fdb59f385fb39686a301acea74557efc"


@given(ANY, st.sampled_from(Row._fields), st.booleans())
def test_any_change_to_any_column_is_found(place: int, column: str, recalculated: bool) -> None:
    row = ROWS[place]
    value = getattr(row, column)
    changed = row._replace(**{column: value + 1 if isinstance(value, int) else value[:-1] + "!"})
    if recalculated:
        changed = rehashed(changed)
    if changed == row:
        return  # A changed hash that was calculated again is the row as it was.
    broken = verify((*ROWS[:place], changed, *ROWS[place + 1 :])).broken
    last = place == len(ROWS) - 1
    if recalculated and last and column in ("at", "type", "payload"):
        assert broken is None  # The last row recalculated as a whole: only an anchor shows it.
        assert not verify((*ROWS[:place], changed), expected_head=ROWS[-1].hash).intact
    else:
        assert broken is not None
        assert broken.seq in (ROWS[place].seq, ROWS[place].seq + 1, changed.seq)


@given(ANY)
def test_a_missing_row_is_found_unless_it_is_the_last(place: int) -> None:
    rows = ROWS[:place] + ROWS[place + 1 :]
    found = verify(rows)
    if place == len(ROWS) - 1:
        assert found.intact
        assert verify(rows, expected_head=ROWS[-1].hash).broken is not None
    else:
        assert found.broken is not None
        assert (found.broken.seq, found.broken.damage) == (place + 2, Damage.ONTBREEKT)


@given(ANY, ANY)
def test_rows_in_another_order_are_found(one: int, two: int) -> None:
    rows = list(ROWS)
    rows[one], rows[two] = rows[two], rows[one]
    assert verify(rows).intact is (one == two)


@given(ANY)
def test_a_later_anchor_is_not_needed_for_a_journal_that_only_grew(place: int) -> None:
    assert verify(ROWS, expected_head=ROWS[place].hash).intact
    assert verify(ROWS, expected_head=GENESIS).intact
    assert not verify(ROWS[:place], expected_head=ROWS[place].hash).intact


TAMPERING = {
    "a changed payload": (
        ["UPDATE events SET payload = replace(payload, '\"nee\"', '\"ja\"') WHERE seq = 3"],
        (3, "1", 3, Damage.GEWIJZIGD),
        "Gebeurtenis 3 (melding 1, nummer 3) is gewijzigd: de inhoud past niet bij de controlesom.",
    ),
    "a changed time": (
        ["UPDATE events SET at = '2026-11-21T09:00:00Z' WHERE seq = 3"],
        (3, "1", 3, Damage.GEWIJZIGD),
        "Gebeurtenis 3 (melding 1, nummer 3) is gewijzigd: de inhoud past niet bij de controlesom.",
    ),
    "a removed row": (
        ["DELETE FROM events WHERE seq = 5"],
        (6, "1", 6, Damage.ONTBREEKT),
        "Gebeurtenis 6 (melding 1, nummer 6) volgt niet op de vorige: 5 ontbreekt.",
    ),
    "a removed start": (
        ["DELETE FROM events WHERE seq <= 2"],
        (3, "1", 3, Damage.ONTBREEKT),
        "Gebeurtenis 3 (melding 1, nummer 3) volgt niet op de vorige: 1 tot en met 2 ontbreekt.",
    ),
    "a removed row with the rest moved up": (
        [
            "DELETE FROM events WHERE seq = 5",
            "UPDATE events SET call_seq = -call_seq WHERE seq > 5 AND call = '1'",
            "UPDATE events SET seq = -seq WHERE seq > 5",
            "UPDATE events SET seq = -seq - 1, call_seq = -call_seq - 1 WHERE seq < 0 AND call = '1'",
            "UPDATE events SET seq = -seq - 1 WHERE seq < 0",
        ],
        (5, "1", 5, Damage.SLUIT_NIET_AAN),
        "Gebeurtenis 5 (melding 1, nummer 5) sluit niet aan: "
        "de vorige is vervangen, of er is er een tussenuit gehaald.",
    ),
    "two rows swapped": (
        [
            "UPDATE events SET seq = -4, call_seq = -4 WHERE seq = 4",
            "UPDATE events SET seq = 4, call_seq = 4 WHERE seq = 5",
            "UPDATE events SET seq = 5, call_seq = 5 WHERE seq = -4",
        ],
        (4, "1", 4, Damage.VOLGORDE),
        "Gebeurtenis 4 (melding 1, nummer 4) staat niet op haar plaats in de keten.",
    ),
    "a forged hash": (
        [f"UPDATE events SET hash = '{'f' * 64}' WHERE seq = 4"],
        (4, "1", 4, Damage.GEWIJZIGD),
        "Gebeurtenis 4 (melding 1, nummer 4) is gewijzigd: de inhoud past niet bij de controlesom.",
    ),
    "a row moved to another call": (
        ["UPDATE events SET call = '2', call_seq = 900 WHERE seq = 5"],
        (5, "2", 900, Damage.GEWIJZIGD),
        "Gebeurtenis 5 (melding 2, nummer 900) is gewijzigd: de inhoud past niet bij de controlesom.",
    ),
}


@pytest.mark.parametrize("kind", TAMPERING)
def test_tampering_with_the_file_is_named(filled: Path, tamper: Tamper, kind: str) -> None:
    statements, (seq, call, call_seq, damage), message = TAMPERING[kind]
    tamper(filled, *statements)
    with Journal.open(filled, writable=False) as journal:
        broken = journal.verify().broken
    assert broken is not None
    assert (broken.seq, broken.call, broken.call_seq, broken.damage) == (seq, call, call_seq, damage)
    assert broken.message == message


def test_a_tail_cut_off_shows_only_against_a_head_noted_before(filled: Path, tamper: Tamper) -> None:
    with Journal.open(filled, writable=False) as journal:
        head = journal.head()
        assert journal.verify(head).head == head
    tamper(filled, "DELETE FROM events WHERE seq > 10")
    with Journal.open(filled, writable=False) as journal:
        assert journal.verify().intact
        broken = journal.verify(head).broken
    assert broken is not None
    assert broken.damage is Damage.ANKER


def test_a_journal_that_was_tampered_with_can_still_be_added_to(filled: Path, tamper: Tamper) -> None:
    tamper(filled, "UPDATE events SET at = '2026-11-21T09:00:00Z' WHERE seq = 3")
    with Journal.open(filled) as journal:
        play(journal, "3")
        broken = journal.verify().broken
        assert broken is not None
        assert broken.seq == 3
