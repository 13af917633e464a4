"""Whatever is typed, breaks, stalls or fills up: the call goes on, and the screen says what is the matter."""

from __future__ import annotations

import asyncio
import os
import resource
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from console_kit import ALARMED, ARREST, REGION, RULES, START, Kit, broken_engine, press, rulebook, screen
from rich.cells import cell_len
from terminal import PATIENCE, Terminal, twice

from mka_assist.call import events as e
from mka_assist.call.clock import ReplayClock
from mka_assist.console import app as console_app
from mka_assist.console.actions import Mode
from mka_assist.console.app import BLOCKS, ConsoleApp
from mka_assist.console.hearing import FencedHearing
from mka_assist.console.views import page
from mka_assist.console.watching import Watcher
from mka_assist.console.widgets import Block
from mka_assist.decision.last_good import Rulebooks
from mka_assist.journal.store import Journal
from mka_assist.rulebook.kept import KeptRulebooks

LARGE = (120, 40)
MARKUP, ESCAPES = "[/] [bold red]brand[/] \\[x]", "\x1b[2J\x1b]0;t\x07\x9b31m\x1b[?1049l\r\nna\ttab\x00"
UNSEEN, WIDE = "\u202etnaib\u202c \u05d0\u05d1 a\u200bb\ufeffd\u0301 \ud83d", "🚑👨‍👩‍👧🏳️‍🌈測試驗"
HOSTILE = {"short": f"{MARKUP}{ESCAPES}{UNSEEN}{WIDE}", "long": f"{MARKUP}{ESCAPES}{UNSEEN}{WIDE}" * 60}
"""Markup, what steers a terminal, writing from right to left, what has no width and what has two cells."""


def test_a_short_text_fits_wherever_a_text_is_kept() -> None:
    assert len(HOSTILE["short"]) <= 100


TYPED = {
    "an answer": (*ALARMED, "9", "down", "down", "enter"),
    "a call sign": (*ALARMED, "e"),
    "a reason to withdraw suspicion": (*ALARMED, "f8", "?andere reden"),
    "a warning": (*ALARMED, "f9", "?HartslagNu", "?waarschuwen"),
    "a reason to withdraw": (*ALARMED, "f9", "?HartslagNu", "?alarm intrekken", "?andere reden"),
    "why an alarm did not arrive": (*ALARMED, "f9", "?HartslagNu", "?kwam niet aan", "?andere reden"),
    "against the advice": (*ALARMED, "f9", "?Brandweer", "?toch"),
    "a reason to put aside": (*ALARMED, "+360", "f6", "f6", "?andere reden"),
    "a number": (*ALARMED, "f4"),
}
"""Every kind of line that can be typed, by the keys that lead to it."""


def run(app: ConsoleApp, steps: Callable[[Any], Any], size: tuple[int, int] = LARGE) -> None:
    async def go() -> None:
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            await steps(pilot)

    asyncio.run(go())


def looks_whole(app: ConsoleApp, size: tuple[int, int] = LARGE) -> None:
    """Every row is as wide as the screen, and nothing in it can steer a terminal."""
    app.show()
    for strip in app.screen._compositor.render_strips():
        assert strip.cell_length == size[0]
        text = "".join(segment.text for segment in strip)
        assert text.isprintable(), ascii(text)
        assert cell_len(text) == size[0]
    assert app._remembered == set()
    shown = "\n".join(screen(app))
    assert "T+ 0" in shown
    assert "OEFENING" in shown
    assert "Fout in het scherm" not in shown


PANELS = ("v", "v", "pageup", "pageup", "f1", "f1", "f9", "escape", "0", "escape")


@pytest.mark.parametrize("way", TYPED.values(), ids=TYPED)
@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_what_is_typed_is_text_wherever_it_comes_back(kit, way, text) -> None:
    kit.press(*way)
    assert kit.desk.mode is Mode.TYPING
    app = kit.app()

    async def steps(pilot: Any) -> None:
        app._typing.value = text
        looks_whole(app)
        await press(pilot, kit, "enter")
        looks_whole(app)
        for key in ("escape", *PANELS):
            kit.press(key)
            looks_whole(app)

    run(app, steps)
    assert kit.sight.at.state.units, "the call is there"


