"""Running the console line by line."""

from __future__ import annotations

import sys

from mka_assist.console.config import STANDARD_CONFIG, Config
from mka_assist.console.opening import opened_desk
from mka_assist.decision.last_good import Rulebooks
from mka_assist.plain.conversation import Conversation, Keep
from mka_assist.plain.loop import converse
from mka_assist.plain.outlet import Outlet


def run_plain(rulebooks: Rulebooks, journal: str, keep: Keep, config: Config = STANDARD_CONFIG) -> int:
    """Open a desk and talk with it over stdin and stdout; the exit code: 0, 2 when not everything was stored,
    128 and the number of the signal, or 141 when nobody reads. Raises what `opened_desk` raises.
    """
    with opened_desk(rulebooks, journal, config) as desk:
        sys.stdout.flush()
        outlet = Outlet(sys.stdout.fileno(), sys.stdout.encoding)
        try:
            return converse(Conversation(desk, keep), sys.stdin.fileno(), outlet)
        finally:
            outlet.close()
