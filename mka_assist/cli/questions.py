"""What to ask and why, the plan, and the numbers over calls: as text and as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from statistics import fmean, median
from typing import Any

from mka_assist.cli.folding import wrapped
from mka_assist.decision.effort import Effort
from mka_assist.decision.plan import Step
from mka_assist.decision.questions import Answer, Question
from mka_assist.rulebook.clauses import listed
from mka_assist.rulebook.difference.outcomes import WARNED, About, Outcome, Subject
from mka_assist.rulebook.facts import format_value
from mka_assist.rulebook.model import READY, RuleBook, Status

NOTHING_LEFT = "Geen enkele vraag kan het advies nog veranderen."
ORDERS = {
    "vocabulary": "alle vragen, in de volgorde van de feiten",
    "console": "zoals het scherm ze stelt",
    "plan": "zoals het plan ze stelt",
    "fewest": "het kleinste aantal dat had volstaan, achteraf",
}


@dataclass(frozen=True, slots=True)
class CallEffort:
    """A call by its number, with the numbers of questions it takes."""

    call: str
    region: str
    effort: Effort


def question_lines(questions: Sequence[Question], book: RuleBook) -> Iterator[str]:
    """Every question that can still change the advice, best first, and what each answer changes."""
    yield "VRAGEN"
    if not questions:
        yield f"  {NOTHING_LEFT}"
    for number, question in enumerate(questions, start=1):
        spec = book.facts[question.fact]
        asked = ", al gevraagd zonder antwoord" if question.asked else ""
        yield from wrapped(f"  {number}. ", f"{spec.question} ({question.fact}{asked})")
        told = [answer for answer in question.answers if answer.effects]
        for answer in told:
            yield from wrapped(f"     {answer.words}: ", effects_in_words(answer))
        if not told:
            yield from wrapped("     ", _together(question))
        elif len(told) < len(question.answers):
            rest = (answer.words for answer in question.answers if not answer.effects)
            yield from wrapped(f"     {listed(rest)}: ", "verandert nu niets")


def _together(question: Question) -> str:
    if question.together:
        return f"verandert iets samen met {listed(question.together, 'en')}"
    return "verandert pas iets samen met meer antwoorden"


def effects_in_words(answer: Answer) -> str:
    """What an answer changes, those to whom the same happens together."""
    groups: dict[tuple[Outcome, Outcome, tuple[str, ...]], list[str]] = {}
    for effect in answer.effects:
        groups.setdefault((effect.was, effect.becomes, effect.rules), []).append(effect.subject.name)
    return "; ".join(_change(*change, names) for change, names in groups.items())


def _change(was: Outcome, becomes: Outcome, rules: Sequence[str], names: Sequence[str]) -> str:
    cause = f" ({listed(rules, 'en')})" if rules else ""
    return f"{listed(names, 'en')} van {_plain(was)} naar {_plain(becomes)}{cause}"


def _plain(outcome: Outcome) -> str:
    """An outcome without its warning: nobody is under way yet."""
    return outcome.words.removesuffix(WARNED)


def plan_lines(plan: Step, book: RuleBook, depth: int) -> Iterator[str]:
    """The plan, each question indented under the answer that leads to it."""
    yield f"PLAN (hoogstens {depth} {'vraag' if depth == 1 else 'vragen'} diep)"
    yield from _step(plan, book, "  ")


def _step(step: Step, book: RuleBook, indent: str) -> Iterator[str]:
    if not step.fact:
        yield f"{indent}{_end(step)}"
        return
    expected = f", gemiddeld nog {_number(step.expected)}" if step.expected else ""
    yield from wrapped(indent, f"{book.facts[step.fact].question} ({step.fact}; {step.open} open{expected})")
    for branch in step.branches:
        if branch.step.fact:
            yield f"{indent}- {branch.words}:"
            yield from _step(branch.step, book, f"{indent}    ")
        else:
            yield from wrapped(f"{indent}- ", f"{branch.words}: {_end(branch.step)}")


def _end(step: Step) -> str:
    if step.open:
        return f"nog {step.open} {'vraag' if step.open == 1 else 'vragen'}"
    return f"klaar: {_advice(step)}"


def _advice(step: Step) -> str:
    """Who goes, and what stays to be asked of somebody else than the caller."""
    partners = [(who.name, what.key) for who, what in step.outcomes.items() if who.about is About.PARTNER]
    going = [name for name, key in partners if key in READY]
    asking = [name for name, key in partners if key == Status.NAVRAGEN]
    parts = [f"{listed(going, 'en')} alarmeren" if going else "niemand alarmeren"]
    if asking:
        parts.append(f"bij {listed(asking, 'en')} navragen")
    return ", ".join(parts)


def effort_lines(calls: Sequence[CallEffort]) -> Iterator[str]:
    """A table with a bar per call: how many questions until the advice cannot change any more."""
    yield "AANTAL VRAGEN TOT HET ADVIES VASTLIGT"
    if not calls:
        yield "  Geen meldingen gevonden bij deze regels."
        return
    width = max(len(call.call) for call in calls)
    yield f"  {'melding':<{width}}  alles  scherm  plan  minst"
    for call in calls:
        numbers = call.effort
        bar = "#" * numbers.plan + "." * (numbers.vocabulary - numbers.plan)
        yield (
            f"  {call.call:<{width}}  {numbers.vocabulary:>5}  {numbers.console:>6}  {numbers.plan:>4}"
            f"  {numbers.fewest:>5}  {bar}"
        )
    for name, count in (("gemiddeld", fmean), ("mediaan", median)):
        row = {key: _number(count([getattr(call.effort, key) for call in calls])) for key in ORDERS}
        yield (
            f"  {name:<{width}}  {row['vocabulary']:>5}  {row['console']:>6}  {row['plan']:>4}"
            f"  {row['fewest']:>5}"
        )
    for key, column in zip(ORDERS, ("alles", "scherm", "plan", "minst"), strict=True):
        yield f"  {column}: {ORDERS[key]}"


def _number(number: float | None) -> str:
    return f"{number:.1f}".replace(".", ",") if number is not None else ""


def questions_json(questions: Sequence[Question]) -> list[dict[str, Any]]:
    """Questions for programs."""
    return [
        {
            "fact": question.fact,
            "asked": question.asked,
            "answers": [
                {
                    "words": answer.words,
                    "value": format_value(answer.value),
                    "effects": [
                        {
                            **_subject(effect.subject),
                            "was": effect.was.key,
                            "becomes": effect.becomes.key,
                            "rules": list(effect.rules),
                        }
                        for effect in answer.effects
                    ],
                }
                for answer in question.answers
            ],
            "together": list(question.together),
        }
        for question in questions
    ]


def plan_json(step: Step) -> dict[str, Any]:
    """A plan for programs: a step, and under each answer the next."""
    return {
        "open": step.open,
        "question": step.fact,
        "expected": step.expected,
        "outcomes": {who.id: what.key for who, what in step.outcomes.items()},
        "answers": [{"words": branch.words, "then": plan_json(branch.step)} for branch in step.branches],
    }


def effort_json(calls: Sequence[CallEffort]) -> dict[str, Any]:
    """Numbers of questions for programs."""
    orders = {key: [getattr(call.effort, key) for call in calls] for key in ORDERS}
    return {
        "mean": {key: fmean(numbers) for key, numbers in orders.items() if numbers},
        "median": {key: median(numbers) for key, numbers in orders.items() if numbers},
        "calls": [{"call": call.call, "region": call.region, **asdict(call.effort)} for call in calls],
    }


def _subject(subject: Subject) -> dict[str, str]:
    return {"about": subject.about.value, "id": subject.id, "name": subject.name}
