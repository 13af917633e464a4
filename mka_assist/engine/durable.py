"""The only module that touches durable_rules: straight at its C module, which crashes, hangs or lies when
used naively. No threads, no callbacks, one session; every anomaly is an error. The limits and hazards that
shape this module are held by tests/engine/test_hazards.py.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Hashable, Mapping, Sequence
from contextlib import suppress
from itertools import count
from typing import Any, Generic, TypeVar

from mka_assist.engine.errors import EngineError, EngineMissingError

PER_BUCKET = 30
BUCKETS = 30
PER_RULESET = PER_BUCKET * BUCKETS
"""At most 30 + 30 + 1 nodes are pending at once this way; the engine has room for 64."""
MOST_FIELDS = 200
"""Per ruleset; the engine has room for 252, of which buckets and the end marker take 31."""
LARGEST = 2**53
"""No number is larger: the engine saturates at 2^63 and compares with floats as doubles."""
_END = "_end"
_SID = "0"
_RESERVED = (
    "id", "sid", "m", "name", "all", "any", "pri", "count", "cap", "dist", "run", "_end",
    "$s", "$i", "$m", "$l", "$r", "$or", "$and", "$not", "$all", "$any", "$lt", "$lte", "$gt", "$gte", "$eq",
    "$neq", "$ex", "$nex", "$mt", "$imt", "$iall", "$iany", "$add", "$sub", "$mul", "$div", "$forward",
    "$time", "$pulse", "$timerName", "$baseTime",
)  # fmt: skip
"""Names with a meaning of their own in a rule or a message."""
_OPERATORS = {">=": "$gte", "<=": "$lte"}

F = TypeVar("F", bound=Hashable)
Test = tuple[F, str, int]
"""A field, one of "==", ">=" and "<=", and a number."""


class DurableRules(Generic[F]):
    """Any number of branches, each a tuple of tests; says which branches hold for the numbers given.

    Raises `EngineError` on anything unexpected, and is closed from then on: build a new one.
    """

    def __init__(self, branches: Sequence[Sequence[Test[F]]]) -> None:
        self._lock = threading.Lock()
        self._closed = False
        self._rulesets: list[_Ruleset[F]] = []
        try:
            for first, part in _split(branches):
                self._rulesets.append(_Ruleset(first, part))
        except BaseException:
            self.close()
            raise

    def fire(self, values: Mapping[F, int]) -> set[int]:
        """The indexes of the branches that hold. A field that is not in `values` satisfies no test."""
        with self._lock:
            if self._closed:
                raise EngineError("gesloten na een eerdere fout")
            try:
                found: set[int] = set()
                for ruleset in self._rulesets:
                    found |= ruleset.fire(values)
                return found
            except BaseException:
                self._close()
                raise

    def close(self) -> None:
        """Give back the memory. A closed engine refuses every question."""
        with self._lock:
            self._close()

    def _close(self) -> None:
        self._closed = True
        while self._rulesets:
            self._rulesets.pop().close()


def _split(branches: Sequence[Sequence[Test[F]]]) -> list[tuple[int, list[Sequence[Test[F]]]]]:
    """Parts that fit in one ruleset, each with the index of its first branch."""
    parts: list[tuple[int, list[Sequence[Test[F]]]]] = []
    fields: set[F] = set()
    for index, branch in enumerate(branches):
        own = {field for field, _, _ in branch}
        if not parts or len(parts[-1][1]) == PER_RULESET or len(fields | own) > MOST_FIELDS:
            parts.append((index, []))
            fields = set()
        fields |= own
        parts[-1][1].append(branch)
    return parts


class _Ruleset(Generic[F]):
    """One ruleset in C, with one session that lives for the length of one `fire`."""

    def __init__(self, first: int, branches: Sequence[Sequence[Test[F]]]) -> None:
        self._engine = load()
        fields = dict.fromkeys(field for branch in branches for field, _, _ in branch)
        if len(fields) > MOST_FIELDS:
            raise EngineError(f"te veel velden in één deel: {len(fields)}")
        buckets = _names("b", -(-len(branches) // PER_BUCKET), ())
        self._names = dict(zip(fields, _names("f", len(fields), buckets), strict=True))
        self._head = f'{{"id":"m","sid":"{_SID}","{_END}":1' + "".join(f',"{name}":1' for name in buckets)
        self._index = {f"r{index}": first + index for index in range(len(branches))}
        rules = {
            f"r{index}": self._rule(buckets[index // PER_BUCKET], branch)
            for index, branch in enumerate(branches)
        }
        rules[_END] = {"all": [{"m": {_END: 1}}], "pri": 1}
        self._primed = False
        self._handle: int | None = None
        try:
            try:
                self._handle = self._engine.create_ruleset("mka", json.dumps(rules, allow_nan=False))
            except Exception as problem:
                raise _anomaly(problem) from problem
            self.fire({})  # so that the slot of the one session holds no garbage pointer when it is deleted
        except BaseException:
            self.close()
            raise

    def _rule(self, bucket: str, branch: Sequence[Test[F]]) -> dict[str, Any]:
        tests: list[dict[str, Any]] = [{bucket: 1}]
        for field, comparison, number in branch:
            test = {self._names[field]: _checked(number)}
            tests.append(test if comparison == "==" else {_OPERATORS[comparison]: test})
        return {"all": [{"m": {"$and": tests} if branch else tests[0]}]}

    def fire(self, values: Mapping[F, int]) -> set[int]:
        numbers = "".join(
            [f',"{name}":{_checked(values[field])}' for field, name in self._names.items() if field in values]
        )
        try:
            code, state = self._engine.assert_fact(self._handle, f"{self._head}{numbers}}}")
            if code:
                raise EngineError(f"de feiten worden geweigerd met code {code}")
            fired = self._run(state)
            self._engine.delete_state(self._handle, _SID)
        except EngineError:
            raise
        except Exception as problem:
            raise _anomaly(problem) from problem
        if fired.pop() != _END:
            raise EngineError("gestopt voordat alle regels geprobeerd waren")
        found = {self._index[name] for name in fired if name in self._index}
        if len(found) != len(fired):
            raise EngineError("een regel komt twee keer uit of bestaat niet")
        return found

    def _run(self, state: int) -> list[str]:
        """The names of the rules that fire, in order; the rule name is the first text in an action."""
        started = self._engine.start_action_for_state(self._handle, state)
        if started is None:
            raise EngineError("geen enkele regel is geprobeerd")
        self._primed = True
        complete, handle = self._engine.complete_and_start_action, self._handle
        action, fired, most = started[1], list[str](), len(self._index) + 1
        while action is not None:
            fired.append(action.split('"', 2)[1])
            if len(fired) > most:
                raise EngineError("er komen meer regels uit dan er zijn")
            action = complete(handle, state)
        return fired

    def close(self) -> None:
        """Delete the ruleset, and first the session that an error may have left: it would leak otherwise.

        A session in which no rule has ever fired is left to leak: deleting that one crashes the process.
        """
        handle, self._handle = self._handle, None
        if handle is None:
            return
        if self._primed:
            with suppress(self._engine.error):  # the usual case: there is no session left
                self._engine.delete_state(handle, _SID)
        with suppress(self._engine.error):
            self._engine.delete_ruleset(handle)


def _anomaly(problem: Exception) -> EngineError:
    """Whatever the C module raises (its own `error`, `MemoryError`, anything) becomes an `EngineError`."""
    return EngineError(f"fout in durable_rules: {problem}")


def load() -> Any:
    """The C module. Raises `EngineMissingError` when it is not there or does not fit this Python."""
    try:
        import durable_rules_engine
    except Exception as problem:  # a broken install can raise anything
        raise EngineMissingError("durable_rules is niet te laden; installeer mka-assist opnieuw") from problem
    return durable_rules_engine


def _checked(number: int) -> int:
    """Only whole numbers that the engine reads exactly; a bool, a float or a NaN is refused here."""
    if type(number) is not int or not -LARGEST <= number <= LARGEST:
        raise EngineError(f"{number!r} is geen heel getal dat exact blijft")
    return number


def _names(prefix: str, number: int, taken: Sequence[str]) -> list[str]:
    """So many names whose hashes differ from each other, from the names taken and from the reserved ones.

    The engine knows a field by its 32-bit hash only: two names with one hash are one field to it.
    """
    seen = {fnv32(name) for name in (*_RESERVED, *taken)}
    names: list[str] = []
    candidates = (f"{prefix}{index}" for index in count())
    while len(names) < number:
        name = next(candidates)
        if fnv32(name) not in seen:
            seen.add(fnv32(name))
            names.append(name)
    return names


def fnv32(name: str) -> int:
    """The hash by which the engine knows a name (FNV-1a with the engine's own constants)."""
    value = 2166136261
    for byte in name.encode():
        value = ((value ^ byte) * 16777619) & 0xFFFFFFFF
    return value
