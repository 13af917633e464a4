"""The checked rulebook: frozen data, everything resolved, nothing left to look up in a file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Set
from enum import StrEnum
from functools import cached_property

from mka_assist.rulebook.condition import Condition, facts_in
from mka_assist.rulebook.diagnostics import Place
from mka_assist.rulebook.facts import FactSpec, Value
from mka_assist.rulebook.policy import Aftercare, CrowdLimits, LatePolicy
from mka_assist.rulebook.policy import Deviation as Deviation
from mka_assist.rulebook.policy import Frozen as Frozen
from mka_assist.rulebook.policy import Source as Source


class Status(StrEnum):
    """What a partner may do now, strongest first: where several hold, the first in this list counts."""

    GEEN_AFSPRAAK = "geen_afspraak"
    UITGESLOTEN = "uitgesloten"
    NIET_VAN_TOEPASSING = "niet_van_toepassing"
    NIET_BESCHIKBAAR = "niet_beschikbaar"
    WACHT_OP_VERMOEDEN = "wacht_op_vermoeden"
    NAVRAGEN = "navragen"
    WACHT_OP_AMBULANCE = "wacht_op_ambulance"
    ALARMEREN = "alarmeren"


STRENGTH: Mapping[Status, int] = {status: rank for rank, status in enumerate(Status)}
WAITING = frozenset({Status.WACHT_OP_VERMOEDEN, Status.WACHT_OP_AMBULANCE})
READY = (Status.ALARMEREN, Status.WACHT_OP_AMBULANCE)
"""A partner with one of these may go, together with an ambulance or after it."""
LATE = (Status.UITGESLOTEN, Status.WACHT_OP_VERMOEDEN)
"""A partner that is under way and now has one of these should not be."""


class Kind(StrEnum):
    """Kinds of rule, by their key in a rule file."""

    AFLEIDING = "afleiding"
    INSLUITING = "insluiting"
    UITSLUITING = "uitsluiting"
    VOLGORDE = "volgorde"
    AMBULANCE = "ambulance"
    AANDACHT = "aandacht"


class OnUnknown(StrEnum):
    """What a criterion does while its answer is unknown."""

    ALARMEREN = "alarmeren"
    NAVRAGEN = "navragen"
    WACHTEN = "wachten"


class AmbulanceAdvice(Frozen):
    """What to dispatch: an urgency, a number of high-complexity units, and a near unit as extra."""

    urgency: str
    high_complexity: int
    near_unit_as_extra: bool = False


class Example(Frozen):
    """A call in a rule file with the status it must get: a test that stands beside its rule."""

    facts: Mapping[str, Value | None]
    expected: str
    """A status; for rules without one (derivations, ambulance, attention) the verdict of the rule itself."""
    because: str = ""
    at: dt.datetime | None = None
    partner: str = ""
    place: Place
    places: Mapping[str, Place] = {}
    """Where its `omdat` and `partner` stand."""


class Rule(Frozen):
    """One rule. `condition` is the test; the other fields say what its verdict means."""

    id: str
    kind: Kind
    condition: Condition
    text: str
    source: Source
    place: Place
    applies_to: tuple[str, ...] = ()
    """Partner ids and groups; `alle` is everybody. Empty for rules that are not about a partner."""
    derives: tuple[str, Value] | None = None
    overrides_input: bool = False
    effect: Status = Status.UITGESLOTEN
    on_unknown: OnUnknown = OnUnknown.ALARMEREN
    unshakable: bool = False
    safety: bool = False
    ambulance: AmbulanceAdvice | None = None
    deviation: Deviation | None = None
    replaces: str = ""
    valid_from: dt.date | None = None
    valid_until: dt.date | None = None
    examples: tuple[Example, ...] = ()
    places: Mapping[str, Place] = {}
    """Where its `id`, its `vervangt` and each name under `geldt_voor` stand."""

    @cached_property
    def facts(self) -> frozenset[str]:
        return facts_in(self.condition)

    @cached_property
    def citation(self) -> str:
        """The source as one text."""
        return str(self.source)


class Agreement(Frozen):
    """The written agreement with a partner (*afspraak*); valid up to and including `valid_until`."""

    party: str
    document: str
    date: dt.date
    valid_until: dt.date | None = None


class Expected(Frozen):
    """How many responders and AEDs a partner is expected to bring; more may be worth feedback (KK 2.3)."""

    responders: int
    aeds: int = 0
    feedback: str = ""
    source: Source


class Partner(Frozen):
    """A partner organisation and the ids of every criterion it must meet, national ones first."""

    id: str
    name: str
    group: str
    criteria: tuple[str, ...]
    replaced: tuple[str, ...] = ()
    """Criteria that a deviation of the region stands in for: they count again when it is not in force."""
    needs_agreement: bool = True
    agreement: Agreement | None = None
    expected: Expected | None = None
    message: str = ""
    """Its alarm message as a template; empty for the plain text of `message`. So are the next two."""
    warning: str = ""
    """The safety notice (*waarschuwing*)."""
    stand_down: str = ""
    """The message that it need not come any more (*intrekbericht*)."""
    late_policy: LatePolicy = LatePolicy.KEUZE
    """What is proposed once an exclusion is learned after its alarm: its own, or that of the region."""
    place: Place


class RuleBook(Frozen):
    """Everything that decides a call: facts, rules, partners, and the hash of the files they came from."""

    version: str
    region: str
    region_name: str
    example_region: bool
    sha256: str
    files: tuple[str, ...]
    facts: Mapping[str, FactSpec]
    rules: Mapping[str, Rule]
    partners: Mapping[str, Partner]
    strata: tuple[tuple[Rule, ...], ...]
    """Derivations in order: a stratum needs only facts given or derived in earlier ones."""
    example_facts: Mapping[str, Value | None]
    """The plain case that examples start from."""
    valid_from: dt.date
    turns: tuple[dt.date, ...] = ()
    """The days on which one edition of a file takes over from another; this rulebook holds one of each."""
    virtual_unit: Deviation | None = None
    """The region's decision that a unit *requested* opens the partner alarm; ask `virtual_unit_on`."""
    late_policy: LatePolicy = LatePolicy.KEUZE
    crowd_limits: CrowdLimits = CrowdLimits()
    aftercare: Mapping[str, Aftercare] = {}
    """By group (or `melder`, `omstanders`)."""

    @cached_property
    def criteria(self) -> tuple[Rule, ...]:
        """Every rule that is not a derivation, in file order."""
        return tuple(rule for rule in self.rules.values() if rule.kind is not Kind.AFLEIDING)

    def virtual_unit_on(self, day: dt.date) -> Deviation | None:
        """The decision that counts on a day, or None: then only a unit dispatched or upgraded is enough."""
        return self.virtual_unit if self.virtual_unit and self.virtual_unit.holds_on(day) else None

    def in_force(self, on: dt.date) -> RuleBook:
        """The same rulebook with only the rules that are valid on a day."""
        gone = {
            rule.id
            for rule in self.rules.values()
            if (rule.valid_from and on < rule.valid_from) or (rule.valid_until and on > rule.valid_until)
        }
        if not gone:
            return self
        valid = self.model_copy(
            update={
                "rules": {id: rule for id, rule in self.rules.items() if id not in gone},
                "partners": {
                    id: partner.model_copy(update={"criteria": self._criteria(partner, gone)})
                    for id, partner in self.partners.items()
                },
                "strata": tuple(tuple(r for r in s if r.id not in gone) for s in self.strata),
            }
        )
        valid.__dict__.pop("criteria", None)  # a copy takes the cached value of all rules along
        return valid

    def _criteria(self, partner: Partner, gone: Set[str]) -> tuple[str, ...]:
        """A partner's criteria without those that are gone; what only these replaced is back in its place."""
        kept = {id for id in partner.criteria if id not in gone}
        still_replaced = {self.rules[id].replaces for id in kept}
        kept.update(id for id in partner.replaced if id not in gone and id not in still_replaced)
        return tuple(id for id in self.rules if id in kept)
