"""The console on a screen, by keyboard alone, at both sizes."""

from __future__ import annotations

import asyncio
import subprocess
import sys

import pytest
from console_kit import ALARMED, ARREST, SIZES, press, screen

from mka_assist.console import app as console_app
from mka_assist.console import hands as console_hands
from mka_assist.console.actions import ACTIONS, EVERY_KEY, MENU_KEYS, Mode
from mka_assist.console.app import ConsoleApp
from mka_assist.console.running import run_desk
from mka_assist.console.views import page
from mka_assist.console.views.bottom import BESIDE, SMALL_BESIDE


def run(app: ConsoleApp, size: tuple[int, int], steps) -> None:
    async def go() -> None:
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            await steps(pilot)

    asyncio.run(go())


@pytest.mark.parametrize("size", SIZES)
def test_a_call_from_pick_up_to_close_by_keyboard(kit, size) -> None:
    app = kit.app()

    async def steps(pilot) -> None:
        def shown() -> str:
            return "\n".join(screen(app))

        assert "Bedoeld voor training" in shown()
        await press(pilot, kit, "n")
        assert "Reageert de patiënt?" in shown()
        await press(pilot, kit, "n")
        assert "Ademt de patiënt normaal?" in shown()
        await press(pilot, kit, "n")
        assert "inzetten" in shown()
        await press(pilot, kit, "f2")
        assert "NOGMAALS F2" in shown()
        await press(pilot, kit, "f2")
        assert "√ HartslagNu" in shown()
        assert "√ AMBULANCE" in shown()
        await press(pilot, kit, "f5", "c", "+30")
        assert "COMPRESSIE √ 0:0" in shown()
        await press(pilot, kit, "9", "enter")
        assert "Leeftijd" in shown()
        await press(pilot, kit, *"54", "space", *"jaar", "enter")
        assert "Leeftijd: 54 jaar" in shown()
        await press(pilot, kit, "f3", "?HartslagNu", "?neemt over")
        assert "» HartslagNu" in shown()
        assert "overgenomen" in shown()
        await press(pilot, kit, "f4", "9", "enter")
        assert "DRUKTE: 9 ter plaatse, verwacht 5" in shown()
        await press(pilot, kit, "f9", "?drukte", "?allemaal")
        assert "DRUKTE" not in shown()
        await press(pilot, kit, "f7", "f7")
        assert "» AMBULANCE" in shown()
        await press(pilot, kit, "f10", "f10")
        assert "De melding is afgesloten." in shown()
        assert "compressie" in shown().lower()
        await press(pilot, kit, "enter")
        assert "Geen open meldingen." in shown()

    run(app, size, steps)
    (call,) = kit.journal.calls()
    assert call.closed


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("keys", [("n",), ALARMED, (*ALARMED, "v"), (*ALARMED, "f9"), (*ALARMED, "f4")])
def test_every_key_that_works_stands_on_the_screen(kit, size, keys) -> None:
    """The bar and what the desk does come from one table; some keys stand where they are used, and on a small
    screen the less urgent ones in the help only."""
    app = kit.app()

    async def steps(pilot) -> None:
        await press(pilot, kit, *keys)
        whole, rows = "\n".join(screen(app)), "\n".join(screen(app)[-2:])
        beside = SMALL_BESIDE if size == SIZES[0] else BESIDE
        for action in ACTIONS:
            if kit.desk.mode not in action.modes or action.id in kit.desk.hidden:
                continue
            if action.row and action.id not in beside:
                assert f"{action.shown} {action.label}".rstrip() in rows
            elif action.label and action.id not in ("breath", "unknown", *beside):
                assert f"[{action.shown}]" in whole

    run(app, size, steps)


def test_the_bindings_are_the_table(kit) -> None:
    bound = {
        key: binding.priority
        for key, bindings in kit.app()._bindings.key_to_bindings.items()
        for binding in bindings
    }
    assert set(bound) == set(EVERY_KEY) >= {key for action in ACTIONS for key in action.keys}
    assert {key for key, priority in bound.items() if priority} == {f"f{n}" for n in range(1, 11)}


