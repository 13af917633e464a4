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
from mka_assist.call.events import AmbulanceDispatched, AmbulanceUpgraded, CallClosed, Event, PartnerAlarmed
from mka_assist.call.exploration_steps import UNIT, Answers, EngineFails, Step, calls, commands
from mka_assist.call.gate import gate
from mka_assist.call.state import CallState, UnitState, apply, facts
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
from mka_assist.rulebook.model import Partner, RuleBook, Status

_NOW = dt.datetime(2026, 1, 5, 11, tzinfo=dt.UTC)
_READY = (Status.ALARMEREN, Status.WACHT_OP_AMBULANCE)

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
    """A state of the call; `coupled`, `standing` and `closed` are told by the events alone."""

    state: CallState
    minute: int = 0
    failing: bool = False
    coupled: bool = False
    standing: frozenset[str] = frozenset()
    closed: bool = False
    path: tuple[Step, ...] = ()


class PromiseBrokenError(Exception):
    """What must never happen has happened; the text says what."""


def explore(rulebook: RuleBook, depth: int, seen: set[object] | None = None) -> Explored:
    """Search from an open call, for each partner, at most `depth` steps deep. What was searched is added to
    `seen`: in another rulebook the gate may hear the same."""
    states, steps, complete = 0, 0, True
    partners = list(rulebook.partners.values())
    seen = set() if seen is None else seen
    statements = Statements(rulebook)
    for number, partner in enumerate(partners):
        search = Search(statements, (partner, *partners[number - 1 : number or None])[:2])
        if search.signature in seen:
            continue  # the gate cannot tell these two from two it has seen
        seen.add(search.signature)
        found = search.run(depth)
        states, steps, complete = states + found.states, steps + found.steps, complete and found.complete
        if found.wrong:
            return Explored(states, steps, complete, found.wrong, found.path)
    return Explored(states, steps, complete)


class Search:
    """The search for one partner beside another."""

    def __init__(self, statements: Statements, partners: tuple[Partner, ...]) -> None:
        self.rulebook = statements.rulebook
        self.partners = tuple(_with_agreement(partner) for partner in partners)
        self._decisions: dict[object, Decision] = {}
        self._alike: dict[object, object] = {}
        opened = gate(None, do.Open("1"), None, _NOW, self.rulebook)
        assert not isinstance(opened, Refusal), opened
        self.start = Node(apply(None, opened[0]))
        self.calls = {self.advised(self._answered(c)): c for c in calls(statements, self.partners)}
        self._answers = {call: self._answered(call).state.answers for call in self.calls.values()}
        self.steps: tuple[Step, ...] = (
            *self.calls.values(),
            EngineFails(),
            *commands([partner.id for partner in partners]),
        )

    @property
    def signature(self) -> object:
        """The advice on every call: all that the gate hears of the rules."""
        return frozenset(self.calls)

    def advised(self, node: Node) -> object:
        """What the gate hears on these answers, without an ambulance, with one, and with one on scene."""
        if node.failing:
            return "failing"
        key = frozenset(node.state.answers.items()), node.minute, node.state.first_responder_at is None
        if key not in self._alike:
            state = node.state
            stages = (replace(state, units=units) for units in _STAGES)
            decisions = (self.decision(replace(node, state=stage)) for stage in stages)
            self._alike[key] = tuple(p.status for d in decisions for p in d.partners.values())
        return self._alike[key]

    def key(self, node: Node) -> object:
        """All that the gate and the promises rest on: states alike in this need be visited once."""
        if node.closed:
            return "closed"
        known = frozenset((id, partner.standing) for id, partner in node.state.partners.items())
        there = tuple(unit.on_scene_at is None for unit in node.state.units.values())
        return self.advised(node), node.coupled, node.standing, known, there

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
        outcome = gate(node.state, command, decision, _NOW, self.rulebook)
        if isinstance(outcome, Refusal):
            _check_refusal(node, command, outcome)
        events = outcome.ambulance if isinstance(outcome, Refusal) else outcome
        for event in events:
            node = self._event(node, event, decision)
        return node

    def _event(self, node: Node, event: Event, decision: Decision) -> Node:
        """The state after an event, held against what must never happen."""
        if node.closed:
            raise PromiseBrokenError("er gebeurt iets na het afsluiten")
        coupled, standing = node.coupled, node.standing
        if isinstance(event, AmbulanceDispatched | AmbulanceUpgraded):
            coupled = True
        elif isinstance(event, PartnerAlarmed):
            advice = decision.partners[event.partner].status
            if not coupled:
                raise PromiseBrokenError(f"{event.partner} wordt gealarmeerd vóór de ambulance")
            if event.partner in standing:
                raise PromiseBrokenError(f"{event.partner} wordt twee keer gealarmeerd")
            if not event.override_reason and (decision.fallback or advice not in _READY):
                raise PromiseBrokenError(f"{event.partner} wordt zonder reden gealarmeerd bij {advice.value}")
            standing |= {event.partner}
        elif event.type == "partner_withdrawn":
            standing -= {event.partner}
        state = apply(node.state, event)
        closed = isinstance(event, CallClosed)
        return replace(node, state=state, coupled=coupled, standing=standing, closed=closed)

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


def _check_refusal(node: Node, command: Command, refusal: Refusal) -> None:
    """An ambulance never waits: not for a partner, and not for a rule."""
    if node.closed:
        return
    units = command.units if isinstance(command, do.AlarmTogether) else (command,)
    asked = [one for one in units if isinstance(one, do.DispatchAmbulance | do.UpgradeAmbulance)]
    new = [one for one in asked if one.unit not in node.state.units]
    if new and not refusal.ambulance:
        raise PromiseBrokenError("de ambulance wacht op een partner")


def _with_agreement(partner: Partner) -> Partner:
    """The partner as if its agreement holds today; one without an agreement stays without."""
    if partner.agreement is None:
        return partner
    return partner.model_copy(update={"agreement": None, "needs_agreement": False})
