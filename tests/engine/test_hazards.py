"""Contract with durable_rules 2.0.28: what crashes, hangs or lies. Each hazard here is a reason for something
in mka_assist/engine/durable.py; when one of these tests fails with a newer version, look there.
What a comparison means and how much fits is in test_engine_semantics.py and test_engine_limits.py.
"""

import signal

import pytest
from bare_engine import END, HUNG, child, engine, fire, fires, ruleset

from mka_assist.engine.durable import fnv32

# 1. A session in which no rule has fired

FRESH = """
for round in range(300):
    junk = [b"A" * 66_000 for _ in range(40)]
    del junk[::2]
    handle = ruleset(r={{"all": [{{"m": {{"v": 1}}}}]}}, _end=END)
    {assert_}
    engine.delete_state(handle, "0")
    engine.delete_ruleset(handle)
print("survived")
"""


def crashed_or_lucky(ended):
    """What depends on memory nobody wrote, or on who comes first, may end well once: that proves nothing."""
    if ended.code in (0, HUNG):
        pytest.skip("no crash this time: it depends on stray memory, or on which thread comes first")
    assert ended.code in (-signal.SIGSEGV, -signal.SIGABRT, -signal.SIGBUS)


def test_deleting_a_session_in_which_no_rule_fired_crashes():
    unfired = """engine.assert_fact(handle, '{"id":"m","sid":"0","v":2}')"""
    crashed_or_lucky(child(FRESH.format(assert_=unfired)))


def test_deleting_a_session_in_which_a_rule_fired_is_safe():
    assert child(FRESH.format(assert_="""fire(handle, {"_end": 1})""")).lines == ["survived"]


# 2. A field on the right-hand side


def test_a_comparison_with_a_missing_field_on_the_right_fires():
    compared = {"$lt": {"a": {"$m": "b"}}}
    assert fires({"$and": [{"t": 1}, compared]}, {"t": 1, "a": 5})
    assert not fires({"$and": [{"$ex": {"b": 1}}, {"t": 1}, compared]}, {"t": 1, "a": 5})


# 3. Division by zero


def test_division_by_zero_kills_the_process():
    ended = child(
        """
quotient = {"$div": {"$l": {"$m": "a"}, "$r": {"$m": "b"}}}
handle = ruleset(r={"all": [{"m": {"$eq": {"a": quotient}}}]}, _end=END)
print(fire(handle, {"a": 4, "b": 1, "_end": 1}, mid="1"))
fire(handle, {"a": 4, "b": 0, "_end": 1}, mid="2")
"""
    )
    assert (ended.code, ended.lines) == (-signal.SIGFPE, ["['r', '_end']"])


# 4. Unknown-conditions at the root


def test_an_unknown_condition_fires_on_the_hidden_state_message():
    assert fires({"$nex": {"v": 1}}, {"v": 1})
    assert not fires({"$and": [{"_end": 1}, {"$nex": {"v": 1}}]}, {"v": 1})  # behind a test it is right


# 5. Threads


def test_the_c_module_starts_no_thread():
    ended = child("import threading; fire(ruleset(_end=END), {'_end': 1}); print(threading.active_count())")
    assert ended.lines == ["1"]


def test_a_host_starts_threads_that_nothing_stops():
    ended = child(
        """
import os, threading, time
from durable.engine import Host
Host()
until = time.monotonic() + 10
while threading.active_count() < 3 and time.monotonic() < until:
    time.sleep(0.01)
print(threading.active_count() >= 3)
os._exit(0)
"""
    )
    assert ended.lines == ["True"]


@pytest.mark.skip(
    reason="a race that did not show here: 0 of 290 000 posts over 40 rulesets returned before their rule "
    "had run (95 533 of 238 158 did where first measured), and delete_state survived 200 rounds. "
    "A test that has to win a race says nothing; we use no Host."
)
def test_a_host_returns_before_its_rule_has_run(): ...


# 6. Exceptions

