"""`mka-assist journal`: what was kept is shown, checked and handed out; a broken chain gives exit code 1."""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
from pathlib import Path
from typing import get_args

import pytest
from scripted import FakeDecider, play, rulebook

from mka_assist.call import events as e
from mka_assist.call.log import MemoryLog
from mka_assist.call.words import sentence
from mka_assist.journal.store import Journal

START = dt.datetime(2026, 11, 21, 13, 30, tzinfo=dt.UTC)


def at(seconds: int) -> dt.datetime:
    return START + dt.timedelta(seconds=seconds)


def opened(number: str) -> e.CallOpened:
    return e.CallOpened(
        at=START, number=number, region="oost", rulebook_version="2024-1", rulebook_sha256="ab"
    )


EVENTS: tuple[tuple[e.Event, str], ...] = (
    (opened("7"), "melding 7 aangenomen, regio oost; regels 2024-1"),
    (e.FactRecorded(at=at(5), fact="bewustzijn", value="nee"), "bewustzijn: nee"),
    (
        e.FactCorrected(at=at(9), fact="leeftijd", value="54 jaar", was="onbekend"),
        "leeftijd: 54 jaar (verbeterd, was onbekend)",
    ),
    (e.AmbulanceDispatched(at=at(12), unit="06-101"), "ambulance 06-101 ingezet, A0, hoogcomplex"),
    (e.AmbulanceUpgraded(at=at(13), unit="06-102"), "ambulance 06-102 opgewaardeerd naar A0"),
    (e.PartnerAlarmed(at=at(20), partner="hartslagnu"), "hartslagnu gealarmeerd"),
    (
        e.PartnerAlarmed(at=at(21), partner="brandweer", override_reason="dichtbij"),
        "brandweer gealarmeerd, tegen het advies: dichtbij",
    ),
    (
        e.PartnerWithdrawn(at=at(30), partner="brandweer", reason="onveilig"),
        "alarmering van brandweer ingetrokken: onveilig",
    ),
    (e.PartnerWarned(at=at(31), partner="knrm", notice="geweld"), "knrm gewaarschuwd: geweld"),
    (e.InstructionStarted(at=at(32)), "meldersinstructie begonnen"),
    (
        e.InstructionFlow(at=at(32), flow="volwassene", step="luidspreker"),
        "meldersinstructie: stroom volwassene, stap luidspreker",
    ),
    (
        e.InstructionFlow(at=at(33), flow="baby", step="op-de-rug", language="en"),
        "meldersinstructie: stroom baby, stap op de rug, in het Engels",
    ),
    (
        e.InstructionStep(at=at(58), step="ritme", answer="melder-duwt", new_round=True),
        "meldersinstructie: stap ritme (melder duwt), nieuwe ronde",
    ),
    (e.InstructionStep(at=at(59), step="op-de-rug"), "meldersinstructie: stap op de rug"),
    (e.InstructionLanguage(at=at(59), language="en"), "meldersinstructie: verder in het Engels"),
    (e.BarrierMet(at=at(59), code="niet-bij-patient"), "belemmering: niet bij patient"),
    (e.BarrierMet(at=at(59), code="weigert", step="op-de-rug"), "belemmering: weigert bij stap op de rug"),
    (e.FirstCompression(at=at(60)), "eerste borstcompressie"),
    (e.FirstResponderOnScene(at=at(200)), "first responder ter plaatse"),
    (e.FirstResponderOnScene(at=at(201), partner="knrm"), "first responder ter plaatse (knrm)"),
    (e.CrowdReported(at=at(210), number=7), "7 first responders ter plaatse (geschat)"),
    (e.CrowdReported(at=at(211), number=8, counted=True), "8 first responders ter plaatse (geteld)"),
    (e.FeedbackSent(at=at(220), partner="knrm"), "drukte teruggekoppeld aan knrm"),
    (
        e.FeedbackDismissed(at=at(221), partner="knrm", reason="al weg"),
        "drukte niet teruggekoppeld aan knrm: al weg",
    ),
    (
        e.DecisionTaken(
            at=at(222), statuses={"knrm": "wacht_op_ambulance"}, ambulance="inzetten", agree=True
        ),
        "advies: ambulance inzetten; knrm wacht op ambulance",
    ),
    (
        e.DecisionTaken(
            at=at(223), statuses={"knrm": "navragen"}, ambulance="gewone_uitvraag", agree=False, cause="stuk"
        ),
        "advies: ambulance gewone uitvraag; knrm navragen; TERUGVAL: stuk",
    ),
    (
        e.InstructionEnded(at=at(300), reason=e.InstructionEnd.AMBULANCE),
        "meldersinstructie geëindigd: ambulance ter plaatse",
    ),
    (e.AmbulanceOnScene(at=at(300), unit="06-101"), "ambulance 06-101 ter plaatse"),
    (e.UnitRequested(at=at(301)), "geen eenheid vrij: eenheid aangevraagd, A0"),
    (e.UnitNamed(at=at(302), unit="06-102", name="06-103"), "06-102 is 06-103, hoogcomplex"),
    (e.PartnerAlarmed(at=at(303), partner="knrm", message="Reanimatie"), "knrm gealarmeerd"),
    (
        e.PartnerAlarmFailed(at=at(304), partner="knrm", reason="storing"),
        "alarmering van knrm is niet aangekomen: storing",
    ),
    (
        e.PartnerCounted(at=at(305), partner="knrm", called=18, accepted=6, on_scene=2, aeds=1),
        "knrm: 18 opgeroepen, 6 geaccepteerd, 2 ter plaatse, 1 AED",
    ),
    (e.CoachingStarted(at=at(306)), "coachen via de luidspreker begonnen"),
    (e.CoachingEnded(at=at(307)), "coachen via de luidspreker gestopt"),
    (e.BystanderNoted(at=at(308), who="buurman"), "omstander die kan helpen: buurman"),
    (
        e.CrowdReported(at=at(309), number=3, origin=e.Origin.AMBULANCE),
        "3 first responders ter plaatse (geschat, volgens de ambulance)",
    ),
    (
        e.AlarmSeen(at=at(310), alarm="a", text="Drukte.", reason="later"),
        "gezien: Drukte., opzij gezet: later",
    ),
    (e.Undone(at=at(311), places=(3,), what="leeftijd: 54 jaar"), "ongedaan gemaakt: leeftijd: 54 jaar"),
    (
        e.CallerJoined(at=at(312), number="8", instructed=True),
        "tweede melder, melding 8, hoort hierbij; deze melder krijgt de instructie",
    ),
    (e.CallResumed(at=at(400)), "melding hervat na een herstart"),
    (e.CallClosed(at=at(4000)), "melding afgesloten: afgehandeld"),
)


