"""The wrapper around durable_rules: right answers, every anomaly an error, no threads, flat memory."""

import os
import subprocess
import sys
import threading
from pathlib import Path
from types import SimpleNamespace

import durable_rules_engine
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mka_assist.engine import durable
from mka_assist.engine.durable import DurableRules
from mka_assist.engine.errors import EngineError, EngineMissingError

COMPARE = {"==": int.__eq__, ">=": int.__ge__, "<=": int.__le__}
FIELDS = st.sampled_from("abcd")
NUMBERS = st.integers(-3, 3) | st.sampled_from((-(2**53), 2**53))
BRANCHES = st.lists(st.lists(st.tuples(FIELDS, st.sampled_from(tuple(COMPARE)), NUMBERS), max_size=4))


@given(BRANCHES, st.lists(st.dictionaries(FIELDS, NUMBERS), min_size=1, max_size=4))
def test_exactly_the_branches_whose_tests_all_hold(branches, calls):
    rules = DurableRules(branches)
    for values in calls:
        assert rules.fire(values) == {
            index
            for index, branch in enumerate(branches)
            if all(field in values and COMPARE[op](values[field], number) for field, op, number in branch)
        }
    rules.close()


def test_more_branches_than_one_ruleset_holds():
    rules = DurableRules([[("n", ">=", index)] for index in range(2_000)])
    assert rules.fire({"n": 1_500}) == set(range(1_501))
    assert rules.fire({}) == set()


def test_more_fields_than_one_message_holds():
    rules = DurableRules([[(f"veld {index}", "==", 1)] for index in range(500)])
    assert rules.fire({f"veld {index}": index % 2 for index in range(500)}) == set(range(1, 500, 2))


def test_many_branches_on_one_condition_do_not_crash():
    """256 rules that end in one condition crash the engine without buckets."""
    assert len(DurableRules([[("n", "==", 1)]] * 900).fire({"n": 1})) == 900


def test_a_branch_without_tests_always_holds():
    assert DurableRules([[], [("n", "==", 1)]]).fire({}) == {0}


@pytest.mark.parametrize("number", [True, 1.0, float("nan"), "1", None, 2**53 + 1, -(2**53) - 1])
def test_only_whole_numbers_that_stay_exact(number):
    with pytest.raises(EngineError, match="geen heel getal"):
        DurableRules([[("n", ">=", number)]])
    rules = DurableRules([[("n", ">=", 0)]])
    with pytest.raises(EngineError, match="geen heel getal"):
        rules.fire({"n": number})


def _lying(monkeypatch, **lies):
    """The C module with some functions replaced; each lie gets the real function and the arguments."""
    real = {name: getattr(durable_rules_engine, name) for name in dir(durable_rules_engine)}
    told = {name: lambda *args, lie=lie, name=name: lie(real[name], *args) for name, lie in lies.items()}
    monkeypatch.setattr(durable, "load", lambda: SimpleNamespace(**{**real, **told}))


def _raise(problem):
    def lie(real, *args):
        raise problem

    return lie


def _again(real, *args):
    """Forget the end: name one rule for ever."""
    return '{"r0":{"m":{}}}'


def _twice():
    """Name the first rule once more, then the end."""
    actions = iter(('{"r0":{"m":{}}}', '{"_end":{"m":{}}}'))
    return lambda real, *args: next(actions, None)


ANOMALIES = {
    "code 1": ({"assert_fact": lambda real, *args: (1, 1)}, "geweigerd met code 1"),
    "code 2": ({"assert_fact": lambda real, *args: (2, 1)}, "geweigerd met code 2"),
    "no action": ({"start_action_for_state": lambda real, *args: None}, "geen enkele regel"),
    "no end": ({"complete_and_start_action": lambda real, *args: None}, "gestopt voordat"),
    "endless": ({"complete_and_start_action": _again}, "meer regels uit dan er zijn"),
    "twice": ({"complete_and_start_action": _twice()}, "twee keer uit"),
    "error 303": ({"assert_fact": _raise(durable_rules_engine.error("error code: 303"))}, "303"),
    "no memory": ({"assert_fact": _raise(MemoryError())}, "fout in durable_rules"),
    "error at the end": ({"delete_state": _raise(durable_rules_engine.error("error code: 309"))}, "309"),
    "nonsense": ({"start_action_for_state": lambda real, *args: ("{}", "")}, "fout in durable_rules"),
}


@pytest.mark.parametrize(("lies", "message"), ANOMALIES.values(), ids=ANOMALIES)
def test_every_anomaly_is_an_error_and_closes_until_rebuilt(monkeypatch, lies, message):
    branches = [[("n", "==", 1)], [("n", "==", 2)]]
    rules = DurableRules(branches)
    with monkeypatch.context() as patch:
        _lying(patch, **lies)
        rules._rulesets[0]._engine = durable.load()
        with pytest.raises(EngineError, match=message):
            rules.fire({"n": 1})
    with pytest.raises(EngineError, match="gesloten na een eerdere fout"):
        rules.fire({"n": 1})
    assert DurableRules(branches).fire({"n": 1}) == {0}


