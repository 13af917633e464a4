"""Whatever is pressed in whatever order: the console never breaks; no partner goes before an ambulance."""

from __future__ import annotations

from string import ascii_lowercase

from console_kit import RULES, START, caller_instruction, rulebook
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from mka_assist.call import events as e
from mka_assist.call.clock import ReplayClock
from mka_assist.call.log import MemoryLog
from mka_assist.call.session import Session
from mka_assist.console.actions import ACTIONS, action_for
from mka_assist.console.desk import Desk
from mka_assist.console.lines import plain
from mka_assist.console.ui import guided
from mka_assist.console.views.bottom import bar, message
from mka_assist.console.views.page import call_blocks, layout, over, panel_of, scroll_limit
from mka_assist.console.views.top import clock, header
from mka_assist.decision.decide import Decider
from mka_assist.instruction.flow import prompt
from mka_assist.paths import rules_dir


class Memory(MemoryLog):
    """A log that says it holds no call, so that every run begins anew."""

    def calls(self) -> tuple[()]:
        return ()


RURAL = Decider(rulebook("voorbeeld-platteland", rules_dir()))
"""The example region where a unit that is only asked for is enough."""
DECIDERS = [Decider(rulebook()), Decider(rulebook("", RULES)), RURAL]
KEYS = sorted({key for action in ACTIONS for key in action.keys})
PRESSES = st.one_of(
    st.sampled_from(KEYS),
    st.sampled_from(["f2", "f2", "n", "g", "1", "2", "3", "f9", "f3", "f4", "f5", "f7", "f8", "tab"]),
    st.sampled_from([*ascii_lowercase, "space", "space", "0", "u", "b"]),
    st.sampled_from(["+0.01", "+2", "+11", "+400", "=9", "=54 jaar", "=[/]", "=", "=17140", "=Duinvoorde"]),
)
STARTS = st.sampled_from(
    [
        ("n",),
        ("n", "n", "space", "+9", "n", "f2", "f2"),
        ("n", "n", "n", "f2", "f2", "f5", "j", "j", "j", "j"),
        ("n", "n", "n", "f2", "f2", "f5", "b", "e"),
        ("n", "n", "n", "f2", "f2", "0", "n", "n", "n", "0", "1"),
        ("n", "n", "n", "f2", "f2", "f10", "f10"),
    ]
)
SIZES = st.sampled_from([(80, 24), (120, 40), (200, 60)])


@settings(max_examples=150)
@given(STARTS, st.lists(PRESSES, max_size=40), st.sampled_from(DECIDERS), SIZES, st.booleans(), st.booleans())
def test_any_keys(start, presses, decider, size, told, watches) -> None:
    clock, log = ReplayClock(START), Memory()
    desk = Desk(log, clock, decider, caller_instruction=caller_instruction() if told else None)
    for place, key in enumerate([*start, *presses]):
        if watches and place == len(start) and desk.session:
            number = desk.session.state.number
            desk.book.sessions = {number: Session.watch(number, log, clock, decider)}
            desk.book.shown = desk.book.sessions[number]
        if key.startswith("+"):
            clock.advance(float(key))
            desk.tick()
        elif key.startswith("="):
            desk.submit(key[1:])
        else:
            clock.advance(1)
            desk.press(key)
        if place >= len(start):
            looks_right(desk, size)
    if desk.session:
        kinds = [type(event) for event in desk.session.events]
        coupled: tuple[type[e.BaseEvent], ...] = (e.AmbulanceDispatched, e.AmbulanceUpgraded)
        if decider is RURAL:
            coupled += (e.UnitRequested,)
        if e.PartnerAlarmed in kinds:
            assert kinds.index(e.PartnerAlarmed) > min(kinds.index(kind) for kind in coupled if kind in kinds)


def looks_right(desk: Desk, size: tuple[int, int]) -> None:
    where = layout(*size)
    sight = desk.sight
    number = sight.at.state.number if sight else ""
    blocks = {
        "message": (message(desk.ui, desk.armed_key, 3, size[0]), where.boxes["message"]),
        "keys": (bar(desk.mode, desk.hidden, size[0]), where.boxes["keys"]),
        "header": (header(desk.rulebook, number, *size, sight), where.boxes["header"]),
    }
    if sight:
        if which := panel_of(sight, desk.ui):
            desk.scroll_within(scroll_limit(sight, which, where.boxes["panel"]))
        for id, draw in call_blocks(sight, where).items():
            box = over(sight, where) if id == "panel" else where.boxes[id]
            assert box is not None
            blocks[id] = draw(), box
        whole(desk, {id: plain(lines) for id, (lines, _) in blocks.items()})
    for id, (lines, box) in blocks.items():
        assert len(lines) == box.height or (id == "message" and desk.ui.prompt)
        assert all(sum(cell_len(text) for text, _ in row) == box.width for row in lines), id


def whole(desk: Desk, texts: dict[str, str]) -> None:
    """What must never be cut or gone: the clock, the goals, the keys, and the line to say."""
    sight = desk.sight
    assert sight is not None
    assert f"T+ {clock(sight.at)}" in texts["clocks"]
    assert "…" not in texts["clocks"] + texts["keys"] + texts["beat"] + texts["question"]
    here = guided(sight.at)
    if here and sight.at.instruction:
        said = "".join(prompt(sight.at.instruction, here).say.split())
        assert said in "".join(texts["guide"].replace("│", " ").split())


def test_every_key_of_the_table_is_reachable() -> None:
    for action in ACTIONS:
        for mode in action.modes:
            assert any(action_for(key, mode) is action for key in action.keys), (action.id, mode)
