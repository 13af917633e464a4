"""Writing results to stdout: lines for people, JSON for programs."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

import click

from mka_assist.cli.boundary import visible


def write_lines(lines: Iterable[str]) -> None:
    """Write plain lines; control characters in names and texts are made visible."""
    for line in lines:
        click.echo(visible(line))


def write_json(value: object) -> None:
    """Write JSON in UTF-8, whatever the terminal's encoding is."""
    write_utf8(json.dumps(value, ensure_ascii=False, indent=2) + "\n")


def write_utf8(text: str) -> None:
    """Write text for a program: in UTF-8, to the last character."""
    click.echo(text.encode(), nl=False)


def write_result(text: str, output: Path | None) -> None:
    """Write a whole text to a file, or to stdout without one. Raises a `ClickException`."""
    if output is None:
        write_utf8(text)
        return
    from mka_assist.cli.files import write_file

    write_file(output, text)