@pytest.mark.parametrize("lies", [{"create_ruleset": _raise(durable_rules_engine.error("error code: 202"))}])
def test_rules_that_are_refused_are_an_error(monkeypatch, lies):
    _lying(monkeypatch, **lies)
    with pytest.raises(EngineError, match="202"):
        DurableRules([[("n", "==", 1)]])


def test_an_interrupted_call_closes_too(monkeypatch):
    rules = DurableRules([[("n", "==", 1)]])
    _lying(monkeypatch, complete_and_start_action=_raise(KeyboardInterrupt()))
    rules._rulesets[0]._engine = durable.load()
    with pytest.raises(KeyboardInterrupt):
        rules.fire({"n": 1})
    with pytest.raises(EngineError, match="gesloten"):
        rules.fire({"n": 1})


def test_a_session_in_which_nothing_fired_is_never_deleted(monkeypatch):
    """Deleting it would crash the process: rather leak it."""
    deleted = []
    _lying(
        monkeypatch,
        start_action_for_state=lambda real, *args: None,
        delete_state=lambda real, *args: deleted.append(args),
    )
    with pytest.raises(EngineError):
        DurableRules([[("n", "==", 1)]])
    assert deleted == []


def test_without_the_c_module_the_error_says_so(monkeypatch):
    monkeypatch.setitem(sys.modules, "durable_rules_engine", None)
    with pytest.raises(EngineMissingError, match="durable_rules is niet te laden"):
        DurableRules([[("n", "==", 1)]])


def test_names_with_one_hash_are_skipped(monkeypatch):
    real = durable.fnv32
    same = {"f1": real("f0"), "f2": real("sid"), "f3": real("b0")}
    monkeypatch.setattr(durable, "fnv32", lambda name: same.get(name, real(name)))
    assert durable._names("f", 3, ["b0"]) == ["f0", "f4", "f5"]


def test_all_names_of_the_largest_ruleset_have_their_own_hash():
    buckets = durable._names("b", durable.BUCKETS, ())
    names = [*buckets, *durable._names("f", durable.MOST_FIELDS, buckets), *durable._RESERVED]
    assert len({durable.fnv32(name) for name in names}) == len(set(names))


def test_the_layout_stays_within_the_limits_of_the_engine():
    assert durable.BUCKETS + durable.PER_BUCKET + 1 < 64
    assert durable.MOST_FIELDS + durable.BUCKETS + 1 <= 252


def test_two_threads_may_share_it():
    rules = DurableRules([[("n", ">=", index)] for index in range(40)])
    wrong = []

    def work(number):
        for _ in range(500):
            found = rules.fire({"n": number})
            if found != set(range(number + 1)):
                wrong.append(found)

    threads = [threading.Thread(target=work, args=(number,)) for number in (3, 30)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def _child(code):
    root = str(Path(durable.__file__).parents[2])
    run = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        timeout=120,
        env={**os.environ, "PYTHONPATH": root},
        check=False,
    )
    return run.returncode, run.stdout.split(), run.stderr


def test_nothing_is_loaded_before_it_is_needed_and_no_thread_is_started():
    code = """
import sys, threading
import mka_assist.engine.compiler
from mka_assist.engine.durable import DurableRules
print("durable_rules_engine" in sys.modules)
DurableRules([[("n", "==", 1)]]).fire({"n": 1})
print("durable_rules_engine" in sys.modules, "durable" in sys.modules, threading.active_count())
"""
    assert _child(code) == (0, ["False", "True", "False", "1"], "")


MEMORY = """
from mka_assist.engine.durable import DurableRules
from mka_assist.engine.errors import EngineError, EngineMissingError
def resident(): return int(open("/proc/self/statm").read().split()[1]) * 4096 / 1e6
branches = [[("n", ">=", index), ("m", "==", 1)] for index in range(60)]
rules = DurableRules(branches)
def call(number): rules.fire({"n": number, "m": 1})
def rebuild(number):
    again = DurableRules(branches)
    again.fire({"n": number})
    again.close()
def fail(number):
    again = DurableRules(branches)
    again._rulesets[0]._run = stop
    try: again.fire({"n": number})
    except EngineError: pass
def stop(state): raise EngineError("halfway, with a session that lives")
"""


@pytest.mark.parametrize(("work", "times"), [("call", 20_000), ("rebuild", 500), ("fail", 500)])
def test_memory_stays_flat(work, times):
    """One live session of this size is half a megabyte: a leak per call or per rebuild would show."""
    code = f"""{MEMORY}
for number in range({times} // 10): {work}(number % 70)
start = resident()
for number in range({times}): {work}(number % 70)
print(resident() - start < 5)
"""
    assert _child(code) == (0, ["True"], "")


def test_fresh_rulesets_on_dirty_memory_survive():
    """Hazard 1: a session deleted before any rule fired in it crashes by the third of such rulesets."""
    code = f"""{MEMORY}
for number in range(300):
    junk = [b"A" * 66_000 for _ in range(40)]
    del junk[::2]
    rebuild(number % 70)
    fail(number)
print("survived")
"""
    assert _child(code) == (0, ["survived"], "")
