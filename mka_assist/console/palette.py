"""Finding a command by name, on the first screen and only while no call is open on this screen."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from rich.text import Text
from textual._styles_cache import StylesCache
from textual.command import (
    CommandInput,
    CommandList,
    CommandPalette,
    DiscoveryHit,
    Hit,
    Hits,
    Provider,
    SearchIcon,
)

from mka_assist.console.actions import Mode, action_for
from mka_assist.console.config import user_file
from mka_assist.console.config_file import GLYPHS, THEME
from mka_assist.console.desk import Desk
from mka_assist.console.glyphs import NAMES, glyphs
from mka_assist.console.lines import Role, clean
from mka_assist.console.themes import PALETTES
from mka_assist.console.views.top import SHORT_HASH
from mka_assist.console.widgets import Look
from mka_assist.rulebook.model import RuleBook

if TYPE_CHECKING:  # the screen opens the palette
    from mka_assist.console.app import ConsoleApp

PLACEHOLDER = "Zoek een opdracht …"
HOW = "Typ om te zoeken, Enter kiest, Esc sluit."
NOTHING = "Geen opdracht met deze naam"
CHOSEN, NOT_CHOSEN = "> ", "  "
"""Which line is chosen, by more than its colour."""
IN_CALL = "Er is nog een melding open op dit scherm: de opdrachten zijn er weer als die gesloten is."


@dataclass(frozen=True, slots=True)
class Command:
    """One thing to do, by a name that says it: keys to press, another look, or something to tell."""

    name: str
    keys: tuple[str, ...] = ()
    look: Look | None = None
    tells: str = ""


def commands(desk: Desk, look: Look, locked: frozenset[str] = frozenset()) -> Iterator[Command]:
    """What makes sense while no call goes on; `locked` names the settings that are laid down."""
    key = {action.id: action.keys[0] for action in desk.actions}
    yield Command("Nieuwe melding", (key["new"],))
    for place, call in enumerate(desk.open_calls[:9], start=1):
        yield Command(f"Hervat melding {clean(call.number)}", (str(place),))
    yield Command("Geluid testen", (key["test"],))
    if THEME not in locked:
        others = (palette for name, palette in PALETTES.items() if name != look.palette.name)
        yield from (
            Command(f"Thema {palette.name.replace('-', ' ')}", look=replace(look, palette=palette))
            for palette in others
        )
    if GLYPHS not in locked:
        for name in NAMES:
            if name != look.glyphs.name:
                yield Command(f"Tekens {name}", look=replace(look, glyphs=glyphs(name)))
    yield Command("Toon de toetsen", (key["help"],))
    yield Command("Waar staat de configuratie?", tells=f"Uw configuratie: {user_file()}")
    yield Command("Welke regels gelden?", tells=_rules(desk.rulebook))
    yield Command("Stoppen", (key["quit"],))


def _rules(book: RuleBook) -> str:
    names = ", ".join(book.files)
    return f"Regels {clean(book.version)}, {book.sha256[:SHORT_HASH]}: {names}"


def asked_for(desk: Desk, key: str) -> bool:
    """Does this key ask for the palette, and may it be there? Says why when it may not."""
    action = action_for(key, desk.mode, desk.actions)
    if action is None or action.id != "palette" or desk.mode is not Mode.START:
        return False
    if desk.book.sessions:
        desk.say(IN_CALL, Role.ASK)
        return False
    return True


def forget_styles() -> None:
    """Let go of what Textual 8.2.8 keeps of a closed screen (its issue 6665): some 90 KiB each time."""
    StylesCache.get_inner_outer.cache_clear()


class Commands(Provider):
    """The commands of this moment, for Textual's search."""

    async def discover(self) -> Hits:
        """All of them, while nothing is typed."""
        for command, run in self._all():
            yield DiscoveryHit(Text(NOT_CHOSEN + command.name), run, text=command.name)

    async def search(self, query: str) -> Hits:
        """Those that resemble what is typed."""
        matcher, found = self.matcher(query), False
        for command, run in self._all():
            if (score := matcher.match(command.name)) > 0:
                found = True
                yield Hit(score, Text(NOT_CHOSEN + command.name), run, text=command.name)
        if not found:
            yield Hit(1, Text(NOT_CHOSEN + NOTHING), lambda: None, text=NOTHING)

    def _all(self) -> Iterator[tuple[Command, Callable[[], None]]]:
        app: ConsoleApp = self.app  # type: ignore[assignment]  # it is the only app that opens this
        for command in commands(app.desk, app.look, app.locked):
            yield command, partial(app.carry_out, command)


class Palette(CommandPalette):
    """Textual's palette in the colours of the screen, with a sign beside the line that is chosen."""

    DEFAULT_CSS = """
    Palette, Palette:ansi { background: transparent; }
    Palette #--input { border: hkey $foreground; }
    Palette SearchIcon, Palette CommandInput > .input--placeholder { color: $foreground; }
    Palette CommandList { border-bottom: hkey $foreground; }
    Palette:ansi CommandInput > .input--cursor {
        background: ansi_default;
        color: ansi_default;
        text-style: reverse;
    }
    Palette:ansi CommandList > .option-list--option-highlighted {
        background: ansi_default;
        color: ansi_default;
        text-style: bold reverse;
    }
    """

    def __init__(self) -> None:
        super().__init__([Commands], placeholder=PLACEHOLDER)

    def on_mount(self) -> None:
        """Only signs that every terminal has."""
        icon = self.query_one(SearchIcon)
        icon.icon = ">"
        icon.refresh()
        self.query_one(CommandInput).cursor_blink = False
        self.watch(self.query_one(CommandList), "highlighted", self._mark)

    def _mark(self, chosen: int | None) -> None:
        """Move the sign to the line that is chosen."""
        listed = self.query_one(CommandList)
        for place in range(listed.option_count):
            name = str(listed.get_option_at_index(place).prompt)[len(CHOSEN) :]
            sign = CHOSEN if place == chosen else NOT_CHOSEN
            listed.replace_option_prompt_at_index(place, Text(sign + name))