def hostile_events(text: str) -> Iterator[e.Event]:
    """What a journal may hold that was written elsewhere."""
    at, name = START, text[:100]
    yield e.CallOpened(
        at=at, number="26-1", region=text[:200], rulebook_version=text[:200], rulebook_sha256=text[:200]
    )
    yield e.FactRecorded(at=at, fact="bewustzijn", value=name)
    yield e.FactRecorded(at=at, fact="gemeente", value=name)
    yield e.FactRecorded(at=at, fact=name, value=name)
    yield e.AmbulanceDispatched(at=at, unit=name, urgency=name)
    yield e.PartnerAlarmed(at=at, partner=name)
    yield e.PartnerAlarmed(at=at, partner="hartslagnu")


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_what_another_screen_wrote_is_text(kit, text) -> None:
    kept = text.replace("\ud83d", "?")  # half a character cannot be kept at all
    kit.journal.journal.append("26-1", tuple(hostile_events(kept)))
    kit.desk.welcome()
    app = kit.app()

    async def steps(pilot: Any) -> None:
        await press(pilot, kit, "enter")
        assert kit.desk.session is not None
        looks_whole(app)
        for key in ("escape", *PANELS):
            kit.press(key)
            looks_whole(app)

    run(app, steps)


def test_what_is_pasted_does_nothing_but_in_a_line_that_is_open(kit) -> None:
    from textual.events import Paste

    kit.press(*ALARMED)
    app = kit.app()

    async def steps(pilot: Any) -> None:
        before = kit.sight.events
        app.post_message(Paste("j\x1b[21~\nn[/]" * 50))
        await pilot.pause()
        assert kit.sight.events == before
        looks_whole(app)
        await press(pilot, kit, "e")
        app._typing.post_message(Paste("17140\x1b[2J[/]\nrm"))
        await pilot.pause()
        looks_whole(app)

    run(app, steps)


OVERLAYS = {
    "nothing": (),
    "help": ("f1",),
    "why": ("v",),
    "log": ("pageup",),
    "menu": ("f9",),
    "typing": ("e",),
    "armed": ("f10",),
    "board": ("0",),
    "a question by hand": ("5",),
}


@pytest.mark.parametrize("overlay", OVERLAYS.values(), ids=OVERLAYS)
def test_a_function_key_works_under_everything(kit, overlay) -> None:
    kit.press(*ARREST, "e", "=17140", "+2")
    app = kit.app()

    async def steps(pilot: Any) -> None:
        for key in ("f9", "f4", "f8", "f10"):
            await press(pilot, kit, "escape", "escape", *(() if key in overlay else overlay))
            before = (kit.desk.ui.opened, kit.desk.ui.prompt)
            shown = "\n".join(screen(app))
            assert "T+ 00:" in shown, "the clock is never covered"
            assert "OEFENING" in shown
            await press(pilot, kit, key)
            assert (kit.desk.ui.opened, kit.desk.ui.prompt) != before, f"{key} asks what it always asks"
        for keys, event in ((("f5",), e.InstructionStarted), (("f2", "f2"), e.PartnerAlarmed)):
            await press(pilot, kit, "escape", "escape", *overlay, *keys)
            assert any(isinstance(one, event) for one in kit.sight.events), keys

    run(app, steps, (80, 24))


