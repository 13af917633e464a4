"""Why a question is asked, the plan, and the numbers of questions: held against trying everything."""

from __future__ import annotations

import datetime as dt
from itertools import combinations
from pathlib import Path
from statistics import fmean

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_rulebooks import NOON, small_rulebooks, status_of, with_questions

from mka_assist.decision.effort import effort
from mka_assist.decision.plan import EXACT, Planner
from mka_assist.decision.questions import Interview
from mka_assist.rulebook.difference.outcomes import About
from mka_assist.rulebook.facts import WEEK_MINUTE
from mka_assist.rulebook.loading import load_rulebook
from mka_assist.rulebook.meaning import judge
from mka_assist.rulebook.week import week_minute

RULES = Path(__file__).parents[2] / "rules"
MONDAY = dt.datetime.fromisoformat("2026-11-23T14:00")
INTERVIEWS = small_rulebooks().map(with_questions).map(lambda book: Interview(book, NOON))


def some_facts(data, interview):
    """Facts of a call in which some questions were asked, some without an answer."""
    specs = interview.book.facts.values()
    chosen = data.draw(
        st.lists(st.sampled_from([s.name for s in specs if s.question]), unique=True, max_size=3)
    )
    known = {f.name: f.values for f in interview.space.fields}
    return {name: data.draw(st.sampled_from(known[name])) for name in chosen if name in known}


@settings(max_examples=60)
@given(INTERVIEWS, st.data())
def test_a_question_is_asked_because_of_somebody_it_still_decides_about(interview, data):
    """Every question that is put has a partner or the ambulance, and nobody else is named for it."""
    book, facts = interview.book, some_facts(data, interview)
    known, _ = judge(book, {**facts, WEEK_MINUTE.name: week_minute(NOON)})
    asked = interview.asker.ask_next(known, interview.day)
    for name in asked:
        decides = interview.asker.decides(name, known, interview.day)
        assert decides
        assert set(decides) <= {*book.partners, ""}
    for name in set(book.facts) - set(asked):
        assert not interview.asker.decides(name, known, interview.day)


@settings(max_examples=60)
@given(INTERVIEWS, st.data())
def test_an_answer_does_what_is_told(interview, data):
    book, facts = interview.book, some_facts(data, interview)
    call = {**facts, WEEK_MINUTE.name: week_minute(NOON)}
    questions = interview.questions(facts)
    known, _ = judge(book, call)
    assert [q.fact for q in questions] == [*interview.asker.ask_next(known, interview.day)]
    for question in questions:
        assert question.asked == (question.fact in facts)
        field = interview.field(question.fact)
        assert {field.cell(a.value) for a in question.answers} <= {field.cell(v) for v in field.values}
        for answer in question.answers:
            told = {e.subject.id: e for e in answer.effects if e.subject.about is About.PARTNER}
            after = {**call, question.fact: answer.value}
            for id in book.partners:
                was, becomes = status_of(book, id, call), status_of(book, id, after)
                if id in told:
                    effect = told[id]
                    assert (effect.was.key.partition("+")[0], effect.becomes.key.partition("+")[0]) == (
                        was,
                        becomes,
                    )
                    assert all(
                        book.rules[rule].effect is becomes or becomes == "navragen" for rule in effect.rules
                    )
                else:
                    assert was is becomes
        moves = any(answer.effects for answer in question.answers)
        assert not (moves and question.together)
        if question.together:
            assert set(question.together) <= {q.fact for q in questions} - {question.fact}


def fewest_on_average(interview, given_):
    """By trying every order: the fewest questions it takes on average; recognition first."""
    open_ = interview.open_questions(given_)
    first = [f for f in open_ if interview.book.facts[f].recognition] or open_
    return min(
        (
            1 + fmean(fewest_on_average(interview, {**given_, fact: v}) for v in interview.values(fact))
            for fact in first
        ),
        default=0.0,
    )


@settings(max_examples=25)
@given(INTERVIEWS, st.data())
def test_the_plan_is_as_short_as_can_be_and_ends_where_it_says(interview, data):
    facts = some_facts(data, interview)
    plan = Planner(interview).plan(facts, depth=8)
    assert plan.open == len(interview.open_questions(facts)) <= EXACT
    assert plan.expected == pytest.approx(fewest_on_average(interview, facts))
    for _ in range(5):  # some ways through the plan
        given_, step = dict(facts), plan
        while step.fact:
            value = data.draw(st.sampled_from(interview.values(step.fact)))
            given_[step.fact] = value
            ends = [b.step for b in step.branches if b.step.outcomes == interview.outcomes(given_)]
            step = next(s for s in ends if s.open == len(interview.open_questions(given_)))
        assert step.outcomes == interview.outcomes(given_)
        assert interview.open_questions(given_) == ()


@settings(max_examples=40)
@given(INTERVIEWS, st.data())
def test_no_order_takes_fewer_than_the_fewest(interview, data):
    names = [name for name, spec in interview.book.facts.items() if spec.question]
    known = {f.name: f.values for f in interview.space.fields}
    answers = {n: data.draw(st.sampled_from(known[n])) for n in names if n in known}
    found = effort(interview, answers)
    assert found.fewest <= min(found.console, found.plan, found.vocabulary)
    sizes = (
        size
        for size in range(len(names) + 1)
        for chosen in combinations(names, size)
        if not interview.open_questions({name: answers.get(name) for name in chosen})
    )
    assert found.fewest == next(sizes)


def interview(region: str = "") -> Interview:
    return Interview(load_rulebook(RULES, region), MONDAY)


def test_recognition_goes_first_and_works_together():
    first, second, *_ = interview().questions({})
    assert (first.fact, first.together) == ("bewustzijn", ("ademhaling",))
    assert (second.fact, second.together) == ("ademhaling", ("bewustzijn",))
    plan = Planner(interview()).plan({}, 2)
    assert plan.fact == "bewustzijn"
    assert [branch.words for branch in plan.branches] == ["ja", "nee"]
    assert plan.branches[1].step.fact == "ademhaling"


def test_a_question_names_whom_it_stops_and_by_which_rule():
    questions = {q.fact: q for q in interview("voorbeeld-stad").questions({"vermoeden_reanimatie": True})}
    location = questions["locatie"]
    assert [answer.words for answer in location.answers] == [
        "niet snelweg, spoor of ziekenhuis",
        "snelweg of spoor",
        "ziekenhuis",
    ]
    told = [(e.subject.id, e.becomes.key, e.rules) for e in location.answers[1].effects]
    assert told == [
        ("boa", "uitgesloten+waarschuwing", ("boa-niet-bij-gevaar",)),
        ("hartslagnu", "uitgesloten+waarschuwing", ("risicovolle-locatie",)),
    ]


def test_water_only_matters_with_the_suspicion_and_then_asks_for_the_way_in():
    known = {"vermoeden_reanimatie": True, "ambulance_ingezet": True}
    water = next(q for q in interview().questions(known) if q.fact == "te_water")
    assert [(a.words, [e.becomes.key for e in a.effects]) for a in water.answers] == [
        ("ja", ["navragen"]),
        ("nee", []),
    ]


def test_when_nothing_can_change_there_is_nothing_to_ask():
    known = {"bewustzijn": True}
    assert interview().questions(known) == ()
    plan = Planner(interview()).plan(known, 4)
    assert (plan.fact, plan.open, plan.expected) == ("", 0, 0.0)
