"""Everything a user can read from click is Dutch, in whatever language the computer is set to."""

from __future__ import annotations

import ast
import string
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from mka_assist.cli import dutch

NEVER_SHOWN = {
    "Could not determine name for option with declarations {decls!r}": "a mistake in our source",
    "No options defined but a name was passed ({name}). Did you mean to declare an argument instead? "
    "Did you mean to pass '--{name}'?": "a mistake in our source",
    "Name '{name}' defined twice": "a mistake in our source",
    "Boolean option {decl!r} cannot use the same flag for true/false.": "a mistake in our source",
    "Arguments take exactly one parameter declaration, got {length}: {decls}.": "a mistake in our source",
    "Unknown color {colour!r}": "a mistake in our source",
    "Unknown standard stream '{name}'": "a mistake in our source",
    "Value must be an iterable.": "a default of ours with the wrong type",
    "Choice({choices})": "the repr of a type, for a developer",
    "DeprecationWarning: The command {name!r} is deprecated.{extra_message}": "nothing is deprecated",
    "DeprecationWarning: The {param_type} {name!r} is deprecated.{extra_message}": "nothing is deprecated",
    "Invalid start character for option ({option})": "a mistake in our source",
    "%(prog)s, version %(version)s": "we print the version ourselves",
    "{editor}: Editing failed": "we open no editor",
    "{editor}: Editing failed: {e}": "we open no editor",
    "Windows error: {error}": "Windows is not supported",
    "d": 'days in a progress bar: "d" is Dutch too',
}


def words_of_click() -> Iterator[str]:
    """Every text in the source of the installed click that goes through `_` or `ngettext`."""
    for file in Path(click.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id in ("_", "ngettext")
            ):
                number = 1 if node.func.id == "_" else 2
                for argument in node.args[:number]:
                    if isinstance(argument, ast.Constant):
                        yield str(argument.value)
                    else:
                        assert ast.unparse(argument) == "extra['required']", "a text that is not a constant"
                        yield "required"


def test_every_word_of_click_is_translated_or_never_shown() -> None:
    words = set(words_of_click())
    assert len(words) > 60
    assert words - dutch.WORDS.keys() - NEVER_SHOWN.keys() == set()


def test_no_translation_is_left_over_from_an_older_click() -> None:
    assert (dutch.WORDS.keys() | NEVER_SHOWN.keys()) - set(words_of_click()) == set()


@pytest.mark.parametrize("words", dutch.WORDS)
def test_a_translation_fills_in_the_same_names(words: str) -> None:
    def names(text: str) -> set[str]:
        return {name for _, name, _, _ in string.Formatter().parse(text) if name}

    assert names(dutch.WORDS[words]) == names(words)


@pytest.mark.parametrize(
    "language", [{"LANGUAGE": "en:fr"}, {"LANG": "en_US.UTF-8"}, {"LC_ALL": "C"}, {"LANG": "", "LC_ALL": ""}]
)
def test_the_language_of_the_computer_does_not_matter(mka, language: dict[str, str]) -> None:
    assert mka("--help", env=language).stdout.startswith("Gebruik: mka-assist [OPTIES] OPDRACHT")
    assert mka("decid", env=language).stderr == (
        "Fout: Onbekende opdracht 'decid'. Bedoelde u 'decide'? Hulp: mka-assist --help\n"
    )


def test_a_terminal_without_the_letters_gets_question_marks_not_a_failure(mka) -> None:
    shown = mka("--version", env={"PYTHONIOENCODING": "ascii"})
    assert shown.returncode == 0
    assert "voor echte pati?ntenzorg" in shown.stdout


def test_binding_touches_nothing_outside_click() -> None:
    import gettext

    from mka_assist.cli import commands  # noqa: F401  loading it binds the table

    assert gettext.gettext("Usage:") == "Usage:"
    assert click.UsageError("x", click.Context(click.Command("y"))).format_message() == "x"
    assert click.NoSuchOption("--x").format_message() == "Onbekende optie '--x'."
