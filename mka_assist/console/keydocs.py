"""The keys on paper: one card and one page, made from the table of actions as it was set up. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, repeat

from mka_assist.console.actions import Action, Actions, Mode
from mka_assist.console.config_keys import remappable
from mka_assist.console.lines import cell, fold
from mka_assist.rulebook.documentation.blocks import Block, Code, Heading, Page, Paragraph, Strong, Table

TITLE = "Toetsen van de console"
WIDTH = 78
"""Cells of the card as text: it fits on the smallest screen and on paper."""
_LETTER, _KEY = frozenset({Mode.CALL}), frozenset({Mode.GUIDE})
_BETWEEN = frozenset({Mode.MENU, Mode.TYPING, Mode.PANEL})
_MOMENTS: Mapping[str, Callable[[Action], bool]] = {
    "Altijd": lambda action: action.modes == frozenset(Mode),
    "In een melding, ook tijdens het typen": lambda action: Mode.TYPING in action.modes and action.vital,
    "Bij de vraag": lambda action: action.modes == _LETTER,
    "Bij de meldersinstructie": lambda action: action.modes == _KEY,
    "In een melding": lambda action: Mode.CALL in action.modes,
    "In een menu, bij een tekst of in een paneel": lambda action: bool(action.modes & _BETWEEN),
    "Op het eerste scherm": lambda action: Mode.START in action.modes,
    "Bij meekijken of na het sluiten": lambda action: True,
}
"""When a key works, and which keys those are; a key stands at the first moment that fits."""
RULES = (
    "Alarmeren, sluiten en stoppen: twee keer dezelfde toets binnen 3 seconden. Eén keer doet niets.",
    "Staat er een menu open, dan kiest het cijfer of de letter die ervoor staat. Esc sluit het.",
    "Ongedaan maken telt voor wat u zelf vastlegde. Wat een partner al kreeg, trekt u in met F9.",
)


@dataclass(frozen=True, slots=True)
class Group:
    """The keys of one moment."""

    title: str
    actions: Actions


def groups(actions: Actions) -> tuple[Group, ...]:
    """Every action once, by the moment it works."""
    found: dict[str, list[Action]] = {title: [] for title in _MOMENTS}
    for action in actions:
        found[next(title for title, fits in _MOMENTS.items() if fits(action))].append(action)
    return tuple(Group(title, tuple(each)) for title, each in found.items() if each)


def said(action: Action) -> str:
    """What a key does, in a sentence or two."""
    return f"{action.label}. {action.help}" if action.label else action.help


def card_text(actions: Actions) -> str:
    """The card as plain text."""
    return "\n".join([TITLE, *_card(actions)]) + "\n"


def _card(actions: Actions) -> Iterator[str]:
    for group in groups(actions):
        yield ""
        yield group.title
        for action in group.actions:
            for number, text in enumerate(fold(said(action), WIDTH - 16)):
                yield f"  {cell('' if number else action.shown, 13)} {text}"
    yield ""
    for rule in RULES:
        yield from fold(rule, WIDTH)


def card_page(actions: Actions) -> Page:
    """The card to print, on one sheet of A4."""
    rows = tuple(
        (Strong(group.title) if first else "", action.shown, said(action))
        for group in groups(actions)
        for first, action in zip(chain([True], repeat(False)), group.actions, strict=False)
    )
    return Page(TITLE, "", (*map(Paragraph, RULES), Table(("Wanneer", "Toets", "Wat"), rows)))


def key_page(actions: Actions, more: tuple[Block, ...] = ()) -> Page:
    """The page for the manual: as the card, with the name that each act has in the configuration."""
    blocks: list[Block] = [*map(Paragraph, RULES)]
    for group in groups(actions):
        rows = tuple(
            (action.shown, said(action), Code(action.id) if remappable(action) else "ligt vast")
            for action in group.actions
        )
        blocks += [Heading(2, group.title), Table(("Toets", "Wat", "In de configuratie"), rows)]
    return Page(TITLE, "", (*blocks, *more))
