"""RuleBook to engine: one set of durable_rules per stratum of derivations, and one for all other rules."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from mka_assist.engine.branches import Branch, statements
from mka_assist.engine.durable import DurableRules
from mka_assist.engine.encoding import Field, Reader, reader, specs_of
from mka_assist.engine.errors import EngineError
from mka_assist.rulebook.facts import Facts, FactSpec
from mka_assist.rulebook.meaning import Verdict
from mka_assist.rulebook.model import Rule, RuleBook


@dataclass(frozen=True, slots=True)
class _Part:
    """Rules that are judged on the same facts: a stratum, or everything after the last one."""

    rules: tuple[Rule, ...]
    durable: DurableRules[int]
    """A field is known by its place in `readers`: hashing a `Field` costs more than reading it."""
    readers: tuple[Reader, ...]
    unknown: Mapping[str, Verdict]
    """The verdicts before any branch holds."""
    says: tuple[tuple[str, bool], ...]
    """What each branch says when it holds: a rule id, and whether its condition is true or false."""


class Engine:
    """A rulebook in durable_rules; answers the same question as `meaning.read_rules`, in another way.

    `Engine.judge` is a `meaning.Judge`: `meaning.judge(rulebook, given, engine.judge)`. It judges any rules
    of the rulebook it was built from, so also those of `rulebook.in_force(day)`. It keeps nothing of a call.
    Raises `CompileError` when a rule cannot be compiled and `EngineError` when the engine cannot be trusted;
    after an `EngineError` it is closed and a new one must be built.
    """

    def __init__(self, rulebook: RuleBook) -> None:
        self._specs = specs_of(rulebook)
        self._place: dict[str, tuple[Rule, _Part]] = {}
        self._parts: list[_Part] = []
        try:
            for rules in (*rulebook.strata, rulebook.criteria):
                part = _compile(rules, self._specs)
                self._parts.append(part)
                self._place.update({rule.id: (rule, part) for rule in rules})
        except BaseException:
            self.close()
            raise

    def judge(self, rules: tuple[Rule, ...], facts: Facts) -> Mapping[str, Verdict]:
        """Of each rule whether its condition holds. Raises `EngineError`, and is closed after that."""
        try:
            return self._judge(rules, facts)
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Give back the memory of the engine. May be called more than once."""
        for part in self._parts:
            part.durable.close()

    def _judge(self, rules: tuple[Rule, ...], facts: Facts) -> Mapping[str, Verdict]:
        found: dict[str, Verdict] = {}
        for part in self._parts_of(rules):
            found |= part.unknown
            numbers = {
                place: number
                for place, read in enumerate(part.readers)
                if (number := read(facts)) is not None
            }
            for index in part.durable.fire(numbers):
                id_, verdict = part.says[index]
                if found[id_] is (not verdict):
                    raise EngineError(f'ja en nee tegelijk op regel "{id_}"')
                found[id_] = verdict
        return found if len(found) == len(rules) else {rule.id: found[rule.id] for rule in rules}

    def _parts_of(self, rules: tuple[Rule, ...]) -> Iterable[_Part]:
        """The parts in which these rules are; the usual case, the very rules of one part, at once."""
        for part in self._parts:
            if part.rules is rules:
                return (part,)
        parts: dict[int, _Part] = {}
        for rule in rules:
            compiled, holder = self._place.get(rule.id, (None, None))
            if holder is None or (compiled is not rule and compiled != rule):
                raise EngineError(f'regel "{rule.id}" is niet de regel waarmee gebouwd is')
            parts[id(holder)] = holder
        return parts.values()


def _compile(rules: tuple[Rule, ...], specs: Mapping[str, FactSpec]) -> _Part:
    says: list[tuple[str, bool]] = []
    branches: list[Branch] = []
    for rule in rules:
        both = statements(rule, specs)
        for verdict, found in ((True, both.true), (False, both.false)):
            says.extend((rule.id, verdict) for _ in found)
            branches.extend(found)
    place: dict[Field, int] = {}
    for branch in branches:
        for field, _, _ in branch:
            place.setdefault(field, len(place))
    placed = [[(place[field], comparison, number) for field, comparison, number in b] for b in branches]
    readers = tuple(reader(field, specs) for field in place)
    return _Part(rules, DurableRules(placed), readers, dict.fromkeys(r.id for r in rules), tuple(says))
