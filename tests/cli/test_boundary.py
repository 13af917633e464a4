"""Whatever goes wrong is one Dutch line and a documented exit code, never a traceback."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from mka_assist.call.log import JournalError
from mka_assist.cli import boundary
from mka_assist.rulebook.diagnostics import Finding, InputError, Place

NASTY = [
    ["decid"],
    ["--fromat", "json"],
    ["--version=1"],
    ["-x"],
    ["--"],
    ["--", "--help"],
    [""],
    ["\n\n"],
    ["\x1b[31mrood\x1b[0m"],
    ["\udcff\udcfe"],
    ["{0}"],
    ["%s%n"],
    ["[/]"],
    ["x" * 50_000],
    ["rules", "chekc"],
    ["rules", "check", "--format", "xml"],
    ["rules", "check", "--format"],
    ["rules", "check", "--format=\x1b]0;titel\x07"],
    ["completion"],
    ["completion", "tcsh"],
    ["completion", "bash", "zsh"],
    ["decide"],
    ["decide", "--facts"],
    ["decide", "--facts", "a", "b\nc"],
    ["decide", "--facts", "a", "--at", "gisteren"],
    ["decide", "--facts", "a", "--at", "0001-01-01T00:00+14:00"],
    ["decide", "--facts", "a", "--at", "9999-12-31T23:59-14:00"],
    ["decide", "--facts", "a", "--at", ""],
    ["replay"],
    ["replay", "x", "--speed", "snel"],
    ["replay", "x", "--speed", "nan"],
    ["replay", "x", "--speed", "-1"],
    ["replay", "x", "--speed", "inf"],
    ["console", "extra"],
]


@pytest.mark.parametrize("arguments", NASTY, ids=lambda a: ascii(" ".join(a))[:40])
def test_a_mistake_on_the_command_line_is_one_dutch_line(arguments: list[str], capfd) -> None:
    assert boundary.run(arguments) == boundary.BAD_INPUT
    shown = capfd.readouterr()
    assert shown.out == ""
    assert shown.err.startswith("Fout: ")
    assert shown.err.count("\n") == 1
    assert shown.err[:-1].isprintable()
    assert " Hulp: mka-assist" in shown.err
    assert shown.err.endswith(" --help\n")


def test_the_process_ends_with_the_code_and_the_line(mka) -> None:
    done = mka("rules", "chekc")
    assert (done.returncode, done.stdout) == (2, "")
    assert (
        done.stderr == "Fout: Onbekende opdracht 'chekc'. Bedoelde u 'check'? Hulp: mka-assist rules --help\n"
    )


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (
            ["rules", "check", "--formt", "json"],
            "Fout: Onbekende optie '--formt'. Bedoelde u '--format'? Hulp: mka-assist rules check --help",
        ),
        (["decide"], "Fout: Optie ontbreekt: '--facts'. Hulp: mka-assist decide --help"),
        (
            ["rules", "check", "--format", "xml"],
            "Fout: Ongeldige waarde voor '--format': 'xml' is niet een van 'text', 'json', 'github'. "
            "Hulp: mka-assist rules check --help",
        ),
        (
            ["completion"],
            "Fout: Argument ontbreekt: 'SHELL'. Kies uit: bash, zsh, fish. "
            "Hulp: mka-assist completion --help",
        ),
        (
            ["decide", "--facts", "a", "--at", "morgen"],
            "Fout: Ongeldige waarde voor '--at': 'morgen' is geen tijd; "
            "schrijf bijvoorbeeld 2026-11-21T14:30. Hulp: mka-assist decide --help",
        ),
    ],
)
def test_a_mistake_is_told_in_these_words(arguments: list[str], line: str, capfd) -> None:
    assert boundary.run(arguments) == 2
    assert capfd.readouterr().err == line + "\n"


def failing(error: BaseException):
    def fail(arguments: list[str]) -> int:
        raise error

    return fail


def test_bad_input_is_one_line_per_finding(monkeypatch, capfd) -> None:
    findings = (
        Finding("R001", Place("a.yaml", 3, 5), "onbekend feit leeftyd", 'bedoelde u "leeftijd"?'),
        Finding("R002", Place("b\x1b[2J.yaml"), "leeg\nbestand"),
    )
    monkeypatch.setattr(boundary, "_run_command", failing(InputError(*findings)))
    assert boundary.run(["decide"]) == boundary.BAD_INPUT
    assert capfd.readouterr().err.splitlines() == [
        'a.yaml:3:5: fout R001: onbekend feit leeftyd. Hulp: bedoelde u "leeftijd"?',
        "b\\x1b[2J.yaml: fout R002: leeg bestand",
    ]


def test_journal_trouble_is_one_line(monkeypatch, capfd) -> None:
    error = JournalError("Het journaal is niet te lezen.", "Controleer de schijf.")
    monkeypatch.setattr(boundary, "_run_command", failing(error))
    assert boundary.run(["console"]) == boundary.BAD_INPUT
    assert capfd.readouterr().err == "Fout: Het journaal is niet te lezen. Hulp: Controleer de schijf.\n"


def test_ctrl_c_has_its_own_code(monkeypatch, capfd) -> None:
    monkeypatch.setattr(boundary, "_run_command", failing(KeyboardInterrupt()))
    assert boundary.run(["console"]) == 130
    assert capfd.readouterr().err == "Afgebroken.\n"


def broken(home: dict[str, str], **options: object) -> subprocess.CompletedProcess[str]:
    """The program with a part missing: a mistake of ours."""
    code = (
        "import sys; sys.modules['mka_assist.rulebook.checking'] = None; sys.argv[1:] = ['rules', 'check'];"
        "from mka_assist.cli import main; main()"
    )
    return subprocess.run(
        [sys.executable, "-c", code], env=home | options, capture_output=True, text=True, timeout=60
    )


def test_an_unexpected_failure_is_one_line_and_the_traceback_is_in_the_log(home: dict[str, str]) -> None:
    done = broken(home)
    log = Path(home["HOME"], ".local/state/mka-assist/log/fouten.log")
    assert done.returncode == 70
    assert done.stdout == ""
    assert done.stderr.startswith("onverwachte fout: ModuleNotFoundError: ")
    assert done.stderr.endswith(f". Hulp: meld dit met het bestand {log}\n")
    assert done.stderr.count("\n") == 1
    assert "Traceback (most recent call last)" in log.read_text(encoding="utf-8")
    broken(home)
    assert log.read_text(encoding="utf-8").count("Traceback") == 2


def test_an_unexpected_failure_without_a_log_folder_is_still_one_line(home: dict[str, str], tmp_path) -> None:
    (tmp_path / "bestand").write_text("geen map")
    done = broken(home, XDG_STATE_HOME=str(tmp_path / "bestand"))
    assert done.returncode == 70
    assert done.stderr.endswith(". Hulp: meld dit; het logbestand kon niet worden geschreven\n")
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize("arguments", [["--version"], ["--help"], ["completion", "zsh"]])
def test_a_reader_that_stops_is_no_failure(mka, arguments: list[str]) -> None:
    read, write = os.pipe()
    os.close(read)
    done = mka(*arguments, capture_output=False, stdout=write, stderr=subprocess.PIPE)
    os.close(write)
    assert (done.returncode, done.stderr) == (141, "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full on this system")
@pytest.mark.parametrize("arguments", [["--version"], ["--help"]])
def test_a_full_disk_is_one_line(mka, arguments: list[str]) -> None:
    with Path("/dev/full").open("w") as full:
        done = mka(*arguments, capture_output=False, stdout=full, stderr=subprocess.PIPE)
    assert done.returncode == 70
    assert done.stderr.startswith("onverwachte fout: de schijf is vol. Hulp: ")
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize("arguments", [["--version"], ["--help"], ["decid"]])
@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
def test_closed_streams_do_no_harm(home: dict[str, str], arguments: list[str], closed: str) -> None:
    command = f'"$0" -m mka_assist {" ".join(arguments)} {closed}'
    done = subprocess.run(
        ["bash", "-c", command, sys.executable], env=home, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == (2 if arguments == ["decid"] else 0)
    assert "Traceback" not in done.stderr
    assert "Exception" not in done.stderr


def test_no_colour_codes_where_nobody_asked(mka) -> None:
    assert "\x1b" not in mka("--help").stdout
    assert "\x1b" not in mka("decid", env={"NO_COLOR": "1"}).stderr
