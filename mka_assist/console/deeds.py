"""What goes beyond the call that is shown: picking up, going to another, taking over, merging."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from mka_assist.call.session import Session
from mka_assist.console.callbook import CallBook
from mka_assist.console.lines import Role
from mka_assist.console.steps import Commands, Deed, Do
from mka_assist.rulebook.week import local


@dataclass(frozen=True, slots=True)
class Arrival:
    """What to say after a deed, and the commands that go with it in the call that is shown now."""

    text: str
    role: Role = Role.ASK
    commands: Commands = ()


def carry_out(book: CallBook, do: Do, now: datetime) -> Arrival:
    """Raises `JournalError`."""
    match do.deed:
        case Deed.OPEN:
            return Arrival(book.open().outcome.notice or "Melding aangenomen.", Role.DIM)
        case Deed.SWITCH:
            known = do.number in book.sessions
            return _gone_to(book.resume(do.number), now, known)
        case Deed.TAKE_OVER:
            notice = book.take_over(do.number).outcome.notice
            return Arrival(f"OVERGENOMEN {local(now):%H:%M:%S}. {notice}")
        case Deed.MERGE | Deed.MERGE_INSTRUCTED:
            commands = book.merge(do.number, do.deed is Deed.MERGE_INSTRUCTED)
            return Arrival("", commands=commands)


def _gone_to(session: Session, now: datetime, known: bool) -> Arrival:
    """What to say at a call that was gone to; one that went on here all the time was not resumed."""
    if session.watching:
        return Arrival("U KIJKT MEE: een ander scherm heeft deze melding. Enter neemt haar over.")
    if known:
        return Arrival(f"Nu op het scherm: melding {session.state.number}.", Role.STRONG)
    return Arrival(f"HERVAT {local(now):%H:%M:%S}. {session.outcome.notice}")
