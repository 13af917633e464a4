"""Random rulebooks so small that a test can go through every call there is."""

import datetime as dt
from dataclasses import replace
from itertools import product
from math import prod
from random import Random

from hypothesis import strategies as st
from strategies import DERIVED, GIVEN, conditions, make_rule, make_rulebook, values

from mka_assist.rulebook.diagnostics import Place
from mka_assist.rulebook.facts import CONTRACT
from mka_assist.rulebook.meaning import effects, judge, status
from mka_assist.rulebook.model import AmbulanceAdvice, Kind, OnUnknown, Partner
from mka_assist.rulebook.vocabulary import EFFECTS

TODAY = dt.date(2026, 3, 2)
NOON = dt.datetime.combine(TODAY, dt.time(12))
FEW = (GIVEN[0], GIVEN[1], GIVEN[4], GIVEN[6], DERIVED[0][0], CONTRACT["ambulance_ingezet"])
"""Facts of these rulebooks: two yes or no, a choice, an age, a derived fact, and the ambulance."""
MOST = 1_500
"""Calls to go through; of a larger space a part, spread at random."""
CRITERIA = (Kind.INSLUITING, Kind.UITSLUITING, Kind.VOLGORDE)


@st.composite
def criteria(draw, number):
    """One criterion on these facts."""
    return make_rule(
        f"regel-{number}",
        draw(conditions(FEW, max_leaves=4)),
        draw(st.sampled_from(CRITERIA)),
        effect=draw(st.sampled_from(EFFECTS)),
        on_unknown=draw(st.sampled_from(OnUnknown)),
        safety=draw(st.booleans()),
    )


@st.composite
def derivations(draw):
    """Up to two derivations of the one fact that is derived."""
    given = tuple(spec for spec in FEW if spec is not DERIVED[0][0])
    return tuple(
        make_rule(
            f"afleiding-{number}",
            draw(conditions(given, max_leaves=3)),
            Kind.AFLEIDING,
            derives=(DERIVED[0][0].name, draw(values(DERIVED[0][0]))),
            overrides_input=draw(st.booleans()),
        )
        for number in range(draw(st.integers(0, 2)))
    )


def book_of(derived, rules, partners, others=(), specs=FEW):
    """A rulebook in which each partner (name to rule ids) needs no agreement."""
    return make_rulebook(
        (derived,) if derived else (),
        (*rules, *others),
        specs=specs,
        partners={
            name: Partner(
                id=name, name=name.upper(), group="overig", criteria=tuple(ids),
                needs_agreement=False, place=Place("p.yaml"),
            )
            for name, ids in partners.items()
        },
    )  # fmt: skip


@st.composite
def small_rulebooks(draw):
    """Up to four criteria, derivations in front, one partner that meets all and one that meets half."""
    rules = [draw(criteria(number)) for number in range(draw(st.integers(1, 4)))]
    others = [
        make_rule(
            f"ambulance-{number}",
            draw(conditions(FEW, max_leaves=3)),
            Kind.AMBULANCE,
            ambulance=AmbulanceAdvice(urgency=f"A{number}", high_complexity=number + 1),
        )
        for number in range(draw(st.integers(0, 2)))
    ]
    others += [
        make_rule(f"aandacht-{number}", draw(conditions(FEW, max_leaves=3)), Kind.AANDACHT)
        for number in range(draw(st.integers(0, 1)))
    ]
    ids = [rule.id for rule in rules]
    return book_of(draw(derivations()), rules, {"p": ids, "q": ids[::2]}, others)


def with_questions(book):
    """The same rulebook, where a centralist can ask every fact that is not derived or progress."""
    derived = {rule.derives[0] for stratum in book.strata for rule in stratum}
    facts = {
        name: spec if spec.progress or name in derived else replace(spec, question=f"{spec.label}?")
        for name, spec in book.facts.items()
    }
    return book.model_copy(update={"facts": facts})


@st.composite
def edited_rulebooks(draw):
    """A rulebook and the same after one edit: a rule changed, left out or added, or a partner left out."""
    old = draw(small_rulebooks())
    rules = dict(old.rules)
    derived, partners = [rule for stratum in old.strata for rule in stratum], dict(old.partners)
    edit = draw(st.sampled_from(("change", "change", "drop", "add", "derivation", "partner")))
    about = [id for id, rule in rules.items() if rule.kind in CRITERIA]
    id = draw(st.sampled_from(about))
    match edit:
        case "change":
            new = draw(criteria(0))
            key = draw(st.sampled_from(("condition", "effect", "on_unknown", "safety", "kind")))
            rules[id] = rules[id].model_copy(update={key: getattr(new, key)})
            rules[id].__dict__.pop("facts", None)
        case "drop":
            del rules[id]
        case "add":
            rules["nieuw"] = draw(criteria(9)).model_copy(update={"id": "nieuw"})
        case "derivation":
            derived = list(draw(derivations()))
        case "partner":
            del partners["q"]
    return old, book_of(
        tuple(derived),
        [rule for rule in rules.values() if rule.kind in CRITERIA],
        {
            name: [id for id in (*partner.criteria, "nieuw") if id in rules]
            for name, partner in partners.items()
        },
        [rule for rule in rules.values() if rule.kind in (Kind.AMBULANCE, Kind.AANDACHT)],
    )


def calls_of(space):
    """The calls of a space, as cells and as facts: all of them, or a part where there are too many."""
    cells = [range(len(field.values)) for field in space.fields]
    if every_call(space):
        points = product(*cells)
    else:
        random = Random(len(cells))
        points = (tuple(map(random.choice, cells)) for _ in range(MOST))
    for point in points:
        yield point, facts_at(space, point)


def every_call(space):
    """Does `calls_of` go through all of a space?"""
    return prod(len(field.values) for field in space.fields) <= MOST


def facts_at(space, point):
    """The facts of a call by the numbers of its cells."""
    return {field.name: field.values[number] for field, number in zip(space.fields, point, strict=True)}


def status_of(book, partner, facts, on=TODAY):
    """The status of a partner by definition."""
    known, verdicts = judge(book, facts)
    return status(book.partners[partner], known, effects(book, verdicts), on)
