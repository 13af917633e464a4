"""The journal keeps what it was given, adds and never changes, and refuses in plain Dutch."""

from __future__ import annotations

import fcntl
import os
import shutil
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scripted import COMMANDS, START, FakeDecider, play

from mka_assist.call.clock import ReplayClock
from mka_assist.call.commands import Answer, Close, Command, Correct
from mka_assist.call.events import CallOpened, CallResumed, FactRecorded
from mka_assist.call.log import CallElsewhereError, CallRefusedError, CallTakenOverError, JournalError
from mka_assist.call.session import Session
from mka_assist.call.state import fold
from mka_assist.journal.chain import link
from mka_assist.journal.lock import CallLock
from mka_assist.journal.store import Journal, StoredCall

ROOT = Path(__file__).parents[2]


def test_what_is_stored_is_what_is_read_back(path: Path) -> None:
    with Journal.open(path) as journal:
        events = play(journal, "1").events
    with Journal.open(f"sqlite:///{path}", writable=False) as journal:
        assert journal.read("1") == events
        assert journal.read("onbekend") == ()
        assert journal.verify().intact


@settings(max_examples=20)
@given(st.lists(COMMANDS, max_size=25))
def test_the_fold_of_the_journal_is_the_live_state(
    tmp_path_factory: pytest.TempPathFactory, commands: list[Command]
) -> None:
    with Journal.open(tmp_path_factory.mktemp("j") / "j.db") as journal:
        call = Session.open("1", journal, ReplayClock(START), FakeDecider())
        for command in commands:
            call.do(command)
            assert not call.unsaved
            assert fold(journal.read("1")) == call.state
        assert journal.verify().intact


def test_calls_are_listed_with_what_they_are(filled: Path) -> None:
    with Journal.open(filled, writable=False) as journal:
        assert journal.calls() == (
            StoredCall("1", "2026-11-21T10:00:00Z", len(journal.read("1")), closed=True),
            StoredCall("2", "2026-11-21T10:00:00Z", len(journal.read("2")), closed=False),
        )


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE events SET payload = '{}' WHERE seq = 1",
        "UPDATE events SET seq = 1000 WHERE seq = 1",
        "DELETE FROM events WHERE seq = 1",
        "DELETE FROM events",
        "INSERT OR REPLACE INTO events SELECT * FROM events WHERE seq = 1",
        "INSERT OR REPLACE INTO events SELECT 99, call, call_seq, at, type, payload, prev, hash FROM events",
        "REPLACE INTO events SELECT max(seq) + 1, call, 3, at, type, payload, hash, '' FROM events",
        "INSERT INTO events SELECT seq + 1, call, 99, at, type, payload, hash, '' FROM events "
        "ORDER BY seq DESC LIMIT 1",
        "INSERT INTO events SELECT seq + 1, call, call_seq + 1, at, type, payload, prev, '' FROM events "
        "ORDER BY seq DESC LIMIT 1",
        "INSERT INTO events SELECT seq + 2, call, call_seq + 1, at, type, payload, hash, '' FROM events "
        "ORDER BY seq DESC LIMIT 1",
    ],
)
def test_the_file_itself_lets_nobody_change_remove_or_slip_in(filled: Path, statement: str) -> None:
    with Journal.open(filled, writable=False) as journal:
        before = journal.rows()
    with closing(sqlite3.connect(filled)) as connection, pytest.raises(sqlite3.IntegrityError):
        connection.execute(statement)
    with Journal.open(filled, writable=False) as journal:
        assert journal.rows() == before


def test_a_call_starts_once_with_opening_and_ends_with_closing(filled: Path) -> None:
    opened = CallOpened(at=START, number="1", rulebook_version="", rulebook_sha256="")
    with Journal.open(filled) as journal:
        before = journal.rows()
        for number, events, said in (
            ("1", [CallResumed(at=START)], "Melding 1 is afgesloten."),
            ("2", [opened], "Melding 2 bestaat al."),
            ("3", [CallResumed(at=START)], "Melding 3 staat niet in het journaal."),
            ("3", [opened, opened], "Melding 3 bestaat al."),
        ):
            with pytest.raises(CallRefusedError, match=said):
                journal.append(number, events)
        assert journal.rows() == before
        journal.append("3", [opened])  # A refusal leaves no transaction and no lock behind.
        journal.append("3", [])
        assert journal.verify().intact


def test_a_number_may_be_any_text(path: Path) -> None:
    numbers = ["../../etc", "a\nb", "é" * 100, "'; DROP TABLE events; --", "\x00"]
    with Journal.open(path) as journal:
        for number in numbers:
            opened = CallOpened(at=START, number=number, rulebook_version="", rulebook_sha256="")
            journal.append(number, [opened])
        assert [journal.read(number)[0] for number in numbers] == [journal.rows(n)[0].event for n in numbers]
        assert [call.number for call in journal.calls()] == numbers
        assert journal.verify().intact
        for read in (journal.read, journal.rows):
            with pytest.raises(JournalError, match="onleesbaar teken"):
                read("\ud800")


