"""The one place where a failure becomes a line on stderr and an exit code. A traceback goes to a log file."""

from __future__ import annotations

import contextlib
import errno
import os
import sys

from mka_assist import __version__

TYPE_CHECKING = False
if TYPE_CHECKING:  # `--version` loads nothing it can do without, not even `typing` and `pathlib`
    from pathlib import Path
    from typing import TextIO

PROGRAM = "mka-assist"
COMPLETION_VARIABLE = "_MKA_ASSIST_COMPLETE"
INTENDED_USE = (
    "Bedoeld voor training, evaluatie en het ontwerpen van regels; "
    "niet voor echte patiëntenzorg zonder conformiteitsbeoordeling (MDR, regel 11)."
)

DONE = 0
FINDINGS = 1
BAD_INPUT = 2
UNEXPECTED = 70
INTERRUPTED = 130
READER_GONE = 141

_REASONS = {
    errno.ENOENT: "het bestand of de map bestaat niet",
    errno.EACCES: "geen toegang",
    errno.EPERM: "geen toegang",
    errno.EISDIR: "dit is een map, geen bestand",
    errno.ENOTDIR: "dit is geen map",
    errno.ENOSPC: "de schijf is vol",
    errno.EROFS: "de schijf is alleen-lezen",
    errno.EIO: "de schijf geeft een leesfout of schrijffout",
    errno.ENAMETOOLONG: "de naam is te lang",
    errno.ELOOP: "de koppeling verwijst naar zichzelf",
    errno.EMFILE: "er staan te veel bestanden open",
}


def run(arguments: list[str]) -> int:
    """Run one command line and return its exit code, whatever happens."""
    _never_fail_on_a_character()
    try:
        code = _print_version() if arguments == ["--version"] else _run_command(arguments)
        if sys.stdout:
            sys.stdout.flush()
    except KeyboardInterrupt:
        say("Afgebroken.")
        return INTERRUPTED
    except BrokenPipeError:
        _drop_output(sys.stdout)
        return READER_GONE
    except Exception as error:
        return _report(error)
    return code


def version_text() -> str:
    """What `--version` prints: the version, and what the program is for."""
    return f"{PROGRAM} {__version__}\n{INTENDED_USE}"


def say(text: str) -> None:
    """Write one line to stderr, with every control character made visible; silent when nobody can read it."""
    if sys.stderr:
        with contextlib.suppress(OSError, ValueError):
            sys.stderr.write(one_line(text) + "\n")
            sys.stderr.flush()


def one_line(text: str) -> str:
    """The text on one line, every space, tab or newline a single space, control characters written out."""
    return visible(" ".join(text.split()))


def visible(text: str) -> str:
    """The text with its control characters written out, so that a name cannot steer the terminal."""
    return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in text)


def reason(error: OSError) -> str:
    """Why the system refused, in Dutch, with the file when one is known."""
    why = _REASONS.get(error.errno or 0, f"het systeem meldt fout {error.errno}")
    return f"{error.filename}: {why}" if error.filename else why


def _print_version() -> int:
    """The quick way: without click, for a program that only asks which version this is."""
    if sys.stdout:
        sys.stdout.write(version_text() + "\n")
    return DONE


def _run_command(arguments: list[str]) -> int:
    from mka_assist.cli.commands import root

    if instruction := os.environ.get(COMPLETION_VARIABLE):
        from click.shell_completion import shell_complete

        return shell_complete(root, {}, PROGRAM, COMPLETION_VARIABLE, instruction)
    color = False if os.environ.get("NO_COLOR") else None
    with root.make_context(PROGRAM, list(arguments), color=color) as context:
        return root.invoke(context) or DONE


def _report(error: Exception) -> int:
    """Tell a failure in one line (a rule file: one line per finding) and choose the exit code."""
    import click

    from mka_assist.rulebook.diagnostics import InputError

    match error:
        case click.exceptions.Exit():
            return error.exit_code
        case click.Abort():
            say("Afgebroken.")
            return INTERRUPTED
        case click.exceptions.NoArgsIsHelpError():
            click.echo(error.format_message(), err=True)
            return BAD_INPUT
        case click.ClickException():
            context = getattr(error, "ctx", None)
            path = context.command_path if context else PROGRAM
            say(f"Fout: {error.format_message()} Hulp: {path} --help")
            return BAD_INPUT
        case InputError():
            for finding in error.findings:
                say(str(finding))
            return BAD_INPUT
    if _is_journal_error(error):
        say(f"Fout: {error}")
        return BAD_INPUT
    _report_unexpected(error)
    return UNEXPECTED


def _is_journal_error(error: Exception) -> bool:
    """Whoever raised a `JournalError` has loaded its module; nobody else needs to."""
    log = sys.modules.get("mka_assist.call.log")
    return log is not None and isinstance(error, log.JournalError)


def _report_unexpected(error: Exception) -> None:
    if sys.stdout:
        try:
            sys.stdout.flush()
        except (OSError, ValueError):
            _drop_output(sys.stdout)
    what = reason(error) if isinstance(error, OSError) else f"{type(error).__name__}: {error}"
    try:
        help = f"meld dit met het bestand {keep_traceback(error)}"
    except Exception:
        help = "meld dit; het logbestand kon niet worden geschreven"
    say(f"onverwachte fout: {one_line(what)[:300]}. Hulp: {help}")


def keep_traceback(error: Exception) -> Path:
    """Add the traceback to the log file in the user's log folder (at most two files of 1 MB)."""
    import logging
    from logging.handlers import RotatingFileHandler
    from pathlib import Path

    from platformdirs import user_log_dir

    folder = Path(user_log_dir(PROGRAM, appauthor=False))
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "fouten.log"
    logging.raiseExceptions = False  # a full disk must not put a traceback on the screen after all
    handler = RotatingFileHandler(file, maxBytes=1_000_000, backupCount=1, encoding="utf-8")
    handler.setFormatter(logging.Formatter("%(asctime)s %(message)s"))
    logger = logging.Logger(PROGRAM)
    logger.addHandler(handler)
    logger.error("mka-assist %s, Python %s", __version__, sys.version.split()[0], exc_info=error)
    handler.close()
    return file


def _never_fail_on_a_character() -> None:
    """A terminal that cannot show a character shows a question mark; that must not stop a call."""
    for stream in (sys.stdout, sys.stderr):
        if reconfigure := getattr(stream, "reconfigure", None):
            reconfigure(errors="replace")


def _drop_output(stream: TextIO) -> None:
    """Send what is still in the buffer nowhere, so that Python does not complain about it at the end."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
