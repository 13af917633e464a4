"""The rules as every peer gets them: the statements our own engine compiles, in whole numbers.

`PeerChannel` puts a peer in the place of our engine: same question, same answer. It turns facts into
numbers with a reader per field, made beforehand, and asks the peer stage by stage: a stage is a stratum of
derivations, or everything after the last one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from mka_assist.engine.branches import Branch, statements
from mka_assist.engine.encoding import Aspect, Field, specs_of
from mka_assist.rulebook.age import Age
from mka_assist.rulebook.facts import FactKind, Facts, Value
from mka_assist.rulebook.meaning import Verdict
from mka_assist.rulebook.model import Rule, RuleBook

Literal = tuple[str, str, int]
"""A field name, one of "==", ">=" and "<=", and a number."""
Message = dict[str, int]
"""Field name to number; a field that is unknown is left out."""
Peer = Callable[[int, Message], Iterable[int]]
"""The number of a stage and a message to the indexes of the statements of that stage that hold."""
_Reader = Callable[[Value], int | None]


@dataclass(frozen=True, slots=True)
class Statement:
    """A rule known true, or known false: it holds when all literals of one of its branches hold."""

    rule: str
    verdict: bool
    branches: tuple[tuple[Literal, ...], ...]


Stage = Sequence[Statement]


class PeerChannel:
    """Judges the rules of a rulebook by a peer; a `Channel` for `Decider` and a `Judge` for `meaning`."""

    def __init__(self, book: RuleBook, load: Callable[[Sequence[Stage]], Peer]) -> None:
        self._specs = specs_of(book)
        self._names: dict[Field, str] = {}
        self._rules = (*book.strata, book.criteria)
        stages = [tuple(s for rule in rules for s in self._of(rule)) for rules in self._rules]
        self._says = [[(s.rule, s.verdict) for s in stage] for stage in stages]
        self._unknown = [dict.fromkeys(rule.id for rule in rules) for rules in self._rules]
        self._known: list[list[tuple[str, str]]] = []
        self._readers: list[list[tuple[str, str, _Reader]]] = []
        for stage in stages:
            used = {name for s in stage for branch in s.branches for name, _, _ in branch}
            mine = [(field, name) for field, name in self._names.items() if name in used]
            known = [(f.fact, name) for f, name in mine if f.aspect is Aspect.KNOWN]
            self._known.append(known)
            self._readers.append(
                [
                    (f.fact, name, _reader(f, self._specs[f.fact].kind))
                    for f, name in mine
                    if f.aspect is not Aspect.KNOWN
                ]
            )
        self._peer = load(stages)

    def judge(self, rules: tuple[Rule, ...], facts: Facts) -> Mapping[str, Verdict]:
        """The verdict of each of these rules, which are those of one stage."""
        stage = next(index for index, own in enumerate(self._rules) if own is rules)
        verdicts: dict[str, Verdict] = dict(self._unknown[stage])
        says = self._says[stage]
        for held in self._peer(stage, self._message(stage, facts)):
            rule, verdict = says[held]
            if verdicts[rule] is (not verdict):
                raise RuntimeError(f"both true and false: {rule}")
            verdicts[rule] = verdict
        return verdicts

    def close(self) -> None:
        """A peer keeps what it has until its process ends."""

    def _message(self, stage: int, facts: Facts) -> Message:
        message: Message = {}
        for fact, name in self._known[stage]:
            message[name] = int(facts.get(fact) is not None)
        for fact, name, read in self._readers[stage]:
            value = facts.get(fact)
            if value is not None and (number := read(value)) is not None:
                message[name] = number
        return message

    def _of(self, rule: Rule) -> Iterable[Statement]:
        both = statements(rule, self._specs)
        for verdict, branches in ((True, both.true), (False, both.false)):
            if branches:
                yield Statement(rule.id, verdict, tuple(self._plain(branch) for branch in branches))

    def _plain(self, branch: Branch) -> tuple[Literal, ...]:
        return tuple(
            (self._names.setdefault(field, f"f{len(self._names)}"), comparison, number)
            for field, comparison, number in branch
        )


def _reader(field: Field, kind: FactKind) -> _Reader:
    values = field.values
    match field.aspect:
        case Aspect.LOW:
            return lambda age: age.low if isinstance(age, Age) else None
        case Aspect.HIGH:
            return lambda age: age.high if isinstance(age, Age) else None
        case Aspect.MEMBER if kind is FactKind.LEEFTIJD:
            return lambda age: _is_one_of(values, age)
        case Aspect.MEMBER:
            return lambda value: int(value in values)
        case _:
            return int  # type: ignore[return-value]  # only numbers, and ja and nee, have this aspect


def _is_one_of(values: frozenset[str | bool | int], age: Value) -> int | None:
    assert isinstance(age, Age)
    if not any(isinstance(v, int) and age.low <= v <= age.high for v in values):
        return 0
    return 1 if age.exact else None
