"""The shell completes commands, options and values; bash is really run."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

COMPLETE = """
eval "$(mka-assist completion bash)"
complete -p mka-assist
COMP_WORDS=("$@")
COMP_CWORD=$(($# - 1))
_mka_assist_completion mka-assist "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD-1]}"
printf '%s\\n' "${COMPREPLY[@]}"
"""


@pytest.fixture
def shell(home: dict[str, str], tmp_path: Path) -> dict[str, str]:
    """An environment in which `mka-assist` is a command."""
    command = tmp_path / "bin" / "mka-assist"
    command.parent.mkdir()
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m mka_assist "$@"\n')
    command.chmod(0o755)
    return home | {"PATH": f"{command.parent}:{home['PATH']}"}


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        ([""], ["console", "replay", "decide", "rules", "journal", "config", "keys", "completion"]),
        (["de"], ["decide"]),
        (["rules", "ch"], ["check"]),
        (["decide", "--fo"], ["--format"]),
        (["decide", "--format", ""], ["text", "json"]),
        (["completion", "f"], ["fish"]),
        (["console", "--pl"], ["--platte-tekst"]),
        (["keys", "--format", ""], ["text", "markdown", "html", "man"]),
    ],
)
def test_bash_completes(shell: dict[str, str], words: list[str], offered: list[str]) -> None:
    done = subprocess.run(
        ["bash", "--norc", "-c", COMPLETE, "bash", "mka-assist", *words],
        env=shell, capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    registered, *completions = done.stdout.splitlines()
    assert done.stderr == ""
    assert registered == "complete -o nosort -F _mka_assist_completion mka-assist"
    assert completions == offered


@pytest.mark.parametrize(
    ("name", "first"), [("zsh", "#compdef mka-assist"), ("fish", "function _mka_assist_completion;")]
)
def test_the_other_shells_get_their_own_script(mka, name: str, first: str) -> None:
    done = mka("completion", name)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(first)
    assert f"_MKA_ASSIST_COMPLETE={name}_complete" in done.stdout


def test_zsh_shows_the_dutch_line_with_a_command(mka) -> None:
    done = mka(
        env={"_MKA_ASSIST_COMPLETE": "zsh_complete", "COMP_WORDS": "mka-assist rul", "COMP_CWORD": "1"}
    )
    assert done.stdout == "plain\nrules\nControleer regelbestanden.\n"