@pytest.mark.parametrize(("event", "line"), EVENTS, ids=lambda v: getattr(v, "type", ""))
def test_every_event_has_its_dutch_line(event: e.Event, line: str) -> None:
    assert sentence(event) == line


def test_no_kind_of_event_is_forgotten() -> None:
    assert {type(event) for event, _ in EVENTS} == set(get_args(get_args(e.Event)[0]))


@pytest.fixture
def journal(tmp_path: Path) -> Path:
    path = tmp_path / "j.sqlite3"
    with Journal.open(path) as kept:
        kept.append("7", [EVENTS[0][0]])
        kept.append("8", [opened("8")])
        kept.append("7", [event for event, _ in EVENTS[1:]])
    return path


def test_list_shows_the_calls(mka, journal: Path) -> None:
    done = mka("journal", "list", "--journal", str(journal))
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == [
        f"2026-11-21 14:30:00  7  {len(EVENTS)} gebeurtenissen, afgesloten",
        "2026-11-21 14:30:00  8  1 gebeurtenis, open",
    ]
    listed = json.loads(
        mka("journal", "list", "--journal", f"sqlite:///{journal}", "--format", "json").stdout
    )
    assert [(call["number"], call["events"], call["closed"]) for call in listed] == [
        ("7", len(EVENTS), True),
        ("8", 1, False),
    ]


def test_show_tells_a_call_as_a_timeline(mka, journal: Path) -> None:
    done = mka("journal", "show", "7", "--journal", str(journal))
    lines = done.stdout.splitlines()
    assert (done.returncode, done.stderr) == (0, "")
    assert lines[0] == "2026-11-21"
    assert lines[2] == "14:30:05      0:05  bewustzijn: nee"
    assert lines[-1] == "15:36:40   1:06:40  melding afgesloten: afgehandeld"
    assert [line[20:] for line in lines[1:]] == [line for _, line in EVENTS]
    shown = json.loads(mka("journal", "show", "7", "--journal", str(journal), "--format", "json").stdout)
    assert [e.EVENT.validate_python(item) for item in shown] == [event for event, _ in EVENTS]


def test_summary_tells_what_goes_on_the_trip_form(mka, tmp_path: Path) -> None:
    """The scripted call, whose rulebook has no region: then the national rules give names and goals."""
    path = tmp_path / "k.sqlite3"
    events = play(MemoryLog(), "9", decider=FakeDecider(rulebook(region=""))).events
    with Journal.open(path) as kept:
        kept.append("9", events)
    done = mka("journal", "summary", "9", "--journal", str(path))
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert lines[0].startswith("Melding 9, 21-11-2026 11:00:00")
    for title in ("RITFORMULIER", "TIJDEN", "DOELEN", "NOG OPEN", "NAZORG", "VERLOOP"):
        assert title in lines
    assert any(line.startswith("HartslagNu: gealarmeerd om 11:00:00") for line in lines)
    assert lines[-1] == "De regels zijn gewijzigd sinds deze melding (toen proef-1)."