HOST = """
import os
from durable import engine as durable
class Quiet(durable.Host):
    def _run(self): pass
host = Quiet()
seen = []
def boom(c): raise KeyboardInterrupt("gone")
def typo(c): seen.append(c.m.tpyo)
rules = {"boom": {"all": [{"m": {"v": 1}}], "run": boom}, "typo": {"all": [{"m": {"v": 2}}], "run": typo},
         "late": {"all": [{"m": {"v": 3}}], "run": lambda c, k=7: seen.append(k)}}
host.set_rulesets({"rules": rules})
"""


def test_an_exception_in_an_action_is_swallowed_and_stays():
    ended = child(
        HOST
        + """
host.assert_fact("rules", {"v": 1})
print("gone" in str(host.get_state("rules")["exception"]))
host.assert_fact("rules", {"v": 2})
print("exception" in host.get_state("rules"), seen)
"""
    )
    assert (ended.code, ended.lines) == (0, ["True", "True [None]"])


def test_an_action_with_two_arguments_counts_as_asynchronous():
    ended = child(HOST + """host.assert_fact("rules", {"v": 3}); print(callable(seen[0]))""")
    assert ended.lines == ["True"]


def test_a_host_empties_the_rules_it_gets_and_refuses_the_same_name():
    ended = child(
        HOST
        + """
print([name for name, rule in rules.items() if "run" in rule])
try:
    host.set_rulesets({"rules": {"r": {"all": [{"m": {"v": 1}}], "run": typo}}})
except Exception as problem:
    print("already registered" in str(problem))
"""
    )
    assert ended.lines == ["[]", "True"]


def test_a_message_that_matches_nothing_is_an_exception_in_a_host():
    ended = child(
        HOST
        + """
try:
    host.assert_fact("rules", {"v": 9})
except durable.MessageNotHandledException as problem:
    print(problem.message)
"""
    )
    assert ended.lines == ['Could not handle message: {"v": 9}']


# 7. Collisions of 32-bit hashes


def test_two_names_with_one_hash_are_one_field():
    one, other = "oodefciay", "p_eppzobz"
    assert fnv32(one) == fnv32(other)
    assert fires({one: 1}, {other: 1})


@pytest.mark.parametrize(("other", "leaks"), [("call-253384", True), ("call-1", False)])
def test_two_sessions_with_one_hash_are_one_session(other, leaks):
    assert (fnv32("call-46469") == fnv32(other)) is leaks
    handle = ruleset(r={"all": [{"m": {"v": 1}}, {"n": {"w": 1}}]}, _end=END)
    fire(handle, {"v": 1, "_end": 1}, sid="call-46469", mid="1")
    assert ("r" in fire(handle, {"w": 1, "_end": 1}, sid=other, mid="2")) is leaks


def test_facts_without_an_id_collide():
    handle = ruleset(r={"all": [{"m": {"t": 1}}]})
    codes = (engine.assert_fact(handle, f'{{"sid":"0","t":1,"v":"{n}"}}')[0] for n in range(50_000))
    assert any(code == 2 for code in codes)


# 8. Joins


def test_a_missing_field_or_a_list_in_a_join_is_an_error_at_the_fact():
    def join(first, second):
        handle = ruleset(r={"all": [{"a": {"v": 1}}, {"b": {"$gt": {"k": {"a": "k"}}}}]})
        fire(handle, {"v": 1, **first}, mid="a")
        return fire(handle, second, mid="b")

    assert join({"k": 1}, {"k": 2}) == ["r"]
    with pytest.raises(engine.error, match="311"):
        join({}, {"k": 2})
    with pytest.raises(engine.error, match="312"):
        join({"k": [1]}, {"k": 2})
    with pytest.raises(engine.error, match="312"):
        join({"k": 1}, {"k": None})


# 9. What goes wrong while compiling or between two calls


