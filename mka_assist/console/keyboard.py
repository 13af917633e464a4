"""What the keyboard is about at a moment: which keys have nothing to do, and which question a key chooses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from mka_assist.call.session import Session
from mka_assist.console.actions import ACTIONS, ARROWS, QUESTION_KEYS, Actions, Mode
from mka_assist.console.alarms import Alarm
from mka_assist.console.answers import BREATHING, fillable, yes_or_no
from mka_assist.console.steps import Situation
from mka_assist.console.ui import Focus, Panel, Sight, Ui, current, guided, questions

PANELS = {"help": Panel.HELP, "explain": Panel.EXPLAIN, "log": Panel.LOG}
SCREEN_KEYS = frozenset({*PANELS, "back", "scroll", "choose", "focus"})
"""The actions that change only the screen."""
STEPS = {"up": -1, "down": 1, "pageup": -10, "pagedown": 10}
END = 100_000
"""Further than any panel goes: the screen brings it back to the last page."""


def mode_of(session: Session | None, ui: Ui, guided: bool) -> Mode:
    """What the keyboard is for. An armed act is no menu: all other keys keep their meaning. `guided`: a step
    of the instruction stands."""
    if session is None:
        return Mode.START
    if session.state.closed_at is not None:
        return Mode.CLOSED
    if ui.prompt:
        return Mode.TYPING
    if ui.opened and not ui.opened.menu.armed:
        return Mode.MENU
    if ui.panel:
        return Mode.PANEL
    if session.watching:
        return Mode.WATCH
    return Mode.GUIDE if ui.focus is Focus.INSTRUCTION and guided else Mode.CALL


def armed_key(ui: Ui, actions: Actions) -> str:
    """The key that does what is announced, as it is shown."""
    id = ui.opened.action if ui.opened else ""
    return next((action.shown for action in actions if action.id == id), "")


def idle_actions(sight: Sight | None, ui: Ui, resumable: bool, alarms: Sequence[Alarm]) -> frozenset[str]:
    """The actions that have nothing to act on now, so that the key bar does not offer them."""
    spec = current(sight.at, ui.selected) if sight else None
    plain = spec is not None and yes_or_no(spec)
    useful = {
        "yes": plain,
        "no": plain,
        "none": spec is not None and spec.name == BREATHING,
        "fill": spec is not None and fillable(spec),
        "seen": any(not alarm.aside for alarm in alarms),
        "breath": spec is not None and spec.name == BREATHING,
        "compression": sight is not None and sight.at.state.first_compression_at is None,
        "focus": sight is not None and guided(sight.at) is not None,
        "back": bool(ui.opened or ui.prompt or ui.panel or ui.selected),
        "scroll": ui.panel is not None or (sight is not None and sight.at.state.closed_at is not None),
        "resume": resumable,
    }
    watching = sight is not None and sight.watching
    refused = (one.id for one in ACTIONS if watching and Mode.WATCH not in one.modes and one.id != "scroll")
    return frozenset([*(id for id, is_useful in useful.items() if not is_useful), *refused])


def changed(ui: Ui, action: str, key: str, sight: Sight | None) -> Ui:
    """The screen after a key that changes nothing else."""
    if panel := PANELS.get(action):
        end = END if panel is Panel.LOG else 0
        return replace(ui, panel=None if ui.panel is panel else panel, scroll=end)
    match action:
        case "back":
            return replace(ui, prompt=None, panel=None, scroll=0, selected="", taps=(), message="")
        case "focus":
            other = Focus.QUESTION if ui.focus is Focus.INSTRUCTION else Focus.INSTRUCTION
            return replace(ui, focus=other, selected="", message="")
        case "scroll":
            return replace(ui, scroll=max(0, ui.scroll + STEPS[key]))
        case _:
            return _choose(ui, sight, key) if sight else ui


def _choose(ui: Ui, sight: Sight, key: str) -> Ui:
    """A question by hand takes the focus, until it is answered."""
    selected = chosen(sight.at, ui.selected, key)
    return replace(ui, selected=selected, focus=Focus.QUESTION, taps=(), message="")


def chosen(at: Situation, selected: str, key: str) -> str:
    """The name of the question that a digit, a letter or an arrow chooses."""
    specs = questions(at.rulebook)
    now = current(at, selected)
    if key not in ARROWS:
        place = QUESTION_KEYS.index(key.lower())
    elif now in specs:
        step = -1 if key in ("up", "left") else 1
        place = (specs.index(now) + step) % len(specs)
    else:
        place = 0
    return specs[place].name if place < len(specs) else selected