def test_only_the_owner_can_read_it_and_nothing_else_stays_behind(path: Path) -> None:
    old = os.umask(0)
    try:
        with Journal.open(path) as journal:
            call = play(journal, "1", 2)
            modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in path.parent.iterdir()}
            assert modes == {
                "journaal.sqlite3": 0o600,
                "journaal.sqlite3-wal": 0o600,
                "journaal.sqlite3-shm": 0o600,
                "journaal.sqlite3.locks": 0o700,
            }
            (lock,) = (path.parent / "journaal.sqlite3.locks").iterdir()
            assert stat.S_IMODE(lock.stat().st_mode) == 0o600
            call.do(Close())
            assert not lock.exists()
    finally:
        os.umask(old)
    assert {file.name for file in path.parent.iterdir()} == {"journaal.sqlite3", "journaal.sqlite3.locks"}


def test_without_a_place_it_goes_where_the_platform_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "gegevens"))
    with Journal.open() as journal:
        assert journal.path == tmp_path / "gegevens" / "mka-assist" / "journaal.sqlite3"
        assert stat.S_IMODE(journal.path.parent.stat().st_mode) == 0o700
    with Journal.open() as journal:
        assert journal.calls() == ()


def test_it_is_kept_so_that_a_power_cut_loses_nothing_acknowledged(path: Path) -> None:
    with Journal.open(path) as journal:
        connection = journal._connection
        assert connection.execute("PRAGMA journal_mode").fetchone()[0] == "wal"
        assert connection.execute("PRAGMA synchronous").fetchone()[0] == 2
        assert connection.execute("PRAGMA busy_timeout").fetchone()[0] == 2000


