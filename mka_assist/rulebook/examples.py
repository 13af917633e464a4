"""The examples in rule files are tests: each must come out as it says, for the reason it names."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from mka_assist.rulebook.diagnostics import Diagnostics
from mka_assist.rulebook.facts import WEEK_MINUTE, Facts, suggest
from mka_assist.rulebook.meaning import effects, has_agreement, judge, status
from mka_assist.rulebook.model import Example, Partner, Rule, RuleBook, Status
from mka_assist.rulebook.reading_rules import CRITERIA
from mka_assist.rulebook.week import local, week_minute

_VERDICTS = {True: "ja", False: "nee", None: "onbekend"}


def examples_of(rulebook: RuleBook) -> Iterator[tuple[Rule, Example]]:
    """The examples that are about this rulebook: those of the region where there is one, else all."""
    for rule in rulebook.rules.values():
        if not rulebook.region or rule.place.file.endswith(f"{rulebook.region}.yaml"):
            for example in rule.examples:
                yield rule, example


def moment_of(rulebook: RuleBook, example: Example) -> dt.datetime:
    """When an example happens: its own moment, else noon on the day the rulebook came into force."""
    return local(example.at or dt.datetime.combine(rulebook.valid_from, dt.time(12)))


def facts_of(rulebook: RuleBook, rule: Rule, example: Example) -> Facts:
    """The facts of an example: for a criterion they are laid over the plain case."""
    plain = rulebook.example_facts if rule.kind in CRITERIA else {}
    return {**plain, **example.facts, WEEK_MINUTE.name: week_minute(moment_of(rulebook, example))}


def run_examples(rulebook: RuleBook, report: Diagnostics) -> int:
    """Run every example; report each that fails. Returns how many ran."""
    ran = 0
    for rule, example in examples_of(rulebook):
        ran += 1
        _run(rulebook, rule, example, report)
    return ran


def _run(rulebook: RuleBook, rule: Rule, example: Example, report: Diagnostics) -> None:
    if example.because and example.because not in rulebook.rules:
        help = suggest(example.because, tuple(rulebook.rules))
        report.add("V001", example.place, f'voorbeeld noemt onbekende regel "{example.because}"', help)
        return
    on = moment_of(rulebook, example).date()
    book = rulebook.in_force(on)
    facts, verdicts = judge(book, facts_of(rulebook, rule, example))
    if rule.kind not in CRITERIA:
        verdict = _VERDICTS[verdicts.get(rule.id)]
        if verdict != example.expected:
            report.add(
                "V002",
                example.place,
                f'voorbeeld bij "{rule.id}": verwacht {example.expected}, uitkomst {verdict}',
            )
        return
    partner = _partner_of(book, rule, example, report)
    if partner is None:
        return
    done = effects(book, verdicts)
    found = status(partner, facts, done, on)
    if found != example.expected:
        message = (
            f'voorbeeld bij "{rule.id}": verwacht {example.expected}, uitkomst {found} voor {partner.id}'
        )
        speaking = [id for id in partner.criteria if done[id] is found]
        help = f"dat komt door: {', '.join(speaking)}" if speaking else _without_rule(partner, found, on)
        report.add("V003", example.place, message, help)
    elif example.because and (example.because not in partner.criteria or done[example.because] is not found):
        message = f'voorbeeld bij "{rule.id}" komt uit op {found}, maar niet door "{example.because}"'
        report.add("V004", example.place, message)


def _without_rule(partner: Partner, found: Status, on: dt.date) -> str:
    if found is Status.GEEN_AFSPRAAK and not has_agreement(partner, on):
        return f"{partner.id} heeft op {on} geen geldige afspraak"
    return "geen regel houdt de partner tegen"


def _partner_of(rulebook: RuleBook, rule: Rule, example: Example, report: Diagnostics) -> Partner | None:
    """Whom an example is about."""
    name = example.partner
    if name in rulebook.partners:
        return rulebook.partners[name]
    help = suggest(name, tuple(rulebook.partners)) or "voeg toe: partner: …"
    report.add("V005", example.place, f'voorbeeld bij "{rule.id}" noemt geen bekende partner', help)
    return None
