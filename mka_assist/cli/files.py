"""Writing a result to a file: all of it or nothing, and never a file that is half there."""

from __future__ import annotations

import os
import stat
import tempfile
from contextlib import suppress
from pathlib import Path

import click

from mka_assist.cli.boundary import reason


def write_file(path: Path, text: str, *, replace: bool = True) -> None:
    """Write a text in UTF-8 under a name of its own and then move it into place, with the rights of the file
    it replaces. Raises a `ClickException` that says why it cannot be done."""
    try:
        target = Path(os.path.realpath(path))
        if not replace and os.path.lexists(path):
            raise click.ClickException(f"{path} bestaat al en is niet overschreven.")
        handle, made = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name[:100]}.")
        try:
            with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as stream:
                stream.write(text)
                os.fchmod(stream.fileno(), _rights(target))
                stream.flush()
                os.fsync(stream.fileno())
            Path(made).replace(target)
        except BaseException:
            with suppress(OSError):
                Path(made).unlink()
            raise
    except (OSError, ValueError) as problem:
        why = reason(problem) if isinstance(problem, OSError) else "deze naam kan niet"
        raise click.ClickException(f"{path} kan niet worden geschreven: {why}.") from None


def _rights(target: Path) -> int:
    """The rights of the file that is there, or those of a new file under the user's umask."""
    with suppress(FileNotFoundError):
        return stat.S_IMODE(target.stat().st_mode)
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