@pytest.mark.parametrize("id", [id for id in BLOCKS if id != "start"])
def test_a_block_that_cannot_be_drawn_is_one_line_and_the_rest_goes_on(kit, monkeypatch, id) -> None:
    made = page.call_blocks

    def failing(*args: object, **options: object) -> Any:
        raise ZeroDivisionError("proefstoring [/]")

    def blocks(*args: Any) -> Any:
        found = made(*args)
        return {**found, **({id: failing} if id in found else {})}

    kit.press(*ARREST)
    kept: list[Exception] = []
    app = ConsoleApp(kit.desk, kept.append)
    monkeypatch.setattr(page, "call_blocks", blocks)
    if id in ("header", "message", "keys"):
        owner, name = {
            "header": (console_app, "header"),
            "message": (console_app.bottom, "message"),
            "keys": (console_app.bottom, "bar"),
        }[id]
        monkeypatch.setattr(owner, name, failing)

    async def steps(pilot: Any) -> None:
        await press(pilot, kit, *(("v",) if id == "panel" else ()), "f2", "f2")
        await press(pilot, kit, *(("v",) if id == "panel" else ()), "+1")
        assert kit.sight.at.state.alarmed
        shown = "\n".join(screen(app))
        if app._blocks[id].display:
            assert "Dit deel van het scherm" in shown
        if id != "clocks":
            clock = "\n".join(screen(app)[1:3])
            await press(pilot, kit, "+5")
            assert "\n".join(screen(app)[1:3]) != clock, "the clock runs"

    run(app, steps)
    assert app.failure is None
    assert len({repr(error) for error in kept}) == len(kept) <= 1


@pytest.mark.parametrize("id", ["header", "clocks", "question", "partners", "message", "keys"])
def test_a_widget_that_really_breaks_ends_the_screen_and_not_the_call(kit, monkeypatch, id) -> None:
    kit.press(*ALARMED)
    draw = Block.render_line

    def breaks(block: Block, y: int) -> Any:
        if block.id == id:
            raise ZeroDivisionError("proefstoring [/]")
        return draw(block, y)

    monkeypatch.setattr(Block, "render_line", breaks)
    app = ConsoleApp(kit.desk)
    with pytest.raises(ZeroDivisionError):
        run(app, lambda pilot: pilot.pause())
    assert isinstance(app.failure, ZeroDivisionError)
    assert kit.sight.at.state.alarmed
    monkeypatch.setattr(Block, "render_line", draw)
    kit.desk.restarted("ZeroDivisionError")
    app = kit.app()

    async def steps(pilot: Any) -> None:
        looks_whole(app)
        assert any("HERSTART" in row for row in screen(app))

    run(app, steps)


class Broken:
    """A hearing of which everything fails."""

    def __getattr__(self, name: str) -> Any:
        def fails(*args: object) -> Any:
            raise ZeroDivisionError("proefstoring")

        return fails


def test_sound_that_breaks_is_told_and_every_key_works(tmp_path) -> None:
    kit = Kit(tmp_path)
    kit.desk.hearing = FencedHearing(Broken())
    app = kit.app()

    async def steps(pilot: Any) -> None:
        await press(pilot, kit, *ALARMED, "s", "+1")
        assert kit.sight.at.state.alarmed
        shown = "\n".join(screen(app))
        assert "Fout in het geluid (ZeroDivisionError)" in shown
        looks_whole(app)

    run(app, steps)
    kit.close()


def test_a_watch_on_the_rules_that_breaks_goes_on(monkeypatch) -> None:
    watcher = Watcher(Rulebooks(RULES, REGION, KeptRulebooks(Path("nergens"))), ReplayClock(START))
    turns = iter([False, False, True])
    looks: list[int] = []

    def look() -> None:
        looks.append(1)
        raise ZeroDivisionError("proefstoring")

    monkeypatch.setattr(watcher, "look", look)
    watcher.run(lambda: next(turns))
    assert len(looks) == 2
    news = watcher.news()
    assert news is not None
    assert "(ZeroDivisionError)" in news.trouble


