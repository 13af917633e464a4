"""Each property, proven or refuted, held against going through every call of small rulebooks."""

from __future__ import annotations

import datetime as dt
from itertools import groupby

from brute import calls
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import GIVEN, make_rule, make_rulebook, single

from mka_assist.rulebook import meaning
from mka_assist.rulebook.analysis.context import Context
from mka_assist.rulebook.condition import All, AnyOf, Not, Op, each_test
from mka_assist.rulebook.diagnostics import Place
from mka_assist.rulebook.facts import CONTRACT
from mka_assist.rulebook.model import STRENGTH, Kind, OnUnknown, Partner, Status
from mka_assist.rulebook.safety import (
    ambulance_advice,
    ambulance_first,
    known_exclusion,
    more_exclusions,
    unknown_never_excludes,
)

DAY = dt.date(2026, 3, 2)
AMBULANCE, SUSPICION = CONTRACT["ambulance_ingezet"], CONTRACT["vermoeden_reanimatie"]
FACTS = (*GIVEN[:3], AMBULANCE, SUSPICION)

tests = st.builds(
    lambda spec, op, answer: single(spec.name, op, *([answer] if op is Op.IS else [])),
    st.sampled_from(FACTS),
    st.sampled_from((Op.IS, Op.IS, Op.IS, Op.UNKNOWN, Op.KNOWN)),
    st.booleans(),
)
simple = st.builds(
    lambda fact, answer: single(fact.name, Op.IS, answer), st.sampled_from(FACTS), st.booleans()
)
on_derived = st.builds(lambda answer: single(GIVEN[0].name, Op.IS, answer), st.booleans())
doubts = st.builds(lambda fact: single(fact.name, Op.UNKNOWN), st.sampled_from(FACTS[1:]))
conditions = tests | st.builds(
    lambda join, one, other: join((one, other)),
    st.sampled_from((All, AnyOf)),
    tests,
    simple | simple.map(Not),
)


def partner(criteria, group):
    return Partner(
        id="p", name="P", group=group, criteria=tuple(criteria), needs_agreement=False, place=Place("p.yaml")
    )


@st.composite
def contexts(draw, conditions=conditions, doubts=conditions):
    """A nation of a few rules, and a region that drops some criteria, adds others, and derives a fact."""
    criteria = [
        make_rule(
            f"r{number}",
            draw(conditions),
            draw(st.sampled_from((Kind.UITSLUITING, Kind.UITSLUITING, Kind.INSLUITING))),
            effect=draw(
                st.sampled_from((Status.UITGESLOTEN, Status.UITGESLOTEN, Status.NIET_VAN_TOEPASSING))
            ),
            on_unknown=draw(st.sampled_from((OnUnknown.ALARMEREN, OnUnknown.NAVRAGEN))),
        )
        for number in range(draw(st.integers(1, 4)))
    ]
    advice = [make_rule("advies", draw(conditions), Kind.AMBULANCE)] if draw(st.booleans()) else []
    derived = make_rule(
        "afgeleid",
        draw(doubts),
        Kind.AFLEIDING,
        derives=(GIVEN[0].name, draw(st.booleans())),
        overrides_input=draw(st.booleans()),
    )
    needs = {test.fact for test in each_test(derived.condition)}
    strata = ((derived,),) if GIVEN[0].name not in needs and draw(st.booleans()) else ()
    ids = [rule.id for rule in criteria]
    first = draw(st.integers(0, len(ids)))
    kept = [id for id in ids if draw(st.integers(0, 3))]
    nation = make_rulebook(
        (), [*criteria[:first], *advice], FACTS, partners={"p": partner(ids[:first], "burgerhulpverleners")}
    )
    group = draw(st.sampled_from(("overig", "burgerhulpverleners")))
    region = make_rulebook(strata, [*criteria, *advice], FACTS, partners={"p": partner(kept, group)})
    return Context(region, region, DAY, nation)


def outcomes(context):
    """Per call: its point, what is given, all facts, the verdicts here and in the nation, the status."""
    book, nation = context.rulebook, context.nation
    for point, given_ in calls(context.space):
        facts, verdicts = meaning.judge(book, given_)
        status = meaning.status(book.partners["p"], facts, meaning.effects(book, verdicts), DAY)
        yield point, given_, facts, verdicts, meaning.judge(nation, given_)[1], status


