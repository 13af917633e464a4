"""The one table of keys. The bindings, the key bar and the help panel are all made from it.

Only keys that every terminal passes on: F1 to F10, letters, digits, arrows, Enter, Space, Escape and the page
keys. What matters for a life is on a function key, so that it also works while a text is being typed.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from string import ascii_letters, ascii_lowercase, digits

from mka_assist.instruction.vocabulary import RESERVED_KEYS


class Mode(StrEnum):
    """What the keyboard is for at this moment."""

    START = "start"
    CALL = "call"
    """A question stands: letters answer it."""
    GUIDE = "guide"
    """The caller instruction has the focus: letters are the ways on from its step."""
    MENU = "menu"
    TYPING = "typing"
    PANEL = "panel"
    CLOSED = "closed"
    WATCH = "watch"
    """Another screen has this call; here it can only be looked at, or taken over."""


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
    """The row of the key bar; 0 for a key that is shown where it is used."""

    @property
    def vital(self) -> bool:
        """Does it also work while a text is being typed?"""
        return len(self.keys[0]) > 1 and self.keys[0].startswith("f")


_LIVE = frozenset({Mode.CALL, Mode.GUIDE, Mode.MENU, Mode.TYPING, Mode.PANEL})
_CALL = frozenset({Mode.CALL})
_GUIDE = frozenset({Mode.GUIDE})
_FREE = frozenset({Mode.CALL, Mode.GUIDE, Mode.PANEL})
_SHOWING = frozenset({*_FREE, Mode.CLOSED, Mode.WATCH})
DIGITS = tuple("123456789")
ARROWS = ("up", "down", "left", "right")
QUESTION_KEYS = (*DIGITS, *"xzqd")
"""The keys of the questions, in order: so every answer is given or put right with two keys."""
MENU_KEYS = (*DIGITS, *ascii_lowercase)
"""The keys of a menu, in order, for options that have no key of their own."""
RESERVED = "".join(RESERVED_KEYS)
"""Letters that work in a call whatever has the focus: no step of the instruction may use them."""
TURNS = tuple(letter for letter in ascii_lowercase if letter not in RESERVED)
"""Letters that a step of the instruction may use."""


def _letter(letter: str) -> tuple[str, ...]:
    """A letter works the same with Caps Lock on."""
    return letter, letter.upper()


ACTIONS: tuple[Action, ...] = (
    Action("help", ("f1",), "F1", "Hulp", "Wat nu kan, en alle toetsen.", frozenset(Mode), 1),
    Action(
        "alarm", ("f2",), "F2", "Alarm",
        "Ambulance en alle partners die mogen, in die volgorde; twee keer binnen 3 s.", _LIVE, 1,
    ),
    Action(
        "responder", ("f3",), "F3", "Responder er",
        "Een first responder is ter plaatse en neemt het over.", _LIVE, 1,
    ),
    Action(
        "crowd", ("f4",), "F4", "Aantal",
        "Hoeveel first responders er zijn; meer dan verwacht geeft een advies.", _LIVE, 1,
    ),
    Action("instruction", ("f5",), "F5", "Instructie", "De meldersinstructie begint of eindigt.", _LIVE, 1),
    Action(
        "seen", ("f6",), "F6", "Gezien",
        "Het dringendste alarm is gezien: stil, en het blijft staan. Is alles gezien: zet een alarm opzij.",
        frozenset({*_LIVE, Mode.WATCH, Mode.CLOSED, Mode.START}), 1,
    ),
    Action(
        "ambulance", ("f7",), "F7", "Ambulance er",
        "Een ambulance is ter plaatse; de meldersinstructie eindigt.", _LIVE, 2,
    ),
    Action(
        "suspicion", ("f8",), "F8", "Vermoeden",
        "Van een reanimatie, zonder vragen; of het vermoeden intrekken.", _LIVE, 2,
    ),
    Action(
        "partners", ("f9",), "F9", "Partners",
        "Alarmeren, waarschuwen, intrekken, aantallen, bericht en terugkoppeling.", _LIVE, 2,
    ),
    Action("close", ("f10",), "F10", "Sluiten", "De melding afsluiten; twee keer binnen 3 s.", _LIVE, 2),
    Action(
        "quit", ("f10",), "F10", "Stoppen", "Het programma verlaten; twee keer binnen 3 s.",
        frozenset({Mode.START, Mode.CLOSED, Mode.WATCH}), 2,
    ),
    Action("new", _letter("n"), "N", "Nieuwe melding", "Neem een melding aan.", frozenset({Mode.START}), 3),
    Action(
        "resume", (*DIGITS, "enter"), "1-9 Enter", "Hervatten", "Ga verder met een open melding.",
        frozenset({Mode.START}), 3,
    ),
    Action(
        "test", _letter("t"), "T", "Geluid testen",
        "Laat elk geluid één keer horen.", frozenset({Mode.START}), 3,
    ),
    Action(
        "palette", _letter("p"), "P", "Opdrachten",
        "Zoek een opdracht bij naam.", frozenset({Mode.START}), 3,
    ),
    Action("yes", _letter("j"), "J", "Ja", "Antwoord ja op de vraag.", _CALL, 0),
    Action("no", _letter("n"), "N", "Nee", "Antwoord nee op de vraag.", _CALL, 0),
    Action("none", _letter("g"), "G", "Geen", "De patiënt ademt niet.", _CALL, 0),
    Action("unknown", _letter("o"), "O", "Onbekend", "De melder weet het niet.", _CALL, 0),
    Action(
        "breath", ("space",), "Spatie", "Adem",
        "Tik bij elke ademhaling; 8 seconden of meer ertussen is niet normaal.", _CALL, 0,
    ),
    Action(
        "choose", (*QUESTION_KEYS, *(key.upper() for key in QUESTION_KEYS if key.isalpha()), *ARROWS),
        "1-9 ↑↓", "Vraag",
        "Kies een vraag, ook om te verbeteren: het teken staat ervoor.",
        frozenset({Mode.CALL, Mode.GUIDE}), 3,
    ),
    Action("fill", ("enter",), "Enter", "Kies", "Kies of typ het antwoord op de vraag.", _CALL, 0),
    Action(
        "go_on", ("enter",), "Enter", "Verder",
        "De eerste keuze bij de stap van de instructie.", _GUIDE, 0,
    ),
    Action(
        "turn", tuple(key for letter in TURNS for key in _letter(letter)), "A-Z", "",
        "De letter die bij de stap van de instructie staat.", _GUIDE, 0,
    ),
    Action(
        "focus", ("tab",), "Tab", "Wissel ▶",
        "Wissel tussen de vraag en de instructie: de letters horen bij wat ▶ heeft.",
        frozenset({Mode.CALL, Mode.GUIDE}), 3,
    ),
    Action(
        "barrier", _letter("b"), "B", "Belemmering",
        "Wat de melder tegenhoudt; ook een andere taal, stroom of stap.", _FREE, 2,
    ),
    Action("compression", _letter("c"), "C", "Compressie", "De melder geeft de eerste.", _FREE, 3),
    Action(
        "unit", _letter("e"), "E", "Eenheid",
        "Roepnummer van een ambulance, of geen eenheid vrij.", _FREE, 2,
    ),
    Action(
        "silence", _letter("s"), "S", "Stil",
        "Het geluid 2 minuten uit; nog eens: weer aan.", _SHOWING, 1,
    ),
    Action("undo", _letter("u"), "U", "Ongedaan", "Het laatste wat u vastlegde telt niet meer.", _FREE, 3),
    Action(
        "explain", _letter("v"), "V", "Waarom",
        "Redenen, bronnen, alle adviezen en waarom deze vraag.", _SHOWING, 3,
    ),
    Action(
        "board", ("0",), "0", "Meldingen",
        "Alle open meldingen; een tweede melder erbij.", frozenset({*_SHOWING}), 3,
    ),
    Action(
        "log", ("pageup",), "PgUp", "Log",
        "Alles wat er in deze melding gebeurde.",
        frozenset({Mode.CALL, Mode.GUIDE, Mode.WATCH}), 3,
    ),
    Action(
        "take_over", ("enter",), "Enter", "Overnemen",
        "Neem deze melding over van het andere scherm; twee keer binnen 3 s.", frozenset({Mode.WATCH}), 3,
    ),
    Action("pick", MENU_KEYS, "1-9 a-z", "Kies", "Kies uit het menu.", frozenset({Mode.MENU}), 3),
    Action("submit", ("enter",), "Enter", "Opslaan", "Neem de tekst over.", frozenset({Mode.TYPING}), 3),
    Action(
        "leave", ("enter",), "Enter", "Terug naar het begin", "Naar de lijst met meldingen.",
        frozenset({Mode.CLOSED}), 3,
    ),
    Action(
        "back", ("escape",), "Esc", "Terug", "Menu, invoer, paneel of keuze sluiten; er verandert niets.",
        frozenset(Mode), 3,
    ),
    Action(
        "scroll", ("pageup", "pagedown", "up", "down"), "↑↓ PgUp PgDn", "Bladeren", "Blader in een paneel.",
        frozenset({Mode.PANEL, Mode.START, Mode.CLOSED}), 3,
    ),
)  # fmt: skip


Actions = tuple[Action, ...]
EVERY_KEY: tuple[str, ...] = (
    *(f"f{number}" for number in range(1, 11)),
    *ascii_letters,
    *digits,
    *("space", "tab", "enter", "escape", "up", "down", "left", "right", "pageup", "pagedown"),
)
"""Every key that an action can have."""


def shown(id: str, actions: Actions = ACTIONS) -> str:
    """The key of an action as it is shown. Raises `StopIteration` for an id that is none."""
    return next(action.shown for action in actions if action.id == id)


def action_for(key: str, mode: Mode, actions: Actions = ACTIONS) -> Action | None:
    """What a key does in a mode, or None."""
    return next((action for action in actions if mode in action.modes and key in action.keys), None)