def test_an_engine_that_fails_in_the_middle_of_a_call_is_told_and_replaced(kit) -> None:
    app = kit.app()

    async def steps(pilot: Any) -> None:
        await press(pilot, kit, "n", "n")
        kit.decider._channel = Failing()
        await press(pilot, kit, "n")
        assert kit.sight.at.decision.fallback
        assert "***" in "\n".join(screen(app))
        looks_whole(app)
        await press(pilot, kit, "f2", "f2")
        assert kit.sight.at.state.units
        assert not kit.sight.at.decision.fallback, "the next decision has a new engine"
        looks_whole(app)

    run(app, steps)


class Failing:
    """An engine that stopped working."""

    def judge(self, *args: object) -> Any:
        return broken_engine(rulebook())

    def close(self) -> None:
        pass


def test_a_key_meant_for_the_question_before_is_refused_and_told(kit) -> None:
    kit.press("n", "n")
    kit.clock.advance(0.14)
    kit.desk.press("n")
    assert kit.sight.at.state.answers == {"bewustzijn": "nee"}
    assert kit.desk.ui.message.startswith("Te snel")
    kit.clock.advance(0.02)
    kit.desk.press("n")
    assert kit.sight.at.state.answers == {"bewustzijn": "nee", "ademhaling": "afwijkend"}
    kit.desk.press("1")
    kit.desk.press("j")
    assert kit.sight.at.state.answers["bewustzijn"] == "ja", "a question chosen by hand is meant"


@pytest.fixture
def program(tmp_path) -> Iterator[Terminal]:
    folders = {f"XDG_{kind}_HOME": str(tmp_path / kind) for kind in ("CACHE", "DATA", "STATE", "CONFIG")}
    terminal = Terminal(
        *("--rules", str(RULES), "--region", REGION, "--journal", str(tmp_path / "j.sqlite3")),
        *("--geluid", "uit"),
        environment=folders,
    )
    terminal.until("VOORBEELD", "F1 Hulp")
    yield terminal
    terminal.close()


def stored(folder: Path) -> tuple[e.Event, ...]:
    with Journal.open(folder / "j.sqlite3", writable=False) as journal:
        (call,) = journal.calls()
        return journal.read(call.number)


def test_a_full_disk_is_told_the_call_goes_on_and_all_is_saved_later(program, tmp_path) -> None:
    """No file of the real console may grow any more, as on a disk that is full."""
    program.type("n", "Reageert de patiënt?")
    program.type("n", "Ademt de patiënt normaal?")
    keeper = program.process.pid
    (child,) = Path(f"/proc/{keeper}/task/{keeper}/children").read_text().split()
    free = resource.prlimit(int(child), resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))
    before = stored(tmp_path)
    program.type("2n", "wacht op ambulance", "***")
    assert "niet opgeslagen" in program.text().lower()
    twice(program, "\x1bOQ", "F2", "√ HartslagNu")
    assert stored(tmp_path) == before
    resource.prlimit(int(child), resource.RLIMIT_FSIZE, free)
    program.until("Alles is alsnog opgeslagen.")
    after = stored(tmp_path)
    assert after[: len(before)] == before
    assert [one.type for one in after].count("partner_alarmed") == 2
    assert [one.at for one in after] == sorted(one.at for one in after)
    assert "Traceback" not in program.raw.decode(errors="replace")


def test_keys_in_one_burst_come_in_order(program, tmp_path) -> None:
    program.type("n", "Reageert de patiënt?")
    os.write(program.master, b"1n2g3n4j6n7o8n1j1n")
    end = time.monotonic() + PATIENCE
    while [one.type for one in stored(tmp_path)].count("fact_corrected") < 2:
        assert time.monotonic() < end, program.text()
        program.read()
    answers = [(one.fact, one.value) for one in stored(tmp_path) if one.type.startswith("fact_")]
    assert answers[:2] == [("bewustzijn", "nee"), ("ademhaling", "geen")]
    assert [value for _, value in answers][2:-2] == ["nee", "ja", "nee", "onbekend", "nee"]
    assert answers[-2:] == [("bewustzijn", "ja"), ("bewustzijn", "nee")]
    assert len({fact for fact, _ in answers}) == 7
