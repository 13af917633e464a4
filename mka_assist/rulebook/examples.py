"""The examples in rule files are tests: each must come out as it says, for the reason it names."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from pathlib import Path

from mka_assist.rulebook.diagnostics import Diagnostics, Finding, Severity
from mka_assist.rulebook.facts import WEEK_MINUTE, Facts, suggest
from mka_assist.rulebook.meaning import effects, has_agreement, judge, status
from mka_assist.rulebook.model import Example, Partner, Rule, RuleBook, Status
from mka_assist.rulebook.refusals import shown
from mka_assist.rulebook.vocabulary import CRITERIA
from mka_assist.rulebook.week import local, week_minute

_ADAPT = "Pas het voorbeeld of de voorwaarde aan."
_VERDICTS = {True: "ja", False: "nee", None: "onbekend"}


def rules_of(rulebook: RuleBook) -> Iterator[Rule]:
    """The rules whose examples are about this rulebook: those of the region where there is one, else all."""
    region_file = rulebook.files[-1] if rulebook.region else ""
    return (r for r in rulebook.rules.values() if Path(r.place.file).as_posix().endswith(region_file))


def moment_of(rulebook: RuleBook, example: Example) -> dt.datetime:
    """When an example happens: its own moment, else noon on the day the rulebook came into force."""
    return local(example.at or dt.datetime.combine(rulebook.valid_from, dt.time(12)))


def facts_of(rulebook: RuleBook, rule: Rule, example: Example) -> Facts:
    """The facts of an example: for a criterion they are laid over the plain case."""
    plain = rulebook.example_facts if rule.kind in CRITERIA else {}
    return {**plain, **example.facts, WEEK_MINUTE.name: week_minute(moment_of(rulebook, example))}


def run_examples(rulebook: RuleBook, report: Diagnostics) -> int:
    """Run every example; report each that fails, and each rule without one. Returns how many ran."""
    ran = 0
    for rule in rules_of(rulebook):
        if not rule.examples and "id" in rule.places:  # coverage is written without an id and examples
            help = "Zet er een bij: voorbeelden: - {bij: {…}, dan: …}."
            report.add("R030", rule.place, "deze regel heeft geen voorbeeld", help, Severity.WAARSCHUWING)
        for example in rule.examples:
            ran += 1
            _run(rulebook, rule, example, report)
    return ran


def failure_of(rulebook: RuleBook, rule: Rule, example: Example) -> Finding | None:
    """What is wrong with one example, or None when it comes out as it says."""
    report = Diagnostics.empty()
    _run(rulebook, rule, example, report)
    return next(iter(report.findings), None)


def _run(rulebook: RuleBook, rule: Rule, example: Example, report: Diagnostics) -> None:
    if example.because and example.because not in rulebook.rules:
        help = suggest(example.because, rulebook.rules) or "Noem de id van een regel."
        place = example.places.get("omdat", example.place)
        report.add("V001", place, f'dit voorbeeld noemt een onbekende regel "{shown(example.because)}"', help)
        return
    on = moment_of(rulebook, example).date()
    book = rulebook.in_force(on)
    facts, verdicts = judge(book, facts_of(rulebook, rule, example))
    if rule.kind not in CRITERIA:
        verdict = _VERDICTS[verdicts.get(rule.id)]
        if verdict != example.expected:
            message = f'voorbeeld bij "{rule.id}": verwacht {example.expected}, maar de uitkomst is {verdict}'
            help = _open(book, rule, facts) if verdict == "onbekend" else _ADAPT
            report.add("V002", example.place, message, help)
        return
    partner = _partner_of(book, rule, example, report)
    if partner is None:
        return
    if rule.id not in (*rulebook.partners[partner.id].criteria, *rulebook.partners[partner.id].replaced):
        help = "Kies een partner voor wie de regel geldt."
        place = example.places.get("partner", example.place)
        report.add("V006", place, f'regel "{rule.id}" geldt niet voor {partner.id}', help)
        return
    done = effects(book, verdicts)
    found = status(partner, facts, done, on)
    if found != example.expected:
        message = (
            f'voorbeeld bij "{rule.id}": verwacht {example.expected} voor {partner.id}, '
            f"maar de uitkomst is {found}"
        )
        report.add("V003", example.place, message, _cause(partner, found, done, on))
    elif example.because and (example.because not in partner.criteria or done[example.because] is not found):
        message = f'voorbeeld bij "{rule.id}" komt uit op {found}, maar niet door "{example.because}"'
        place = example.places.get("omdat", example.place)
        report.add("V004", place, message, _cause(partner, found, done, on))


def _open(book: RuleBook, rule: Rule, facts: Facts) -> str:
    """Why the verdict of a rule is unknown."""
    if rule.id not in book.rules:
        return "De regel is op dat moment niet geldig."
    return f"Onbekend in dit voorbeeld: {', '.join(f for f in sorted(rule.facts) if facts.get(f) is None)}."


def _cause(partner: Partner, found: Status, done: Mapping[str, Status | None], on: dt.date) -> str:
    if not has_agreement(partner, on):
        return f"{partner.name} heeft op {on:%d-%m-%Y} geen geldige afspraak."
    speaking = [id for id in partner.criteria if done[id] is found]
    if speaking:
        return f"Dat komt door: {', '.join(speaking)}."
    return "Geen enkele regel houdt de partner tegen." if found is Status.ALARMEREN else ""


def _partner_of(rulebook: RuleBook, rule: Rule, example: Example, report: Diagnostics) -> Partner | None:
    """Whom an example is about."""
    name = example.partner
    if name in rulebook.partners:
        return rulebook.partners[name]
    help = suggest(name, rulebook.partners) or f"Kies uit: {', '.join(rulebook.partners) or 'geen'}."
    if name:
        place = example.places.get("partner", example.place)
        report.add("V005", place, f'onbekende partner "{shown(name)}" in dit voorbeeld', help)
    else:
        message = f'voorbeeld bij "{rule.id}" noemt geen partner'
        report.add("V005", example.place, message, "Voeg toe voor wie het is, bijvoorbeeld partner: politie.")
    return None
