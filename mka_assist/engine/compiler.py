"""RuleBook to engine: one set of durable_rules per stratum of derivations, and one for all other rules."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from mka_assist.engine.branches import Branch, statements
from mka_assist.engine.durable import DurableRules
from mka_assist.engine.encoding import Field, encode, specs_of
from mka_assist.engine.errors import EngineError
from mka_assist.rulebook.facts import Facts, FactSpec
from mka_assist.rulebook.meaning import Verdict
from mka_assist.rulebook.model import Rule, RuleBook


@dataclass(frozen=True, slots=True)
class _Part:
    """Rules that are judged on the same facts: a stratum, or everything after the last one."""

    durable: DurableRules[Field]
    fields: tuple[Field, ...]
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
        parts: dict[int, _Part] = {}
        for rule in rules:
            compiled, part = self._place.get(rule.id, (None, None))
            if part is None or (compiled is not rule and compiled != rule):
                raise EngineError(f'regel "{rule.id}" is niet de regel waarmee gebouwd is')
            parts[id(part)] = part
        said: dict[str, Verdict] = {}
        for part in parts.values():
            for index in part.durable.fire(encode(part.fields, facts, self._specs)):
                id_, verdict = part.says[index]
                if said.setdefault(id_, verdict) is not verdict:
                    raise EngineError(f'ja en nee tegelijk op regel "{id_}"')
        return {rule.id: said.get(rule.id) for rule in rules}


def _compile(rules: Sequence[Rule], specs: Mapping[str, FactSpec]) -> _Part:
    says: list[tuple[str, bool]] = []
    branches: list[Branch] = []
    for rule in rules:
        both = statements(rule, specs)
        for verdict, found in ((True, both.true), (False, both.false)):
            says.extend((rule.id, verdict) for _ in found)
            branches.extend(found)
    fields = dict.fromkeys(field for branch in branches for field, _, _ in branch)
    return _Part(DurableRules(branches), tuple(fields), tuple(says))
