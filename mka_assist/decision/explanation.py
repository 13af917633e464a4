"""An explanation as data: what was read of a call, what came of it, and what would change it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from mka_assist.decision.outcome import Reason
from mka_assist.rulebook.condition import Condition
from mka_assist.rulebook.facts import Facts, Value
from mka_assist.rulebook.meaning import Verdict
from mka_assist.rulebook.model import Partner, Rule, Status


class Origin(StrEnum):
    """Where the value of a fact comes from."""

    GEGEVEN = "gegeven"
    AFGELEID = "afgeleid"
    OVERSCHREVEN = "overschreven"
    ONBEKEND = "onbekend"
    NIET_GEVRAAGD = "niet_gevraagd"


class Contribution(StrEnum):
    """What a derivation came to."""

    AFGELEID = "afgeleid"
    OVERSCHREVEN = "overschreven"
    AL_GEGEVEN = "al_gegeven"
    AL_AFGELEID = "al_afgeleid"
    GEEN = "geen"


@dataclass(frozen=True, slots=True)
class Reading:
    """A condition, or a part of one, read for this call. Only a single test has a value and its origin."""

    condition: Condition
    verdict: Verdict
    parts: tuple[Reading, ...] = ()
    value: Value | None = None
    origin: Origin | None = None


@dataclass(frozen=True, slots=True)
class RuleExplanation:
    """One rule for this call. `effect` is what it does to a partner, if anything."""

    rule: Rule
    verdict: Verdict
    reading: Reading
    effect: Status | None = None
    decides: bool = False


@dataclass(frozen=True, slots=True)
class DerivationExplanation:
    """One derivation for this call: what it says of a fact, and what became of that."""

    rule: Rule
    verdict: Verdict
    reading: Reading
    fact: str
    value: Value
    contribution: Contribution


@dataclass(frozen=True, slots=True)
class Change:
    """A smallest change of the facts, and the status it brings. `facts` holds a value that will do for each
    fact; `words` says in Dutch which values will do."""

    status: Status
    facts: Mapping[str, Value | None]
    words: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class PartnerExplanation:
    """A partner's status and every criterion. Without an agreement no change of the facts helps."""

    partner: Partner
    status: Status
    agreement: Reason | None
    rules: tuple[RuleExplanation, ...]
    to_alarm: tuple[Change, ...]
    """Smallest changes by which the partner is alarmed; empty when it is already, or when none will do."""
    to_other: tuple[Change, ...]
    """Smallest changes to any other status."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """One call explained. `others` are the rules that are not about a partner: ambulance and attention."""

    facts: Facts
    given: Facts
    derivations: tuple[DerivationExplanation, ...]
    partners: Mapping[str, PartnerExplanation]
    others: tuple[RuleExplanation, ...]
