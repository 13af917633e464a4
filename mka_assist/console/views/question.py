"""The question that stands, the keys that answer it, and the list of all questions."""

from __future__ import annotations

from mka_assist.call.timings import format_elapsed, timings
from mka_assist.console.answers import offered
from mka_assist.console.lines import Line, Lines, Piece, Role, cell, clean, fill, fold, line, pad
from mka_assist.console.ui import Sight, current, questions
from mka_assist.rulebook.facts import FactKind, FactSpec, format_value

_ANSWERED, _UNKNOWN, _OPEN, _IDLE = "√", "?", "o", "-"


def question(sight: Sight, width: int, height: int) -> Lines:
    """The question as a sentence to say aloud, and below it the keys that answer it."""
    spec = current(sight.at, sight.ui.selected)
    if spec is None:
        closed = sight.at.state.closed_at is not None
        below = "Enter: terug naar het begin." if closed else _still_unknown(sight)
        asked = "Alles is gevraagd." if below else "Geen vraag die nu nog iets verandert."
        text = "De melding is afgesloten." if closed else asked
        rows = [line(f" {text}", Role.QUESTION), line(f" {below}", Role.DIM)]
    else:
        texts = fold(spec.question, width - 2, 2)
        rows = [line(f" {text}", Role.QUESTION) for text in texts]
        if len(rows) < height:
            rows.append(_keys(sight, spec))
    return pad(rows, width, height)


def _still_unknown(sight: Sight) -> str:
    facts, answers = sight.at.rulebook.facts, sight.at.state.answers
    names = [clean(facts[name].label) for name in sight.at.decision.ask_next if name in answers]
    return f"Nog onbekend: {', '.join(names)}." if names else ""


def _keys(sight: Sight, spec: FactSpec) -> Line:
    shown = {action.id: action.shown for action in sight.actions}
    pieces: list[Piece] = []
    for action, label in offered(spec):
        pieces += [(f" [{shown[action]}]", Role.KEY), (f" {label} ", Role.TEXT)]
    if (was := sight.at.state.answers.get(spec.name)) is not None:
        pieces.append((f"  nu: {_shown(was)}", Role.ASK))
    return tuple(pieces)


def question_list(sight: Sight, width: int, height: int, columns: int) -> Lines:
    """All questions in fixed places, with their answers. Where there are more than fit, the part around the
    current one."""
    specs = questions(sight.at.rulebook)
    now = current(sight.at, sight.ui.selected)
    here = specs.index(now) if now in specs else 0
    fits = height * columns
    start = max(0, min(here - fits + 1, len(specs) - fits)) if here >= fits else 0
    wide = width // columns
    rows: list[Line] = []
    for row in range(height):
        pieces: list[Piece] = []
        for column in range(columns):
            place = start + column * height + row
            if place < len(specs) and place < start + fits:
                pieces += fill(_entry(sight, specs[place], place + 1, specs[place] == now), wide)
        rows.append(tuple(pieces))
    return pad(rows, width, height)


def time_list(sight: Sight, width: int, height: int, columns: int) -> Lines:
    """How long things took, in a closed call, instead of the questions."""
    entries = [
        (
            (f" {cell('-' if passed is None else format_elapsed(passed), 7)} ", Role.STRONG),
            (label, Role.DIM if passed is None else Role.TEXT),
        )
        for label, passed in timings(sight.at.state).items()
    ]
    room = height - 1
    rows: list[Line] = [line(" TIJDEN sinds het aannemen", Role.STRONG)]
    for row in range(room):
        found = entries[row::room][:columns]
        rows.append(tuple(piece for entry in found for piece in fill(entry, width // columns)))
    return pad(rows, width, height)


def _entry(sight: Sight, spec: FactSpec, number: int, is_current: bool) -> Line:
    mark, value, role = _answer(sight, spec)
    label = clean(spec.label)
    key = cell(str(number) if number < 10 else "", 1)
    arrow = ">" if is_current else " "
    text = f"{label}: {value}" if value else label
    role = Role.STRONG if is_current else role
    return ((f" {key}", Role.KEY), (f"{arrow}{mark} ", role), (text, role))


def _answer(sight: Sight, spec: FactSpec) -> tuple[str, str, Role]:
    """Where an answer stands, by glyph and word. A star marks what a rule made of it."""
    given = sight.at.state.answers.get(spec.name)
    known = sight.at.decision.facts.get(spec.name)
    if known is not None:
        found = format_value(known)
        typed = spec.kind not in (FactKind.JA_NEE, FactKind.KEUZE)
        own = given is not None and (typed or clean(given) == found)
        return _ANSWERED, _shown(given if own and given else f"{found}*"), Role.TEXT
    if given is not None:
        return _UNKNOWN, "onbekend", Role.ASK
    if spec.name in sight.at.decision.ask_next:
        return _OPEN, "open", Role.TEXT
    return _IDLE, "", Role.DIM


def _shown(text: str) -> str:
    return clean(text).replace("_", " ")
