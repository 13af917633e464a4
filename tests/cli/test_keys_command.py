"""`mka-assist keys`, and the files of the manual that are made with it."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import click
import pytest

from mka_assist.cli.boundary import INTENDED_USE
from mka_assist.cli.commands import COMMANDS
from mka_assist.cli.key_forms import FORMS, SHIPPED
from mka_assist.cli.manual import commands, exit_codes, man_page
from mka_assist.console.actions import ACTIONS
from mka_assist.plain.spoken import WORDS

DOCS = Path(__file__).parents[2] / "docs"


@pytest.mark.parametrize(("name", "form"), SHIPPED.items())
def test_the_shipped_file_is_what_is_made_of_the_table(name: str, form: str) -> None:
    shipped = (DOCS / name).read_text(encoding="utf-8")
    assert shipped == FORMS[form](ACTIONS), f"run: python docs/tools/make_key_docs.py ({name} is out of date)"


def test_without_a_configuration_the_standard_keys_are_shown(mka) -> None:
    shown = mka("keys")
    assert (shown.returncode, shown.stderr) == (0, "")
    assert shown.stdout == FORMS["text"](ACTIONS)


@pytest.mark.parametrize("form", FORMS)
def test_every_form_shows_the_keys_as_they_were_set_up(mka, tmp_path, form: str) -> None:
    config = tmp_path / "eigen.toml"
    config.write_text('[toetsen]\nyes = "y"\n', encoding="utf-8")
    shown = mka("keys", "--format", form, "--config", str(config))
    assert (shown.returncode, shown.stderr) == (0, "")
    assert shown.stdout != FORMS[form](ACTIONS)
    assert "Antwoord ja op de vraag" in shown.stdout


def test_a_mistake_in_the_configuration_is_told_and_the_rest_counts(mka, tmp_path) -> None:
    config = tmp_path / "eigen.toml"
    config.write_text('[toetsen]\nalarm = "q"\nyes = "y"\n', encoding="utf-8")
    shown = mka("keys", "--config", str(config))
    assert shown.returncode == 0
    assert "eigen.toml:2" in shown.stderr
    assert "  Y             Ja." in shown.stdout
    assert "  F2            Alarm." in shown.stdout


def test_it_writes_a_file(mka, tmp_path) -> None:
    done = mka("keys", "--format", "html", "--output", "kaart.html")
    assert (done.returncode, done.stdout) == (0, "")
    assert (tmp_path / "kaart.html").read_text(encoding="utf-8") == FORMS["html"](ACTIONS)


def test_the_man_page_tells_every_command_option_key_word_and_exit_code() -> None:
    page = man_page(ACTIONS).replace("\\-", "-").replace("\\(dq", '"').replace("\\e", "\\")
    assert INTENDED_USE in page
    for path, command in commands():
        assert f".SS {path} " in page or f".SS {path}\n" in page
        for param in command.params:
            if isinstance(param, click.Option):
                assert f".B {param.opts[0]}" in page
    assert {path.split()[1] for path, _ in commands() if " " in path} == set(COMMANDS)
    for action in ACTIONS:
        assert action.help in page
    for word in WORDS:
        assert f".B {word}\n" in page
    assert [code for code, _ in exit_codes()] == ["0", "1", "2", "70", "130", "141"]
    for code, text in exit_codes():
        assert f".B {code}\n{text}" in page


@pytest.mark.skipif(shutil.which("groff") is None, reason="groff is not installed here")
def test_the_man_page_is_set_without_a_warning() -> None:
    done = subprocess.run(
        ["groff", "-man", "-Kutf8", "-Tutf8", "-ww", "-P-c"], input=man_page(ACTIONS), capture_output=True,
        encoding="utf-8", timeout=60,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    assert "patiëntenzorg" in done.stdout
    assert "--platte-tekst" in done.stdout


def test_no_line_of_the_man_page_is_taken_for_a_request_that_it_is_not() -> None:
    known = {'.\\"', ".TH", ".nh", ".ad", ".SH", ".SS", ".PP", ".TP", ".B"}
    starts = {line.split()[0] for line in man_page(ACTIONS).splitlines() if line[:1] in (".", "'")}
    assert starts == known
