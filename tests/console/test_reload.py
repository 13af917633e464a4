"""Rule files that change while the console runs: new calls go by the new rules, a running call by its own."""

from __future__ import annotations

import datetime as dt
import re
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from console_kit import REGION, RULES, START
from terminal import Terminal

from mka_assist.call.clock import ReplayClock
from mka_assist.console.desk import Desk
from mka_assist.console.lines import plain
from mka_assist.console.views.start import start
from mka_assist.console.views.top import header
from mka_assist.console.watching import Watcher
from mka_assist.decision.last_good import Rulebooks, open_or_last_good
from mka_assist.journal.store import Journal
from mka_assist.rulebook.kept import KeptRulebooks
from mka_assist.rulebook.week import local

BOOK = "landelijk/algemeen.yaml"


@pytest.fixture(scope="module", autouse=True)
def own_cache(tmp_path_factory) -> Iterator[None]:
    """One cache for the whole module, so that a rulebook is tried once."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        yield


class Console:
    """A desk on rules that can be changed, and a watcher that looks when it is told to."""

    def __init__(self, folder: Path) -> None:
        self.clock = ReplayClock(START)
        self.rules = folder / "rules"
        if not self.rules.exists():
            shutil.copytree(RULES, self.rules)
        self.books = Rulebooks(self.rules, REGION, KeptRulebooks(folder / "regelboeken"))
        self.watcher = Watcher(self.books, self.clock)
        decider, trouble = open_or_last_good(self.books, local(START).date())
        self.journal = Journal.open(folder / "journaal.sqlite3")
        self.desk = Desk(self.journal, self.clock, decider, self.watcher, trouble)

    def edit(self, old: str, new: str) -> None:
        path = self.rules / BOOK
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    def looks(self, times: int = 2) -> None:
        """Let the watcher look, and the screen notice."""
        for _ in range(times):
            self.watcher.look()
        self.desk.tick()

    def press(self, *keys: str) -> None:
        for key in keys:
            self.clock.advance(1)
            self.desk.press(key)

    def start_screen(self) -> str:
        desk = self.desk
        return plain(start(desk.rulebook, desk.open_calls, desk.now, 80, 17, desk.trouble))

    def header(self) -> str:
        session = self.desk.session
        return plain(header(self.desk.rulebook, session.state.number if session else "", 80, 24))


@pytest.fixture
def console(tmp_path) -> Iterator[Console]:
    made = Console(tmp_path)
    yield made
    made.journal.close()


def version(console: Console) -> str:
    return console.desk.rulebook.version.split(" + ")[0]


@pytest.fixture
def old(console) -> str:
    """The version to begin with, which a test raises to "NIEUW"."""
    return version(console)


def renew(console: Console, old: str, new: str = "NIEUW") -> None:
    console.edit(f'versie: "{old}"', f'versie: "{new}"')


def test_new_rules_are_for_new_calls_and_a_running_call_keeps_its_own(console, old) -> None:
    console.press("n")
    began = console.desk.session.state.rulebook_sha256
    renew(console, old)
    console.looks()
    assert version(console) == old
    assert began[:8] in console.header()
    console.press("n", "n")
    assert console.desk.session.state.rulebook_sha256 == began
    console.desk.welcome()
    assert version(console) == "NIEUW"
    assert "NIEUW" in console.start_screen()
    console.press("n")
    assert console.desk.session.state.rulebook_sha256 != began
    assert "NIEUW" in console.header()


def test_it_is_told_on_the_first_screen_but_never_over_a_call(console, old) -> None:
    renew(console, old)
    console.looks()
    assert console.desk.ui.message.startswith("Nieuwe regels voor nieuwe meldingen: NIEUW")
    console.press("n")
    told = console.desk.ui.message
    renew(console, "NIEUW", "NOG NIEUWER")
    console.looks()
    assert console.desk.ui.message == told


def test_a_file_that_is_still_being_written_is_left_alone(console, old) -> None:
    renew(console, old)
    console.looks(1)
    assert version(console) == old
    renew(console, "NIEUW", "NOG NIEUWER")
    console.looks(1)
    assert version(console) == old
    console.looks(1)
    assert version(console) == "NOG NIEUWER"


def test_a_bad_file_leaves_the_last_good_rules_and_says_why_in_one_fixed_line(console, old) -> None:
    before = console.start_screen().splitlines()
    sha256 = console.desk.rulebook.sha256
    console.edit("regels:", "regles:")
    console.looks()
    assert console.desk.rulebook.sha256 == sha256
    lines = console.start_screen().splitlines()
    (changed,) = (n for n, (a, b) in enumerate(zip(before, lines, strict=True)) if a != b)
    assert lines[changed].startswith(f"  Vorige regels in gebruik: {BOOK}:")
    assert 'onbekende sleutel "reg' in lines[changed]
    console.press("n")
    assert console.desk.session.state.rulebook_sha256 == sha256
    console.desk.welcome()
    assert console.start_screen().splitlines()[changed] == lines[changed], "it stays until it is put right"
    console.edit("regles:", "regels:")
    console.looks()
    assert console.desk.rulebook.sha256 == sha256
    assert console.desk.trouble == ""


def test_rules_that_vanish_and_come_back(console) -> None:
    console.rules.rename(console.rules.with_name("weg"))
    console.looks()
    assert "Vorige regels in gebruik: deze map bestaat niet" in console.start_screen()
    console.rules.with_name("weg").rename(console.rules)
    console.looks()
    assert console.desk.trouble == ""


def test_nothing_is_read_while_nothing_changes_but_once_more_when_the_day_does(console, monkeypatch) -> None:
    opened: list[int] = []
    monkeypatch.setattr(Rulebooks, "open", lambda books, on: opened.append(on.day))
    console.looks(10)
    assert opened == []
    console.clock.advance(24 * 3600)
    console.looks(5)
    assert opened == [START.day + 1]


def test_a_mistake_in_reading_does_not_end_the_watch(console, old, monkeypatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(Rulebooks, "open", lambda books, on: 1 / 0)
        renew(console, old)
        console.looks()
    assert console.desk.trouble == "de regels zijn niet te lezen (ZeroDivisionError)"
    renew(console, "NIEUW", "NOG NIEUWER")
    console.looks()
    assert (version(console), console.desk.trouble) == ("NOG NIEUWER", "")


def test_a_console_that_starts_on_bad_rules_begins_with_the_last_good_ones(console, old, tmp_path) -> None:
    sha256 = console.desk.rulebook.sha256
    console.edit("regels:", "regles:")
    again = Console(tmp_path)
    assert again.desk.rulebook.sha256 == sha256
    assert f"Vorige regels in gebruik: {BOOK}:" in again.start_screen()
    again.edit("regles:", "regels:")
    renew(again, old)
    again.looks()
    assert (version(again), again.desk.trouble) == ("NIEUW", "")
    again.journal.close()


def test_a_call_is_resumed_under_the_rules_it_began_with(console, old, tmp_path) -> None:
    console.press("n")
    began = console.desk.session.state.rulebook_sha256
    console.journal.close()
    renew(console, old)
    again = Console(tmp_path)
    assert version(again) == "NIEUW"
    again.press("enter")
    assert again.desk.session.rulebook.sha256 == began
    assert version(again) == old
    assert "vanaf nu beslist" not in again.desk.ui.message
    again.journal.close()


def test_without_a_copy_the_call_goes_on_under_the_new_rules_and_says_so(console, old, tmp_path) -> None:
    console.press("n")
    console.journal.close()
    shutil.rmtree(tmp_path / "regelboeken")
    renew(console, old)
    again = Console(tmp_path)
    again.press("enter")
    assert version(again) == "NIEUW"
    assert "vanaf nu beslist regelset NIEUW" in again.desk.ui.message
    again.journal.close()


def test_it_looks_on_a_thread_of_its_own_until_it_is_told_to_stop(console, old) -> None:
    turns = iter([False, False, False, True])
    on: set[str] = set()

    def stopped() -> bool:
        on.add(threading.current_thread().name)
        return next(turns)

    renew(console, old)
    thread = threading.Thread(target=console.watcher.run, args=(stopped,), name="regels")
    thread.start()
    thread.join(60)
    assert not thread.is_alive()
    assert on == {"regels"}
    assert version(console) == old, "nothing changes before the desk fetches it"
    console.desk.tick()
    assert version(console) == "NIEUW"


def test_the_thread_of_the_program_stops_at_once() -> None:
    before = threading.active_count()
    watcher = Watcher(Rulebooks(RULES, REGION, KeptRulebooks(Path("nergens"))), ReplayClock(START))
    watcher.start()
    (thread,) = (one for one in threading.enumerate() if one.name == "regels")
    assert thread.daemon
    watcher.stop()
    thread.join(60)
    assert threading.active_count() == before


def test_a_real_console_goes_on_with_the_last_good_rules_and_takes_up_new_ones(tmp_path) -> None:
    rules = shutil.copytree(RULES, tmp_path / "rules")
    book = rules / BOOK
    text = book.read_text(encoding="utf-8")
    folders = {name: str(tmp_path / name) for name in ("HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME")}
    Path(folders["HOME"]).mkdir()
    terminal = Terminal(
        "--rules", str(rules), "--region", REGION, "--journal", str(tmp_path / "j.sqlite3"),
        environment=folders,
    )  # fmt: skip
    try:
        terminal.until("Nieuwe melding", "VOORBEELD")
        book.write_text(text.replace("regels:", "regles:", 1), encoding="utf-8")
        terminal.until(f"Vorige regels in gebruik: {BOOK}:", "Nieuwe melding")
        book.write_text(text.replace('versie: "', 'versie: "NIEUW ', 1), encoding="utf-8")
        shown = terminal.until("Nieuwe regels voor nieuwe meldingen: NIEUW")
        assert "Vorige regels" not in shown
    finally:
        terminal.close()


def test_a_version_that_begins_at_midnight_is_for_calls_that_begin_then(tmp_path) -> None:
    today = local(START).date()
    tomorrow = today + dt.timedelta(days=1)
    rules = shutil.copytree(RULES, tmp_path / "rules")
    old = (rules / BOOK).read_text(encoding="utf-8")
    (start,) = re.findall(r"geldig_vanaf: .*", old)
    (rules / BOOK).write_text(old.replace(start, f"{start}\ngeldig_tot: {today}", 1), encoding="utf-8")
    new = re.sub('versie: ".*"', 'versie: "MORGEN"', old.replace(start, f"geldig_vanaf: {tomorrow}", 1))
    (rules / "landelijk" / "algemeen@2.yaml").write_text(new, encoding="utf-8")
    console = Console(tmp_path)
    first = version(console)
    assert first != "MORGEN"
    console.press("n")
    began = console.desk.rulebook.sha256
    console.clock.set(dt.datetime.combine(tomorrow, dt.time(0, 1), local(START).tzinfo))
    console.looks()
    console.press("n")
    assert (version(console), console.desk.rulebook.sha256) == (first, began)
    console.desk.welcome()
    assert version(console) == "MORGEN"
    console.journal.close()
    again = Console(tmp_path)
    again.clock.set(console.clock.now())
    again.looks()
    assert version(again) == "MORGEN"
    again.press("enter")
    assert (version(again), again.desk.rulebook.sha256) == (first, began)
    again.journal.close()
