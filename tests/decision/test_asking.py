"""`ask_next` against brute force: nothing is asked that cannot change anything, nothing that can is left out."""

import datetime as dt
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mka_assist.decision.asking import Asker, cells_of
from mka_assist.rulebook.condition import each_test
from mka_assist.rulebook.facts import WEEK_MINUTE, Facts
from mka_assist.rulebook.loading import load_rulebook
from mka_assist.rulebook.meaning import has_agreement, judge, status
from mka_assist.rulebook.model import Kind, RuleBook, Status

RULES = Path(__file__).parents[2] / "rules"
DAY = dt.date(2026, 3, 2)
OUT = {Status.GEEN_AFSPRAAK, Status.UITGESLOTEN, Status.NIET_VAN_TOEPASSING, Status.NIET_BESCHIKBAAR}


def outcome(book: RuleBook, facts: Facts) -> tuple[object, ...]:
    """What the centralist would see: per partner with an agreement its status, and the ambulance advice.
    How a partner is ruled out makes no difference to whom one alarms."""
    known, verdicts = judge(book, facts)
    seen: list[object] = []
    for partner in book.partners.values():
        if has_agreement(partner, DAY):
            found = status(book, partner, {**known, "ambulance_ingezet": True}, verdicts, DAY)
            seen.append("out" if found in OUT else found)
    return (*seen, *(verdicts[rule.id] for rule in book.criteria if rule.kind is Kind.AMBULANCE))


def all_cells(book: RuleBook) -> dict[str, tuple[object, ...]]:
    tests = [test for rule in book.rules.values() for test in each_test(rule.condition)]
    return {
        name: cells_of(spec, [test for test in tests if test.fact == name])
        for name, spec in book.facts.items()
        if spec.question
    }


BOOKS = {
    region: load_rulebook(RULES, region)
    for region in ("", *(path.stem for path in sorted((RULES / "regio").glob("*.yaml"))))
}


@pytest.mark.parametrize("region", BOOKS)
def test_ask_next_is_exactly_what_can_still_change_the_advice(region):
    book = BOOKS[region]
    cells = all_cells(book)
    asker = Asker(book)

    @settings(max_examples=60)
    @given(data=st.data())
    def check(data):
        open_names = data.draw(st.lists(st.sampled_from(sorted(cells)), max_size=3, unique=True))
        facts: dict[str, object] = {
            name: data.draw(st.sampled_from([v for v in values if v is not None]))
            for name, values in cells.items()
            if name not in open_names
        }
        facts |= {"ambulance_ingezet": True, WEEK_MINUTE.name: data.draw(st.integers(0, 10_079))}
        if data.draw(st.booleans()):
            facts["vermoeden_reanimatie"] = True
        known, verdicts = judge(book, facts)
        asked = set(asker.ask_next(known, verdicts, DAY))
        results = {
            values: outcome(book, facts | dict(zip(open_names, values, strict=True)))
            for values in product(*(cells[name] for name in open_names))
        }
        matters = {
            name
            for i, name in enumerate(open_names)
            if any(results[v] != results[(*v[:i], o, *v[i + 1 :])] for v in results for o in cells[name])
        }
        assert asked <= matters, "asks what cannot change anything"
        blocked_by_derived = {n for n in open_names if known.get(n) is not None}
        assert matters - blocked_by_derived <= asked, "leaves out what can"

    check()
