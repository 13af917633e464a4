"""Opening a desk: the rules, the journal, the caller instruction and the keys as set up. No screen yet."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from mka_assist.call.clock import SystemClock
from mka_assist.console.actions import ACTIONS
from mka_assist.console.config import STANDARD_CONFIG, Config
from mka_assist.console.config_keys import remapped
from mka_assist.console.desk import Desk
from mka_assist.console.lines import Role
from mka_assist.console.sounding import open_hearing
from mka_assist.console.watching import Watcher
from mka_assist.decision.last_good import Rulebooks, open_or_last_good
from mka_assist.instruction.loading import folders_in, load_instruction
from mka_assist.instruction.model import CallerInstruction
from mka_assist.journal.store import Journal
from mka_assist.paths import rules_dir
from mka_assist.rulebook.diagnostics import InputError
from mka_assist.rulebook.week import local


@contextmanager
def opened_desk(rulebooks: Rulebooks, journal: str, config: Config = STANDARD_CONFIG) -> Iterator[Desk]:
    """A desk for as long as the program runs, whatever shows it. Rules that cannot be used leave the last
    good ones in force. Raises `InputError` when there are none, and `JournalError` for a journal that
    cannot be used.
    """
    clock = SystemClock()
    watcher = Watcher(rulebooks, clock)
    decider, trouble = open_or_last_good(rulebooks, local(clock.now()).date())
    with Journal.open(journal, desk=desk_name()) as opened:
        watcher.start()
        hearing = open_hearing(config.sound, config.command)
        try:
            told, missing = _instruction(rulebooks.root)
            actions = remapped(ACTIONS, config.keys)
            desk = Desk(opened, clock, decider, watcher, trouble, told, hearing, actions=actions)
            if wrong := config.trouble or missing:
                desk.say(wrong, Role.STOP)
            yield desk
        finally:
            hearing.close()
            watcher.stop()


def _instruction(rules: Path) -> tuple[CallerInstruction | None, str]:
    """What a caller is told, by the files beside the rules or else those that come with the program; and in
    one line why it is not there."""
    try:
        return load_instruction(rules if folders_in(rules) else rules_dir()), ""
    except InputError as problem:
        return None, f"Geen meldersinstructie, gebruik de papieren kaart: {problem.findings[0].message}."


def desk_name() -> str:
    """What other screens call this one: the machine, and the terminal where there is one."""
    try:
        terminal = os.ttyname(0).removeprefix("/dev/")
    except OSError:
        terminal = str(os.getpid())
    return f"{platform.node()} {terminal}".strip()
