"""A condition as a Dutch clause: what stands after "als" in the sentence of a rule.

"Niet" is carried to the single tests, where Dutch has a word for it: "niet onder 1 jaar" is "1 jaar of
ouder". In three-valued logic that is the same condition.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from mka_assist.rulebook.age import format_age
from mka_assist.rulebook.clauses import Clause, Wording, listed, wording
from mka_assist.rulebook.condition import All, AnyOf, Condition, Not, Op, Test
from mka_assist.rulebook.facts import UNKNOWN_WORD, WEEK_MINUTE, FactKind, FactSpec, Value, format_value
from mka_assist.rulebook.hours import hours_in_words, moment_in_words, spans_of

Specs = Mapping[str, FactSpec]
ALWAYS = Clause("het", "om welke melding dan ook", "gaat")
NEVER = Clause("het", "om geen enkele melding", "gaat")
_OR_UNKNOWN = "of dat onbekend is"
_OPPOSITE = {
    Op.UNDER: Op.FROM,
    Op.FROM: Op.UNDER,
    Op.OVER: Op.AT_MOST,
    Op.AT_MOST: Op.OVER,
    Op.KNOWN: Op.UNKNOWN,
    Op.UNKNOWN: Op.KNOWN,
}


@dataclass(frozen=True, slots=True)
class _Group:
    """Clauses and groups that all hold ("en") or of which one holds ("of")."""

    word: str
    parts: tuple[_Part, ...]


_Part = Clause | _Group


def condition_clause(condition: Condition, specs: Specs) -> str:
    """The condition as it stands after "als": "de patiënt niet bij bewustzijn is en …"."""
    return _told(_parts(condition, specs, positive=True), 0)


def single_clause(test: Test, spec: FactSpec, *, positive: bool = True) -> Clause:
    """What a single test says of its fact, or its opposite."""
    op = test.op if positive or test.op is Op.IS else _OPPOSITE[test.op]
    words = wording(spec)
    if op in (Op.KNOWN, Op.UNKNOWN):
        return _known(words, "bekend" if op is Op.KNOWN else UNKNOWN_WORD)
    if op is Op.IS:
        return _is(test.values, spec, words, positive)
    bound = int(test.values[0])
    match spec.kind:
        case FactKind.LEEFTIJD:
            return _age_bound(op, format_age(bound))
        case _ if spec.name == WEEK_MINUTE.name:
            return _moment_bound(op, bound)
        case _:
            return _number_bound(op, bound, words.noun)


def fact_clause(spec: FactSpec, value: Value | None) -> Clause:
    """What is known of a fact in a call: "de patiënt is niet bij bewustzijn"."""
    words = wording(spec)
    if value is None:
        return _known(words, UNKNOWN_WORD)
    if isinstance(value, bool) and words.yes and words.no:
        return words.yes if value else words.no
    return Clause(words.noun, _value(value, spec, words))


def _parts(condition: Condition, specs: Specs, *, positive: bool) -> _Part:
    if spans := spans_of(condition):
        return Clause("het", ("" if positive else "niet ") + hours_in_words(spans))
    match condition:
        case Test(fact):
            return single_clause(condition, specs.get(fact) or _stranger(fact), positive=positive)
        case Not(part):
            return _parts(part, specs, positive=not positive)
        case AnyOf((Test(fact) as first, Test(same, Op.UNKNOWN))) if (
            positive and fact == same and first.op not in (Op.KNOWN, Op.UNKNOWN)
        ):
            said = single_clause(first, specs.get(fact) or _stranger(fact))
            return replace(said, tail=f"{said.tail} {_OR_UNKNOWN}".strip())
        case All(parts) | AnyOf(parts):
            word = "en" if isinstance(condition, All) is positive else "of"
            found = _flat([_parts(part, specs, positive=positive) for part in parts], word)
            if word == "en":
                found = _with_intervals(found)
            if not found:
                return ALWAYS if word == "en" else NEVER
            return found[0] if len(found) == 1 else _Group(word, tuple(found))


def _flat(parts: list[_Part], word: str) -> list[_Part]:
    """Groups of the same word taken apart; what is said twice is told once."""
    found: dict[_Part, None] = {}
    for part in parts:
        same = isinstance(part, _Group) and part.word == word
        found.update(dict.fromkeys(part.parts if same and isinstance(part, _Group) else (part,)))
    return [*found]


def _with_intervals(parts: list[_Part]) -> list[_Part]:
    """Two bounds that follow each other become one clause: "minstens 1 jaar en jonger dan 18 jaar"."""
    found: list[_Part] = []
    for part in parts:
        before = found[-1] if found else None
        if isinstance(before, Clause) and isinstance(part, Clause) and (both := _interval(before, part)):
            found[-1] = both
        else:
            found.append(part)
    return found


def _interval(low: Clause, high: Clause) -> Clause | None:
    least, _, more = low.complement.rpartition(" of ")
    if low.subject != high.subject or more not in ("ouder", "meer") or low.tail or not high.tail:
        return None
    return Clause(low.subject, f"minstens {least} en {high.complement} {high.tail}")


def _told(part: _Part, depth: int) -> str:
    """Brackets and commas show what belongs together: a comma around groups, brackets deeper down."""
    if isinstance(part, Clause):
        return f"({part.after_if})" if depth > 1 and _open_ended(part) else part.after_if
    inner = [_told(each, depth + 1) for each in part.parts]
    loose = any(isinstance(each, _Group) or _open_ended(each) for each in part.parts)
    if depth == 0 and loose:
        return f", {part.word} ".join(inner)
    text = listed(inner, part.word)
    return f"({text})" if depth > 1 else text


def _open_ended(clause: Clause) -> bool:
    """Does the clause end in one of its own, so that an "of" after it would seem to belong to that?"""
    return clause.tail.startswith("of ") or clause.tail.endswith(_OR_UNKNOWN)


def _known(words: Wording, word: str) -> Clause:
    if words.yes:
        return Clause("", word, "is", f"of {words.yes.after_if}")
    return Clause(words.noun, word)


def _is(values: tuple[str | bool | int, ...], spec: FactSpec, words: Wording, positive: bool) -> Clause:
    if not values:
        return NEVER if positive else ALWAYS
    if spec.kind is FactKind.JA_NEE and words.yes and words.no:
        if len(values) > 1:
            return Clause(words.noun, "ja of nee" if positive else "ja noch nee")
        return words.yes if values[0] == positive else words.no
    text = listed(_constant(value, spec, words) for value in values)
    match spec.kind:
        case FactKind.LEEFTIJD:
            return Clause("de patiënt", f"{'' if positive else 'niet '}precies {text} oud")
        case FactKind.GETAL:
            return Clause(words.noun, text if positive else f"niet {text}")
        case _:
            return Clause(words.noun, text) if positive else Clause(words.noun, "anders", tail=f"dan {text}")


def _age_bound(op: Op, age: str) -> Clause:
    match op:
        case Op.UNDER:
            return Clause("de patiënt", "jonger", tail=f"dan {age}")
        case Op.OVER:
            return Clause("de patiënt", "ouder", tail=f"dan {age}")
        case Op.FROM:
            return Clause("de patiënt", f"{age} of ouder")
        case _:
            return Clause("de patiënt", f"{age} of jonger")


def _number_bound(op: Op, number: int, noun: str) -> Clause:
    match op:
        case Op.UNDER:
            return Clause(noun, "minder", tail=f"dan {number}")
        case Op.OVER:
            return Clause(noun, "meer", tail=f"dan {number}")
        case Op.FROM:
            return Clause(noun, f"{number} of meer")
        case _:
            return Clause(noun, f"{number} of minder")


def _moment_bound(op: Op, minute: int) -> Clause:
    """A bound on the clock by itself; whole spans are told as hours."""
    words = {Op.UNDER: "vóór", Op.FROM: "vanaf", Op.AT_MOST: "uiterlijk", Op.OVER: "na"}
    return Clause("het", f"in de week {words[op]} {moment_in_words(minute)}")


def _constant(value: str | bool | int, spec: FactSpec, words: Wording) -> str:
    if spec.kind is FactKind.LEEFTIJD and isinstance(value, int):
        return format_age(value)
    return _value(value, spec, words)


def _value(value: Value, spec: FactSpec, words: Wording) -> str:
    text = format_value(value)
    if words.values:
        return words.values.get(text, text)
    return text.replace("_", " ") if spec.kind is FactKind.KEUZE else text


def _stranger(fact: str) -> FactSpec:
    """A fact that nobody declared: only its name is known."""
    return WEEK_MINUTE if fact == WEEK_MINUTE.name else FactSpec(fact, FactKind.TEKST, fact.replace("_", " "))
