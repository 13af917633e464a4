"""Contract with durable_rules 2.0.28: its limits, on both sides. The bucket layout stays within them."""

import signal

import pytest
from bare_engine import END, HUNG, Ended, child, engine, fire, ruleset, singles


def test_64_pending_nodes_fit_and_65_do_not():
    def all_match(number):
        return fire(singles(number, lambda i: {f"f{i}": 1}), {f"f{i}": 1 for i in range(number)})

    assert len(all_match(64)) == 64
    with pytest.raises(engine.error, match="303"):
        all_match(65)


def test_300_rules_of_which_one_matches_are_no_problem():
    assert fire(singles(300, lambda i: {"v": i}), {"v": 7}) == ["r7"]


def test_30_buckets_of_30_fit_when_everything_matches():
    """The layout we use: 900 rules, all of them true."""
    handle = singles(900, lambda i: {"$and": [{f"b{i // 30}": 1}, {"$gte": {f"f{i % 30}": i // 30}}]})
    everything = {f"b{i}": 1 for i in range(30)} | {f"f{i}": 99 for i in range(30)}
    assert len(fire(handle, everything)) == 900


def test_16_members_in_a_join_fit_and_17_fail_only_at_the_fact():
    def join(number):
        handle = ruleset(r={"all": [{f"m{i}": {f"f{i}": 1}} for i in range(number)]})
        return [fire(handle, {f"f{i}": 1}, mid=str(i)) for i in range(number)][-1]

    assert join(16) == ["r"]
    with pytest.raises(engine.error, match="304"):
        join(17)


def test_252_fields_fit_and_253_do_not():
    fact = {"_end": 1, **{f"f{i}": 1 for i in range(251)}}
    assert fire(ruleset(_end=END), fact) == ["_end"]
    with pytest.raises(engine.error, match="302"):
        fire(ruleset(_end=END), {**fact, "one more": 1})


def test_nested_objects_count_each_level():
    fact = {"_end": 1, **{f"f{i}": 1 for i in range(249)}, "a": {"b": 1}}
    assert fire(ruleset(_end=END), fact) == ["_end"]
    with pytest.raises(engine.error, match="302"):
        fire(ruleset(_end=END), {**fact, "a": {"b": {"c": 1}}})


ONE_OF = """
handle = singles({number}, lambda i: {{"v": i}})
print("made")
print(engine.assert_fact(handle, '{{"v":7,"id":"m","sid":"0"}}')[0])
"""


def test_511_first_conditions_work():
    assert child(ONE_OF.format(number=511)).lines == ["made", "0"]


def test_512_first_conditions_are_made_and_fail():
    ended = child(ONE_OF.format(number=512))
    assert (ended.code, ended.lines) == (1, ["made"])


def test_512_first_conditions_hang_when_the_message_starts_with_another_field():
    id_first = ONE_OF.format(number=512).replace('"v":7,"id":"m"', '"id":"m","v":7')
    assert child(id_first, seconds=1.5) == Ended(HUNG, ["made"])


def test_513_first_conditions_hang_while_compiling():
    assert child(ONE_OF.format(number=513), seconds=1.5) == Ended(HUNG, [])


SHARED = """
handle = singles({number}, lambda i: {{"v": 1}})
print("made")
print(len(fire(handle, {{"v": 1}})))
"""


def test_255_rules_may_end_in_one_condition():
    assert child(SHARED.format(number=255)).lines == ["made", "255"]


def test_256_rules_that_end_in_one_condition_crash_at_the_fact():
    ended = child(SHARED.format(number=256))
    assert (ended.code, ended.lines) == (-signal.SIGSEGV, ["made"])


def test_257_are_refused():
    with pytest.raises(engine.error, match="108"):
        singles(257, lambda i: {"v": 1})


def test_more_than_64_unknown_conditions_at_the_root_break_every_message():
    handle = singles(64, lambda i: {"$nex": {f"f{i}": 1}})
    assert fire(handle, {"v": 1})
    with pytest.raises(engine.error, match="303"):
        fire(singles(65, lambda i: {"$nex": {f"f{i}": 1}}), {"v": 1})


def test_130_unknown_conditions_at_the_root_are_refused():
    with pytest.raises(engine.error, match="107"):
        singles(130, lambda i: {"$nex": {f"f{i}": 1}})


def _nested(groups):
    return {"$and" if groups % 2 else "$or": [_nested(groups - 1), {"w": 1}]} if groups else {"v": 1}


def test_15_nested_groups_fit_and_16_do_not():
    """Fourteen was measured before, with a group around the whole; the count of groups is what limits."""
    assert ruleset(r={"all": [{"m": _nested(15)}]})
    with pytest.raises(engine.error, match="113"):
        ruleset(r={"all": [{"m": _nested(16)}]})


@pytest.mark.parametrize("number", [40, 100])
def test_a_flat_and_may_be_long(number):
    """We allow 100 comparisons in one branch."""
    handle = ruleset(r={"all": [{"m": {"$and": [{"$gte": {f"f{i}": i}} for i in range(number)]}}]})
    assert fire(handle, {f"f{i}": i for i in range(number)}) == ["r"]


def test_4096_rules_fit_and_4097_do_not():
    def condition(index):
        return {"$and": [{f"b{index // 30}": 1}, {"v": index}]}

    assert singles(4096, condition)
    with pytest.raises(engine.error, match="106"):
        singles(4097, condition)


def test_1024_sessions_fit_and_the_next_one_crashes_at_its_second_message():
    ended = child(
        """
handle = ruleset(_end=END)
for number in range(1024):
    fire(handle, {"_end": 1}, sid=str(number))
try:
    fire(handle, {"_end": 1}, sid="1024")
except MemoryError:
    print("no memory")
fire(handle, {"_end": 1}, sid="1024")
"""
    )
    assert (ended.code, ended.lines) == (-signal.SIGSEGV, ["no memory"])
