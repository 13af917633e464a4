"""The events of one call as this screen has them: stored, not stored yet, or lost to another screen."""

from __future__ import annotations

from mka_assist.call.commands import Refusal
from mka_assist.call.events import Event
from mka_assist.call.log import (
    CallElsewhereError,
    CallRefusedError,
    EventLog,
    JournalError,
    call_taken_over,
)

Events = tuple[Event, ...]
WATCHING = Refusal("U kijkt mee; neem de melding eerst over.")
"""What every command gets on a screen that does not have the call."""


class Record:
    """Never stores an event twice, never out of order, and never after another screen took the call over."""

    def __init__(self, log: EventLog, number: str, stored: Events, *, watching: bool = False) -> None:
        """Begin with what the log holds."""
        self._log, self._number = log, number
        self.events = stored
        self._stored = len(stored)
        self._claimed = False
        self._trouble = ""
        self._parted = -1
        self.watching = watching
        self.refusal = WATCHING
        """Why nothing can be done here while `watching`."""
        self.lost: Events = ()
        """What was done here but not stored when another screen took over."""
        self.partings = 0
        """Goes up when events were taken out, instead of added."""

    @property
    def unsaved(self) -> Events:
        """What is not in the log yet, in order."""
        return self.events[self._stored :]

    @property
    def notice(self) -> str:
        """One Dutch line while something is not stored, was lost, or cannot be read; otherwise empty."""
        if self.lost:
            return f"{_count(self.lost)} van dit scherm niet opgeslagen. {self.refusal}"
        if self.unsaved:
            return f"{_count(self.unsaved)} nog niet opgeslagen. {self._trouble}"
        return self._trouble if self.watching else ""

    def begin(self, new: Events, *, claimed: bool = False) -> None:
        """Store the first events of this screen. Only from here on is the call ours in the log, so what
        stands there is read once more. Raises `CallRefusedError`; other trouble holds up nothing.
        """
        self._claimed = claimed
        try:
            self._log.append(self._number, new)
            self._claimed = True
            self.events = self._log.read(self._number)
            self._stored = len(self.events)
        except CallRefusedError:
            raise
        except JournalError as error:
            self.events += new
            self._trouble = str(error)

    def add(self, events: Events) -> bool:
        """Store events, or keep them unsaved; a failing log holds up nothing. Says no, and adds nothing, when
        another screen has the call.
        """
        if self.watching:
            return False
        if events and not self.unsaved:
            try:
                self._log.append(self._number, events)
                self._stored += len(events)
            except CallElsewhereError as error:
                self._lose(error)
                return False
            except JournalError as error:
                self._trouble = str(error)
        self.events += events
        return True

    def save(self) -> bool:
        """Try to store what is unsaved. Says whether everything is stored now."""
        unsaved = self.unsaved
        if not unsaved:
            return True
        try:
            if not self._claimed:
                self._log.claim(self._number)
                self._claimed = True
            # A write that failed may have reached the disk all the same: never write an event twice.
            found = self._log.read(self._number)[self._stored :]
            if found != unsaved[: len(found)]:
                if self._elsewhere():
                    raise call_taken_over(self._number)
                raise CallRefusedError(
                    "In het journaal staan andere gebeurtenissen bij deze melding.",
                    "Noteer deze melding op papier en laat het journaal nakijken.",
                )
            self._log.append(self._number, unsaved[len(found) :])
        except CallElsewhereError as error:
            self._lose(error)
            return False
        except JournalError as error:
            self._trouble = str(error)
            return False
        self._stored = len(self.events)
        return True

    def refresh(self) -> bool:
        """Look what other screens did with the call. Says whether anything changed; a log that fails changes
        nothing but the notice.
        """
        try:
            if self.watching:
                changed = self._catch_up() or bool(self._trouble)
                self._trouble = ""
                return changed
            if self._elsewhere():
                self._lose(call_taken_over(self._number))
                return True
        except JournalError as error:
            if self.watching:
                changed, self._trouble = self._trouble != str(error), str(error)
                return changed
        return False

    def _elsewhere(self) -> bool:
        """Does another screen have the call? What we claimed and nobody has was taken and let go."""
        owner = self._log.owner(self._number)
        return not owner.ours if owner else self._claimed

    def _lose(self, error: CallElsewhereError) -> None:
        """From here on show what is in the log, and keep apart what is not."""
        self.lost, self.events, self._parted = self.unsaved, self.events[: self._stored], self._stored
        self.watching, self.refusal, self._trouble = True, Refusal(error.message, error.help), ""
        self.partings += 1
        try:
            self._catch_up()
        except JournalError as trouble:
            self._trouble = str(trouble)

    def _catch_up(self) -> bool:
        if self._log.count(self._number) == len(self.events):
            return False
        place, new = len(self.events), self._log.read_after(self._number, len(self.events))
        self.events += new
        self._stored = len(self.events)
        if place == self._parted:  # What a failing disk stored after all was not lost.
            for event in new:
                if not self.lost or event != self.lost[0]:
                    break
                self.lost = self.lost[1:]
        return True


def _count(events: Events) -> str:
    return "1 gebeurtenis is" if len(events) == 1 else f"{len(events)} gebeurtenissen zijn"