def test_a_ruleset_that_is_refused_leaks():
    """About 3 MB for each refused set of 300 rules; the same rules, accepted and deleted, leak nothing."""
    ended = child(
        """
def resident(): return int(open("/proc/self/statm").read().split()[1]) * 4096 / 1e6
def nested(depth): return {"$and": [nested(depth - 1), {"w": 1}]} if depth else {"v": 1}
rules = {f"r{k}": {"all": [{"m": {"$and": [{"b": 1}, {"v": k}, {"w": k}]}}]} for k in range(300)}
engine.delete_ruleset(ruleset(**rules))
start = resident()
for _ in range(20): engine.delete_ruleset(ruleset(**rules))
print(resident() - start < 10)
start = resident()
for _ in range(20):
    try: ruleset(**rules, last={"all": [{"m": nested(20)}]})
    except engine.error: pass
print(resident() - start > 20)
"""
    )
    assert ended.lines == ["True", "True"]


def test_deleting_a_ruleset_does_not_free_its_session():
    ended = child(
        """
def resident(): return int(open("/proc/self/statm").read().split()[1]) * 4096 / 1e6
rules = {f"r{k}": {"all": [{"m": {"$and": [{"b": 1}, {"v": k}]}}]} for k in range(100)}
def cycle(delete_state):
    handle = ruleset(**rules, _end=END)
    fire(handle, {"_end": 1})
    if delete_state: engine.delete_state(handle, "0")
    engine.delete_ruleset(handle)
for delete_state in (True, False):
    cycle(delete_state)
    start = resident()
    for _ in range(50): cycle(delete_state)
    print(resident() - start > 20)
"""
    )
    assert ended.lines == ["False", "True"]


def test_an_action_that_is_not_completed_locks_its_session_silently():
    handle = ruleset(r={"all": [{"m": {"v": 1}}]})
    _, state = engine.assert_fact(handle, '{"id":"1","sid":"0","v":1}')
    assert engine.start_action_for_state(handle, state)
    assert engine.assert_fact(handle, '{"id":"2","sid":"0","v":1}') == (0, state)
    assert engine.start_action_for_state(handle, state) is None


def test_a_deleted_ruleset_is_refused():
    handle = ruleset(_end=END)
    engine.delete_ruleset(handle)
    with pytest.raises(engine.error, match="111"):
        fire(handle, {"_end": 1})


# 10. What is accepted, and how the rest is refused


def test_rules_without_conditions_are_accepted():
    assert engine.create_ruleset("nothing", "{}")
    assert ruleset(r={})
    assert ruleset(r={"all": []})


@pytest.mark.parametrize(
    ("rule", "code"),
    [
        ({"all": [{"m": {"$foo": {"v": 1}}}]}, 202),
        ({"al": []}, 105),
        ([1], 102),
        ({"all": [{"m": {"v": [1]}}]}, 102),
    ],
)
def test_anything_else_is_a_bare_number(rule, code):
    with pytest.raises(engine.error, match=f"error code: {code}$"):
        ruleset(r=rule)


# 11. and 12. Sessions


def test_one_session_from_several_threads_crashes():
    """Within seconds, in most runs at once."""
    ended = child(
        """
import itertools, sys, threading
sys.setswitchinterval(1e-6)
handle = ruleset(**{f"r{k}": {"all": [{"m": {"v": 1}}]} for k in range(30)}, _end=END)
def work(name):
    for number in itertools.count():
        try:
            fire(handle, {"v": 1, "_end": 1}, mid=f"{name}-{number}")
            engine.delete_state(handle, "0")
        except Exception: pass
threads = [threading.Thread(target=work, args=(name,)) for name in "abcd"]
for thread in threads: thread.start()
""",
        seconds=10,
    )
    crashed_or_lucky(ended)


@pytest.mark.parametrize("sid", ['a\\"b', "a\\\\b"])
def test_a_session_name_with_a_quote_or_backslash_cannot_be_deleted(sid):
    handle = ruleset(_end=END)
    code, state = engine.assert_fact(handle, f'{{"id":"m","sid":"{sid}","_end":1}}')
    assert code == 0
    assert state
    with pytest.raises(engine.error, match="309"):
        engine.delete_state(handle, sid.replace("\\\\", "\\").replace('\\"', '"'))
