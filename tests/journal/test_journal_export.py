"""Lines of JSON that can be read back and checked without the journal."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from scripted import START

from mka_assist.call.events import CallOpened
from mka_assist.call.log import JournalError
from mka_assist.journal.chain import Damage, verify
from mka_assist.journal.export import export_lines, read_lines
from mka_assist.journal.store import Journal


def test_a_whole_journal_goes_out_and_comes_back_the_same(filled: Path) -> None:
    with Journal.open(filled, writable=False) as journal:
        rows, events = journal.rows(), journal.read("1")
    lines = list(export_lines(rows))
    assert not any("\n" in line for line in lines)
    assert read_lines([line + "\n" for line in lines] + ["\n"]) == rows
    assert verify(read_lines(lines)).intact
    assert tuple(row.event for row in read_lines(lines) if row.call == "1") == events


def test_one_call_is_checked_by_its_own_hashes(filled: Path) -> None:
    with Journal.open(filled, writable=False) as journal:
        lines = list(export_lines(journal.rows("2")))
    rows = read_lines(lines)
    assert verify(rows, whole=False).intact
    assert not verify(rows).intact
    changed = read_lines(line.replace('"nee"', '"ja"') for line in lines)
    broken = verify(changed, whole=False).broken
    assert broken is not None
    assert broken.damage is Damage.GEWIJZIGD
    assert not verify(rows[:1] + rows[2:], whole=False).intact


def test_a_line_says_what_it_is_in_plain_json(path: Path) -> None:
    with Journal.open(path) as journal:
        journal.append("é", [CallOpened(at=START, number="é", rulebook_version="", rulebook_sha256="")])
        (line,) = export_lines(journal.rows())
    assert '"number":"é"' in line
    assert json.loads(line)["event"]["at"] == "2026-11-21T10:00:00Z"
    assert set(json.loads(line)) == {"seq", "call", "call_seq", "prev", "hash", "event"}


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("geen json", "dit is geen JSON"),
        ("[" * 100000, "dit is geen JSON"),
        ('"\\ud800"', "dit is geen JSON"),
        ("[]", "de velden moeten seq, call, call_seq, prev, hash, event zijn"),
        ('{"seq": 1}', "de velden moeten"),
        ('{"seq":true,"call":"1","call_seq":1,"prev":"","hash":"","event":{}}', "het veld seq klopt niet"),
        ('{"seq":1,"call":"1","call_seq":1,"prev":"","hash":"","event":{}}', "geen geldige gebeurtenis"),
    ],
)
def test_what_is_not_an_export_is_refused_with_its_line(line: str, said: str) -> None:
    with pytest.raises(JournalError, match=said) as error:
        read_lines(["", line], "uitvoer.jsonl")
    assert str(error.value).startswith("uitvoer.jsonl:2: ")
