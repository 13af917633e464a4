"""The difference between two rulebooks equals asking both about every call; the regions say all of it."""

from __future__ import annotations

import datetime as dt
from random import Random

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from small_rulebooks import TODAY, book_of, calls_of, edited_rulebooks, every_call, small_rulebooks
from strategies import make_rule, single

from mka_assist.rulebook.analysis.space import Space
from mka_assist.rulebook.condition import All, Op
from mka_assist.rulebook.difference.compare import compare
from mka_assist.rulebook.difference.outcomes import (
    CARD,
    NO_ADVICE,
    NO_CARD,
    NONE,
    About,
    decided,
    of_advice,
    of_status,
)
from mka_assist.rulebook.facts import CONTRACT, WEEK_MINUTE, FactKind, FactSpec, parse_value
from mka_assist.rulebook.meaning import effects, judge, status
from mka_assist.rulebook.model import Kind, Status
from mka_assist.rulebook.week import week_minute


def by_definition(book, facts, on=TODAY):
    """Everything that is decided on a call, worked out here once more."""
    known, verdicts = judge(book, facts)
    done = effects(book, verdicts)
    found = {}
    for id, partner in book.partners.items():
        what = status(partner, known, done, on)
        unsafe = any(
            book.rules[rule].safety and done[rule] is Status.UITGESLOTEN for rule in partner.criteria
        )
        found[About.PARTNER, id] = of_status(what, what is Status.UITGESLOTEN and unsafe)
    advice = next((r.ambulance for r in book.criteria if r.ambulance and verdicts[r.id]), None)
    found[About.AMBULANCE, "ambulance"] = of_advice(advice) if advice else NO_ADVICE
    for rule in book.criteria:
        if rule.kind is Kind.AANDACHT:
            found[About.AANDACHT, rule.id] = CARD if verdicts[rule.id] else NO_CARD
    assert found == {(s.about, s.id): outcome for s, outcome in decided(book, facts, on).items()}
    return found


def inside(space: Space, call, box) -> bool:
    return all(space.fields[n].cell(call[space.fields[n].name]) & mask for n, mask in box.items())


def check(old, new, on=TODAY):
    difference = compare(old, new, on)
    space = difference.space
    needed: set[int] = set()
    for _, call in calls_of(space):
        holders: list[int] = []
        was, becomes = by_definition(old, call, on), by_definition(new, call, on)
        expected = {
            key: (was.get(key, NONE.get(key[0])), becomes.get(key, NONE.get(key[0])))
            for key in {*was, *becomes}
        }
        told: dict[object, tuple[object, object]] = {}
        for number, region in enumerate(difference.regions):
            key = region.subject.about, region.subject.id
            before, after = expected[key]
            if not inside(space, call, region.box):
                continue
            if region.from_was:
                assert before not in region.was or after in region.becomes, (region, call)
            elif region.from_was is not None:
                assert after not in region.becomes or before in region.was, (region, call)
            if before in region.was and after in region.becomes:
                told[key] = before, after
                if before != after:
                    holders.append(number)
        assert told == {key: pair for key, pair in expected.items() if pair[0] != pair[1]}, call
        for number in holders:
            subject = difference.regions[number].subject
            if [difference.regions[other].subject for other in holders].count(subject) == 1:
                needed.add(number)
    if every_call(space):
        assert needed == {*range(len(difference.regions))}, "a region could be left out"
    for region in difference.regions:
        before, after = by_definition(old, region.call, on), by_definition(new, region.call, on)
        key = region.subject.about, region.subject.id
        absent = NONE.get(key[0])
        assert (before.get(key, absent), after.get(key, absent)) == region.pair
        assert region.pair[0] in region.was
        assert region.pair[1] in region.becomes
        assert inside(space, {f.name: region.call.get(f.name) for f in space.fields}, region.box)
        check_example(old, new, region)
    return difference


def check_example(old, new, region):
    """The example that is pasted has the difference: it holds by the new rules and not by the old."""
    (said,) = yaml.load(region.example, yaml.BaseLoader)
    about, id = region.subject.about, region.subject.id
    here = new if about is not About.PARTNER or id in new.partners else old
    facts = {name: parse_value(here.facts[name], text) for name, text in said["bij"].items()}
    at = dt.datetime.fromisoformat(said.get("op", f"{here.valid_from} 12:00"))
    plain = here.example_facts if about is About.PARTNER else {}
    call = {**plain, **facts, WEEK_MINUTE.name: week_minute(at)}
    was, becomes = (by_definition(book, call, at.date()).get((about, id), NONE[about]) for book in (old, new))
    assert (was, becomes) == region.pair
    if about is About.PARTNER:
        outcome = becomes if here is new else was
        assert said["dan"] == outcome.key.partition("+")[0]
        assert said["partner"] == id


@settings(max_examples=150)
@given(edited_rulebooks())
def test_one_edit(books):
    check(*books)


@settings(max_examples=40)
@given(small_rulebooks(), small_rulebooks())
def test_two_rulebooks_that_have_little_in_common(old, new):
    check(old, new)


@settings(max_examples=30)
@given(small_rulebooks(), st.randoms(use_true_random=False))
def test_a_rulebook_does_not_differ_from_itself_in_another_order(book, random):
    partners = {
        id: partner.model_copy(
            update={"criteria": tuple(random.sample(partner.criteria, len(partner.criteria)))}
        )
        for id, partner in book.partners.items()
    }
    turned = book.model_copy(update={"partners": partners})
    assert compare(book, turned, TODAY).regions == ()


@pytest.mark.parametrize("rules", [40, 120])
@pytest.mark.parametrize("unrelated", [False, True])
def test_large_rulebooks_take_no_ages(rules, unrelated):
    """One edit in many rules, and rulebooks that have nothing in common, whose regions nobody could list."""
    random = Random(rules)

    def rule(number):
        tests = [single(name, Op.IS, random.random() < 0.5) for name in random.sample(NAMES, 3)]
        effect = random.choice((Status.UITGESLOTEN, Status.UITGESLOTEN, Status.NAVRAGEN))
        return make_rule(f"regel-{number}", All(tuple(tests)), effect=effect)

    def book(found):
        return book_of((), found, {"p": [one.id for one in found]}, specs=SPECS)

    found = [rule(number) for number in range(rules)]
    other = [rule(number) for number in range(rules)] if unrelated else [*found[:-1], rule(rules - 1)]
    check(book(found), book(other))


NAMES = [f"vraag_{number}" for number in range(16)]
SPECS = [*(FactSpec(name, FactKind.JA_NEE, name) for name in NAMES), CONTRACT["ambulance_ingezet"]]
