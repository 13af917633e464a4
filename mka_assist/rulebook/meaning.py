"""What a rulebook means: the definition. Read this first.

A question about a call has three answers: yes (`True`), no (`False`), and unknown (`None`). A fact nobody
asked and a fact the caller could not tell are both unknown. Unknown is never yes, and never silently no:
each criterion says what unknown does. The engine is held against these functions on every decision.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date

from mka_assist.rulebook.age import Age
from mka_assist.rulebook.condition import All, AnyOf, Condition, Not, Op, Test
from mka_assist.rulebook.facts import Facts, Value
from mka_assist.rulebook.model import STRENGTH, Kind, OnUnknown, Partner, Rule, RuleBook, Status

Verdict = bool | None
Judge = Callable[[tuple[Rule, ...], Facts], Mapping[str, Verdict]]
"""Says of each rule whether its condition holds. There are two: `read_rules` here, and the engine."""


def holds(condition: Condition, facts: Facts) -> Verdict:
    """Does a condition hold? (Kleene's strong three-valued logic.)"""
    match condition:
        case Test():
            return test_holds(condition, facts.get(condition.fact))
        case All():
            return _all_of(condition.parts, facts, True)
        case AnyOf():
            return _all_of(condition.parts, facts, False)
        case Not():
            answer = holds(condition.part, facts)
            return None if answer is None else not answer


def _all_of(parts: tuple[Condition, ...], facts: Facts, wanted: bool) -> Verdict:
    """`wanted` when every part is; its opposite as soon as one part is that; else unknown."""
    found: Verdict = wanted
    for part in parts:
        answer = holds(part, facts)
        if answer is None:
            found = None
        elif answer is not wanted:
            return answer
    return found


def test_holds(test: Test, value: Value | None) -> Verdict:
    """Does a single test hold for a value? An age known only within bounds may leave it unknown."""
    op = test.op
    if value is None:
        return True if op is Op.UNKNOWN else False if op is Op.KNOWN else None
    if op is Op.KNOWN or op is Op.UNKNOWN:
        return op is Op.KNOWN
    if op is Op.IS:
        if isinstance(value, Age):
            within = [v for v in test.values if isinstance(v, int) and value.low <= v <= value.high]
            return (True if value.exact else None) if within else False
        return value in test.values
    bound = int(test.values[0])
    low, high = (value.low, value.high) if isinstance(value, Age) else (int(value), int(value))
    match op:
        case Op.UNDER:
            return True if high < bound else False if low >= bound else None
        case Op.AT_MOST:
            return True if high <= bound else False if low > bound else None
        case Op.FROM:
            return True if low >= bound else False if high < bound else None
        case _:  # Op.OVER
            return True if low > bound else False if high <= bound else None


def read_rules(rules: tuple[Rule, ...], facts: Facts) -> Mapping[str, Verdict]:
    """The verdict of each rule, by definition."""
    return {rule.id: holds(rule.condition, facts) for rule in rules}


def judge(
    rulebook: RuleBook, given: Facts, judge_rules: Judge = read_rules
) -> tuple[Facts, dict[str, Verdict]]:
    """Derive what follows from the facts given, then judge every rule. Returns all facts and all verdicts."""
    facts, verdicts = dict(given), dict[str, Verdict]()
    for stratum in rulebook.strata:
        verdicts.update(judge_rules(stratum, facts))
        facts.update(derived(stratum, verdicts, facts))
    verdicts.update(judge_rules(rulebook.criteria, facts))
    return facts, verdicts


def derived(rules: tuple[Rule, ...], verdicts: Mapping[str, Verdict], facts: Facts) -> dict[str, Value]:
    """The facts that derivations settle. What the centralist said stands, unless the rule overrides it
    (`gaat_voor_invoer`); of several derivations for one fact the first in the file counts.
    """
    settled: dict[str, Value] = {}
    holding = [rule for rule in rules if verdicts[rule.id]]
    for rule in sorted(holding, key=lambda rule: not rule.overrides_input):
        assert rule.derives, rule.id
        name, value = rule.derives
        if name not in settled and (rule.overrides_input or facts.get(name) is None):
            settled[name] = value
    return settled


def effect(rule: Rule, verdict: Verdict) -> Status | None:
    """What one criterion does to a partner's status, or None when it does not stand in the way."""
    if verdict is None:
        match rule.on_unknown:
            case OnUnknown.ALARMEREN:
                return None
            case OnUnknown.NAVRAGEN:
                return Status.NAVRAGEN
            case OnUnknown.WACHTEN:
                return rule.effect
    stands_in_the_way = verdict if rule.kind is Kind.UITSLUITING else not verdict
    return rule.effect if stands_in_the_way else None


def strongest(statuses: Iterable[Status | None]) -> Status:
    """The status that counts where several criteria speak; nothing in the way means alarm."""
    return min(filter(None, statuses), key=STRENGTH.__getitem__, default=Status.ALARMEREN)


def has_agreement(partner: Partner, on: date) -> bool:
    """Is there a written agreement that is valid on this day, where the partner needs one?"""
    agreement = partner.agreement
    if agreement is None:
        return not partner.needs_agreement
    if on < agreement.date:
        return False
    return agreement.valid_until is None or on <= agreement.valid_until


def effects(rulebook: RuleBook, verdicts: Mapping[str, Verdict]) -> dict[str, Status | None]:
    """What each rule's verdict does to the partners it applies to."""
    return {rule.id: effect(rule, verdicts[rule.id]) for rule in rulebook.criteria}


def status(partner: Partner, facts: Facts, effects: Mapping[str, Status | None], on: date) -> Status:
    """May this partner be alarmed now? Never before an ambulance, whatever the rules say."""
    if not has_agreement(partner, on):
        return Status.GEEN_AFSPRAAK
    found = strongest(effects[id] for id in partner.criteria)
    if found is Status.ALARMEREN and facts.get("ambulance_ingezet") is not True:
        return Status.WACHT_OP_AMBULANCE
    return found
