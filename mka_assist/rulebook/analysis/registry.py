"""All findings in one place: to run them on a rulebook, and to look up the page of one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from types import ModuleType

from mka_assist.rulebook.analysis import (
    agreement,
    always_true,
    contradiction,
    coverage,
    despite_exclusions,
    duplicate,
    evaluation,
    municipality,
    never_alarmed,
    never_true,
    nobody,
    order,
    shadowed,
    too_complex,
    unresolvable,
    unused_fact,
    weakened,
)
from mka_assist.rulebook.analysis.context import Context
from mka_assist.rulebook.analysis.texts import Texts
from mka_assist.rulebook.diagnostics import Diagnostics, Finding, Place
from mka_assist.rulebook.model import RuleBook

MODULES: Mapping[str, ModuleType] = {
    module.CODE: module
    for module in (
        never_true,
        always_true,
        shadowed,
        duplicate,
        contradiction,
        unresolvable,
        never_alarmed,
        despite_exclusions,
        weakened,
        agreement,
        evaluation,
        coverage,
        municipality,
        unused_fact,
        order,
        nobody,
        too_complex,
    )
}
"""Code to the module with `find`; its docstring is the page that explains it."""


def findings(
    rulebook: RuleBook,
    nation: RuleBook | None = None,
    today: dt.date | None = None,
) -> tuple[Finding, ...]:
    """Everything the analysis has to say of a rulebook without errors, each place and code once.

    `nation` is the national rulebook under that of a region. Rules with a period of validity are looked at
    in every period from `today` on, or from the start of the rulebook where no date is given.
    """
    texts = Texts()
    found: dict[tuple[str, Place], Finding] = {}
    for day in days(rulebook, today):
        there = nation.in_force(day) if nation else None
        context = Context(rulebook.in_force(day), rulebook, day, there, today, texts)
        unclear = tuple(too_complex.find(context))
        told = unclear or (finding for module in MODULES.values() for finding in module.find(context))
        for finding in told:
            found.setdefault((finding.code, finding.place), finding)
    return Diagnostics([*found.values()]).sorted()


def days(rulebook: RuleBook, today: dt.date | None) -> list[dt.date]:
    """The first day of every period in which the same rules are in force, from a date on."""
    first = max(rulebook.valid_from, today or rulebook.valid_from)
    later = {
        day
        for rule in rulebook.rules.values()
        for day in (rule.valid_from, rule.valid_until and rule.valid_until + dt.timedelta(days=1))
        if day and day > first
    }
    return [first, *sorted(later)]


def without_consequences(findings: Iterable[Finding], rulebook: RuleBook) -> Iterator[Finding]:
    """The findings without examples that fail because their rule has an error of its own."""
    told = tuple(findings)
    wrong = {finding.place for finding in told if finding.code in MODULES}
    failing = {
        place
        for rule in rulebook.rules.values()
        if wrong.intersection((rule.place, *rule.places.values()))
        for example in rule.examples
        for place in (example.place, *example.places.values())
    }
    return (f for f in told if not (f.code.startswith("V") and f.place in failing))


def page(code: str) -> str:
    """The page of a finding, or "" for a code that has none here."""
    module = MODULES.get(code)
    return (module.__doc__ or "").strip() if module else ""