def test_summary_of_an_unknown_call_says_so(mka, journal: Path) -> None:
    done = mka("journal", "summary", "99", "--journal", str(journal))
    assert (done.returncode, done.stdout) == (2, "")
    assert "Melding 99 staat niet in het journaal." in done.stderr


def test_verify_and_export_agree(mka, journal: Path, tmp_path: Path) -> None:
    found = json.loads(mka("journal", "verify", "--journal", str(journal), "--format", "json").stdout)
    assert (found["intact"], found["events"], found["broken"]) == (True, len(EVENTS) + 1, None)
    text = mka("journal", "verify", "--journal", str(journal), "--head", found["head"])
    assert (text.returncode, text.stdout) == (
        0,
        f"In orde.\nGebeurtenissen: {len(EVENTS) + 1}. Eindpunt: {found['head']}\n",
    )
    for number, count in (((), len(EVENTS) + 1), (("7",), len(EVENTS)), (("8",), 1)):
        exported = mka("journal", "export", *number, "--journal", str(journal))
        assert (exported.returncode, exported.stderr) == (0, "")
        assert exported.stdout.count("\n") == count
        (tmp_path / "uit.jsonl").write_text(exported.stdout, encoding="utf-8")
        assert mka("journal", "verify", "--export", "uit.jsonl").returncode == 0
        assert mka("journal", "verify", "--export", "-", input=exported.stdout).returncode == 0


@pytest.mark.parametrize("number", [(), ("7",)])
def test_an_export_with_a_line_gone_or_changed_is_not_in_order(
    mka, journal: Path, number: tuple[str, ...]
) -> None:
    lines = mka("journal", "export", *number, "--journal", str(journal)).stdout.splitlines(keepends=True)
    for broken in (lines[:3] + lines[4:], [line.replace('"nee"', '"ja"') for line in lines], lines[::-1]):
        done = mka("journal", "verify", "--export", "-", input="".join(broken))
        assert (done.returncode, done.stderr) == (1, "")
        assert done.stdout.startswith("Gebeurtenis ")


def test_a_journal_that_was_tampered_with_gives_exit_code_1(mka, journal: Path) -> None:
    with sqlite3.connect(journal) as connection:
        connection.execute("DROP TRIGGER events_no_update")
        connection.execute("UPDATE events SET payload = replace(payload, '\"nee\"', '\"ja\"') WHERE seq = 3")
    connection.close()
    done = mka("journal", "verify", "--journal", str(journal))
    assert done.returncode == 1
    assert done.stdout.startswith("Gebeurtenis 3 (melding 7, nummer 2) is gewijzigd")


def test_a_head_that_is_gone_gives_exit_code_1(mka, journal: Path) -> None:
    done = mka("journal", "verify", "--journal", str(journal), "--head", "ab" * 32)
    assert done.returncode == 1
    assert "eindpunt" in done.stdout.splitlines()[0]


@pytest.mark.parametrize(
    "arguments",
    [
        ["list", "--journal", "weg.sqlite3"],
        ["list", "--journal", "http://x"],
        ["list", "--journal", "."],
        ["list", "--journal", "leeg"],
        ["list", "--journal", "tekst"],
        ["list", "--journal", "/dev/null"],
        ["list"],
        ["show", "9", "--journal", "j.sqlite3"],
        ["show", "", "--journal", "j.sqlite3"],
        ["export", "9", "--journal", "j.sqlite3"],
        ["export", "'; DROP TABLE events", "--journal", "j.sqlite3"],
        ["verify", "--export", "tekst"],
        ["verify", "--export", "j.sqlite3"],
        ["verify", "--export", "/dev/zero"],
        ["verify", "--export", "weg"],
        ["verify", "--head", "kort", "--journal", "j.sqlite3"],
        ["show"],
    ],
    ids=" ".join,
)
def test_what_cannot_be_read_is_one_line(mka, journal: Path, tmp_path: Path, arguments: list[str]) -> None:
    (tmp_path / "leeg").touch()
    (tmp_path / "tekst").write_text("geen journaal\n" * 1000)
    done = mka("journal", *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("Fout: ")
    assert " Hulp: " in done.stderr
    assert done.stderr.count("\n") == 1


def test_an_empty_journal_says_so(mka, tmp_path: Path) -> None:
    Journal.open(tmp_path / "j.sqlite3").close()
    assert mka("journal", "list", "--journal", "j.sqlite3").stdout == "geen meldingen\n"
    assert mka("journal", "verify", "--journal", "j.sqlite3").returncode == 0
    assert mka("journal", "export", "--journal", "j.sqlite3").stdout == ""
