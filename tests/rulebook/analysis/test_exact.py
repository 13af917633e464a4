"""What a finding says of a rule is so in every call, and what is not said is not so: held against going
through all calls of random small rulebooks."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from math import prod

from brute import MOST, calls
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from strategies import GIVEN, make_rule, make_rulebook, single
from test_statements import FEW, small_rulebooks

from mka_assist.rulebook import meaning
from mka_assist.rulebook.age import Age
from mka_assist.rulebook.analysis import (
    always_true,
    contradiction,
    duplicate,
    faulty,
    never_alarmed,
    never_true,
    order,
    shadowed,
    unresolvable,
)
from mka_assist.rulebook.analysis.context import Context
from mka_assist.rulebook.condition import All, AnyOf, Op
from mka_assist.rulebook.diagnostics import Place
from mka_assist.rulebook.facts import CONTRACT
from mka_assist.rulebook.model import Kind, OnUnknown, Partner

DAY = dt.date(2026, 3, 2)


@st.composite
def contexts(draw):
    """A context whose every rule has a line of its own, small enough to go through all its calls."""
    book = draw(small_rulebooks())
    rules = {
        id: rule.model_copy(update={"place": Place("p.yaml", number)})
        for number, (id, rule) in enumerate(book.rules.items(), start=1)
    }
    strata = tuple(tuple(rules[rule.id] for rule in stratum) for stratum in book.strata)
    book = book.model_copy(update={"rules": rules, "strata": strata})
    context = Context(book, book, DAY)
    assume(prod(len(field.values) for field in context.space.fields) <= MOST)
    return context


@st.composite
def crowded(draw):
    """Many criteria on three questions and the ambulance: few calls get through them."""
    questions = (*GIVEN[:3], CONTRACT["ambulance_ingezet"])
    one = st.builds(
        lambda spec, answer: single(spec.name, Op.IS, answer), st.sampled_from(questions), st.booleans()
    )
    condition = (
        one | st.builds(lambda a, b: AnyOf((a, b)), one, one) | st.builds(lambda a, b: All((a, b)), one, one)
    )
    rules = [
        make_rule(
            f"regel-{number}",
            draw(condition),
            draw(st.sampled_from((Kind.INSLUITING, Kind.UITSLUITING))),
            on_unknown=draw(st.sampled_from((OnUnknown.ALARMEREN, OnUnknown.NAVRAGEN))),
        ).model_copy(update={"place": Place("p.yaml", number)})
        for number in range(1, draw(st.integers(3, 7)))
    ]
    partner = Partner(
        id="p", name="P", group="overig", criteria=tuple(r.id for r in rules), needs_agreement=False,
        place=Place("p.yaml"),
    )  # fmt: skip
    book = make_rulebook((), rules, specs=questions, partners={"p": partner})
    return Context(book, book, DAY)


def judged(context):
    """Per call: all facts, and the verdict of every rule, derivations included."""
    for _, given_ in calls(context.space):
        facts, verdicts = meaning.judge(context.rulebook, given_)
        yield given_, facts, verdicts


def told(context, module):
    """The ids of the rules that a finding is about."""
    lines = {finding.place.line for finding in module.find(context)}
    return {rule.id for rule in context.rulebook.rules.values() if rule.place.line in lines}


@settings(max_examples=80)
@given(contexts())
def test_never_and_always(context):
    everything = [verdicts for _, _, verdicts in judged(context)]
    for rule in context.rulebook.rules.values():
        verdicts = {found[rule.id] for found in everything}
        assert (rule.id in never_true.rules(context)) == (True not in verdicts)
        asks = rule.kind is not Kind.UITSLUITING and rule.on_unknown is not OnUnknown.ALARMEREN
        asks = asks and rule.kind is not Kind.AFLEIDING and None in verdicts
        always = True in verdicts and False not in verdicts and not asks
        assert (rule.id in always_true.rules(context)) == always


@settings(max_examples=80)
@given(contexts())
def test_contradictions_and_duplicates(context):
    book = context.rulebook
    effects = [meaning.effects(book, verdicts) for _, _, verdicts in judged(context)]
    everything = [verdicts for _, _, verdicts in judged(context)]
    wrong = never_true.rules(context) | always_true.rules(context)
    criteria = [book.rules[id] for id in book.partners["p"].criteria]

    def passes(rule):
        return {
            n
            for n, verdicts in enumerate(everything)
            if verdicts[rule.id] is (rule.kind is not Kind.UITSLUITING)
        }

    right = {
        frozenset((one.id, other.id))
        for one in criteria
        for other in criteria
        if one.id < other.id and not wrong & {one.id, other.id}
        if passes(one) and passes(other) and not passes(one) & passes(other)
    }
    assert {frozenset((one.id, other.id)) for _, one, other in contradiction.pairs(context)} == right
    sound = [rule for rule in criteria if rule.id not in faulty.rules(context)]
    for number, rule in enumerate(sound):
        same = any(
            all(found[rule.id] is found[earlier.id] for found in effects) for earlier in sound[:number]
        )
        assert (rule.id in duplicate.rules(context)) == same


@settings(max_examples=80)
@given(contexts())
def test_without_a_shadowed_rule_nothing_changes_and_without_another_something_does(context):
    book = context.rulebook
    effects = [meaning.effects(book, verdicts) for _, _, verdicts in judged(context)]
    skip = faulty.rules(context) | duplicate.rules(context)
    before = [id for id in book.partners["p"].criteria if id not in skip]
    superfluous = told(context, shadowed) & set(before)
    kept = [id for id in before if id not in superfluous]

    def statuses(ids):
        return [meaning.strongest(found[id] for id in ids) for found in effects]

    assert statuses(kept) == statuses(before)
    for id in kept:
        assert statuses(kept) != statuses([other for other in kept if other != id]), id


@settings(max_examples=80)
@given(contexts())
def test_a_shadowed_derivation_never_settles_its_fact(context):
    book = context.rulebook
    derivations = [rule for stratum in book.strata for rule in stratum]
    said = {id for id in told(context, shadowed) if book.rules[id].kind is Kind.AFLEIDING}
    without = tuple(tuple(rule for rule in stratum if rule.id not in said) for stratum in book.strata)
    fewer = book.model_copy(update={"strata": without})
    for given_, facts, _ in judged(context):
        assert meaning.judge(fewer, given_)[0] == facts
    assert said <= {rule.id for rule in derivations}


@settings(max_examples=300)
@given(crowded())
def test_never_alarmed(context):
    partner = context.rulebook.partners["p"]
    if faulty.rules(context) & set(partner.criteria):
        return  # told of the rule itself
    may, known = False, False
    for _, facts, verdicts in judged(context):
        if meaning.status(partner, facts, meaning.effects(context.rulebook, verdicts), DAY) == "alarmeren":
            may = True
            known = known or None not in {verdicts[id] for id in partner.criteria}
    found = list(never_alarmed.find(context))
    assert bool(found) == (not known)
    if found:
        assert ("kan nooit" in found[0].message) == (not may)


@settings(max_examples=80)
@given(contexts())
def test_rules_of_which_the_order_decides(context):
    """Some call settles the fact otherwise when the two change places, and neither is inside the other."""
    book = context.rulebook
    everything = [verdicts for _, _, verdicts in judged(context)]
    skip = faulty.rules(context) | duplicate.rules(context)
    right = set()
    rivals = [rule for rule in book.rules.values() if rule.derives and rule.id not in skip]
    for number, other in enumerate(rivals):
        for one in rivals[:number]:
            if one.derives[0] != other.derives[0] or one.overrides_input != other.overrides_input:
                continue
            true = [{n for n, found in enumerate(everything) if found[rule.id]} for rule in (one, other)]
            inside = true[0] <= true[1] or true[1] <= true[0]
            if one.derives[1] != other.derives[1] and true[0] & true[1] and not inside:
                right.add(other.id)
    assert told(context, order) == right


@settings(max_examples=80)
@given(contexts(), st.sets(st.sampled_from([spec.name for spec in FEW])))
def test_what_no_question_leads_to(context, asked):
    """Some call with an answer to every question leaves the criterion unknown."""
    facts = {
        name: replace(spec, question="?" if name in asked or spec.progress else "")
        for name, spec in context.rulebook.facts.items()
    }
    book = context.rulebook.model_copy(update={"facts": facts})
    context = Context(book, book, DAY)
    everything = list(judged(context))
    reached = {name for name, spec in facts.items() if spec.question}

    def silent(given_):
        return all(given_[name] is None for name in given_ if name not in reached)

    while True:
        derived = {
            rule.derives[0]
            for stratum in book.strata
            for rule in stratum
            for given_, _, verdicts in everything
            if verdicts[rule.id] and silent(given_)
        }
        if derived <= reached:
            break
        reached |= derived
    answered = [
        verdicts
        for given_, _, verdicts in everything
        if silent(given_)
        and all(
            value is not None and (not isinstance(value, Age) or value.exact)
            for name, value in given_.items()
            if name in reached
        )
    ]
    right = {
        id
        for id in book.partners["p"].criteria
        if id not in faulty.rules(context) and any(verdicts[id] is None for verdicts in answered)
    }
    assert told(context, unresolvable) == right
