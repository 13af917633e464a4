"""For tests of the line mode: a conversation by the rules of the console's tests, and a clock to move."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from mka_assist.call.clock import ReplayClock
from mka_assist.call.events import Event
from mka_assist.console.actions import ACTIONS, Actions
from mka_assist.console.desk import Desk
from mka_assist.decision.decide import Decider
from mka_assist.instruction.loading import load_instruction
from mka_assist.journal.store import Journal
from mka_assist.paths import rules_dir
from mka_assist.plain.conversation import Conversation
from mka_assist.rulebook.loading import load_rulebook

RULES = Path(__file__).parents[1] / "console" / "rules"
REGION = "voorbeeld-proef"
START = dt.datetime(2026, 11, 21, 13, 32, 1, tzinfo=dt.UTC)


class Kit:
    """A conversation, its desk and its clock."""

    def __init__(self, folder: Path, actions: Actions = ACTIONS) -> None:
        self.clock = ReplayClock(START)
        self.journal = Journal.open(folder / "journaal.sqlite3")
        self.decider = Decider(load_rulebook(RULES, REGION))
        told = load_instruction(rules_dir())
        self.desk = Desk(self.journal, self.clock, self.decider, caller_instruction=told, actions=actions)
        self.kept: list[Exception] = []
        self.talk = Conversation(self.desk, self.kept.append)
        self.talk.begin()

    def say(self, *lines: str) -> list[str]:
        """Type lines, a second between two keys; all that is answered."""
        told: list[str] = []
        for line in lines:
            self.talk.hear(line)
        while self.talk.busy:
            self.clock.advance(1)
            told += self.talk.step()
            told += self.talk.tick()
        return told

    def wait(self, seconds: float) -> list[str]:
        """What is told when so much time went by."""
        told: list[str] = []
        for _ in range(int(seconds * 2)):
            self.clock.advance(0.5)
            told += self.talk.tick()
        return told

    @property
    def events(self) -> tuple[Event, ...]:
        """What the journal holds of the call that is shown."""
        assert self.desk.session is not None
        return self.journal.read(self.desk.session.state.number)

    @property
    def kinds(self) -> list[str]:
        return [event.type for event in self.events]

    def close(self) -> None:
        self.decider.close()
        self.journal.close()
