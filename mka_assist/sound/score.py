"""What sounds when. Knows no clock and no loudspeaker: it is told the time and answers with tones.

An alarm never silences the metronome, of whatever priority: the caller is compressing on it, and an alarm is
for the dispatcher. It stays apart from the alarms by its pitch and its even pace. Of the alarms only the
highest sounds.
"""

from collections.abc import Mapping
from math import inf
from typing import NamedTuple

from mka_assist.sound.grid import beat_at, beat_number, interval
from mka_assist.sound.patterns import PATTERNS, TICK
from mka_assist.sound.wire import Order

LATE = 0.1
"""Seconds after which a beat is left out: off the grid it would do more harm than a silent one."""
PAUSE = 0.6
"""Seconds between two tones of a test."""


class Strike(NamedTuple):
    """A tone that must sound now, and when it should have."""

    tone: str
    at: float
    test: bool = False


class Score:
    """The order that holds, and how far it has been played."""

    def __init__(self, offsets: Mapping[str, tuple[float, ...]]) -> None:
        """`offsets`: per tone, the seconds at which it must be struck to sound whole. A bell is struck at
        every pulse, a file that holds them all once."""
        self._offsets = offsets
        self.order = Order()
        self.skipped = 0
        """Beats whose time had passed, as after a standstill."""
        self._beat = 0
        self._last_beat = -inf
        self._burst = inf
        self._pulses: list[float] = []
        self._test: list[Strike] = []
        self.test_ends = -inf
        """When the last tone of the test is over."""

    def take(self, order: Order, now: float) -> bool:
        """Take a new order; True when an alarm that may be sounding must stop at once."""
        before, self.order = self.order, order
        if order.start is not None and (order.start, order.per_minute) != (before.start, before.per_minute):
            self._from(max(now - LATE, self._last_beat + interval(order.per_minute) / 2))
        stop = order.alarm != before.alarm or (self.silent(now) and order.silent_until != before.silent_until)
        if stop:
            self._pulses = []
            self._burst = -inf if order.alarm else inf
        if order.test and order.test != before.test:
            self._plan_test(now)
        return stop

    def silent(self, now: float) -> bool:
        """Is it asked to be silent now?"""
        return self.order.silent_until is not None and now < self.order.silent_until

    def due(self, now: float) -> list[Strike]:
        """What must sound now; each is told once."""
        strikes = [*self._beats(now), *self._alarm(now)]
        tested = [strike for strike in self._test if strike.at <= now]
        self._test = self._test[len(tested) :]
        return strikes + tested[-1:]

    def next_at(self, now: float) -> float:
        """When there is something to do; infinite when nothing is asked."""
        order, moments = self.order, [strike.at for strike in self._test[:1]]
        if order.start is not None:
            moments.append(beat_at(order.start, order.per_minute, self._beat))
        if order.alarm:
            if order.silent_until is not None and self.silent(now):
                moments.append(order.silent_until)
            else:
                moments += [self._burst, *self._pulses[:1]]
        return min(moments, default=inf)

    def _from(self, earliest: float) -> None:
        """Go on with the first beat of the grid that is not before this moment."""
        start, per_minute = self.order.start, self.order.per_minute
        assert start is not None
        number = beat_number(start, per_minute, earliest)
        self._beat = max(0, number if beat_at(start, per_minute, number) >= earliest else number + 1)

    def _beats(self, now: float) -> list[Strike]:
        start, per_minute = self.order.start, self.order.per_minute
        if start is None or beat_at(start, per_minute, self._beat) > now:
            return []
        number = beat_number(start, per_minute, now)
        at = beat_at(start, per_minute, number)
        in_time = now - at <= LATE
        silent = self.silent(now) and self.order.silent_beat
        self.skipped += 0 if silent else number - self._beat + (not in_time)
        self._beat, self._last_beat = number + 1, at
        return [Strike(TICK, at)] if in_time and not silent else []

    def _alarm(self, now: float) -> list[Strike]:
        tone = self.order.alarm
        if not tone or self.silent(now):
            return []
        if now >= self._burst:
            self._burst = now + (PATTERNS[tone].repeat or inf)
            self._pulses = [now + offset for offset in self._offsets[tone]]
        ready = [pulse for pulse in self._pulses if pulse <= now]
        self._pulses = self._pulses[len(ready) :]
        return [Strike(tone, ready[-1])] if ready else []

    def _plan_test(self, now: float) -> None:
        self._test = []
        for tone, pattern in PATTERNS.items():
            self._test += [Strike(tone, now + offset, test=True) for offset in self._offsets[tone]]
            now += pattern.lasts + PAUSE
        self.test_ends = now
