"""Help: first what can be done now with what has the focus, then every key, then the signs."""

from __future__ import annotations

from collections.abc import Iterator

from mka_assist.call.words import plain_name
from mka_assist.console.actions import ACTIONS, shown
from mka_assist.console.answers import BREATHING, fillable
from mka_assist.console.lines import Line, Role, cell, clean, fold, line
from mka_assist.console.ui import Focus, Sight, current, guided
from mka_assist.console.views.beat import heading
from mka_assist.console.views.guide import ABNORMAL_WORDS
from mka_assist.console.views.partners import LEGEND
from mka_assist.console.views.question import LIMIT, focus
from mka_assist.instruction.flow import prompt
from mka_assist.rulebook.facts import FactKind, FactSpec

_KEYS = 14
"""Cells for the keys of an action."""
_ANSWERS = ("yes", "no", "none", "unknown", "breath", "fill")
MARKS = (
    "*** HOOG: nu doen   ** MIDDEN: zo doen   * LAAG: weten   +1 HOOG: nog één, V toont ze",
    "▶ de letters horen hierbij   ♥ de metronoom slaat   NL: in het Nederlands",
    "(2e) alleen als er een tweede persoon is",
)


def help_lines(sight: Sight | None, width: int) -> Iterator[Line]:
    """The whole help at this moment."""
    if sight is not None:
        yield from _now(sight, width)
        yield ()
    yield line(" ALLE TOETSEN", Role.STRONG)
    for action in sight.actions if sight else ACTIONS:
        text = f"{action.label}. {action.help}" if action.label else action.help
        yield from _key(action.shown, text, width)
    yield ()
    yield line(" TEKENS", Role.STRONG)
    for legend in (*LEGEND, *MARKS):
        yield from _text(legend, width)


def _now(sight: Sight, width: int) -> Iterator[Line]:
    at = sight.at
    if at.state.closed_at is not None:
        yield line(" NU: DEZE MELDING IS AFGESLOTEN", Role.STRONG)
        yield from _key("Enter", "Terug naar het begin. ↑↓ bladert in de samenvatting.", width)
        return
    if sight.watching:
        yield line(" NU: U KIJKT MEE", Role.STRONG)
        yield from _text("Een ander scherm heeft deze melding; hier verandert u niets.", width)
        yield from _key("Enter", "Neem de melding over: twee keer binnen 3 seconden.", width)
        return
    spec = current(at, sight.ui.selected)
    if focus(sight) is Focus.INSTRUCTION:
        yield from _instruction(sight, width)
        if spec is not None:
            yield from _key(shown("focus", sight.actions), f"Naar de vraag: {spec.question}", width)
        return
    if spec is None:
        yield line(" NU: ER STAAT GEEN VRAAG", Role.STRONG)
        yield from _text("Kies met een cijfer of een pijl een vraag om een antwoord te verbeteren.", width)
    else:
        yield from _question(sight, spec, width)
    yield from _key("F8", "Zet het vermoeden zonder verdere vragen, of trek het in.", width)
    if guided(at):
        yield from _key(
            shown("focus", sight.actions), "Naar de instructie; dan horen de letters daarbij.", width
        )


def _question(sight: Sight, spec: FactSpec, width: int) -> Iterator[Line]:
    """What the keys mean for this question."""
    yield line(" NU: DE VRAAG", Role.STRONG)
    yield from _text(f'Zeg: "{spec.question}"', width)
    breathing = spec.name == BREATHING
    for action in sight.actions:
        if action.id in _ANSWERS and _works(action.id, spec):
            text = _breath_help(action.id) if breathing else ""
            yield from _key(action.shown, text or action.help, width)
    if breathing:
        yield from _text(f"Ook niet normaal: {ABNORMAL_WORDS}. Bij twijfel: niet normaal.", width)
        yield from _text(
            f"Tik Spatie bij elke adem. Zit er {LIMIT} tussen, of komt er zo lang geen adem: niet normaal. "
            "Drie keer korter bewijst geen normale ademhaling.",
            width,
        )


def _works(id: str, spec: FactSpec) -> bool:
    if spec.name == BREATHING:
        return id != "fill"
    if id in ("none", "breath"):
        return False
    if id in ("yes", "no"):
        return spec.kind in (FactKind.JA_NEE, FactKind.LEEFTIJD)
    return id != "fill" or fillable(spec)


def _breath_help(id: str) -> str:
    texts = {"yes": "Normaal: rustig en regelmatig.", "no": "Niet normaal.", "none": "De patiënt ademt niet."}
    return texts.get(id, "")


def _instruction(sight: Sight, width: int) -> Iterator[Line]:
    """The step in full, also what a small screen has no room for."""
    at, here = sight.at, guided(sight.at)
    assert here is not None
    assert at.instruction is not None
    shown = prompt(at.instruction, here)
    yield line(f" NU: DE INSTRUCTIE, {heading(at)[0]}", Role.STRONG)
    yield from _text(f'Zeg: "{shown.say}"', width)
    if shown.dutch != shown.say:
        yield from _text(f'In het Nederlands: "{shown.dutch}"', width)
    if shown.listen:
        yield from _text(f"Let op: {shown.listen}", width)
    for number, choice in enumerate(shown.choices):
        key = f"{choice.key.upper()}{' Enter' if number == 0 else ''}"
        second = " Alleen als er een tweede persoon is." if choice.second_person else ""
        yield from _key(key, f"{choice.label}, dan: {plain_name(choice.to)}.{second}", width)
    yield from _key("B", "Belemmering; ook een andere stroom, een andere stap of een andere taal.", width)
    yield from _key("F5", "Beëindig de instructie.", width)
    sources = ", ".join(dict.fromkeys(basis.document for basis in shown.basis))
    if sources:
        yield from _text(f"Bron: {sources}.", width)
    if shown.proposal:
        yield from _text("Voorstel: vast te stellen door de medisch manager.", width)


def _key(keys: str, text: str, width: int) -> Iterator[Line]:
    for number, row in enumerate(fold(text, width - _KEYS - 2)):
        yield ((f" {cell(keys if number == 0 else '', _KEYS - 1)} ", Role.KEY), (row, Role.TEXT))


def _text(text: str, width: int) -> Iterator[Line]:
    for row in fold(clean(text), width - 2):
        yield line(f" {row}")
