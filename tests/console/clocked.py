"""The console as a program on a terminal, with a clock that a test sets, and a count of the keys it took.

    python tests/console/clocked.py FILE REGION JOURNAL

FILE holds a moment (seconds since 1970, a double) and the count (a double as well).
"""

from __future__ import annotations

import datetime as dt
import mmap
import struct
import sys
from pathlib import Path

MOMENT, COUNT = 0, 8


class Shared:
    """A little memory that two processes see."""

    def __init__(self, path: Path) -> None:
        if not path.exists():
            path.write_bytes(bytes(16))
        with path.open("r+b") as file:
            self._memory = mmap.mmap(file.fileno(), 16)

    def get(self, place: int) -> float:
        return struct.unpack_from("d", self._memory, place)[0]

    def set(self, place: int, value: float) -> None:
        struct.pack_into("d", self._memory, place, value)


class SharedClock:
    """Shows the moment that the test wrote down."""

    def __init__(self, shared: Shared) -> None:
        self._shared = shared

    def now(self) -> dt.datetime:
        return dt.datetime.fromtimestamp(self._shared.get(MOMENT), dt.UTC)


def main(file: str, region: str, journal: str) -> None:
    from mka_assist.console.app import ConsoleApp
    from mka_assist.console.desk import Desk
    from mka_assist.decision.decide import Decider
    from mka_assist.instruction.loading import load_instruction
    from mka_assist.journal.store import Journal
    from mka_assist.paths import rules_dir
    from mka_assist.rulebook.loading import load_rulebook

    shared = Shared(Path(file))

    class CountingApp(ConsoleApp):
        CSS_PATH = Path(sys.modules[ConsoleApp.__module__].__file__).with_name("console.tcss")

        def taken(self) -> None:
            shared.set(COUNT, shared.get(COUNT) + 1)

        def press(self, key: str) -> None:
            super().press(key)
            self.taken()

        def on_input_submitted(self, event) -> None:  # type: ignore[no-untyped-def]  # as in ConsoleApp
            super().on_input_submitted(event)
            self.taken()

        def on_ready(self) -> None:
            self.taken()

    decider = Decider(load_rulebook(rules_dir(), region))
    with Journal.open(journal) as opened:
        desk = Desk(opened, SharedClock(shared), decider, caller_instruction=load_instruction(rules_dir()))
        app = CountingApp(desk)
        app.run(mouse=False)
        if app.failure:
            raise app.failure


if __name__ == "__main__":
    main(*sys.argv[1:])
