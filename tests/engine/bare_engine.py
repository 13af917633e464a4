"""The C module of durable_rules as it is, without our wrapper: for the tests that pin its behaviour."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import durable_rules_engine as engine

END = {"all": [{"m": {"_end": 1}}], "pri": 1}
"""A last rule that always fires for a fact with `_end`."""


def ruleset(**rules):
    return engine.create_ruleset("test", json.dumps(rules))


def singles(number, condition):
    """So many rules of one condition each; `condition` makes one from its index."""
    return ruleset(**{f"r{index}": {"all": [{"m": condition(index)}]} for index in range(number)})


def fire(handle, fact, sid="0", mid="m"):
    """Assert a fact: the names of the rules that fire, in order, or the code when it is not 0."""
    code, state = engine.assert_fact(handle, json.dumps({"id": mid, "sid": sid, **fact}))
    return names(handle, state) if code == 0 else code


def names(handle, state):
    started = engine.start_action_for_state(handle, state)
    action, found = started and started[1], []
    while action:
        found.append(action.split('"')[1])
        action = engine.complete_and_start_action(handle, state)
    return found


def fires(condition, fact):
    """Does a rule of one condition fire on a fact? How often, rather: `$or` can fire twice."""
    handle = ruleset(r={"all": [{"m": condition}]}, _end=END)
    found = fire(handle, {**fact, "_end": 1})
    assert found[-1] == "_end"
    return len(found) - 1


HUNG = None


@dataclass(frozen=True)
class Ended:
    """How a child process ended: its exit code (`HUNG`: killed when its time was up), its output lines."""

    code: int | None
    lines: list[str]


def child(code, seconds=30.0):
    """Run code in a process of its own, with everything of this module at hand as `e`."""
    here = str(Path(__file__).parent)
    try:
        run = subprocess.run(
            [sys.executable, "-W", "ignore", "-c", f"from bare_engine import *\n{code}"],
            capture_output=True,
            text=True,
            timeout=seconds,
            env={**os.environ, "PYTHONPATH": here, "PYTHONUNBUFFERED": "1"},
            check=False,
        )
    except subprocess.TimeoutExpired as hung:
        return Ended(HUNG, (hung.stdout or b"").decode().split("\n")[:-1])
    return Ended(run.returncode, run.stdout.split("\n")[:-1])
