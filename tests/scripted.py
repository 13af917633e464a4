"""For tests of a call: a small rulebook, deciders without a rule file, a scripted call, random commands."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from hypothesis import strategies as st

from mka_assist.call import commands as do
from mka_assist.call.clock import ReplayClock
from mka_assist.call.events import Event, InstructionEnd, Level, Origin
from mka_assist.call.log import EventLog, JournalError, MemoryLog
from mka_assist.call.session import Decider, Session
from mka_assist.decision.outcome import (
    AmbulanceDecision,
    AmbulanceStatus,
    Channels,
    Decision,
    PartnerDecision,
    Stamp,
)
from mka_assist.rulebook.diagnostics import Place
from mka_assist.rulebook.facts import CONTRACT, WEEK_MINUTE, FactKind, Facts, FactSpec
from mka_assist.rulebook.model import Expected, Partner, RuleBook, Source, Status

START = dt.datetime(2026, 11, 21, 10, 0, tzinfo=dt.UTC)
PARTNERS = ("hartslagnu", "brandweer", "politie")


def partner(id: str, name: str, expected: int | None = None, feedback: str = "") -> Partner:
    source = Source(document="proef")
    return Partner(
        id=id,
        name=name,
        group=id,
        criteria=(),
        expected=expected and Expected(responders=expected, feedback=feedback, source=source),
        place=Place("proef.yaml", 1, 1),
    )


def rulebook(**changes: Any) -> RuleBook:
    own = FactSpec("verdieping", FactKind.GETAL, "Verdieping", "Op welke verdieping?")
    book = RuleBook(
        version="proef-1",
        region="proef",
        region_name="Proefregio",
        example_region=True,
        sha256="a" * 64,
        files=("proef.yaml",),
        facts={**CONTRACT, own.name: own, WEEK_MINUTE.name: WEEK_MINUTE},
        rules={},
        partners={
            "hartslagnu": partner("hartslagnu", "HartslagNu", 5, "Er zijn genoeg burgerhulpverleners."),
            "brandweer": partner("brandweer", "Brandweer", 4),
            "politie": partner("politie", "Politie"),
        },
        strata=(),
        example_facts={},
        valid_from=dt.date(2024, 1, 1),
    )
    return book.model_copy(update=changes)


class FakeDecider:
    """Fixed statuses from a few facts: citizens not at violence, police never (no agreement)."""

    def __init__(self, book: RuleBook | None = None, broken: str = "") -> None:
        self.rulebook = book or rulebook()
        self.broken = broken
        """Why the channels do not agree; empty when they do."""

    def decide(
        self, facts: Facts, at: dt.datetime, alarmed: Collection[str] = (), on: dt.date | None = None
    ) -> Decision:
        derived = facts.get("bewustzijn") is False and facts.get("ademhaling") in ("geen", "afwijkend")
        suspicion = facts.get("vermoeden_reanimatie", derived or None)
        ready = Status.ALARMEREN if facts["ambulance_ingezet"] else Status.WACHT_OP_AMBULANCE
        base = ready if suspicion else Status.WACHT_OP_VERMOEDEN
        statuses = {
            "hartslagnu": Status.UITGESLOTEN if facts.get("geweld_of_onveilig") else base,
            "brandweer": base,
            "politie": Status.GEEN_AFSPRAAK,
        }
        return self.decision(statuses, {**facts, "vermoeden_reanimatie": suspicion}, suspicion)

    def decision(self, statuses: Mapping[str, Status], facts: Facts, suspicion: object) -> Decision:
        if self.broken:
            statuses = dict.fromkeys(statuses, Status.NAVRAGEN)
        status = AmbulanceStatus.INGEZET if facts["ambulance_ingezet"] else AmbulanceStatus.INZETTEN
        return Decision(
            partners={id: PartnerDecision(status, (), ()) for id, status in statuses.items()},
            ambulance=AmbulanceDecision(
                status if suspicion else AmbulanceStatus.GEWONE_UITVRAAG, "A0", 2, "", ""
            ),
            ask_next=(),
            cards=(),
            rulebook=Stamp(self.rulebook.version, self.rulebook.sha256, self.rulebook.files),
            channels=Channels(not self.broken, self.broken),
            facts=facts,
        )


class RecklessDecider(FakeDecider):
    """What a rule file could say at worst: alarm everybody, at once, always."""

    def decide(
        self, facts: Facts, at: dt.datetime, alarmed: Collection[str] = (), on: dt.date | None = None
    ) -> Decision:
        return self.decision(dict.fromkeys(PARTNERS, Status.ALARMEREN), facts, True)


class ShakyLog(MemoryLog):
    """A log that fails on demand: before it wrote anything ("vol"), or after ("laat")."""

    def __init__(self) -> None:
        super().__init__()
        self.trouble = ""

    def append(self, number: str, events: Sequence[Event]) -> None:
        if self.trouble == "vol":
            raise JournalError("De schijf is vol.", "Maak ruimte.")
        super().append(number, events)
        if self.trouble == "laat":
            raise JournalError("De schijf meldt een fout.", "Kijk de schijf na.")

    def read(self, number: str) -> tuple[Event, ...]:
        if self.trouble == "vol":
            raise JournalError("De schijf is vol.", "Maak ruimte.")
        return super().read(number)


SCRIPT: tuple[do.Command, ...] = (
    do.Answer("bewustzijn", "nee"),
    do.Answer("ademhaling", "afwijkend"),
    do.Answer("leeftijd", "54 jaar"),
    do.AlarmTogether((do.DispatchAmbulance("12-166"), do.DispatchAmbulance("12-167"))),
    do.StartInstruction(),
    do.ReportFirstCompression(),
    do.Answer("ademhaling", "geen"),
    do.Answer("verdieping", "3"),
    do.AlarmPartner("politie", "bewaken van de ingang"),
    do.WarnPartner("brandweer", "hond in de woning"),
    do.FirstResponderArrived("hartslagnu"),
    do.ReportCrowd(12),
    do.SendFeedback("hartslagnu"),
    do.DismissFeedback("brandweer", "al onderweg terug"),
    do.WithdrawPartner("politie", "niet nodig"),
    do.AmbulanceArrived("12-166"),
    do.Close(),
)
"""A whole call, from the first answer to the end."""


def play(log: EventLog, number: str, steps: int = len(SCRIPT), decider: Decider | None = None) -> Session:
    """The scripted call, or its first steps, in a log."""
    call = Session.open(number, log, ReplayClock(START), decider or FakeDecider())
    for command in SCRIPT[:steps]:
        call.do(command)
    return call


_UNITS = st.sampled_from(["12-166", "12-167", "12-991"])
_IDS = st.sampled_from([*PARTNERS, "knrm"])
_REASONS = st.sampled_from(["", "  ", "op verzoek van de ambulance", "x" * 101])
_NUMBERS = st.sampled_from([None, None, 0, 3, 18, 1000])
_AMBULANCE = st.one_of(
    st.just(do.RequestUnit()),
    st.builds(do.DispatchAmbulance, _UNITS, st.sampled_from(Level), st.sampled_from(["A0", "A1"])),
    st.builds(do.UpgradeAmbulance, _UNITS, st.sampled_from(["A0", "A1"])),
)
_ANSWERS = st.sampled_from(
    [
        ("bewustzijn", "nee"),
        ("bewustzijn", "ja"),
        ("ademhaling", "geen"),
        ("ademhaling", "onbekend"),
        ("vermoeden_reanimatie", "ja"),
        ("vermoeden_reanimatie", "nee"),
        ("geweld_of_onveilig", "ja"),
        ("geweld_of_onveilig", "nee"),
        ("leeftijd", "12 maanden"),
        ("leeftijd", "1 jaar"),
        ("leeftijd", "oud"),
        ("ambulance_ingezet", "ja"),
        ("haarkleur", "ja"),
    ]
)

COMMANDS: st.SearchStrategy[do.Command] = st.one_of(
    _ANSWERS.map(lambda answer: do.Answer(*answer)),
    _ANSWERS.map(lambda answer: do.Correct(*answer)),
    _AMBULANCE,
    st.builds(do.AmbulanceArrived, _UNITS),
    st.builds(do.AlarmPartner, _IDS, _REASONS),
    st.builds(
        do.AlarmTogether,
        st.lists(_AMBULANCE, max_size=2).map(tuple),
        st.lists(_IDS, max_size=3).map(tuple),
    ),
    st.builds(do.WithdrawPartner, _IDS, _REASONS),
    st.builds(do.WarnPartner, _IDS, _REASONS),
    st.just(do.StartInstruction()),
    st.builds(do.EndInstruction, st.sampled_from(InstructionEnd)),
    st.just(do.ReportFirstCompression()),
    st.builds(do.FirstResponderArrived, st.one_of(st.just(""), _IDS)),
    st.builds(do.FirstResponderArrived, _IDS, st.booleans(), st.booleans()),
    st.sampled_from([do.EndCoaching(), do.NoteBystander(), do.NoteBystander("buurman"), do.Undo()]),
    st.builds(do.ReportCrowd, st.integers(-1, 1000), st.booleans(), st.sampled_from(Origin)),
    st.builds(do.RequestUnit, st.sampled_from(["A0", " "])),
    st.builds(do.NameUnit, _UNITS, _UNITS, st.sampled_from(Level)),
    st.builds(do.ReportFailedAlarm, _IDS, _REASONS),
    st.builds(do.CountPartner, _IDS, _NUMBERS, _NUMBERS, _NUMBERS, _NUMBERS),
    st.builds(do.SeeAlarm, st.sampled_from(["ambulance", " "]), st.just("Geen ambulance."), _REASONS),
    st.builds(do.JoinCaller, st.just("26-0002"), st.booleans()),
    st.builds(do.SendFeedback, _IDS),
    st.builds(do.DismissFeedback, _IDS, _REASONS),
    st.builds(do.WithdrawSuspicion, _REASONS),
    st.just(do.Open("2")),
)
"""Any command but closing, sensible or not."""
