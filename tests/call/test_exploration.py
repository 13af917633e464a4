"""Gate and rules over every order of events: the shipped rules hold, and a gate with a hole is found out."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product

import pytest

from mka_assist.call import commands as do
from mka_assist.call import exploration
from mka_assist.call.commands import Refusal
from mka_assist.call.events import AmbulanceDispatched, AmbulanceUpgraded, PartnerAlarmed
from mka_assist.call.exploration import Search, explore
from mka_assist.call.exploration_steps import Answers, EngineFails, words
from mka_assist.call.gate import gate
from mka_assist.call.proposal import Proposal
from mka_assist.call.state import apply
from mka_assist.paths import rules_dir
from mka_assist.rulebook.analysis.statements import Statements
from mka_assist.rulebook.loading import find_rule_files, load_rulebook
from mka_assist.rulebook.model import RuleBook, Status

REGIONS = ["", *find_rule_files(rules_dir()).regions]
AMBULANCE = AmbulanceDispatched | AmbulanceUpgraded


@pytest.fixture(scope="module")
def nation() -> RuleBook:
    return load_rulebook(rules_dir())


@pytest.mark.parametrize("region", REGIONS)
def test_the_shipped_rules_hold_for_any_number_of_steps(region: str) -> None:
    found = explore(load_rulebook(rules_dir(), region), 20)
    assert found.good
    assert found.complete
    assert found.states > 50
    assert found.steps > found.states


def requests(search: Search) -> list[str]:
    """Whether a partner is alarmed on a request alone, in every order of the steps that lead there."""
    found = []
    for call, together in product(search.calls.values(), (True, False)):
        node = search.after(search.start, call, search.decision(search.start))
        steps = (
            (do.AlarmTogether((do.RequestUnit(),)),) if together else (do.RequestUnit(), do.AlarmTogether())
        )
        for step in steps:
            node = search.after(node, step, search.decision(node))
        found += node.standing
    return found


@pytest.mark.parametrize("region", REGIONS)
def test_a_request_opens_the_alarm_only_where_the_region_decided_so(region: str) -> None:
    book = load_rulebook(rules_dir(), region)
    search = Search(Statements(book), (book.partners["hartslagnu"],))
    assert search.on_request is (book.virtual_unit is not None)
    assert bool(requests(search)) is search.on_request
    assert do.RequestUnit() in search.steps


def test_there_is_a_shipped_region_of_either_kind() -> None:
    kinds = {load_rulebook(rules_dir(), region).virtual_unit is None for region in REGIONS}
    assert kinds == {True, False}


def test_deeper_sees_more_until_there_is_no_more(nation: RuleBook) -> None:
    seen = [explore(nation, depth) for depth in (1, 2, 3, 12, 13)]
    states = [found.states for found in seen]
    assert states == sorted(states)
    assert states[0] < states[1] < states[2] < states[3] == states[4]
    assert [found.complete for found in seen] == [False, False, False, True, True]


def test_what_was_searched_before_is_not_searched_again(
    nation: RuleBook, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: dict[object, exploration.Explored] = {}
    first = explore(nation, 2, seen)
    monkeypatch.delattr(Search, "run")
    assert explore(nation, 2, seen) == first
    with pytest.raises(AttributeError):
        explore(nation, 2)


def test_every_status_that_answers_can_give_is_among_the_calls(nation: RuleBook) -> None:
    partner = nation.partners["hartslagnu"]
    search = Search(Statements(nation), (partner,))
    advised = {status for statuses in search.calls for status in statuses}
    assert advised == {
        Status.UITGESLOTEN,
        Status.NIET_VAN_TOEPASSING,
        Status.WACHT_OP_VERMOEDEN,
        Status.NAVRAGEN,
        Status.WACHT_OP_AMBULANCE,
        Status.ALARMEREN,
    }


def test_every_step_has_words_of_its_own(nation: RuleBook) -> None:
    partners = tuple(nation.partners.values())[:2]
    search = Search(Statements(nation), partners)
    said = [words(step) for step in search.steps]
    assert len(set(said)) == len(said)
    assert any(isinstance(step, Answers) for step in search.steps)
    assert EngineFails() in search.steps
    assert all(text and "\n" not in text for text in said)


def holes() -> dict[str, tuple[Callable[..., object], str]]:
    """Gates with one promise left out, and the words that say which."""

    def without_objections(state, command, decision, now, rulebook):  # type: ignore[no-untyped-def]
        """Whatever a command proposes happens, but a partner still waits for the ambulance."""
        passed = gate(state, command, decision, now, rulebook)
        if state is None or not isinstance(passed, Refusal) or not state.units:
            return passed
        proposed = Proposal(state, now, decision, rulebook)
        return proposed.of(command) if isinstance(command, do.AlarmPartner) else passed

    def partner_first(state, command, decision, now, rulebook):  # type: ignore[no-untyped-def]
        passed = gate(state, command, decision, now, rulebook)
        if isinstance(command, do.AlarmTogether) and not isinstance(passed, Refusal):
            return tuple(sorted(passed, key=lambda event: not isinstance(event, PartnerAlarmed)))
        return passed

    def request_is_enough(state, command, decision, now, rulebook):  # type: ignore[no-untyped-def]
        """A request opens the alarm, whatever the region decided."""
        passed = gate(state, command, decision, now, rulebook)
        if state is None or state.request is None or not isinstance(passed, Refusal):
            return passed
        proposed = Proposal(state, now, decision, rulebook)
        return proposed.of(command) if isinstance(command, do.AlarmPartner) else passed

    def request_waits(state, command, decision, now, rulebook):  # type: ignore[no-untyped-def]
        """A request together with a partner that is refused is lost."""
        passed = gate(state, command, decision, now, rulebook)
        asked = isinstance(command, do.AlarmTogether) and do.RequestUnit() in command.units
        return Refusal(passed.message) if asked and isinstance(passed, Refusal) else passed

    def ambulance_waits(state, command, decision, now, rulebook):  # type: ignore[no-untyped-def]
        passed = gate(state, command, decision, now, rulebook)
        return Refusal(passed.message) if isinstance(passed, Refusal) else passed

    def never_closed(state, command, decision, now, rulebook):  # type: ignore[no-untyped-def]
        if state is not None and state.closed_at is not None and isinstance(command, do.DispatchAmbulance):
            return (AmbulanceDispatched(at=now, unit="A9"),)
        return gate(state, command, decision, now, rulebook)

    return {
        "twice or against the advice": (without_objections, "twee keer|zonder reden"),
        "the partner first": (partner_first, "vóór de ambulance"),
        "the ambulance waits": (ambulance_waits, "de ambulance wacht"),
        "a request is enough": (request_is_enough, "vóór de ambulance"),
        "the request waits": (request_waits, "de ambulance wacht"),
        "after closing": (never_closed, "na het afsluiten"),
    }


@pytest.mark.parametrize("case", holes())
def test_a_hole_in_the_gate_is_found_with_a_way_there(
    case: str, nation: RuleBook, monkeypatch: pytest.MonkeyPatch
) -> None:
    hole, text = holes()[case]
    monkeypatch.setattr(exploration, "gate", hole)
    found = explore(nation, 4)
    assert not found.good
    assert any(part in found.wrong for part in text.split("|"))
    assert 1 <= len(found.path) <= 4
    assert all(words(step) for step in found.path)


def test_a_way_can_be_walked_again_on_the_real_gate(nation: RuleBook) -> None:
    """The states of the search are those of real events: fold them and they are the same."""
    partner = nation.partners["hartslagnu"]
    search = Search(Statements(nation), (partner,))
    call = next(call for statuses, call in search.calls.items() if statuses[1] is Status.ALARMEREN)
    node = search.start
    for step in (call, do.AlarmTogether((do.DispatchAmbulance("A1"),)), do.WithdrawPartner(partner.id, "x")):
        node = search.after(node, step, search.decision(node))
    state = search.start.state
    for fact, text in call.answers:
        for event in gate(state, do.Answer(fact, text), search.decision(search.start), state.last_at, nation):
            state = apply(state, event)
    assert dict(node.state.answers) == dict(state.answers)
    assert (node.coupled, node.standing, list(node.state.partners)) == (True, frozenset(), [partner.id])
