"""How a call stands: a fold over its events. Pure; the same events give the same state, always."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from mka_assist.call.events import (
    AlarmSeen,
    AmbulanceDispatched,
    AmbulanceOnScene,
    AmbulanceUpgraded,
    BarrierMet,
    BystanderNoted,
    CallClosed,
    CallerJoined,
    CallOpened,
    CallResumed,
    CoachingEnded,
    CoachingStarted,
    CrowdReported,
    DecisionTaken,
    Event,
    FactCorrected,
    FactRecorded,
    FeedbackDismissed,
    FeedbackSent,
    FirstCompression,
    FirstResponderOnScene,
    InstructionEnded,
    InstructionFlow,
    InstructionLanguage,
    InstructionStarted,
    InstructionStep,
    PartnerAlarmed,
    PartnerAlarmFailed,
    PartnerCounted,
    PartnerWarned,
    PartnerWithdrawn,
    Undone,
    UnitNamed,
    UnitRequested,
)
from mka_assist.call.instruction_state import Barrier, Instruction, followed
from mka_assist.call.parts import CrowdReport, Joined, PartnerState, SeenAlarm, UnitRequest, UnitState
from mka_assist.rulebook.facts import Facts, FactSpec, Value, parse_value

SUSPICION = "vermoeden_reanimatie"


class EventOrderError(ValueError):
    """A list of events that cannot be the story of one call, with a Dutch sentence."""


@dataclass(frozen=True, slots=True)
class CallState:
    """Everything known of a call. Times are aware UTC; a time is None for what has not happened."""

    number: str
    region: str
    rulebook_version: str
    rulebook_sha256: str
    opened_at: datetime
    last_at: datetime
    events: int = 1
    """How many events made this state."""
    answers: Mapping[str, str] = field(default_factory=dict)
    """Fact to the text of its value, "onbekend" for asked without an answer."""
    units: Mapping[str, UnitState] = field(default_factory=dict)
    partners: Mapping[str, PartnerState] = field(default_factory=dict)
    instruction: Instruction | None = None
    barriers: tuple[Barrier, ...] = ()
    """Every barrier met, in order; also before the instruction began."""
    suspected_at: datetime | None = None
    """The first moment at which the facts amounted to a suspicion; kept when it is withdrawn."""
    first_alarm_at: datetime | None = None
    first_compression_at: datetime | None = None
    first_responder_at: datetime | None = None
    first_responder_of: str = ""
    crowd: tuple[CrowdReport, ...] = ()
    resumed_at: tuple[datetime, ...] = ()
    request: UnitRequest | None = None
    """The open request for a unit."""
    coaching_since: datetime | None = None
    bystanders: tuple[str, ...] = ()
    seen: Mapping[str, SeenAlarm] = field(default_factory=dict)
    """Alarm to when it was acknowledged last."""
    joined: tuple[Joined, ...] = ()
    merged_into: str = ""
    history: tuple[Event, ...] = field(default=(), compare=False, repr=False)
    """Every event, for what can be undone."""
    undone: frozenset[int] = frozenset()
    """The places of the events that count no more."""
    receipt: DecisionTaken | None = None
    closed_at: datetime | None = None

    @property
    def alarmed(self) -> tuple[str, ...]:
        """The partners that stand alarmed, first alarmed first."""
        return tuple(id for id, partner in self.partners.items() if partner.standing)

    @property
    def ambulance_dispatched_at(self) -> datetime | None:
        return min((unit.dispatched_at for unit in self.units.values()), default=None)

    @property
    def ambulance_on_scene_at(self) -> datetime | None:
        return min((u.on_scene_at for u in self.units.values() if u.on_scene_at), default=None)


def fold(events: Iterable[Event]) -> CallState:
    """The state after a list of events. Raises `EventOrderError` when they are not the story of one call."""
    state: CallState | None = None
    told: list[Event] = []
    for event in events:
        state = _next(state, event, told)
        told.append(event)
    if state is None:
        raise EventOrderError("Er zijn geen gebeurtenissen.")
    return replace(state, history=tuple(told))


def apply(state: CallState | None, event: Event) -> CallState:
    """The state after one more event; None is the state of a call that was not opened yet."""
    history = state.history if state else ()
    return replace(_next(state, event, history), history=(*history, event))


def _next(state: CallState | None, event: Event, history: Sequence[Event]) -> CallState:
    """The same, with the events before it; those in the state are left as they are."""
    if isinstance(event, CallOpened):
        if state is not None:
            raise EventOrderError("Een melding kan maar één keer geopend worden.")
        return CallState(
            event.number, event.region, event.rulebook_version, event.rulebook_sha256, event.at, event.at
        )
    if state is None:
        raise EventOrderError("De eerste gebeurtenis moet het openen van de melding zijn.")
    if state.closed_at is not None:
        raise EventOrderError("Na het afsluiten van een melding kan niets meer gebeuren.")
    after = _without(state, event, history) if isinstance(event, Undone) else _after(state, event)
    return replace(after, last_at=max(state.last_at, event.at), events=state.events + 1)


def _without(state: CallState, event: Undone, history: Sequence[Event]) -> CallState:
    """The state as if the events that are taken back had never been."""
    undone = state.undone | set(event.places)
    if max(event.places, default=0) >= len(history):
        raise EventOrderError("Er wordt iets ongedaan gemaakt dat er niet is.")
    after: CallState | None = None
    for place, each in enumerate(history):
        if place not in undone and not isinstance(each, Undone):
            after = _next(after, each, ())
    assert after is not None
    return replace(after, undone=undone)


def _after(state: CallState, event: Event) -> CallState:
    at = event.at
    match event:
        case FactRecorded(fact=fact, value=value) | FactCorrected(fact=fact, value=value):
            suspected = fact == SUSPICION and value == "ja"
            state = replace(state, answers={**state.answers, fact: value})
            return _suspected(state, at) if suspected else state
        case AmbulanceDispatched(unit=unit):
            state = replace(state, request=None)
            return _unit(state, unit, UnitState(event.level, event.urgency, at))
        case AmbulanceUpgraded(unit=unit):
            known = state.units.get(unit) or UnitState(None, event.urgency, at)
            state = replace(state, request=None)
            return _unit(state, unit, replace(known, urgency=event.urgency))
        case UnitRequested(urgency=urgency):
            return replace(state, request=state.request or UnitRequest(at, urgency))
        case UnitNamed(unit=unit, name=name, level=level):
            if unit not in state.units:
                raise EventOrderError(f"Eenheid {unit} krijgt een roepnummer zonder dat ze is ingezet.")
            named = replace(state.units[unit], level=level)
            units = {name if id == unit else id: known for id, known in state.units.items()}
            return replace(state, units={**units, name: named})
        case AmbulanceOnScene(unit=unit):
            if unit not in state.units:
                raise EventOrderError(f"Eenheid {unit} is ter plaatse zonder dat ze is ingezet.")
            there = state.units[unit]
            return _unit(state, unit, replace(there, on_scene_at=there.on_scene_at or at))
        case PartnerAlarmed(partner=id, override_reason=reason, message=message):
            # Out and in again, so that the order of the mapping stays the order of the alarms.
            others = {other: partner for other, partner in state.partners.items() if other != id}
            alarmed = {**others, id: PartnerState(at, reason, message=message)}
            return replace(state, partners=alarmed, first_alarm_at=state.first_alarm_at or at)
        case PartnerAlarmFailed(partner=id):
            return _partner(state, id, lambda partner: replace(partner, failed_at=at))
        case PartnerCounted(partner=id):
            numbers = event.model_dump(include={"called", "accepted", "on_scene", "aeds"}, exclude_none=True)
            return _partner(state, id, lambda partner: replace(partner, **numbers))
        case PartnerWithdrawn(partner=id, message=text):
            return _partner(state, id, lambda one: replace(one, withdrawn_at=at, stand_down=text))
        case PartnerWarned(partner=id, notice=notice, message=text):
            return _partner(state, id, lambda one: replace(one, warned_at=at, warning=text or notice))
        case FeedbackSent(partner=id):
            return _partner(state, id, lambda partner: replace(partner, feedback_sent_at=at))
        case FeedbackDismissed(partner=id):
            return _partner(state, id, lambda partner: replace(partner, feedback_dismissed_at=at))
        case FirstResponderOnScene(partner=id):
            if state.first_responder_at is None:
                state = replace(state, first_responder_at=at, first_responder_of=id)
            return _partner(state, id, lambda partner: replace(partner, arrived_at=at)) if id else state
        case CoachingStarted():
            return replace(state, coaching_since=at)
        case CoachingEnded():
            return replace(state, coaching_since=None)
        case BystanderNoted(who=who):
            return replace(state, bystanders=(*state.bystanders, who))
        case AlarmSeen(alarm=alarm, reason=reason):
            return replace(state, seen={**state.seen, alarm: SeenAlarm(at, reason)})
        case CallerJoined(number=number, instructed=instructed):
            return replace(state, joined=(*state.joined, Joined(at, number, instructed)))
        case InstructionStarted():
            state = replace(state, coaching_since=None)
            first = state.instruction.first_started_at if state.instruction else at
            return replace(state, instruction=Instruction(first, at))
        case InstructionEnded(reason=end):
            if state.instruction is None:
                raise EventOrderError("De meldersinstructie eindigt zonder dat ze begon.")
            return replace(state, instruction=replace(state.instruction, ended_at=at, end=end))
        case InstructionFlow() | InstructionStep() | InstructionLanguage():
            if state.instruction is None:
                raise EventOrderError("Er komt een stap van de meldersinstructie voordat ze begon.")
            return replace(state, instruction=followed(state.instruction, event))
        case BarrierMet(code=code, step=step):
            state = replace(state, barriers=(*state.barriers, Barrier(at, code, step)))
            if state.instruction is None or not state.instruction.running:
                return state
            return replace(state, instruction=replace(state.instruction, barrier=code))
        case FirstCompression():
            return replace(state, first_compression_at=state.first_compression_at or at)
        case CrowdReported(number=number, counted=counted):
            return replace(state, crowd=(*state.crowd, CrowdReport(at, number, counted, event.origin)))
        case DecisionTaken(suspicion=suspicion):
            state = replace(state, receipt=event)
            return _suspected(state, at) if suspicion == "ja" else state
        case CallResumed(rulebook_version=version, rulebook_sha256=sha256):
            if sha256:
                state = replace(state, rulebook_version=version, rulebook_sha256=sha256)
            return replace(state, resumed_at=(*state.resumed_at, at))
        case CallClosed(merged_into=merged):
            return replace(state, closed_at=at, merged_into=merged, coaching_since=None)
    raise AssertionError(f"no meaning for {event.type}")


def _suspected(state: CallState, at: datetime) -> CallState:
    return replace(state, suspected_at=state.suspected_at or at)


def _unit(state: CallState, unit: str, known: UnitState) -> CallState:
    return replace(state, units={**state.units, unit: known})


def _partner(state: CallState, id: str, change: Callable[[PartnerState], PartnerState]) -> CallState:
    if id not in state.partners:
        raise EventOrderError(f"Partner {id} komt voor zonder dat hij is gealarmeerd.")
    return replace(state, partners={**state.partners, id: change(state.partners[id])})


def facts(state: CallState, specs: Mapping[str, FactSpec]) -> Facts:
    """The facts to decide on: the answers as values, and the progress of the call as yes or no.

    After a resume with another rulebook an answer may not be readable any more: then it is unknown, and
    an answer to a fact that is gone is left out.
    """
    found: dict[str, Value | None] = {}
    for name, text in state.answers.items():
        if spec := specs.get(name):
            try:
                found[name] = parse_value(spec, text)
            except ValueError:
                found[name] = None
    found["ambulance_ingezet"] = bool(state.units)
    found["ambulance_ter_plaatse"] = state.ambulance_on_scene_at is not None
    found["first_responder_ter_plaatse"] = state.first_responder_at is not None
    return found
