"""Learning that an exclusion applies never makes it easier to alarm citizen responders."""

from __future__ import annotations

import datetime as dt
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mka_assist.engine.space import joined_facts, values_of
from mka_assist.paths import rules_dir
from mka_assist.rulebook.facts import Facts
from mka_assist.rulebook.loading import load_rulebook
from mka_assist.rulebook.meaning import effect, effects, judge, status
from mka_assist.rulebook.model import STRENGTH, Kind, Rule, Status

BOOK = load_rulebook(rules_dir())
PARTNER = BOOK.partners["hartslagnu"]
DAY = dt.date(2026, 3, 2)
VALUES = values_of(BOOK)
EXCLUSIONS = [
    rule
    for rule in (BOOK.rules[id] for id in PARTNER.criteria)
    if rule.kind is Kind.UITSLUITING or rule.id == "veilig-bereikbaar"
]


def found(facts: Facts) -> Status:
    known, verdicts = judge(BOOK, facts)
    return status(PARTNER, known, effects(BOOK, verdicts), DAY)


def applies(rule: Rule, facts: Facts) -> bool:
    _, verdicts = judge(BOOK, facts)
    return verdicts[rule.id] is not None and effect(rule, verdicts[rule.id]) is rule.effect


def ways(rule: Rule) -> list[Facts]:
    """Every way to know that this exclusion applies: values for its facts and what they follow from."""
    names = sorted(joined_facts(BOOK, rule))
    tried = (
        {name: value for name, value in zip(names, values, strict=True) if value is not None}
        for values in product(*(VALUES[name] for name in names))
    )
    return [facts for facts in tried if applies(rule, facts)]


def test_the_exclusions_of_the_framework_are_all_here() -> None:
    five = {"jonger-dan-1-jaar", "zelfdoding", "ernstig-trauma", "risicovolle-locatie", "geweld-of-onveilig"}
    assert five < {rule.id for rule in EXCLUSIONS}
    assert all(ways(rule) for rule in EXCLUSIONS)


@pytest.mark.parametrize("rule", EXCLUSIONS, ids=lambda rule: rule.id)
@given(data=st.data())
def test_knowing_that_an_exclusion_applies_is_never_less_safe(rule: Rule, data: st.DataObject) -> None:
    own = joined_facts(BOOK, rule)
    others = {name: data.draw(st.sampled_from(values)) for name, values in VALUES.items() if name not in own}
    before = found(others)
    after = found({**others, **data.draw(st.sampled_from(ways(rule)))})
    assert STRENGTH[after] <= STRENGTH[before]
    assert after not in (Status.ALARMEREN, Status.WACHT_OP_AMBULANCE)