def test_keys_are_those_that_every_terminal_passes_on() -> None:
    plain = {*(f"f{n}" for n in range(1, 11)), "enter", "tab", "space", "escape"}
    plain |= {"up", "down", "left", "right"}
    for action in ACTIONS:
        for key in action.keys:
            assert key in plain | {"pageup", "pagedown"} or (len(key) == 1 and key.isalnum())
    escape = [action.id for action in ACTIONS if "escape" in action.keys]
    assert escape == ["back"], "Escape is slow on many terminals: only for what is harmless"


def test_no_key_means_two_things_in_one_mode() -> None:
    for mode in Mode:
        used = [key for action in ACTIONS if mode in action.modes for key in action.keys]
        assert len(used) == len(set(used)), mode
    assert len(MENU_KEYS) == len(set(MENU_KEYS))


def test_a_function_key_works_while_a_line_is_typed(kit) -> None:
    app = kit.app()

    async def steps(pilot) -> None:
        await press(pilot, kit, *ARREST, "9", "enter", "j", "n", "f2", "f2")
        assert kit.sight.at.state.alarmed
        assert "leeftijd" not in kit.sight.at.state.answers

    run(app, (80, 24), steps)


def test_of_a_notice_ready_to_send_the_danger_is_seen_on_a_small_screen(kit) -> None:
    app = kit.app()

    async def steps(pilot) -> None:
        await press(pilot, kit, *ALARMED, "3", "j", "f9", "1")
        assert kit.desk.ui.prompt is not None
        await pilot.pause()
        start = kit.desk.ui.prompt.start
        assert start[:60] in "\n".join(screen(app))
        await pilot.press("x")
        assert app.query_one("#typing").value == f"x{start}", "a stray letter does not wipe the notice"

    run(app, (80, 24), steps)


def test_letters_in_a_line_are_text_and_not_answers(kit) -> None:
    app = kit.app()

    async def steps(pilot) -> None:
        await press(pilot, kit, "n", "9", "down", "down", "enter", *"jno19", "enter")
        assert kit.sight.at.state.answers == {"gemeente": "jno19"}

    run(app, (80, 24), steps)


@pytest.mark.parametrize("text", ["[/]", "[bold red]x[/]", "\\["])
def test_data_is_never_read_as_markup(kit, text) -> None:
    app = kit.app()

    async def steps(pilot) -> None:
        await press(pilot, kit, *ALARMED, "9", "down", "down", "enter")
        app._typing.value = text
        await press(pilot, kit, "enter", "f9", "?Brandweer", "1")
        app._typing.value = text
        await press(pilot, kit, "enter", "l")
        assert f"Gemeente: {text}" in "\n".join(screen(app))

    run(app, (120, 40), steps)


def test_keys_in_one_burst_are_all_taken_in_order(kit) -> None:
    app = kit.app()

    async def steps(pilot) -> None:
        await pilot.press("n")
        await pilot.press("n", "2", "g", "3", "n", "4", "j", "7", "o", "8", "n")
        assert kit.sight.at.state.answers == {
            "bewustzijn": "nee", "ademhaling": "geen", "geweld_of_onveilig": "nee",
            "veilig_bereikbaar": "ja", "ernstig_trauma": "onbekend", "zelfdoding": "nee",
        }  # fmt: skip

    run(app, (80, 24), steps)


def test_keys_of_the_terminal_program_end_nothing(kit) -> None:
    app = kit.app()

    async def steps(pilot) -> None:
        await press(pilot, kit, *ALARMED, "ctrl+q", "ctrl+c", "ctrl+p", "tab", "shift+tab", "ctrl+z")
        assert app.is_running
        assert kit.sight.at.state.alarmed

    run(app, (80, 24), steps)


def test_a_resize_in_a_call_keeps_everything(kit) -> None:
    app = kit.app()

    async def steps(pilot) -> None:
        await press(pilot, kit, *ALARMED)
        for size in ((120, 40), (80, 24), (60, 15), (200, 60)):
            await pilot.resize_terminal(*size)
            await press(pilot, kit, "+1")
            shown = "\n".join(screen(app))
            assert ("klein" in shown) is (size == (60, 15))
            assert "T+ 00:0" in shown
        assert "√ HartslagNu" in shown

    run(app, (80, 24), steps)