def foreign(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE events (a)")


def newer(path: Path) -> None:
    Journal.open(path).close()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA user_version = 2")


def truncated(path: Path) -> None:
    with Journal.open(path) as journal:
        play(journal, "1")
        play(journal, "2")
    os.truncate(path, path.stat().st_size - 4096)


def half_a_page(path: Path) -> None:
    with Journal.open(path) as journal:
        play(journal, "1")
    os.truncate(path, 100)


def scribbled(path: Path) -> None:
    with Journal.open(path) as journal:
        play(journal, "1")
    content = bytearray(path.read_bytes())
    content[4096:8192] = Random(1).randbytes(4096)
    path.write_bytes(content)


WRONG: dict[str, tuple[Callable[[Path], object], str]] = {
    "random bytes": (
        lambda path: path.write_bytes(Random(0).randbytes(9000)),
        "is beschadigd of geen journaal",
    ),
    "a text": (lambda path: path.write_text("soort: partner\n" * 50), "is beschadigd of geen journaal"),
    "a short text": (lambda path: path.write_text("x"), "is beschadigd"),
    "nothing in it": (lambda path: path.touch(), "is een leeg bestand"),
    "another database": (foreign, "is een andere SQLite-database"),
    "a newer version": (newer, "heeft versie 2"),
    "cut off": (truncated, "is beschadigd"),
    "cut off in its first page": (half_a_page, "is beschadigd"),
    "a page scribbled over": (scribbled, "is beschadigd"),
    "a folder": (lambda path: path.mkdir(), "is een map"),
    "a pipe": (lambda path: os.mkfifo(path), "is geen gewoon bestand"),
    "a link to nothing": (lambda path: path.symlink_to("nergens"), "is geen gewoon bestand"),
}


@pytest.mark.parametrize("writable", [True, False])
@pytest.mark.parametrize("make", WRONG)
def test_what_is_not_a_sound_journal_is_refused_and_left_as_it_is(
    path: Path, make: str, writable: bool
) -> None:
    spoil, said = WRONG[make]
    spoil(path)
    content = path.read_bytes() if path.is_file() else None
    with pytest.raises(JournalError) as error:
        Journal.open(path, writable=writable)
    text = str(error.value)
    assert said in text
    assert str(path) in text
    assert "Hulp: " in text
    assert "\n" not in text
    assert (path.read_bytes() if path.is_file() else None) == content


def test_a_place_that_cannot_be_is_refused(tmp_path: Path) -> None:
    for url, said in (
        (tmp_path / "weg" / "j.db", f"De map {tmp_path / 'weg'} voor het journaal bestaat niet."),
        ("postgresql://localhost/mka", "heeft een onbekende soort"),
        ("sqlite:///", "is leeg"),
        ("a\0b", "nulteken"),
        (tmp_path / ("x" * 300), "de naam is te lang"),
    ):
        with pytest.raises(JournalError, match=said) as error:
            Journal.open(url)
        assert "\n" not in str(error.value)
    with pytest.raises(JournalError, match="bestaat niet"):
        Journal.open(tmp_path / "j.db", writable=False)
    assert list(tmp_path.iterdir()) == []


def test_reading_only_is_reading_only(filled: Path) -> None:
    with Journal.open(filled, writable=False) as journal:
        with pytest.raises(JournalError, match="alleen om te lezen"):
            journal.append("2", [CallResumed(at=START)])
        with pytest.raises(sqlite3.OperationalError, match="readonly"):
            journal._connection.execute("CREATE TABLE x (a)")


def test_after_closing_it_says_so(filled: Path) -> None:
    journal = Journal.open(filled)
    journal.close()
    journal.close()
    with pytest.raises(JournalError, match="is gesloten"):
        journal.read("1")
    with pytest.raises(JournalError, match="is gesloten"):
        journal.append("2", [CallResumed(at=START)])


def test_an_event_of_an_unknown_kind_is_named(filled: Path, tamper: Callable[..., None]) -> None:
    tamper(filled, 'UPDATE events SET payload = \'{"type": "toekomst"}\' WHERE seq = 3')
    with Journal.open(filled, writable=False) as journal:
        with pytest.raises(JournalError, match=r"nummer 3 \(melding 1, nummer 3\)"):
            journal.read("1")
        assert journal.read("2")


def test_a_full_disk_keeps_the_call_going_and_loses_nothing(path: Path) -> None:
    with Journal.open(path) as journal:
        call = play(journal, "1", 3)
        pages = journal._connection.execute("PRAGMA page_count").fetchone()[0]
        journal._connection.execute(f"PRAGMA max_page_count = {pages}")
        notices = []
        for age in range(1, 60):
            notices.append(call.do(Correct("leeftijd", f"{age} jaar")).notice)
        assert f"Het journaal {path} kan niet groeien: de schijf is vol." in notices[-1]
        assert journal.read("1") == call.events[: -len(call.unsaved)]
        journal._connection.execute("PRAGMA max_page_count = 100000")
        assert call.do(Answer("bewustzijn", "ja")).notice == ""
        assert journal.read("1") == call.events
        assert journal.verify().intact


def test_a_write_that_failed_after_reaching_the_disk_is_not_done_twice(path: Path) -> None:
    class Lying:
        """A connection on a disk that says no to what it did."""

        def __init__(self, connection: sqlite3.Connection) -> None:
            self.connection = connection
            self.lies = True

        def __getattr__(self, name: str) -> object:
            return getattr(self.connection, name)

        def execute(self, statement: str, *values: object) -> sqlite3.Cursor:
            cursor = self.connection.execute(statement, *values)
            if statement == "COMMIT" and self.lies:
                raise sqlite3.OperationalError("disk I/O error")
            return cursor

    with Journal.open(path) as journal:
        call = play(journal, "1", 1)
        lying = Lying(journal._connection)
        journal._connection = lying  # type: ignore[assignment]  # stands in for a connection
        for command in (Answer("leeftijd", "54 jaar"), Answer("ademhaling", "geen")):
            assert call.do(command).notice
        lying.lies = False
        assert call.do(Answer("gemeente", "Ede")).notice == ""
        assert journal.read("1") == call.events
        assert journal.verify().intact


def test_a_journal_that_another_program_keeps_busy_is_waited_for_and_then_named(path: Path) -> None:
    with Journal.open(path) as journal:
        call = play(journal, "1", 1)
        journal._connection.execute("PRAGMA busy_timeout = 10")
        with closing(sqlite3.connect(path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            assert "is bezet door een ander programma" in call.do(Answer("leeftijd", "54 jaar")).notice
            other.execute("ROLLBACK")
        assert call.do(Answer("leeftijd", "54 jaar")).notice == ""
        assert journal.read("1") == call.events


def test_two_screens_cannot_have_one_call(path: Path) -> None:
    with Journal.open(path) as one, Journal.open(path) as two:
        call = play(one, "1", 1)
        before = one.rows()
        with pytest.raises(CallRefusedError) as error:
            Session.resume("1", two, ReplayClock(START), FakeDecider())
        assert str(error.value) == (
            "Melding 1 is al open op een ander scherm. "
            "Hulp: Ga daar verder, kijk hier mee, of neem de melding over."
        )
        assert one.rows() == before
        play(two, "2")
        assert call.do(Answer("ademhaling", "geen")).notice == ""
        one.close()
        assert (
            Session.resume("1", two, ReplayClock(START), FakeDecider()).state.answers["ademhaling"] == "geen"
        )


def test_a_refused_number_stays_free_for_the_screen_that_may_have_it(path: Path) -> None:
    with Journal.open(path) as one, Journal.open(path) as two:
        play(one, "1", 1)
        one.close()
        with pytest.raises(CallRefusedError, match="bestaat al"):
            play(two, "1")
        with Journal.open(path) as three:
            assert not Session.resume("1", three, ReplayClock(START), FakeDecider()).unsaved


def test_a_lock_is_taken_on_the_file_that_is_there(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Between opening the lock file and locking it, the screen that had it may let go and remove it."""
    first, took, files = CallLock.claim(path, "1"), fcntl.flock, []

    def flock(file: int, how: int) -> None:
        files.append(file)
        if len(files) == 1:
            first.remove()
            first.let_go()
        took(file, how)

    monkeypatch.setattr(fcntl, "flock", flock)
    second = CallLock.claim(path, "1")
    assert len(files) == 4, "twice a look and a lock"
    assert second.stands
    with pytest.raises(CallElsewhereError):
        CallLock.claim(path, "1")
    second.let_go()


def test_who_only_looks_is_in_nobodys_way(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Looking whether a program that died still has a call locks its file for a moment."""
    CallLock.claim(path, "1", "weg").let_go()
    (file,) = path.with_name(f"{path.name}.locks").iterdir()
    looking, took = os.open(file, os.O_RDONLY), fcntl.flock
    took(looking, fcntl.LOCK_SH)
    tries = []

    def flock(file: int, how: int) -> None:
        tries.append(how)
        if len(tries) == 5:
            os.close(looking)
        took(file, how)

    monkeypatch.setattr(fcntl, "flock", flock)
    lock = CallLock.claim(path, "1")
    assert lock.stands
    assert len(tries) > 5
    lock.let_go()


def test_an_event_slipped_in_past_the_lock_is_noticed(path: Path) -> None:
    with Journal.open(path) as one, closing(sqlite3.connect(path, isolation_level=None)) as other:
        count = len(play(one, "1", 1).events)
        slipped = FactRecorded(at=START, fact="bewustzijn", value="ja")
        (row,) = link([slipped], "1", count + 1, count, one.head())
        other.execute("INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row)
        with pytest.raises(CallRefusedError, match="intussen door iemand anders bijgewerkt"):
            one.append("1", [FactRecorded(at=START, fact="leeftijd", value="54 jaar")])
        assert one.verify().intact


def test_without_its_lock_file_a_screen_adds_nothing(path: Path) -> None:
    with Journal.open(path) as one, Journal.open(path) as two:
        play(one, "1", 1)
        before = one.rows()
        shutil.rmtree(path.with_name(f"{path.name}.locks"))
        for _ in range(2):
            with pytest.raises(CallTakenOverError):
                one.append("1", [FactRecorded(at=START, fact="leeftijd", value="54 jaar")])
        assert one.rows() == before
        assert not Session.resume("1", two, ReplayClock(START), FakeDecider()).unsaved


def test_by_whatever_link_it_was_opened_a_call_has_one_owner(path: Path) -> None:
    with Journal.open(path) as one:
        play(one, "1", 1)
        folder = path.with_name("elders")
        folder.mkdir()
        (folder / "j.db").symlink_to(path)
        with Journal.open(folder / "j.db") as two, pytest.raises(CallElsewhereError):
            two.claim("1")


@pytest.mark.parametrize("what", ["folder", "file", "new file"])
def test_without_the_right_to_write_it_says_so(tmp_path: Path, what: str) -> None:
    """In a process of its own, which gives up root where the tests run as root."""
    tmp_path.chmod(0o755)
    path = tmp_path / "j.db"
    if what != "new file":
        with Journal.open(path) as journal:
            play(journal, "1")
        path.chmod(0o444 if what == "file" else 0o666)
    before = path.read_bytes() if path.exists() else None
    script = (
        "import os, sys\n"
        "from pathlib import Path\n"
        "from mka_assist.journal.store import Journal\n"
        "from mka_assist.call.log import JournalError\n"
        "os.chdir(Path(sys.argv[1]).parent)\n"
        "if os.getuid() == 0: os.setgroups([]); os.setgid(65534); os.setuid(65534)\n"
        "try: Journal.open(Path(sys.argv[1]).name); print('geopend')\n"
        "except JournalError as error: print(error)\n"
    )
    if os.getuid() != 0:
        tmp_path.chmod(0o555)
    ran = subprocess.run(
        [sys.executable, "-c", script, str(path)],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        encoding="utf-8",
        timeout=60,
    )
    assert ran.stderr == ""
    assert ran.stdout.startswith("Het journaal "), ran.stdout
    assert "Hulp: " in ran.stdout
    assert (path.read_bytes() if path.exists() else None) == before
