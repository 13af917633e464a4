"""A call as it is handled: command, gate, log, state, decision, in that order and never back."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from mka_assist.call.clock import Clock
from mka_assist.call.commands import Command, Open, Refusal
from mka_assist.call.events import Actor, CallOpened, CallResumed, Event, Origin
from mka_assist.call.gate import gate
from mka_assist.call.log import CallRefusedError, EventLog, JournalError, call_unknown
from mka_assist.call.receipt import receipt
from mka_assist.call.record import Record
from mka_assist.call.state import CallState, EventOrderError, apply, facts, fold
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


def no_earlier(state: CallState) -> None:
    """No rulebook but the one at hand."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a command: the events it brought about, why it was refused, and what else to say."""

    events: tuple[Event, ...] = ()
    refusal: Refusal | None = None
    notice: str = ""


class Session:
    """One call on one screen. While nothing is unsaved, `state` is the fold of what the log holds.

    When the log fails the call goes on: the events are kept in `unsaved`, in order, and every next command
    first tries again to store them. When another screen takes the call over, this one goes on `watching`.
    """

    def __init__(self, record: Record, clock: Clock, decider: Decider, log: EventLog) -> None:
        """Take up a call from its record; use `open`, `resume`, `take_over` or `watch` instead."""
        self._record, self._clock, self._decider, self._log = record, clock, decider, log
        self._partings = record.partings
        self.state: CallState = fold(record.events)
        self.decision: Decision = self._decide()
        self.outcome: Outcome = Outcome()
        """What came of the last command, or of opening or resuming."""

    @classmethod
    def open(cls, number: str, log: EventLog, clock: Clock, decider: Decider) -> Session:
        """Open a new call. Raises `CallRefusedError` when the number cannot be used here."""
        opened = gate(None, Open(number), None, clock.now(), decider.rulebook)
        if isinstance(opened, Refusal):
            raise CallRefusedError(opened.message, opened.help)
        (first,) = opened
        assert isinstance(first, CallOpened)
        record = Record(log, first.number, ())
        record.begin(opened)
        session = cls(record, clock, decider, log)
        session._settle(opened, None)
        return session

    @classmethod
    def resume(
        cls, number: str, log: EventLog, clock: Clock, decider: Decider, earlier: Earlier = no_earlier
    ) -> Session:
        """Go on with a call after the program stopped; a closed call can only be looked at.

        `earlier` finds the rulebook that the call went by, where `decider` has another; when it finds none,
        the call goes on with `decider`, and says so.

        Raises `CallElsewhereError` when another screen has the call, `CallRefusedError` when it is unknown,
        and `JournalError` when it cannot be read.
        """
        call = cls.watch(number, log, clock, decider, earlier)
        if call.state.closed_at is None:
            claimed = False
            try:
                log.claim(number)
                claimed = True
            except CallRefusedError:
                raise
            except JournalError:
                pass  # The call must go on; storing the next event will say what is wrong.
            call = cls._go_on(call, claimed=claimed)
        return call

    @classmethod
    def take_over(
        cls, number: str, log: EventLog, clock: Clock, decider: Decider, earlier: Earlier = no_earlier
    ) -> Session:
        """Go on with a call that another screen has, whether that screen still answers or not; otherwise as
        `resume`. Raises `JournalError` when it cannot be taken over; then that screen still has it.
        """
        former = log.take_over(number)
        call = cls.watch(number, log, clock, decider, earlier)
        return cls._go_on(call, claimed=True, taken_over=former is not None)

    @classmethod
    def watch(
        cls, number: str, log: EventLog, clock: Clock, decider: Decider, earlier: Earlier = no_earlier
    ) -> Session:
        """Look at a call that another screen has; every command is refused. Raises `CallRefusedError` when it
        is unknown, and `JournalError` when it cannot be read.
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
        watching = state.closed_at is None
        return cls(Record(log, number, events, watching=watching), clock, decider, log)

    @classmethod
    def _go_on(cls, call: Session, *, claimed: bool, taken_over: bool = False) -> Session:
        """The call that was looked at, from here on written by this screen."""
        before, rulebook, log = call.state, call.rulebook, call._log
        resumed = CallResumed(
            at=max(call._clock.now(), before.last_at),
            actor=Actor.SYSTEEM,
            origin=Origin.SYSTEEM,
            rulebook_version=rulebook.version,
            rulebook_sha256=rulebook.sha256,
            desk=_desk(log, before.number),
            taken_over=taken_over,
        )
        record = Record(log, before.number, call.events)
        record.begin((resumed,), claimed=claimed)
        session = cls(record, call._clock, call._decider, log)
        session._settle((resumed,), None)
        if rulebook.sha256 != before.rulebook_sha256:
            session._say(
                f"Deze melding begon met regelset {before.rulebook_version}; "
                f"vanaf nu beslist regelset {rulebook.version}."
            )
        return session

    @property
    def rulebook(self) -> RuleBook:
        return self._decider.rulebook

    @property
    def events(self) -> tuple[Event, ...]:
        """Everything that happened, stored or not; while `watching` what is stored."""
        return self._record.events

    @property
    def unsaved(self) -> tuple[Event, ...]:
        """The events that are not in the log yet, in order."""
        return self._record.unsaved

    @property
    def lost(self) -> tuple[Event, ...]:
        """What was done here but not stored when another screen took over: it is not in the call."""
        return self._record.lost

    @property
    def watching(self) -> bool:
        """Another screen has the call, or had it last: this one only looks. `refresh` brings what is new."""
        return self._record.watching

    @property
    def notice(self) -> str:
        """One Dutch line while events are unsaved, lost, or cannot be read; otherwise empty."""
        return self._record.notice

    def do(self, command: Command) -> Outcome:
        """Carry out a command: through the gate, into the log, only then into state and advice."""
        refusal = self._record.refusal if self.watching else None
        self.save()
        if self.watching:
            return self._tell((), refusal or self._record.refusal)
        result = gate(self.state, command, self.decision, self._clock.now(), self.rulebook)
        answer, events = (result, result.ambulance) if isinstance(result, Refusal) else (None, result)
        if not self._keep(events):
            return self._tell((), self._record.refusal)
        if not events:
            return self._tell((), answer)
        self.decision = self._decide()
        return self._settle(events, answer)

    def save(self) -> bool:
        """Try to store what is unsaved. Says whether everything is stored now."""
        saved = self._record.save()
        self._follow()
        return saved

    def refresh(self) -> bool:
        """Look what other screens did: took this call over, or went on with a call that is watched. Says
        whether anything changed. Costs next to nothing when not; call it often.
        """
        if not self.watching and self.state.closed_at is not None:
            return False
        changed = self._record.refresh()
        self._follow()
        return changed

    def _keep(self, events: tuple[Event, ...]) -> bool:
        """Store events, then make them part of the call. Says no when another screen has the call."""
        if self._record.add(events):
            for event in events:
                self.state = apply(self.state, event)
            return True
        self._follow()
        return False

    def _follow(self) -> None:
        """When events came from another screen, or went: the state and advice that belong to them."""
        if self._partings != self._record.partings:
            self._partings = self._record.partings
            self.state = fold(self.events)
        elif self.state.events == len(self.events):
            return
        for event in self.events[self.state.events :]:
            self.state = apply(self.state, event)
        self.decision = self._decide()

    def _settle(self, events: tuple[Event, ...], refusal: Refusal | None) -> Outcome:
        """Keep the receipt of the decision too, and tell what came of it."""
        taken = self._receipt()
        kept = self._keep(taken)
        return self._tell((*events, *taken) if kept else events, refusal)

    def _tell(self, events: tuple[Event, ...], refusal: Refusal | None) -> Outcome:
        self.outcome = Outcome(events, refusal, self.notice)
        return self.outcome

    def _decide(self) -> Decision:
        return self.advice(self.state)

    def advice(self, state: CallState) -> Decision:
        """The advice in a state of this call, now or earlier: at the moment of its last event, so that a
        replay decides the same; by the rules that were in force when the call began, also when it goes on
        past midnight."""
        given = facts(state, self.rulebook.facts)
        return self._decider.decide(given, state.last_at, state.alarmed, local(state.opened_at).date())

    def _receipt(self) -> tuple[Event, ...]:
        """The receipt of the decision, when it differs from the last one in the log."""
        if self.state.closed_at is not None:
            return ()
        taken, last = receipt(self.decision, self.state.last_at), self.state.receipt
        same = last is not None and taken == last.model_copy(update={"at": taken.at})
        return () if same else (taken,)

    def _say(self, notice: str) -> None:
        known = self.outcome
        self.outcome = Outcome(known.events, known.refusal, f"{notice} {known.notice}".strip())


def _desk(log: EventLog, number: str) -> str:
    """The name of this screen, when the call is ours and it has one."""
    with suppress(JournalError):
        owner = log.owner(number)
        return owner.desk if owner and owner.ours else ""
    return ""
