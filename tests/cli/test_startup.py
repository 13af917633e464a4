"""Starting is quick because nothing is loaded that is not needed; the help says what the commands say."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import click
import pytest

from mka_assist import __version__
from mka_assist.cli.boundary import INTENDED_USE
from mka_assist.cli.commands import COMMANDS, root

HEAVY = {"pydantic", "textual", "yaml", "rich", "durable_rules_engine", "sqlite3", "zoneinfo", "asyncio"}
DOCS = Path(__file__).parents[2] / "docs" / "opdrachten.md"


def loaded_after(code: str, home: dict[str, str]) -> set[str]:
    """The names of all modules that are loaded in a fresh process after this code."""
    ask = f"import sys\n{code}\nprint('\\nLOADED', *sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", ask], env=home, capture_output=True, text=True, timeout=60, check=True
    )
    return set(done.stdout.rpartition("LOADED ")[2].split())


def run(*arguments: str) -> str:
    return f"from mka_assist.cli.boundary import run; run({list(arguments)!r})"


def test_importing_the_command_line_loads_neither_click_nor_anything_heavy(home: dict[str, str]) -> None:
    assert not loaded_after("import mka_assist.cli", home) & (HEAVY | {"click"})


def test_the_version_is_told_without_click(home: dict[str, str]) -> None:
    assert not loaded_after(run("--version"), home) & (HEAVY | {"click", "pathlib", "typing"})


def test_help_loads_no_subcommand(home: dict[str, str]) -> None:
    loaded = loaded_after(run("--help"), home)
    assert "click" in loaded
    assert not loaded & (HEAVY | {f"mka_assist.cli.{name}" for name in COMMANDS})


@pytest.mark.parametrize("name", COMMANDS)
def test_help_of_a_subcommand_loads_nothing_heavy(name: str, home: dict[str, str]) -> None:
    assert not loaded_after(run(name, "--help"), home) & HEAVY


def test_version_says_what_the_program_is_for(mka) -> None:
    shown = mka("--version")
    assert (shown.returncode, shown.stderr) == (0, "")
    assert shown.stdout == f"mka-assist {__version__}\n{INTENDED_USE}\n"
    assert "niet voor echte patiëntenzorg zonder conformiteitsbeoordeling (MDR, regel 11)" in INTENDED_USE


def test_version_reads_the_same_beside_other_arguments(mka) -> None:
    assert mka("--version", "decide").stdout == mka("--version").stdout


@pytest.mark.parametrize("name", COMMANDS)
def test_the_short_help_in_the_table_is_the_command_s_own(name: str) -> None:
    command = root.get_command(click.Context(root), name)
    assert command is not None
    assert command.name == name
    assert command.get_short_help_str(200) == COMMANDS[name]


def test_without_a_subcommand_the_help_is_shown_as_a_mistake(mka) -> None:
    shown = mka()
    assert (shown.returncode, shown.stdout) == (2, "")
    assert shown.stderr == mka("--help").stdout


def every_command() -> list[tuple[str, click.Command]]:
    found: list[tuple[str, click.Command]] = []
    todo: list[tuple[str, click.Command]] = [("mka-assist", root)]
    while todo:
        path, command = todo.pop()
        found.append((path, command))
        if isinstance(command, click.Group):
            context = click.Context(command)
            for name in command.list_commands(context):
                below = command.get_command(context, name)
                assert below is not None
                todo.append((f"{path} {name}", below))
    return found


@pytest.mark.parametrize(("path", "command"), every_command())
def test_every_help_page_is_dutch_and_complete(path: str, command: click.Command) -> None:
    text = command.get_help(click.Context(command, info_name=path, max_content_width=100))
    assert text.startswith(f"Gebruik: {path} [OPTIES]")
    for english in ("Usage", "OPTIONS", "ARGS", "TEXT", "PATH", "COMMAND", "[required]", "default:", "Show "):
        assert english not in text
    for param in command.params:
        assert isinstance(param, (click.Argument, click.Option))
        assert param.help, f"{path}: {param.name} has no help"
        assert param.help.endswith(".")


@pytest.mark.parametrize(("path", "command"), every_command())
def test_the_manual_names_every_command_and_option(path: str, command: click.Command) -> None:
    manual = DOCS.read_text(encoding="utf-8")
    assert f"`{path}" in manual
    for param in command.params:
        if isinstance(param, click.Option):
            assert f"`{param.opts[0]}" in manual
