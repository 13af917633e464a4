"""The palette: on the first screen only, in Dutch, and never in the way of a call."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import replace
from functools import wraps
from typing import Any

import pytest
from console_kit import REGION, RULES, SIZES, Kit, screen, settled
from terminal import PATIENCE, Terminal
from test_themes import contrast
from textual._styles_cache import StylesCache
from textual.color import Color
from textual.command import CommandList, CommandPalette

from mka_assist.console import running
from mka_assist.console.actions import Mode
from mka_assist.console.app import ConsoleApp
from mka_assist.console.config_file import GLYPHS, THEME
from mka_assist.console.palette import HOW, NOTHING, PLACEHOLDER, commands
from mka_assist.console.running import run_desk
from mka_assist.console.themes import DARK, HIGH_CONTRAST, MONOCHROME, PALETTES, Palette
from mka_assist.console.widgets import PLAIN_LOOK, Look


def awaited(test: Callable[..., Awaitable[None]]) -> Callable[..., None]:
    """A test on a running console."""

    @wraps(test)
    def run(*args: Any, **kwargs: Any) -> None:
        asyncio.run(test(*args, **kwargs))  # type: ignore[arg-type]  # it is a coroutine

    return run


def names(kit: Kit, look: Look = PLAIN_LOOK, locked: frozenset[str] = frozenset()) -> list[str]:
    return [command.name for command in commands(kit.desk, look, locked)]


async def opened(pilot: Any) -> CommandPalette:
    """The palette after P, once its list is there."""
    await pilot.press("p")
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()
    assert isinstance(pilot.app.screen, CommandPalette)
    return pilot.app.screen


async def typed(pilot: Any, text: str) -> None:
    await pilot.press(*text)
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()


def test_every_command_is_dutch_and_there_is_one_for_each_matter(kit: Kit) -> None:
    assert names(kit) == [
        "Nieuwe melding", "Geluid testen", "Thema licht", "Thema hoog contrast", "Thema monochroom",
        "Tekens ascii", "Toon de toetsen", "Waar staat de configuratie?", "Welke regels gelden?", "Stoppen",
    ]  # fmt: skip


def test_an_open_call_can_be_resumed_by_its_number(kit: Kit) -> None:
    kit.press("n", "n")
    number = kit.sight.at.state.number
    kit.desk.book.sessions.clear()
    kit.desk.welcome()
    assert f"Hervat melding {number}" in names(kit)


def test_what_the_administrator_laid_down_is_not_offered(kit: Kit) -> None:
    left = names(kit, locked=frozenset({THEME, GLYPHS}))
    assert not [name for name in left if name.startswith(("Thema", "Tekens"))]


def test_the_rules_and_the_configuration_are_told(kit: Kit, tmp_path, monkeypatch) -> None:
    monkeypatch.setenv("MKA_ASSIST_CONFIG", str(tmp_path / "eigen.toml"))
    told = "\n".join(command.tells for command in commands(kit.desk, PLAIN_LOOK))
    assert str(tmp_path / "eigen.toml") in told
    assert kit.desk.rulebook.sha256[:8] in told
    assert all(name in told for name in kit.desk.rulebook.files)


@pytest.mark.parametrize("size", SIZES)
@awaited
async def test_it_opens_in_dutch_with_a_sign_at_the_chosen_line(kit: Kit, size) -> None:
    async with kit.app().run_test(size=size) as pilot:
        await opened(pilot)
        shown = "\n".join(screen(pilot.app))
        assert PLACEHOLDER in shown
        assert HOW in shown
        assert "> Nieuwe melding" in shown
        assert "🔎" not in shown
        await pilot.press("down")
        shown = "\n".join(screen(pilot.app))
        assert "  Nieuwe melding" in shown
        assert "> Geluid testen" in shown
        assert "Search" not in shown


@awaited
async def test_what_resembles_nothing_is_said_in_dutch_and_does_nothing(kit: Kit) -> None:
    async with kit.app().run_test() as pilot:
        await opened(pilot)
        await typed(pilot, "zzz")
        assert NOTHING in "\n".join(screen(pilot.app))
        await pilot.press("enter", "enter")
        await pilot.pause()
        assert kit.desk.mode is Mode.START


@awaited
async def test_a_new_call_is_two_keys_away_while_it_is_open(kit: Kit) -> None:
    async with kit.app().run_test() as pilot:
        await opened(pilot)
        await pilot.press("escape", "n")
        await pilot.pause()
        assert kit.desk.mode is Mode.CALL
        assert not isinstance(pilot.app.screen, CommandPalette)


@awaited
async def test_the_first_command_is_a_new_call(kit: Kit) -> None:
    async with kit.app().run_test() as pilot:
        await opened(pilot)
        await pilot.press("enter")
        await pilot.pause()
        await pilot.pause()
        assert kit.desk.mode is Mode.CALL
        assert not isinstance(pilot.app.screen, CommandPalette)


@awaited
async def test_function_keys_work_while_it_is_open(kit: Kit) -> None:
    async with kit.app().run_test() as pilot:
        await opened(pilot)
        await pilot.press("f10")
        assert kit.desk.ui.opened is not None, "announced, although a text is being typed"
        kit.clock.advance(1)
        await pilot.press("f10")
        await settled(pilot)
    assert kit.desk.leaving


@awaited
async def test_in_a_call_it_never_opens(kit: Kit) -> None:
    async with kit.app().run_test() as pilot:
        for keys in (("n",), ("n", "n"), ("f5",)):
            await pilot.press(*keys, "p")
            await pilot.pause()
            assert not isinstance(pilot.app.screen, CommandPalette)


@awaited
async def test_not_even_on_the_first_screen_while_another_call_goes_on_here(kit: Kit) -> None:
    kit.press("n")
    kit.desk.book.leave()
    async with kit.app().run_test() as pilot:
        assert kit.desk.mode is Mode.START
        await pilot.press("p")
        await pilot.pause()
        assert not isinstance(pilot.app.screen, CommandPalette)
        assert "nog een melding open" in kit.desk.ui.message


@awaited
async def test_another_theme_comes_with_the_next_screen(kit: Kit) -> None:
    app = kit.app()
    async with app.run_test() as pilot:
        await opened(pilot)
        await typed(pilot, "hoog")
        await pilot.press("enter")
        await pilot.pause()
        await pilot.pause()
    assert app.next_look == replace(PLAIN_LOOK, palette=HIGH_CONTRAST)
    assert app.return_code in (0, None)


def test_the_next_screen_has_the_look_that_was_chosen(kit: Kit, monkeypatch) -> None:
    made: list[Look] = []

    class Chosen(ConsoleApp):
        def run(self, **options: Any) -> None:
            made.append(self.look)
            self.next_look = replace(PLAIN_LOOK, palette=HIGH_CONTRAST) if len(made) == 1 else None

    monkeypatch.setattr(running, "ConsoleApp", Chosen)
    assert run_desk(kit.desk, kit.kept) == 0
    assert [look.palette for look in made] == [DARK, HIGH_CONTRAST]


@awaited
async def test_its_list_is_one_line_for_each_command(kit: Kit) -> None:
    async with kit.app().run_test() as pilot:
        palette = await opened(pilot)
        assert palette.query_one(CommandList).option_count == len(names(kit))


@awaited
async def test_a_palette_that_was_closed_leaves_no_styles_behind(kit: Kit) -> None:
    async with kit.app().run_test() as pilot:
        before = kit.desk.ui.message
        await opened(pilot)
        await pilot.press("escape")
        await pilot.pause()
        assert kit.desk.ui.message == before
        assert StylesCache.get_inner_outer.cache_info().currsize < 50


def test_in_a_real_terminal_another_theme_is_there_and_a_call_can_begin(tmp_path) -> None:
    names = ("HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME")
    home = {name: str(tmp_path / "home") for name in names}
    (tmp_path / "home").mkdir()
    arguments = ("--rules", str(RULES), "--region", REGION, "--journal", str(tmp_path / "j.sqlite3"))
    terminal = Terminal(*arguments, environment=home)
    try:
        terminal.until("Opdrachten", "VOORBEELD")
        terminal.type("p", PLACEHOLDER[:-2], "Thema monochroom")
        terminal.type("mono", "> Thema monochroom")
        screens = terminal.raw.count(b"\x1b[?1049h")
        terminal.type("\r")
        end = time.monotonic() + PATIENCE
        while terminal.raw.count(b"\x1b[?1049h") == screens and time.monotonic() < end:
            terminal.read()
        terminal.until("[N] Nieuwe melding", "Opdrachten")
        terminal.type("p", "Thema donker")
        terminal.type("\x1b", "[N] Nieuwe melding")
        terminal.type("n", "Reageert de patiënt?")
        terminal.type("p", "Reageert de patiënt?")
        assert PLACEHOLDER not in terminal.text()
    finally:
        terminal.close()


@pytest.mark.parametrize(
    "theme", [each for each in PALETTES.values() if not each.colourless], ids=lambda each: each.name
)
@awaited
async def test_all_that_stands_in_it_can_be_read(kit: Kit, theme: Palette) -> None:
    app = ConsoleApp(kit.desk, kit.kept, Look(theme))
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        await pilot.press("down")
        rows = app.screen._compositor.render_strips()
        for segment in (segment for row in rows for segment in row if segment.text.strip(" ▔▁─━")):
            style = segment.style
            assert style is not None
            assert style.color is not None
            assert style.bgcolor is not None
            ink, ground = (Color.from_rich_color(each) for each in (style.color, style.bgcolor))
            assert contrast(ink, ground) >= 4.5, f"{segment.text!r} in {theme.name}: {style}"


@awaited
async def test_without_colours_it_sends_none(kit: Kit) -> None:
    app = ConsoleApp(kit.desk, kit.kept, Look(MONOCHROME))
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        for row in app.screen._compositor.render_strips():
            for text, style, _ in row:
                shown = (style.color if text.strip() else None, style.bgcolor) if style else ()
                for color in shown:
                    assert color is None or color.is_default, (text, style)
