"""Walking through the caller instruction: which flow, what is said, what follows, what it falls back to."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from mka_assist.instruction import flow as walk
from mka_assist.instruction.flow import FlowError, Position
from mka_assist.instruction.loading import load_instruction
from mka_assist.instruction.model import CallerInstruction
from mka_assist.instruction.rounds import round_at
from mka_assist.rulebook.age import parse_known_age
from mka_assist.rulebook.facts import Facts

NOON = dt.datetime(2026, 11, 21, 12, tzinfo=dt.UTC)


@pytest.fixture
def instruction(small: Path) -> CallerInstruction:
    return load_instruction(small.parent)


def said(instruction: CallerInstruction, at: Position) -> str:
    return walk.prompt(instruction, at).say


@pytest.mark.parametrize(
    ("facts", "flow"),
    [
        ({}, "volwassene"),
        ({"leeftijd": None}, "volwassene"),
        ({"leeftijd": parse_known_age("54 jaar")}, "volwassene"),
        ({"leeftijd": parse_known_age("11 maanden")}, "baby"),
        ({"leeftijd": parse_known_age("12 maanden")}, "kind"),
        ({"leeftijd": parse_known_age("11 jaar")}, "kind"),
        ({"leeftijd": parse_known_age("12 jaar")}, "volwassene"),
        ({"leeftijd": parse_known_age("onder 1 jaar")}, "baby"),
        ({"leeftijd": parse_known_age("vanaf 1 jaar")}, "volwassene"),
        ({"te_water": True}, "drenkeling"),
        ({"te_water": None, "locatie": None}, "volwassene"),
        ({"locatie": "zwembad"}, "drenkeling"),
        ({"locatie": "strand"}, "volwassene"),
        ({"te_water": True, "leeftijd": parse_known_age("6 maanden")}, "drenkeling"),
    ],
)
def test_the_first_flow_that_certainly_fits(shipped: CallerInstruction, facts: Facts, flow: str) -> None:
    assert walk.choose(shipped, facts) == flow
    assert walk.start(shipped, facts) == Position(flow, shipped.flows[flow].first.id)


def test_from_the_first_line_to_the_rhythm(shipped: CallerInstruction) -> None:
    at, lines = walk.start(shipped, {}), []
    for answer in ("staat-aan", "ligt-plat", "gedaan", "gedaan", "duwt"):
        lines.append(said(shipped, at))
        at = walk.advance(shipped, at, answer)
    assert lines == [
        "Zet de telefoon op de luidspreker.",
        "Leg de patiënt plat op de rug, op de grond.",
        "Kniel naast de borst.",
        "Zet uw handen op elkaar, midden op de borst.",
        "Duw recht naar beneden, zo hard als u kunt.",
    ]
    assert said(shipped, at) == "Duw op mijn tel: een, twee, een, twee."
    assert walk.prompt(shipped, at).compressing


def test_abnormal_breathing_after_the_start_means_going_on(shipped: CallerInstruction) -> None:
    at = Position("volwassene", "doorgaan")
    gasping = walk.advance(shipped, at, "hapt-naar-adem")
    assert said(shipped, gasping) == "Dat is geen gewone ademhaling. Ga door."
    assert walk.advance(shipped, gasping, "duwt-door") == at


def test_a_barrier_waits_with_the_step_and_says_something_else_each_time(shipped: CallerInstruction) -> None:
    at = Position("volwassene", "op-de-rug")
    lines = []
    for _ in range(4):
        at = walk.barrier(shipped, at, "kan-niet-verplaatsen")
        lines.append(said(shipped, at))
    assert lines[:3] == list(shipped.barriers["kan-niet-verplaatsen"].say)
    assert lines[3] == lines[2]
    prompt = walk.prompt(shipped, at)
    assert (prompt.title, prompt.unsupported, prompt.end) == ("Krijgt patiënt niet plat", True, False)
    assert [(choice.key, choice.answer, choice.to) for choice in prompt.choices] == [
        ("j", "verder", "op-de-rug")
    ]
    back = walk.advance(shipped, at, "verder")
    assert (back.step, back.barrier, len(back.met)) == ("op-de-rug", "", 4)
    assert not walk.begins_round(shipped, at, back)


def test_a_patient_who_changes_is_looked_at_again(shipped: CallerInstruction) -> None:
    for flow in shipped.flows:
        at = walk.barrier(shipped, walk.start(shipped, {}, flow=flow), "patient-verandert")
        at = walk.advance(shipped, at, "verder")
        prompt = walk.prompt(shipped, at)
        assert (at.step, prompt.seconds, prompt.compressing) == ("kijk-opnieuw", 10, False)
        at = walk.advance(shipped, at, "niet-normaal")
        assert walk.prompt(shipped, at).compressing


def test_any_step_can_be_gone_to(shipped: CallerInstruction) -> None:
    at = walk.barrier(shipped, walk.start(shipped, {}), "taal")
    there = walk.jump(shipped, at, "doorgaan")
    assert (there.step, there.barrier, there.met) == ("doorgaan", "", ("taal",))


def test_the_age_becomes_known_underway(shipped: CallerInstruction) -> None:
    lying = Position("volwassene", "op-de-rug", "en")
    assert walk.switch(shipped, lying, "baby") == Position("baby", "op-de-rug", "en")
    pressing = Position("volwassene", "doorgaan", "en", "taal", ("taal",))
    assert walk.switch(shipped, pressing, "baby") == Position("baby", "handen", "en", "", ("taal",))


def test_a_turn_begins_on_arrival_and_not_by_staying(instruction: CallerInstruction) -> None:
    hands, pressing = Position("volwassene", "handen"), Position("volwassene", "duwen")
    assert walk.begins_round(instruction, hands, pressing)
    assert not walk.begins_round(instruction, pressing, pressing)
    assert not walk.begins_round(instruction, pressing, hands)


def test_english_lines_and_the_dutch_beside_them(shipped: CallerInstruction) -> None:
    prompt = walk.prompt(shipped, walk.start(shipped, {}, "en"))
    assert (prompt.say, prompt.language) == ("Put the phone on speaker.", "en")
    assert prompt.dutch == "Zet de telefoon op de luidspreker."
    at = walk.speak(shipped, walk.start(shipped, {}), "en")
    assert said(shipped, walk.barrier(shipped, at, "weigert")).startswith("I will help you.")


def test_a_missing_translation_is_said_in_dutch(small: Path) -> None:
    file = small / "engels.yaml"
    text = file.read_text(encoding="utf-8")
    text = text.replace("    duwen: Push hard 30 times.\n", "", 1).replace(
        "[Pull now., Pull together.]", "Pull now."
    )
    file.write_text(text, encoding="utf-8")
    instruction = load_instruction(small.parent)
    prompt = walk.prompt(instruction, Position("volwassene", "duwen", "en"))
    assert (prompt.say, prompt.language) == ("Duw 30 keer hard.", "nl")
    assert walk.prompt(instruction, Position("baby", "duwen", "en")).language == "en"
    once = walk.barrier(instruction, Position("baby", "duwen", "en"), "kan-niet-verplaatsen")
    assert said(instruction, once) == "Pull now."
    assert said(instruction, walk.barrier(instruction, once, "kan-niet-verplaatsen")) == "Trek samen."


def test_what_was_decided_on_is_no_proposal_any_more(small: Path) -> None:
    file = small / "volwassene.yaml"
    proposal = "status: voorstel, vast te stellen door de medisch manager"
    decided = "status: vastgesteld\nvastgesteld_door: Dr. Voorbeeld\nvastgesteld_op: 2026-12-01"
    file.write_text(file.read_text(encoding="utf-8").replace(proposal, decided), encoding="utf-8")
    instruction = load_instruction(small.parent)
    at = Position("volwassene", "handen")
    assert not walk.prompt(instruction, at).proposal
    assert walk.prompt(instruction, Position("baby", "handen")).proposal
    assert walk.prompt(instruction, walk.speak(instruction, at, "en")).proposal  # the translation is not


def test_an_end_leads_nowhere_but_can_be_left(instruction: CallerInstruction) -> None:
    at = walk.advance(instruction, Position("volwassene", "handen"), "hulp")
    prompt = walk.prompt(instruction, at)
    assert (prompt.end, prompt.choices) == (True, ())
    assert walk.jump(instruction, at, "duwen").step == "duwen"


@pytest.mark.parametrize(
    ("act", "message"),
    [
        (lambda i, at: walk.advance(i, at, "gedan"), 'Onbekend: antwoord "gedan". Bedoelde u "gedaan"?'),
        (lambda i, at: walk.advance(i, at, "xx"), 'Onbekend: antwoord "xx". Kies uit: gedaan, tweede, hulp.'),
        (lambda i, at: walk.jump(i, at, "duw"), 'Onbekend: stap "duw". Bedoelde u "duwen"?'),
        (
            lambda i, at: walk.barrier(i, at, "weiger"),
            'Onbekend: belemmering "weiger". Bedoelde u "weigert"?',
        ),
        (lambda i, at: walk.speak(i, at, "fr"), 'Onbekend: taal "fr". Kies uit: nl, en.'),
        (lambda i, at: walk.switch(i, at, "kind"), 'Onbekend: stroom "kind". Kies uit: baby, volwassene.'),
        (
            lambda i, at: walk.start(i, {}, flow="kind"),
            'Onbekend: stroom "kind". Kies uit: baby, volwassene.',
        ),
    ],
)
def test_what_does_not_exist_is_refused_in_one_dutch_line(instruction, act, message) -> None:
    with pytest.raises(FlowError) as refused:
        act(instruction, Position("volwassene", "handen"))
    assert str(refused.value) == message


@pytest.mark.parametrize(
    ("seconds", "elapsed", "text", "due"),
    [
        (0, 0, "wissel over 2:00", False),
        (0.9, 0, "wissel over 2:00", False),
        (48, 48, "wissel over 1:12", False),
        (119, 119, "wissel over 0:01", False),
        (120, 120, "wissel nu", True),
        (135, 135, "wissel nu (+0:15)", True),
        (3700, 3700, "wissel nu (+59:40)", True),
        (-30, 0, "wissel over 2:00", False),
    ],
)
def test_the_time_of_a_turn(shipped: CallerInstruction, seconds, elapsed, text, due) -> None:
    turn = round_at(shipped, NOON, NOON + dt.timedelta(seconds=seconds))
    assert (turn.elapsed, turn.text, turn.due) == (elapsed, text, due)
