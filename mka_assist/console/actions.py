"""The one table of keys. The bindings, the key bar and the help panel are all made from it.

Only keys that every terminal passes on: F1 to F10, letters, digits, arrows, Enter, Space, Escape and the page
keys. What matters for a life is on a function key, so that it also works while a text is being typed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


class Mode(StrEnum):
    """What the keyboard is for at this moment."""

    START = "start"
    CALL = "call"
    MENU = "menu"
    TYPING = "typing"
    PANEL = "panel"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Action:
    """One thing a key does: the keys as Textual names them, how they are shown, what the bar and help say."""

    id: str
    keys: tuple[str, ...]
    shown: str
    label: str
    help: str
    modes: frozenset[Mode]
    row: int
    """The row of the key bar."""

    @property
    def vital(self) -> bool:
        """Does it also work while a text is being typed?"""
        return self.keys[0].startswith("f")


_LIVE = frozenset({Mode.CALL, Mode.MENU, Mode.TYPING, Mode.PANEL})
_CALL = frozenset({Mode.CALL})
_ASKING = frozenset({Mode.CALL, Mode.PANEL})
_SHOWING = frozenset({Mode.CALL, Mode.PANEL, Mode.CLOSED})
DIGITS = tuple("123456789")
MENU_KEYS = (*DIGITS, *"abcdef")
"""The keys of a menu, in order."""


def _letter(letter: str) -> tuple[str, ...]:
    """A letter works the same with Caps Lock on."""
    return letter, letter.upper()


ACTIONS: tuple[Action, ...] = (
    Action("help", ("f1",), "F1", "Hulp", "Deze lijst van toetsen.", frozenset(Mode), 1),
    Action(
        "alarm", ("f2",), "F2", "Alarm",
        "Ambulance en alle partners die mogen, in die volgorde; twee keer binnen 3 s.", _LIVE, 1,
    ),
    Action(
        "responder", ("f3",), "F3", "Responder ter plaatse",
        "De meldersinstructie eindigt.", _LIVE, 1,
    ),
    Action(
        "crowd", ("f4",), "F4", "Aantal",
        "Hoeveel first responders er zijn; meer dan verwacht geeft een advies.", _LIVE, 1,
    ),
    Action("instruction", ("f5",), "F5", "Instructie", "De meldersinstructie begint of eindigt.", _LIVE, 1),
    Action("compression", ("f6",), "F6", "Compressie", "De melder geeft de eerste.", _LIVE, 2),
    Action(
        "ambulance", ("f7",), "F7", "Ambulance ter plaatse",
        "De meldersinstructie eindigt.", _LIVE, 2,
    ),
    Action(
        "suspicion", ("f8",), "F8", "Vermoeden",
        "Van een reanimatie, zonder vragen; of het vermoeden intrekken.", _LIVE, 2,
    ),
    Action(
        "partners", ("f9",), "F9", "Partners",
        "Eén voor één alarmeren, waarschuwen, intrekken of drukte terugkoppelen.", _LIVE, 2,
    ),
    Action("close", ("f10",), "F10", "Sluiten", "De melding afsluiten; twee keer binnen 3 s.", _LIVE, 2),
    Action(
        "quit", ("f10",), "F10", "Stoppen", "Het programma verlaten; twee keer binnen 3 s.",
        frozenset({Mode.START, Mode.CLOSED}), 2,
    ),
    Action("new", _letter("n"), "N", "Nieuwe melding", "Neem een melding aan.", frozenset({Mode.START}), 3),
    Action(
        "resume", (*DIGITS, "enter"), "1-9 Enter", "Hervatten", "Ga verder met een open melding.",
        frozenset({Mode.START}), 3,
    ),
    Action("yes", _letter("j"), "J", "Ja", "Antwoord ja op de vraag.", _ASKING, 3),
    Action("no", _letter("n"), "N", "Nee", "Antwoord nee op de vraag.", _ASKING, 3),
    Action("none", _letter("g"), "G", "Geen", "De patiënt ademt niet.", _ASKING, 3),
    Action("unknown", _letter("o"), "O", "Onbekend", "De melder weet het niet.", _ASKING, 3),
    Action(
        "choose", (*DIGITS, "up", "down", "left", "right"), "1-9 ↑↓", "Vraag",
        "Kies een vraag, ook om een antwoord te verbeteren.", _CALL, 3,
    ),
    Action("fill", ("enter",), "Enter", "Kies", "Kies of typ het antwoord op de vraag.", _ASKING, 3),
    Action("unit", _letter("e"), "E", "Eenheid", "Zet een ambulance in met haar roepnummer.", _CALL, 3),
    Action("explain", _letter("v"), "V", "Uitleg", "Redenen, bronnen en alle adviezen.", _SHOWING, 3),
    Action("log", _letter("l"), "L", "Log", "Alles wat er in deze melding gebeurde.", _SHOWING, 3),
    Action("seen", ("space",), "Spatie", "Gezien", "Het bovenste aandachtspunt is gezien.", _ASKING, 1),
    Action("pick", MENU_KEYS, "1-9 a-f", "Kies", "Kies uit het menu.", frozenset({Mode.MENU}), 3),
    Action("submit", ("enter",), "Enter", "Opslaan", "Neem de tekst over.", frozenset({Mode.TYPING}), 3),
    Action(
        "leave", ("enter",), "Enter", "Terug naar het begin", "Naar de lijst met meldingen.",
        frozenset({Mode.CLOSED}), 3,
    ),
    Action(
        "back", ("escape",), "Esc", "Terug", "Menu, invoer, paneel of keuze sluiten; er verandert niets.",
        frozenset({Mode.MENU, Mode.TYPING, Mode.PANEL, Mode.CALL, Mode.CLOSED, Mode.START}), 3,
    ),
    Action(
        "scroll", ("pageup", "pagedown", "up", "down"), "↑↓ PgUp PgDn", "Bladeren", "Blader in een paneel.",
        frozenset({Mode.PANEL, Mode.START, Mode.CLOSED}), 3,
    ),
)  # fmt: skip


def action_for(key: str, mode: Mode) -> Action | None:
    """What a key does in a mode, or None."""
    return next((action for action in ACTIONS if mode in action.modes and key in action.keys), None)


def keys() -> Iterator[tuple[str, bool]]:
    """Every key of the table once, and whether it goes before everything else."""
    found: dict[str, bool] = {}
    for action in ACTIONS:
        for key in action.keys:
            found[key] = found.get(key, False) or action.vital
    yield from found.items()
