"""Facts and a moment to a decision, by two channels that must agree; otherwise the safe default, visibly."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from dataclasses import replace
from typing import Protocol

from mka_assist.decision.advice import (
    PAPER_CARD,
    ambulance_decision,
    attention_cards,
    cards,
    opinions,
    partner_decision,
    without_agreement,
)
from mka_assist.decision.asking import Asker
from mka_assist.decision.outcome import Channels, Decision, PartnerDecision, Reason, Stamp
from mka_assist.engine.errors import EngineError
from mka_assist.rulebook import meaning
from mka_assist.rulebook.facts import WEEK_MINUTE, Facts
from mka_assist.rulebook.model import READY, Rule, RuleBook, Status
from mka_assist.rulebook.week import local, week_minute


class Channel(Protocol):
    """The second opinion: judges rules as the definition does, by other means."""

    def judge(self, rules: tuple[Rule, ...], facts: Facts) -> Mapping[str, meaning.Verdict]: ...

    def close(self) -> None: ...


BuildChannel = Callable[[RuleBook], Channel]


def durable_channel(rulebook: RuleBook) -> Channel:
    """The engine on durable_rules. Raises `EngineError` when it cannot be built."""
    from mka_assist.engine.compiler import Engine

    return Engine(rulebook)


class Decider:
    """Decides calls with one rulebook. Keeps the engine warm for the day it was built for."""

    def __init__(self, rulebook: RuleBook, build: BuildChannel = durable_channel) -> None:
        self.rulebook = rulebook
        self._build = build
        self._day: dt.date | None = None
        self._channel: Channel | None = None
        self._use(rulebook)
        self._without: Mapping[str, PartnerDecision] = {}
        self._stamp = Stamp(rulebook.version, rulebook.sha256, rulebook.files)

    def decide(
        self, facts: Facts, at: dt.datetime, alarmed: Collection[str] = (), on: dt.date | None = None
    ) -> Decision:
        """The decision on these facts at this moment. `alarmed` are the partners already under way: what
        is learned later may call for a warning to them. `on` is the day that says which rules and agreements
        are in force, when it is another than that of the moment: a call keeps the rules of the day it began.
        Never raises on account of the engine.
        """
        day = on or local(at).date()
        self._prepare(day)
        book = self._in_force
        given = {**facts, WEEK_MINUTE.name: week_minute(at)}
        known, verdicts = meaning.judge(book, given)
        cause = self._second_opinion(given, verdicts)
        said = {id: row[verdicts[id]] for id, row in self._opinions.items()}
        partners = {
            id: self._without.get(id)
            or partner_decision(partner, known, verdicts, said, self._asker.questions, day)
            for id, partner in book.partners.items()
        }
        if cause:
            partners = {id: _by_hand(decided) for id, decided in partners.items()}
        ambulance = ambulance_decision(book, known, verdicts, fallback=bool(cause))
        return Decision(
            partners=partners,
            ambulance=ambulance,
            ask_next=self._asker.ask_next(known, day),
            cards=cards(book, partners, ambulance, verdicts, self._attention, alarmed, cause),
            rulebook=self._stamp,
            channels=Channels(agree=not cause, cause=cause),
            facts=known,
        )

    def close(self) -> None:
        """Let go of the engine; the next decision builds a new one."""
        channel, self._channel, self._day = self._channel, None, None
        if channel:
            channel.close()

    def _prepare(self, day: dt.date) -> None:
        if day == self._day:
            return
        in_force = self.rulebook.in_force(day)
        if in_force is not self._in_force:
            self.close()
            self._use(in_force)
        self._without = {
            id: without_agreement(partner, day)
            for id, partner in in_force.partners.items()
            if not meaning.has_agreement(partner, day)
        }
        self._day = day

    def _use(self, rulebook: RuleBook) -> None:
        """Work out what all decisions with this rulebook share."""
        self._in_force = rulebook
        self._asker = Asker(rulebook)
        self._opinions = opinions(rulebook)
        self._attention = attention_cards(rulebook)

    def _second_opinion(self, given: Facts, verdicts: Mapping[str, meaning.Verdict]) -> str:
        """Why the engine's verdicts cannot be relied on, or "" when they equal the definition's."""
        try:
            if self._channel is None:
                self._channel = self._build(self._in_force)
            _, others = meaning.judge(self._in_force, given, self._channel.judge)
        except EngineError as problem:
            self._drop_channel()
            return f"De regelmachine werkt niet ({problem})."
        except Exception as problem:  # whatever breaks in the engine, the call goes on
            self._drop_channel()
            return f"De regelmachine werkt niet ({type(problem).__name__})."
        if others != verdicts:
            named = sorted(id for id in verdicts if others.get(id) is not verdicts[id])
            return f"De twee rekenwegen verschillen bij: {', '.join(named)}."
        return ""

    def _drop_channel(self) -> None:
        channel, self._channel = self._channel, None
        with suppress(Exception):  # it is broken already; the next decision builds a new one
            if channel:
                channel.close()


def _by_hand(decided: PartnerDecision) -> PartnerDecision:
    """The safe default: nobody is alarmed automatically; what already stood in the way still does."""
    if decided.status not in READY:
        return decided
    reason = Reason("terugval", "terugval", "onbekend", PAPER_CARD, "veilige terugval", decides=True)
    others = tuple(replace(other, decides=False) for other in decided.reasons)
    return PartnerDecision(Status.NAVRAGEN, (reason, *others), decided.unknown)
