"""The keys on paper: one card and one page, made from the table of actions as it was set up. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from html import escape

from mka_assist.console.actions import Action, Actions, Mode
from mka_assist.console.config_keys import remappable
from mka_assist.console.lines import cell, fold
from mka_assist.rulebook.documentation.blocks import Block, Code, Heading, Page, Paragraph, Table

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
_STYLE = """\
@page { size: A4; margin: 10mm 12mm; }
body { font: 9pt/1.25 system-ui, "Liberation Sans", sans-serif; color: #1a1a1a; margin: 1rem auto;
  max-width: 62rem; }
h1 { font-size: 16pt; margin: 0 0 .4rem; }
h2 { font-size: 11pt; margin: 0 0 .2rem; border-bottom: 1.5px solid #1a1a1a; }
main { columns: 2; column-gap: 1.5rem; }
section { break-inside: avoid; margin-bottom: .7rem; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: .12rem 0; border-bottom: 1px solid #ccc; }
th { width: 4.6rem; font-weight: 700; padding-right: .5rem; }
p { margin: .2rem 0; }
@media print { body { margin: 0; max-width: none; } }
"""
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


def card_html(actions: Actions) -> str:
    """The card to print, on one sheet of A4."""
    return "\n".join(_sheet(actions)) + "\n"


def _sheet(actions: Actions) -> Iterator[str]:
    yield '<!DOCTYPE html>\n<html lang="nl">\n<head>\n<meta charset="utf-8">'
    yield f"<title>{TITLE}</title>\n<style>\n{_STYLE}</style>\n</head>\n<body>\n<h1>{TITLE}</h1>\n<main>"
    for group in groups(actions):
        yield f"<section>\n<h2>{escape(group.title)}</h2>\n<table>"
        for action in group.actions:
            yield f'<tr><th scope="row">{escape(action.shown)}</th><td>{escape(said(action))}</td></tr>'
        yield "</table>\n</section>"
    yield "<section>\n<h2>Onthoud</h2>"
    yield from (f"<p>{escape(rule)}</p>" for rule in RULES)
    yield "</section>\n</main>\n</body>\n</html>"


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
