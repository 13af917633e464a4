"""A call as it is handled: command, gate, log, state, decision, in that order and never back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, Protocol

from mka_assist.call.clock import Clock
from mka_assist.call.commands import Command, Open, Refusal
from mka_assist.call.events import Actor, CallOpened, CallResumed, DecisionTaken, Event, Origin
from mka_assist.call.gate import gate
from mka_assist.call.log import CallRefusedError, EventLog, JournalError, call_unknown
from mka_assist.call.state import SUSPICION, CallState, EventOrderError, apply, facts, fold
from mka_assist.decision.outcome import Decision
from mka_assist.rulebook.facts import Facts
from mka_assist.rulebook.model import RuleBook
from mka_assist.rulebook.week import local


class Decider(Protocol):
    """Decides on facts by one rulebook. It never raises: when it cannot decide it gives its fallback."""

    @property
    def rulebook(self) -> RuleBook: ...

    def decide(
        self, facts: Facts, at: datetime, alarmed: tuple[str, ...] = (), on: date | None = None
    ) -> Decision: ...


Earlier = Callable[[CallState], Decider | None]
"""Finds the rulebook that a call went by, if it is still there."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a command: the events it brought about, why it was refused, and what else to say."""

    events: tuple[Event, ...] = ()
    refusal: Refusal | None = None
    notice: str = ""


