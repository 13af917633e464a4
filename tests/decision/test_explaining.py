"""Explaining a call: every rule as the definition reads it, and changes that are as small as can be."""

import datetime as dt
from itertools import combinations, product
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_rulebooks import NOON, TODAY, calls_of, small_rulebooks, status_of
from strategies import make_rule, make_rulebook, single

from mka_assist.decision.explaining import MOST_WAYS, Explainer
from mka_assist.decision.explanation import Contribution, Origin
from mka_assist.rulebook.age import YEAR, Age
from mka_assist.rulebook.condition import All, Op
from mka_assist.rulebook.facts import CONTRACT, WEEK_MINUTE
from mka_assist.rulebook.loading import load_rulebook
from mka_assist.rulebook.meaning import effects, holds, judge
from mka_assist.rulebook.model import Kind, Status
from mka_assist.rulebook.week import week_minute

RULES = Path(__file__).parents[2] / "rules"
SATURDAY = dt.datetime.fromisoformat("2026-11-21T14:30")
OFFICE_HOURS = "maandag tot en met vrijdag van 08:00 tot 18:00 uur"
SUSPECTED = {"bewustzijn": False, "ademhaling": "geen", "ambulance_ingezet": True}


def smallest(book, space, call, partner, wanted):
    """By brute force: how few facts must change for a wanted status, and which facts can do it."""
    for size in range(1, len(space.fields) + 1):
        found = set()
        for names in combinations(range(len(space.fields)), size):
            for values in product(*(space.fields[n].values for n in names)):
                changed = dict(zip((space.fields[n].name for n in names), values, strict=True))
                if status_of(book, partner, call | changed) in wanted:
                    found.add(frozenset(changed))
                    break
        if found:
            return size, found
    return 0, set()


@settings(max_examples=60)
@given(small_rulebooks(), st.data())
def test_no_smaller_change_does_and_each_change_does(book, data):
    explainer = Explainer(book, TODAY)
    space = explainer.space
    for name in book.partners:
        call = {f.name: data.draw(st.sampled_from(f.values)) for f in space.fields}
        call[WEEK_MINUTE.name] = week_minute(NOON)
        told = explainer.explain(call, NOON).partners[name]
        assert told.status is status_of(book, name, call)
        others = set(Status) - {told.status}
        for changes, wanted in (
            (told.to_alarm, {Status.ALARMEREN} - {told.status}),
            (told.to_other, others),
        ):
            size, ways = smallest(book, space, call, name, wanted) if wanted else (0, set())
            assert bool(changes) == bool(ways)
            assert len(changes) <= MOST_WAYS
            for change in changes:
                assert len(change.facts) == len(change.words) == size
                assert frozenset(change.facts) in ways
                assert change.status in wanted
                assert status_of(book, name, call | change.facts) is change.status
                assert all(call.get(fact) != value for fact, value in change.facts.items())
            if changes:
                known, _ = judge(book, call)
                fewest = min(sum(known.get(fact) is not None for fact in way) for way in ways)
                assert sum(known.get(fact) is not None for fact in changes[0].facts) == fewest


@settings(max_examples=40)
@given(small_rulebooks())
def test_every_part_of_a_condition_is_read_as_the_definition_reads_it(book):
    explainer = Explainer(book, TODAY)

    def check(reading, facts):
        assert reading.verdict is holds(reading.condition, facts)
        for part in reading.parts:
            check(part, facts)

    for number, (_, call) in enumerate(calls_of(explainer.space)):
        if number % 50:
            continue
        told = explainer.explain(call, NOON)
        facts, verdicts = judge(book, told.given)
        done = effects(book, verdicts)
        assert told.facts == facts
        for partner in told.partners.values():
            assert [rule.rule.id for rule in partner.rules] == list(partner.partner.criteria)
            for rule in partner.rules:
                assert (rule.verdict, rule.effect) == (verdicts[rule.rule.id], done[rule.rule.id])
                assert rule.decides == (rule.effect is partner.status)
                check(rule.reading, facts)
        for rule in told.others:
            check(rule.reading, facts)


def explain(region="", at=SATURDAY, **facts):
    book = load_rulebook(RULES, region)
    return Explainer(book, at.date()).explain(facts, at).partners


def changes(told):
    return [(change.status, change.words) for change in told]


