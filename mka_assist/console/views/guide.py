"""The caller instruction: what to say now, what to listen for, the ways on; and what there is before it
begins and after it ended."""

from __future__ import annotations

from collections.abc import Sequence

from mka_assist.call.instructing import better_flow
from mka_assist.console.answers import BREATHING
from mka_assist.console.lines import Line, Lines, Piece, Role, clean, fold, line, pad, width_of
from mka_assist.console.steps import Situation
from mka_assist.console.ui import Focus, Sight, current, guided
from mka_assist.console.views.beat import heading, turn_text
from mka_assist.console.views.question import choosing, focus, others
from mka_assist.console.views.top import elapsed, suspicion
from mka_assist.instruction.flow import Position, Prompt, prompt
from mka_assist.instruction.flow import choose as choose_flow
from mka_assist.instruction.model import DUTCH, CallerInstruction, Choice

ABNORMAL_WORDS = "happen naar lucht, snurken, kreunen, rochelen, piepen, af en toe een adem"
"""How callers describe breathing that is not normal."""
UNREADABLE = "De meldersinstructie is niet te lezen: gebruik de papieren kaart."


def guide(sight: Sight, width: int, height: int, roomy: bool) -> Lines:
    """The whole part for the caller instruction, but for the line of the metronome."""
    at, here = sight.at, guided(sight.at)
    started = at.state.instruction
    if at.instruction is not None and here is not None:
        rows = _running(sight, at.instruction, here, width, height, roomy)
    elif started is not None and started.running and at.state.closed_at is None:
        rows = _text("De instructie loopt, maar niet met deze stappen. Volg de papieren kaart.", width)
        rows += _keyed("F5", "begin de stappen, of beëindig de instructie", width)
    elif started is not None or at.state.coaching_since:
        rows = _ended(at, width)
    else:
        rows = _before(sight, width)
    return pad(rows, width, height)


def _running(
    sight: Sight, files: CallerInstruction, here: Position, width: int, height: int, roomy: bool
) -> list[Line]:
    """What counts most comes first: the line to say is never cut, nor are the ways on."""
    at, mine = sight.at, focus(sight) is Focus.INSTRUCTION
    shown = prompt(files, here)
    better = _better(sight, files, here, width)
    rows = spoken(shown, here, files, width, Role.QUESTION if mine else Role.STRONG, roomy)
    hint = _hint(shown.listen, width)
    if roomy:
        turn = [line(f" {turn_text(at)}", Role.CLOCK), line(f" {heading(at)[0]}", Role.STRONG)]
        aside = _words(width) if not mine and _breathing(sight) else []
        ways = one_a_row(shown.choices, mine)
        return _spaced([turn, better, rows, hint, ways, _keys_beside(sight, mine), aside], height)
    if not mine and _breathing(sight):
        return [*rows, *_words(width), others(sight)]
    ways = in_a_run(shown.choices, width, mine)
    if len(rows) + len(ways) > height:  # both languages after each other take a row less
        both = " ".join("".join(text for text, _ in row) for row in rows)
        rows = [line(f" {text}", Role.STRONG) for text in fold(both, width - 2)]
    space = height - len(rows) - len(ways)
    better = better if len(better) <= space else []
    return [*better, *rows, *(hint if len(hint) + len(better) <= space else []), *ways]


def _spaced(parts: Sequence[list[Line]], height: int) -> list[Line]:
    """The parts with an empty row between them, where there is room for that."""
    filled = [part for part in parts if part]
    if sum(len(part) + 1 for part in filled) <= height:
        return [row for part in filled for row in (*part, ())]
    return [row for part in filled for row in part]


def _breathing(sight: Sight) -> bool:
    spec = current(sight.at, sight.ui.selected)
    return spec is not None and spec.name == BREATHING


def spoken(
    shown: Prompt, here: Position, files: CallerInstruction, width: int, role: Role, roomy: bool
) -> list[Line]:
    """The line to say, whole and in quotes; in another language with the Dutch one under it."""
    start, dutch = ("Zeg: ", "In het Nederlands: ") if roomy else ("", "NL: ")
    rows = [line(f" {text}", role) for text in fold(f'{start}"{shown.say}"', width - 2)]
    if shown.language != DUTCH:
        rows += [line(f" {text}", Role.DIM) for text in fold(f'{dutch}"{shown.dutch}"', width - 2)]
    elif here.language != DUTCH:
        name = clean(files.languages[here.language].name)
        rows += [line(f" {text}", Role.DIM) for text in fold(f"(geen zin in het {name})", width - 2)]
    return rows


def _hint(text: str, width: int) -> list[Line]:
    return [line(f" {row}", Role.TEXT) for row in fold(f"Let op: {text}", width - 2)] if text else []


def _better(sight: Sight, files: CallerInstruction, here: Position, width: int) -> list[Line]:
    """Another flow fits what is known by now."""
    better = better_flow(files, here, sight.at.decision.facts)
    if not better:
        return []
    texts = fold(f"Past nu: {files.flows[better].name} {sight.key('barrier')} [S]", width - 2)
    return [line(f" {text}", Role.ASK) for text in texts]


def _label(choice: Choice) -> str:
    return f"{clean(choice.label)}{' (2e)' if choice.second_person else ''}"


