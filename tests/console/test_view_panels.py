"""Help, why and the summary: what lies over the lists, beginning with what counts now."""

from __future__ import annotations

import pytest
from console_kit import ALARMED

from mka_assist.console.actions import ACTIONS
from mka_assist.console.lines import clean, plain
from mka_assist.console.ui import Panel
from mka_assist.console.views.help import help_lines


def test_help_names_every_action(kit) -> None:
    kit.press("n", "f1")
    assert kit.desk.ui.panel is Panel.HELP
    text = clean(plain(tuple(help_lines(kit.sight, 100))))
    for action in ACTIONS:
        assert clean(action.help) in text


@pytest.mark.parametrize(
    ("keys", "first"),
    [
        (("n",), "NU: DE VRAAG"),
        ((*ALARMED, "f5"), "NU: DE INSTRUCTIE, Volwassene 1/31"),
        ((*ALARMED, "f10", "f10"), "NU: DEZE MELDING IS AFGESLOTEN"),
    ],
)
def test_help_begins_with_what_has_the_focus(told_kit, keys, first) -> None:
    rows = told_kit.press(*keys, "f1").text("panel").splitlines()
    assert rows[1].strip("│ ").startswith(first)


def test_help_shows_what_a_step_has_no_room_for(told_kit) -> None:
    kit = told_kit.press(*ALARMED, "f5", "f1")
    text = clean(kit.text("panel", (120, 60)).replace("│", " "))
    assert "Let op: Lukt het niet meteen" in text
    assert "Voorstel: vast te stellen door de medisch manager." in text


def test_why_begins_with_the_question(told_kit) -> None:
    kit = told_kit.press("n", "v")
    text = clean(kit.text("panel").replace("│", " "))
    assert "WAAROM DEZE VRAAG Reageert de patiënt? Herkennen gaat voor alles" in text
    kit.press("escape", "n", "n", "v")
    text = clean(kit.text("panel").replace("│", " "))
    assert (
        "Kunnen helpers de patiënt veilig bereiken? Het antwoord kan het advies nog veranderen voor" in text
    )
    assert "HartslagNu" in text
    kit.press("escape", "1", "v")
    assert "verandert nu niets" in clean(kit.text("panel").replace("│", " ")) or "Herkennen" in kit.text(
        "panel"
    )


def test_a_closed_call_shows_its_summary_whole_by_scrolling(told_kit) -> None:
    kit = told_kit.press(*ALARMED, "f10", "f10")
    seen = ""
    for _ in range(30):
        seen += kit.text("panel")
        kit.press("down", "down", "down")
    for title in ("RITFORMULIER", "TIJDEN", "DOELEN", "NOG OPEN", "VERLOOP"):
        assert title in seen
