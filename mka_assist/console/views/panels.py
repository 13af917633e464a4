"""What can be laid over the lists: help, explanation, the log, a menu."""

from __future__ import annotations

from collections.abc import Iterator

from rich.cells import cell_len

from mka_assist.call.state import facts
from mka_assist.console.actions import ACTIONS
from mka_assist.console.lines import Line, Lines, Role, cell, clean, fill, fold, line, pad
from mka_assist.console.partner_choices import decided_partners
from mka_assist.console.steps import Menu
from mka_assist.console.story import story
from mka_assist.console.ui import Panel, Sight
from mka_assist.console.views.alerts import MARKS, sentence
from mka_assist.console.views.partners import GLYPHS, LEGEND
from mka_assist.decision.change_words import change_in_words
from mka_assist.decision.explaining import Explainer, Explanation, PartnerExplanation
from mka_assist.decision.outcome import PartnerDecision
from mka_assist.rulebook.week import local


def panel(sight: Sight | None, which: Panel, width: int) -> list[Line]:
    """The whole panel; the screen shows the part that is scrolled to."""
    if which is Panel.HELP or sight is None:
        return list(_help(width))
    return list(_explanation(sight, width) if which is Panel.EXPLAIN else _log(sight, width))


def scrolled(rows: list[Line], title: str, start: int, width: int, height: int) -> Lines:
    """A title with where one is, and the rows that fit below it."""
    start = min(start, most_scroll(rows, height))
    end = min(len(rows), start + height - 1)
    place = f"{start + 1}-{end} van {len(rows)}" if len(rows) > height - 1 else ""
    head = fill(((f" {title}  ", Role.STRONG), (place, Role.DIM)), width)
    return pad([head, *rows[start:end]], width, height)


def most_scroll(rows: list[Line], height: int) -> int:
    """How far a panel can be scrolled."""
    return max(0, len(rows) - (height - 1))


def menu_columns(menu: Menu, width: int, height: int) -> int:
    """In how many columns a menu is shown whole in a place, or 0 when it does not fit there."""
    longest = max((cell_len(clean(option.text)) for option in menu.options), default=0) + 6
    room = height - len(fold(menu.title, width - 2, 2))
    return next((n for n in (1, 2, 3) if n * room >= len(menu.options) and width // n >= longest), 0)


def menu_lines(menu: Menu, width: int, height: int) -> Lines:
    """The options with their keys, in as few columns as hold them all."""
    rows: list[Line] = [line(f" {text}", Role.STRONG) for text in fold(menu.title, width - 2, 2)]
    room = height - len(rows)
    columns = menu_columns(menu, width, height) or 2
    for row in range(room):
        entries: list[Line] = []
        for place in range(row, len(menu.options), room):
            key, option = menu.keyed[place]
            text = clean(option.text)
            entries.append(fill(((f" [{key}] ", Role.KEY), (text, Role.TEXT)), width // columns))
        rows.append(tuple(piece for entry in entries[:columns] for piece in entry))
    return pad(rows, width, height)


def _help(width: int) -> Iterator[Line]:
    for action in ACTIONS:
        for number, text in enumerate(fold(f"{action.label}. {action.help}", width - 16)):
            yield ((f" {cell(action.shown if number == 0 else '', 13)} ", Role.KEY), (text, Role.TEXT))
    yield ()
    yield line(" Tekens", Role.STRONG)
    for legend in LEGEND:
        for text in fold(legend, width - 2):
            yield line(f" {text}")


def _explanation(sight: Sight, width: int) -> Iterator[Line]:
    standing = sight.alarms
    for alarm in standing:
        seen = " (gezien)" if alarm.seen else ""
        for text in fold(f"{MARKS[alarm.condition.priority]} {sentence(alarm)}{seen}", width - 2):
            yield line(f" {text}", Role.STRONG)
        for text in fold(alarm.condition.detail, width - 6):
            yield line(f"     {text}", Role.DIM)
    if standing:
        yield ()
    advice = sight.at.decision.ambulance
    yield line(f" AMBULANCE: {advice.status.replace('_', ' ')}", Role.STRONG)
    extra = f" Extra: {clean(advice.extra)}." if advice.extra else ""
    for text in fold(f"{advice.text}{extra} [{advice.source}]", width - 6):
        yield line(f"     {text}")
    explained = _explained(sight)
    for id, decided in decided_partners(sight.at).items():
        yield ()
        yield line(
            f" {GLYPHS[decided.status][0]} {sight.at.name(id)}: {decided.status.replace('_', ' ')}",
            Role.STRONG,
        )
        for text in _ways(explained.partners[id]):
            for row in fold(text, width - 6):
                yield line(f"     {row}", Role.ASK)
        yield from _reasons(sight, decided, width)


def _explained(sight: Sight) -> Explanation:
    """The call explained by the rules it is decided by: those of the day it began."""
    state, rulebook = sight.at.state, sight.at.rulebook
    explainer = Explainer(rulebook, local(state.opened_at).date())
    return explainer.explain(facts(state, rulebook.facts), state.last_at)


def _ways(explained: PartnerExplanation) -> Iterator[str]:
    """What would have to be otherwise for this partner to be alarmed."""
    for change in explained.to_alarm:
        yield f"Wordt alarmeren als: {change_in_words(change)}."


def _reasons(sight: Sight, decided: PartnerDecision, width: int) -> Iterator[Line]:
    for reason in decided.reasons:
        role = Role.TEXT if reason.decides else Role.DIM
        decides = "BESLIST. " if reason.decides else ""
        text = f"{decides}{reason.kind} {reason.rule} ({reason.verdict}): {reason.text} [{reason.source}]"
        for number, row in enumerate(fold(text, width - 8)):
            yield line(f"   {'- ' if number == 0 else '  '}{row}", role)
    if decided.unknown:
        labels = ", ".join(clean(sight.at.rulebook.facts[name].label) for name in decided.unknown)
        for row in fold(f"Onbekend: {labels}.", width - 8):
            yield line(f"     {row}", Role.ASK)


def _log(sight: Sight, width: int) -> Iterator[Line]:
    for when, text in story(sight.events, sight.at.rulebook):
        for number, row in enumerate(fold(text, width - 11)):
            yield ((f" {when if number == 0 else '':>8} ", Role.DIM), (row, Role.TEXT))


def log_lines(sight: Sight, width: int, height: int) -> Lines:
    """The last things that happened, the latest at the bottom."""
    rows = list(_log(sight, width))[-(height - 1) :]
    return pad([line(" LOG", Role.STRONG), *rows], width, height)
