"""Gate and rulebook together, over every order of events: an explicit search through the states of a call.

Whatever a centralist can do is done in every order, on the real gate, with the advice that the rulebook gives
by definition. Each partner is followed beside one other. For every status the two can have there is a call
that gives it; going over to the answers of another call is one step, and so is a rule engine that fails.
States that neither the gate nor the advice can tell apart are visited once.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace

from mka_assist.call import commands as do
from mka_assist.call.commands import Command, Refusal
from mka_assist.call.events import (
    AmbulanceDispatched,
    AmbulanceUpgraded,
    CallClosed,
    PartnerAlarmed,
    PartnerAlarmFailed,
    PartnerWithdrawn,
    UnitRequested,
)
from mka_assist.call.exploration_steps import UNIT, Answers, EngineFails, Step, calls, commands
from mka_assist.call.gate import gate
from mka_assist.call.parts import UnitState
from mka_assist.call.promises import READY, PromiseBrokenError, check_alarm, check_refusal
from mka_assist.call.state import CallState, apply, facts
from mka_assist.decision.outcome import (
    AmbulanceDecision,
    AmbulanceStatus,
    Channels,
    Decision,
    PartnerDecision,
    Stamp,
)
from mka_assist.rulebook import meaning
from mka_assist.rulebook.analysis.statements import Statements
from mka_assist.rulebook.facts import WEEK_MINUTE
from mka_assist.rulebook.model import Partner, RuleBook

_NOW = dt.datetime(2026, 1, 5, 11, tzinfo=dt.UTC)

_STAGES: tuple[Mapping[str, UnitState], ...] = (
    {},
    {UNIT: UnitState(None, "A0", _NOW)},
    {UNIT: UnitState(None, "A0", _NOW, _NOW)},
)


@dataclass(frozen=True, slots=True)
class Explored:
    """What the search saw: how many states and steps, whether there were no more states to find, and what
    is wrong, with the steps that lead there."""

    states: int
    steps: int
    complete: bool
    wrong: str = ""
    path: tuple[Step, ...] = ()

    @property
    def good(self) -> bool:
        return not self.wrong


@dataclass(frozen=True, slots=True)
class Node:
    """A state of the call; `coupled`, `asked`, `standing` and `closed` are told by the events alone."""

    state: CallState
    minute: int = 0
    failing: bool = False
    coupled: bool = False
    asked: bool = False
    """A unit was asked for, and none was dispatched since."""
    standing: frozenset[str] = frozenset()
    closed: bool = False
    path: tuple[Step, ...] = ()


def explore(rulebook: RuleBook, depth: int, seen: dict[object, Explored] | None = None) -> Explored:
    """Search from an open call, for each partner, at most `depth` steps deep. What was found is kept in
    `seen`, for this depth only: in another rulebook the gate may hear the same."""
    seen = {} if seen is None else seen
    statements = Statements(rulebook)
    partners = list(rulebook.partners.values())
    told: dict[object, Explored] = {}
    for number, partner in enumerate(partners):
        search = Search(statements, (partner, *partners[number - 1 : number or None])[:2])
        if search.signature not in seen:
            seen[search.signature] = search.run(depth)
        told[search.signature] = seen[search.signature]
    wrong = next((found for found in told.values() if found.wrong), None)
    return Explored(
        states=sum(found.states for found in told.values()),
        steps=sum(found.steps for found in told.values()),
        complete=all(found.complete for found in told.values()),
        wrong=wrong.wrong if wrong else "",
        path=wrong.path if wrong else (),
    )


class Search:
    """The search for one partner beside another."""

    def __init__(self, statements: Statements, partners: tuple[Partner, ...]) -> None:
        self.rulebook = statements.rulebook
        self.partners = tuple(_with_agreement(partner) for partner in partners)
        decision = self.rulebook.virtual_unit
        self.on_request = decision is not None
        """Did the region decide that a unit that is only asked for is enough? Then on a day that it holds."""
        self.now = dt.datetime.combine(decision.date, _NOW.timetz()) if decision else _NOW
        self._decisions: dict[object, Decision] = {}
        self._alike: dict[object, object] = {}
        opened = gate(None, do.Open("1"), None, self.now, self.rulebook)
        assert not isinstance(opened, Refusal), opened
        self.start = Node(apply(None, opened[0]))
        answered = {call: self._answered(call) for call in calls(statements, self.partners)}
        self.calls = {self.advised(node): call for call, node in answered.items()}
        self._answers = {call: node.state.answers for call, node in answered.items()}
        self.steps: tuple[Step, ...] = (
            *self.calls.values(),
            EngineFails(),
            *commands([partner.id for partner in partners]),
        )

    @property
    def signature(self) -> object:
        """The advice on every call, and whether a request is enough: all that the gate hears of the rules."""
        return self.on_request, frozenset(self.calls)

    def advised(self, node: Node) -> object:
        """What the gate hears on these answers, without an ambulance, with one, and with one on scene: the
        status of the one partner, and whether the other may go."""
        if node.failing:
            return "failing"
        key = frozenset(node.state.answers.items()), node.minute, node.state.first_responder_at is None
        if key not in self._alike:
            state = node.state
            stages = (replace(state, units=units) for units in _STAGES)
            decisions = (self.decision(replace(node, state=stage)) for stage in stages)
            self._alike[key] = tuple(heard for decision in decisions for heard in _heard(decision))
        return self._alike[key]

    def key(self, node: Node) -> object:
        """All that the gate and the promises rest on: states alike in this need be visited once."""
        if node.closed:
            return "closed"
        known = frozenset((id, partner.standing) for id, partner in node.state.partners.items())
        there = tuple(unit.on_scene_at is None for unit in node.state.units.values())
        asked = node.asked, node.state.request is None
        return self.advised(node), node.coupled, asked, node.standing, known, there

    def run(self, depth: int) -> Explored:
        """All states within `depth` steps, each reached by a shortest way."""
        seen: set[object] = {self.key(self.start)}
        frontier, taken = [self.start], 0
        for _ in range(depth):
            following: list[Node] = []
            for node in frontier:
                decision = self.decision(node)
                for step in self.steps:
                    taken += 1
                    try:
                        after = self.after(node, step, decision)
                    except PromiseBrokenError as broken:
                        return Explored(len(seen), taken, False, str(broken), (*node.path, step))
                    if after is not node and (key := self.key(after)) not in seen:
                        seen.add(key)
                        following.append(replace(after, path=(*node.path, step)))
            frontier = following
        return Explored(len(seen), taken, not frontier)

    def after(self, node: Node, step: Step, decision: Decision) -> Node:
        """The state after one more step. Raises `PromiseBrokenError`."""
        match step:
            case EngineFails():
                return node if node.failing else replace(node, failing=True)
            case Answers():  # that the gate lets each answer pass was seen at the start
                if node.closed or node.failing:  # then nobody hears them
                    return node
                state = replace(node.state, answers=self._answers[step])
                return replace(node, state=state, minute=step.minute)
            case _:
                return self._command(node, step, decision)

    def _answered(self, call: Answers) -> Node:
        """The state after giving these answers one by one."""
        node = self.start
        for fact, text in call.answers:
            node = self._command(node, do.Answer(fact, text), self.decision(self.start))
        return replace(node, minute=call.minute)

    def _command(self, node: Node, command: Command, decision: Decision) -> Node:
        """The state after a command on the real gate, each event held against what must never happen."""
        outcome = gate(node.state, command, decision, self.now, self.rulebook)
        if isinstance(outcome, Refusal):
            check_refusal(node.state, command, outcome)
        events = outcome.ambulance if isinstance(outcome, Refusal) else outcome
        if not events:
            return node
        if node.closed:
            raise PromiseBrokenError("er gebeurt iets na het afsluiten")
        state, coupled, asked, standing = node.state, node.coupled, node.asked, node.standing
        closed = False
        for event in events:
            match event:
                case AmbulanceDispatched() | AmbulanceUpgraded():
                    coupled, asked = True, False
                case UnitRequested():
                    asked = True
                case PartnerAlarmed(partner=id):
                    check_alarm(event, decision, coupled or (asked and self.on_request), standing)
                    standing |= {id}
                case PartnerWithdrawn(partner=id) | PartnerAlarmFailed(partner=id):
                    standing -= {id}
                case CallClosed():
                    closed = True
            state = apply(state, event)
        return Node(state, node.minute, node.failing, coupled, asked, standing, closed)

    def decision(self, node: Node) -> Decision:
        """The advice by the definition; without any when the engine fails."""
        state = node.state
        key = (
            frozenset(state.answers.items()),
            node.minute,
            node.failing,
            bool(state.units),
            state.ambulance_on_scene_at is None,
            state.first_responder_at is None,
        )
        if key not in self._decisions:
            self._decisions[key] = self._decide(node)
        return self._decisions[key]

    def _decide(self, node: Node) -> Decision:
        given = {**facts(node.state, self.rulebook.facts), WEEK_MINUTE.name: node.minute}
        known, verdicts = meaning.judge(self.rulebook, given)
        effects = meaning.effects(self.rulebook, verdicts)
        statuses = {p.id: meaning.status(p, known, effects, _NOW.date()) for p in self.partners}
        return Decision(
            partners={id: PartnerDecision(status, (), ()) for id, status in statuses.items()},
            ambulance=AmbulanceDecision(AmbulanceStatus.GEWONE_UITVRAAG, "", 0, "", ""),
            ask_next=(),
            cards=(),
            rulebook=Stamp(self.rulebook.version, self.rulebook.sha256, self.rulebook.files),
            channels=Channels(not node.failing),
            facts=known,
        )


def _heard(decision: Decision) -> tuple[object, ...]:
    one, *others = (partner.status for partner in decision.partners.values())
    return one, *(status in READY for status in others)


def _with_agreement(partner: Partner) -> Partner:
    """The partner as if its agreement holds today; one without an agreement stays without."""
    if partner.agreement is None:
        return partner
    return partner.model_copy(update={"agreement": None, "needs_agreement": False})