class Session:
    """One call on one screen. While nothing is unsaved, `state` is the fold of what the log holds.

    When the log fails the call goes on: the events are kept in `unsaved`, in order, and every next command
    first tries again to store them.
    """

    def __init__(self, log: EventLog, clock: Clock, decider: Decider, events: tuple[Event, ...]) -> None:
        """Take up a call from its stored events; use `open` or `resume` instead."""
        self._log, self._clock, self._decider = log, clock, decider
        self._events, self._stored, self._trouble = events, len(events), ""
        self.state: CallState = fold(events)
        self.decision: Decision = self._decide()
        self.outcome: Outcome = Outcome()
        """What came of the last command, or of opening or resuming."""

    @classmethod
    def open(cls, number: str, log: EventLog, clock: Clock, decider: Decider) -> Session:
        """Open a new call. Raises `CallRefusedError` when the number cannot be used here."""
        opened = gate(None, Open(number), None, clock.now(), decider.rulebook)
        if isinstance(opened, Refusal):
            raise CallRefusedError(opened.message, opened.help)
        return cls._begin(log, clock, decider, (), opened)

    @classmethod
    def resume(
        cls, number: str, log: EventLog, clock: Clock, decider: Decider, earlier: Earlier = lambda state: None
    ) -> Session:
        """Go on with a call after the program stopped; a closed call can only be looked at.

        `earlier` finds the rulebook that the call went by, where `decider` has another; when it finds none,
        the call goes on with `decider`, and says so.

        Raises `CallRefusedError` when the call is unknown or in use on another screen, `JournalError` when
        it cannot be read.
        """
        events = log.read(number)
        if not events:
            raise call_unknown(number)
        try:
            state = fold(events)
        except EventOrderError as error:
            raise JournalError(f"Melding {number} is niet te lezen: {error}") from error
        if decider.rulebook.sha256 != state.rulebook_sha256:
            decider = earlier(state) or decider
        if state.closed_at is not None:
            return cls(log, clock, decider, events)
        rulebook = decider.rulebook
        resumed = CallResumed(
            at=max(clock.now(), state.last_at),
            actor=Actor.SYSTEEM,
            origin=Origin.SYSTEEM,
            rulebook_version=rulebook.version,
            rulebook_sha256=rulebook.sha256,
        )
        session = cls._begin(log, clock, decider, events, (resumed,))
        if rulebook.sha256 != state.rulebook_sha256:
            session._say(
                f"Deze melding begon met regelset {state.rulebook_version}; "
                f"vanaf nu beslist regelset {rulebook.version}."
            )
        return session

    @classmethod
    def _begin(
        cls,
        log: EventLog,
        clock: Clock,
        decider: Decider,
        before: tuple[Event, ...],
        new: tuple[Event, ...],
    ) -> Session:
        """Start with the first events of this screen. Only from here on is the call ours in the log, so
        what stands there is read once more."""
        trouble, events, stored = "", before + new, len(before)
        try:
            log.append(_number(events), new)
            events = log.read(_number(events))
            stored = len(events)
        except CallRefusedError:
            raise
        except JournalError as error:
            trouble = str(error)
        session = cls(log, clock, decider, events)
        session._stored, session._trouble = stored, trouble
        receipt = session._receipt()
        session._keep(receipt)
        session.outcome = Outcome((*new, *receipt), None, session.notice)
        return session

    @property
    def rulebook(self) -> RuleBook:
        return self._decider.rulebook

    @property
    def events(self) -> tuple[Event, ...]:
        """Everything that happened, stored or not."""
        return self._events

    @property
    def unsaved(self) -> tuple[Event, ...]:
        """The events that are not in the log yet, in order."""
        return self._events[self._stored :]

    @property
    def notice(self) -> str:
        """One Dutch line while events are unsaved, otherwise empty."""
        count = len(self.unsaved)
        if not count:
            return ""
        what = "1 gebeurtenis is" if count == 1 else f"{count} gebeurtenissen zijn"
        return f"{what} nog niet opgeslagen. {self._trouble}"

    def do(self, command: Command) -> Outcome:
        """Carry out a command: through the gate, into the log, only then into state and advice."""
        self.save()
        result = gate(self.state, command, self.decision, self._clock.now(), self.rulebook)
        refusal, events = (result, result.ambulance) if isinstance(result, Refusal) else (None, result)
        if events:
            self._keep(events)
            self.decision = self._decide()
            receipt = self._receipt()
            self._keep(receipt)
            events = (*events, *receipt)
        self.outcome = Outcome(events, refusal, self.notice)
        return self.outcome

    def save(self) -> bool:
        """Try to store what is unsaved. Says whether everything is stored now."""
        unsaved = self.unsaved
        if not unsaved:
            return True
        try:
            # A write that failed may have reached the disk all the same: never write an event twice.
            found = self._log.read(self.state.number)[self._stored :]
            if found != unsaved[: len(found)]:
                raise CallRefusedError(
                    "In het journaal staan andere gebeurtenissen bij deze melding.",
                    "Noteer deze melding op papier en laat het journaal nakijken.",
                )
            self._log.append(self.state.number, unsaved[len(found) :])
        except JournalError as error:
            self._trouble = str(error)
            return False
        self._stored = len(self._events)
        return True

    def _keep(self, events: tuple[Event, ...]) -> None:
        """Store events, then make them part of the call; a failing log holds up nothing."""
        if not events:
            return
        if not self.unsaved:
            try:
                self._log.append(self.state.number, events)
                self._stored += len(events)
            except JournalError as error:
                self._trouble = str(error)
        for event in events:
            self.state = apply(self.state, event)
        self._events += events

    def _decide(self) -> Decision:
        """The advice at the moment of the last event, so that a replay decides the same; by the rules that
        were in force when the call began, also when it goes on past midnight."""
        given, state = facts(self.state, self.rulebook.facts), self.state
        return self._decider.decide(given, state.last_at, state.alarmed, local(state.opened_at).date())

    def _receipt(self) -> tuple[Event, ...]:
        """The receipt of the decision, when it differs from the last one in the log."""
        if self.state.closed_at is not None:
            return ()
        decision, last = self.decision, self.state.receipt
        receipt = DecisionTaken(
            at=self.state.last_at,
            actor=Actor.SYSTEEM,
            origin=Origin.SYSTEEM,
            statuses={id: str(partner.status) for id, partner in decision.partners.items()},
            ambulance=str(decision.ambulance.status),
            agree=decision.channels.agree,
            cause=decision.channels.cause[:500],
            suspicion=_suspicion(decision),
        )
        same = last is not None and receipt == last.model_copy(update={"at": receipt.at})
        return () if same else (receipt,)

    def _say(self, notice: str) -> None:
        known = self.outcome
        self.outcome = Outcome(known.events, known.refusal, f"{notice} {known.notice}".strip())


def _number(events: tuple[Event, ...]) -> str:
    opened = events[0]
    assert isinstance(opened, CallOpened)
    return opened.number


def _suspicion(decision: Decision) -> Literal["ja", "nee", "onbekend"]:
    match decision.facts.get(SUSPICION):
        case True:
            return "ja"
        case False:
            return "nee"
        case _:
            return "onbekend"