def test_the_clock_runs_by_itself_and_paints_only_itself(kit, monkeypatch) -> None:
    app = kit.app()
    painted: list[str | None] = []

    async def steps(pilot) -> None:
        await press(pilot, kit, *ALARMED)
        real = console_app.Block.refresh

        def refresh(self, *regions, **options):
            painted.append(self.id)
            return real(self, *regions, **options)

        monkeypatch.setattr(console_app.Block, "refresh", refresh)
        kit.clock.advance(1)
        app.tick()
        app.tick()
        assert painted == ["header", "clocks"]

    run(app, (120, 40), steps)


class BrokenError(Exception):
    pass


def failing(*args, **options):
    raise BrokenError("proefstoring")


def test_a_mistake_at_a_key_is_one_line_and_the_call_goes_on(kit, monkeypatch) -> None:
    kept: list[Exception] = []
    app = ConsoleApp(kit.desk, kept.append)

    async def steps(pilot) -> None:
        await press(pilot, kit, *ARREST)
        with monkeypatch.context() as patch:
            patch.setattr(console_hands, "step_for", failing)
            await press(pilot, kit, "j")
            assert any("Fout in het scherm (BrokenError)" in row for row in screen(app))
        await press(pilot, kit, "f2", "f2")
        assert kit.sight.at.state.alarmed

    run(app, (80, 24), steps)
    assert [type(error) for error in kept] == [BrokenError]
    assert app.failure is None


def test_a_mistake_in_one_block_leaves_the_others(kit, monkeypatch) -> None:
    kept: list[Exception] = []
    app = ConsoleApp(kit.desk, kept.append)
    monkeypatch.setattr(page, "partner_lines", failing)

    async def steps(pilot) -> None:
        await press(pilot, kit, *ALARMED, "f5", "+65")
        shown = "\n".join(screen(app))
        assert "Dit deel van het scherm heeft een fout" in shown
        assert "T+ 01:10" in shown
        assert "F2 Alarm" in shown

    run(app, (80, 24), steps)
    assert len(kept) == 1, "the same mistake is kept once"


def test_a_mistake_in_the_timer_is_fenced(kit, monkeypatch) -> None:
    app = ConsoleApp(kit.desk, failing)

    async def steps(pilot) -> None:
        await press(pilot, kit, "n")
        monkeypatch.setattr(kit.desk, "tick", failing)
        app.tick()
        await pilot.pause()
        assert any("Fout in het scherm (BrokenError)" in row for row in screen(app))

    run(app, (80, 24), steps)


def screens_that_break(count: int):
    """Stands in for `ConsoleApp.run`: screens that break, and then one that ends as it should."""
    left = [None] * count

    def run_screen(app: ConsoleApp, **options) -> None:
        if left:
            left.pop()
            app._handle_exception(BrokenError("proefstoring"))

    return run_screen


def test_a_screen_that_breaks_is_replaced(kit, monkeypatch) -> None:
    kit.press(*ALARMED)
    monkeypatch.setattr(ConsoleApp, "run", screens_that_break(2))
    assert run_desk(kit.desk, lambda error: None) == 0
    assert "HERSTART" in kit.desk.ui.message


def test_a_screen_that_keeps_breaking_ends_with_its_cause(kit, monkeypatch) -> None:
    monkeypatch.setattr(ConsoleApp, "run", screens_that_break(100))
    with pytest.raises(BrokenError):
        run_desk(kit.desk, lambda error: None)


def test_many_breaks_over_a_long_time_end_nothing(kit, monkeypatch) -> None:
    monkeypatch.setattr(ConsoleApp, "run", screens_that_break(100))
    monkeypatch.setattr(kit.desk, "restarted", lambda cause: kit.clock.advance(20))
    assert run_desk(kit.desk, lambda error: None) == 0


def test_textual_is_loaded_by_the_console_only() -> None:
    code = "import sys, mka_assist.cli.console, mka_assist.cli.decide; print('textual' in sys.modules)"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "False"


def test_the_pure_part_does_not_need_textual() -> None:
    code = (
        "import sys, mka_assist.console.desk, mka_assist.console.views.page; print('textual' in sys.modules)"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "False"
