"""Writing results to stdout: lines for people, JSON for programs."""

from __future__ import annotations

import json
from collections.abc import Iterable

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