def found(context, module):
    return [*module.PROPERTY.counterexamples(context)]


def stops(rule, verdicts):
    return verdicts[rule.id] is (rule.kind is Kind.UITSLUITING)


@settings(max_examples=60)
@given(contexts())
def test_ambulance_first_and_ambulance_advice(context):
    book = context.rulebook
    criteria = book.partners["p"].criteria
    advice = [rule.id for rule in book.rules.values() if rule.kind is Kind.AMBULANCE]
    early = missing = False
    for _, _, facts, verdicts, _, status in outcomes(context):
        effects = meaning.effects(book, verdicts)
        strongest = meaning.strongest(effects[id] for id in criteria)
        early |= facts.get(AMBULANCE.name) is not True and strongest is Status.ALARMEREN
        ready = status in (Status.ALARMEREN, Status.WACHT_OP_AMBULANCE)
        suspected = facts.get(SUSPICION.name) is True and SUSPICION.name in context.space.index
        missing |= (ready or suspected) and not any(verdicts[id] for id in advice)
    assert bool(found(context, ambulance_first)) == early
    assert bool(found(context, ambulance_advice)) == missing


@settings(max_examples=60)
@given(contexts())
def test_known_exclusions(context):
    national = [context.nation.rules[id] for id in context.nation.partners["p"].criteria]
    broken = any(
        status is Status.ALARMEREN
        and any(stops(rule, theirs) and rule.effect is Status.UITGESLOTEN for rule in national)
        for _, _, _, _, theirs, status in outcomes(context)
    )
    assert bool(found(context, known_exclusion)) == broken


@settings(max_examples=100)
@given(contexts(conditions=on_derived | conditions, doubts=doubts))
def test_unknown_never_excludes(context):
    book = context.rulebook
    everything = [*outcomes(context)]
    status_at = {point: status for point, *_, status in everything}
    broken = False
    for point, given_, facts, verdicts, _, status in everything:
        if status is not Status.UITGESLOTEN:
            continue
        effects = meaning.effects(book, verdicts)
        deciding = [book.rules[id] for id in book.partners["p"].criteria if effects[id] is Status.UITGESLOTEN]
        for number, field in enumerate(context.space.fields):
            silent = any(
                not any(
                    t.fact == field.name and t.op in (Op.KNOWN, Op.UNKNOWN) for t in each_test(rule.condition)
                )
                for rule in deciding
            )
            if given_[field.name] is None and facts.get(field.name) is None and silent:
                others = (
                    (*point[:number], 1 << n, *point[number + 1 :]) for n in range(1, len(field.values))
                )
                broken |= any(status_at[other] is not Status.UITGESLOTEN for other in others)
    assert bool(found(context, unknown_never_excludes)) == broken


@settings(max_examples=100)
@given(contexts(conditions=simple))
def test_more_exclusions_are_never_less_safe(context):
    everything = [*outcomes(context)]
    against = more_exclusions.exclusions(context, context.rulebook.partners["p"])
    national = set(context.nation.partners["p"].criteria)

    def holds(id, outcome):
        _, _, _, verdicts, theirs, _ = outcome
        return stops(context.rulebook.rules[id], theirs if id in national else verdicts)

    broken = False
    for id, one in against.items():
        rule = one.rule
        behind = context.statements.behind(rule) | context.national_statements.behind(rule)
        fixed = [number for number, field in enumerate(context.space.fields) if field.name not in behind]

        def place(outcome, fixed=fixed):
            return tuple(outcome[0][number] for number in fixed)

        for _, group in groupby(sorted(everything, key=place), key=place):
            alike = [*group]
            broken |= any(
                holds(id, more) and not holds(id, fewer)
                and all(holds(other, more) or not holds(other, fewer) for other in against)
                and STRENGTH[fewer[5]] < STRENGTH[more[5]]
                for fewer in alike for more in alike
            )  # fmt: skip
    assert bool(found(context, more_exclusions)) == broken
