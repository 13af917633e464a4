"""Each rule as one Dutch sentence, with what happens while its answer is unknown.

"HartslagNu wordt niet gealarmeerd als de patiënt jonger is dan 1 jaar. Is de leeftijd onbekend, dan wordt wel
gealarmeerd." Made from the condition itself, so that it says what the rule does, whatever its `uitleg` says.
"""

from __future__ import annotations

from dataclasses import dataclass

from mka_assist.rulebook.cells import cells
from mka_assist.rulebook.clauses import capital, listed, wording
from mka_assist.rulebook.condition import each_test
from mka_assist.rulebook.facts import WEEK_MINUTE, FactKind, FactSpec
from mka_assist.rulebook.meaning import holds
from mka_assist.rulebook.model import AmbulanceAdvice, Kind, OnUnknown, Partner, Rule, RuleBook, Status
from mka_assist.rulebook.phrases import condition_clause, fact_clause
from mka_assist.rulebook.vocabulary import CRITERIA, EVERYBODY

_ARTICLES = {
    "politie": "de politie",
    "brandweer": "de brandweer",
    "knrm": "de KNRM",
    "reddingsbrigade": "de Reddingsbrigade",
    "boa": "de boa",
}
"""Partners that Dutch gives an article; any other is called by its bare name."""

_GROUPS = {
    "burgerhulpverleners": ("burgerhulpverleners", True),
    "politie": ("de politie", False),
    "brandweer": ("de brandweer", False),
    "nautisch": ("nautische partners", True),
    "boa": ("boa's", True),
    "overig": ("overige partners", True),
}


_NUMBERS = ("Geen", "Eén", "Twee", "Drie", "Vier", "Vijf", "Zes", "Zeven", "Acht", "Negen")


@dataclass(frozen=True, slots=True)
class _Who:
    name: str
    plural: bool = False
    everybody: bool = False

    @property
    def get(self) -> str:
        """The verb of a passive: "wordt" or "worden"."""
        return "worden" if self.plural else "wordt"

    @property
    def are(self) -> str:
        return "zijn" if self.plural else "is"


def rule_sentence(rule: Rule, rulebook: RuleBook, partner: Partner | None = None) -> str:
    """What a rule does, for everybody it applies to or for one partner, and what it does while unknown."""
    condition = condition_clause(rule.condition, rulebook.facts)
    if rule.kind in CRITERIA:
        who = _Who(partner_name(partner)) if partner else _audience(rule, rulebook)
        first = f"{capital(_criterion(rule, who))} als {condition}."
    else:
        first = f"{_other(rule, rulebook)} als {condition}."
    return " ".join(filter(None, (first, _while_unknown(rule, rulebook))))


def partner_name(partner: Partner) -> str:
    """How a sentence calls a partner: "de politie", "HartslagNu"."""
    return _ARTICLES.get(partner.id, partner.name)


def _criterion(rule: Rule, who: _Who) -> str:
    """The sentence up to "als". An exclusion says what holds it off; the others what they need."""
    if rule.kind is Kind.UITSLUITING:
        return _excluded(rule.effect, who)
    match rule.effect:
        case Status.UITGESLOTEN:
            return f"{who.name} {who.get} alleen gealarmeerd"
        case Status.NIET_VAN_TOEPASSING:
            return f"alarmering van {who.name} is alleen van toepassing"
        case Status.NIET_BESCHIKBAAR:
            return f"{who.name} {who.are} alleen beschikbaar"
        case Status.NAVRAGEN:
            return f"{who.name} {who.get} alleen zonder navraag gealarmeerd"
        case _:
            return f"{who.name} {who.get} pas gealarmeerd"


def _excluded(effect: Status, who: _Who) -> str:
    match effect:
        case Status.NIET_VAN_TOEPASSING:
            return f"alarmering van {who.name} is niet van toepassing"
        case Status.NAVRAGEN:
            return f"{who.name} {who.get} pas na navraag gealarmeerd"
        case Status.WACHT_OP_VERMOEDEN:
            return f"{who.name} {who.get} nog niet gealarmeerd, maar {_wait(who)} op een vermoeden,"
        case Status.WACHT_OP_AMBULANCE:
            return f"{who.name} {who.get} nog niet gealarmeerd, maar {_wait(who)} op de ambulance,"
        case _:
            what = "beschikbaar" if effect is Status.NIET_BESCHIKBAAR else "gealarmeerd"
            verb = who.are if effect is Status.NIET_BESCHIKBAAR else who.get
            if who.everybody:
                return f"geen enkele partner {'is' if verb == 'zijn' else 'wordt'} {what}"
            return f"{who.name} {verb} niet {what}"


def _wait(who: _Who) -> str:
    return "wachten" if who.plural else "wacht"


def _other(rule: Rule, rulebook: RuleBook) -> str:
    """Derivations, the ambulance and points of attention, up to "als"."""
    if rule.derives:
        name, value = rule.derives
        spec = rulebook.facts.get(name) or FactSpec(name, FactKind.TEKST, name)
        return capital(fact_clause(spec, value).main)
    if rule.ambulance:
        return _ambulance(rule.ambulance)
    return "De centralist krijgt een aandachtspunt"


def _ambulance(advice: AmbulanceAdvice) -> str:
    number = _NUMBERS[advice.high_complexity]
    units = "hoogcomplexe eenheid gaat" if advice.high_complexity == 1 else "hoogcomplexe eenheden gaan"
    extra = ", en een eenheid dichtbij gaat ook mee," if advice.near_unit_as_extra else ""
    return f"{number} {units} met urgentie {advice.urgency}{extra}"


def _while_unknown(rule: Rule, rulebook: RuleBook) -> str:
    if rule.kind not in CRITERIA or not (unknown := _unknown(rule, rulebook)):
        return ""
    match rule.on_unknown:
        case OnUnknown.ALARMEREN:
            return f"{unknown}, dan wordt wel gealarmeerd."
        case OnUnknown.NAVRAGEN:
            return f"{unknown}, dan wordt eerst nagevraagd."
        case _:
            return f"{unknown}, dan wacht de alarmering."


def _unknown(rule: Rule, rulebook: RuleBook) -> str:
    """How the verdict can be unknown, as the start of a sentence; nothing when it cannot be."""
    if len(rule.facts) != 1:
        return "Is dat nog niet te zeggen" if rule.facts else ""
    (name,) = rule.facts
    spec = rulebook.facts.get(name) or FactSpec(name, FactKind.TEKST, name)
    if name == WEEK_MINUTE.name:
        return ""
    if holds(rule.condition, {name: None}) is None:
        words = wording(spec)
        return f"Is onbekend of {words.yes.after_if}" if words.yes else f"Is {words.noun} onbekend"
    values = cells(spec, tuple(each_test(rule.condition)))
    open_at_all = any(holds(rule.condition, {name: value}) is None for value in values)
    return "Is dat nog niet te zeggen" if open_at_all else ""


def _audience(rule: Rule, rulebook: RuleBook) -> _Who:
    """Everybody a rule applies to, as the subject of a sentence."""
    if EVERYBODY in rule.applies_to or not rule.applies_to:
        return _Who("partners", plural=True, everybody=True)
    found = [
        _GROUPS.get(name) or (_partner(name, rulebook), False) for name in dict.fromkeys(rule.applies_to)
    ]
    plural = len(found) > 1 or found[0][1]
    return _Who(listed((name for name, _ in found), "en"), plural)


def _partner(name: str, rulebook: RuleBook) -> str:
    return partner_name(rulebook.partners[name]) if name in rulebook.partners else name
