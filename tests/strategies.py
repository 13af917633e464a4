"""Random rulebooks and calls, built as models: for tests that must hold for every rulebook."""

import datetime as dt
from random import Random

from hypothesis import strategies as st

from mka_assist.rulebook.age import DAY, MONTH, OLDEST, WEEK, YEAR, Age
from mka_assist.rulebook.condition import All, AnyOf, Not, Op, Test, facts_in
from mka_assist.rulebook.diagnostics import Place
from mka_assist.rulebook.facts import FactKind, FactSpec
from mka_assist.rulebook.model import Kind, Rule, RuleBook, Source

ORDERINGS = (Op.UNDER, Op.FROM, Op.AT_MOST, Op.OVER)
_AGES = (0, DAY, WEEK, MONTH, YEAR, 18 * YEAR, OLDEST)
_TEXTS = ("Assen", "Ede", "Súdwest-Fryslân", "'s-Hertogenbosch", 'een "naam"')

GIVEN = (
    *(FactSpec(f"vraag_{n}", FactKind.JA_NEE, f"Vraag {n}") for n in range(4)),
    FactSpec("soort", FactKind.KEUZE, "Soort", "", ("a", "b", "c", "d")),
    FactSpec("plek", FactKind.TEKST, "Plek"),
    FactSpec("leeftijd", FactKind.LEEFTIJD, "Leeftijd"),
    FactSpec("aantal", FactKind.GETAL, "Aantal"),
)
"""Facts a call can have: every kind."""

DERIVED = (
    (
        FactSpec("diep_0", FactKind.JA_NEE, "Diep 0"),
        FactSpec("diep_0_soort", FactKind.KEUZE, "", "", ("x", "y")),
    ),
    (FactSpec("diep_1", FactKind.JA_NEE, "Diep 1"), FactSpec("diep_1_aantal", FactKind.GETAL, "")),
    (FactSpec("diep_2", FactKind.JA_NEE, "Diep 2"),),
)
"""Facts that derivations may settle, per stratum. A call may give them too."""

ALL_FACTS = (*GIVEN, *(spec for stratum in DERIVED for spec in stratum))
SPECS = {spec.name: spec for spec in ALL_FACTS}


def constants(spec):
    """What a rule can compare this fact with."""
    match spec.kind:
        case FactKind.JA_NEE:
            return st.booleans()
        case FactKind.KEUZE:
            return st.sampled_from(spec.choices)
        case FactKind.TEKST:
            return st.sampled_from(_TEXTS)
        case FactKind.GETAL:
            return st.integers(-3, 3)
        case FactKind.LEEFTIJD:
            return st.sampled_from(_AGES)


def values(spec):
    """What a call can say of this fact, close to the constants; ages also within bounds only."""
    match spec.kind:
        case FactKind.GETAL:
            return st.integers(-5, 5)
        case FactKind.LEEFTIJD:
            age = st.builds(
                lambda age, step: min(max(age + step, 0), OLDEST), constants(spec), st.integers(-1, 1)
            )
            bounds = st.tuples(age, age).map(sorted).map(lambda pair: Age(*pair))
            return st.one_of(age.map(lambda age: Age(age, age)), bounds)
        case FactKind.TEKST:
            return st.sampled_from((*_TEXTS, "elders"))
        case _:
            return constants(spec)


def calls(specs=ALL_FACTS):
    """Facts of a call: each fact not asked, unknown, or some value."""
    return st.fixed_dictionaries({}, optional={spec.name: st.none() | values(spec) for spec in specs})


@st.composite
def single_tests(draw, specs):
    """A single test on one of these facts."""
    spec = draw(st.sampled_from(specs))
    numbers = spec.kind in (FactKind.GETAL, FactKind.LEEFTIJD)
    op = draw(st.sampled_from((Op.IS, Op.IS, Op.KNOWN, Op.UNKNOWN, *(ORDERINGS if numbers else ()))))
    if op in (Op.KNOWN, Op.UNKNOWN):
        return Test(spec.name, op)
    found = draw(st.lists(constants(spec), min_size=1, max_size=3 if op is Op.IS else 1, unique=True))
    return Test(spec.name, op, tuple(found))


def conditions(specs=ALL_FACTS, max_leaves=8):
    """Conditions with `alle`, `een_van` (also empty) and `niet` nested at will."""

    def grouped(parts):
        several = st.lists(parts, max_size=4).map(tuple)
        return several.map(All) | several.map(AnyOf) | parts.map(Not)

    return st.recursive(single_tests(specs), grouped, max_leaves=max_leaves)


def single(fact, op, *values):
    """A single test. (A test module that imports `Test` itself gets it collected as a test class.)"""
    return Test(fact, op, values)


def make_rule(id, condition, kind=Kind.UITSLUITING, **more):
    """A rule with only what a test cares about."""
    return Rule(
        id=id,
        kind=kind,
        condition=condition,
        text="",
        source=Source(document="proef"),
        place=Place("p.yaml"),
        **more,
    )


def make_rulebook(strata=(), criteria=(), specs=ALL_FACTS, example_facts=None, **more):
    """A rulebook of these rules; no partners unless given."""
    rules = [*(rule for stratum in strata for rule in stratum), *criteria]
    return RuleBook(
        **{
            "version": "proef",
            "region": "",
            "region_name": "",
            "example_region": False,
            "sha256": "0" * 64,
            "files": (),
            "facts": {spec.name: spec for spec in specs},
            "rules": {rule.id: rule for rule in rules},
            "partners": {},
            "strata": tuple(tuple(stratum) for stratum in strata),
            "example_facts": example_facts or {},
            "valid_from": dt.date(2024, 1, 1),
            **more,
        }
    )


@st.composite
def strata(draw):
    """Chains of derivations: each stratum tests only facts given or derived before it."""
    found, known = [], GIVEN
    for depth, derived in enumerate(DERIVED[: draw(st.integers(0, len(DERIVED)))]):
        stratum = []
        for number in range(draw(st.integers(1, 4))):
            spec = draw(st.sampled_from(derived))
            stratum.append(
                make_rule(
                    f"afleiding-{depth}-{number}",
                    draw(conditions(known, max_leaves=4)),
                    Kind.AFLEIDING,
                    derives=(spec.name, draw(values(spec))),
                    overrides_input=draw(st.booleans()),
                )
            )
        found.append(tuple(stratum))
        known = (*known, *derived)
    return tuple(found)


@st.composite
def rulebooks(draw, max_rules=12):
    """Rulebooks with every kind of condition, derivation chains, and up to `max_rules` other rules.

    Beyond a dozen rules, conditions are new combinations of a dozen drawn ones: quick to make.
    """
    pool = draw(st.lists(conditions(), max_size=min(max_rules, 12)))
    number = draw(st.integers(0, max_rules)) if pool else 0
    random = Random(draw(st.integers(0, 2**16)))
    found = [*pool[:number]]
    while len(found) < number:
        one, other = random.choice(pool), random.choice(pool)
        found.append(random.choice((Not(one), All((one, Not(other))), AnyOf((one, other)))))
    criteria = [make_rule(f"regel-{index}", condition) for index, condition in enumerate(found)]
    return make_rulebook(draw(strata()), criteria)


def facts_used(rulebook):
    """Every fact that some rule tests."""
    return frozenset().union(*(facts_in(rule.condition) for rule in rulebook.rules.values()))
