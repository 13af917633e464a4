"""A006: een onbekende waar geen vraag naar leidt

Wat: ook als alle vragen beantwoord zijn, kan dit criterium onbekend blijven, omdat het rust op een feit
zonder vraag dat ook niet wordt afgeleid.

Waarom: met bij_onbekend: navragen of wachten blijft de partner dan voor altijd tegengehouden; met alarmeren
doet de regel nooit mee.

GOED:
    feiten:
      - {feit: hond_los, soort: ja_nee, naam: Hond los, vraag: "Loopt er een hond los?"}

FOUT:
    feiten:
      - {feit: hond_los, soort: ja_nee, naam: Hond los}
"""

from __future__ import annotations

from collections.abc import Iterator, Set

from mka_assist.rulebook.age import Age
from mka_assist.rulebook.analysis import faulty
from mka_assist.rulebook.analysis.boxes import Box, common, meet
from mka_assist.rulebook.analysis.context import CRITERIA, Context
from mka_assist.rulebook.diagnostics import Finding, Severity
from mka_assist.rulebook.facts import WEEK_MINUTE
from mka_assist.rulebook.model import OnUnknown

CODE = "A006"


def find(context: Context) -> Iterator[Finding]:
    """Criteria that stay unknown after every question was answered."""
    reached = _reached(context)
    answered = _answered(context, reached)
    wrong = context.once(faulty.rules)
    for rule in context.own_rules:
        if rule.kind not in CRITERIA or rule.id in wrong:
            continue
        box = common((answered,), context.statements.unknown_boxes(rule.condition))
        if box is None:
            continue
        behind = context.statements.behind(rule)
        named = " en ".join(f.name for f in context.space.fields if f.name in behind - reached)
        mine = {n: mask for n, mask in box.items() if context.space.fields[n].name in behind}
        waits = rule.on_unknown is not OnUnknown.ALARMEREN
        so = "dit criterium houdt dan voor altijd tegen" if waits else "dit criterium doet nooit mee"
        message = f"geen vraag leidt naar {named}: {so}"
        help = "Geef het feit een vraag, of leid het af uit andere feiten."
        severity = Severity.FOUT if waits else Severity.WAARSCHUWING
        yield Finding(CODE, rule.place, message, help, severity, context.example(mine, rule, because=rule.id))


def _reached(context: Context) -> Set[str]:
    """The facts that become known: by a question, from the progress of the call or the clock, and what
    can be derived from such facts."""
    specs = context.rulebook.facts
    reached = {
        f.name
        for f in context.space.fields
        if f.spec.question or f.spec.progress or f.name == WEEK_MINUTE.name
    }
    while True:
        answered = _answered(context, reached, also_unknown=True)
        more = {
            rule.derives[0]
            for stratum in context.rulebook.strata
            for rule in stratum
            if rule.derives
            and rule.derives[0] in specs
            and common((answered,), context.statements.true_boxes(rule.condition)) is not None
        }
        if more <= reached:
            return reached
        reached |= more


def _answered(context: Context, reached: Set[str], *, also_unknown: bool = False) -> Box:
    """The calls in which what nobody asks is unknown, and (unless `also_unknown`) all else fully known."""
    box: Box = {}
    for number, field in enumerate(context.space.fields):
        if field.name not in reached:
            mask = field.unknown
        elif also_unknown:
            continue
        else:
            mask = sum(1 << n for n, value in enumerate(field.values) if _settled(value))
        both = meet(box, {number: mask}) if mask != field.full else box
        box = box if both is None else both
    return box


def _settled(value: object) -> bool:
    return value is not None and not (isinstance(value, Age) and not value.exact)
