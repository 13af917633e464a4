"""What sounds when, told by a clock that the test moves."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mka_assist.sound.grid import beat_at, interval
from mka_assist.sound.patterns import HIGH, LOW, MEDIUM, PATTERNS, TICK
from mka_assist.sound.score import LATE, Score, Strike
from mka_assist.sound.wire import Order

START = 5000.0
BELL = {tone: pattern.pulses for tone, pattern in PATTERNS.items()}
FILES = dict.fromkeys(PATTERNS, (0.0,))


def played(score: Score, begin: float, end: float) -> list[tuple[float, Strike]]:
    """All that sounds, with when, for a process that always wakes in time."""
    now, found = begin, []
    while now <= end:
        found += [(now, strike) for strike in score.due(now)]
        after = score.next_at(now)
        assert after > now, "what is due is told at once, or the process would never sleep"
        now = after
    return found


def times(found: list[tuple[float, Strike]], tone: str) -> list[float]:
    return [round(now - START, 6) for now, strike in found if strike.tone == tone]


def ordered(offsets=BELL, **order) -> Score:
    score = Score(offsets)
    score.take(Order(**order), START)
    return score


@pytest.mark.parametrize("per_minute", [100, 110, 120])
def test_every_beat_of_a_minute_falls_on_the_grid(per_minute) -> None:
    found = played(ordered(start=START, per_minute=per_minute), START, START + 59.99)
    assert len(found) == per_minute
    assert [now for now, _ in found] == [beat_at(START, per_minute, n) for n in range(per_minute)]
    assert all(now == strike.at for now, strike in found)


@given(st.lists(st.floats(0.001, 2.0), min_size=1, max_size=60))
def test_however_late_it_wakes_no_beat_comes_twice_or_off_the_grid(steps) -> None:
    score, now, heard = ordered(start=START), START, []
    for step in steps:
        heard += [(now, strike.at) for strike in score.due(now)]
        now += step
    numbers = [round((at - START) * 110 / 60) for _, at in heard]
    assert numbers == sorted(set(numbers))
    assert all(0 <= now - at <= LATE for now, at in heard)
    assert [at for _, at in heard] == [beat_at(START, 110, number) for number in numbers]
    passed = 1 + int((max(now - step, START) - START) * 110 / 60 + 1e-9)
    assert len(heard) + score.skipped == passed, "each beat was heard or is counted as missed"


def test_after_a_standstill_it_is_back_on_the_grid() -> None:
    score = ordered(start=START, per_minute=120)
    assert score.due(START) == [Strike(TICK, START)]
    assert score.due(START + 3.3) == [], "the beat of 3.0 comes too late to be one"
    assert score.skipped == 6
    assert score.next_at(START + 3.3) == START + 3.5
    assert score.due(START + 3.5) == [Strike(TICK, START + 3.5)]


def test_a_metronome_that_began_before_goes_on_in_its_grid() -> None:
    score = ordered(start=START - 100.25, per_minute=120)
    assert times(played(score, START, START + 1), TICK) == [0.25, 0.75]


def test_the_same_order_again_changes_nothing() -> None:
    score = ordered(start=START, alarm=MEDIUM)
    first = played(score, START, START + 5)
    assert not score.take(Order(start=START, alarm=MEDIUM), START + 5.1)
    again = played(score, START + 5.1, START + 10)
    assert times(again, MEDIUM) == []
    assert times(first + again, TICK) == times(played(ordered(start=START), START, START + 10), TICK)


@given(st.integers(100, 120), st.floats(0.01, 5))
def test_another_tempo_gives_no_double_beat(per_minute, after) -> None:
    score = ordered(start=START)
    first = played(score, START, START + after)
    now = START + after
    score.take(Order(start=START, per_minute=per_minute), now)
    all_times = times(first + played(score, max(now, START), now + 5), TICK)
    assert all(b - a >= 0.4 * interval(120) for a, b in pairwise(all_times))


def test_no_start_is_no_metronome() -> None:
    score = ordered(start=START)
    score.due(START)
    score.take(Order(start=None), START + 0.1)
    assert score.next_at(START + 0.1) == float("inf")
    assert score.due(START + 60) == []


def test_each_priority_has_its_own_number_of_pulses_and_repeat() -> None:
    def minute(tone: str, offsets: dict[str, tuple[float, ...]]) -> list[float]:
        return times(played(ordered(offsets, alarm=tone), START, START + 59), tone)

    assert minute(HIGH, FILES) == [0, 10, 20, 30, 40, 50]
    assert minute(MEDIUM, FILES) == [0, 25, 50]
    assert minute(LOW, FILES) == [0]
    bells = {tone: len([at for at in minute(tone, BELL) if at < 5]) for tone in (HIGH, MEDIUM, LOW)}
    assert bells == {HIGH: 10, MEDIUM: 3, LOW: 2}


@pytest.mark.parametrize("alarm", [HIGH, MEDIUM, LOW])
def test_no_alarm_silences_the_metronome(alarm) -> None:
    alone = times(played(ordered(start=START), START, START + 30), TICK)
    assert times(played(ordered(start=START, alarm=alarm), START, START + 30), TICK) == alone


def test_a_higher_alarm_sounds_at_once_and_alone() -> None:
    score = ordered(alarm=MEDIUM)
    score.due(START)
    assert score.take(Order(alarm=HIGH), START + 0.1), "what plays of the lower one stops"
    found = played(score, START + 0.1, START + 60)
    assert times(found, MEDIUM) == []
    assert times(found, HIGH)[0] == 0.1


def test_an_alarm_that_was_seen_stops_in_the_middle() -> None:
    score = ordered(alarm=HIGH)
    heard = played(score, START, START + 0.5)
    assert len(heard) == 3
    assert score.take(Order(), START + 0.5)
    assert played(score, START + 0.5, START + 60) == []


def test_the_pulses_of_a_standstill_become_one() -> None:
    score = ordered(alarm=HIGH)
    score.due(START)
    assert [strike.tone for strike in score.due(START + 5)] == [HIGH]
    assert score.next_at(START + 5) == START + 10


def test_silence_holds_until_its_end_and_then_a_standing_alarm_sounds_at_once() -> None:
    score = ordered(FILES, start=START, alarm=HIGH)
    score.due(START)
    silence = Order(start=START, alarm=HIGH, silent_until=START + 33)
    assert score.take(silence, START + 1)
    assert score.silent(START + 32.9)
    assert not score.silent(START + 33)
    found = played(score, START + 1, START + 60)
    assert times(found, HIGH) == [33, 43, 53]
    assert len(times(found, TICK)) == pytest.approx(59 * 110 / 60, abs=1), "the metronome goes on"


def test_an_alarm_that_comes_during_silence_waits_for_its_end() -> None:
    score = ordered(FILES, silent_until=START + 20)
    score.take(Order(alarm=LOW, silent_until=START + 20), START + 5)
    assert times(played(score, START + 5, START + 60), LOW) == [20]


def test_silence_can_hold_for_the_metronome_too_and_it_comes_back_on_the_grid() -> None:
    score = ordered(start=START, per_minute=120, silent_until=START + 10.2, silent_beat=True)
    assert times(played(score, START, START + 12), TICK) == [10.5, 11, 11.5, 12]
    assert score.skipped == 0, "silence that was asked for is no missed beat"


def test_silence_taken_back_is_over() -> None:
    score = ordered(FILES, alarm=MEDIUM, silent_until=START + 100)
    score.take(Order(alarm=MEDIUM), START + 10)
    assert times(played(score, START + 10, START + 30), MEDIUM) == [10]


def test_a_sound_test_plays_each_tone_once_one_after_the_other() -> None:
    score = ordered(test=1, silent_until=START + 100)
    found = played(score, START, START + 60)
    assert [strike.tone for _, strike in found] == [TICK] + [LOW] * 2 + [MEDIUM] * 3 + [HIGH] * 10
    assert all(strike.test for _, strike in found)
    score.take(Order(test=1), START + 61)
    assert played(score, START + 61, START + 99) == [], "the same test is not played twice"
