"""Which tones there are, and the rhythm of each: told apart by number and speed, even where all are one bell.

Pulses after IEC 60601-1-8 (10, 3 and 2), repeats as monitors have them (about 10 and 25 seconds). Low has two
pulses, since one bell is a beat of the metronome.
"""

from typing import Final, NamedTuple

TICK: Final = "tik"
HIGH: Final = "hoog"
MEDIUM: Final = "midden"
LOW: Final = "laag"


class Pattern(NamedTuple):
    """How a tone sounds; times in seconds, the pitch in hertz."""

    pulses: tuple[float, ...]
    """When each pulse begins, from the first."""
    length: float
    pitch: float
    repeat: float | None
    """From the beginning of one time to the next; None sounds once."""

    @property
    def lasts(self) -> float:
        """Seconds until the last pulse is over."""
        return self.pulses[-1] + self.length


PATTERNS: Final = {
    TICK: Pattern((0.0,), 0.03, 1760, None),
    LOW: Pattern((0.0, 0.25), 0.2, 440, None),
    MEDIUM: Pattern((0.0, 0.25, 0.5), 0.18, 587, 25.0),
    HIGH: Pattern((0.0, 0.18, 0.36, 0.62, 0.80, 1.4, 1.58, 1.76, 2.02, 2.2), 0.12, 880, 10.0),
}
"""Every tone, in the order in which a test plays them."""
