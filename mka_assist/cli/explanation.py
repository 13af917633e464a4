"""An explanation as a page of plain Dutch text, and as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from mka_assist.cli.folding import words as in_words
from mka_assist.cli.folding import wrapped
from mka_assist.cli.page import SYMBOLS
from mka_assist.decision.advice import WORDS
from mka_assist.decision.change_words import change_in_words
from mka_assist.decision.explanation import (
    Change,
    Contribution,
    DerivationExplanation,
    Explanation,
    Origin,
    PartnerExplanation,
    Reading,
    RuleExplanation,
)
from mka_assist.rulebook.analysis.wording import fact_word, value_word
from mka_assist.rulebook.condition import All, AnyOf, Not, Test
from mka_assist.rulebook.facts import WEEK_MINUTE, FactKind, FactSpec
from mka_assist.rulebook.hours import hours_in_words, spans_of
from mka_assist.rulebook.model import Rule, RuleBook, Status
from mka_assist.rulebook.phrases import single_clause

_ORIGINS = {
    Origin.GEGEVEN: "gegeven",
    Origin.AFGELEID: "afgeleid",
    Origin.OVERSCHREVEN: "afgeleid, gaat voor wat is gegeven",
    Origin.ONBEKEND: "gevraagd, geen antwoord",
    Origin.NIET_GEVRAAGD: "niet gevraagd",
}
_CONTRIBUTIONS = {
    Contribution.AFGELEID: "afgeleid",
    Contribution.OVERSCHREVEN: "afgeleid, gaat voor wat is gegeven",
    Contribution.AL_GEGEVEN: "telt niet: al gegeven",
    Contribution.AL_AFGELEID: "telt niet: al afgeleid door een eerdere regel",
    Contribution.GEEN: "",
}
_GROUPS = {All: "alles hiervan", AnyOf: "minstens één hiervan", Not: "niet"}
"""Words after which "=" would read badly: "leeftijd vanaf 1 jaar"."""


def explanation_lines(
    explained: Explanation, rulebook: RuleBook, *, partners_only: bool = False
) -> Iterator[str]:
    """The page: what follows from the facts, then each partner, then ambulance and attention."""
    if explained.derivations:
        yield "AFGELEIDE FEITEN"
        for derivation in explained.derivations:
            yield from _derivation(derivation, rulebook)
        yield ""
    yield "PARTNERS"
    for number, partner in enumerate(explained.partners.values()):
        if number:
            yield ""
        yield from _partner(partner, rulebook)
    if partners_only:
        return
    yield ""
    yield "AMBULANCE EN AANDACHT"
    for rule in explained.others:
        yield from _rule(rule, rulebook, {True: "!", False: ".", None: "?"}[rule.verdict])


def _derivation(derivation: DerivationExplanation, rulebook: RuleBook) -> Iterator[str]:
    says = f"{fact_word(derivation.fact)} = {value_word(derivation.fact, derivation.value)}"
    came_to = _CONTRIBUTIONS[derivation.contribution]
    verdict = WORDS[derivation.verdict]
    mark = {True: "=", False: ".", None: "?"}[derivation.verdict]
    yield from wrapped(
        f"  {mark} ", f"{derivation.rule.id}: {verdict}{f', {says} ({came_to})' if came_to else f' ({says})'}"
    )
    yield from _text(derivation.rule.text, derivation.rule.citation)
    yield from _reading(derivation.reading, rulebook, 6)


def _partner(partner: PartnerExplanation, rulebook: RuleBook) -> Iterator[str]:
    yield f"{SYMBOLS[partner.status]} {partner.partner.name}: {in_words(partner.status)}"
    if partner.agreement:
        reason = partner.agreement
        yield from wrapped("    waarom: ", f"{reason.text} [{reason.source}]")
        yield "    Geen feit verandert dit: eerst is een geldige afspraak nodig."
        return
    deciding = [rule for rule in partner.rules if rule.decides]
    for rule in deciding:
        yield from wrapped("    waarom: ", f"{rule.rule.text} [{rule.rule.citation}]")
    if not deciding:
        yield f"    waarom: {_by_itself(partner.status)}"
    yield from _changes(partner)
    # What decides comes first, then what else stands in the way, then what is unknown.
    for rule in sorted(partner.rules, key=lambda r: (not r.decides, not r.effect, r.verdict is not None)):
        yield from _rule(rule, rulebook, _mark(rule))


def _by_itself(status: Status) -> str:
    if status is Status.ALARMEREN:
        return "Geen enkele regel houdt deze partner tegen, en de ambulance is ingezet."
    return "De ambulance is nog niet ingezet; verder houdt geen enkele regel deze partner tegen."


def _changes(partner: PartnerExplanation) -> Iterator[str]:
    shown = set[Status]()
    for changes in (partner.to_alarm, partner.to_other):
        for change in changes:
            if changes is partner.to_other and Status.ALARMEREN in shown and change in partner.to_alarm:
                continue
            shown.add(change.status)
            yield from wrapped(f"    wordt {in_words(change.status)} als: ", change_in_words(change))
    if partner.status is not Status.ALARMEREN and not partner.to_alarm:
        yield "    Met geen enkel antwoord wordt dit alarmeren."


def _mark(rule: RuleExplanation) -> str:
    return "x" if rule.effect else "?" if rule.verdict is None else "."


def _rule(rule: RuleExplanation, rulebook: RuleBook, mark: str) -> Iterator[str]:
    does = f", geeft {in_words(rule.effect)}" if rule.effect else ""
    decides = " (beslist)" if rule.decides else ""
    about = f"{rule.rule.kind.value} {rule.rule.id}: {WORDS[rule.verdict]}{does}{decides}"
    yield from wrapped(f"  {mark} ", about)
    yield from _text(rule.rule.text, rule.rule.citation)
    yield from _reading(rule.reading, rulebook, 6)


def _text(text: str, source: str) -> list[str]:
    return wrapped("      ", f"{text} [{source}]")


def _reading(reading: Reading, rulebook: RuleBook, indent: int) -> Iterator[str]:
    start = f"{' ' * indent}{WORDS[reading.verdict]:<9}"
    condition = reading.condition
    if spans := spans_of(condition):
        yield from wrapped(start, f"het is {hours_in_words(spans)}  ({_read(_first_test(reading))})")
    elif isinstance(condition, Test):
        yield from wrapped(start, f"{test_in_words(condition, rulebook)}  ({_read(reading)})")
    else:
        yield f"{start}{_GROUPS[type(condition)]}:"
        for part in reading.parts:
            yield from _reading(part, rulebook, indent + 2)


def _read(reading: Reading) -> str:
    """The value that a single test was read with, and where it comes from."""
    assert isinstance(reading.condition, Test)
    assert reading.origin, reading.condition
    value = value_word(reading.condition.fact, reading.value)
    if reading.condition.fact == WEEK_MINUTE.name:
        return f"het is {value}"
    origin = _ORIGINS[reading.origin]
    return origin if reading.value is None else f"{value}, {origin}"


def _first_test(reading: Reading) -> Reading:
    while reading.parts:
        reading = reading.parts[0]
    return reading


def test_in_words(test: Test, rulebook: RuleBook) -> str:
    """A single test as a plain sentence: "de patiënt is jonger dan 1 jaar"."""
    spec = rulebook.facts.get(test.fact) or FactSpec(test.fact, FactKind.TEKST, test.fact)
    return single_clause(test, WEEK_MINUTE if test.fact == WEEK_MINUTE.name else spec).main


def explanation_json(explained: Explanation, rulebook: RuleBook) -> dict[str, Any]:
    """The same for programs; facts by name, conditions as trees."""
    return {
        "facts": {fact_word(name): value_word(name, value) for name, value in explained.facts.items()},
        "derivations": [
            {
                **_rule_json(one.rule, one.verdict, one.reading, rulebook),
                "fact": one.fact,
                "value": value_word(one.fact, one.value),
                "contribution": one.contribution.value,
            }
            for one in explained.derivations
        ],
        "partners": {id: _partner_json(one, rulebook) for id, one in explained.partners.items()},
        "others": [_rule_json(one.rule, one.verdict, one.reading, rulebook) for one in explained.others],
    }


def _partner_json(partner: PartnerExplanation, rulebook: RuleBook) -> dict[str, Any]:
    return {
        "name": partner.partner.name,
        "status": partner.status.value,
        "agreement": partner.agreement.text if partner.agreement else "",
        "rules": [
            {
                **_rule_json(one.rule, one.verdict, one.reading, rulebook),
                "effect": one.effect.value if one.effect else None,
                "decides": one.decides,
            }
            for one in partner.rules
        ],
        "to_alarm": _changes_json(partner.to_alarm),
        "to_other": _changes_json(partner.to_other),
    }


def _changes_json(changes: Sequence[Change]) -> list[dict[str, Any]]:
    return [
        {
            "status": change.status.value,
            "facts": {fact_word(name): value_word(name, value) for name, value in change.facts.items()},
            "words": {fact_word(name): words for name, words in change.words.items()},
        }
        for change in changes
    ]


def _rule_json(rule: Rule, verdict: bool | None, reading: Reading, rulebook: RuleBook) -> Mapping[str, Any]:
    return {
        "rule": rule.id,
        "kind": rule.kind.value,
        "verdict": WORDS[verdict],
        "text": rule.text,
        "source": rule.citation,
        "place": str(rule.place),
        "condition": _reading_json(reading, rulebook),
    }


def _reading_json(reading: Reading, rulebook: RuleBook) -> dict[str, Any]:
    condition = reading.condition
    if isinstance(condition, Test):
        return {
            "test": test_in_words(condition, rulebook),
            "fact": fact_word(condition.fact),
            "value": value_word(condition.fact, reading.value),
            "origin": reading.origin,
            "verdict": WORDS[reading.verdict],
        }
    group = {All: "alle", AnyOf: "een_van", Not: "niet"}[type(condition)]
    return {
        "group": group,
        "verdict": WORDS[reading.verdict],
        "parts": [_reading_json(part, rulebook) for part in reading.parts],
    }
