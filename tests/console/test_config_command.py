"""`mka-assist config`, and what the console does with a configuration that is wrong."""

from __future__ import annotations

import os
import re
import signal
from pathlib import Path

import pytest
from terminal import Terminal

from mka_assist.cli.boundary import run
from mka_assist.console.config import user_file

REGION_RULES = Path(__file__).parent / "rules"


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch) -> Path:
    """Settings of this test alone."""
    for name in ("MKA_ASSIST_CONFIG", "XDG_CONFIG_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CONFIG_DIRS", str(tmp_path / "etc"))
    return tmp_path


def own(text: str) -> Path:
    file = user_file(None, os.environ)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return file


def test_the_path_is_one_line_to_use_in_a_shell(home, capsys, monkeypatch) -> None:
    assert run(["config", "pad"]) == 0
    assert capsys.readouterr().out == f"{home}/.config/mka-assist/config.toml\n"
    monkeypatch.setenv("MKA_ASSIST_CONFIG", "/srv/config.toml")
    assert run(["config", "pad"]) == 0
    assert capsys.readouterr().out == "/srv/config.toml\n"


def test_the_check_tells_every_mistake_and_ends_with_2(capsys) -> None:
    file = own('thema = "lich"\n[toetsen]\nalarm = "a"\n')
    assert run(["config", "check"]) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert [line.split(" ")[0] for line in shown.err.splitlines()] == [f"{file}:1:9:", f"{file}:3:1:"]


def test_the_check_is_content_with_what_is_right(home, capsys) -> None:
    assert run(["config", "check"]) == 0
    assert "dit bestand is er niet; de standaard geldt" in capsys.readouterr().out
    file = own('thema = "licht"')
    assert run(["config", "check"]) == 0
    assert capsys.readouterr().out == f"{file}: in orde\n"
    assert run(["config", "check", str(home / "weg.toml")]) == 2
    assert "weg.toml: fout" in capsys.readouterr().err


def test_what_is_locked_is_a_warning_and_no_mistake(home, capsys) -> None:
    (home / "etc" / "mka-assist").mkdir(parents=True)
    (home / "etc" / "mka-assist" / "config.toml").write_text('vergrendeld = ["thema"]', encoding="utf-8")
    own('thema = "licht"')
    assert run(["config", "check"]) == 0
    assert "waarschuwing C005" in capsys.readouterr().err


def test_what_holds_is_shown_with_where_it_came_from(capsys) -> None:
    file = own('thema = "licht"\n[geluid]\nopdracht = ["aplay", "{bestand}"]\n[toetsen]\nyes = "y"')
    assert run(["config", "toon"]) == 0
    shown = [line.split("  # ") for line in capsys.readouterr().out.splitlines()]
    assert [(setting.rstrip(), source) for setting, source in shown] == [
        ('thema = "licht"', f"{file}:1:9"),
        ('tekens = "unicode"', "codering van de terminal"),
        ('geluid.soort = "bel"', "standaard"),
        ('geluid.opdracht = ["aplay", "{bestand}"]', f"{file}:3:12"),
        ('toetsen.yes = "y"', f"{file}:5:7"),
    ]


def test_the_example_is_a_configuration(home, capsys) -> None:
    assert run(["config", "voorbeeld"]) == 0
    own(capsys.readouterr().out)
    assert run(["config", "check"]) == 0


@pytest.mark.parametrize("text", ['thema = "paars"', "thema = donker"])
def test_the_console_starts_with_a_broken_configuration_and_says_so(home, text: str) -> None:
    file = own(text)
    environment = {"HOME": str(home), "COLUMNS": "80", "LINES": "24"}
    terminal = Terminal("--rules", str(REGION_RULES), environment=environment)
    try:
        terminal.until(f"Configuratie: {file.name}:1:9: ")
        terminal.signal(signal.SIGTERM)
        terminal.end()
    finally:
        terminal.close()


def first_screen(*options: str, **environment: str) -> Terminal:
    """A console that showed its first screen and was told to stop."""
    terminal = Terminal("--rules", str(REGION_RULES), *options, environment=environment)
    try:
        terminal.until("F1 Hulp", "F10 Stoppen")
        terminal.signal(signal.SIGTERM)
        terminal.end()
    finally:
        terminal.close()
    return terminal


def test_no_color_sends_no_colour_at_all_unless_a_theme_is_asked_for(home) -> None:
    colours = re.compile(rb"\x1b\[[0-9;]*[34]8;[25];")
    assert not colours.search(first_screen(NO_COLOR="1", TERM="xterm-256color").raw)
    asked = first_screen("--thema", "licht", NO_COLOR="1", COLORTERM="truecolor").raw
    assert b"48;2;244;246;248" in asked


def test_a_terminal_without_utf_8_gets_only_what_it_can_show(home) -> None:
    assert "patientenzorg" in first_screen(LC_ALL="C").text()
    assert "patiëntenzorg" in first_screen(LC_ALL="C.UTF-8").text()