def in_a_run(choices: Sequence[Choice], width: int, mine: bool) -> list[Line]:
    """The ways on one after another, on as few rows as hold them; a way on is never split."""
    key_role, role = (Role.KEY, Role.TEXT) if mine else (Role.DIM, Role.DIM)
    rows: list[list[Piece]] = [[]]
    for choice in choices:
        piece: list[Piece] = [(f" [{choice.key.upper()}]", key_role), (f" {_label(choice)}", role)]
        if rows[-1] and width_of((*rows[-1], *piece)) > width:
            rows.append([])
        rows[-1] += piece
    return [tuple(row) for row in rows]


def one_a_row(choices: Sequence[Choice], mine: bool) -> list[Line]:
    """The ways on below each other; Enter takes the first."""
    key_role, role = (Role.KEY, Role.TEXT) if mine else (Role.DIM, Role.DIM)
    rows: list[Line] = []
    for number, choice in enumerate(choices):
        enter = " (Enter)" if number == 0 and mine else ""
        rows.append(((f" [{choice.key.upper()}]", key_role), (f" {_label(choice)}{enter}", role)))
    if any(choice.second_person for choice in choices):
        rows.append(line(" (2e) = als er een tweede is", Role.DIM))
    return rows


def _keys_beside(sight: Sight, mine: bool) -> list[Line]:
    """The keys that go with every step, one a row; none where nothing can be done."""
    if sight.watching:
        return []
    there: Line = ((f" {sight.key('focus')}", Role.KEY), (" naar de instructie", Role.TEXT))
    rows: list[Line] = [] if mine or choosing(sight) else [there]
    rows.append(((f" {sight.key('barrier')}", Role.KEY), (" Belemmering, andere weg", Role.TEXT)))
    if sight.at.state.first_compression_at is None:
        rows.append(((f" {sight.key('compression')}", Role.KEY), (" Eerste compressie", Role.TEXT)))
    return rows


def _before(sight: Sight, width: int) -> list[Line]:
    """Before the instruction: how to recognise, and what F5 does."""
    at = sight.at
    if at.state.closed_at is not None:
        return _text("Er is geen instructie gegeven.", width)
    if at.instruction is None:
        return [*_text(UNREADABLE, width), *_keyed("F5", "leg vast dat de instructie begint", width)]
    found = suspicion(at)
    if found is None:
        rows = _text("Reageert niet en ademt niet normaal: reanimatie.", width, Role.STRONG)
        return [*rows, *_words(width), *_keyed("F8", "vermoeden, zonder verdere vragen", width)]
    if found is False:
        rows = _text("Nu geen vermoeden. Houd de melder aan de lijn en vraag opnieuw.", width)
        return [*rows, *_keyed("F8", "toch een vermoeden", width)]
    flow = at.instruction.flows[choose_flow(at.instruction, at.decision.facts)]
    rows = [((" [F5]", Role.KEY), (f" Begin de instructie: {clean(flow.name)}", Role.QUESTION))]
    if width_of(rows[0]) > width:
        rows = _keyed("F5", f"Begin de instructie: {flow.name}", width)
    first = fold(f'Eerste zin: "{flow.first.say}"', width - 2)
    return [*rows, *(line(f" {text}", Role.TEXT) for text in first)]


def _ended(at: Situation, width: int) -> list[Line]:
    """How the instruction ended, who took over, and whether the caller is still coached."""
    state = at.state
    told, rows = state.instruction, list[Line]()
    if told and told.ended_at:
        reason = told.end.replace("_", " ") if told.end else "geen reden vastgelegd"
        since = elapsed(state.opened_at, told.ended_at)
        lasted = elapsed(told.first_started_at, told.ended_at)
        rows += _text(f"Geëindigd op {since}, na {lasted}: {reason}.", width, Role.STRONG)
    elif told:
        rows += _text("De melding is gesloten terwijl de instructie liep.", width, Role.STRONG)
    if who := _took_over(at):
        rows += _text(f"Overgenomen door {who}.", width)
    if state.closed_at is not None:
        return rows
    if state.coaching_since:
        since = elapsed(state.coaching_since, at.now)
        rows += _text(f"U coacht via de luidspreker, {since}.", width, Role.QUESTION)
        return [*rows, *_keyed("F5", "stop met coachen, of begin opnieuw", width)]
    return [*rows, *_keyed("F5", "begin opnieuw", width)]


def _took_over(at: Situation) -> str:
    state = at.state
    if state.ambulance_on_scene_at:
        return f"de ambulance ({elapsed(state.opened_at, state.ambulance_on_scene_at)})"
    if state.first_responder_at:
        name = f" van {at.name(state.first_responder_of)}" if state.first_responder_of else ""
        return f"een first responder{name} ({elapsed(state.opened_at, state.first_responder_at)})"
    return ""


def _words(width: int) -> list[Line]:
    return _text(f"Ook niet normaal: {ABNORMAL_WORDS}. Bij twijfel: N.", width)


def _text(text: str, width: int, role: Role = Role.TEXT) -> list[Line]:
    return [line(f" {row}", role) for row in fold(text, width - 2)]


def _keyed(key: str, text: str, width: int) -> list[Line]:
    """What a key does here."""
    indent = len(key) + 4
    texts = fold(text, width - indent - 1)
    rows: list[Line] = [((f" [{key}]", Role.KEY), (f" {texts[0]}", Role.TEXT))]
    return rows + [line(f"{' ' * indent}{text}") for text in texts[1:]]
