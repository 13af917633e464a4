"""The man page, made from the commands, the keys and the words that there really are."""

from __future__ import annotations

import re
from collections.abc import Iterator

import click

from mka_assist import __version__
from mka_assist.cli.boundary import INTENDED_USE, PROGRAM
from mka_assist.cli.commands import root
from mka_assist.console.actions import Actions
from mka_assist.console.keydocs import RULES, groups, said
from mka_assist.plain.manual import PARAGRAPHS, TITLE
from mka_assist.plain.spoken import WORDS

ERRORS = "Een fout is één regel: eerst de oorzaak, met bestand, regel en kolom als die er zijn, dan Hulp."
SIGNALS = ("128+n", "de console is gestopt door signaal n; alles staat in het journaal")
ENVIRONMENT = {
    "MKA_ASSIST_CONFIG": "Dit bestand in plaats van uw eigen configuratie.",
    "NO_COLOR": "Geen kleuren: het thema monochroom, en uitvoer zonder kleurcodes.",
    "TERM, COLORTERM": "Wat de terminal kan en hoeveel kleuren zij heeft.",
    "LANG, LC_ALL": "Welke tekens de terminal kan tonen. De taal is altijd Nederlands.",
    "XDG_CONFIG_HOME, XDG_DATA_HOME, XDG_STATE_HOME, XDG_CACHE_HOME": "Andere mappen dan die hieronder.",
}
FILES = {
    "~/.config/mka-assist/config.toml": "Uw configuratie van de console; zie mka-assist config.",
    "/etc/xdg/mka-assist/config.toml": "Die van de beheerder, die instellingen kan vastleggen.",
    "~/.config/mka-assist/instellingen.toml": "Welke sleutels een regelboek moeten hebben ondertekend.",
    "~/.local/share/mka-assist/journaal.sqlite3": "Het journaal, zonder --journal.",
    "~/.local/share/mka-assist/regelboeken": "De laatste goede regelboeken.",
    "~/.local/state/mka-assist/log/fouten.log": "Verslagen van onverwachte fouten.",
    "~/.cache/mka-assist": "Wat opnieuw gemaakt kan worden.",
}


def man_page(actions: Actions) -> str:
    """The whole page, in the language of man."""
    return "\n".join(_page(actions)) + "\n"


def _page(actions: Actions) -> Iterator[str]:
    yield '.\\" -*- coding: utf-8 -*-'
    yield '.\\" Gemaakt door docs/tools/make_key_docs.py; wijzig dit bestand niet met de hand.'
    yield f'.TH MKA\\-ASSIST 1 "" "{PROGRAM} {_plain(__version__)}" "Handleiding"'
    yield ".nh"
    yield ".ad l"
    yield ".SH NAAM"
    yield _text(f"{PROGRAM} - beslisondersteuning voor de meldkamer ambulancezorg bij een reanimatie")
    yield ".SH SAMENVATTING"
    yield f".B {_plain(PROGRAM)}"
    yield _text("[OPTIES] OPDRACHT [ARGUMENTEN]...")
    yield ".SH BESCHRIJVING"
    yield _text(INTENDED_USE)
    yield ".PP"
    yield _text(
        "Een fout is één regel: eerst de oorzaak, met bestand, regel en kolom als die er zijn, dan Hulp."
    )
    yield ".SH OPDRACHTEN"
    for path, command in commands():
        yield from _command(path, command)
    yield ".SH TOETSEN"
    for group in groups(actions):
        yield f".SS {_plain(group.title)}"
        for action in group.actions:
            yield from _item(action.shown, said(action))
    for rule in RULES:
        yield ".PP"
        yield _text(rule)
    yield f".SH {_plain(TITLE.upper())}"
    for paragraph in PARAGRAPHS:
        yield ".PP"
        yield _text(paragraph)
    for word, text in WORDS.items():
        yield from _item(word, text)
    yield ".SH AFSLUITCODES"
    for code, text in (*exit_codes(), SIGNALS):
        yield from _item(code, text)
    yield ".SH OMGEVING"
    for name, text in ENVIRONMENT.items():
        yield from _item(name, text)
    yield ".SH BESTANDEN"
    for name, text in FILES.items():
        yield from _item(name, text)


def commands() -> Iterator[tuple[str, click.Command]]:
    """The program and every command below it, with the words that call it."""
    yield from _below(PROGRAM, root)


def _below(path: str, command: click.Command) -> Iterator[tuple[str, click.Command]]:
    yield path, command
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            found = command.get_command(context, name)
            assert found is not None
            yield from _below(f"{path} {name}", found)


def exit_codes() -> tuple[tuple[str, str], ...]:
    """The exit codes as the help tells them."""
    return tuple(re.findall(r"^ +(\d+) +(\S.*)$", root.epilog or "", re.MULTILINE))


def _command(path: str, command: click.Command) -> Iterator[str]:
    context = click.Context(command, info_name=path)
    usage = " ".join(command.collect_usage_pieces(context))
    yield f".SS {_plain(f'{path} {usage}')}"
    for paragraph in re.split(r"\n\s*\n", (command.help or "").replace("\b", "").strip()):
        yield ".PP"
        yield _text(" ".join(paragraph.split()))
    for param in command.get_params(context):
        record = param.get_help_record(context)
        if record and not _is_help(param):
            yield from _item(*record)


def _is_help(param: click.Parameter) -> bool:
    return "--help" in param.opts


def _item(name: str, text: str) -> Iterator[str]:
    yield ".TP"
    yield f".B {_plain(name)}"
    yield _text(text)


def _text(text: str) -> str:
    """A line of text that cannot be taken for a request."""
    safe = _plain(text)
    return f"\\&{safe}" if safe[:1] in (".", "'") else safe


def _plain(text: str) -> str:
    return text.replace("\\", "\\e").replace("-", "\\-").replace('"', "\\(dq")
