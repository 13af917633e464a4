"""From a folder of rules to a decider one may trust: read, held to its own examples, and tried."""

from __future__ import annotations

import datetime as dt
from contextlib import suppress
from pathlib import Path

from mka_assist.decision.decide import Decider
from mka_assist.engine.errors import EngineMissingError
from mka_assist.engine.trial import TrialError, try_rulebook
from mka_assist.rulebook.diagnostics import Diagnostics, Finding, InputError, Place
from mka_assist.rulebook.examples import run_examples
from mka_assist.rulebook.loading import load_rulebook
from mka_assist.rulebook.trust import ANYONE, Trust


def open_decider(
    rules_dir: Path, region: str = "", trust: Trust = ANYONE, on: dt.date | None = None
) -> Decider:
    """A decider for the nation or a region, on a day; without a day with the newest rules.

    Raises `InputError` when the rulebook cannot be read, is not signed by somebody who is trusted, does not
    keep to its own examples, or makes the engine crash, hang or answer differently from the definition.

    Without an engine there is nothing to try: every decision will then fall back, and say so.
    """
    rulebook = load_rulebook(rules_dir, region, on)
    trust.accept(rules_dir, rulebook)
    report = Diagnostics.empty()
    run_examples(rulebook, report)
    report.raise_errors()
    try:
        with suppress(EngineMissingError):
            try_rulebook(rulebook)
    except TrialError as refused:
        help = "gebruik het vorige regelboek en meld dit aan de beheerder"
        message = f"dit regelboek is geweigerd: {refused.cause}"
        raise InputError(Finding("E001", Place(str(rules_dir)), message, help)) from refused
    return Decider(rulebook)
