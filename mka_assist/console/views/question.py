"""The question that stands, the keys that answer it, and the list of all questions."""

from __future__ import annotations

from rich.cells import cell_len

from mka_assist.call.timings import format_elapsed, timings
from mka_assist.console.actions import QUESTION_KEYS
from mka_assist.console.answers import BREATHING, offered
from mka_assist.console.breaths import ABNORMAL, TAPS, breaths
from mka_assist.console.lines import Line, Lines, Piece, Role, cell, clean, cut, fold, line, pad, width_of
from mka_assist.console.ui import Focus, Sight, current, guided, questions
from mka_assist.console.views.top import suspicion
from mka_assist.rulebook.facts import FactKind, FactSpec, format_value

HERE, NOT_HERE = "▶ ", "  "
"""Before what the letters belong to, and before the other."""
LIMIT = f"{ABNORMAL:.1f}".replace(".", ",") + " s of meer"
_ANSWERED, _UNKNOWN, _OPEN, _IDLE = "√", "?", "o", "-"


def focus(sight: Sight) -> Focus | None:
    """What the letters belong to now; None in a call that is closed or only looked at, and while a menu or a
    line to type has them."""
    if sight.watching or sight.at.state.closed_at is not None or choosing(sight):
        return None
    if sight.ui.focus is Focus.INSTRUCTION and guided(sight.at):
        return Focus.INSTRUCTION
    return Focus.QUESTION


def choosing(sight: Sight) -> bool:
    """Do the keys belong to a menu, or to a line to type?"""
    ui = sight.ui
    return ui.prompt is not None or (ui.opened is not None and not ui.opened.menu.armed)


_SHORT = {"Jonger dan 1 jaar": "Jonger"}
"""The question says the rest."""


def question(sight: Sight, width: int, height: int) -> Lines:
    """The question as a sentence to say aloud, and below it the keys that answer it."""
    state = sight.at.state
    spec = current(sight.at, sight.ui.selected)
    if state.closed_at is not None:
        where = f" en gaat verder in {clean(state.merged_into)}" if state.merged_into else ""
        rows = [line(f" De melding is afgesloten{where}.", Role.QUESTION)]
        rows.append(((" [Enter]", Role.KEY), (" Terug naar het begin", Role.TEXT)))
    elif sight.watching:
        rows = [line(" U KIJKT MEE: een ander scherm heeft deze melding.", Role.QUESTION)]
        rows.append(((" [Enter]", Role.KEY), (" Overnemen (twee keer)", Role.TEXT)))
    elif spec is None:
        below = _still_unknown(sight)
        text = "Alles is gevraagd." if below else "Geen vraag die nu nog iets verandert."
        rows = [line(f" {NOT_HERE}{text}", Role.QUESTION), line(f" {NOT_HERE}{below}", Role.DIM)]
        rows[1] = _beside(rows[1], others(sight), width) if height == 2 else rows[1]
    else:
        rows = _asked(sight, spec, width, height)
    return pad(rows, width, height)


def _asked(sight: Sight, spec: FactSpec, width: int, height: int) -> list[Line]:
    """The sentence, the keys and, for breathing, what the taps say. On two lines that stands beside them."""
    here = focus(sight) is Focus.QUESTION
    mark, role = (HERE, Role.QUESTION) if here else (NOT_HERE, Role.TEXT)
    away = ("[Esc]", "terug naar de vraag") if choosing(sight) else (sight.key("focus"), "naar deze vraag")
    there: Line = ((f" {away[0]}", Role.KEY), (f" {away[1]}", Role.TEXT))
    keys = _keys(sight, spec, width) if here else there
    aid = _aid(sight, height > 2) if here and spec.name == BREATHING else None
    texts = fold(spec.question, width - 4, max(1, height - (3 if aid else 1)))
    if height == 2 and cell_len(clean(spec.question)) > width - 4:
        wanted = "".join(f" {sight.key(id)}" for id in ("yes", "no", "unknown"))
        short = (wanted if here else f" {away[0]}", Role.KEY)
        texts = fold(spec.question, width - 16, 2)
        return [line(f" {mark}{texts[0]}", role), (*line(f"   {texts[1]}", role), short)]
    rows: list[Line] = [line(f" {mark if n == 0 else NOT_HERE}{text}", role) for n, text in enumerate(texts)]
    if aid is None:
        return [*rows, keys if height > 2 else _beside(keys, others(sight), width)]
    if height > 2:
        return [*rows, keys, *aid]
    return [_beside(rows[0], aid[0], width), _beside(keys, aid[1], width)]


def others(sight: Sight) -> Line:
    """The keys that go with an instruction at every step: a barrier, and the first compression."""
    at = sight.at
    pieces: list[Piece] = []
    if at.state.first_compression_at is None and (guided(at) or suspicion(at)) and not sight.watching:
        pieces += [(f" {sight.key('compression')}", Role.KEY), (" 1e compressie", Role.TEXT)]
    if guided(at) and not sight.watching:
        pieces += [(f" {sight.key('barrier')}", Role.KEY), (" Belemmering", Role.TEXT)]
    return tuple(pieces)


