"""How many questions it takes in a call until the advice cannot change any more, by different orders."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import combinations

from mka_assist.decision.plan import Planner
from mka_assist.decision.questions import Interview
from mka_assist.rulebook.facts import Facts, Value

Order = Callable[[Facts], str]
"""The question to ask on these facts, or "" when no question is left."""


@dataclass(frozen=True, slots=True)
class Effort:
    """Numbers of questions. `vocabulary` asks every question in the order of the facts, `console` as the
    console does, `plan` as the plan has it; `fewest` is the least that would have done, known only
    afterwards."""

    vocabulary: int
    console: int
    plan: int
    fewest: int


def effort(interview: Interview, answers: Facts) -> Effort:
    """Go through a call in each order. `answers` are what the caller could tell; a question that is not among
    them is asked without an answer."""
    planner = Planner(interview)
    facts = [name for name, spec in interview.book.facts.items() if spec.question]

    def console(given: Facts) -> str:
        return next(iter(interview.open_questions(given)), "")

    def vocabulary(given: Facts) -> str:
        open_ = interview.open_questions(given)
        return next((fact for fact in facts if fact not in given), "") if open_ else ""

    return Effort(
        _count(vocabulary, answers),
        _count(console, answers),
        _count(planner.best, answers),
        _fewest(interview, answers, facts),
    )


def _count(order: Order, answers: Facts) -> int:
    given: dict[str, Value | None] = {}
    while fact := order(given):
        given[fact] = answers.get(fact)
    return len(given)


def _fewest(interview: Interview, answers: Facts, facts: list[str]) -> int:
    """The size of the smallest set of questions whose answers settle the advice. A question that stays open
    when all others are asked is in every such set; of the rest every combination is tried, smallest first."""

    def settled(names: tuple[str, ...]) -> bool:
        return not interview.open_questions({name: answers.get(name) for name in names})

    needed = tuple(fact for fact in facts if not settled(tuple(other for other in facts if other != fact)))
    rest = [fact for fact in facts if fact not in needed]
    sizes = range(len(rest) + 1)
    return next(
        len(needed) + size
        for size in sizes
        if any(settled((*needed, *more)) for more in combinations(rest, size))
    )
