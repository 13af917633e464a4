"""`ask_next` against brute force: it names exactly the questions that can still change the advice."""

import datetime as dt
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mka_assist.decision.asking import Asker
from mka_assist.rulebook.cells import cells as possible_values
from mka_assist.rulebook.condition import each_test
from mka_assist.rulebook.facts import WEEK_MINUTE, Facts
from mka_assist.rulebook.loading import load_rulebook
from mka_assist.rulebook.meaning import effects, has_agreement, judge, status
from mka_assist.rulebook.model import Kind, RuleBook, Status

RULES = Path(__file__).parents[2] / "rules"
DAY = dt.date(2026, 3, 2)
OPEN = {Status.NAVRAGEN, Status.WACHT_OP_AMBULANCE, Status.ALARMEREN}


def outcome(book: RuleBook, facts: Facts) -> tuple[object, ...]:
    """What the centralist would see: per partner with an agreement its status, and the ambulance advice.
    Why nobody goes makes no difference to whom one alarms."""
    known, verdicts = judge(book, facts)
    seen: list[object] = []
    for partner in book.partners.values():
        if has_agreement(partner, DAY):
            found = status(partner, {**known, "ambulance_ingezet": True}, effects(book, verdicts), DAY)
            seen.append(found if found in OPEN else "nobody goes")
    return (*seen, *(verdicts[rule.id] is True for rule in book.criteria if rule.kind is Kind.AMBULANCE))


def all_cells(book: RuleBook) -> dict[str, tuple[object, ...]]:
    tests = [test for rule in book.rules.values() for test in each_test(rule.condition)]
    return {
        name: possible_values(spec, [test for test in tests if test.fact == name])
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

    @settings(max_examples=150)
    @given(data=st.data())
    def check(data):
        open_names = data.draw(st.lists(st.sampled_from(sorted(cells)), max_size=3, unique=True))
        facts: dict[str, object] = {
            name: data.draw(st.sampled_from([v for v in values if v is not None]))
            for name, values in cells.items()
            if name not in open_names and any(v is not None for v in values)
        }
        facts |= {"ambulance_ingezet": True, WEEK_MINUTE.name: data.draw(st.integers(0, 10_079))}
        if data.draw(st.booleans()):
            facts["vermoeden_reanimatie"] = True
        known, _ = judge(book, facts)
        asked = set(asker.ask_next(known, DAY))
        unknown = [name for name in open_names if known.get(name) is None]  # the others were derived
        results = {
            values: outcome(book, facts | dict(zip(unknown, values, strict=True)))
            for values in product(*(cells[name] for name in unknown))
        }
        matters = {
            name
            for i, name in enumerate(unknown)
            if any(results[v] != results[(*v[:i], o, *v[i + 1 :])] for v in results for o in cells[name])
        }
        assert asked == matters

    check()
