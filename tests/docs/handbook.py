"""The handbook is carried out as it is written: its files are made, its edits done, its commands run.

After a wanted change, `python tests/docs/handbook.py` writes the real output into the handbook; read the
difference before it is committed.
"""

from __future__ import annotations

import contextlib
import io
import re
import shlex
import shutil
import sys
from pathlib import Path

from freezegun import freeze_time

from mka_assist.cli.boundary import run

HANDBOOK = Path(__file__).parents[2] / "docs" / "handboek.md"
TODAY = "2026-12-01 12:00"
_BLOCK = re.compile(r"^```(console|yaml)\n(.*?)^```\n", re.MULTILINE | re.DOTALL)
_EDIT = re.compile(r"Verander in\s+`([^`]+)` de tekst `([^`]+)` in(?: `([^`]+)`|:$)", re.MULTILINE)
_FILE = re.compile(r"(?:Zo ziet|Zet een melding in) `([^`]+)`")


def carry_out(text: str, folder: Path) -> str:
    """The handbook with the output its commands really give, in a folder of its own."""
    written, position, waiting = "", 0, ()
    for block in _BLOCK.finditer(text):
        prose = text[position : block.start()]
        for file, old, new in _EDIT.findall(prose):
            if new:
                _edit(folder / file, old, new)
            else:
                waiting = (folder / file, old)
        kind, body = block.groups()
        if kind == "yaml":
            if waiting:
                _edit(*waiting, body.rstrip("\n"))
                waiting = ()
            else:
                (folder / _FILE.findall(prose)[-1]).write_text(body, encoding="utf-8")
            out = block.group()
        else:
            command = body.splitlines()[0]
            out = f"```console\n{command}\n{_run(command.removeprefix('$ '), folder)}```\n"
        written += prose + out
        position = block.end()
    return written + text[position:]


def _edit(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{old!r} staat {text.count(old)} keer in {file}"
    file.write_text(text.replace(old, new), encoding="utf-8")


def _run(command: str, folder: Path) -> str:
    program, *arguments = shlex.split(command)
    if program == "cp":
        shutil.copytree(folder / arguments[1], folder / arguments[2])
        return ""
    assert program == "mka-assist", command
    out = io.StringIO()
    with (
        contextlib.chdir(folder),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(out),
        freeze_time(TODAY),
    ):
        run(arguments)
    return out.getvalue()


if __name__ == "__main__":
    import tempfile

    source = Path(sys.argv[1]) if len(sys.argv) > 1 else HANDBOOK
    with tempfile.TemporaryDirectory() as place:
        HANDBOOK.write_text(carry_out(source.read_text(encoding="utf-8"), Path(place)), encoding="utf-8")
