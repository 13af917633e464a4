"""Every region that is worked out equals asking the definition about every call."""

from __future__ import annotations

import datetime as dt

from brute import calls, inside
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import DERIVED, GIVEN, conditions, make_rule, make_rulebook, strata

from mka_assist.rulebook import meaning
from mka_assist.rulebook.analysis.space import Space
from mka_assist.rulebook.analysis.statements import Statements
from mka_assist.rulebook.diagnostics import Place
from mka_assist.rulebook.facts import CONTRACT
from mka_assist.rulebook.model import Kind, OnUnknown, Partner, Status
from mka_assist.rulebook.vocabulary import EFFECTS

TODAY = dt.date(2026, 3, 2)
FEW = (*GIVEN[:2], GIVEN[4], GIVEN[6], *DERIVED[0], *DERIVED[1], CONTRACT["ambulance_ingezet"])
"""Few enough facts to go through every call."""


@st.composite
def small_rulebooks(draw):
    """A few criteria of every kind on few facts, derivations in front, and one partner that meets them."""
    criteria = [
        make_rule(
            f"regel-{number}",
            draw(conditions(FEW, max_leaves=4)),
            draw(st.sampled_from((Kind.INSLUITING, Kind.UITSLUITING, Kind.VOLGORDE))),
            effect=draw(st.sampled_from(EFFECTS)),
            on_unknown=draw(st.sampled_from(OnUnknown)),
        )
        for number in range(draw(st.integers(1, 4)))
    ]
    partner = Partner(
        id="p",
        name="P",
        group="overig",
        criteria=tuple(rule.id for rule in criteria),
        needs_agreement=False,
        place=Place("p.yaml"),
    )
    specs = {**{spec.name: spec for spec in (*GIVEN, *FEW)}, **{s.name: s for d in DERIVED for s in d}}
    return make_rulebook(draw(strata()), criteria, specs=specs.values(), partners={"p": partner})


@settings(max_examples=150)
@given(small_rulebooks())
def test_regions_equal_brute_force(rulebook):
    space = Space.of(rulebook)
    statements = Statements(rulebook, space)
    regions = {
        (rule.id, verdict): find(rule.condition)
        for rule in rulebook.criteria
        for verdict, find in (
            (True, statements.true_boxes),
            (False, statements.false_boxes),
            (None, statements.unknown_boxes),
        )
    }
    partner = rulebook.partners["p"]
    list_ = statements.status_regions(partner)
    in_the_way = statements.in_the_way(partner)
    for point, given_ in calls(space):
        facts, verdicts = meaning.judge(rulebook, given_)
        for (id, verdict), boxes in regions.items():
            assert inside(point, boxes) == (verdicts[id] is verdict), (id, verdict, given_)
        effects = meaning.effects(rulebook, verdicts)
        right = meaning.status(partner, facts, effects, TODAY)
        assert next(status for status, boxes in list_ if inside(point, boxes)) is right, given_
        assert inside(point, in_the_way) == (right is not Status.ALARMEREN)


@settings(max_examples=50)
@given(small_rulebooks())
def test_an_example_call_lies_in_its_box(rulebook):
    space = Space.of(rulebook)
    statements = Statements(rulebook, space)
    for rule in rulebook.criteria:
        for find, verdict in (
            (statements.true_boxes, True),
            (statements.false_boxes, False),
            (statements.unknown_boxes, None),
        ):
            for box in find(rule.condition):
                _, verdicts = meaning.judge(rulebook, space.whole_call(box))
                assert verdicts[rule.id] is verdict
