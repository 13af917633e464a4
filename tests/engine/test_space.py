"""The fact sets for the trial: the same every time, and nothing that a rule can tell apart is left out."""

from itertools import product

from hypothesis import given
from strategies import SPECS, facts_used, make_rule, make_rulebook, rulebooks, single

from mka_assist.engine.space import MOST, fact_sets, joined_facts, values_of
from mka_assist.rulebook.age import OLDEST, Age
from mka_assist.rulebook.condition import All, Op
from mka_assist.rulebook.diagnostics import Place
from mka_assist.rulebook.facts import FactKind, FactSpec
from mka_assist.rulebook.model import Example, Kind

YES = single("vraag_0", Op.IS, True)
DERIVES = make_rule(
    "afgeleid", All((YES, single("vraag_1", Op.IS, True))), Kind.AFLEIDING, derives=("diep_0", True)
)
BOOK = make_rulebook(
    strata=((DERIVES,),),
    criteria=(
        make_rule("te-jong", single("leeftijd", Op.UNDER, 365)),
        make_rule("diep", single("diep_0", Op.IS, True)),
        make_rule("ergens", single("plek", Op.IS, "Ede", "Assen")),
    ),
)


def _sets(rulebook):
    return [dict(facts) for facts in fact_sets(rulebook)]


def test_the_sets_are_the_same_every_time_and_no_more_than_promised():
    assert _sets(BOOK) == _sets(BOOK)
    assert len(_sets(BOOK)) == MOST


def test_every_value_stands_alone_once():
    found = _sets(BOOK)
    for fact, values in values_of(BOOK).items():
        for value in values:
            assert {fact: value} in found


def test_values_lie_on_both_sides_of_every_constant():
    ages = values_of(BOOK)["leeftijd"]
    assert {None, Age(364, 364), Age(365, 365), Age(366, 366), Age(0, 364), Age(365, OLDEST)} <= set(ages)
    assert set(values_of(BOOK)["plek"]) == {None, "Ede", "Assen", "elders 0"}


def test_joined_facts_are_tried_in_every_combination_through_derivations():
    deep = BOOK.rules["diep"]
    assert joined_facts(BOOK, deep) == {"diep_0", "vraag_0", "vraag_1"}
    found = _sets(BOOK)
    for zero, one, given_value in product((True, False, None), repeat=3):
        assert {"vraag_0": zero, "vraag_1": one, "diep_0": given_value} in found


def test_where_not_every_combination_fits_every_pair_is_tried():
    names = [f"v{n}" for n in range(12)]
    specs = [FactSpec(name, FactKind.JA_NEE, "") for name in names]
    condition = All(tuple(single(name, Op.IS, True) for name in names))
    found = _sets(make_rulebook(criteria=(make_rule("twaalf", condition),), specs=specs))
    for one, other in (("v0", "v1"), ("v3", "v11")):
        pairs = {(facts[one], facts[other]) for facts in found if one in facts and other in facts}
        assert pairs == set(product((True, False, None), repeat=2))


def test_the_examples_are_tried_as_they_stand_and_over_the_plain_case():
    example = Example(facts={"vraag_1": None}, expected="uitgesloten", place=Place("p.yaml"))
    rulebook = make_rulebook(
        criteria=(make_rule("r", YES, examples=(example,)),), example_facts={"vraag_0": True}
    )
    assert _sets(rulebook)[:4] == [
        {},
        {"vraag_0": True},
        {"vraag_0": True, "vraag_1": None},
        {"vraag_1": None},
    ]


@given(rulebooks())
def test_every_fact_that_a_rule_tests_is_given_somewhere(rulebook):
    assert facts_used(rulebook) <= values_of(rulebook).keys() <= SPECS.keys()
