"""The shortest order of questions to an advice that cannot change any more, as a plan with branches."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from statistics import fmean

from mka_assist.decision.questions import Interview
from mka_assist.rulebook.analysis.wording import choice_in_words
from mka_assist.rulebook.difference.outcomes import Outcome, Subject
from mka_assist.rulebook.facts import Facts

EXACT = 5
"""With so many open questions or fewer the shortest order is worked out; with more, one question is looked
ahead."""


@dataclass(frozen=True, slots=True)
class Branch:
    """Where answers lead: to a next step, or to the end."""

    words: str
    step: Step


@dataclass(frozen=True, slots=True)
class Step:
    """One point in the plan: what is advised by now, how many questions can still change it, and the one to
    ask. No question at the end, or where the plan is cut off; `expected` is how many more it takes on
    average, known only where it was worked out."""

    outcomes: dict[Subject, Outcome]
    open: int
    fact: str = ""
    expected: float | None = None
    branches: tuple[Branch, ...] = ()


class Planner:
    """Plans questions. Recognition always goes first; then the question after which, with each answer equally
    likely, fewest questions are left to ask."""

    def __init__(self, interview: Interview) -> None:
        self._interview = interview
        self._open: dict[Hashable, tuple[str, ...]] = {}
        self._costs: dict[Hashable, float] = {}

    def best(self, given: Facts) -> str:
        """The question to ask now, or "" when nothing can change the advice."""
        candidates = self._candidates(given)
        if len(candidates) < 2:
            return next(iter(candidates), "")
        exact = len(self._questions(given)) <= EXACT
        return min(candidates, key=lambda fact: self._after(fact, given, exact))

    def plan(self, given: Facts, depth: int) -> Step:
        """The plan from these facts on, at most `depth` questions deep."""
        questions = self._questions(given)
        expected = self._cost(given) if len(questions) <= EXACT else None
        outcomes = self._interview.outcomes(given)
        if not questions or not depth:
            return Step(outcomes, len(questions), expected=expected)
        fact = self.best(given)
        field = self._interview.field(fact)
        ends: dict[Hashable, int] = {}
        steps: dict[Hashable, Step] = {}
        for value in self._interview.values(fact):
            step = self.plan({**given, fact: value}, depth - 1)
            # Answers that end with the same advice are told as one.
            key: Hashable = (
                value if step.open else tuple(sorted((s.id, o.key) for s, o in step.outcomes.items()))
            )
            ends[key] = ends.get(key, 0) | field.cell(value)
            steps.setdefault(key, step)
        branches = (Branch(choice_in_words(field, mask), steps[key]) for key, mask in ends.items())
        return Step(
            outcomes, len(questions), fact, expected, tuple(sorted(branches, key=lambda b: b.step.open))
        )

    def _candidates(self, given: Facts) -> tuple[str, ...]:
        questions = self._questions(given)
        specs = self._interview.book.facts
        return tuple(fact for fact in questions if specs[fact].recognition) or questions

    def _questions(self, given: Facts) -> tuple[str, ...]:
        key = _key(given)
        if key not in self._open:
            self._open[key] = self._interview.open_questions(given)
        return self._open[key]

    def _after(self, fact: str, given: Facts, exact: bool) -> float:
        """How many questions are left after this one, each answer equally likely: worked out, or those that
        are open then."""
        states = [{**given, fact: value} for value in self._interview.values(fact)]
        return fmean(self._cost(state) if exact else len(self._questions(state)) for state in states)

    def _cost(self, given: Facts) -> float:
        """The fewest questions it takes from here on average."""
        key = _key(given)
        if key not in self._costs:
            candidates = self._candidates(given)
            self._costs[key] = min((1 + self._after(fact, given, True) for fact in candidates), default=0.0)
        return self._costs[key]


def _key(given: Facts) -> Hashable:
    return frozenset(given.items())