def test_violence_is_what_stands_between_citizens_and_the_alarm():
    told = explain(**SUSPECTED, geweld_of_onveilig=True)["hartslagnu"]
    assert told.status is Status.UITGESLOTEN
    assert [rule.rule.id for rule in told.rules if rule.decides] == ["geweld-of-onveilig"]
    assert changes(told.to_alarm) == [(Status.ALARMEREN, {"geweld_of_onveilig": "nee"})]
    assert told.to_alarm[0].facts == {"geweld_of_onveilig": False}


def test_a_change_is_told_in_the_words_of_the_limit():
    told = explain(**SUSPECTED, leeftijd=Age(0, YEAR - 1))["hartslagnu"]
    assert changes(told.to_alarm) == [(Status.ALARMEREN, {"leeftijd": "vanaf 1 jaar"})]
    told = explain(**SUSPECTED, locatie="snelweg")["hartslagnu"]
    assert changes(told.to_alarm) == [
        (Status.ALARMEREN, {"locatie": "niet snelweg, spoor of ziekenhuis"}),
    ]


def test_what_is_unknown_is_filled_in_before_an_answer_is_changed():
    told = explain(bewustzijn=False)["hartslagnu"]
    assert told.status is Status.WACHT_OP_VERMOEDEN
    assert [set(change.facts) for change in told.to_alarm] == [
        {"ademhaling", "ambulance_ingezet"},
        {"vermoeden_reanimatie", "ambulance_ingezet"},
    ]
    assert changes(told.to_other)[0] == (Status.WACHT_OP_AMBULANCE, {"ademhaling": "afwijkend of geen"})


def test_hours_are_a_change_of_the_moment():
    told = explain("voorbeeld-stad", SATURDAY, **SUSPECTED, gemeente="Oeverwijk")["boa"]
    assert told.status is Status.NIET_BESCHIKBAAR
    assert changes(told.to_alarm) == [(Status.ALARMEREN, {WEEK_MINUTE.name: OFFICE_HOURS})]


def test_without_an_agreement_no_fact_helps():
    told = explain(**SUSPECTED)["politie"]
    assert told.status is Status.GEEN_AFSPRAAK
    assert told.agreement
    assert told.agreement.text == "Geen afspraak met Politie vastgelegd."
    assert (told.to_alarm, told.to_other) == ((), ())
    assert not any(rule.decides for rule in told.rules)


@pytest.mark.parametrize(
    ("given_", "contributions", "origin"),
    [
        ({}, [Contribution.GEEN, Contribution.GEEN], Origin.NIET_GEVRAAGD),
        ({"te_water": None}, [Contribution.GEEN, Contribution.GEEN], Origin.ONBEKEND),
        ({"bewustzijn": True}, [Contribution.AFGELEID, Contribution.GEEN], Origin.AFGELEID),
        (
            {"bewustzijn": True, "te_water": False},
            [Contribution.AL_GEGEVEN, Contribution.GEEN],
            Origin.GEGEVEN,
        ),
        (
            {"bewustzijn": True, "zelfdoding": True},
            [Contribution.AL_AFGELEID, Contribution.AFGELEID],
            Origin.AFGELEID,
        ),
        (
            {"zelfdoding": True, "te_water": False},
            [Contribution.GEEN, Contribution.OVERSCHREVEN],
            Origin.OVERSCHREVEN,
        ),
        (
            {"zelfdoding": True, "te_water": True},
            [Contribution.GEEN, Contribution.AL_GEGEVEN],
            Origin.GEGEVEN,
        ),
    ],
)
def test_what_derivations_contribute(given_, contributions, origin):
    derived = (
        make_rule("a", single("bewustzijn", Op.IS, True), Kind.AFLEIDING, derives=("te_water", True)),
        make_rule(
            "b", single("zelfdoding", Op.IS, True), Kind.AFLEIDING, derives=("te_water", True),
            overrides_input=True,
        ),
    )  # fmt: skip
    rule = make_rule("r", All((single("te_water", Op.IS, True),)), Kind.AANDACHT)
    book = make_rulebook((derived,), (rule,), CONTRACT.values())
    told = Explainer(book, TODAY).explain(given_, NOON)
    assert [one.contribution for one in told.derivations] == contributions
    (other,) = told.others
    assert other.reading.parts[0].origin is origin
