"""Why a question is worth asking: which answers change what is advised, for whom, and by which rules."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations, product

from mka_assist.decision.asking import Asker
from mka_assist.rulebook.analysis.space import Field, Space
from mka_assist.rulebook.analysis.wording import choice_in_words
from mka_assist.rulebook.difference.outcomes import About, Outcome, Subject, decided
from mka_assist.rulebook.facts import WEEK_MINUTE, Facts, Value
from mka_assist.rulebook.meaning import effects, judge
from mka_assist.rulebook.model import RuleBook
from mka_assist.rulebook.week import local, week_minute

_MOST_TOGETHER = 2


@dataclass(frozen=True, slots=True)
class Effect:
    """What an answer does to one partner, or to the ambulance advice, by itself; and by which rules."""

    subject: Subject
    was: Outcome
    becomes: Outcome
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """Answers that do the same: in words, one of them, and what they change now."""

    words: str
    value: Value
    effects: tuple[Effect, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """A question that can still change the advice. Where no answer does so by itself, `together` names the
    other questions with which it does (none where it takes more than two)."""

    fact: str
    asked: bool
    """It was asked already, and there was no answer."""
    answers: tuple[Answer, ...]
    together: tuple[str, ...]


class Interview:
    """Works out questions by the rules in force on one day."""

    def __init__(self, rulebook: RuleBook, at: dt.datetime) -> None:
        self.day = local(at).date()
        self.book = rulebook.in_force(self.day)
        self.minute = week_minute(at)
        self.asker = Asker(self.book)
        self.space = Space.of(self.book)

    def open_questions(self, given: Facts) -> tuple[str, ...]:
        """The questions not asked yet that can still change the advice, best first as the console has it."""
        return tuple(fact for fact in self._ask_next(given) if fact not in given)

    def _ask_next(self, given: Facts) -> tuple[str, ...]:
        known, _ = judge(self.book, self.call(given))
        return self.asker.ask_next(known, self.day)

    def call(self, given: Facts) -> Facts:
        """The facts with the moment."""
        return {**given, WEEK_MINUTE.name: self.minute}

    def field(self, fact: str) -> Field:
        """The values of a fact that rules can tell apart."""
        return self.space.fields[self.space.index[fact]]

    def values(self, fact: str) -> tuple[Value, ...]:
        """An answer for each way in which rules tell answers apart."""
        return tuple(value for value in self.field(fact).values if value is not None)

    def outcomes(self, given: Facts) -> dict[Subject, Outcome]:
        """What is advised on these facts: the partners and the ambulance."""
        found = decided(self.book, self.call(given), self.day)
        return {who: what for who, what in found.items() if who.about is not About.AANDACHT}

    def questions(self, given: Facts) -> tuple[Question, ...]:
        """Every question that can still change the advice, best first, with what its answers change."""
        names = self._ask_next(given)
        return tuple(self._question(name, names, given) for name in names)

    def _question(self, fact: str, names: tuple[str, ...], given: Facts) -> Question:
        answers = tuple(self._answers(fact, given))
        together: tuple[str, ...] = ()
        if not any(answer.effects for answer in answers):
            together = self._together(fact, [name for name in names if name != fact], given)
        return Question(fact, fact in given, answers, together)

    def _answers(self, fact: str, given: Facts) -> Iterator[Answer]:
        """Answers in groups that do the same."""
        now = self.outcomes(given)
        field = self.field(fact)
        groups: dict[tuple[Effect, ...], int] = {}
        for value in self.values(fact):
            found = tuple(self._effects(now, {**given, fact: value}))
            groups[found] = groups.get(found, 0) | field.cell(value)
        for found, mask in groups.items():
            shown = field.plain(mask)
            assert shown is not None, fact
            yield Answer(choice_in_words(field, mask), shown, found)

    def _effects(self, now: dict[Subject, Outcome], given: Facts) -> Iterator[Effect]:
        then = self.outcomes(given)
        _, verdicts = judge(self.book, self.call(given))
        done = effects(self.book, verdicts)
        for subject, becomes in then.items():
            if becomes != now[subject]:
                key = becomes.key.partition("+")[0]
                if subject.about is About.PARTNER:
                    rules = [id for id in self.book.partners[subject.id].criteria if done[id] == key]
                else:
                    rules = [r.id for r in self.book.criteria if r.ambulance and verdicts[r.id]][:1]
                yield Effect(subject, now[subject], becomes, tuple(rules))

    def _together(self, fact: str, others: list[str], given: Facts) -> tuple[str, ...]:
        """The fewest other questions after which an answer to this one changes something."""
        for number in range(1, _MOST_TOGETHER + 1):
            for names in combinations(others, number):
                for answers in product(*(self.values(name) for name in names)):
                    with_others = {**given, **dict(zip(names, answers, strict=True))}
                    found = [self.outcomes({**with_others, fact: value}) for value in self.values(fact)]
                    if any(one != self.outcomes(with_others) for one in found):
                        return names
        return ()
