"""How a proposal is refused, and the one check that every text a centralist types goes through."""

from __future__ import annotations

from mka_assist.call.commands import Refusal
from mka_assist.call.events import Event
from mka_assist.rulebook.facts import normal_text

Events = tuple[Event, ...]


class RefusedError(Exception):
    """Carries a refusal to the gate, with the ambulance events that pass all the same."""

    def __init__(self, message: str, help: str = "", ambulance: Events = ()) -> None:
        self.refusal = Refusal(message, help, ambulance)


def one_line(text: str, what: str, longest: int = 100) -> str:
    """One line of readable text of 1 to `longest` characters."""
    clean = normal_text(text)
    if not clean:
        raise RefusedError(f"Er ontbreekt iets: {what}.")
    if len(clean) > longest:
        raise RefusedError(f"De tekst is te lang: {what} mag hoogstens {longest} tekens hebben.")
    if not clean.isprintable():
        raise RefusedError(f"Er staat een onleesbaar teken in de tekst: {what}.")
    return clean
