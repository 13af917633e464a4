"""Whatever is pressed in whatever order: the console never breaks; no partner goes before an ambulance."""

from __future__ import annotations

from console_kit import RULES, START, rulebook
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from mka_assist.call import events as e
from mka_assist.call.clock import ReplayClock
from mka_assist.call.log import MemoryLog
from mka_assist.console.actions import ACTIONS, action_for
from mka_assist.console.desk import Desk
from mka_assist.console.views.bottom import bar, message
from mka_assist.console.views.page import call_blocks, layout, over
from mka_assist.decision.decide import Decider


class Memory(MemoryLog):
    """A log that says it holds no call, so that every run begins anew."""

    def calls(self) -> tuple[()]:
        return ()


DECIDERS = [Decider(rulebook()), Decider(rulebook("", RULES))]
KEYS = sorted({key for action in ACTIONS for key in action.keys})
PRESSES = st.one_of(
    st.sampled_from(KEYS),
    st.sampled_from(["f2", "f2", "n", "g", "1", "2", "3", "f9", "f3", "f4", "f5", "f7", "f8"]),
    st.sampled_from(["+0.01", "+2", "+11", "+400", "=9", "=54 jaar", "=[/]", "=", "=17140", "=Duinvoorde"]),
)


@settings(max_examples=150)
@given(st.lists(PRESSES, max_size=40), st.sampled_from(DECIDERS), st.sampled_from([(80, 24), (120, 40)]))
def test_any_keys(presses, decider, size) -> None:
    clock = ReplayClock(START)
    desk = Desk(Memory(), clock, decider)
    for key in ["n", *presses]:
        if key.startswith("+"):
            clock.advance(float(key))
            desk.tick()
        elif key.startswith("="):
            desk.submit(key[1:])
        else:
            clock.advance(1)
            desk.press(key)
        looks_right(desk, size)
    if desk.session:
        kinds = [type(event) for event in desk.session.events]
        coupled = (e.AmbulanceDispatched, e.AmbulanceUpgraded)
        if e.PartnerAlarmed in kinds:
            assert kinds.index(e.PartnerAlarmed) > min(kinds.index(kind) for kind in coupled if kind in kinds)


def looks_right(desk: Desk, size: tuple[int, int]) -> None:
    where = layout(*size)
    blocks = {
        "message": (message(desk.ui, desk.armed_key, 3, size[0]), where.boxes["message"]),
        "keys": (bar(desk.mode, desk.hidden, size[0]), where.boxes["keys"]),
    }
    if sight := desk.sight:
        for id, draw in call_blocks(sight, where).items():
            box = over(desk.ui, where) if id == "panel" else where.boxes[id]
            assert box is not None
            blocks[id] = draw(), box
    for id, (lines, box) in blocks.items():
        assert len(lines) == box.height or (id == "message" and desk.ui.prompt)
        assert all(sum(cell_len(text) for text, _ in row) == box.width for row in lines), id
    assert "…" not in "".join(text for row in blocks["keys"][0] for text, _ in row)


def test_every_key_of_the_table_is_reachable() -> None:
    for action in ACTIONS:
        for mode in action.modes:
            assert any(action_for(key, mode) is action for key in action.keys), (action.id, mode)