def _beside(left: Line, right: Line, width: int) -> Line:
    """Two parts of one line, the second at the right where there is room for both."""
    room = width - width_of(left) - width_of(right)
    gap = max(1, room - 1)  # a cell is left at the edge where that can be
    return (*left, (" " * gap, Role.TEXT), *right) if room >= 1 else left


def _aid(sight: Sight, roomy: bool) -> tuple[Line, Line]:
    """A tap at every breath: the intervals, the time since the last breath, and what they mean."""
    found = breaths(sight.ui.taps, sight.at.now)
    key: Piece = (f" {sight.key('breath')}", Role.KEY)
    if found is None:
        start = "bij elke ademhaling" if not roomy else "bij elke ademhaling; de tijd ertussen telt"
        return (key, (f" {start}", Role.TEXT)), line(f" {LIMIT}: niet normaal", Role.DIM)
    passed = "".join(f" {_seconds(interval)}" for interval in found.intervals)
    counted: Line = (key, (passed or " eerste adem", Role.STRONG), (" s" if passed else "", Role.TEXT))
    counted = (*counted, ("  nu", Role.TEXT), (f" {_seconds(found.since)} s", Role.STRONG))
    if found.abnormal:
        return counted, line(
            f" {'! ' if roomy else ''}{LIMIT}: NIET NORMAAL{' ' + sight.key('no') if roomy else ''}",
            Role.STOP,
        )
    if found.complete:
        proof = "3 keer onder 8 s bewijst niets; bij twijfel: N" if roomy else "geen bewijs; bij twijfel: N"
        return counted, line(f" {proof}", Role.ASK)
    left = TAPS - len(sight.ui.taps)
    return counted, line(f" nog {left} keer tikken", Role.DIM)


def _seconds(value: float) -> str:
    return f"{value:.1f}".replace(".", ",")


def _still_unknown(sight: Sight) -> str:
    facts, answers = sight.at.rulebook.facts, sight.at.state.answers
    names = [clean(facts[name].label) for name in sight.at.decision.ask_next if name in answers]
    return f"Nog onbekend: {', '.join(names)}." if names else ""


def _keys(sight: Sight, spec: FactSpec, width: int) -> Line:
    """The keys that answer, what was answered, and how to leave a question chosen by hand: as far as they
    fit."""
    options = [(sight.key(id), _SHORT.get(label, label)) for id, label in offered(spec)]
    pieces: list[Piece] = []
    for key, label in options:
        pieces += [(f" {key}", Role.KEY), (f" {label}", Role.TEXT)]
    extra: list[Piece] = []
    if sight.ui.selected:
        extra += [("   [Esc]", Role.KEY), (" terug", Role.TEXT)]
    if (was := sight.at.state.answers.get(spec.name)) is not None and spec.name != BREATHING:
        now: Piece = (f"   nu: {_shown(was)}", Role.ASK)
        extra = [now, *extra] if width_of((*pieces, now, *extra)) <= width else extra
    return (*pieces, *extra) if width_of((*pieces, *extra)) <= width else tuple(pieces)


def question_list(sight: Sight, width: int, height: int) -> Lines:
    """All questions in fixed places, with their answers. Where there are more than fit, the part around the
    current one."""
    specs = questions(sight.at.rulebook)
    now = None if sight.watching else current(sight.at, sight.ui.selected)
    here = specs.index(now) if now in specs else 0
    start = max(0, min(here - height + 1, len(specs) - height)) if here >= height else 0
    shown = list(enumerate(specs, start=1))[start : start + height]
    return pad([_entry(sight, spec, place, spec == now, width) for place, spec in shown], width, height)


def time_list(sight: Sight, width: int, height: int) -> Lines:
    """How long things took, in a closed call, instead of the questions."""
    rows: list[Line] = [line(" TIJDEN sinds het aannemen", Role.STRONG)]
    for label, passed in timings(sight.at.state).items():
        role = Role.DIM if passed is None else Role.TEXT
        taken = cell("-" if passed is None else format_elapsed(passed), 7)
        texts = fold(label, width - 9, 2)
        rows.append(((f" {taken} ", Role.STRONG), (texts[0], role)))
        rows += [line(f"         {text}", role) for text in texts[1:]]
    return pad(rows, width, height)


def _entry(sight: Sight, spec: FactSpec, number: int, is_current: bool, width: int) -> Line:
    """A question with its answer: of what does not fit, the label gives way first."""
    mark, value, role = _answer(sight, spec)
    room = width - 5
    if mark == _OPEN and cell_len(clean(spec.label)) + cell_len(value) + 2 > room:
        value = ""  # the sign says as much
    value = cut(value, room - 6)
    label = cut(clean(spec.label), room - (cell_len(value) + 2 if value else 0))
    key = QUESTION_KEYS[number - 1].upper() if number <= len(QUESTION_KEYS) else " "
    arrow = "▶" if is_current and focus(sight) is Focus.QUESTION else ">" if is_current else " "
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
