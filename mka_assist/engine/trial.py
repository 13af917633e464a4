"""A new rulebook is tried in a process of its own first: a crash or an endless loop in C cannot be caught.

There both channels, engine and definition, answer the same fact sets (see `space`); a difference refuses
the rulebook. A rulebook that passed is remembered, so that the program starts quickly.
"""

from __future__ import annotations

import hashlib
import json
import os
import pickle
import re
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from importlib import metadata
from pathlib import Path
from typing import cast

import platformdirs

import mka_assist
from mka_assist.engine.compiler import Engine
from mka_assist.engine.durable import load
from mka_assist.engine.errors import CompileError, EngineError
from mka_assist.engine.space import fact_sets, joined_facts
from mka_assist.rulebook import meaning
from mka_assist.rulebook.facts import Facts, format_value
from mka_assist.rulebook.meaning import Judge, Verdict
from mka_assist.rulebook.model import Rule, RuleBook

CHILD = (sys.executable, "-P", "-m", "mka_assist.engine.trial")
FEWEST = 500
"""So many fact sets are always compared; more only while less than `SHARE` of the time limit is used."""
SHARE = 0.6
REMEMBERED = 200

_PLACE = re.compile(r"Place\([^()]*\)")
_WORDS = {True: "ja", False: "nee", None: "onbekend"}


class TrialError(EngineError):
    """This rulebook may not be used: `cause` is one Dutch line."""

    def __init__(self, cause: str) -> None:
        super().__init__(cause)
        self.cause = cause


def try_rulebook(rulebook: RuleBook, seconds: float = 20) -> None:
    """Compile and try a rulebook in a child process, unless it passed before.

    Raises `TrialError` when it may not be used, `EngineMissingError` when there is nothing to try it with.
    """
    load()
    key = fingerprint(rulebook)
    passed = _remembered()
    if key in passed:
        return
    cause = _cause_in_child(rulebook, seconds)
    if cause:
        raise TrialError(cause)
    _remember([*passed, key][-REMEMBERED:])


def first_difference(rulebook: RuleBook, judge: Judge, until: float = float("inf")) -> str:
    """Hold a judge against the definition: the first difference as one Dutch line, or nothing.

    Stops at `until` (as `time.monotonic` counts), but not before `FEWEST` fact sets.
    """
    for number, given in enumerate(fact_sets(rulebook)):
        if number >= FEWEST and time.monotonic() > until:
            break
        _, right = meaning.judge(rulebook, given)
        _, found = meaning.judge(rulebook, given, judge)
        if found != right:
            id_ = next(id_ for id_ in right if found.get(id_, "") is not right[id_])
            return _difference(rulebook, rulebook.rules[id_], given, found[id_], right[id_])
    return ""


def _difference(rulebook: RuleBook, rule: Rule, given: Facts, found: Verdict, right: Verdict) -> str:
    bearing = joined_facts(rulebook, rule)
    facts = ", ".join(f"{name}: {format_value(value)}" for name, value in given.items() if name in bearing)
    return (
        f'regel "{rule.id}" is {_WORDS[right]}, maar volgens de regelmachine {_WORDS[found]}, '
        f"bij {facts or 'geen bekende feiten'}"
    )


def _cause_in_child(rulebook: RuleBook, seconds: float) -> str:
    """Why the rulebook is refused, or nothing."""
    root = str(Path(mka_assist.__file__).parent.parent)
    path = os.pathsep.join(part for part in (root, os.environ.get("PYTHONPATH", "")) if part)
    try:
        child = subprocess.run(
            CHILD,
            input=pickle.dumps((rulebook, seconds)),
            capture_output=True,
            timeout=seconds,
            env={**os.environ, "PYTHONPATH": path},
            check=False,
        )
    except subprocess.TimeoutExpired:
        return f"de regelmachine is na {seconds:g} seconden nog niet klaar met dit regelboek"
    except OSError as problem:
        return f"dit regelboek kon niet worden beproefd ({problem.strerror})"
    if child.returncode < 0:
        return f"de regelmachine stort in op dit regelboek ({_signal_name(-child.returncode)})"
    try:
        return str(json.loads(child.stdout)["cause"])
    except (ValueError, LookupError, TypeError):
        last = child.stderr.decode(errors="replace").strip().splitlines()[-1:] or ["geen antwoord"]
        return f"dit regelboek kon niet worden beproefd ({last[0][:200]})"


def _signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signaal {number}"


def main() -> None:
    """The child: reads a pickled (rulebook, seconds) from its own parent, writes `{"cause": …}`."""
    rulebook, seconds = cast(tuple[RuleBook, float], pickle.load(sys.stdin.buffer))
    until = time.monotonic() + SHARE * seconds
    try:
        engine = Engine(rulebook)
        cause = first_difference(rulebook, engine.judge, until)
        engine.close()
    except CompileError as problem:
        cause = str(problem)
    except EngineError as problem:
        cause = f"de regelmachine werkt niet met dit regelboek ({problem})"
    sys.stdout.write(json.dumps({"cause": cause}))


def fingerprint(rulebook: RuleBook) -> str:
    """Changes with anything that could change the outcome: the rules themselves, the code, the versions."""
    digest = hashlib.sha256(_PLACE.sub("", repr(rulebook)).encode())  # a copy elsewhere decides the same
    with suppress(metadata.PackageNotFoundError):
        digest.update(metadata.version("durable-rules").encode())
    digest.update(sys.version.encode())
    with suppress(OSError):
        for source in (*sorted(Path(__file__).parent.glob("*.py")), Path(meaning.__file__)):
            digest.update(source.read_bytes())
    return digest.hexdigest()


def memory_file() -> Path:
    """Where it is remembered which rulebooks passed. Losing it costs a second at the next start."""
    return Path(platformdirs.user_cache_dir("mka-assist", appauthor=False)) / "beproefd.json"


def _remembered() -> list[str]:
    try:
        known = json.loads(memory_file().read_bytes())
    except (OSError, ValueError):
        return []
    return [key for key in known if isinstance(key, str)] if isinstance(known, list) else []


def _remember(keys: list[str]) -> None:
    """Written whole or not at all; a disk that refuses is no reason to stop."""
    target = memory_file()
    with suppress(OSError):
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile("w", dir=target.parent, delete=False) as written:
            json.dump(keys, written)
        Path(written.name).replace(target)


if __name__ == "__main__":
    main()
