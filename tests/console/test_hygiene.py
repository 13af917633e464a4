"""What is loaded when: Textual by the screen alone, and nothing heavy before the first lines stand there."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[2] / "mka_assist"
SCREEN = {f"mka_assist.console.{name}" for name in ("app", "driver", "palette", "themes", "widgets")}
"""The modules that may know Textual."""
FACTS = "bewustzijn: nee\n"
LOADED = """
import sys
from mka_assist.cli.boundary import run
code = run(sys.argv[1:])
print("\\ncode", code, "textual" in sys.modules, "rich.console" in sys.modules, file=sys.__stdout__)
"""


def imports(path: Path) -> set[str]:
    """Every module that a file imports anywhere, also within a function."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
    return found


def name_of(path: Path) -> str:
    return ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts)


def test_only_the_screen_knows_textual() -> None:
    knows = {
        name_of(path)
        for path in PACKAGE.rglob("*.py")
        if any(module.split(".")[0] == "textual" for module in imports(path))
    }
    assert knows == SCREEN


@pytest.mark.parametrize(
    "command",
    [
        ("--help",),
        ("console", "--help"),
        ("decide", "--facts", "FACTS"),
        ("replay", "CALL"),
        ("keys",),
        ("console", "--platte-tekst", "--journal", "JOURNAL", "--geluid", "uit"),
    ],
    ids=" ".join,
)
def test_nothing_but_the_console_loads_textual(tmp_path, command) -> None:
    facts = tmp_path / "feiten.yaml"
    facts.write_text(FACTS, encoding="utf-8")
    call = sorted((PACKAGE.parent / "fixtures" / "meldingen").glob("*.yaml"))[0]
    files = {"FACTS": str(facts), "CALL": str(call), "JOURNAL": str(tmp_path / "j.sqlite3")}
    words = [files.get(word, word) for word in command]
    result = subprocess.run(
        [sys.executable, "-c", LOADED, *words], capture_output=True, text=True, input="", check=True
    )
    said, code, textual, _ = result.stdout.splitlines()[-1].split()
    assert (said, code, textual) == ("code", "0", "False"), result.stderr


def test_the_first_lines_need_only_what_the_command_line_has_loaded() -> None:
    """So that they stand there at once, however much the rest has to load."""
    known = {"mka_assist.cli.boundary"}
    own = {module for module in imports(PACKAGE / "cli" / "curtain.py") if module.startswith("mka_assist")}
    others = imports(PACKAGE / "cli" / "curtain.py") - own
    assert own == known
    assert {module.split(".")[0] for module in others} <= sys.stdlib_module_names


def test_every_test_that_the_architecture_names_exists() -> None:
    page = (PACKAGE.parent / "docs" / "architecture.md").read_text(encoding="utf-8")
    named = re.findall(r"`((?:\w+/)?test_\w+\.py)::(\w+)`", page)
    assert len(named) > 50
    tests = PACKAGE.parent / "tests"
    for file, test in named:
        path = tests / file if "/" in file else tests / "console" / file
        assert f"def {test}(" in path.read_text(encoding="utf-8"), f"{file}::{test}"
