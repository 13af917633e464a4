"""A call that goes on past midnight: the rules of the day it began, the hours of the moment itself."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from mka_assist.call import commands as do
from mka_assist.call.clock import ReplayClock
from mka_assist.call.log import MemoryLog
from mka_assist.call.session import Session
from mka_assist.decision.decide import Decider
from mka_assist.rulebook.loading import load_rulebook
from mka_assist.rulebook.model import Status

BOOK = """
soort: regelboek
regelboek: landelijk
naam: Landelijk
versie: "1"
geldig_vanaf: 2026-01-01
regels:
  - {id: oud, uitsluiting: {zelfdoding: ja}, bij_onbekend: alarmeren,
     geldig_tot: 2026-12-31, uitleg: U, bron: {document: D}}
  - {id: nieuw, uitsluiting: {zelfdoding: nee}, bij_onbekend: alarmeren,
     geldig_vanaf: 2027-01-01, uitleg: U, bron: {document: D}}
"""
PARTNER = """
soort: partner
partner: politie
naam: Politie
groep: politie
geldig_vanaf: 2026-01-01
afspraak: {partij: P, document: D, datum: 2026-01-01, geldig_tot: 2026-12-31}
"""
BY_NIGHT = """
soort: partner
partner: hartslagnu
naam: HartslagNu
groep: burgerhulpverleners
geldig_vanaf: 2026-01-01
dekking:
  tijden: [{dagen: [ma, di, wo, do, vr, za, zo], van: "00:00", tot: "06:00"}]
  bron: {document: D}
"""
LATE = dt.datetime(2026, 12, 31, 22, 59, tzinfo=dt.UTC)
"""Two minutes later it is next year in the Netherlands."""


@pytest.fixture
def decider(tmp_path: Path) -> Decider:
    for name, text in (("a", BOOK), ("politie", PARTNER), ("hartslagnu", BY_NIGHT)):
        (tmp_path / f"{name}.yaml").write_text(text)
    return Decider(load_rulebook(tmp_path))


def call(decider: Decider, start: dt.datetime) -> tuple[Session, ReplayClock, MemoryLog]:
    clock, log = ReplayClock(start), MemoryLog()
    session = Session.open("1", log, clock, decider)
    for command in (
        do.Answer("vermoeden_reanimatie", "ja"),
        do.Answer("zelfdoding", "nee"),
        do.DispatchAmbulance("12-166"),
    ):
        session.do(command)
    return session, clock, log


def statuses(session: Session) -> dict[str, str]:
    assert session.decision.channels.agree
    return {id: partner.status.value for id, partner in session.decision.partners.items()}


def test_a_call_keeps_the_rules_and_agreements_of_the_day_it_began_while_hours_go_on(decider) -> None:
    session, clock, log = call(decider, LATE)
    assert statuses(session) == {"hartslagnu": Status.NIET_BESCHIKBAAR, "politie": Status.ALARMEREN}
    clock.advance(120)
    session.do(do.Answer("locatie", "woning"))
    after = {"hartslagnu": Status.ALARMEREN, "politie": Status.ALARMEREN}
    assert statuses(session) == after
    assert statuses(Session.resume("1", log, clock, decider)) == after
    new, _, _ = call(decider, clock.now())
    assert statuses(new) == {"hartslagnu": Status.UITGESLOTEN, "politie": Status.GEEN_AFSPRAAK}
    session.do(do.Answer("te_water", "nee"))
    assert statuses(session) == after, "a new call in between changes nothing"
