"""Make the picture of the console for the README: a made-up call, played by keys on a standing clock.

python docs/tools/make_screenshot.py [FILE]
"""

from __future__ import annotations

import asyncio
import datetime as dt
import re
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from mka_assist.call.clock import ReplayClock
from mka_assist.console.app import ConsoleApp
from mka_assist.console.desk import Desk
from mka_assist.decision.decide import Decider
from mka_assist.journal.store import Journal
from mka_assist.paths import rules_dir
from mka_assist.rulebook.loading import load_rulebook

REGION = "voorbeeld-stad"
START = dt.datetime(2026, 11, 23, 13, 31, 58, tzinfo=dt.UTC)
SIZE = (120, 40)
KEYS = (
    "n", "+3", "n", "+7", "n", "+2", "f2", "+1", "f2", "+4", "f5", "+14", "f6", "+8", "3", "+2", "n",
    "+11", "4", "+2", "j", "+9", "9", "+3", "n", "+180", "f3", "+2", "2", "+31", "f4", "+2", "8", "enter",
)  # fmt: skip
"""Keys of the call; "+3" lets three seconds pass."""
TARGET = Path(__file__).parents[1] / "schermafbeelding.svg"


async def picture() -> str:
    """The screen as SVG, with nothing in it that has to be fetched."""
    with TemporaryDirectory() as folder:
        clock = ReplayClock(START)
        decider = Decider(load_rulebook(rules_dir(), REGION))
        with Journal.open(Path(folder) / "journaal.sqlite3") as journal:
            app = ConsoleApp(Desk(journal, clock, decider))
            async with app.run_test(size=SIZE) as pilot:
                for key in KEYS:
                    if key.startswith("+"):
                        clock.advance(int(key))
                    else:
                        await pilot.press(key)
                app.tick()
                await pilot.pause()
                svg = app.export_screenshot(title="mka-assist console")
        decider.close()
    svg = re.sub(r"@font-face \{.*?\}\s*", "", svg, flags=re.DOTALL)
    return re.sub(r"terminal-\d+-", "terminal-", svg)


def main(target: Path = TARGET) -> None:
    target.write_text(asyncio.run(picture()), encoding="utf-8")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
