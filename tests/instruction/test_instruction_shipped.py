"""The caller instruction that comes with the program: what it must hold, and what it may never say."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from golden_scripts import GOLDEN, scripts

from mka_assist.instruction.checking import check_instructions
from mka_assist.instruction.loading import FOLDER, load_instruction
from mka_assist.instruction.model import CallerInstruction, Certainty, Choice, Flow, Step
from mka_assist.instruction.vocabulary import ASKS_PERMISSION, BARRIERS, LONGEST_LINE
from mka_assist.paths import rules_dir
from mka_assist.rulebook.loading import INSTRUCTION_FOLDER, load_rulebook

HERE = rules_dir() / "landelijk" / FOLDER
FLOWS = ("volwassene", "kind", "baby", "drenkeling")
BREATHS = re.compile(r"beadem|blaas", re.IGNORECASE)


def reached(flow: Flow, may: Callable[[Choice], bool], start: str = "") -> set[str]:
    """The steps that can come up when only some choices are made."""
    found, waiting = set[str](), [start or flow.first.id]
    while waiting:
        step = waiting.pop()
        if step not in found:
            found.add(step)
            waiting += [choice.to for choice in flow.choices(flow.steps[step]) if may(choice)]
    return found


@pytest.mark.parametrize("name", sorted(path.name for path in GOLDEN.glob("*.txt")))
def test_the_text_of_every_flow_and_language(name: str) -> None:
    """Golden files; see `golden_scripts.py` for how to write them anew."""
    assert scripts()[name] == (GOLDEN / name).read_text(encoding="utf-8")


def test_every_flow_and_language_has_its_golden_text() -> None:
    assert sorted(scripts()) == sorted(path.name for path in GOLDEN.glob("*.txt"))


@pytest.mark.parametrize("path", [rules_dir(), rules_dir() / "landelijk", HERE, *sorted(HERE.glob("*.yaml"))])
def test_the_shipped_files_are_without_findings(path: Path) -> None:
    findings, files = check_instructions((path,))
    assert findings == ()
    assert len(files) == (1 if path.is_file() else 6)


def test_there_is_a_flow_for_everybody(shipped: CallerInstruction) -> None:
    assert set(shipped.flows) == set(FLOWS)
    assert [selector.flow for selector in shipped.selectors] == ["drenkeling", "baby", "kind", "volwassene"]


def test_everything_is_marked_as_a_proposal(shipped: CallerInstruction) -> None:
    texts = (shipped, *shipped.flows.values(), *shipped.languages.values())
    assert all(text.status.proposal for text in texts)


def test_tempo_and_change_rest_on_a_source(shipped: CallerInstruction) -> None:
    tempo = shipped.tempo
    assert (tempo.low, tempo.per_minute, tempo.high) == (100, 110, 120)
    assert shipped.change.seconds == 120
    for basis in (tempo.basis, shipped.change.basis):
        assert any(one.certainty is not Certainty.EIGEN for one in basis)


def test_goals_and_how_sure_they_are(shipped: CallerInstruction) -> None:
    told = {
        goal.id: [(limit.seconds, {one.certainty for one in limit.basis}) for limit in (goal.aim, goal.limit)]
        for goal in shipped.goals.values()
    }
    assert told == {
        "herkenning": [(60, {Certainty.TWEEDE_HAND}), (90, {Certainty.GELEZEN})],
        "eerste-compressie": [(90, {Certainty.EIGEN}), (150, {Certainty.GELEZEN})],
    }


def test_every_barrier_is_there_with_a_key_of_its_own(shipped: CallerInstruction) -> None:
    assert tuple(shipped.barriers) == BARRIERS
    assert len({barrier.key for barrier in shipped.barriers.values()}) == len(BARRIERS)


def test_the_phone_goes_on_speaker_before_anything_is_done(shipped: CallerInstruction) -> None:
    for flow in shipped.flows.values():
        assert "luidspreker" in flow.first.say or flow.id == "drenkeling"
    drowning = shipped.flows["drenkeling"]
    assert {choice.to for choice in drowning.first.choices} == {"luidspreker", "wacht-op-kant"}


def test_who_is_alone_is_never_sent_away(shipped: CallerInstruction) -> None:
    for flow in shipped.flows.values():
        alone = reached(flow, lambda choice: not choice.second_person)
        assert alone >= {"alleen", "moe", "aed-aan", "doorgaan", "overdracht"}
        assert not any(flow.steps[step].sends_away for step in alone)


def test_an_adult_is_only_pressed_by_who_did_not_learn_more(shipped: CallerInstruction) -> None:
    for name in ("volwassene", "kind", "baby"):
        flow = shipped.flows[name]
        untrained = reached(flow, lambda choice: choice.answer != "kan-beademen")
        assert [step for step in untrained if BREATHS.search(flow.steps[step].say)] == []
        assert any(BREATHS.search(step.say) for step in flow.steps.values())


def test_breaths_rest_on_a_source_or_are_marked_as_ours(shipped: CallerInstruction) -> None:
    supported = {"volwassene": {"nrr-samenvatting"}, "kind": {"kind-geschoold"}}
    for flow in shipped.flows.values():
        for step in (step for step in flow.steps.values() if BREATHS.search(step.say)):
            sources = {one.id for one in step.basis}
            # For drowning the adult figures are for who learned them; the breaths before are ours.
            known = supported.get(flow.id) or ({"nrr-samenvatting"} if "30" in step.say else set())
            assert step.unsupported or sources <= known, (flow.id, step.id)
    assert shipped.flows["drenkeling"].steps["vijf-beademen"].unsupported
    assert shipped.flows["baby"].steps["vijf-beademen"].unsupported


def test_a_rescuer_who_presses_hears_of_aed_change_and_gasping_at_any_time(
    shipped: CallerInstruction,
) -> None:
    for flow in shipped.flows.values():
        for step in (step for step in flow.steps.values() if step.compressing):
            ways = {choice.to for choice in flow.choices(step)} | {step.id}
            assert ways >= {"aed-aan", "hapt", "overdracht"}
        assert flow.steps["wissel"].choices[0].to == "weer-op-tempo"
        assert flow.steps["weer-op-tempo"].new_round
        assert reached(flow, lambda _: True) >= {"hapt", "moe", "wissel", "alleen", "aed-volgen"}


def test_a_turn_begins_only_where_the_caller_is_heard_to_press(shipped: CallerInstruction) -> None:
    answers = {
        (choice.answer, choice.to)
        for flow in shipped.flows.values()
        for step in flow.steps.values()
        for choice in flow.choices(step)
        if flow.steps[choice.to].new_round
    }
    assert answers == {("duwt", "ritme"), ("duwt", "weer-op-tempo"), ("gewisseld", "weer-op-tempo")}


def spoken(instruction: CallerInstruction) -> list[tuple[str, str]]:
    """Every line with its language."""
    dutch = [step.say for flow in instruction.flows.values() for step in flow.steps.values()]
    dutch += [line for barrier in instruction.barriers.values() for line in barrier.say]
    found = [("nl", line) for line in dutch]
    for language in instruction.languages.values():
        lines = (*language.lines.values(), *(line for said in language.barriers.values() for line in said))
        found += [(language.code, line) for line in lines]
    return found


def test_every_line_is_short_and_an_order(shipped: CallerInstruction) -> None:
    for language, line in spoken(shipped):
        assert len(line) <= LONGEST_LINE
        assert line[0].isupper()
        assert line[-1] in ".?"
        assert len(re.findall(r"[.?!](?= |$)", line)) <= 2, line
        assert not ASKS_PERMISSION[language].search(line)


def test_english_is_complete(shipped: CallerInstruction) -> None:
    english = shipped.languages["en"]
    assert set(english.lines) == {(flow.id, step) for flow in shipped.flows.values() for step in flow.steps}
    assert {code: len(said) for code, said in english.barriers.items()} == {
        barrier.code: len(barrier.say) for barrier in shipped.barriers.values()
    }
    dutch = {step.say for flow in shipped.flows.values() for step in flow.steps.values()}
    assert dutch.isdisjoint(english.lines.values())


def test_steps_with_the_same_name_can_stand_in_for_each_other(shipped: CallerInstruction) -> None:
    """Another flow is entered at the step of the same name, so that step must mean the same."""
    kinds: dict[str, set[tuple[bool, bool, bool, bool]]] = {}
    for flow in shipped.flows.values():
        for step in flow.steps.values():
            kinds.setdefault(step.id, set()).add(_kind(step))
    assert {name: kind for name, kind in kinds.items() if len(kind) > 1} == {}


def _kind(step: Step) -> tuple[bool, bool, bool, bool]:
    return step.compressing, step.new_round, step.sends_away, step.end


def test_rules_and_instruction_have_each_their_own_stamp(tmp_path: Path, shipped: CallerInstruction) -> None:
    rules = Path(shutil.copytree(rules_dir(), tmp_path / "rules"))
    book = load_rulebook(rules)
    assert load_instruction(rules).sha256 == shipped.sha256 != book.sha256
    file = rules / "landelijk" / FOLDER / "baby.yaml"
    file.write_text(file.read_text(encoding="utf-8") + "# gelezen\n", encoding="utf-8")
    assert load_instruction(rules).sha256 != shipped.sha256
    assert load_rulebook(rules).sha256 == book.sha256
    assert not any(FOLDER in name for name in book.files)


def test_both_modules_mean_the_same_folder() -> None:
    assert FOLDER == INSTRUCTION_FOLDER
